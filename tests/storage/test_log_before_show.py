"""Reading is writing: when the entry cannot be committed, nothing is shown; when it can, it is durable first."""

from __future__ import annotations

import contextlib
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storage import database, sealing
from storage.database import Connection
from storage.entries import Entry, parse
from storage.vault import Described, Draft, Event, Query, SecretBytes, SignIn, Stored, TrailFilter, Write, unlock
from tests.storage.attack import add_colleague, raw
from tests.storage.kit import (
    LOGIN,
    PASSPHRASE,
    Practice,
    copy_of,
    describe,
    entries_of,
    failure_of,
    findings,
    named_in,
    note,
    verify,
)


@dataclass(frozen=True)
class Ways:
    """Every way in which words of a record reach a person."""

    practice: Practice
    draft: str

    def all(self, signin: SignIn) -> dict[str, Callable[[], object]]:
        first, second, third = self.practice.notes
        return {
            "view": lambda: signin.read(first),
            "view an older revision": lambda: signin.read(first, revision=self.practice.revisions[0]),
            "view several": lambda: signin.read_many([first, second]),
            "history": lambda: signin.history(first),
            "rows": lambda: signin.rows([third]),
            "list": lambda: signin.listing(Query(kinds=("session_note",))),
            "search": lambda: signin.search("kwarantanna"),
            "draft": lambda: signin.draft(self.draft),
            "trail": lambda: signin.trail(TrailFilter()),
        }


@pytest.fixture
def ways(practice: Practice) -> Ways:
    with practice.open() as signin:
        return Ways(practice, signin.drafts()[0])


@contextlib.contextmanager
def pragma(signin: SignIn, wanted: str, afterwards: str) -> Iterator[None]:
    """Set a pragma on the open connection, past the authorizer."""
    connection = signin._vault.connection
    connection.set_authorizer(None)
    connection.execute(f"PRAGMA {wanted}")
    database.guard(connection)
    yield
    connection.set_authorizer(None)
    connection.execute(f"PRAGMA {afterwards}")
    database.guard(connection)


@contextlib.contextmanager
def read_only(signin: SignIn, practice: Practice) -> Iterator[str]:
    with pragma(signin, "query_only = ON", "query_only = OFF"):
        yield "not_writable"


@contextlib.contextmanager
def no_more_pages(signin: SignIn, practice: Practice) -> Iterator[str]:
    """The database may not grow; what is left free in its last pages is filled up first."""
    connection = signin._vault.connection
    with pragma(signin, "max_page_count = 1", "max_page_count = 1073741823"):
        for size in (2000, 200, 20):
            for _ in range(200):
                try:
                    signin.save_draft(Draft("filler" + "x" * size, None, "session_note", 1, note("f" * size)))
                except Exception:  # noqa: BLE001 - full now
                    break
        while not connection.in_transaction:
            try:
                signin.note_event(Event(action="print"))
            except Exception:  # noqa: BLE001 - full now
                break
        yield "no_space"


@contextlib.contextmanager
def another_writer(signin: SignIn, practice: Practice) -> Iterator[str]:
    with raw(practice, without_triggers=False) as connection, pragma(signin, "busy_timeout = 0", "busy_timeout = 2000"):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE draft SET at = at")
        yield "database_busy"
        connection.execute("ROLLBACK")


