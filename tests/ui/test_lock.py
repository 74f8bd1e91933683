"""Locking replaces the process: nothing that was shown is left in memory or in a file, and the person comes back."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.records.client import Client
from app.services import clients
from app.services.practice import practices
from app.vaults import KdfPolicy, SecretBytes
from storage.vault import TrailFilter
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.window import Window
from ui.triggers import IDLE, LOGOUT

ROOT = Path(__file__).resolve().parents[2]
PLANTED = ("Zefirynaplanted", "Wierzbickaplanted")


@pytest.fixture
def costly_vault(tmp_path: Path) -> Path:
    """A vault that a normal start opens, with a client whose name is planted."""
    path = tmp_path / "costly.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        made = practices.create(
            path, practice="Linden Practice", name="Anna Nowak", login="an", passphrase=secret,
            jurisdiction="PL", language="en", policy=KdfPolicy.floor(),
        )  # fmt: skip
    clients.register(made.desk, Client(name=" ".join(PLANTED)))
    practices.lock(made.desk, "person")
    return path


@pytest.fixture
def story(costly_vault: Path) -> Iterator[subprocess.Popen[str]]:
    """The real program in a process of its own, signed in, showing the clients."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "ui" / "stories" / "show_then_lock.py"), str(costly_vault)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    say(process, "started", PASSPHRASE)
    say(process, "shown", None)
    yield process
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    for pid in successors(costly_vault):
        os.kill(pid, signal.SIGTERM)


def test_after_a_lock_the_old_process_is_gone_and_no_planted_word_is_left(
    story: subprocess.Popen[str], costly_vault: Path, qtbot: QtBot
) -> None:
    before = words_in_memory(story.pid)
    assert all(before[word] for word in PLANTED), "the search finds what is shown"
    assert story.stdin is not None
    story.stdin.write("lock\n")
    story.stdin.flush()
    qtbot.waitUntil(lambda: story.poll() is not None, timeout=WAIT_MS)
    assert story.returncode == 0
    found = successors(costly_vault)
    assert len(found) == 1
    assert words_in_memory(found[0]) == dict.fromkeys(PLANTED, 0)
    assert PASSPHRASE not in command_line(found[0])
    for file in costly_vault.rglob("*"):
        if file.is_file():
            assert count(file.read_bytes()) == dict.fromkeys(PLANTED, 0), file.name


def test_the_fresh_process_can_unlock_the_vault_because_the_old_one_let_go(
    story: subprocess.Popen[str], costly_vault: Path, qtbot: QtBot
) -> None:
    assert story.stdin is not None
    story.stdin.write("lock\n")
    story.stdin.flush()
    qtbot.waitUntil(lambda: story.poll() is not None, timeout=WAIT_MS)
    with SecretBytes.from_text(PASSPHRASE) as secret:
        desk = practices.unlock(costly_vault, secret=secret)
    assert not [notice.name for notice in desk.signin.notices if notice.name == "session_cut"]
    practices.lock(desk, "person")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_when_the_system_ends_the_program_it_signs_off_first(
    story: subprocess.Popen[str], costly_vault: Path, qtbot: QtBot, number: signal.Signals
) -> None:
    story.send_signal(number)
    qtbot.waitUntil(lambda: story.poll() is not None, timeout=WAIT_MS)
    assert story.returncode == 0
    assert successors(costly_vault) == []
    with SecretBytes.from_text(PASSPHRASE) as secret:
        desk = practices.unlock(costly_vault, secret=secret)
    assert "session_cut" not in [notice.name for notice in desk.signin.notices]
    assert desk.signin.trail(TrailFilter(limit=9, actions=("lock",))).entries[0].facts["trigger"] == LOGOUT
    practices.lock(desk, "person")


def test_the_curtain_hides_everything_before_anything_else_happens(window: Window) -> None:
    window.settle()
    window.shell.lock()
    picture = window.shell.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 400, 5) for y in range(0, 300, 5)}
    assert len(colours) == 1


