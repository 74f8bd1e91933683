"""Records written together with giving and taking back, as when a file is handed over: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.vault import NewCompartment, Query, Share, SharingChange, SignIn, Write
from tests.storage.attack import Colleague, add_colleague
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, findings, note, verify
from tests.storage.sharers import ALL, NOTHING, as_colleague, seen_by
from tests.storage.test_changes_cut_short import watch
from tests.storage.test_sharing_cut_short import CUT

WORD = "Abschiedsbrief"
RIGHTS = "read write share"
OLD, NEW = "Zofia Wierzbicka", "Zofia Wierzbicka, bei Bruno"


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


@dataclass(frozen=True)
class HandOver:
    """The founder lets go of the file: a letter in it, another name at its door, and a place that is new."""

    letter: str
    place: str
    last: str

    def writes(self, practice: Practice, signin: SignIn) -> list[Write]:
        """What is written: the letter, a record of the new place, and the client record."""
        head = signin.head_of(practice.client)
        return [
            Write(self.letter, practice.clinical, "handover", 1, note("Übergabe", WORD), "signed"),
            Write(self.last, self.place, "session_note", 1, note("Zuletzt", WORD)),
            Write(practice.client, practice.identity, "client", 1, note(NEW), parent=head),
        ]


def hand_over(signin: SignIn, practice: Practice, to: str, *more: Write) -> HandOver:
    done = HandOver(signin.new_id(), signin.new_id(), signin.new_id())
    places = (practice.clinical, done.place)
    signin.sharing.change(
        [
            *(SharingChange(place, grant=(Share(to, RIGHTS),)) for place in (*places, practice.identity)),
            *(SharingChange(place, revoke=(practice.account,)) for place in places),
        ],
        reason="leave",
        writes=[*done.writes(practice, signin), *more],
        compartments=[NewCompartment(done.place, "clinical", {"client": practice.client})],
    )
    return done


def titles(signin: SignIn) -> list[str]:
    return [row.title for row in signin.listing(Query(kinds=("client",)))]


def letters(signin: SignIn) -> int:
    return len(signin.ids(Query(kinds=("handover",)))) + len(signin.search(WORD))


def test_who_lets_go_finds_nothing_more_and_the_other_finds_all(practice: Practice, colleague: Colleague) -> None:
    """V-5.5, V-7.2: in the same session and after the next sign-in."""
    with practice.open() as signin:
        done = hand_over(signin, practice, colleague.account)
        for record in (done.letter, done.last):
            assert failure_of(lambda record=record: signin.read(record)) == "not_shared"
        assert (seen_by(signin, practice), letters(signin), titles(signin)) == (NOTHING, 0, [NEW])
        assert {done.place, practice.clinical}.isdisjoint(signin.compartments())
        assert findings(verify(signin, full=True)) == set()
    with practice.open() as signin:
        assert (seen_by(signin, practice), letters(signin), titles(signin)) == (NOTHING, 0, [NEW])
        assert signin.damage == {}
    with as_colleague(practice) as signin:
        assert (seen_by(signin, practice), letters(signin), titles(signin)) == (ALL, 3, [NEW])
        assert (signin.read(done.letter).state, signin.read(done.letter).author) == ("signed", practice.account)
        assert findings(verify(signin, full=True)) == set()


def test_each_thing_done_is_an_entry_in_this_order(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: what is written has its entry while its author might still write there."""
    with practice.open() as signin:
        before = signin._vault.trail.seq
        hand_over(signin, practice, colleague.account)
        done = [entry for entry in entries_of(signin) if entry.seq > before]
        told = [(entry.action, entry.compartment, entry.purpose) for entry in done if entry.action != "trail_viewed"]
        new = done[0].compartment
        why = "administration"
        assert told == [
            ("grant", new, ""),
            ("sign", practice.clinical, why), ("save", new, why), ("save", practice.identity, why),
            ("grant", practice.clinical, why), ("grant", new, why), ("grant", practice.identity, why),
            ("revoke", practice.clinical, why), ("revoke", new, why),
        ]  # fmt: skip
        assert all(entry.detail is not None for entry in done[4:])


