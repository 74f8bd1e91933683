"""Records are chains of immutable revisions: who may add one, to what, and that a write is all or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.revisions import MOST_PLAIN_BYTES
from storage.vault import NewCompartment, Query, Write
from tests.storage.attack import add_colleague, share
from tests.storage.kit import (
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    Practice,
    entries_of,
    failure_of,
    findings,
    note,
    signed_in,
    verify,
)


def edit_of(practice: Practice) -> Write:
    """A good edit of the second note."""
    body = note("Sitzung zwei", "geändert")
    return Write(practice.notes[1], practice.clinical, "session_note", 1, body, parent=practice.revisions[2])


def test_a_chain_is_read_back_whole(practice: Practice) -> None:
    """V-5.4, idea 1: every revision stays readable, with author, time, parent and state."""
    with practice.open() as signin:
        one, two = signin.history(practice.notes[0])
        assert (one.parent, two.parent) == (None, one.revision)
        assert (one.body["text"], two.body["text"]) == ("kwarantanna", "Zofia przepłakała kwarantanna")
        assert {each.author for each in (one, two)} == {signin.account}
        assert one.at <= two.at
        assert signin.read(practice.notes[0], revision=one.revision) == one
        assert signin.read(practice.notes[0]) == two
        assert failure_of(lambda: signin.read(practice.notes[0], revision=practice.revisions[3])) == "not_found"
        assert [each.revision for each in signin.read_many(practice.notes)] == list(practice.revisions[1:])


def test_an_edit_of_an_older_state_is_a_conflict(practice: Practice) -> None:
    """V-5.4: a revision whose parent is not the head is refused: older, none, unknown, of another record."""
    with practice.open() as signin:
        signin.write([edit_of(practice)])
        before = len(entries_of(signin))
        for parent in (practice.revisions[2], None, signin.new_id(), practice.revisions[0]):
            write = replace(edit_of(practice), parent=parent)
            assert failure_of(lambda write=write: signin.write([write])) == "edit_conflict"
        fresh = Write(signin.new_id(), practice.clinical, "note", 1, note("x"), parent=practice.revisions[0])
        assert failure_of(lambda: signin.write([fresh])) == "edit_conflict"
        assert len(entries_of(signin)) == before
        assert signin.read(practice.notes[1]).body["text"] == "geändert"


def test_a_signed_record_is_final_and_a_record_stays_in_its_compartment(practice: Practice) -> None:
    """Invariant 3: a signed record only gains amendments; nothing moves to where others can read it."""
    with practice.open() as signin:
        final = Write(practice.notes[2], practice.clinical, "session_note", 1, note("x"), parent=practice.revisions[3])
        for state in ("saved", "signed", "entered_in_error"):
            assert failure_of(lambda s=state: signin.write([replace(final, state=s)])) == "signed_is_final"
        moved = replace(edit_of(practice), compartment=practice.identity)
        assert failure_of(lambda: signin.write([moved])) == "other_file"
        assert signin.read(practice.notes[2]).body["text"] == "signed"


def test_signing_is_told_from_saving(practice: Practice) -> None:
    """V-6.1: save and sign are actions of their own; the row carries the state."""
    with practice.open() as signin:
        signin.write([replace(edit_of(practice), state="signed")])
        assert entries_of(signin)[-1].action == "sign"
        assert signin.read(practice.notes[1]).state == "signed"
        assert signin.rows([practice.notes[1]])[0].state == "signed"


BAD = {
    "a float": {"body": {"x": 0.5}},
    "bytes": {"body": {"x": b"x"}},
    "half a character": {"body": {"x": "\ud800"}},
    "a key with marks": {"body": {"ą": 1}},
    "a big number": {"body": {"x": 2**53}},
    "far too long": {"body": {"x": "x" * (9 << 20)}},
    "an unknown state": {"state": "half"},
}


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD.keys())
def test_a_write_is_all_or_nothing(practice: Practice, fields: dict[str, object]) -> None:
    """V-5.6, V-9.1: what cannot be kept is told with a code, and nothing of the same write is kept."""
    with practice.open() as signin:
        before = len(entries_of(signin))
        compartment = signin.new_id()
        made = NewCompartment(compartment, "clinical", {"client": signin.new_id()})
        good = Write(signin.new_id(), compartment, "note", 1, note("gut", "Tintenfisch"))
        bad = replace(good, record=signin.new_id(), **fields)  # type: ignore[arg-type]
        expected = "too_long" if len(str(bad.body)) > MOST_PLAIN_BYTES else "bad_record"
        assert failure_of(lambda: signin.write([good, bad], compartments=[made])) == expected
        assert len(entries_of(signin)) == before
        assert signin.search("Tintenfisch") == []
        assert compartment not in signin.compartments()
        assert failure_of(lambda: signin.label(compartment)) == "not_shared"
        signin.write([good], compartments=[made])
        assert signin.read(good.record).body["title"] == "gut"
        assert findings(verify(signin, full=True)) == set()


def test_two_people_write_into_one_file_in_turn(practice: Practice) -> None:
    """V-5.3, V-5.4: with `write` a colleague adds a revision under their own name; the founder sees whose it is."""
    colleague = add_colleague(practice)
    with practice.open() as signin:
        share(practice, signin, practice.clinical, colleague, "read write")
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        signin.write([edit_of(practice)])
    with practice.open() as signin:
        shown = signin.read(practice.notes[1])
        assert (shown.author, shown.body["text"]) == (colleague.account, "geändert")
        assert failure_of(lambda: signin.write([edit_of(practice)])) == "edit_conflict"
        assert signin.rows([practice.notes[1]])[0].author == colleague.account
        assert findings(verify(signin, full=True)) == set()


def test_compartments_are_found_by_kind_and_label(practice: Practice) -> None:
    """V-5.1: identity and clinical file of a client are apart; each is found by its client."""
    with practice.open() as signin:
        assert signin.compartments("clinical", client=practice.client) == [practice.clinical]
        assert signin.compartments("identity", client=practice.client) == [practice.identity]
        assert signin.compartments("clinical", client="x' OR 1=1 --") == []
        assert signin.label(practice.clinical) == {"client": practice.client}
        assert signin.compartment_kind(practice.clinical) == "clinical"
        assert signin.compartment_of(practice.client) == practice.identity
        assert signin.head_of(practice.notes[0]) == practice.revisions[1]
        assert set(signin.ids(Query(compartments=(practice.clinical,)))) >= set(practice.notes)


def test_bodies_are_padded_and_salted(practice: Practice) -> None:
    """V-5.4: multiples of 256, and the same words twice have another digest and another body."""
    with practice.open() as signin:
        same = [Write(signin.new_id(), practice.clinical, "note", 1, note("gleich")) for _ in range(2)]
        longer = Write(signin.new_id(), practice.clinical, "note", 1, note("gleich", "x" * 300))
        ids = signin.write([*same, longer])
        sql = "SELECT length(sealed), digest FROM body JOIN revision ON revision.id = body.revision WHERE id = ?"
        found = [signin._vault.connection.execute(sql, (each,)).fetchone() for each in ids]
    assert [size - 28 for size, _ in found] == [256, 256, 512]
    assert len({digest for _, digest in found}) == 3