def test_the_same_person_comes_back_to_the_same_page(
    open_window: Callable[..., Window], window: Window, vault: Path
) -> None:
    window.go_to("backups")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    again = open_window(vault, why="person")
    again.unlock.enter(PASSPHRASE)
    assert again.shell.workspace.place()["page"] == "backups"


def test_the_window_locks_by_itself_when_nobody_is_there(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    window.settle()
    late = 0.0
    from ui.platform import clocks

    now, awake = clocks.elapsed_s(), clocks.awake_s()
    monkeypatch.setattr(clocks, "elapsed_s", lambda: now + late)
    monkeypatch.setattr(clocks, "awake_s", lambda: awake + late)
    window.shell.idle.touch()
    late = 9 * 60 + 30
    window.shell.idle.check()
    assert "locks in 0:30" in window.labels()
    window.move_mouse()
    window.shell.idle.check()
    assert "locks in 10:00" in window.labels()
    assert not window.shell.locker.has_begun
    late += 10 * 60 + 1
    window.shell.idle.check()
    assert window.shell.locker.has_begun


def test_waking_from_sleep_locks(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    window.settle()
    from ui.platform import clocks

    now = clocks.elapsed_s()
    monkeypatch.setattr(clocks, "elapsed_s", lambda: now + 30)
    window.shell.idle.check()
    assert window.shell.locker.has_begun


def test_work_that_a_person_started_is_finished_under_cover_before_the_idle_lock(window: Window) -> None:
    window.settle()
    go_on = threading.Event()
    results: list[bool] = []
    window.shell.ops.job(window.shell, lambda _progress: go_on.wait(20), results.append)
    window.shell.idle.expired.emit(IDLE)
    assert not window.shell.locker.has_begun
    assert window.shell.cover.is_down
    go_on.set()
    window.qtbot.waitUntil(lambda: window.shell.locker.has_begun, timeout=WAIT_MS)
    assert results == [True]


def test_a_lock_takes_two_seconds_at_most_even_when_the_vault_is_stuck(window: Window) -> None:
    window.settle()
    go_on = threading.Event()
    window.shell.ops.query(window.shell, lambda _desk: go_on.wait(30), lambda _none: None)
    begun = time.monotonic()
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    assert time.monotonic() - begun < 4  # two, and some for a busy machine
    go_on.set()


def say(process: subprocess.Popen[str], expected: str, answer: str | None) -> None:
    """Wait for the line `expected`, then answer."""
    assert process.stdout is not None
    assert process.stdin is not None
    line = process.stdout.readline().strip()
    assert line == expected, line + process.stdout.read()
    if answer is not None:
        process.stdin.write(f"{answer}\n")
        process.stdin.flush()


def command_line(pid: int) -> str:
    """The arguments of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def successors(vault: Path) -> list[int]:
    """The fresh processes that stand at the lock page of `vault`."""
    pids = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    return [pid for pid in pids if "--locked" in command_line(pid) and str(vault) in command_line(pid)]


def words_in_memory(pid: int) -> dict[str, int]:
    """How often each planted word stands in the memory of a process, in UTF-8, UTF-16 and UTF-32."""
    found = dict.fromkeys(PLANTED, 0)
    if os.geteuid() != 0:
        pytest.skip("only root may read the memory of a process that forbids it")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("ascii", "replace").splitlines():
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if span is None or "[v" in line:
                continue
            start, end = (int(part, 16) for part in span.groups())
            try:
                memory.seek(start)
                data = memory.read(end - start)
            except (OSError, OverflowError, ValueError):
                continue
            for word, times in count(data).items():
                found[word] += times
    return found


def count(data: bytes) -> dict[str, int]:
    """How often each planted word stands in `data`."""
    encodings = ("utf-8", "utf-16-le", "utf-32-le")
    return {word: sum(data.count(word.encode(encoding)) for encoding in encodings) for word in PLANTED}
