"""A changed passphrase and a new recovery sheet: the old opens nothing, nothing else changes, each try is an entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import header, kdf
from storage.kdf import CHEAPEST_FOR_TESTS, Cost, KdfPolicy
from storage.vault import SecretBytes, SignIn, Write, passphrase_problem, unlock, verify_backup
from tests.storage.attack import add_colleague
from tests.storage.kit import (
    LOGIN,
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    Practice,
    describe,
    entries_of,
    failure_of,
    findings,
    note,
    sign_in,
    signed_in,
    verify,
)
from tests.storage.test_backup import back_up, reader

NEW = "twelve brisk otters climb the ladder"


def change(signin: SignIn, old: str = PASSPHRASE, new: str = NEW, **options: object) -> None:
    """Change the passphrase at the cheapest cost."""
    with SecretBytes.from_text(old) as first, SecretBytes.from_text(new) as second:
        signin.change_passphrase(first, second, **({"policy": CHEAPEST_FOR_TESTS} | options))  # type: ignore[arg-type]


def reissue(signin: SignIn, proof: str = PASSPHRASE, **options: object) -> str:
    """A new recovery code."""
    with SecretBytes.from_text(proof) as secret:
        return signin.reissue_recovery(secret, **options)  # type: ignore[arg-type]


def try_sheet(signin: SignIn, code: str) -> bool:
    with SecretBytes.from_text(code) as secret:
        return signin.check_recovery(secret)


def recover(path: Path, code: str) -> SignIn:
    with SecretBytes.from_text(code) as secret:
        return unlock(path, secret=secret, login=LOGIN, how="recovery", describe=describe, allow_cheap=True)


def opens(path: Path, passphrase: str, login: str = LOGIN) -> str:
    """What signing in ends with."""

    def work() -> None:
        sign_in(path, login=login, passphrase=passphrase).lock("test")

    return failure_of(work)


def opens_with_code(path: Path, code: str) -> str:
    return failure_of(lambda: recover(path, code).lock("test"))


def test_the_new_passphrase_opens_and_the_old_one_nothing(practice: Practice) -> None:
    """V-3.4, V-2.2: one slot made anew under a fresh salt; begun and done in the trail; all records stay."""
    before = header.load(practice.path).header
    with practice.open() as signin:
        change(signin)
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
        signin.write([_note(signin, practice)])
    assert opens(practice.path, PASSPHRASE) == "wrong_secret"
    with signed_in(practice.path, passphrase=NEW) as signin:
        assert "header_repaired" not in [notice.name for notice in signin.notices]
        told = [(entry.action, entry.outcome) for entry in entries_of(signin) if entry.action in _ACTIONS]
        assert told[1:] == [("header_written", "begun"), ("header_written", "done"), ("passphrase_changed", "done")]
        assert findings(verify(signin, full=True)) == set()
    after = header.load(practice.path).header
    assert after.generation == before.generation + 1
    old, new = before.accounts[0].slots, after.accounts[0].slots
    assert [slot.kind for slot in new] == ["passphrase", "recovery"]
    assert old[1] == new[1]
    assert old[0].salt != new[0].salt
    assert opens_with_code(practice.path, practice.recovery_code) == "none"


_ACTIONS = {"header_written", "passphrase_changed", "recovery_changed"}


def _note(signin: SignIn, practice: Practice) -> Write:
    return Write(signin.new_id(), practice.clinical, "note", 1, note("x"))


def test_a_wrong_old_passphrase_changes_nothing_and_is_an_entry(practice: Practice) -> None:
    """V-3.4, V-3.8: who sits at an open vault cannot take it over; five wrong tries, then waiting."""
    files = {name: (practice.path / name).read_bytes() for name in header.NAMES}
    with practice.open() as signin:
        for _ in range(5):
            assert failure_of(lambda: change(signin, "some other passphrase")) == "wrong_secret"
        assert failure_of(lambda: change(signin)) == "wait"
        assert failure_of(lambda: reissue(signin)) == "wait"
        assert failure_of(lambda: try_sheet(signin, practice.recovery_code)) == "wait"
        tries = entries_of(signin, "passphrase_changed")
        assert [entry.outcome for entry in tries] == ["wrong_secret"] * 5
        assert b"other passphrase" not in tries[0].to_bytes()
    assert {name: (practice.path / name).read_bytes() for name in header.NAMES} == files


@pytest.mark.parametrize(
    "new", ["short", "aaaaaaaaaaaaaaaaaaaa", "clientsafe clientsafe", f"{LOGIN} {LOGIN} {LOGIN} 1"]
)
def test_a_weak_new_passphrase_is_refused_with_the_reason(practice: Practice, new: str) -> None:
    """V-3.4: judged as at the making of the vault, with the names given; nothing is tried or written."""
    with practice.open() as signin:
        seen = len(entries_of(signin))
        with pytest.raises(Exception, match="CS-201") as caught:
            change(signin, new=new)
        assert caught.value.values["problem"] == passphrase_problem(new, [LOGIN])  # type: ignore[attr-defined]
        assert failure_of(lambda: change(signin, new="Gabriela Orzechowska 7", names=["Gabriela Orzechowska"])) == (
            "weak_passphrase"
        )
        assert len(entries_of(signin)) == seen
    assert opens(practice.path, PASSPHRASE) == "none"


def test_a_forgotten_passphrase_is_changed_with_the_recovery_code(practice: Practice) -> None:
    """V-3.4: the code proves who it is, as it did at sign-in."""
    signin = recover(practice.path, practice.recovery_code)
    assert failure_of(lambda: change(signin, "never mind", how="recovery")) == "mistyped_code"
    change(signin, practice.recovery_code, how="recovery")
    signin.lock("test")
    assert (opens(practice.path, PASSPHRASE), opens(practice.path, NEW)) == ("wrong_secret", "none")


def test_a_new_recovery_code_replaces_the_old_sheet(practice: Practice) -> None:
    """V-3.4: the passphrase slot stays byte for byte; the old code opens nothing."""
    before = header.load(practice.path).header.accounts[0].slots
    with practice.open() as signin:
        code = reissue(signin)
        assert code != practice.recovery_code
        assert try_sheet(signin, code)
        assert not try_sheet(signin, practice.recovery_code)
        assert reissue(signin, code, how="recovery") != code
        last = reissue(signin)
        assert entries_of(signin, "recovery_changed")[-1].outcome == "done"
    assert header.load(practice.path).header.accounts[0].slots[0] == before[0]
    for dead in (practice.recovery_code, code):
        assert opens_with_code(practice.path, dead) == "wrong_secret"
    assert opens_with_code(practice.path, last) == "none"
    assert opens(practice.path, PASSPHRASE) == "none"


def test_trying_the_sheet_changes_nothing_and_is_an_entry(practice: Practice) -> None:
    """V-3.4, V-3.8: right, wrong and mistyped are told apart; a wrong one counts as a failed try."""
    files = {name: (practice.path / name).read_bytes() for name in header.NAMES}
    wrong = reissued_elsewhere(practice)
    with practice.open() as signin:
        assert try_sheet(signin, practice.recovery_code.lower().replace("-", " "))
        assert failure_of(lambda: try_sheet(signin, practice.recovery_code[:-1])) == "mistyped_code"
        assert [try_sheet(signin, wrong) for _ in range(5)] == [False] * 5
        assert failure_of(lambda: try_sheet(signin, practice.recovery_code)) == "wait"
        outcomes = [entry.outcome for entry in entries_of(signin, "recovery_checked")]
        assert outcomes == ["ok"] + ["wrong_secret"] * 5
        assert findings(verify(signin, full=True)) == set()
    assert {name: (practice.path / name).read_bytes() for name in header.NAMES} == files


def reissued_elsewhere(practice: Practice) -> str:
    """A well-formed code that opens nothing here."""
    from storage import recovery

    return recovery.generate()


def test_a_colleague_changes_only_the_own_way_in(practice: Practice) -> None:
    """V-3.2, V-3.4: two accounts, four slots; three stay as they are."""
    add_colleague(practice)
    before = header.load(practice.path).header.accounts
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        assert failure_of(lambda: change(signin, PASSPHRASE)) == "wrong_secret"
        change(signin, OTHER_PASSPHRASE)
        code = reissue(signin, NEW)
    after = header.load(practice.path).header.accounts
    assert after[0] == before[0]
    assert [slot.kind for slot in after[1].slots] == ["passphrase", "recovery"]
    assert opens(practice.path, PASSPHRASE) == "none"
    assert opens(practice.path, OTHER_PASSPHRASE, OTHER_LOGIN) == "wrong_secret"
    assert opens(practice.path, NEW, OTHER_LOGIN) == "none"
    assert opens_with_code(practice.path, code) == "wrong_secret"  # it is Bruno's, not Anna's


def test_an_older_backup_opens_with_the_older_passphrase(practice: Practice, destination: Path) -> None:
    """V-8.1, V-3.4: changing a passphrase changes no backup."""
    older = Path(back_up(practice, destination).file)
    with practice.open() as signin:
        change(signin)
    with SecretBytes.from_text(PASSPHRASE) as old, SecretBytes.from_text(NEW) as new:
        assert verify_backup(older, secret=old, login=LOGIN, allow_cheap=True).ok
        assert failure_of(lambda: verify_backup(older, secret=new, login=LOGIN, allow_cheap=True)) == "wrong_secret"


def test_a_change_waits_for_a_backup(practice: Practice, destination: Path) -> None:
    """V-8.2: header and database of a backup are those of one moment."""
    with practice.open() as signin, reader(practice):
        signin.write([_note(signin, practice)])
        signin.begin_backup(destination)
        assert failure_of(lambda: change(signin)) == "database_busy"
        assert failure_of(lambda: reissue(signin)) == "database_busy"
        signin.end_backup(None)
        change(signin)
    assert opens(practice.path, NEW) == "none"


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Cost(262144, 4), Cost(262144, 6), Cost(262144, 6)),
        (Cost(262144, 6), Cost(262144, 4), Cost(262144, 6)),
        (Cost(262144, 3), Cost(131072, 6), Cost(262144, 3)),
        (Cost(131072, 3), Cost(262144, 3), Cost(262144, 3)),
        (Cost(131072, 16), Cost(262144, 3), Cost(262144, 8)),
        (Cost(65536, 3), Cost(1048576, 16), Cost(1048576, 16)),
    ],
)
def test_a_new_slot_is_never_weaker_than_the_old(now: Cost, before: Cost, expected: Cost) -> None:
    """V-3.4: neither less memory nor less work."""
    found = KdfPolicy(now).at_least(before).cost
    assert found == expected
    kdf.check_limits(found)


def test_the_cost_of_the_old_slot_is_kept_when_the_computer_is_slower(practice: Practice) -> None:
    """V-3.4: what is asked for is the least that may come out."""
    strong = KdfPolicy.floor()
    with practice.open() as signin:
        change(signin, policy=strong)
        change(signin, NEW, OTHER_PASSPHRASE, policy=CHEAPEST_FOR_TESTS)
    assert header.load(practice.path).header.accounts[0].slots[0].cost == strong.cost
