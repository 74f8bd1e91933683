"""A revision follows from the head, in the file of its record: whatever else somebody names by own scripts is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from storage import canonical, clock, entries, sealing
from storage.database import Connection
from storage.rows import Revision
from storage.vault import Event, NewCompartment, Query, Share, SignIn, Write
from tests.storage.attack import Colleague, add_colleague, forged_session, plain_content, raw
from tests.storage.kit import Practice, failure_of, findings, note, verify
from tests.storage.sharers import Key, as_colleague, give, key_of


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


@dataclass(frozen=True)
class Wanted:
    """The row that somebody would like to follow: which record, after what, how final."""

    record: str
    parent: str | None
    state: str = "saved"


def write_row(practice: Practice, connection: Connection, who: Colleague, key: Key, wanted: Wanted) -> None:
    """A revision with words that open, signed, and named in a true session, by own scripts."""
    plain = plain_content(note("Gekapert", "gekapert"))
    unsigned = Revision(
        b"", clock.new_id(), wanted.record, key.compartment, wanted.parent, who.account, clock.now(), wanted.state,
        sealing.digest("content", plain),
    )  # fmt: skip
    row = replace(unsigned, signature=who.keys.signer.sign("revision", unsigned.message(practice.vault_id)))
    row.insert(connection)
    context = row.message(practice.vault_id) + b"\n" + str(key.generation).encode()
    values = (row.record, row.id, key.generation, sealing.Sealer(key.key).seal(plain, context))
    connection.execute("INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, ?, ?)", values)
    digest = row.digest(practice.vault_id)
    event = Event(action="save", record=row.record, revision=row.id, compartment=key.compartment, rows=(digest,))
    forged_session(practice, connection, who.keys.signer, who.account).append(event)


def is_as_before(signin: SignIn, practice: Practice, number: int) -> None:
    """The record is what it was, by every way, can be written on, and that somebody tried is told."""
    record = practice.notes[number]
    before = ("Sitzung eins", "Sitzung zwei", "Sitzung drei")[number]
    assert signin.damage == {record: "record_forged"}
    assert signin.read(record).body["title"] == before
    assert [shown.body["title"] for shown in signin.history(record)] == [before] * (2 if number == 0 else 1)
    assert before in [row.title for row in signin.listing(Query(kinds=("session_note",)))]
    assert signin.search("gekapert") == []
    assert [shown.body["title"] for shown in signin.read_many([record])] == [before]
    assert findings(verify(signin)) == {"row_forged", "session_without_end"}


@pytest.mark.parametrize("shared", [True, False], ids=["granted to its owner", "granted to nobody"])
@pytest.mark.parametrize("has_index", [True, False], ids=["index", "no index"])
def test_a_record_is_not_taken_over_from_another_file(
    practice: Practice, colleague: Colleague, *, shared: bool, has_index: bool
) -> None:
    """V-5.4: a revision of somebody else's record in an own compartment is neither head nor history."""
    with as_colleague(practice) as signin:
        place = signin.new_id()
        shares = (Share(practice.account, "read write"),) if shared else ()
        made = NewCompartment(place, "clinical", {"client": practice.client}, shares)
        signin.write([], compartments=[made])
    with raw(practice) as connection:
        key = key_of(replace(practice, clinical=place), connection, colleague.account, colleague.keys)
        write_row(practice, connection, colleague, key, Wanted(practice.notes[1], practice.revisions[2]))
    if not has_index:
        practice.index.unlink()
    with practice.open() as signin:
        is_as_before(signin, practice, 1)
        newer = Write(
            practice.notes[1], practice.clinical, "session_note", 1, note("Neu"), parent=practice.revisions[2]
        )
        signin.write([newer])
        assert signin.read(practice.notes[1]).body["title"] == "Neu"


UNFIT = {
    "after a signed one": (2, 3, "saved"),
    "a signature after a signed one": (2, 3, "signed"),
    "from no head": (0, None, "saved"),
    "from an older one": (0, 0, "saved"),
    "from one of another record": (1, 1, "entered_in_error"),
}


