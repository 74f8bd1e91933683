"""Every view behind the first one of a page, in both languages, at the smallest size: names, Tab, whole texts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app import texts
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import NoteDriver
from tests.ui.drivers.incidents import IncidentsDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window
from ui.forms.fields import FieldSet
from ui.shell import SMALLEST

NO_CONCERN = "no_current_concern_expressed"


class WindowWatch(QObject):
    """Notes whatever is shown as a window of its own: a part shown before it has its place flashes on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[WindowWatch]:
    """Watches from the first window on."""
    made = WindowWatch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture(params=["en", "pl"])
def small_window(
    request: pytest.FixtureRequest, watch: WindowWatch, open_window: Callable[..., Window], vault: Path
) -> Window:
    """The window at its smallest, in one of the languages."""
    assert watch.shown == []
    texts.set_language(request.param)
    window = open_window(vault)
    window.shell.preferences.language = request.param
    window.unlock.enter(PASSPHRASE)
    window.shell.resize(*SMALLEST)
    window.settle()
    watch.shown.clear()
    return window


def check(window: Window) -> None:
    """All three properties of what is in sight."""
    window.settle()
    window.shell.grab()
    assert nameless(window.shell) == []
    assert unreachable(window.shell) == []
    with contextlib.suppress(window.qtbot.TimeoutError):  # Qt lays out in several turns of the event loop
        window.qtbot.waitUntil(lambda: clipped(window.shell) == [], timeout=1500)
    assert clipped(window.shell) == []


def open_everything(window: Window) -> None:
    """Open every tier of every form in sight."""
    for found in window.shell.findChildren(FieldSet):
        if found.isVisible():
            found.open_all()


def test_views_of_a_client_can_be_used_by_everybody(small_window: Window, watch: WindowWatch) -> None:
    window = small_window
    file = ClientsDriver(window).add("Maria Kowalska")
    for tab in TABS:
        file.tab(tab)
        check(window)
    for kind in ("client", "client_profile"):
        file.change(kind)
        open_everything(window)
        check(window)
        file.press("cancel_edit")
        file = FileDriver(window)
    assert watch.shown == []


def test_views_of_the_editor_can_be_used_by_everybody(small_window: Window, watch: WindowWatch) -> None:
    window = small_window
    note = ClientsDriver(window).add("Maria Kowalska").write_note()
    note.press("change_facts")
    note.use_format("soap")
    note.safety("concern_present")
    check(window)
    note.use_format("free")
    note.write("Some words.").safety(NO_CONCERN)
    signed = note.sign()
    check(window)
    signed.press("amend")
    signed.press("show_history")
    check(window)
    note = ClientsDriver(window).open_client("K-0001").write_note()
    note.show_last_note()
    check(window)
    ClientsDriver(window).open_client("K-0001").take_consent()
    check(window)
    ClientsDriver(window).open_client("K-0001").write_private_note()
    check(window)
    assert [name for name in watch.shown if not name.startswith(QMenu.__name__)] == []


def test_views_of_an_incident_can_be_used_by_everybody(small_window: Window, watch: WindowWatch) -> None:
    window = small_window
    page = IncidentsDriver(window)
    page.begin()
    open_everything(window)
    check(window)
    page.answer("A client slipped.", "Stairs", "no")
    incident = page.sign()
    for stop in incident.stops():
        incident.go_to_step(stop)
        open_everything(window)
        check(window)
    assert watch.shown == []


def test_the_search_panel_can_be_used_by_everybody(small_window: Window, watch: WindowWatch) -> None:
    window = small_window
    ClientsDriver(window).add("Maria Kowalska")
    search = SearchDriver(window)
    search.look_for("maria")
    window.shell.grab()
    assert nameless(search.panel) == []
    assert clipped(search.panel) == []
    assert watch.shown == []


def test_a_note_can_be_written_at_any_width(small_window: Window) -> None:
    window = small_window
    ClientsDriver(window).add("Maria Kowalska").write_note()
    for width in (1024, 1280, 1920):
        window.shell.resize(width, 700)
        check(window)
    assert NoteDriver(window).shows("text")
