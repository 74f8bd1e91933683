"""What somebody with the database key does to attached files: never shown, reported, found by the verifier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from storage.database import Connection
from storage.vault import Event, Write
from tests.storage.attached import ROW, attach, content, keep, keep_draft, names_of, rows_of
from tests.storage.attack import raw
from tests.storage.kit import Practice, entries_of, failure_of, findings, note, verify


@dataclass(frozen=True)
class Two:
    """Two files of the same length, each with a record of its own."""

    one: str
    other: str
    records: tuple[str, str]


DATA = content(3 * ROW + 7, "one"), content(3 * ROW + 7, "other")


def two(practice: Practice) -> Two:
    with practice.open() as signin:
        files = [attach(signin, practice, data) for data in DATA]
        records = [keep(signin, practice, file) for file in files]
    return Two(files[0].id, files[1].id, (records[0], records[1]))


def run(practice: Practice, statement: str, *values: str) -> None:
    """One statement as an attacker runs it."""
    with raw(practice) as connection:
        connection.execute(statement, values)


def flip(connection: Connection, found: Two, position: int, number: int) -> None:
    (sealed,) = connection.execute(
        "SELECT sealed FROM chunk WHERE attachment = ? AND number = ?", (found.one, number)
    ).fetchone()
    changed = bytearray(sealed)
    changed[position] ^= 1
    connection.execute(
        "UPDATE chunk SET sealed = ? WHERE attachment = ? AND number = ?", (bytes(changed), found.one, number)
    )


def sql(*statements: str) -> Callable[[Connection, Two], None]:
    def change(connection: Connection, found: Two) -> None:
        for statement in statements:
            connection.execute(statement, {"one": found.one, "other": found.other})

    return change


TAMPERED: dict[str, Callable[[Connection, Two], object]] = {
    "a bit of the salt": lambda c, t: flip(c, t, 0, 1),
    "a bit of the commitment": lambda c, t: flip(c, t, 30, 1),
    "a bit of the first chunk": lambda c, t: flip(c, t, 100, 1),
    "a bit in the middle": lambda c, t: flip(c, t, 500_000, 2),
    "the last bit": lambda c, t: flip(c, t, -1, 4),
    "the last row dropped": sql("DELETE FROM chunk WHERE attachment = :one AND number = 4"),
    "the last byte cut": sql(
        "UPDATE chunk SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE attachment = :one AND number = 4"
    ),
    "a byte more": sql(
        "UPDATE chunk SET sealed = CAST(sealed || x'00' AS BLOB) WHERE attachment = :one AND number = 4"
    ),
    "a row in the middle dropped": sql("DELETE FROM chunk WHERE attachment = :one AND number = 2"),
    "a row in the middle dropped, the rest moved up": sql(
        "DELETE FROM chunk WHERE attachment = :one AND number = 2",
        "UPDATE chunk SET number = 2 WHERE attachment = :one AND number = 3",
        "UPDATE chunk SET number = 3 WHERE attachment = :one AND number = 4",
    ),
    "two rows swapped": sql(
        "UPDATE chunk SET number = -number WHERE attachment = :one AND number IN (2, 3)",
        "UPDATE chunk SET number = number + 5 WHERE attachment = :one AND number < 0",
    ),
    "a row doubled": sql(
        "UPDATE chunk SET sealed = (SELECT sealed FROM chunk WHERE attachment = :one AND number = 2) "
        "WHERE attachment = :one AND number = 3"
    ),
    "a row added at the end": sql(
        "INSERT INTO chunk SELECT attachment, 5, sealed FROM chunk WHERE attachment = :one AND number = 4"
    ),
    "an empty row in front": sql("INSERT INTO chunk VALUES (:one, 0, x'')"),
    "a row of another attachment": sql(
        "UPDATE chunk SET sealed = (SELECT sealed FROM chunk WHERE attachment = :other AND number = 2) "
        "WHERE attachment = :one AND number = 2"
    ),
    "all rows of another attachment": sql(
        "DELETE FROM chunk WHERE attachment = :one", "UPDATE chunk SET attachment = :one WHERE attachment = :other"
    ),
    "all rows gone": sql("DELETE FROM chunk WHERE attachment = :one"),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_file_is_never_shown(practice: Practice, change: Callable[[Connection, Two], object]) -> None:
    """V-5.9, V-6.7: the same failure for each, an entry that says so, and a finding of the verifier."""
    found = two(practice)
    with raw(practice) as connection:
        change(connection, found)
    with practice.open() as signin:
        assert failure_of(signin.read_attachment, found.records[0], found.one) == "attachment_damaged"
        assert signin.damage == {found.records[0]: "attachment_damaged"}
        last = entries_of(signin)[-1]
        assert (last.action, last.outcome, last.record) == ("damage_found", "attachment_damaged", found.records[0])
        told = {(finding.code, finding.text) for finding in verify(signin).findings if finding.text != found.other}
        assert told in ({("attachment_damaged", found.one)}, {("attachment_deleted", found.one)})
        assert signin.read(found.records[0]).body["title"] == "a scan"


def test_an_honest_pair_is_shown_and_verified(practice: Practice) -> None:
    """The measure of the vectors above: untouched, both open and nothing is found."""
    found = two(practice)
    with practice.open() as signin:
        assert signin.read_attachment(found.records[0], found.one) == DATA[0]
        assert signin.read_attachment(found.records[1], found.other) == DATA[1]
        assert findings(verify(signin, full=True)) == set()


def test_a_row_that_is_too_long_is_not_even_read(practice: Practice) -> None:
    """V-1.5: lengths are checked before memory is spent: a row of 64 MiB stays where it is."""
    import tracemalloc

    found = two(practice)
    with raw(practice) as connection:
        connection.execute(
            "UPDATE chunk SET sealed = zeroblob(67108864) WHERE attachment = ? AND number = 1", (found.one,)
        )
    with practice.open() as signin:
        tracemalloc.start()
        try:
            assert failure_of(signin.read_attachment, found.records[0], found.one) == "attachment_damaged"
            assert tracemalloc.get_traced_memory()[1] < 8 * ROW
        finally:
            tracemalloc.stop()


def test_the_index_of_names_is_compared_with_the_trail(practice: Practice) -> None:
    """V-6.7: a name taken away or added is found; a file whose name was taken away is gone after the next start."""
    found = two(practice)
    run(practice, "UPDATE attached SET record = ? WHERE attachment = ?", practice.notes[0], found.one)
    with practice.open() as signin:
        assert findings(verify(signin)) == {"columns_differ"}
    run(practice, "DELETE FROM attached WHERE attachment = ?", found.one)
    with practice.open() as signin:
        assert rows_of(signin, found.one) == []
        assert findings(verify(signin)) == {"columns_differ", "attachment_deleted"}
        assert failure_of(signin.read_attachment, found.records[0], found.one) == "attachment_damaged"
        assert signin.read_attachment(found.records[1], found.other) == DATA[1]


def test_the_name_of_a_draft_proves_nothing_and_harms_nothing(practice: Practice) -> None:
    """V-5.8: drafts are unsigned; a name that was planted keeps rows that nobody can open."""
    found = two(practice)
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        draft = keep_draft(signin, practice, attached)
    run(practice, "INSERT INTO attached VALUES (?, ?, ?)", draft.record, practice.account, found.one)
    with practice.open() as signin:
        assert findings(verify(signin)) == set()
        assert failure_of(signin.read_attachment, draft.record, found.one) == "no_attachment"
        signin.drop_draft(draft.record)
        assert signin.read_attachment(found.records[0], found.one) == DATA[0]
        assert {name for *_, name in names_of(signin)} == {found.one, found.other}


def test_rows_of_a_draft_that_are_missing_keep_nobody_from_writing(practice: Practice) -> None:
    """V-5.8: what is typed is kept; only signing is refused until the file is taken out."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        draft = keep_draft(signin, practice, attached)
    run(practice, "DELETE FROM chunk")
    with practice.open() as signin:
        assert failure_of(signin.read_attachment, draft.record, attached.id) == "attachment_damaged"
        signin.save_draft(draft)
        write = Write(draft.record, practice.clinical, "document", 1, note("x"), "signed", attachments=(attached,))
        assert failure_of(lambda: signin.write([write])) == "attachment_damaged"


