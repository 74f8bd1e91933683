"""The start: what is loaded when the unlock page can be seen, and what is done right after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Runs the real program up to its first frame and tells what is there then. A vault that does not exist is enough for
# the page: it is looked at later.
FIRST_FRAME = """
import gc, json, os, sys
sys.argv = ["clientsafe", "--locked", "/nonexistent", "--handshake"]
from ui.__main__ import start
import ui.platform.successor as successor

def tell():
    from PySide6 import QtCore, QtGui, QtWidgets
    made = {name for module in (QtCore, QtGui, QtWidgets) for name in vars(module)}
    first = {"modules": sorted(sys.modules), "made": sorted(made), "collects": gc.isenabled()}
    def tell_later():
        import ctypes
        dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
        from ui.collecting import Collector
        here = any(each.findChild(Collector) for each in QtWidgets.QApplication.topLevelWidgets())
        later = {"collects": gc.isenabled(), "here": here, "kept": gc.get_freeze_count(), "dumpable": dumpable}
        app = QtWidgets.QApplication.instance()
        app.setStyleSheet("")  # which covers the style below it
        later["style"] = app.style().name()
        os.write(1, json.dumps({"first": first, "later": later}).encode())
        os._exit(0)
    QtCore.QTimer.singleShot(0, tell_later)

successor.tell_parent = tell
sys.exit(start())
"""
BARE = "import json, sys; from PySide6 import QtCore, QtGui, QtWidgets; print(json.dumps(sorted(sys.modules)))"

# Of the program itself the unlock page needs these and no other: what is added here costs time at every start.
OURS = {
    "app", "app.costs", "app.lock_names", "app.paths", "app.texts", "ui", "ui.__main__", "ui.application", "ui.engine",
    "ui.entrance", "ui.entrance.entrance", "ui.entrance.frame", "ui.entrance.secret_form", "ui.entrance.unlock",
    "ui.language", "ui.operations", "ui.platform", "ui.platform.hardening", "ui.platform.successor", "ui.preferences",
    "ui.prompts", "ui.reports", "ui.shell", "ui.theme", "ui.theme.icons", "ui.theme.sheet", "ui.theme.theme",
    "ui.theme.tokens", "ui.triggers", "ui.widgets", "ui.widgets.buttons", "ui.widgets.fields", "ui.widgets.labels",
    "ui.widgets.layout", "ui.widgets.strip",
}  # fmt: skip
# Of others, beside what PySide6 loads by itself.
THEIRS = {"contextvars", "encodings", "gc", "json", "resource"}
# Python's picture of a Qt class is made when the class is first named, or when a call returns one. These are costly.
NOT_MADE = {
    "QAccessible", "QDialog", "QFileDialog", "QGraphicsOpacityEffect", "QKeySequence", "QMenu", "QMessageBox",
    "QShortcut", "QStyle", "QTableView", "QTextEdit",
}  # fmt: skip


def run(code: str, **more: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT, env=os.environ | more
    )
    return json.loads(done.stdout)


@cache
def told(**more: str) -> Any:
    """What the program told of its start, with `more` in its environment."""
    return run(FIRST_FRAME, **more)


def test_the_unlock_page_loads_of_the_program_what_it_needs_and_no_more() -> None:
    ours = {name for name in told()["first"]["modules"] if name.split(".")[0] in {"app", "storage", "ui"}}
    assert ours - OURS == set()
    assert OURS - ours == set()


def test_the_unlock_page_loads_hardly_a_library_beside_qt() -> None:
    more = set(told()["first"]["modules"]) - set(run(BARE))
    packages = {name.split(".")[0] for name in more}
    assert {name for name in packages if not name.startswith("_")} - {"app", "ui"} <= THEIRS


def test_the_unlock_page_makes_no_costly_class_of_qt() -> None:
    made = set(told()["first"]["made"])
    assert {"QLabel", "QMainWindow", "QPainter"} <= made
    assert made & NOT_MADE == set()


def test_the_look_is_the_same_on_every_desktop() -> None:
    assert told(QT_STYLE_OVERRIDE="Windows")["later"]["style"] == "fusion"


def test_garbage_is_collected_once_the_page_can_be_seen() -> None:
    assert told()["first"]["collects"] is False
    assert told()["later"]["here"], "nobody collects"
    assert told()["later"]["collects"] is False, "another thread than that of the window may collect"
    assert told()["later"]["kept"] > 10_000


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel")
def test_nobody_can_attach_to_the_process_once_the_page_can_be_seen() -> None:
    assert told()["later"]["dumpable"] == 0
