"""What somebody takes away or hides from the index columns: nothing older takes its place, and it is told."""

from __future__ import annotations

import pytest

from storage.vault import Draft, Event, Query, Write
from tests.storage.attack import Colleague, add_colleague, forged_session, raw
from tests.storage.kit import Practice, failure_of, findings, note, verify
from tests.storage.sharers import give, seen_by, take_back


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    """Somebody who could read and write the clinical file."""
    found = add_colleague(practice)
    give(practice, found.account, "read write")
    return found


HIDDEN = {
    "nothing": "SELECT 1",
    "where it is named": "DELETE FROM named WHERE seq = (SELECT seq FROM trail WHERE action = 'revoke')",
    "what it was": "UPDATE trail SET action = 'view' WHERE action = 'revoke'",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN.keys())
@pytest.mark.parametrize("has_index", [True, False], ids=["index", "no index"])
def test_a_generation_that_was_taken_away_is_not_replaced_by_the_one_before(
    practice: Practice, colleague: Colleague, hidden: str, *, has_index: bool
) -> None:
    """V-5.3, V-5.6: with the old keys put back, nothing is sealed under a key that somebody without right still has."""
    with raw(practice) as connection:
        before = dict(connection.execute('SELECT "grant", sealed FROM grant_key'))
    take_back(practice, colleague.account)
    with practice.open() as signin:
        signin.read(practice.notes[0])
    with raw(practice) as connection:
        connection.execute('DELETE FROM "grant" WHERE generation = 2')
        connection.execute("DELETE FROM generation WHERE number = 2")
        connection.execute("DELETE FROM grant_key")
        connection.executemany("INSERT INTO grant_key VALUES (?, ?)", before.items())
        connection.execute(hidden)
    if not has_index:
        practice.index.unlink()
    for _ in range(2):  # found again by the next sign-in
        with practice.open() as signin:
            write = Write(signin.new_id(), practice.clinical, "session_note", 1, note("x"))
            assert failure_of(lambda write=write: signin.write([write])) == "compartment_damaged"
            assert "row_deleted" in findings(verify(signin))


@pytest.mark.parametrize("column", ["wrote = 0", "record = NULL", "action = 'view', wrote = 0"])
def test_a_newer_revision_that_is_hidden_does_not_bring_the_older_back(practice: Practice, column: str) -> None:
    """V-5.6: without an index the columns are compared with the entries: nothing old is shown as the record."""
    with raw(practice) as connection:
        place = "(SELECT max(seq) FROM trail WHERE record = ? AND wrote > 0)"
        connection.execute(f"UPDATE trail SET {column} WHERE seq = {place}", practice.notes[:1])  # noqa: S608
        connection.execute("DELETE FROM body WHERE revision = ?", (practice.revisions[1],))
        connection.execute("DELETE FROM revision WHERE id = ?", (practice.revisions[1],))
    practice.index.unlink()
    for _ in range(2):
        with practice.open() as signin:
            assert signin.damage == {practice.notes[0]: "record_deleted"}
            assert failure_of(lambda signin=signin: signin.read(practice.notes[0])) == "record_deleted"
            assert practice.notes[0] not in signin.ids(Query())
            assert failure_of(lambda signin=signin: signin.read(practice.notes[1])) == "none"


def test_who_may_not_destroy_hides_nothing_by_saying_so(practice: Practice, colleague: Colleague) -> None:
    """V-5.10: an entry `destroy` by own scripts: what is missing is told as missing, also without an index."""
    with raw(practice) as connection:
        forger = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        forger.append(Event(action="destroy", compartment=practice.clinical))
        connection.execute("DELETE FROM body WHERE record = ?", (practice.notes[1],))
    practice.index.unlink()
    with practice.open() as signin:
        assert signin.damage == {practice.notes[1]: "record_deleted"}
        assert seen_by(signin, practice).listed == 2
        assert findings(verify(signin)) == {"body_deleted", "session_without_end"}


CHANGED = "UPDATE trail SET entry = CAST(CAST(entry AS TEXT) || ' ' AS BLOB)"


@pytest.mark.parametrize("change", ["DELETE FROM trail", CHANGED])
def test_an_entry_that_is_gone_is_told_and_nothing_sealed_under_a_key_it_may_have_ended(
    practice: Practice, colleague: Colleague, change: str
) -> None:
    """V-5.6, V-6.2: gone or changed; what is typed stays a draft."""
    assert colleague.account
    with practice.open() as signin:
        signin.read(practice.notes[1])
    with raw(practice) as connection:
        connection.execute(f"{change} WHERE action = 'view'")
    practice.index.unlink()
    for _ in range(2):
        with practice.open() as signin:
            assert signin.damage == {practice.vault_id: "trail_damaged"}
            assert {"entry_missing", "entry_damaged"} & findings(verify(signin))
            assert failure_of(lambda signin=signin: signin.read(practice.notes[1])) == "none"
            write = Write(signin.new_id(), practice.clinical, "session_note", 1, note("x"))
            assert failure_of(lambda signin=signin, write=write: signin.write([write])) == "trail_damaged"
            signin.save_draft(Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Entwurf")))