@contextlib.contextmanager
def files_may_not_grow(signin: SignIn, practice: Practice) -> Iterator[str]:
    """The operating system refuses to let any file grow beyond the write-ahead log."""
    log = practice.database.with_name("records-1.db-wal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))
    try:
        yield "disk_error"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


OBSTACLES = {
    "read-only": read_only,
    "full": no_more_pages,
    "busy": another_writer,
    "limit": files_may_not_grow,
}
Obstacle = Callable[[SignIn, Practice], contextlib.AbstractContextManager[str]]


@pytest.mark.skipif(sys.platform != "linux", reason="limits and locks of Linux")
@pytest.mark.parametrize("obstacle", OBSTACLES.values(), ids=OBSTACLES.keys())
def test_nothing_is_shown_when_its_entry_cannot_be_committed(
    practice: Practice, ways: Ways, obstacle: Obstacle
) -> None:
    """V-6.4: view, history, list, search, draft: refused with a code while no commit is possible, then all work."""
    signin = practice.unlock()
    before = len(entries_of(signin))
    with obstacle(signin, practice) as expected:
        filled = len(entries_of(signin))
        for name, work in ways.all(signin).items():
            assert failure_of(work) == expected, name
        assert len(entries_of(signin)) == filled
    for name, work in ways.all(signin).items():
        seen = len(entries_of(signin))
        assert work(), name
        assert len(entries_of(signin)) > seen or name in {"rows", "list"}, name
    assert len(entries_of(signin)) > before
    assert findings(verify(signin, full=True)) == set()
    assert signin.lock("test")
    with practice.open() as again:
        assert findings(verify(again, full=True)) == set()


def test_nothing_is_shown_on_a_full_disk(practice: Practice, ways: Ways, small_disk: Path) -> None:
    """V-6.4, R3: a tmpfs that is full: 701 for every way in, nothing lost; with space again everything works."""
    moved = copy_of(practice, small_disk / "practice.clientsafe")
    signin = moved.unlock()
    filler = small_disk / "filler"
    fill(filler)
    log = moved.database.with_name("records-1.db-wal")
    size = log.stat().st_size
    for name, work in ways.all(signin).items():
        assert failure_of(work) == "no_space", name
    assert (
        failure_of(lambda: signin.write([Write(signin.new_id(), moved.clinical, "note", 1, note("x"))])) == "no_space"
    )
    assert failure_of(lambda: signin.save_draft(Draft("x", moved.clinical, "note", 1, note("x" * 9000)))) == "no_space"
    assert log.stat().st_size - size < 4096 * 3
    filler.unlink()
    for name, work in ways.all(signin).items():
        assert work(), name
    assert findings(verify(signin, full=True)) == set()
    signin.lock("test")


def test_a_full_disk_at_unlock_and_lock_is_told_and_harmless(practice: Practice, small_disk: Path) -> None:
    """V-6.9, R3: unlock fails with 701 and releases everything; lock always ends; afterwards all is well."""
    moved = copy_of(practice, small_disk / "practice.clientsafe")
    filler = small_disk / "filler"
    fill(filler)
    assert failure_of(moved.unlock) in {"no_space", "not_writable"}
    filler.unlink()
    signin = moved.unlock()
    fill(filler)
    assert signin.lock("test") is False
    filler.unlink()
    with moved.open() as again:
        assert "session_cut" in [notice.name for notice in again.notices]
        assert again.read(moved.notes[0]).body["title"] == "Sitzung eins"
        assert findings(verify(again, full=True)) <= {"session_without_end"}


def fill(filler: Path) -> None:
    """Write until nothing more fits."""
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
        for size in (1 << 16, 4096, 1):
            with contextlib.suppress(OSError):
                while stream.write(bytes(size)):
                    pass


@pytest.fixture
def watcher(practice: Practice) -> Iterator[Connection]:
    """Another connection, which sees only what is committed."""
    with raw(practice, without_triggers=False) as connection:
        yield connection


def committed(watcher: Connection) -> list[Entry]:
    return [parse(row[0]) for row in watcher.execute("SELECT entry FROM trail ORDER BY seq")]


def test_the_entry_is_committed_before_a_body_is_opened(
    practice: Practice, watcher: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-6.4: at the moment of decryption another connection sees the entry that names the record."""
    signin = practice.unlock()
    opened: list[tuple[str, str | None]] = []
    unseal = sealing.Sealer.open

    def watched(self: sealing.Sealer, sealed: bytes, context: bytes) -> bytes:
        if b'"record":"' in context:
            last = committed(watcher)[-1]
            opened.append((last.action, last.record))
            assert any(record.encode() in context for record in last.records()), "opened without its entry"
        return unseal(self, sealed, context)

    monkeypatch.setattr(sealing.Sealer, "open", watched)
    first, second, _ = practice.notes
    signin.read(first)
    signin.history(first)
    signin.read_many([first, second])
    assert signin.search("kwarantanna")
    assert [action for action, _ in opened] == ["view", "view_history", "view_history", "view", "view", "search"]
    signin.lock("test")


def test_an_excerpt_is_made_after_the_search_is_committed(practice: Practice, watcher: Connection) -> None:
    """V-6.4, V-7.3: one entry, with the records whose excerpts are shown, and the clients whose names are."""
    seen: list[str] = []

    def watching(stored: Stored) -> Described:
        seen.append(committed(watcher)[-1].action)
        return describe(stored)

    with SecretBytes.from_text(PASSPHRASE) as secret:
        signin = unlock(practice.path, secret=secret, login=LOGIN, describe=watching, allow_cheap=True)
    seen.clear()
    hits = signin.search("kwarantanna")
    assert seen == ["search"] * len(hits)
    last = committed(watcher)[-1]
    owners = dict.fromkeys(hit.owner.record for hit in hits if hit.owner)
    assert [record for record, _ in last.objects] == [*(hit.row.record for hit in hits), *owners]
    assert last.facts == {"hits": len(hits)}
    signin.lock("test")


def test_every_entry_says_who_what_where_and_why(practice: Practice) -> None:
    """V-6.1: the fields of an entry; clinical text and names are in none of them."""
    with practice.open() as signin:
        signin.read(practice.notes[0], purpose="supervision")
        entry = entries_of(signin)[-1]
        assert (entry.action, entry.outcome, entry.purpose) == ("view", "ok", "supervision")
        assert (entry.account, entry.session, entry.vault) == (signin.account, signin.session, signin.vault_id)
        assert (entry.record, entry.revision) == (practice.notes[0], practice.revisions[1])
        assert entry.compartment == practice.clinical
        assert entry.app
        assert entry.device
        assert entry.seq == len(entries_of(signin))


def test_a_failed_or_refused_access_is_an_entry(practice: Practice) -> None:
    """V-6.4: not found, not shared, refused by a rule: each is in the trail with its outcome."""
    add_colleague(practice)
    stranger = "01920000-0000-7000-8000-0000000000ff"
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(stranger)) == "not_found"
        assert failure_of(lambda: signin.history(stranger)) == "not_found"
        assert failure_of(lambda: signin.read(practice.notes[0], revision=stranger)) == "not_found"
        signin.refuse("sign", compartment=practice.clinical, record=practice.notes[0])
        found = [(entry.action, entry.outcome) for entry in entries_of(signin)][-4:]
    assert found == [
        ("view", "not_found"), ("view_history", "not_found"), ("view", "not_found"), ("sign", "refused"),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["Zofia Wierzbicka", "K-0001", "x" * 5000, "ł\ud800", "' OR 1=1 --", ""])
def test_what_somebody_typed_for_an_id_is_not_kept_in_the_clear(practice: Practice, typed: str) -> None:
    """V-6.1: no name in the clear: a record id that is none reaches no entry."""
    with practice.open() as signin:
        for work in (
            lambda: signin.read(typed),
            lambda: signin.history(typed),
            lambda: signin.read_many([typed]),
            lambda: signin.read(practice.notes[0], revision=typed),
        ):
            assert failure_of(work) in {"not_found", "none"}
        assert typed not in named_in(entries_of(signin))
        if typed:
            assert all(typed not in entry.to_bytes().decode() for entry in entries_of(signin))


def test_rows_are_logged_once_a_session_and_at_most_200_an_entry(practice: Practice) -> None:
    """V-6.4: a list names its rows, 200 an entry; rows already delivered are not logged again."""
    with practice.open() as signin:
        more = [Write(signin.new_id(), practice.clinical, "note", 1, note(f"Zeile {n}")) for n in range(450)]
        signin.write(more)
        query = Query(kinds=("note",), order="title")
        ids = signin.ids(query)
        before = len(entries_of(signin))
        assert len(signin.listing(query)) == 200
        assert [row.record for row in signin.rows(ids)] == ids
        logged = [entry for entry in entries_of(signin)[before:] if entry.action == "list"]
        assert [len(entry.objects) for entry in logged] == [200, 200, 50]
        assert named_in(logged) == set(ids)
        assert len(signin.rows(ids)) == 450
        assert len(entries_of(signin)) == before + 3
        assert len(signin.read_many(ids)) == 450
        views = entries_of(signin)[before + 3 :]
        assert [len(entry.objects) for entry in views] == [200, 200, 50]
    with practice.open() as again:
        again.listing(query)
        assert len(entries_of(again, "list")[-1].objects) == 200


def test_a_row_that_changed_since_it_was_shown_is_shown_as_it_is_now(practice: Practice) -> None:
    """V-6.4: remembering what was delivered never serves an older state."""
    with practice.open() as signin:
        record = practice.notes[1]
        assert signin.rows([record])[0].title == "Sitzung zwei"
        head = signin.head_of(record)
        signin.write([Write(record, practice.clinical, "session_note", 1, note("Anders"), parent=head)])
        assert signin.rows([record])[0].title == "Anders"


def test_an_event_outside_the_database_has_its_words_sealed(practice: Practice) -> None:
    """V-6.1, V-6.10: facts are codes; words go into the sealed detail, under the compartment concerned."""
    with practice.open() as signin:
        event = Event(action="print", outcome="begun", compartment=practice.clinical)
        signin.note_event(event, {"printer": "Niezapominajka"})
        entry: Any = entries_of(signin)[-1]
        assert b"Niezapominajka" not in entry.to_bytes()
        view = signin.trail(TrailFilter(actions=["print"])).entries[0]
        assert view.detail == {"printer": "Niezapominajka"}
        with pytest.raises(ValueError, match="made_up"):
            signin.note_event(Event(action="made_up"))
