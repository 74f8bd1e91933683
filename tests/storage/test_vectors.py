"""Negative vectors for the rows of the database: each change has exactly one code when the record is read."""

# ruff: noqa: S608 - the SQL of an attacker is put together from parts

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage import rows
from storage.vault import Draft, Event, NewCompartment, Query, SignIn, TrailFilter, Write
from tests.storage.attack import compartment_key, plain_content, raw, sealed_body, tamper
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, findings, make_practice, note, verify


@dataclass(frozen=True)
class Case:
    """SQL of an attacker, the code of reading with the own index and without, the verifier's findings."""

    sql: tuple[str, ...]
    read: str
    rebuilt: str
    found: frozenset[str] = frozenset()


def case(*sql: str, read: str, rebuilt: str = "", found: tuple[str, ...] = ()) -> Case:
    return Case(sql, read, rebuilt or read, frozenset(found))


FLIP = "CAST(substr({0}, 1, 20) || x'00' || substr({0}, 22) AS BLOB)"
THIS = "record = ':record' AND id = ':revision'"
BODY = "record = ':record' AND revision = ':revision'"


def flip(column: str) -> str:
    return f"{column} = {FLIP.format(column)}"


# The record under attack is the second note: one revision, not the newest write of the trail.
BODIES = {
    "flipped": case(f"UPDATE body SET {flip('sealed')} WHERE {BODY}", read="record_damaged"),
    "nonce flipped": case(
        f"UPDATE body SET sealed = CAST(x'00' || substr(sealed, 2) AS BLOB) WHERE {BODY}", read="record_damaged"
    ),
    "cut at the tag": case(
        f"UPDATE body SET sealed = substr(sealed, 1, length(sealed) - 16) WHERE {BODY}", read="record_damaged"
    ),
    "cut by one": case(
        f"UPDATE body SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE {BODY}", read="record_damaged"
    ),
    "cut to the nonce": case(f"UPDATE body SET sealed = substr(sealed, 1, 12) WHERE {BODY}", read="record_damaged"),
    "cut in the nonce": case(f"UPDATE body SET sealed = substr(sealed, 1, 5) WHERE {BODY}", read="record_damaged"),
    "empty": case(f"UPDATE body SET sealed = x'' WHERE {BODY}", read="record_damaged"),
    "a byte more": case(f"UPDATE body SET sealed = CAST(sealed || x'00' AS BLOB) WHERE {BODY}", read="record_damaged"),
    "another generation": case(f"UPDATE body SET generation = 2 WHERE {BODY}", read="record_damaged"),
    "generation negative": case(f"UPDATE body SET generation = -1 WHERE {BODY}", read="record_damaged"),
    "of another record": case(
        f"UPDATE body SET sealed = (SELECT sealed FROM body WHERE revision = ':third') WHERE {BODY}",
        read="record_damaged",
    ),
    "of another client": case(
        f"UPDATE body SET sealed = (SELECT sealed FROM body WHERE record = ':client') WHERE {BODY}",
        read="record_damaged",
    ),
    "gone": case(f"DELETE FROM body WHERE {BODY}", read="record_deleted", found=("body_deleted",)),
}
REVISIONS = {
    "signature flipped": case(f"UPDATE revision SET {flip('signature')} WHERE {THIS}", read="record_damaged"),
    "signature of another row": case(
        f"UPDATE revision SET signature = (SELECT signature FROM revision WHERE id = ':third') WHERE {THIS}",
        read="record_damaged",
    ),
    "signature empty": case(f"UPDATE revision SET signature = x'' WHERE {THIS}", read="record_damaged"),
    "digest flipped": case(f"UPDATE revision SET {flip('digest')} WHERE {THIS}", read="record_damaged"),
    "state": case(f"UPDATE revision SET state = 'signed' WHERE {THIS}", read="record_damaged"),
    "author": case(f"UPDATE revision SET author = ':client' WHERE {THIS}", read="record_damaged"),
    "time": case(f"UPDATE revision SET at = '2020-01-01T00:00:00.000Z' WHERE {THIS}", read="record_damaged"),
    "parent": case(f"UPDATE revision SET parent = ':third' WHERE {THIS}", read="record_damaged"),
    "compartment": case(f"UPDATE revision SET compartment = ':identity' WHERE {THIS}", read="record_damaged"),
    "not text": case(f"UPDATE revision SET at = CAST(x'ff' AS TEXT) WHERE {THIS}", read="damaged"),
}
for _each in REVISIONS.values():
    object.__setattr__(
        _each, "found", frozenset({"row_forged", "row_deleted"}) if _each.read != "damaged" else _each.found
    )
