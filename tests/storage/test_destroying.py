"""Destroying compartments: words, keys, drafts and files are gone, rows and the trail stay and verify (V-5.10)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from storage import index_file
from storage.vault import Draft, Event, NewCompartment, Query, SignIn, Write
from tests.storage.kit import Practice, entries_of, failure_of, files_under, findings, note, verify, words_in

WORDS = ("Zwölfuhrtee", "Pfefferminzkino")


def hold(signin: SignIn) -> tuple[str, str, str]:
    """A second client with a saved record, a draft and a file; gives client, identity and clinical compartment."""
    client, identity, clinical = (signin.new_id() for _ in range(3))
    label = {"client": client}
    signin.write(
        [Write(client, identity, "client", 1, note("Zwölfuhrtee", "Pfefferminzkino"))],
        compartments=[NewCompartment(identity, "identity", label), NewCompartment(clinical, "clinical", label)],
    )
    scan = signin.attach(clinical, io.BytesIO(b"Pfefferminzkino"), 15)
    paper = Write(signin.new_id(), clinical, "document", 1, note("Zwölfuhrtee"), attachments=(scan,))
    signin.write([paper])
    signin.save_draft(Draft(signin.new_id(), clinical, "session_note", 1, note("Zwölfuhrtee", "Pfefferminzkino")))
    return client, identity, clinical


def count(signin: SignIn, table: str) -> int:
    """How many rows a table has."""
    return int(signin._vault.connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608


def test_words_keys_drafts_and_files_go_and_signed_rows_stay(practice: Practice) -> None:
    with practice.open() as signin:
        before = {table: count(signin, table) for table in ("revision", "grant", "body", "grant_key", "draft")}
        client, identity, clinical = hold(signin)
        signin.destroy([identity, clinical], purpose="administration")
        after = {table: count(signin, table) for table in before}
        assert count(signin, "chunk") == count(signin, "attached") == 0
        assert (after["revision"], after["grant"]) == (before["revision"] + 2, before["grant"] + 2)
        assert [after[table] for table in ("body", "grant_key", "draft")] == [
            before[table] for table in ("body", "grant_key", "draft")
        ]
        assert signin.ids(Query(client=client)) == []
        assert signin.search("Pfefferminzkino") == []
        assert signin.compartments("clinical", client=client) == []
        assert failure_of(signin.label, clinical) == "compartment_damaged"


def test_one_entry_names_each_compartment_and_how_much_it_was(practice: Practice) -> None:
    with practice.open() as signin:
        _, identity, clinical = hold(signin)
        signin.destroy([identity, clinical], purpose="administration")
        told = [(entry.compartment, entry.facts, entry.purpose) for entry in entries_of(signin, "destroy")]
    assert told == [
        (identity, {"drafts": 0, "keys": 1, "records": 1}, "administration"),
        (clinical, {"drafts": 1, "keys": 1, "records": 1}, "administration"),
    ]


def test_the_trail_verifies_afterwards_and_the_next_sign_in_finds_no_damage(practice: Practice) -> None:
    with practice.open() as signin:
        _, identity, clinical = hold(signin)
        signin.destroy([identity, clinical])
        assert findings(verify(signin, full=True)) == set()
    with practice.open() as signin:
        assert dict(signin.damage) == {}
        assert findings(verify(signin)) == set()


def test_a_rebuilt_index_finds_no_damage_either(practice: Practice) -> None:
    with practice.open() as signin:
        _, identity, clinical = hold(signin)
        signin.destroy([identity, clinical])
    index_file.remove(practice.index)
    with practice.open() as signin:
        assert dict(signin.damage) == {}
        assert signin.search("Pfefferminzkino") == []
        assert len(signin.search("kwarantanna")) == 1


def test_what_is_missing_without_an_entry_is_still_found(practice: Practice) -> None:
    with practice.open() as signin:
        _, identity, clinical = hold(signin)
        signin.destroy([identity])
        connection = signin._vault.connection
        for statement in (
            "DELETE FROM body WHERE record IN (SELECT record FROM revision WHERE compartment = ?)",
            'DELETE FROM grant_key WHERE "grant" IN (SELECT id FROM "grant" WHERE compartment = ?)',
            "DELETE FROM chunk WHERE ?1 = ?1",
        ):
            connection.execute(statement, (clinical,))
        assert findings(verify(signin)) == {"body_deleted", "grant_key_damaged", "attachment_deleted"}


def test_no_word_stays_in_the_files(practice: Practice) -> None:
    with practice.open() as signin:
        _, identity, clinical = hold(signin)
        signin.search("kwarantanna")
        signin._vault.index.flush()
        signin.destroy([identity, clinical])
        raw = signin._vault.index._connection.execute("SELECT block FROM words_data").fetchall()
        left = b"".join(row[0] for row in raw)
        assert b"pfefferminz" not in left.lower()
        assert b"kwarantanna" in left.lower()  # the test can see words: those of the other client are there
    assert not words_in(b"".join(files_under(practice.path).values()), WORDS)


def test_the_other_indexes_are_thrown_away(practice: Practice) -> None:
    other = practice.path / "index" / "01a20274-77f3-74ef-ae4d-14577dbb2181.db"
    with practice.open() as signin:
        _, identity, clinical = hold(signin)
        other.write_bytes(b"somebody else's lists")
        signin.destroy([identity, clinical])
        assert not other.exists()
        assert practice.index.exists()


def test_nothing_is_destroyed_while_a_backup_copies_the_file(practice: Practice, destination: Path) -> None:
    with practice.open() as signin:
        client, identity, clinical = hold(signin)
        signin.begin_backup(destination)
        assert failure_of(signin.destroy, [identity, clinical]) == "database_busy"
        signin.end_backup(None)
        assert signin.ids(Query(client=client)) != []
        assert entries_of(signin, "destroy") == []


def test_all_or_none(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    with practice.open() as signin:
        client, identity, clinical = hold(signin)
        trail, append = signin._vault.trail, signin._vault.trail.append
        seen: list[str] = []

        def fail_at_the_second(event: Event) -> int:
            seen.append(event.action)
            if len(seen) > 1:
                raise RuntimeError
            return append(event)

        monkeypatch.setattr(trail, "append", fail_at_the_second)
        with pytest.raises(RuntimeError):
            signin.destroy([identity, clinical])
        monkeypatch.undo()
        assert seen == ["destroy", "destroy"]
        assert len(signin.ids(Query(client=client))) == 3
        assert signin.read(client).body["title"] == "Zwölfuhrtee"


def test_what_exists_once_and_what_is_not_shared_cannot_be_destroyed(practice: Practice) -> None:
    with practice.open() as signin:
        assert failure_of(signin.destroy, [signin.new_id()]) == "not_shared"
        with pytest.raises(ValueError, match="-"):
            signin.destroy([signin.compartments("practice")[0]])
        assert len(signin.search("kwarantanna")) == 1
