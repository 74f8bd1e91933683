"""The doctor: each trouble is found, said with what to do, and weighed; that it looked is an entry."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from app import worker
from app.desk import Desk
from app.records.practice_profile import BackupDestination
from app.rules import findings, known_bad
from app.rules.findings import TABLE, Area, Found, Severity
from app.services.practice import practices
from app.services.vault import backup_plan, backups, computer, doctor, moving
from app.texts import LANGUAGES, set_language
from app.vaults import KnownError
from storage.vault import Cost, health_system
from tests.app.conftest import secret, sign_in
from tests.app.helpers import entries


@pytest.fixture(autouse=True)
def healthy_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without swap, and a key that costs what it should: what this machine has is another matter."""
    monkeypatch.setattr(health_system, "open_swaps", list)
    monkeypatch.setattr(health_system, "can_sleep_to_disk", lambda: False)
    monkeypatch.setattr(health_system, "may_dump_core", lambda: False)
    monkeypatch.setattr(computer, "is_same_disk", lambda _one, _other: False)
    monkeypatch.setattr(worker, "cost_today", lambda **_: Cost(32, 1))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def codes(desk: Desk) -> set[str]:
    """What is found, the good left out."""
    found = doctor.run(desk).found
    return {each.code for each in found if each.check.severity is not Severity.GOOD}


@pytest.fixture
def tended(desk: Desk, stick: Path, vault: Path) -> Iterator[Desk]:
    """A practice with a backup, a tried sheet, and an anchor: nothing is wrong with it."""
    profile = practices.profile(desk)
    profile.recovery_sheet_checked_on = "2026-11-22"
    practices.save_profile(desk, profile)
    backup_plan.run(desk, backup_plan.add(desk, stick))
    practices.lock(desk, "test")
    again = sign_in(vault)
    yield again
    practices.lock(again, "test")


def test_a_practice_that_is_looked_after_has_no_findings(tended: Desk) -> None:
    heard: list[tuple[int, int]] = []
    examination = doctor.run(tended, lambda done, total: heard.append((done, total)))
    assert [each.code for each in examination.found if each.check.severity is not Severity.GOOD] == []
    assert examination.worst is Severity.GOOD
    assert {each.check.area for each in examination.found} == set(Area)
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]


def test_that_it_looked_and_what_it_found_is_an_entry(tended: Desk) -> None:
    doctor.run(tended)
    looked = [entry for entry in entries(tended) if entry.action == "maintenance" and entry.facts["what"] == "doctor"]
    assert [(entry.outcome, entry.facts["danger"]) for entry in looked] == [("ok", 0)]
    assert any(entry.action == "trail_verified" for entry in entries(tended))


def test_a_new_practice_is_told_of_its_backup_sheet_and_anchor(desk: Desk) -> None:
    assert codes(desk) == {"backup_none", "sheet_untried"}
    assert findings.exit_code(doctor.run(desk).found) == findings.NOT_FOUND


def test_damaged_pages_are_a_danger_with_the_code_of_damage(tended: Desk, vault: Path) -> None:
    plan = doctor.begin(tended)
    spoil(vault / "records-1.db")
    examination = doctor.examine(plan)
    assert {"pages_damaged", "trail_unreadable"} <= {each.code for each in examination.found}
    assert "data_good" not in {each.code for each in examination.found}
    assert findings.exit_code(examination.found) == findings.DAMAGED
    doctor.finish(tended, examination)


def spoil(file: Path) -> None:
    """A flipped bit in every page."""
    data = bytearray(file.read_bytes())
    for page in range(0, len(data), 4096):
        data[page + 2000] ^= 1
    file.write_bytes(data)


def test_a_changed_trail_is_a_danger(tended: Desk) -> None:
    from storage import database

    connection = tended.signin._vault.connection
    connection.set_authorizer(None)
    connection.execute("DROP TRIGGER trail_kept_u")
    connection.execute("UPDATE trail SET hash = zeroblob(32) WHERE seq = 5")
    database.guard(connection)
    examination = doctor.run(tended)
    assert "trail_findings" in {each.code for each in examination.found}
    assert findings.exit_code(examination.found) == findings.DAMAGED


def test_a_damaged_copy_of_the_header_and_a_damaged_index_are_warnings(tended: Desk, vault: Path) -> None:
    (vault / "vault.json.1").write_bytes(b"{}")
    plan = doctor.begin(tended)
    (index,) = (vault / "index").glob("*.db")
    spoil(index)
    examination = doctor.examine(plan)
    found = {each.code for each in examination.found}
    assert {"header_damaged_copy", "index_damaged"} <= found
    assert findings.exit_code(examination.found) == 0


def test_lost_anchors_are_told(tended: Desk, vault: Path, tmp_path: Path) -> None:
    shutil.rmtree(vault / "anchors")
    shutil.rmtree(tmp_path / "config")
    assert codes(tended) == {"anchor_none"}