REVISIONS |= {
    "gone": case(
        f"DELETE FROM body WHERE {BODY}", f"DELETE FROM revision WHERE {THIS}",
        read="record_deleted", found=("row_deleted",),
    ),
    "moved to another record": case(
        f"UPDATE revision SET record = ':client' WHERE {THIS}", f"UPDATE body SET record = ':client' WHERE {BODY}",
        read="record_deleted", found=("row_deleted", "row_forged"),
    ),
    "other id": case(
        f"UPDATE revision SET id = 'x' WHERE {THIS}", f"UPDATE body SET revision = 'x' WHERE {BODY}",
        read="record_deleted", found=("row_deleted", "row_forged"),
    ),
}  # fmt: skip
_OF = "WHERE compartment = ':clinical'"
_GRANT = '"grant" = (SELECT id FROM "grant" WHERE compartment = \':clinical\')'
GRANTS = {
    "key gone": case(f"DELETE FROM grant_key WHERE {_GRANT}", read="compartment_damaged"),
    "key flipped": case(f"UPDATE grant_key SET {flip('sealed')} WHERE {_GRANT}", read="compartment_damaged"),
    "key cut": case(
        f"UPDATE grant_key SET sealed = substr(sealed, 1, 1120) WHERE {_GRANT}", read="compartment_damaged"
    ),
    "key empty": case(f"UPDATE grant_key SET sealed = x'' WHERE {_GRANT}", read="compartment_damaged"),
    "key of another compartment": case(
        'UPDATE grant_key SET sealed = (SELECT sealed FROM grant_key JOIN "grant" ON id = "grant" '
        f"WHERE compartment = ':identity') WHERE {_GRANT}",
        read="compartment_damaged",
    ),
    "rights": case("UPDATE \"grant\" SET rights = 'read' " + _OF, read="compartment_damaged"),
    "rights unknown": case("UPDATE \"grant\" SET rights = '' " + _OF, read="compartment_damaged"),
    "expiry": case("UPDATE \"grant\" SET expires = '2099-01-01' " + _OF, read="compartment_damaged"),
    "granter": case("UPDATE \"grant\" SET granter = ':client' " + _OF, read="compartment_damaged"),
    "time": case("UPDATE \"grant\" SET at = '2020' " + _OF, read="compartment_damaged"),
    "digest": case(
        'UPDATE "grant" SET sealed_digest = zeroblob(32) ' + _OF, read="compartment_damaged"
    ),
    "signature": case(
        'UPDATE "grant" SET signature = zeroblob(64) ' + _OF, read="compartment_damaged"
    ),
    "generation": case('UPDATE "grant" SET generation = 2 ' + _OF, read="compartment_damaged"),
    "gone": case(
        f"DELETE FROM grant_key WHERE {_GRANT}", "DELETE FROM \"grant\" WHERE compartment = ':clinical'",
        read="not_shared",
    ),
}  # fmt: skip
_KEY_ONLY = {"key gone", "key flipped", "key cut", "key empty", "key of another compartment"}
for _name, _each in GRANTS.items():
    object.__setattr__(_each, "found", frozenset({"any"} if _name in _KEY_ONLY else {"row_deleted"}))
