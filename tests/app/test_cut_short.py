"""Mending an everyday mistake is one transaction: whoever fails or dies in the middle finds nothing of it, or all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client
from app.records.register_entry import RegisterEntry
from app.services import clients, mistakes, records
from app.services.clients import ClientRef
from app.services.practice import practices
from app.vaults import failure
from storage.trail import Event, Trail
from storage.vault import Query
from tests.app.conftest import sign_in
from tests.app.cut_short import COUNTED, KILLED
from tests.app.helpers import entries, fails, write_note

ROOT = Path(__file__).parents[2]
ENTRIES_OF_MOVE, ENTRIES_OF_REMOVE = 2, 4  # the amendment and the draft; three compartments and the register's line


@pytest.fixture
def adam(desk: Desk) -> ClientRef:
    """A client with a file, a private note and a draft, and nothing signed."""
    made = clients.register(desk, Client(name="Adam Nowak"))
    records.save(desk, records.start(desk, "client_profile", made.id, cultural_considerations="otters"))
    records.save(desk, records.start(desk, "process_note", made.id, text="otters"))
    records.keep(desk, records.start(desk, "session_note", made.id, text="otters"))
    return made


def cut(desk: Desk, *arguments: object) -> int:
    """The same work in a process that dies in the middle; its exit code."""
    vault = desk.signin.path
    practices.lock(desk, "test")
    command = [sys.executable, "-m", "tests.app.cut_short", str(vault), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, cwd=ROOT, env=os.environ, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def refuse_at(monkeypatch: pytest.MonkeyPatch, wanted: int) -> None:
    """The disk is full at the entry with that number."""
    append, seen = Trail.append, 0

    def counting(trail: Trail, event: Event) -> int:
        nonlocal seen
        seen += event.action in COUNTED
        if event.action in COUNTED and seen == wanted:
            raise failure("no_space")
        return append(trail, event)

    monkeypatch.setattr(Trail, "append", counting)


def moved(desk: Desk, note: str, before: int) -> tuple[str, int]:
    """What is seen of the move: what the old note is worth, and how many drafts there are more than before."""
    return records.open(desk, note).status, len(records.unfinished(desk)) - before


def removed(desk: Desk, client: ClientRef) -> tuple[bool, int, bool]:
    """What is seen of the removal: whether the client is gone, what is left, whether the register says so."""
    entry = next(iter(desk.signin.ids(Query(kinds=("register_entry",), facets={"subject": client.id}))))
    body = records.open(desk, entry).body
    assert isinstance(body, RegisterEntry)
    left = desk.signin.ids(Query(client=client.id))
    return client.id not in clients.ids(desk), len(left), bool(body.removed_on)


@pytest.mark.parametrize("at", range(ENTRIES_OF_MOVE + 1))
def test_a_move_that_is_killed_was_never_begun(desk: Desk, anna: ClientRef, adam: ClientRef, at: int) -> None:
    note = write_note(desk, anna.id).record
    before = len(records.unfinished(desk))
    assert cut(desk, "move", note, adam.id, at) == (KILLED if at else 0)
    again = sign_in(desk.signin.path)
    assert moved(again, note, before) == (("", 0) if at else ("entered_in_error", 1))
    practices.lock(again, "test")


@pytest.mark.parametrize("at", range(1, ENTRIES_OF_MOVE + 1))
def test_a_move_that_fails_leaves_nothing(
    desk: Desk, anna: ClientRef, adam: ClientRef, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = write_note(desk, anna.id).record
    before = len(records.unfinished(desk))
    refuse_at(monkeypatch, at)
    with fails("no_space"):
        mistakes.write_in_right_file(desk, note, adam.id, "the wrong file")
    monkeypatch.undo()
    assert moved(desk, note, before) == ("", 0)
    mistakes.write_in_right_file(desk, note, adam.id, "the wrong file")
    assert moved(desk, note, before) == ("entered_in_error", 1)


@pytest.mark.parametrize("at", range(ENTRIES_OF_REMOVE + 1))
def test_a_removal_that_is_killed_was_never_begun(desk: Desk, adam: ClientRef, at: int) -> None:
    left = len(desk.signin.ids(Query(client=adam.id)))
    assert cut(desk, "remove", "-", adam.id, at) == (KILLED if at else 0)
    again = sign_in(desk.signin.path)
    assert removed(again, adam) == ((False, left, False) if at else (True, 0, True))
    assert again.signin.damage == {}
    practices.lock(again, "test")


@pytest.mark.parametrize("at", range(1, ENTRIES_OF_REMOVE + 1))
def test_a_removal_that_fails_leaves_everything(
    desk: Desk, adam: ClientRef, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = len(desk.signin.ids(Query(client=adam.id)))
    refuse_at(monkeypatch, at)
    with fails("no_space"):
        mistakes.remove_client(desk, adam.id)
    monkeypatch.undo()
    assert removed(desk, adam) == (False, left, False)
    mistakes.remove_client(desk, adam.id)
    assert removed(desk, adam) == (True, 0, True)
    told = [entry.action for entry in entries(desk)]
    assert told.count("destroy") == 3
