"""Several people at one vault: letting somebody in, roles, standing grants, and what others are told of it."""

from __future__ import annotations

import errno
from itertools import count
from pathlib import Path

import pytest

from storage import header
from storage.vault import NewCompartment, SecretBytes, TrailFilter, Write, restore, run_backup, unlock
from tests.storage.kit import (
    LOGIN,
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    Practice,
    copy_of,
    describe,
    entries_of,
    failure_of,
    findings,
    note,
    sign_in,
    signed_in,
    verify,
)
from tests.storage.people import THIRD_LOGIN, THIRD_PASSPHRASE, add, as_other, moments, other, told, watch_files

UNDONE = {"session_without_end", "history_missing", "history_rewritten"}


def test_somebody_who_was_let_in_signs_in_and_sees_nothing_that_was_not_shared(practice: Practice) -> None:
    """V-3.10: passphrase and recovery code open the new account; no file comes with it; the trail holds."""
    with practice.open() as signin:
        made = add(signin)
        assert [(each.id, each.role, each.is_active) for each in signin.people()] == [
            (practice.account, "owner", True),
            (made.account, "clinician", True),
        ]
        assert findings(verify(signin, full=True)) == set()
    with other(practice) as signin:
        assert (signin.account, signin.role) == (made.account, "clinician")
        assert failure_of(signin.read, practice.notes[0]) == "not_shared"
        assert sorted(map(signin.compartment_kind, signin.compartments())) == ["personal", "practice", "register"]
        assert signin.trail(TrailFilter()).entries
        signin.write([], compartments=[NewCompartment(signin.new_id(), "personal", {})])
        assert findings(verify(signin, full=True)) == set()
    with SecretBytes.from_text(made.recovery_code) as code:
        signin = unlock(
            practice.path, secret=code, login=OTHER_LOGIN, how="recovery", describe=describe, allow_cheap=True
        )
    assert signin.account == made.account
    signin.lock("test")


def test_what_a_new_account_is_given_is_there_at_once(practice: Practice) -> None:
    """V-3.10, V-5.11: shares and standing grants belong to the same change."""
    with practice.open() as signin:
        made = add(signin, shares={practice.clinical: "read"}, standing={"identity": "read"})
        assert signin.people()[1].standing == {"identity": "read"}
        client, later = signin.new_id(), signin.new_id()
        signin.write(
            [Write(client, later, "client", 1, note("Later"))],
            compartments=[NewCompartment(later, "identity", {"client": client})],
        )
    with other(practice) as signin:
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
        assert signin.read(client).body["title"] == "Later"
        write = Write(practice.notes[1], practice.clinical, "session_note", 1, note("x"), parent=practice.revisions[2])
        assert failure_of(signin.write, [write]) == "not_shared"
        assert signin.account == made.account


def test_a_name_that_somebody_has_is_taken_whatever_its_letters(practice: Practice) -> None:
    """V-3.9: names are folded; what is refused leaves nothing."""
    with practice.open() as signin:
        before = header.load(practice.path).header
        assert not signin.accounts.login_is_free(" ANNA ")
        assert signin.accounts.login_is_free(OTHER_LOGIN)
        assert failure_of(lambda: add(signin, LOGIN.upper())) == "login_taken"
        assert failure_of(lambda: add(signin, passphrase="too short")) == "weak_passphrase"
        assert failure_of(lambda: add(signin, passphrase="brunobrunobruno1")) == "weak_passphrase"
        assert failure_of(lambda: add(signin, standing={"process": "read"})) == "never_shared"
        assert failure_of(lambda: add(signin, shares={signin.new_id(): "read"})) == "not_shared"
        assert header.load(practice.path).header == before
        assert len(signin.people()) == 1
        add(signin)
        assert findings(verify(signin, full=True)) == set()


