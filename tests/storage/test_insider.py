"""A colleague with a login, the database key and own scripts, but no grant: finds nothing, forges nothing."""

# ruff: noqa: S608 - the SQL of an attacker is put together from parts

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage import clock, database, sealing
from storage.database import Connection
from storage.rows import Revision
from storage.sealing import Signer
from storage.vault import Event, Query, SecretBytes, SignIn, TrailFilter, Write, restore, run_backup
from tests.storage.attack import (
    Colleague,
    Forger,
    add_colleague,
    compartment_key,
    forged_session,
    plain_content,
    raw,
    sealed_body,
    share,
)
from tests.storage.kit import (
    NEEDLES,
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    Practice,
    describe,
    failure_of,
    files_under,
    findings,
    note,
    sign_in,
    signed_in,
    verify,
    words_in,
)


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def as_colleague(practice: Practice) -> SignIn:
    return sign_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE)


# Finding.


def test_no_file_holds_a_planted_word_while_work_goes_on_and_after(
    practice: Practice, tmp_path: Path, config: Path
) -> None:
    """Invariants 2 and 5, R6: vault, write-ahead logs, index, anchors, settings, backup and restored vault."""
    signin = practice.unlock()
    signin.search("Niezapominajka")
    signin.read_many(practice.notes)
    signin.note_event(Event(action="print", compartment=practice.clinical), {"what": " ".join(NEEDLES)})
    signin.remember("place", {"words": " ".join(NEEDLES)})
    job = signin.begin_backup(tmp_path)
    report = run_backup(job)
    signin.end_backup(report)
    assert practice.database.with_name("records-1.db-wal").stat().st_size > 0
    look_everywhere(tmp_path)
    signin.lock("test")
    look_everywhere(tmp_path)
    again, _ = restore(
        Path(report.file),
        tmp_path / "restored.clientsafe",
        secret=SecretBytes.from_text(PASSPHRASE),
        describe=describe,
        allow_cheap=True,
    )
    again.lock("test")
    look_everywhere(tmp_path)


def look_everywhere(folder: Path) -> None:
    for name, data in files_under(folder).items():
        assert not words_in(data + name.encode()), name


def dump(connection: Connection) -> bytes:
    """Every cell of every table and index a database browser can show."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    cells = itertools.chain.from_iterable(
        row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')
    )
    return b"\0".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def test_a_database_browser_with_the_key_finds_no_planted_word(practice: Practice) -> None:
    """V-6.1, invariant 2: ids, sizes, times and codes only; no name, title, kind of record or text."""
    with raw(practice) as connection:
        data = dump(connection)
    assert len(data) > 10_000
    words = (*NEEDLES, "Sitzung", "Entwurf", "session_note", "anna", "herons")
    assert words_in(data, words) == []


def test_the_database_key_opens_nobodys_index(practice: Practice) -> None:
    """V-3.1, idea 4: an index is keyed from its owner's secret."""
    assert failure_of(lambda: database.connect(practice.index, practice.database_key)) == "damaged"


def test_a_colleague_signed_in_finds_nothing_that_was_not_shared(practice: Practice, colleague: Colleague) -> None:
    """Invariant 2, V-5.3: read, history, list, search, labels, drafts: refused or empty; each refusal an entry."""
    signin = as_colleague(practice)
    for record in (practice.client, *practice.notes):
        assert failure_of(lambda record=record: signin.read(record)) == "not_shared"
        assert failure_of(lambda record=record: signin.history(record)) == "not_shared"
    assert signin.read_many(practice.notes) == []
    assert signin.rows(practice.notes) == []
    assert signin.ids(Query()) == []
    assert [signin.search(word) for word in NEEDLES] == [[]] * len(NEEDLES)
    assert failure_of(lambda: signin.label(practice.clinical)) == "not_shared"
    assert practice.clinical not in signin.compartments()
    assert list(signin.drafts()) == []
    write = Write(practice.notes[1], practice.clinical, "session_note", 1, note("x"), parent=practice.revisions[2])
    assert failure_of(lambda: signin.write([write])) == "not_shared"
    assert failure_of(lambda: signin.write([replace(write, record=clock.new_id(), parent=None)])) == "not_shared"
    signin.lock("test")


