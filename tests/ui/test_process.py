"""What the process asks of the system, what it leaves on the disk, what it gives its successor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app import paths
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.window import Window
from ui.application import parse
from ui.clipboard import Clipboard, sensitive
from ui.context import Who
from ui.platform.successor import Successor, command
from ui.preferences import Preferences

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_the_process_leaves_no_core_dump_and_cannot_be_attached_to() -> None:
    code = (
        "import ctypes, os, resource; from ui.platform.hardening import harden, refuse_debuggers;"
        "harden(); refuse_debuggers();"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), oct(os.umask(0)))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert told.stdout.split("\n")[0] == "(0, 0) 0 0o77"


def test_the_fresh_process_is_told_the_vault_the_reason_and_the_place_and_nothing_else(tmp_path: Path) -> None:
    made = command(tmp_path, "idle", QRect(10, 20, 1200, 800))
    asked = parse(made[made.index("ui") + 1 :])
    assert (asked.vault, asked.why, asked.window, asked.handshake) == (tmp_path, "idle", "10,20,1200,800", True)


def test_a_fresh_process_that_shows_nothing_is_noticed(qtbot: QtBot) -> None:
    for arguments in ([sys.executable, "-c", ""], ["/nonexistent/program"]):
        successor = Successor()
        with qtbot.waitSignal(successor.failed, timeout=WAIT_MS):
            successor.start(arguments)


def test_a_fresh_process_says_when_it_is_shown(qtbot: QtBot) -> None:
    successor = Successor()
    code = "from ui.platform.successor import tell_parent; tell_parent(); print('nobody hears this'); input()"
    with qtbot.waitSignal(successor.is_shown, timeout=WAIT_MS):
        successor.start([sys.executable, "-c", code])
    assert successor.process is not None
    assert successor.process.wait() == 1  # its standard input is empty


def test_the_settings_file_is_private_and_holds_nothing_personal(window: Window) -> None:
    window.shell.preferences.look = "dark"
    window.shell.preferences.in_captures = True
    window.shell.preferences.keep_widths("clients", [10, 20])
    window.settle()
    file = paths.settings_folder() / "settings.json"
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert not [word for word in ("Anna", "Nowak", "Linden") if word in text]
    assert set(json.loads(text)) <= {"last_vault", "theme", "window", "language"}


def test_preferences_outlive_the_program_and_a_damaged_file_is_no_failure() -> None:
    first = Preferences()
    first.in_captures = True
    first.keep_widths("clients", [100, 200])
    first.backup_folder = Path("/media/stick")
    again = Preferences()
    assert (again.in_captures, again.widths("clients"), again.backup_folder) == (True, [100, 200], Path("/media/stick"))
    (paths.settings_folder() / "settings.json").write_text("{", "utf-8")
    assert Preferences().in_captures is False


def test_what_is_copied_is_marked_and_gone_after_a_lock(window: Window) -> None:
    window.shell.clipboard.copy("from a note")
    assert QGuiApplication.clipboard().text() == "from a note"
    assert "x-kde-passwordManagerHint" in sensitive("x").formats()
    window.shell.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_what_others_put_on_the_clipboard_is_left_alone(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("theirs")
    monkeypatch.setattr(clipboard, "ownsClipboard", lambda: False)
    Clipboard().clear_own()
    assert clipboard.text() == "theirs"
    clipboard.clear()


@pytest.mark.parametrize(
    ("name", "initials"), [("Anna Nowak", "AN"), ("Anna Maria Nowak", "AN"), ("Łucja", "Ł"), ("", "L"), ("  ", "L")]
)
def test_initials_are_made_of_every_name(name: str, initials: str) -> None:
    assert Who("1", name, "login", "owner", "", alone=True).initials == initials


def test_the_title_of_the_window_never_names_a_person(
    open_window: Callable[..., Window], window: Window, vault: Path
) -> None:
    window.settle()
    assert window.shell.windowTitle() == "ClientSafe"
    assert os.sep not in window.shell.windowTitle()


def test_a_word_that_the_program_does_not_know_ends_it_with_a_sentence() -> None:
    with pytest.raises(SystemExit, match="not understood"):
        parse(["--colour", "red"])