@pytest.mark.parametrize("unfit", UNFIT.values(), ids=UNFIT.keys())
def test_what_does_not_follow_from_the_head_is_forged(
    practice: Practice, colleague: Colleague, unfit: tuple[int, int | None, str]
) -> None:
    """V-5.4, invariant 3: by somebody with the right to write, whose program would have refused it."""
    number, parent, state = unfit
    give(practice, colleague.account, "read write")
    with raw(practice) as connection:
        key = key_of(practice, connection, colleague.account, colleague.keys)
        after = None if parent is None else practice.revisions[parent]
        write_row(practice, connection, colleague, key, Wanted(practice.notes[number], after, state))
    with practice.open() as signin:
        is_as_before(signin, practice, number)


def test_a_record_does_not_begin_in_the_middle(practice: Practice, colleague: Colleague) -> None:
    """V-5.4: the first revision has no parent."""
    give(practice, colleague.account, "read write")
    with raw(practice) as connection:
        key = key_of(practice, connection, colleague.account, colleague.keys)
        record = clock.new_id()
        write_row(practice, connection, colleague, key, Wanted(record, practice.revisions[1]))
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(record)) == "record_forged"
        assert record not in signin.ids(Query())
        assert findings(verify(signin)) == {"row_forged", "session_without_end"}


def test_what_follows_is_true_also_by_own_scripts(practice: Practice, colleague: Colleague) -> None:
    """The rule refuses nothing else: with the right, from the head, it is a revision like any other."""
    give(practice, colleague.account, "read write")
    with raw(practice) as connection:
        key = key_of(practice, connection, colleague.account, colleague.keys)
        write_row(practice, connection, colleague, key, Wanted(practice.notes[0], practice.revisions[1]))
    with practice.open() as signin:
        assert signin.read(practice.notes[0]).body["title"] == "Gekapert"
        assert findings(verify(signin)) == {"session_without_end"}


def test_a_missing_revision_is_told_and_those_after_it_are_not_blamed(practice: Practice) -> None:
    """V-6.7: the row is deleted, not the next one forged."""
    with practice.open() as signin:
        parent = practice.revisions[1]
        for title in ("vier", "fünf"):
            write = Write(practice.notes[0], practice.clinical, "session_note", 1, note(title), parent=parent)
            (parent,) = signin.write([write])
    with raw(practice) as connection:
        connection.execute("DELETE FROM body WHERE revision = ?", (practice.revisions[1],))
        connection.execute("DELETE FROM revision WHERE id = ?", (practice.revisions[1],))
    with practice.open() as signin:
        assert findings(verify(signin)) == {"row_deleted"}
        assert failure_of(lambda: signin.history(practice.notes[0])) == "record_deleted"


def test_an_entry_that_names_a_true_row_again_is_found(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: it would say that somebody saved what they never did; nothing of the record changes."""
    with raw(practice) as connection:
        sql = "SELECT entry FROM trail WHERE record = ? AND wrote > 0"
        entry = entries.parse(connection.execute(sql, (practice.notes[1],)).fetchone()[0])
        rows_named = [canonical.from_text(row) for row in entry.rows]
        event = Event(action="save", record=entry.record, compartment=entry.compartment, rows=rows_named)
        again = replace(event, revision=entry.revision)
        forged_session(practice, connection, colleague.keys.signer, colleague.account).append(again)
    with practice.open() as signin:
        assert signin.read(practice.notes[1]).author == practice.account
        assert signin.damage == {practice.notes[1]: "record_forged"}
        assert findings(verify(signin)) == {"row_forged", "session_without_end"}


def test_a_compartment_that_nobody_made_is_damaged_and_not_its_records(practice: Practice) -> None:
    """V-5.2: a label that was replaced is no forged record."""
    with raw(practice) as connection:
        connection.execute("UPDATE generation SET label = zeroblob(80) WHERE compartment = ?", (practice.clinical,))
    practice.index.unlink()
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[0])) == "compartment_damaged"
        assert set(signin.damage.values()) == {"compartment_damaged"}