_OF = "WHERE compartment = ':clinical'"
GENERATIONS = {
    "key digest": case(f"UPDATE generation SET key_digest = zeroblob(32) {_OF}", read="compartment_damaged"),
    "label flipped": case(f"UPDATE generation SET {flip('label')} {_OF}", read="compartment_damaged"),
    "label empty": case(f"UPDATE generation SET label = x'' {_OF}", read="compartment_damaged"),
    "kind": case(f"UPDATE generation SET kind = 'identity' {_OF}", read="compartment_damaged"),
    "maker": case(f"UPDATE generation SET maker = ':client' {_OF}", read="compartment_damaged"),
    "time": case(f"UPDATE generation SET at = '2020' {_OF}", read="compartment_damaged"),
    "number": case(f"UPDATE generation SET number = 2 {_OF}", read="compartment_damaged"),
    "signature": case(f"UPDATE generation SET signature = zeroblob(64) {_OF}", read="compartment_damaged"),
    "gone": case(f"DELETE FROM generation {_OF}", read="compartment_damaged"),
}
for _each in GENERATIONS.values():
    object.__setattr__(_each, "found", frozenset({"row_deleted"}))
CASES = {
    f"{table}: {name}": each
    for table, cases in {"body": BODIES, "revision": REVISIONS, "grant": GRANTS, "generation": GENERATIONS}.items()
    for name, each in cases.items()
}


def statements(practice: Practice, sql: tuple[str, ...]) -> list[str]:
    names = {
        ":revision": practice.revisions[2], ":record": practice.notes[1], ":third": practice.revisions[3],
        ":client": practice.client, ":identity": practice.identity, ":clinical": practice.clinical,
    }  # fmt: skip
    found = []
    for text in sql:
        for name, value in names.items():
            text = text.replace(name, value)  # noqa: PLW2901 - one placeholder after the other
        found.append(text)
    return found


@pytest.mark.parametrize("vector", CASES.values(), ids=CASES.keys())
def test_a_changed_row_is_never_shown_and_has_one_code(practice: Practice, vector: Case) -> None:
    """V-9.2, V-5.2 to V-5.6: read, history and read_many agree; search and list neither show it nor stumble."""
    tamper(practice, *statements(practice, vector.sql))
    record = practice.notes[1]
    for expected in (vector.read, vector.rebuilt):
        with practice.open() as signin:
            before = len(entries_of(signin))
            assert failure_of(lambda: signin.read(record)) == expected
            assert failure_of(lambda: signin.history(record)) == expected
            assert expected in {entry.outcome for entry in entries_of(signin)[before:]}
        shutil.rmtree(practice.path / "index")


@pytest.mark.parametrize("vector", CASES.values(), ids=CASES.keys())
def test_one_changed_row_does_not_hide_the_others(practice: Practice, vector: Case) -> None:
    """V-5.6: the damaged one is left out and reported; lists, searches and other records go on."""
    tamper(practice, *statements(practice, vector.sql))
    record = practice.notes[1]
    with practice.open() as signin:
        assert record not in [shown.record for shown in signin.read_many([practice.client, record])]
        assert signin.read(practice.client).body["title"] == "Zofia Wierzbicka"
        assert [hit.row.record for hit in signin.search("Herbstlaub")] == []
        assert [hit.row.record for hit in signin.search("Niezapominajka") if hit.row.state != "draft"]
        assert record in signin.damage or vector.read == "not_shared"


VERIFIED = [pytest.param(each, id=name) for name, each in CASES.items()]


@pytest.mark.parametrize("vector", VERIFIED)
def test_the_verifier_names_a_changed_row(practice: Practice, vector: Case) -> None:
    """V-6.7, V-5.6: what the trail names and what is there are compared; each kind has its finding."""
    tamper(practice, *statements(practice, vector.sql))
    with practice.open() as signin:
        if vector.read == "damaged":
            assert failure_of(lambda: verify(signin)) == "damaged"
            return
        found = findings(verify(signin, full=True))
        assert vector.found <= found | {"any" if found else "none"}


