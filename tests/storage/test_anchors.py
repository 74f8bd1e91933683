"""Anchors: what somebody saw of the trail must still be there, and whatever lies in their place harms nobody."""

# ruff: noqa: S608 - the SQL of an attacker is put together from parts

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage import canonical
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Event, SecretBytes, create, remove, verify_trail
from storage.verifier import AnchorPoint
from tests.storage.attack import raw
from tests.storage.kit import (
    LOGIN,
    PASSPHRASE,
    Practice,
    describe,
    entries_of,
    failure_of,
    findings,
    signed_in,
    verify,
)
from tests.storage.test_verifier import job_of


def cut_to(practice: Practice, seq: int) -> None:
    """Truncate the trail and its index columns; signed rows stay behind."""
    with raw(practice) as connection:
        for table, column in (("trail", "seq"), ("named", "seq")):
            connection.execute(f"DELETE FROM {table} WHERE {column} > ?", (seq,))


def end_of_first_session(practice: Practice) -> int:
    with raw(practice) as connection:
        return int(connection.execute("SELECT min(seq) FROM trail WHERE action = 'lock'").fetchone()[0])


def test_a_trail_cut_at_a_session_end_is_told_by_the_anchors(practice: Practice) -> None:
    """V-6.5: perfect inside, but shorter than what this account last saw: told at unlock and by the verifier."""
    with practice.open() as signin:
        last = signin._vault.trail.seq + 1
    cut = end_of_first_session(practice)
    cut_to(practice, cut)
    signin = practice.unlock()
    told = {notice.name: notice.values for notice in signin.notices}
    assert told["history_missing"]["last"] == str(last)
    assert entries_of(signin, "damage_found")[-1].outcome == "history_missing"
    assert "history_missing" in findings(verify(signin))
    signin.lock("test")


def test_missing_history_is_told_until_it_is_acknowledged(practice: Practice) -> None:
    """V-6.5: a red notice until somebody acknowledges it; locking alone makes nobody forget."""
    cut_to(practice, end_of_first_session(practice))
    for _ in range(2):
        with practice.open() as signin:
            assert "history_missing" in [notice.name for notice in signin.notices]
            signin.note_event(Event(action="print"))
    with practice.open() as signin:
        signin.acknowledge_history()
        assert entries_of(signin, "history_acknowledged")
    with practice.open() as signin:
        assert "history_missing" not in [notice.name for notice in signin.notices]


@pytest.mark.parametrize("which", ["sealed", "plain"])
def test_either_anchor_alone_tells(practice: Practice, config: Path, which: str) -> None:
    """V-6.5: one lies sealed in the vault, one plain in the settings of the person."""
    cut_to(practice, end_of_first_session(practice))
    if which == "plain":
        (practice.path / "anchors" / practice.account).unlink()
    else:
        next(config.rglob("*.json")).unlink()
    with practice.open() as signin:
        assert "history_missing" in [notice.name for notice in signin.notices]


PLANTED = [
    b"", b"junk", b"\xff" * 100, b"[" * 4000, b'{"seq":1e400}', b"{}",
    b'{"at":"x","head":"x","roster_head":"x","roster_rows":1,"seq":1180591620717411303424,"v":1,"vault":"VAULT"}',
    b'{"at":"x","head":"x","roster_head":"x","roster_rows":1,"seq":9007199254740991,"v":1,"vault":"VAULT"}',
    b'{"at":"x","head":"x","roster_head":"x","roster_rows":1,"seq":-5,"v":1,"vault":"VAULT"}',
    b'{"at":"x","head":"x","roster_head":"x","roster_rows":1,"seq":2,"v":1,"vault":"other"}',
]  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=range(len(PLANTED)))
@pytest.mark.parametrize("which", ["sealed", "plain"])
def test_a_planted_anchor_locks_nobody_out(practice: Practice, config: Path, planted: bytes, which: str) -> None:
    """V-9.1: whatever lies where an anchor is expected, unlock goes on; the verifier too."""
    data = planted.replace(b"VAULT", practice.vault_id.encode())
    plain = next(config.rglob("*.json"))
    (plain if which == "plain" else practice.path / "anchors" / practice.account).write_bytes(data)
    with practice.open() as signin:
        assert signin.read(practice.notes[0]).body
        verify(signin)


