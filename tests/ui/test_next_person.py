"""Ctrl+L and the next person's button: in, and nothing of who was here before is left for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app import paths
from app.desk import Desk
from app.records.client import Client
from app.services import clients
from app.services.practice import practices
from app.vaults import KdfPolicy, SecretBytes
from tests.ui.colleagues import TOMASZ, add_people, as_person
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.people import LockPage
from tests.ui.drivers.window import Window
from tests.ui.test_alone import shown_texts
from tests.ui.test_lock import PLANTED, ROOT, count, say, successors, words_in_memory
from tests.ui.walk import pages

NAME = " ".join(PLANTED)


def plant(desk: Desk) -> str:
    """Anna's client, whom she shares with nobody."""
    return clients.register(desk, Client(name=NAME)).id


@pytest.fixture
def shared(vault: Path) -> Path:
    """Two people, and a client of the first."""
    add_people(vault, 1)
    as_person(vault, "an", PASSPHRASE, plant)
    return vault


def test_the_next_person_finds_nothing_of_the_one_before(open_window: Callable[..., Window], shared: Path) -> None:
    first = open_window(shared)
    LockPage(first).enter("an", PASSPHRASE)
    first.settle()
    file = ClientsDriver(first).open_client("K-0001")
    assert any(PLANTED[0] in text for text in shown_texts(first.shell))
    del file
    first.shell.clipboard.copy(PLANTED[0])
    first.shell.preferences.note_command("new_client")
    first.shell.lock()
    first.qtbot.waitUntil(lambda: first.shell.locker.is_over, timeout=WAIT_MS)
    first.end()
    second = open_window(shared, why="person")
    LockPage(second).enter("tw", TOMASZ)
    second.settle()
    assert second.shell.workspace.place()["page"] == "today"
    assert QGuiApplication.clipboard().text() == ""
    assert second.shell.preferences.recent_commands == []
    seen: set[str] = set()
    for _page in pages(second):
        seen |= {text for text in shown_texts(second.shell) if any(word in text for word in PLANTED)}
        seen |= {each.text() for each in second.shell.findChildren(QLineEdit) if any(w in each.text() for w in PLANTED)}
    assert seen == set()
    kept = (paths.settings_folder() / "settings.json").read_bytes()
    assert count(kept) == dict.fromkeys(PLANTED, 0)


@pytest.fixture
def costly_shared(tmp_path: Path) -> Path:
    """The same in a vault that a normal start opens."""
    path = tmp_path / "costly.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        made = practices.create(
            path, practice="Linden Practice", name="Anna Nowak", login="an", passphrase=secret,
            jurisdiction="PL", language="en", policy=KdfPolicy.floor(),
        )  # fmt: skip
    plant(made.desk)
    practices.lock(made.desk, "person")
    add_people(path, 1, KdfPolicy.floor())
    return path


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """Ends what a test has started."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


def sit_down(vault: Path, login: str, passphrase: str, processes: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    """The real program in a process of its own, signed in by a button, showing the clients."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "ui" / "stories" / "show_then_lock.py"), str(vault), login],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    processes.append(process)
    say(process, "started", passphrase)
    say(process, "shown", None)
    return process


def lock(process: subprocess.Popen[str], vault: Path, qtbot: QtBot) -> int:
    """Lock it; the process that took its place at the lock page."""
    assert process.stdin is not None
    process.stdin.write("lock\n")
    process.stdin.flush()
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=WAIT_MS)
    found = successors(vault)
    assert len(found) == 1
    return found[0]


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_no_planted_word_is_left_in_memory_for_the_next_person(
    costly_shared: Path, processes: list[subprocess.Popen[str]], qtbot: QtBot
) -> None:
    anna = sit_down(costly_shared, "an", PASSPHRASE, processes)
    assert all(words_in_memory(anna.pid).values()), "the search finds what is shown"
    at_lock_page = lock(anna, costly_shared, qtbot)
    assert words_in_memory(at_lock_page) == dict.fromkeys(PLANTED, 0)
    os.kill(at_lock_page, signal.SIGTERM)
    qtbot.waitUntil(lambda: not successors(costly_shared), timeout=WAIT_MS)
    tomasz = sit_down(costly_shared, "tw", TOMASZ, processes)
    assert words_in_memory(tomasz.pid) == dict.fromkeys(PLANTED, 0)
    os.kill(lock(tomasz, costly_shared, qtbot), signal.SIGTERM)
    for file in costly_shared.rglob("*"):
        if file.is_file():
            assert count(file.read_bytes()) == dict.fromkeys(PLANTED, 0), file.name