def test_trail_details_tell_a_colleague_nothing_of_a_client(practice: Practice, colleague: Colleague) -> None:
    """Invariant 2: also the words somebody searched for are nobody else's to read."""
    with practice.open() as signin:
        signin.search("Wierzbicka")
        signin.note_event(Event(action="print", compartment=practice.clinical), {"what": "Niezapominajka"})
        assert any(view.detail for view in signin.trail(TrailFilter()).entries)
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        shown = str(signin.trail(TrailFilter(limit=1000)).entries)
    assert words_in(shown.encode()) == []


def test_shared_reading_is_reading_only(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: a grant with `read` opens the file; writing into it needs `write`."""
    with practice.open() as signin:
        share(practice, signin, practice.clinical, colleague)
    signin = as_colleague(practice)
    assert signin.read(practice.notes[1]).body["text"] == "Herbstlaub-Akte"
    write = Write(practice.notes[1], practice.clinical, "session_note", 1, note("x"), parent=practice.revisions[2])
    assert failure_of(lambda: signin.write([write])) == "not_shared"
    assert findings(verify(signin, full=True)) == set()
    signin.lock("test")


# Forging. Each makes rows with own scripts; the reader is the founder.


def forged_row(practice: Practice, author: str, signer: Signer, key: bytes, **fields: Any) -> tuple[Revision, bytes]:
    """A revision row and its body as good as this attacker can make them."""
    plain = plain_content(note("Gefälscht", "gefälschter Text"))
    row = Revision(
        b"", clock.new_id(), clock.new_id(), practice.clinical, None, author, clock.now(), "saved",
        sealing.digest("content", plain),
    )  # fmt: skip
    row = replace(row, **fields)
    row = replace(row, signature=signer.sign("revision", row.message(practice.vault_id)))
    return row, sealed_body(key, row, practice.vault_id, plain)


def insert(connection: Connection, row: Revision, sealed: bytes) -> None:
    row.insert(connection)
    values = (row.record, row.id, sealed)
    connection.execute("INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, 1, ?)", values)


def naming(practice: Practice, row: Revision) -> Event:
    digest = row.digest(practice.vault_id)
    return Event(action="save", record=row.record, revision=row.id, compartment=row.compartment, rows=(digest,))


def test_a_row_that_no_entry_names_is_forged(practice: Practice) -> None:
    """V-5.6: also with the founder's own signature and the right key."""
    with raw(practice) as connection:
        key = compartment_key(practice, connection, practice.clinical)
        row, sealed = forged_row(practice, practice.account, practice.keys.signer, key)
        insert(connection, row, sealed)
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(row.record)) == "record_forged"
        assert failure_of(lambda: signin.history(row.record)) == "record_forged"
        assert signin.search("Gefälscht") == []
        assert row.record not in signin.ids(Query())
        assert findings(verify(signin)) == {"row_forged"}


def test_a_row_added_to_a_record_is_told_and_the_true_one_shown(practice: Practice) -> None:
    """V-5.6: a forged revision of an existing record never becomes its head; damage is reported."""
    with raw(practice) as connection:
        key = compartment_key(practice, connection, practice.clinical)
        fields = {"record": practice.notes[1], "parent": practice.revisions[2]}
        row, sealed = forged_row(practice, practice.account, practice.keys.signer, key, **fields)
        insert(connection, row, sealed)
    with practice.open() as signin:
        assert signin.read(practice.notes[1]).body["text"] == "Herbstlaub-Akte"
        assert signin.damage == {practice.notes[1]: "record_forged"}
        assert "row_forged" in findings(verify(signin))


Session = Callable[[Practice, Connection, Colleague], Forger]


def self_made(practice: Practice, connection: Connection, colleague: Colleague) -> Forger:
    """A session key that a made-up key certifies."""
    return forged_session(practice, connection, Signer(), practice.account)


def own_session(practice: Practice, connection: Connection, colleague: Colleague) -> Forger:
    """A true session of the colleague, by own scripts."""
    return forged_session(practice, connection, colleague.keys.signer, colleague.account)