def test_without_any_anchor_somebody_is_told(practice: Practice, config: Path) -> None:
    """V-6.5: anchors that are gone are a notice of their own, not silence."""
    (practice.path / "anchors" / practice.account).unlink()
    next(config.rglob("*.json")).unlink()
    with practice.open() as signin:
        assert "anchor_missing" in [notice.name for notice in signin.notices]


def test_after_a_crash_in_the_first_session_no_anchor_is_missed(tmp_path: Path, config: Path) -> None:
    """V-6.5: the first anchor is there before the vault has its name; a crash takes none away."""
    path, cut = tmp_path / "first.clientsafe", tmp_path / "cut.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        made = create(path, login=LOGIN, passphrase=secret, describe=describe, policy=CHEAPEST_FOR_TESTS)
    shutil.copytree(path, cut)
    with signed_in(cut) as signin:
        names = [notice.name for notice in signin.notices]
        assert "session_cut" in names
        assert "anchor_missing" not in names
    shutil.rmtree(config)
    (cut / "anchors" / made.signin.account).unlink()
    with signed_in(cut) as signin:
        assert "anchor_missing" in [notice.name for notice in signin.notices]
    made.signin.lock("test")


def test_a_new_vault_remembers_its_first_entries_and_the_settings_nothing_yet(tmp_path: Path, config: Path) -> None:
    """V-6.5: whatever happens before the first sign-off, the trail cannot be cut or swapped without a word."""
    path, cut = tmp_path / "first.clientsafe", tmp_path / "cut.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        made = create(path, login=LOGIN, passphrase=secret, describe=describe, policy=CHEAPEST_FOR_TESTS)
    (anchor,) = made.signin._vault.anchors.read()
    created = entries_of(made.signin, "lock")[0]
    assert (anchor.seq, created.facts["trigger"]) == (created.seq, "created")
    assert not config.exists()
    shutil.copytree(path, cut)
    made.signin.lock("test")
    (cut / "anchors" / made.signin.account).unlink()
    shutil.rmtree(config)
    with signed_in(cut) as signin:
        assert "anchor_missing" in [notice.name for notice in signin.notices]


def test_a_vault_that_is_removed_is_remembered_nowhere(practice: Practice, config: Path) -> None:
    other = config / "clientsafe" / "anchors" / "019aab1c-9d00-7c61-9f0a-6f3f0d1c2b3a.json"
    other.write_bytes(b"{}")
    signin = practice.unlock()
    assert failure_of(lambda: remove(practice.path)) == "busy"
    signin.lock("test")
    remove(practice.path)
    assert not practice.path.exists()
    assert list(other.parent.iterdir()) == [other]


def test_every_anchor_is_compared_also_two_of_one_number(practice: Practice) -> None:
    """V-6.5, V-8.5: two copies that went on equally far: the other's anchor has the same number, another head."""
    with practice.open() as signin:
        good = signin._vault.trail.seq, canonical.to_text(signin._vault.trail.head)
    for anchors in (
        [AnchorPoint(good[0], "x" * 43), AnchorPoint(*good)],
        [AnchorPoint(*good), AnchorPoint(good[0], "x" * 43)],
        [AnchorPoint(*good), AnchorPoint(good[0] - 1, "x" * 43)],
    ):
        job = job_of(practice, *anchors)
        assert findings(verify_trail(job)) == {"history_rewritten"}, anchors
    assert findings(verify_trail(job_of(practice, AnchorPoint(*good)))) == set()