def test_who_keeps_reading_finds_what_was_written(practice: Practice, colleague: Colleague) -> None:
    with practice.open() as signin:
        letter = Write(signin.new_id(), practice.clinical, "handover", 1, note("Übergabe", WORD), "signed")
        given, kept = Share(colleague.account, RIGHTS), Share(practice.account, "read")
        changes = [SharingChange(practice.clinical, grant=(share,)) for share in (given, kept)]
        signin.sharing.change(changes, writes=[letter])
        assert (seen_by(signin, practice), letters(signin)) == (ALL, 2)
        late = Write(signin.new_id(), practice.clinical, "session_note", 1, note("Zu spät"))
        assert failure_of(lambda: signin.write([late])) == "not_shared"


Refused = Callable[[SignIn, Practice], Write]
REFUSED: dict[str, Refused] = {
    "edit_conflict": lambda signin, practice: Write(
        practice.notes[0], practice.clinical, "session_note", 1, note("Anders"), parent=signin.new_id()
    ),
    "too_long": lambda signin, practice: Write(
        signin.new_id(), practice.clinical, "session_note", 1, note("Lang", "x" * (9 << 20))
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_write_that_is_refused_gives_nobody_anything(practice: Practice, colleague: Colleague, name: str) -> None:
    with practice.open() as signin:
        refused = REFUSED[name](signin, practice)
        assert failure_of(lambda: hand_over(signin, practice, colleague.account, refused)) == name
        assert (seen_by(signin, practice), letters(signin), titles(signin)) == (ALL, 0, [OLD])
        assert [holder.account for holder in signin.sharing.holders(practice.clinical)] == [practice.account]
        signin.write([Write(signin.new_id(), practice.identity, "session_note", 1, note("Weiter"))])
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert (seen_by(signin, practice), letters(signin), titles(signin)) == (NOTHING, 0, [])


def test_a_place_that_was_not_made_after_all_has_no_key(practice: Practice) -> None:
    """V-5.5: also in memory, where nothing of it was to be shared."""
    with practice.open() as signin:
        made, nobody = NewCompartment(signin.new_id(), "clinical", {}), signin.new_id()
        change = SharingChange(practice.clinical, grant=(Share(nobody, "read"),))
        assert failure_of(lambda: signin.sharing.change([change], compartments=[made])) == "not_found"
        assert failure_of(lambda: signin.label(made.id)) == "not_shared"


def test_after_a_crash_at_any_step_the_file_is_with_the_one_or_the_other(
    practice: Practice, colleague: Colleague, tmp_path: Path
) -> None:
    """Invariant 4: with the letter, the name at the door and the new place, or without any of them."""
    found: list[Practice] = []
    signin = practice.unlock()
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch(monkeypatch, lambda: found.append(copy_of(practice, tmp_path / f"{len(found)}.clientsafe")))
        hand_over(signin, practice, colleague.account)
    found.append(copy_of(practice, tmp_path / f"{len(found)}.clientsafe"))
    signin.lock("test")
    states = [is_with_the_other(moment) for moment in found]
    assert set(states) == {False, True}
    assert states == sorted(states)


def is_with_the_other(moment: Practice) -> bool:
    """Who has the file after a crash; not half of it."""
    with moment.open() as signin:
        own = seen_by(signin, moment), letters(signin), titles(signin)
        assert findings(verify(signin, full=True)) <= CUT
        assert signin.damage == {}
    with as_colleague(moment) as signin:
        others = seen_by(signin, moment), letters(signin), titles(signin)
        assert signin.damage == {}
    if own == (ALL, 0, [OLD]):
        assert others == (NOTHING, 0, [])
        return False
    assert (own, others) == ((NOTHING, 0, [NEW]), (ALL, 3, [NEW]))
    return True