def test_a_later_entry_does_not_make_good_what_was_done_to_the_rows(practice: Practice) -> None:
    """V-6.7: an insider who replaces the rows and then names them in an entry of their own is found all the same."""
    found = two(practice)
    run(practice, "DELETE FROM chunk WHERE attachment = ?", found.one)
    run(practice, "INSERT INTO chunk SELECT ?, number, sealed FROM chunk WHERE attachment = ?", found.one, found.other)
    with practice.open() as signin:
        before = {finding.text for finding in verify(signin).findings}
        planted = entries_of(signin, "sign")[-1].facts["attachments"][0] | {"id": found.one}
        head = signin.read(practice.notes[0]).revision
        with signin._vault.trail.transaction():
            write = Write(practice.notes[0], practice.clinical, "session_note", 1, note("x"), parent=head)
            row, digest = signin._vault.revisions.make(write)
            signin._vault.connection.execute("INSERT INTO attached VALUES (?, '', ?)", (practice.notes[0], found.one))
            facts = {"attachments": [planted]}
            event = Event(
                action="save", record=row.record, revision=row.id, compartment=row.compartment,
                rows=(digest,), facts=facts,
            )  # fmt: skip
            signin._vault.trail.append(event)
        assert before == {found.one} == {finding.text for finding in verify(signin).findings}
