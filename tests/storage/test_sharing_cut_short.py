"""Sharing that a crash or a full disk cuts short: the old state or the new one, never half, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import generations
from storage.errors import failure
from storage.vault import Draft, Share, SharingChange, SignIn
from tests.storage.attack import Colleague, add_colleague
from tests.storage.kit import Practice, copy_of, failure_of, findings, verify
from tests.storage.sharers import ALL, NOTHING, add_third, as_colleague, give, in_days, seen_by, set_clock
from tests.storage.test_changes_cut_short import watch

# Each moment is a copy that goes on by itself: what one of them leaves in the settings folder, the others do not know.
CUT = {"session_without_end", "history_missing", "history_rewritten"}


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    found = add_colleague(practice)
    give(practice, found.account, "read write")
    return found


def test_after_a_crash_at_any_step_a_file_is_taken_back_or_not(
    practice: Practice, colleague: Colleague, tmp_path: Path
) -> None:
    """V-5.5, invariant 4: of two files that are taken back and given together, both or none."""
    third = add_third(practice)
    changes = [
        SharingChange(practice.clinical, revoke=(colleague.account,)),
        SharingChange(practice.identity, grant=(Share(third, "read"),)),
    ]
    found: list[Practice] = []
    signin = practice.unlock()
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch(monkeypatch, lambda: found.append(copy_of(practice, tmp_path / f"{len(found)}.clientsafe")))
        signin.sharing.change(changes, reason="it is over")
    found.append(copy_of(practice, tmp_path / f"{len(found)}.clientsafe"))
    signin.lock("test")
    states = [state_after(moment, third) for moment in found]
    assert set(states) == {(True, False), (False, True)}
    assert states == sorted(states, reverse=True)


def state_after(moment: Practice, third: str) -> tuple[bool, bool]:
    """Whether the colleague still has the file, and the third already: at the next sign-ins."""
    with moment.open() as signin:
        assert seen_by(signin, moment) == ALL
        assert findings(verify(signin, full=True)) <= CUT
        has_third = third in {holder.account for holder in signin.sharing.holders(moment.identity)}
    with as_colleague(moment) as signin:
        seen = seen_by(signin, moment)
        assert seen in {ALL, NOTHING}
        assert signin.damage == {}
    return seen == ALL, has_third


@pytest.mark.parametrize("name", ["no_space", "database_busy", "stopped"])
def test_a_change_that_fails_leaves_everything_as_it_was(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """V-5.5: also in memory: the next write is sealed under the key that is in force."""
    with practice.open() as signin:
        change = SharingChange(practice.clinical, revoke=(colleague.account,))
        before = signin._vault.trail.seq
        with monkeypatch.context() as patched:
            patched.setattr(generations, "_destroy_older_keys", lambda *_: raise_(name))
            assert failure_of(lambda: signin.sharing.change([change])) == name
        assert signin._vault.trail.seq == before
        assert seen_by(signin, practice) == ALL
        signin.save_draft(draft_of(signin, practice))
        signin.sharing.change([change])
        assert findings(verify(signin, full=True)) <= CUT
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == NOTHING


def raise_(name: str) -> None:
    raise failure(name)


def draft_of(signin: SignIn, practice: Practice) -> Draft:
    return Draft(signin.new_id(), practice.clinical, "session_note", 1, {"title": "Entwurf", "text": ""})


def test_a_renewal_that_is_cut_is_made_at_the_next_sign_in(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-3.11: nobody is kept out by it; it stays due."""
    give(practice, colleague.account, "read", in_days(1))
    set_clock(monkeypatch, 2)
    with monkeypatch.context() as patched:
        patched.setattr(generations, "_destroy_older_keys", lambda *_: raise_("no_space"))
        with practice.open() as signin:
            assert signin.sharing.renewals_waiting == 1
            assert seen_by(signin, practice) == ALL
    with practice.open() as signin:
        assert signin.sharing.renewals_waiting == 0
        assert findings(verify(signin, full=True)) == set()
