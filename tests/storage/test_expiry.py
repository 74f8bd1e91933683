"""Access for a time, and people who left: it ends by itself, and the next holder of share makes a new key (V-5.3)."""

from __future__ import annotations

import pytest

from storage import index_file, sharing, upkeep
from storage.vault import Draft, NewCompartment, Share, SharingChange, SignIn, Write
from tests.storage.attack import Colleague, add_colleague, raw
from tests.storage.kit import Practice, entries_of, failure_of, findings, note, verify
from tests.storage.sharers import (
    ALL,
    ENDED,
    NOTHING,
    add_third,
    as_colleague,
    as_third,
    give,
    in_days,
    key_of,
    name_rows,
    seen_by,
    set_clock,
    write_by_script,
)
from tests.storage.test_giving_by_script import generation_by


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    """Somebody with the clinical file for two days."""
    found = add_colleague(practice)
    give(practice, found.account, "read write", in_days(2))
    return found


def test_access_for_a_time_ends_by_itself(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.3: everything before the end, nothing after it, and each try is an entry."""
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ALL
        signin.save_draft(Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Mein Entwurf")))
    set_clock(monkeypatch, 3)
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ENDED
        assert entries_of(signin, "view")[-1].outcome == "grant_expired"
        write = Write(signin.new_id(), practice.clinical, "session_note", 1, note("x"))
        assert failure_of(lambda: signin.write([write])) == "grant_expired"
        assert entries_of(signin, "save")[-1].outcome == "grant_expired"
        assert signin.damage == {}
        assert signin.sharing.renewals_waiting == 0


def test_what_was_begun_in_a_file_rests_until_it_is_open_again(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.8: after the end no way leads to a word of it; it can be thrown away, or the file shared again."""
    with as_colleague(practice) as signin:
        begun = Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Mein Entwurf", "Rauhreif"))
        signin.save_draft(begun)
        assert words_of_draft(signin, begun.record) == ("none", "Mein Entwurf", 1)
        assert signin.closed_drafts() == []
    set_clock(monkeypatch, 3)
    with as_colleague(practice) as signin:
        assert words_of_draft(signin, begun.record) == ("grant_expired", "", 0)
        refused = entries_of(signin, "view")[-1]
        assert (refused.outcome, refused.record, refused.compartment) == (
            "grant_expired", begun.record, practice.clinical,
        )  # fmt: skip
        assert signin.rows([begun.record])[0].kind == "session_note"
        assert signin.closed_drafts() == signin.drafts() == [begun.record]
    with practice.open():  # who holds share makes a new key
        pass
    with as_colleague(practice) as signin:
        assert words_of_draft(signin, begun.record) == ("not_shared", "", 0)
    give(practice, colleague.account, "read write")
    with as_colleague(practice) as signin:
        assert words_of_draft(signin, begun.record) == ("none", "Mein Entwurf", 1)
        assert signin.closed_drafts() == []


def test_what_was_begun_closes_while_somebody_is_signed_in(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.8: thrown away then, with an entry that names the file."""
    with as_colleague(practice) as signin:
        begun = Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Mein Entwurf", "Rauhreif"))
        signin.save_draft(begun)
        set_clock(monkeypatch, 3)
        assert words_of_draft(signin, begun.record) == ("grant_expired", "", 0)
        signin.drop_draft(begun.record)
        assert (signin.drafts(), signin.closed_drafts(), signin.rows([begun.record])) == ([], [], [])
        thrown = entries_of(signin, "discard_draft")[-1]
        assert (thrown.record, thrown.compartment) == (begun.record, practice.clinical)


def words_of_draft(signin: SignIn, record: str) -> tuple[str, str, int]:
    """What reading it says, its title in lists, and how often a search finds its words."""
    found = len(signin.search("Rauhreif"))
    return failure_of(lambda: signin.draft(record)), signin.rows([record])[0].title, found


def test_it_ends_while_somebody_is_signed_in(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.3: a key that was opened before is of no use after the end."""
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ALL
        set_clock(monkeypatch, 3)
        assert failure_of(lambda: signin.read(practice.notes[1])) == "grant_expired"


def test_the_next_holder_of_share_makes_a_new_key(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.3: at sign-in, as an entry; the words are then out of reach also for own scripts."""
    assert entries_after(practice) == 0
    set_clock(monkeypatch, 3)
    with practice.open() as signin:
        (entry,) = entries_of(signin, "revoke")
        assert (entry.compartment, entry.facts["revoked"]) == (practice.clinical, [colleague.account])
        assert signin.sharing.renewals_waiting == 0
        assert seen_by(signin, practice) == ALL
        assert findings(verify(signin, full=True)) == set()
    assert not index_file.path_of(practice.path, colleague.account).exists()
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == NOTHING
    assert entries_after(practice) == 1


def entries_after(practice: Practice) -> int:
    """How many new keys there are after the founder signed in once more."""
    with practice.open() as signin:
        return len(entries_of(signin, "revoke"))


@pytest.mark.parametrize("named", [False, True], ids=["that no entry names", "that its maker names"])
def test_a_forged_generation_keeps_no_new_key_away(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch, *, named: bool
) -> None:
    """V-5.2: whose access ends plants a row with the next number: the new key is made all the same."""
    with raw(practice) as connection:
        forged, _ = generation_by(practice, colleague, 2)
        if named:
            name_rows(practice, connection, colleague, [forged], "revoke")
        else:
            forged.insert(connection)
    set_clock(monkeypatch, 3)
    with practice.open() as signin:
        assert [entry.facts["number"] for entry in entries_of(signin, "revoke") if entry.facts] == [3]
        assert seen_by(signin, practice) == ALL
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == NOTHING


def test_without_the_right_to_share_nobody_makes_a_key(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.2: others sign in and work on; it stays due for who may."""
    give(practice, add_third(practice), "read write")
    set_clock(monkeypatch, 3)
    with as_third(practice) as signin:
        assert seen_by(signin, practice) == ALL
        assert entries_of(signin, "revoke") == []
        assert signin.sharing.renewals_waiting == 0


def test_a_clock_that_is_put_back_gives_nothing_back(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.3: the trail knows a later time; several sign-ins with the wrong clock do not make it forget."""
    third = add_third(practice)
    assert third
    set_clock(monkeypatch, 3)
    with as_third(practice):
        pass
    set_clock(monkeypatch, 0)
    for _ in range(3):
        with as_colleague(practice) as signin:
            assert seen_by(signin, practice) == ENDED


def test_what_is_written_after_the_end_by_own_scripts_is_forged(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: a right is held at the time of the entry; before the end the same row is true."""
    for days, found in ((1, "none"), (3, "record_forged")):
        with raw(practice) as connection:
            held = key_of(practice, connection, colleague.account, colleague.keys)
            record = write_by_script(practice, connection, colleague, held.key, at=in_days(days))
        with practice.open() as signin:
            assert failure_of(lambda record=record: signin.read(record)) == found
            assert ("row_forged" in findings(verify(signin, full=True))) == (days == 3)


def test_an_earlier_time_in_an_entry_gives_nothing_back(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.3, V-5.6: somebody else has written a later one before, so it is known what time it was."""
    third = add_third(practice)
    assert third
    set_clock(monkeypatch, 3)
    with as_third(practice):
        pass
    with raw(practice) as connection:
        held = key_of(practice, connection, colleague.account, colleague.keys)
        records = [write_by_script(practice, connection, colleague, held.key, at=in_days(days)) for days in (1, 1)]
    with practice.open() as signin:
        assert [failure_of(signin.read, record) for record in records] == ["record_forged"] * 2
        assert len([each for each in verify(signin).findings if each.code == "row_forged"]) == 2


@pytest.mark.parametrize("has_time", [True, False])
def test_a_file_gets_its_new_key_before_it_is_written_to(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch, *, has_time: bool
) -> None:
    """V-3.11: also when the sign-in had no time for it: nothing more is sealed under a key that somebody keeps."""
    set_clock(monkeypatch, 3)
    if not has_time:
        monkeypatch.setattr(upkeep, "_AT_ONCE_S", -1.0)
    with practice.open() as signin:
        assert signin.sharing.renewals_waiting == (0 if has_time else 1)
        record = signin.new_id()
        signin.write([Write(record, practice.clinical, "session_note", 1, note("Neu"))])
        assert signin.sharing.renewals_waiting == 0
        sql = "SELECT generation FROM body WHERE record = ?"
        assert signin._vault.connection.execute(sql, (record,)).fetchone() == (2,)
        assert findings(verify(signin, full=True)) == set()


def test_what_is_left_is_renewed_when_there_is_time(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-3.11: in slices: nothing waits for it."""
    with practice.open() as signin:
        places = [signin.new_id() for _ in range(3)]
        shares = (Share(colleague.account, "read", in_days(1)),)
        signin.write([], compartments=[NewCompartment(place, "clinical", {}, shares) for place in places])
    set_clock(monkeypatch, 3)
    monkeypatch.setattr(upkeep, "_AT_ONCE_S", -1.0)
    with practice.open() as signin:
        assert signin.sharing.renewals_waiting == 4
        assert signin.sharing.renew(-1.0) == 4
        assert signin.sharing.renew() == 0
        assert len(entries_of(signin, "revoke")) == 4


def test_the_files_of_somebody_who_left_get_new_keys_at_the_next_sign_in(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-3.11: where the removal was cut before it came to them, or the remover could not."""
    monkeypatch.setattr(sharing, "held_by", lambda *_: [])
    signin = practice.unlock()
    before = entries_of(signin, "revoke")
    signin.accounts.remove(colleague.account)
    assert before == []
    with practice.open() as signin:
        renewed = {entry.compartment for entry in entries_of(signin, "revoke")}
        assert {practice.clinical} <= renewed
        assert all(entry.facts["revoked"] == [colleague.account] for entry in entries_of(signin, "revoke"))
        assert findings(verify(signin, full=True)) == set()
        assert seen_by(signin, practice) == ALL
        assert colleague.account not in {holder.account for holder in signin.sharing.holders(practice.clinical)}
        change = SharingChange(practice.clinical, grant=(Share(colleague.account, "read"),))
        assert failure_of(lambda: signin.sharing.change([change])) == "not_found"


def test_a_new_end_replaces_the_old_one(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.3: longer or for good: the latest grant counts."""
    give(practice, colleague.account, "read", None)
    set_clock(monkeypatch, 3)
    with practice.open() as signin:
        assert entries_of(signin, "revoke") == []
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ALL


def test_who_handed_over_keeps_no_key_that_is_in_force(practice: Practice) -> None:
    """V-3.11: the new key was made by the one who left: the next holder of share makes another, before they write."""
    colleague = add_colleague(practice)
    with practice.open() as signin:
        share = Share(colleague.account, "read write share")
        signin.sharing.change([SharingChange(practice.clinical, (share,), revoke=(practice.account,))])
        record, place = signin.new_id(), signin.new_id()
        made = NewCompartment(place, "safety", {}, (share,), creator_rights="read write")
        signin.write([Write(record, place, "incident", 1, note("Vorfall"))], compartments=[made])
        nothing = NewCompartment(signin.new_id(), "safety", {}, (share,), creator_rights="")
        signin.write([], compartments=[nothing])
    with as_colleague(practice) as signin:
        renewed = [entry.compartment for entry in entries_of(signin, "revoke") if entry.account == colleague.account]
        assert sorted(filter(None, renewed)) == sorted([practice.clinical, nothing.id])
        assert seen_by(signin, practice) == ALL
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert len(entries_of(signin, "revoke")) == 3