def test_a_damaged_record_is_reported_in_the_trail_once(practice: Practice) -> None:
    """V-5.6: reported, once a session and record, whoever notices first."""
    tamper(practice, *statements(practice, BODIES["flipped"].sql))
    record = practice.notes[1]
    with practice.open() as signin:
        for _ in range(2):
            failure_of(lambda: signin.read(record))
            signin.read_many([record])
            signin.search("Herbstlaub")
        found = [entry for entry in entries_of(signin, "damage_found") if entry.record == record]
        assert [entry.outcome for entry in found] == ["record_damaged"]


def test_an_older_body_does_not_open_for_a_newer_revision(practice: Practice) -> None:
    """V-5.4: replay within one record: the digest and the associated data belong to one revision."""
    one, two = practice.revisions[:2]
    sql = f"UPDATE body SET sealed = (SELECT sealed FROM body WHERE revision = '{one}') WHERE revision = '{two}'"
    tamper(practice, sql)
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[0])) == "record_damaged"


def test_a_body_made_by_somebody_with_the_key_does_not_fit_its_row(practice: Practice) -> None:
    """V-5.4: who can read a file has its key and can seal other words for a row; the signed digest tells."""
    with raw(practice) as connection:
        row = rows.Revision(*connection.execute(f"{rows._REVISION} WHERE id = ?", (practice.revisions[2],)).fetchone())
        key = compartment_key(practice, connection, practice.clinical)
        sealed = sealed_body(key, row, practice.vault_id, plain_content(note("Gefälscht")))
        connection.execute("UPDATE body SET sealed = ? WHERE revision = ?", (sealed, row.id))
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[1])) == "record_damaged"
        assert signin.search("Gefälscht") == []


HIDE_NEWER = (
    "DELETE FROM body WHERE revision = ':second'",
    "DELETE FROM revision WHERE id = ':second'",
)


@pytest.mark.parametrize(
    "more",
    ["", "UPDATE trail SET record = NULL WHERE seq = :seq", "UPDATE trail SET wrote = 0 WHERE seq = :seq"],
    ids=["row", "record column", "wrote column"],
)
def test_an_older_revision_is_not_shown_for_a_deleted_newer_one(practice: Practice, more: str) -> None:
    """V-5.6: the head is compared with the trail and with what the own index last saw."""
    second = practice.revisions[1]
    with raw(practice) as connection:
        seq = connection.execute(
            "SELECT seq FROM trail WHERE json_extract(CAST(entry AS TEXT), '$.revision') = ? AND wrote > 0", (second,)
        ).fetchone()[0]
    tamper(practice, *[text.replace(":second", second) for text in HIDE_NEWER])
    if more:
        tamper(practice, more.replace(":seq", str(seq)))
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[0])) == "record_deleted"
        assert findings(verify(signin))


def test_a_record_that_vanished_without_trace_is_told_by_the_own_index(practice: Practice) -> None:
    """V-5.6: rows and columns gone: the reader's own index still knows it: deleted, not unknown."""
    record = practice.notes[1]
    tamper(
        practice,
        f"DELETE FROM body WHERE record = '{record}'",
        f"DELETE FROM revision WHERE record = '{record}'",
        f"UPDATE trail SET record = NULL, wrote = 0 WHERE record = '{record}'",
    )
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(record)) == "record_deleted"


DRAFTS = {
    "flipped": f"UPDATE draft SET {flip('sealed')}",
    "cut": "UPDATE draft SET sealed = substr(sealed, 1, 11)",
    "empty": "UPDATE draft SET sealed = x''",
    "of another record": "UPDATE draft SET record = ':client'",
    "into another compartment": "UPDATE draft SET compartment = ':identity'",
    "into no compartment": "UPDATE draft SET compartment = NULL",
}