def test_each_way_a_backup_folder_can_fail_is_told(tended: Desk, stick: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    backup_plan.add(tended, new)
    assert codes(tended) == {"backup_never"}
    job = backup_plan.begin(tended, BackupDestination(folder=str(new)))
    backups.finish(tended, job, None, "no_space")
    assert codes(tended) == {"backup_failed"}
    shutil.rmtree(new)
    assert codes(tended) == {"backup_missing"}
    backup_plan.save(tended, [])
    assert codes(tended) == {"backup_by_hand"}


def test_an_old_backup_and_one_on_the_same_disk_are_told(tended: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tended.receipts is None or tended.receipts
    backups.history(tended)
    assert tended.receipts is not None
    from dataclasses import replace

    tended.receipts = [replace(each, at="2026-01-01T08:00:00.000Z") for each in tended.receipts]
    monkeypatch.setattr(computer, "is_same_disk", lambda _one, _other: True)
    assert codes(tended) == {"backup_late", "backup_same_disk"}


def test_rights_shared_folders_and_room_are_told(tended: Desk, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.chmod(0o755)
    assert codes(tended) == {"exposed"}
    vault.chmod(0o700)
    (vault.parent / ".stfolder").mkdir()
    assert codes(tended) == {"synced"}
    (vault.parent / ".stfolder").rmdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(100, 99, 1))
    assert codes(tended) == {"room_little"}
    (vault / "ballast").unlink()
    examination = doctor.run(tended)
    assert "room_none" in {each.code for each in examination.found}
    assert findings.exit_code(examination.found) == findings.NO_ROOM


def test_a_second_copy_beside_is_told_and_a_moved_one_may_go(tended: Desk, vault: Path, tmp_path: Path) -> None:
    shutil.copytree(vault, vault.with_name("copy.clientsafe"))
    assert codes(tended) == {"second_copy"}
    (vault.parent / "copy.clientsafe" / "moved").write_text('{"at":"2026-01-01T00:00:00.000Z","file":"x"}')
    found = doctor.run(tended).found
    (moved,) = [each for each in found if each.code == "moved_copy"]
    assert "1 Jan 2026" in moved.sentence
    assert "alone_good" in {each.code for each in found}


def test_after_a_move_and_back_the_old_folder_is_known_for_what_it_is(
    tended: Desk, vault: Path, stick: Path, tmp_path: Path
) -> None:
    report = moving.now(tended, stick)
    back = backups.restore(Path(report.file), tmp_path / "back.clientsafe", secret=secret(), allow_cheap=True).desk
    assert "moved_copy" in codes(back)
    practices.lock(back, "test")


def test_what_writes_memory_to_the_disk_is_told(tended: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_system, "may_dump_core", lambda: True)
    assert codes(tended) == {"core_dumps"}
    monkeypatch.setattr(health_system, "can_sleep_to_disk", lambda: True)
    assert codes(tended) == {"core_dumps"}  # without open swap there is nothing to sleep to
    monkeypatch.setattr(health_system, "open_swaps", lambda: ["/dev/sda2"])
    assert codes(tended) == {"core_dumps", "swap_open", "hibernation"}


def test_a_bad_version_is_a_danger(tended: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(known_bad.bad_ones_of({"cryptography": "42.0.0"}))
    monkeypatch.setattr(known_bad, "bad_ones", lambda: found)
    examination = doctor.run(tended)
    (bad,) = [each for each in examination.found if each.code == "version_bad"]
    assert "cryptography 42.0.0" in bad.sentence
    assert findings.exit_code(examination.found) == findings.UNSUPPORTED


def test_installed_versions_are_good_ones() -> None:
    assert list(known_bad.bad_ones()) == []
    assert all(metadata.version(row.library) for row in known_bad.KNOWN_BAD)


def test_a_cheap_key_and_an_odd_clock_are_told(tended: Desk, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "cost_today", lambda **_: Cost(256 * 1024, 4))
    assert codes(tended) == {"cost_low"}
    monkeypatch.setattr("storage.clock.now", lambda: "2020-01-01T00:00:00.000Z")
    practices.person_name(tended, tended.account)
    tended.signin.refuse("view")
    monkeypatch.undo()
    assert "clock_back" in codes(tended)


def test_the_cost_of_today_is_measured_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert worker.cost_today().memory_kib >= 64 * 1024


def test_it_can_be_stopped_and_then_says_nothing(tended: Desk) -> None:
    before = entries(tended)
    with pytest.raises(KnownError, match="stopped"):
        doctor.run(tended, cancelled=lambda: True)
    assert not [entry for entry in entries(tended)[len(before) :] if entry.action == "maintenance"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_a_sentence_and_what_is_wrong_has_advice(language: str) -> None:
    set_language(language)
    for code, check in TABLE.items():
        names = re.findall(r"{(\w+)}", check.sentence + check.advice)
        found = Found(code, dict.fromkeys(names, "x"))
        assert found.sentence.endswith((".", ": x")), code
        assert bool(found.advice) == (check.severity is not Severity.GOOD), code
        assert (check.family > 0) == (check.severity is Severity.DANGER), code


def test_the_first_danger_gives_the_exit_code() -> None:
    found = [Found("version_bad"), Found("swap_open"), Found("pages_damaged")]
    assert findings.exit_code(found) == findings.DAMAGED
    assert findings.exit_code([Found("swap_open")]) == 0
    assert findings.exit_code([]) == 0
