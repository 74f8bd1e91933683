"""The own index: disposable, made again without a question, and never in the way of a record."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import database
from storage.vault import Draft, NewCompartment, Query, SecretBytes, SignIn, Write, unlock
from tests.storage.kit import LOGIN, PASSPHRASE, Practice, copy_of, entries_of, failure_of, findings, note, verify


@pytest.fixture
def busy(practice: Practice) -> Practice:
    """More records with dates, states, severities, facets and amendments."""
    with practice.open() as signin:
        rows = [
            note("Ärger", "a b c", at="2026-01-05", due="2026-02-01", severity=3, facets={"room": "blue", "n": 1}),
            note("zebra", "d e f", at="2026-01-03", due="2026-01-01", facets={"room": "red", "n": 2}),
            note("Apfel", "g h i", at="2026-01-04", facets={"room": "blue", "n": 2}),
            note("żaba", "j k l", at="2025-12-31"),
        ]
        ids = [signin.new_id() for _ in rows]
        signin.write(
            [Write(each, practice.clinical, "incident", 1, body) for each, body in zip(ids, rows, strict=True)]
        )
        for target, effect in ((ids[0], "amended"), (ids[1], "amended"), (ids[1], "entered_in_error")):
            body = note("Nachtrag", "m n o", targets=[[target, effect]])
            signin.write([Write(signin.new_id(), practice.clinical, "amendment", 1, body, "signed")])
    return practice


def picture(signin: SignIn) -> object:
    """Everything an index answers."""
    orders = ("title", "-updated", "-at", "at", "due")
    return (
        [signin.ids(Query(order=order)) for order in orders],
        signin.rows(signin.ids(Query(order="title"))),
        [[hit.row.record for hit in signin.search(word)] for word in ("kwarantanna", "Zofia", "h", "Nachtrag")],
        sorted(signin.compartments()),
        list(signin.drafts()),
    )


def flip_page(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[(page * 4096 + 1000) % len(data)] ^= 1
    path.write_bytes(data)


def in_index(practice: Practice, sql: str) -> None:
    connection = database.connect(practice.index, practice.keys.index)
    connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def other_key(practice: Practice) -> None:
    practice.index.unlink()
    connection = database.connect(practice.index, bytes(32), salt=bytes(16))
    connection.execute("CREATE TABLE a (b)")
    connection.close()


LOSSES: dict[str, Callable[[Practice], object]] = {
    "file gone": lambda practice: practice.index.unlink(),
    "folder gone": lambda practice: shutil.rmtree(practice.path / "index"),
    "empty": lambda practice: practice.index.write_bytes(b""),
    "cut": lambda practice: practice.index.write_bytes(practice.index.read_bytes()[:5000]),
    "cut at a page": lambda practice: practice.index.write_bytes(practice.index.read_bytes()[: 4096 * 6]),
    "zeros": lambda practice: practice.index.write_bytes(bytes(70_000)),
    "first page flipped": lambda practice: flip_page(practice.index, 0),
    "text": lambda practice: practice.index.write_text("x" * 9000),
    "another layout": lambda practice: in_index(practice, "UPDATE state SET value = '0' WHERE name = 'layout'"),
    "no layout": lambda practice: in_index(practice, "DELETE FROM state"),
    "of another key": other_key,
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES.keys())
def test_a_lost_or_damaged_index_is_made_again_the_same(busy: Practice, lose: Callable[[Practice], object]) -> None:
    """V-7.2: rebuilt with progress, nothing asked: the same ids, rows, search, compartments and drafts."""
    with busy.open() as signin:
        expected = picture(signin)
        rebuilt = len(entries_of(signin, "maintenance"))
    lose(busy)
    steps: list[str] = []
    signin = busy.unlock(progress=steps.append)
    assert picture(signin) == expected
    assert "index" in steps
    assert [entry.facts["what"] for entry in entries_of(signin, "maintenance")[rebuilt:]] == ["index"]
    assert findings(verify(signin)) == set()
    signin.lock("test")


def test_a_flip_in_any_page_of_the_index_is_mended_at_the_latest_at_the_next_unlock(busy: Practice) -> None:
    """V-7.2, R4: meanwhile lists say so or answer; records are read all the same, never with wrong words."""
    with busy.open() as signin:
        expected = picture(signin)
    for page in range(busy.index.stat().st_size // 4096):
        flip_page(busy.index, page)
        with busy.open() as signin:
            assert failure_of(lambda: picture(signin)) in {"none", "index_damaged"}, page
            assert failure_of(lambda: signin.read(busy.notes[1])) in {"none", "index_damaged"}, page
        with busy.open() as signin:
            assert picture(signin) == expected, page


def test_what_was_written_before_a_crash_is_caught_up(busy: Practice, tmp_path: Path) -> None:
    """V-7.2, V-6.4: records, new compartments, changes and drafts that the index had not written yet."""
    signin = busy.unlock()
    files = {each: each.read_bytes() for each in (busy.path / "index").iterdir()}
    client, compartment, record = (signin.new_id() for _ in range(3))
    made = NewCompartment(compartment, "clinical", {"client": client})
    signin.write([Write(record, compartment, "note", 1, note("Neu", "unverhofft"))], compartments=[made])
    change = note("Geändert", "Mondlicht")
    signin.write([Write(busy.notes[1], busy.clinical, "session_note", 1, change, parent=busy.revisions[2])])
    signin.save_draft(Draft(signin.new_id(), compartment, "note", 1, note("Entwurf zwei", "Tintenfisch")))
    expected = picture(signin)
    copied = copy_of(busy, tmp_path / "crashed.clientsafe")
    signin.lock("test")
    shutil.rmtree(copied.path / "index")
    (copied.path / "index").mkdir(mode=0o700)
    for path, data in files.items():
        (copied.path / "index" / path.name).write_bytes(data)
    signin = copied.unlock()
    assert picture(signin) == expected
    assert signin.compartments("clinical", client=client) == [compartment]
    for word in ("unverhofft", "Mondlicht", "Tintenfisch"):
        assert len(signin.search(word)) == 1
    assert signin.search("Herbstlaub") == []
    signin.lock("test")


def test_an_index_that_could_not_follow_is_behind_and_never_calls_a_record_deleted(practice: Practice) -> None:
    """V-5.6, V-7.2: the write is safe; reading it works at once; a later write or unlock brings the index along."""
    signin = practice.unlock()
    index = signin._vault.index._connection
    index.execute("PRAGMA max_page_count = 1")
    record = practice.notes[1]
    change = note("Geändert" + "y" * 400_000, "Mondlicht")
    head = signin.write([Write(record, practice.clinical, "session_note", 1, change, parent=practice.revisions[2])])
    assert signin._vault.index.behind
    assert signin.read(record).revision == head[0]
    assert signin.damage == {}
    index.execute("PRAGMA max_page_count = 1073741823")
    other = signin.new_id()
    signin.write([Write(other, practice.clinical, "note", 1, note("Später", "Tintenfisch"))])
    assert [hit.row.record for hit in signin.search("Mondlicht")] == [record]
    assert [hit.row.record for hit in signin.search("Tintenfisch")] == [other]
    signin.lock("test")
    with practice.open() as again:
        assert [hit.row.record for hit in again.search("Mondlicht")] == [record]
        assert [hit.row.record for hit in again.search("Tintenfisch")] == [other]
        assert entries_of(again, "damage_found") == []


@pytest.mark.parametrize("write_again", [True, False], ids=["next write", "next unlock"])
def test_drafts_an_index_lost_come_back(practice: Practice, write_again: bool) -> None:
    """V-5.8, V-7.2: a failed index change takes earlier ones along, also of drafts, which no trail entry names."""
    signin = practice.unlock()
    record = signin.new_id()
    signin.save_draft(Draft(record, practice.clinical, "session_note", 1, note("Frisch", "Tintenfisch")))
    index = signin._vault.index._connection
    index.execute("PRAGMA max_page_count = 1")
    failure_of(signin.save_draft, Draft(signin.new_id(), practice.clinical, "note", 1, note("y" * 400_000)))
    assert signin._vault.index.behind
    index.execute("PRAGMA max_page_count = 1073741823")
    if write_again:
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("Später"))])
    else:
        signin.lock("test")
        signin = practice.unlock()
    assert signin.rows([record])[0].title == "Frisch"
    assert [hit.row.record for hit in signin.search("Tintenfisch")] == [record]
    signin.lock("test")


def test_an_older_index_put_back_catches_up(practice: Practice) -> None:
    """V-7.2: from the trail position it has seen."""
    old = practice.index.read_bytes()
    with practice.open() as signin:
        change = note("Geändert", "Mondlicht")
        signin.write(
            [Write(practice.notes[1], practice.clinical, "session_note", 1, change, parent=practice.revisions[2])]
        )
        expected = picture(signin)
    practice.index.write_bytes(old)
    for name in ("-wal", "-shm"):
        practice.index.with_name(practice.index.name + name).unlink(missing_ok=True)
    with practice.open() as signin:
        assert picture(signin) == expected
        assert signin.read(practice.notes[1]).body["text"] == "Mondlicht"


def test_queries_filter_and_order(busy: Practice) -> None:
    """Records.md lists: kinds, client, compartment, state, title, facets, due, times; each order is total."""
    with busy.open() as signin:

        def titles(**fields: object) -> list[str]:
            query = Query(kinds=("incident",), **fields)  # type: ignore[arg-type]
            return [row.title for row in signin.listing(query)]

        assert titles(order="title") == ["Apfel", "Ärger", "żaba", "zebra"]
        assert titles(order="-at") == ["Ärger", "Apfel", "zebra", "żaba"]
        assert titles(order="at") == ["żaba", "zebra", "Apfel", "Ärger"]
        assert titles(order="due")[:2] == ["zebra", "Ärger"]
        assert titles(order="title", facets={"room": "blue"}) == ["Apfel", "Ärger"]
        assert titles(order="title", facets={"room": "blue", "n": 2}) == ["Apfel"]
        assert titles(due_before="2026-01-15") == ["zebra"]
        assert titles(order="at", since="2026-01-03", until="2026-01-05") == ["zebra", "Apfel"]
        assert titles(title="ARG") == ["Ärger"]
        assert titles(title="zab") == ["żaba"]
        assert titles(order="title", limit=2) == ["Apfel", "Ärger"]
        assert titles(states=("signed",)) == []
        assert titles(client="nobody") == []
        assert titles(facets={'x" OR 1=1': "y"}) == []
        assert titles(title="%") == []
        statuses = {row.title: row.status for row in signin.listing(Query(kinds=("incident",)))}
        assert statuses == {"Ärger": "amended", "zebra": "entered_in_error", "Apfel": "", "żaba": ""}
        assert signin.ids(Query(compartments=(busy.identity,))) == [busy.client]
        assert len(signin.ids(Query(client=busy.client))) == len(signin.ids(Query()))


def test_a_draft_that_was_dropped_before_a_crash_does_not_stay_in_lists(practice: Practice, tmp_path: Path) -> None:
    """V-7.2: the removal was not written yet; the next sign-in takes the line out."""
    with practice.open() as signin:
        (draft,) = signin.drafts()
        index = practice.index.read_bytes()
    signin = practice.unlock()
    signin.drop_draft(draft)
    cut = copy_of(practice, tmp_path / "cut.clientsafe")
    signin.lock("test")
    for end in ("", "-wal", "-shm"):
        cut.index.with_name(cut.index.name + end).unlink(missing_ok=True)
    cut.index.write_bytes(index)
    with cut.open() as signin:
        assert draft not in signin.ids(Query())
        assert list(signin.drafts()) == []


def test_drafts_stand_in_lists_until_they_are_saved_or_dropped(practice: Practice) -> None:
    """V-5.8, V-7: a new record shows as a draft; a saved one keeps its row while it is edited."""
    with practice.open() as signin:
        fresh, edited = signin.new_id(), practice.notes[1]
        signin.save_draft(Draft(fresh, practice.clinical, "session_note", 1, note("Neuer Entwurf", "Tintenfisch")))
        signin.save_draft(
            Draft(edited, practice.clinical, "session_note", 1, note("Wird geändert", "Tintenfisch"), base="x")
        )
        states = {row.record: (row.state, row.title) for row in signin.rows([fresh, edited])}
        assert states == {fresh: ("draft", "Neuer Entwurf"), edited: ("saved", "Sitzung zwei")}
        hits = signin.search("Tintenfisch")
        assert [(hit.row.record, hit.excerpt) for hit in hits] == [(fresh, "\x02Tintenfisch\x03")]
        body = note("Gespeichert", "Tintenfisch")
        signin.write([Write(fresh, practice.clinical, "session_note", 1, body)], drop_drafts=[fresh])
        assert signin.rows([fresh])[0].state == "saved"
        assert signin.draft(fresh) is None
        signin.drop_draft(edited)
        assert signin.rows([edited])[0].title == "Sitzung zwei"
        another = signin.new_id()
        signin.save_draft(Draft(another, None, "session_note", 1, note("Weg damit")))
        signin.drop_draft(another)
        assert signin.rows([another]) == []
        assert signin.search("Weg") == []
        assert [entry.record for entry in entries_of(signin, "discard_draft")] == [edited, another]


def test_a_draft_survives_and_its_view_is_an_entry(practice: Practice) -> None:
    """V-5.8, V-6.4: overwritten in place, durable, back after a lock with base and body."""
    draft = Draft("01920000-0000-7000-8000-00000000d4af", practice.clinical, "session_note", 1, note("a"), base="b")
    with practice.open() as signin:
        for text in ("a", "ab", "abc"):
            signin.save_draft(Draft(draft.record, draft.compartment, "session_note", 1, note(text), base="b"))
        assert list(signin.drafts()).count(draft.record) == 1
        assert entries_of(signin, "view") == []
    with practice.open() as signin:
        again = signin.draft(draft.record)
        assert again is not None
        assert (again.body["title"], again.base, again.compartment) == ("abc", "b", practice.clinical)
        assert entries_of(signin)[-1].record == draft.record
        assert signin.draft("01920000-0000-7000-8000-00000000ffff") is None
        signin.remember("place", {"page": "client"})
        assert signin.recall("place") == {"page": "client"}
        assert signin.recall("other") is None
        assert "memo:place" not in signin.drafts()


def test_a_describe_that_fails_loses_no_record(practice: Practice) -> None:
    """V-7.2, V-5.6: how a record lists is the program's business; a fault there never loses what was saved."""
    with SecretBytes.from_text(PASSPHRASE) as secret:

        def broken(stored: object) -> object:
            raise ZeroDivisionError

        signin = unlock(practice.path, secret=secret, login=LOGIN, describe=broken, allow_cheap=True)  # type: ignore[arg-type]
    record = signin.new_id()
    with pytest.raises(ZeroDivisionError):
        signin.write([Write(record, practice.clinical, "note", 1, note("Tintenfisch"))])
    assert signin.read(record).body["title"] == "Tintenfisch"
    signin.lock("test")
    with practice.open() as again:
        assert [hit.row.record for hit in again.search("Tintenfisch")] == [record]