def borrowed(practice: Practice, connection: Connection, colleague: Colleague) -> Forger:
    """Entries under the founder's name, in the founder's last session, which has ended."""
    session = connection.execute(
        "SELECT json_extract(CAST(entry AS TEXT), '$.session') FROM trail ORDER BY seq DESC LIMIT 1"
    ).fetchone()[0]
    return Forger(connection, practice, Signer(), practice.account, session)


Forgery = tuple[Session, str, str, set[str], set[str]]
FORGERIES: dict[str, Forgery] = {
    # who signs the entry, whose name and key the row carries, what reading says, what the verifier says
    "founder's row, self-made session": (
        self_made, "founder", "stranger",
        {"record_forged"}, {"certificate_invalid", "signature_invalid", "session_without_end"},
    ),
    "founder's row with the founder's key, self-made session": (
        self_made, "founder", "founder",
        {"trail_damaged"}, {"certificate_invalid", "signature_invalid", "session_without_end"},
    ),
    "founder's row, colleague's session": (
        own_session, "founder", "colleague", {"record_forged"}, {"row_forged", "session_without_end"},
    ),
    "founder's row with the founder's key, colleague's session": (
        own_session, "founder", "founder", {"record_forged"}, {"row_forged", "session_without_end"},
    ),
    "colleague's row, colleague's session, no right": (
        own_session, "colleague", "colleague", {"record_forged"}, {"row_forged", "session_without_end"},
    ),
    "founder's row, the founder's ended session": (
        borrowed, "founder", "founder", {"trail_damaged"}, {"session_mixed"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_record_is_named_and_never_shown(practice: Practice, colleague: Colleague, forgery: Forgery) -> None:
    """V-5.4, V-5.6, V-6.3: an author without right, signature or session makes no record, with the key or without."""
    session, author, signs, read, found = forgery
    names = {"founder": practice.account, "colleague": colleague.account}
    signers = {"founder": practice.keys.signer, "colleague": colleague.keys.signer, "stranger": Signer()}
    with raw(practice) as connection:
        key = compartment_key(practice, connection, practice.clinical)
        row, sealed = forged_row(practice, names[author], signers[signs], key)
        insert(connection, row, sealed)
        session(practice, connection, colleague).append(naming(practice, row))
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(row.record)) in read
        assert failure_of(lambda: signin.history(row.record)) in read
        assert signin.search("gefälschter") == []
        assert found <= findings(verify(signin, full=True))


@pytest.mark.parametrize("rebuilt", [False, True], ids=["caught up", "rebuilt"])
def test_a_forged_record_is_not_listed(practice: Practice, colleague: Colleague, rebuilt: bool) -> None:
    """V-5.6: forged is listed as forged, never as a record: its title stands in no list either."""
    with raw(practice) as connection:
        key = compartment_key(practice, connection, practice.clinical)
        row, sealed = forged_row(practice, practice.account, Signer(), key)
        insert(connection, row, sealed)
        own_session(practice, connection, colleague).append(naming(practice, row))
    if rebuilt:
        practice.index.unlink()
    with practice.open() as signin:
        assert row.record not in [shown.record for shown in signin.listing(Query())]


def test_a_new_revision_by_somebody_without_right_is_no_head(practice: Practice, colleague: Colleague) -> None:
    """V-5.4: a colleague's revision of a record they cannot write is forged and never shown as the record."""
    with raw(practice) as connection:
        key = compartment_key(practice, connection, practice.clinical)
        fields = {"record": practice.notes[1], "parent": practice.revisions[2]}
        row, sealed = forged_row(practice, colleague.account, colleague.keys.signer, key, **fields)
        insert(connection, row, sealed)
        own_session(practice, connection, colleague).append(naming(practice, row))
    with practice.open() as signin:
        assert signin.read(practice.notes[1]).body["text"] == "Herbstlaub-Akte"
        assert [shown.revision for shown in signin.history(practice.notes[1])] == [practice.revisions[2]]
        assert signin.damage == {practice.notes[1]: "record_forged"}
        assert [hit.row.record for hit in signin.search("gefälschter")] == []
