"""The slow look at everything: damaged pages and rows, the index, the times of the trail; and the quick questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storage import canonical, clock, database, health
from storage.vault import SecretBytes, SignIn, Write, check_health
from tests.storage.kit import PASSPHRASE, Practice, failure_of, note


def codes(signin: SignIn) -> set[str]:
    return {finding.code for finding in check_health(signin.health_job())}


def spoil(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_whole_vault_has_no_findings_and_tells_how_far_it_is(practice: Practice) -> None:
    heard: list[tuple[int, int]] = []
    with practice.open() as signin:
        assert check_health(signin.health_job(), lambda done, total: heard.append((done, total))) == []
    assert heard[-1][0] == heard[-1][1]


def test_a_flipped_bit_in_any_page_is_found_while_the_vault_is_open(practice: Practice) -> None:
    signin = practice.unlock()
    spoil(practice.database, practice.database.stat().st_size - 2000)
    assert "pages_damaged" in codes(signin)
    signin.lock("test")


def test_rows_that_do_not_fit_together_are_found(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLCipher's seal keeps a page from being changed; what a broken program wrote under it is found by SQLite."""
    connection = database.connect(practice.database, practice.database_key)
    connection.execute("PRAGMA writable_schema = ON")
    other = "SELECT rootpage FROM sqlite_schema WHERE name = 'attached'"
    connection.execute(f"UPDATE sqlite_schema SET rootpage = ({other}) WHERE name = 'draft'")  # noqa: S608
    connection.close()
    job = health.HealthJob.from_json(job_of(practice).to_json())
    assert "rows_damaged" in {finding.code for finding in check_health(job)}


def job_of(practice: Practice) -> health.HealthJob:
    """The job without a sign-in, which such a database would refuse."""
    from storage.verifier import VerifyJob

    salt = canonical.to_text(practice.database.read_bytes()[:16])
    key = canonical.to_text(practice.database_key)
    trail = VerifyJob(str(practice.database), key, salt, practice.vault_id, "", [])
    return health.HealthJob(trail, str(practice.index), canonical.to_text(practice.keys.index))


def test_a_damaged_or_missing_index_is_found(practice: Practice) -> None:
    job = job_of(practice)
    spoil(practice.index, 5000)
    assert {finding.code for finding in check_health(job)} == {"index_damaged"}
    practice.index.unlink()
    assert {finding.code for finding in check_health(job)} == {"index_damaged"}


def test_it_can_be_stopped(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LOOK_EVERY", 10)
    assert failure_of(lambda: check_health(job_of(practice), cancelled=lambda: True)) == "stopped"


def session_at(practice: Practice, monkeypatch: pytest.MonkeyPatch, now: str, mono: int | None = None) -> None:
    """A session of which the clocks say this."""
    monkeypatch.setattr(clock, "now", lambda: now)
    if mono is not None:
        monkeypatch.setattr(clock, "monotonic_ms", lambda: mono)
    practice.unlock().lock("test")


def test_a_clock_that_was_set_back_is_found(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    session_at(practice, monkeypatch, "2020-01-01T00:00:00.000Z")
    monkeypatch.undo()
    found = check_health(job_of(practice))
    assert [finding.code for finding in found] == ["clock_back"]
    assert found[0].text.endswith("2020-01-01T00:00:00.000Z")


def test_time_that_the_wall_clock_lost_is_found(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    session_at(practice, monkeypatch, now, clock.monotonic_ms() + 3_600_000)
    monkeypatch.undo()
    assert [finding.code for finding in check_health(job_of(practice))] == ["clock_jump"]


def test_a_trail_from_the_future_is_found(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    session_at(practice, monkeypatch, "2099-01-01T00:00:00.000Z")
    monkeypatch.undo()
    assert [finding.code for finding in check_health(job_of(practice))] == ["clock_ahead"]


def test_the_open_vault_knows_of_its_header_anchors_and_cost(practice: Practice) -> None:
    with practice.open() as signin:
        quick = signin.health()
        assert (quick.header_copies_differ, quick.anchors, quick.has_ballast) == (False, 2, True)
        assert quick.cost is not None
        assert quick.cost.memory_kib == 32
        (practice.path / "vault.json.1").write_bytes(b"{}")
        assert signin.health().header_copies_differ


def test_it_knows_whether_the_recovery_sheet_was_tried_since_it_was_made(practice: Practice) -> None:
    with practice.open() as signin:
        quick = signin.health()
        assert (quick.recovery_changed, quick.recovery_checked) == (0, 0)
        with SecretBytes.from_text(practice.recovery_code) as code:
            assert signin.check_recovery(code)
        checked = signin.health().recovery_checked
        assert checked > 0
        with SecretBytes.from_text(PASSPHRASE) as proof:
            signin.reissue_recovery(proof)
        quick = signin.health()
        assert quick.recovery_changed > quick.recovery_checked == checked


def test_damage_met_in_this_session_is_known(practice: Practice) -> None:
    with practice.open() as signin:
        signin._vault.connection.execute("UPDATE body SET sealed = x'00' WHERE record = ?", (practice.notes[1],))
        failure_of(lambda: signin.read(practice.notes[1]))
        assert signin.health().damaged == [practice.notes[1]]


def test_the_job_names_no_client(practice: Practice) -> None:
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), practice.clinical, "n", 1, note("Zofia"))])
        text = signin.health_job().to_json().decode()
    assert "Zofia" not in text
    assert set(json.loads(text)) == {"trail", "index", "index_key"}
