"""Nothing personal outside the vault: not in titles, notifications, recent files, settings or names of files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.window import Window
from tests.ui.test_discreet import NAMES, plant, walk

FOLDERS = ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "TMPDIR")


class Titles(QObject):
    """Remembers every title that a window ever had, and every icon text."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched.isWindow():
            self.seen |= {watched.windowTitle(), watched.windowFilePath()}
        elif isinstance(watched, QWindow):
            self.seen |= {watched.title(), watched.filePath()}
        del event
        return False


@pytest.fixture
def titles(qapp: QApplication) -> Iterator[Titles]:
    """The titles of all windows from now on."""
    made = Titles()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def outside(vault: Path, tmp_path: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of this run with its contents; of the vault only the names of its files count."""
    folders = [tmp_path, *(Path(os.environ[name]) for name in FOLDERS if name in os.environ and name != "TMPDIR")]
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                yield file, b"" if vault in file.parents else file.read_bytes()


def test_no_planted_name_leaves_the_vault(window: Window, titles: Titles, vault: Path, tmp_path: Path) -> None:
    found: list[str] = []
    window.shell.ops.command(window.shell, plant, found.append, changes={"client"})
    window.settle()
    for _place, _names in walk(window, found[0]):
        window.shell.preferences.keep_widths("clients", [100, 200])
    window.activate()
    window.go_to("client", found[0])
    window.shell.clipboard.copy("Zefiryna")
    window.shell.manners.hide_window()
    QTest.keyClick(window.shell.windowHandle(), Qt.Key.Key_A)
    window.shell.lock()
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    assert "ClientSafe · K-0001" in titles.seen
    assert [title for title in titles.seen if any(name in title for name in NAMES)] == []
    files = list(outside(vault, tmp_path))
    assert any(file.name == "settings.json" for file, _data in files)
    told = [
        str(file)
        for file, data in files
        if any(name in str(file) or name.encode() in data or name.encode("utf-16-le") in data for name in NAMES)
    ]
    assert told == []
    assert window.shell.findChildren(QSystemTrayIcon) == []
