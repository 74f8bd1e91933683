"""What an account's own index remembers: opened keys, verified heads, facets, and what entries of the trail concern."""

from __future__ import annotations

import shutil

import pytest

from storage import listing, sealing
from storage.errors import KnownError
from storage.revisions import Named
from storage.trail import Event
from storage.vault import NewCompartment, Query, SignIn, TrailFilter, Write
from tests.storage.attack import raw, tamper
from tests.storage.kit import Practice, entries_of, failure_of, note


def opened_grants(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Purposes of the sealed keys that are opened with the account's private key from here on."""
    found: list[str] = []
    real = sealing.AccountKeys.open

    def watching(self: sealing.AccountKeys, sealed: bytes, purpose: str, context: object) -> bytes:
        found.append(purpose)
        return real(self, sealed, purpose, context)

    monkeypatch.setattr(sealing.AccountKeys, "open", watching)
    return found


def test_a_key_that_was_opened_once_is_kept(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-7.1: the next sign-in opens no grant; an index made anew opens each again, and keeps it."""
    found = opened_grants(monkeypatch)
    with practice.open() as signin:
        signin.read(practice.notes[0])
    assert "grant" not in found
    shutil.rmtree(practice.path / "index")
    with practice.open() as signin:
        signin.read(practice.notes[0])
    assert "grant" in found
    found.clear()
    with practice.open() as signin:
        signin.read(practice.notes[0])
    assert "grant" not in found


CHANGES = {
    "sealed key gone": 'DELETE FROM grant_key WHERE "grant" IN (SELECT id FROM "grant" WHERE compartment = \'{0}\')',
    "sealed key": "UPDATE grant_key SET sealed = zeroblob(1168) "
    'WHERE "grant" IN (SELECT id FROM "grant" WHERE compartment = \'{0}\')',
    "rights": "UPDATE \"grant\" SET rights = 'read write' WHERE compartment = '{0}'",
    "grant gone": "DELETE FROM \"grant\" WHERE compartment = '{0}'",
    "kind": "UPDATE generation SET kind = 'process' WHERE compartment = '{0}'",
    "generation gone": "DELETE FROM generation WHERE compartment = '{0}'",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_kept_key_opens_nothing_when_its_rows_have_changed(practice: Practice, change: str) -> None:
    """V-5.3, V-7.1: a grant that is gone, or another, is no grant, whatever the index still knows."""
    with practice.open() as signin:
        assert signin._vault.index.kept_key(practice.clinical) is not None
    tamper(practice, change.format(practice.clinical))
    with practice.open() as signin:
        assert failure_of(signin.read, practice.notes[0]) in {"not_shared", "compartment_damaged"}


def test_a_key_of_other_rows_is_replaced(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-7.1: as after a new generation: opened from the grant once, then from the index."""
    with practice.open() as signin, signin._vault.index.transaction():
        signin._vault.index._connection.execute("UPDATE own SET granted = zeroblob(32)")
    found = opened_grants(monkeypatch)
    for times in (1, 0):
        found.clear()
        with practice.open() as signin:
            signin.read(practice.notes[0])
        assert (found.count("grant") > 0) == bool(times)


def test_a_kept_key_of_other_rows_does_not_open(practice: Practice) -> None:
    """V-7.1: what is sealed in the index is bound to the rows it came from."""
    signin = practice.unlock()
    keyring = signin._vault.keyring
    first, second = (keyring.open(each).kept for each in (practice.clinical, signin.compartments("identity")[0]))
    with pytest.raises(sealing.SealError):
        signin._vault.keys.keyring.open(first.sealed, second.granted)
    signin.lock("test")


def test_a_forgotten_compartment_is_opened_from_its_grant(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened_grants(monkeypatch)
    with practice.open() as signin, signin._vault.index.transaction():
        signin._vault.index.forget_compartment(practice.clinical)
    with practice.open() as signin:
        signin.read(practice.notes[0])
    assert found.count("grant") == 1


def many_entries(signin: SignIn, practice: Practice) -> list[int]:
    """What the trail page of one file shows."""
    page = signin.trail(TrailFilter(compartments=[practice.clinical], limit=10_000))
    return [entry.seq for entry in page.entries]


def test_a_page_of_one_file_names_every_entry_about_it(practice: Practice) -> None:
    """V-6.4, V-7.1: those of this session too, of searches that hit it, and none of other files."""
    with practice.open() as signin:
        signin.read(practice.notes[0])
        signin.search("kwarantanna")
        shown = many_entries(signin, practice)
        expected = [entry.seq for entry in entries_of(signin) if practice.clinical in entry.compartments()]
        assert shown == expected[::-1]
        assert len(shown) > 5


def test_what_entries_concern_is_asked_anew_when_the_trail_is_shorter(practice: Practice) -> None:
    """V-7.2: the index has seen entries that are gone; the new ones have their numbers."""
    with practice.open() as signin:
        for _ in range(30):
            signin.read(practice.notes[0])
        many_entries(signin, practice)
    with raw(practice) as connection:
        cut = connection.execute("SELECT min(seq) FROM trail WHERE action = 'lock'").fetchone()[0]
        for table in ("trail", "named"):
            connection.execute(f"DELETE FROM {table} WHERE seq > ?", (cut,))  # noqa: S608 - only names
    with practice.open() as signin:
        failure_of(signin.read, practice.notes[0])
        signin.note_event(Event(action="print", compartment=practice.clinical))
        expected = [entry.seq for entry in entries_of(signin) if practice.clinical in entry.compartments()]
        assert many_entries(signin, practice) == expected[::-1]


@pytest.mark.parametrize("how_many", [1, 300])
def test_records_are_found_by_their_facets(practice: Practice, how_many: int) -> None:
    """V-7.1: few or many, with other conditions, in order; also by a value that no index holds."""
    with practice.open() as signin:

        def made(number: int, place: str) -> str:
            record = signin.new_id()
            body = note(
                f"n{number:03}", facets={"place": place, "n": number, "empty": "", "yes": True, "long": "x" * 300}
            )
            signin.write([Write(record, practice.clinical, "thing", 1, body)])
            return record

        blue = [made(n, "blue") for n in range(how_many)]
        red = made(999, "red")
        wanted = Query(kinds=("thing",), facets={"place": "blue"}, order="title")
        assert signin.ids(wanted) == blue
        assert signin.ids(Query(kinds=("thing",), facets={"place": "blue", "n": 0})) == blue[:1]
        assert signin.ids(Query(kinds=("other",), facets={"place": "blue"})) == []
        assert signin.ids(Query(facets={"place": "green"})) == []
        assert signin.ids(Query(facets={"place": "red", "empty": ""})) == [red]
        assert signin.ids(Query(facets={"place": "red", "yes": True, "long": "x" * 300})) == [red]
        head = signin.head_of(red)
        signin.write([Write(red, practice.clinical, "thing", 1, note("z", facets={"place": "blue"}), parent=head)])
        signin.write([Write(blue[0], practice.clinical, "thing", 1, note("n000", facets={"place": "blue"}),
                            parent=signin.head_of(blue[0]))])  # fmt: skip
        assert signin.ids(Query(facets={"place": "red"})) == []
        assert signin.ids(wanted) == [*blue, red]


PLANS = [
    (Query(kinds=("a",), client="c", facets={"x": "y"}, limit=1), "item_by_client"),
    (Query(kinds=("a",), client="c", order="-at"), "item_by_client"),
    (Query(client="c", states=("draft",)), "item_by_client"),
    (Query(kinds=("a",), due_before="2026", order="due"), "item_by_due"),
    (Query(kinds=("a",), states=("saved",), facets={"x": "y"}, title="z", order="title"), "item_by_kind"),
    (Query(kinds=("a",), since="2026", order="at"), "item_by_time"),
    (Query(kinds=("a",), limit=32), "item_by_change"),
]


@pytest.mark.parametrize(("query", "through"), PLANS)
def test_a_list_goes_through_the_narrowest_index(practice: Practice, query: Query, through: str) -> None:
    """V-7.1: a question about one client does not walk through all of a hundred thousand records."""
    sql, values = listing.select("record", query)
    with practice.open() as signin:
        steps = signin._vault.index._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    assert any(through in step[3] for step in steps)
    assert not any(step[3].startswith("SCAN") for step in steps)


def test_heads_of_many_are_the_heads_of_each(practice: Practice) -> None:
    """V-5.6: asked together or alone, found, missing or damaged: the same."""
    with practice.open() as signin:
        unknown = signin.new_id()
        signin.read(practice.notes[1])
    tamper(
        practice,
        f"UPDATE revision SET author = 'x' WHERE record = '{practice.notes[0]}'",  # noqa: S608 - an id
        f"DELETE FROM revision WHERE record = '{practice.notes[2]}'",  # noqa: S608 - an id
    )
    with practice.open() as signin:
        revisions = signin._vault.revisions
        asked = [*practice.notes, unknown, practice.notes[1]]

        def alone(record: str) -> Named | str:
            try:
                return revisions.head(record)
            except KnownError as error:
                return error.name

        together = {
            record: found.name if isinstance(found, KnownError) else found
            for record, found in revisions.heads(asked).items()
        }
        assert together == {record: alone(record) for record in asked}
        assert {"record_damaged", "not_found"} <= {found for found in together.values() if isinstance(found, str)}


def test_a_head_checked_while_indexing_is_not_believed_for_another_row(practice: Practice) -> None:
    """V-5.6: the index remembers the digest of the row; a changed one is looked at anew."""
    shutil.rmtree(practice.path / "index")
    with practice.open() as signin:
        pass
    record = practice.notes[0]
    tamper(practice, f"UPDATE revision SET signature = zeroblob(64) WHERE record = '{record}'")  # noqa: S608 - an id
    with practice.open() as signin:
        assert failure_of(signin.read, practice.notes[0]) == "record_damaged"
        made = NewCompartment(signin.new_id(), "clinical", {"client": signin.new_id()})
        signin.write([], compartments=[made])
        assert not signin._vault.revisions.is_signed(bytes(32), practice.notes[1])
