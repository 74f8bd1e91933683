"""The frame around the pages: navigation, keys, status bar, language, and where one comes back to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from app.records.client import Client
from app.services import clients
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.window import Window
from ui.all_pages import page_specs
from ui.shortcuts import KeyList
from ui.warming import Warming
from ui.widgets.sidenav import SideNavigation

CONTROL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).resolve().parents[2]


def register(window: Window, name: str) -> str:
    """A client in Anna's practice; the id."""
    found: list[str] = []
    window.shell.ops.command(
        window.shell, lambda desk: clients.register(desk, Client(name=name)).id, found.append, changes={"client"}
    )
    window.settle()
    return found[0]


def test_control_and_a_number_goes_to_that_page(window: Window) -> None:
    window.activate()
    listed = [spec.name for spec in page_specs() if spec.in_navigation]
    for number, name in reversed(list(enumerate(listed, start=1))):
        QTest.keyClick(window.shell, Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        window.settle()
        assert window.shell.workspace.place()["page"] == name
        assert window.find(QToolButton, f"go_{name}").isChecked()


def test_alt_left_goes_back_to_where_one_was(window: Window) -> None:
    window.activate()
    window.go_to("trail")
    window.go_to("backups")
    QTest.keyClick(window.shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert window.shell.workspace.place()["page"] == "trail"


def test_f6_goes_round_the_parts_of_the_window(window: Window) -> None:
    window.settle()
    window.activate()
    seen = []
    for _press in range(3):
        QTest.keyClick(window.shell, Qt.Key.Key_F6)
        focus = window.shell.focusWidget()
        assert focus is not None
        navigation = window.find(SideNavigation, "side_navigation").isAncestorOf(focus)
        seen.append("navigation" if navigation else focus.objectName())
    assert seen[0] != seen[1] != seen[2]
    assert "navigation" in seen
    assert "search" in seen


def test_a_question_mark_lists_the_keys_but_can_be_typed_into_a_field(window: Window) -> None:
    window.activate()
    window.go_to("trail")
    window.shell.setFocus()
    QTest.keyClicks(window.shell, "?")
    assert any(each.isVisible() for each in window.shell.findChildren(KeyList))
    for each in window.shell.findChildren(KeyList):
        each.close()


def test_the_language_changes_at_once_and_the_place_stays(window: Window) -> None:
    client = register(window, "Ewa Lis")
    window.go_to("client", client)
    window.shell.change_language("pl")
    window.settle()
    assert window.shell.workspace.place()["record"] == client
    assert window.find(QToolButton, "go_clients").text() != "Clients"
    assert window.shell.preferences.language == "pl"


def test_the_title_shows_the_code_of_the_open_file_and_never_the_name(window: Window) -> None:
    client = register(window, "Ewa Lis")
    window.go_to("client", client)
    assert window.shell.windowTitle() == "ClientSafe · K-0001"
    window.go_to("clients")
    assert window.shell.windowTitle() == "ClientSafe"


def test_what_is_being_typed_survives_a_lock_and_the_person_comes_back_to_it(
    open_window: Callable[..., Window], window: Window, vault: Path
) -> None:
    client = register(window, "Ewa Lis")
    window.go_to("client", client)
    note = FileDriver(window).write_note()
    note.write("A sentence that nobody has saved")
    window.shell.lock()  # at once, long before the draft would save itself
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    again = open_window(vault, why="person")
    again.unlock.enter(PASSPHRASE)
    again.settle()
    from tests.ui.drivers.editor import NoteDriver

    assert NoteDriver(again).text("text") == "A sentence that nobody has saved"


def test_the_frame_of_the_window_stands_before_its_page_is_made_and_a_lock_then_forgets_no_place(
    open_window: Callable[..., Window], window: Window, vault: Path
) -> None:
    window.go_to("trail")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    again = open_window(vault, why="person")
    seen: list[object] = []
    again.shell.entered.connect(lambda _arrival: seen.append(again.shell.workspace.current_page()))
    again.shell.entered.connect(lambda _arrival: again.shell.lock())
    again.unlock.try_to(PASSPHRASE)
    again.qtbot.waitUntil(lambda: again.shell.is_signed_in and again.shell.locker.is_over, timeout=WAIT_MS)
    assert seen == [None]
    third = open_window(vault, why="person")
    third.unlock.enter(PASSPHRASE)
    third.settle()
    assert third.shell.workspace.place()["page"] == "trail"


def test_who_goes_elsewhere_before_the_first_page_is_made_stays_there(
    open_window: Callable[..., Window], vault: Path
) -> None:
    window = open_window(vault)
    window.shell.entered.connect(lambda _arrival: window.shell.workspace.context.navigator.go_to("backups"))
    window.unlock.enter(PASSPHRASE)
    window.settle()
    assert window.shell.workspace.place()["page"] == "backups"


def test_the_status_bar_says_when_something_was_saved(window: Window) -> None:
    client = register(window, "Ewa Lis")
    window.go_to("client", client)
    FileDriver(window).write_note().write("Some words").wait_until_kept()
    assert any(text.startswith("saved ") for text in window.labels())


class ShownWindows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(f"{type(watched).__name__} {watched.objectName()} {watched.property('text')}")
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(
    open_window: Callable[..., Window], vault: Path, qapp: QApplication
) -> None:
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    window = open_window(vault)
    window.unlock.enter(PASSPHRASE)
    client = register(window, "Ewa Lis")
    for spec in page_specs():
        window.go_to(spec.name if spec.name not in {"client_file", "editor"} else "clients")
    window.go_to("client", client)
    FileDriver(window).write_note()
    qapp.removeEventFilter(shown)
    assert [kind for kind in shown.kinds if not kind.startswith("Shell")] == []


def test_no_screen_of_the_entrance_flashes_up_either(open_window: Callable[..., Window], qapp: QApplication) -> None:
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    window = open_window()
    window.press("create")
    window.create.practice("Linden Practice", "Anna Nowak")
    window.shell.entrance.show_restore()
    window.settle()
    qapp.removeEventFilter(shown)
    assert [kind for kind in shown.kinds if not kind.startswith("Shell")] == []


def test_every_item_of_the_navigation_has_room_for_its_title_when_it_is_open(window: Window) -> None:
    for code in ("en", "pl"):
        window.shell.change_language(code)
        window.settle()
        for item in window.find(SideNavigation, "side_navigation").findChildren(QToolButton):
            bold = item.font()
            bold.setWeight(QFont.Weight.DemiBold)
            assert item.width() >= QFontMetrics(bold).horizontalAdvance(item.text()) + 24 + 24


class GreedyLine(QLineEdit):
    """A line that wants Ctrl+K for itself, as every line does on X11: there it deletes to the end."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def test_ctrl_k_opens_the_search_also_from_a_line_that_wants_the_key_itself(window: Window) -> None:
    line = GreedyLine(window.shell.workspace)
    line.show()
    line.setFocus()
    window.qtbot.waitUntil(line.hasFocus)
    QTest.keyClick(window.shell.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.find(QLineEdit, "search_field")


EVERY_PAGE = """
import pkgutil, sys
from importlib import import_module
from ui import all_pages, arrival, warming
for load in (*warming.BELOW, *warming.PARTS):
    load()
known = set(sys.modules)
for spec in all_pages.page_specs():
    package = import_module(spec.build.__module__)
    for each in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        import_module(each.name)
print(*sorted(name for name in set(sys.modules) - known if name.startswith(("ui.", "app."))))
"""


def test_no_module_is_left_to_load_when_somebody_goes_to_a_page(window: Window) -> None:
    with window.qtbot.waitSignal(Warming(window.shell.ops, window.shell).finished, timeout=WAIT_MS):
        pass
    done = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == ""