def test_a_vault_has_a_most_number_of_accounts(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-1.5: one more is refused before anything is written."""
    monkeypatch.setattr(header, "MOST_ACCOUNTS", 2)
    with practice.open() as signin:
        add(signin)
        assert failure_of(lambda: add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)) == "too_many_accounts"
        assert len(signin.people()) == 2


def test_only_an_owner_changes_people_and_a_try_is_an_entry(practice: Practice) -> None:
    """V-3.6: refused before anything is written; what an owner may, a clinician may not."""
    with practice.open() as signin:
        made = add(signin)
    with other(practice) as signin:
        tries = [
            lambda: add(signin, THIRD_LOGIN, THIRD_PASSPHRASE),
            lambda: signin.accounts.change_role(made.account, "owner"),
            lambda: signin.accounts.set_standing(made.account, "identity", "read"),
            lambda: signin.accounts.remove(practice.account),
        ]
        assert [failure_of(each) for each in tries] == ["not_owner"] * 4
        assert [entry.outcome for entry in entries_of(signin, "roster_changed")][-4:] == ["not_owner"] * 4
        assert not signin.is_locked
        assert findings(verify(signin, full=True)) == set()


def test_nobody_is_let_in_while_a_backup_is_made(practice: Practice, destination: Path) -> None:
    """V-8.1: a backup carries the header of its beginning."""
    with practice.open() as signin:
        job = signin.begin_backup(destination)
        assert failure_of(lambda: add(signin)) == "database_busy"
        signin.end_backup(run_backup(job))
        add(signin)


def test_who_becomes_an_owner_can_let_others_in_and_share_what_is_everybodys(practice: Practice) -> None:
    """V-3.6, V-5.1: with the role come all rights in practice and register; the last owner stays one."""
    with practice.open() as signin:
        made = add(signin)
        assert failure_of(lambda: signin.accounts.change_role(practice.account, "clinician")) == "last_owner"
        signin.accounts.change_role(made.account, "owner")
        assert failure_of(lambda: signin.accounts.change_role(signin.new_id(), "owner")) == "not_found"
    with other(practice) as signin:
        add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)
        signin.accounts.change_role(practice.account, "clinician")
        assert findings(verify(signin, full=True)) == set()
    with signed_in(practice.path, login=THIRD_LOGIN, passphrase=THIRD_PASSPHRASE) as signin:
        assert "practice" in {signin.compartment_kind(each) for each in signin.compartments()}
    with practice.open() as signin:
        assert signin.role == "clinician"
        assert failure_of(lambda: add(signin, "dora", THIRD_PASSPHRASE)) == "not_owner"


def test_standing_grants_are_for_what_may_be_shared(practice: Practice) -> None:
    """V-5.11: on, changed, off; never for process or personal."""
    with practice.open() as signin:
        made = add(signin)
        for kind in ("process", "personal"):
            assert failure_of(lambda kind=kind: signin.accounts.set_standing(made.account, kind, "read")) == (
                "never_shared"
            )
        with pytest.raises(ValueError, match="write"):
            signin.accounts.set_standing(made.account, "identity", "write")
        for rights in ("read", "read write", "read write", ""):
            signin.accounts.set_standing(made.account, "identity", rights)
            assert signin.people()[1].standing == ({"identity": rights} if rights else {})
        assert len([entry for entry in entries_of(signin, "roster_changed") if entry.rows]) == 5
    with practice.open() as signin:
        assert signin.people()[1].standing == {}


def test_everybody_is_told_once_what_others_changed(practice: Practice) -> None:
    """V-3.6, V-5.11: who changed it is not told; the others at their next sign-in, each once."""
    with practice.open() as signin:
        made = add(signin)
    with other(practice) as signin:
        assert "people_changed" not in told(signin)
    with practice.open() as signin:
        assert "people_changed" not in told(signin)
        third = add(signin, THIRD_LOGIN, THIRD_PASSPHRASE, standing={"identity": "read"})
        signin.accounts.change_role(made.account, "supervisor")
    with other(practice) as signin:
        values = told(signin)["people_changed"]
        assert values == {
            "added": "1", "added_ids": third.account, "role": "1", "role_ids": made.account,
            "standing": "1", "standing_ids": third.account,
        }  # fmt: skip
    with other(practice) as signin:
        assert "people_changed" not in told(signin)


def test_after_a_crash_while_somebody_is_let_in_they_are_in_or_out(practice: Practice, tmp_path: Path) -> None:
    """V-3.10, V-6.10: at every step the founder signs in, the trail holds, and the new account is active or removed."""
    seen = set()
    for number, moment in enumerate(moments(practice, tmp_path, practice.unlock(), add)):
        entered = copy_of(moment, tmp_path / f"{number}-other")
        way_in = failure_of(lambda entered=entered: as_other(entered).lock("test"))
        with moment.open() as signin:
            people = signin.people()
            assert findings(verify(signin, full=True)) <= UNDONE
            assert len({(moment.path / name).read_bytes() for name in header.NAMES}) == 1
            state = "none" if len(people) == 1 else "in" if people[1].is_active else "out"
            names = {name for name in told(signin) if name.startswith(("adding", "change"))}
        assert (way_in, state) in {("wrong_secret", "none"), ("wrong_secret", "out"), ("none", "in")}, number
        with moment.open() as signin:
            assert not [name for name in told(signin) if name.startswith(("adding", "change"))]
        seen |= {state} | names
    assert seen == {"none", "in", "out", "adding_done", "adding_failed"}


@pytest.mark.parametrize("step", range(8))
def test_a_full_disk_lets_nobody_in_and_a_second_try_does(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """V-3.10: the change fails with its code, nobody is in, and the same name is free."""
    numbers = count()

    def full() -> None:
        if next(numbers) == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with practice.open() as signin:
        with monkeypatch.context() as patched:
            watch_files(patched, full)
            outcome = failure_of(lambda: add(signin))
        assert outcome in {"no_space", "none"}
        if outcome == "no_space":
            assert [each.is_active for each in signin.people()] in ([True], [True, False])
            assert signin.accounts.login_is_free(OTHER_LOGIN)
            add(signin)
        assert findings(verify(signin, full=True)) == set()
    with other(practice) as signin:
        assert findings(verify(signin, full=True)) == set()


def test_a_vault_of_several_people_moves_with_all_of_them(
    practice: Practice, destination: Path, tmp_path: Path
) -> None:
    """V-8.6: whoever of them takes it in on the other computer."""
    with practice.open() as signin:
        add(signin, shares={practice.clinical: "read"})
    signin = practice.unlock()
    report = run_backup(signin.begin_move(destination))
    signin.end_move(report)
    assert failure_of(as_other, practice) == "moved_away"
    there = tmp_path / "there.clientsafe"
    with SecretBytes.from_text(OTHER_PASSPHRASE) as typed:
        signin, _ = restore(
            Path(report.file), there, secret=typed, login=OTHER_LOGIN, describe=describe, allow_cheap=True
        )
    assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
    signin.lock("test")
    with signed_in(there) as signin:
        assert len(signin.people()) == 2
        assert findings(verify(signin, full=True)) == set()


def test_several_people_need_their_names_to_sign_in(practice: Practice) -> None:
    """V-3.9: and a wrong passphrase of one is noted for that one."""
    with practice.open() as signin:
        made = add(signin)
    assert failure_of(lambda: sign_in(practice.path, login=None)) == "login_needed"
    assert failure_of(lambda: sign_in(practice.path, login=OTHER_LOGIN)) == "wrong_secret"
    assert failure_of(lambda: sign_in(practice.path, passphrase=OTHER_PASSPHRASE)) == "wrong_secret"
    with practice.open() as signin:
        assert told(signin)["failed_attempts"]["count"] == "2"
        assert signin.people()[1].id == made.account