@pytest.mark.parametrize("sql", [pytest.param(sql, id=name) for name, sql in DRAFTS.items()])
def test_a_changed_draft_is_not_resumed(practice: Practice, sql: str) -> None:
    """V-5.8: text, record and the compartment it is meant for are bound together; nobody redirects a draft."""
    tamper(practice, *statements(practice, (sql,)))
    with practice.open() as signin:
        for record in signin.drafts():
            assert failure_of(lambda record=record: signin.draft(record)) == "record_damaged"
        assert signin.read(practice.client).body
        assert isinstance(signin.search("Entwurf"), list)
    shutil.rmtree(practice.path / "index")
    with practice.open() as signin:
        assert signin.read(practice.client).body


OWN = ["personal", "practice"]
Work = Callable[[SignIn], object]


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("rebuilt", [False, True], ids=["index", "no index"])
def test_a_damaged_own_compartment_is_a_known_failure(practice: Practice, kind: str, rebuilt: bool) -> None:
    """V-9.1: drafts, searches, memos and events say so; nothing else is raised; unlock and lock still work."""
    sql = f"SELECT id FROM \"grant\" JOIN generation USING (compartment) WHERE kind = '{kind}'"
    tamper(practice, f'DELETE FROM grant_key WHERE "grant" IN ({sql})')
    if rebuilt:
        shutil.rmtree(practice.path / "index")
    with practice.open() as signin:
        works: list[Work] = [
            lambda s: s.save_draft(Draft("x", None, "session_note", 1, note("x"))),
            lambda s: s.search("kwarantanna"),
            lambda s: s.remember("place", {}),
            lambda s: s.recall("place"),
            lambda s: s.note_event(Event(action="print"), {"a": "b"}),
            lambda s: s.trail(TrailFilter()),
            lambda s: s.listing(Query()),
            lambda s: [s.draft(record) for record in s.drafts()],
        ]
        assert {failure_of(lambda work=work: work(signin)) for work in works} <= {"none", "compartment_damaged"}


def test_rows_of_another_vault_do_not_fit(practice: Practice, tmp_path: Path) -> None:
    """V-9.2: a revision, body, generation and grant of another vault are no record here."""
    other = make_practice(tmp_path / "other.clientsafe")
    with raw(other) as source, raw(practice) as target:
        for table in ("generation", "grant", "revision", "body", "grant_key"):
            for row in source.execute(f'SELECT * FROM "{table}"').fetchall():
                marks = ", ".join("?" * len(row))
                target.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(other.notes[0])) == "record_forged"
        assert failure_of(lambda: signin.label(other.clinical)) == "not_shared"
        assert "row_forged" in findings(verify(signin))
        new = NewCompartment(other.clinical, "clinical", {})
        write = Write(signin.new_id(), other.clinical, "note", 1, note("x"))
        assert failure_of(lambda: signin.write([write])) == "not_shared"
        assert failure_of(lambda: signin.write([write], compartments=[new])) == "damaged"
        assert signin.read(practice.notes[0]).body


def test_a_copy_is_not_touched_by_reading_a_damaged_vault(practice: Practice, tmp_path: Path) -> None:
    """V-9.1: what is damaged stays as it is for whoever mends it: the rows are the same afterwards."""
    tamper(practice, *statements(practice, BODIES["flipped"].sql))
    before = copy_of(practice, tmp_path / "before.clientsafe")
    with practice.open() as signin:
        failure_of(lambda: signin.read(practice.notes[1]))
    tables = ("body", "revision", "grant", "generation", "grant_key", "roster", "draft")
    with raw(before) as one, raw(practice) as two:
        for table in tables:
            sql = f'SELECT * FROM "{table}"'
            assert one.execute(sql).fetchall() == two.execute(sql).fetchall()
