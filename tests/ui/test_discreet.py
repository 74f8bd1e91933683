"""Discreet mode: with it on, no name of a client or of somebody around one stands anywhere in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)  # fmt: skip

from app import clock
from app.desk import Desk
from app.services import records
from app.services.client_files import files
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window
from ui.all_pages import page_specs

NAMES = ("Zefiryn", "Wierzbick", "Zefira", "Dobromi", "Gniewosz", "Bożydar", "Sulisław")
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def plant(desk: Desk) -> str:
    """A client whose name stands everywhere that it can, and people around her; the id."""
    body: dict[str, Any] = {
        "name": "Zefiryna Wierzbicka", "aliases": ["Zefira"],
        "emails": [{"address": "zefiryna.wierzbicka@example.org"}],
        "emergency_contacts": [{"name": "Dobromiła", "relationship": "sister"}],
        "desk_alerts": [{"text": "Zefiryny nie witać po imieniu", "do_not_contact": "Gniewosz"}],
    }  # fmt: skip
    made = records.save(desk, records.start(desk, "client").with_values(body)).record
    files.open(desk, made)
    profile = {
        "representatives": [{"name": "Gniewosz", "relationship": "brother", "is_person_feared": True}],
        "gp_name": "Sulisława",
    }
    records.save(desk, records.start(desk, "client_profile", made).with_values(profile))
    person = {"name": "Bożydar", "relationship": "father", "roles": ["parent"]}
    records.save(desk, records.start(desk, "related_person", made).with_values(person))
    note = {"started": {"at": f"{clock.today().isoformat()}T09:00", "zone": "Europe/Warsaw"}, "text": "A diary."}
    editing = records.start(desk, "session_note", made).with_values(
        note | {"risk_statement": "no_current_concern_expressed"}
    )
    records.sign(desk, editing)
    draft = {"text": "Zefiryna prowadzi dziennik.", **note}
    records.keep(desk, records.start(desk, "session_note", made).with_values(draft | {"text": "A diary of Zefiryna."}))
    records.keep(desk, records.start(desk, "document", made).with_values({"title": "List w sprawie Zefiryny"}))
    return made


@pytest.fixture
def client(window: Window) -> str:
    """The planted client's id."""
    found: list[str] = []
    window.shell.ops.command(window.shell, plant, found.append, changes={"client"})
    window.settle()
    return found[0]


def texts_of(model: QAbstractItemModel | None) -> Iterator[str]:
    """Every cell of a table or list, with its tooltip and its name for screen readers."""
    if model is None:
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for line in range(model.rowCount()):
        for place in range(columns):
            yield from (str(model.data(model.index(line, place), role) or "") for role in ROLES)


def texts_in(window: Window) -> list[str]:
    """Every text of every widget that is shown, tooltips, names for screen readers and titles of windows too."""
    found = [title for each in QGuiApplication.topLevelWindows() for title in [each.title()]]
    for each in [window.shell, *window.shell.findChildren(QWidget)]:
        if each.objectName() == "search_field" or not (each.isVisible() or isinstance(each, QMenu)):
            continue  # what the person types is theirs
        found += [each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.windowTitle()]
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            found.append(each.text())
        if isinstance(each, QTextEdit | QPlainTextEdit):
            found.append(each.toPlainText())
        if isinstance(each, QComboBox):
            found += texts_of(each.model())
        if isinstance(each, QAbstractItemView):
            found += texts_of(each.model())
    return found


def names_in(window: Window) -> list[str]:
    """The planted names that can be read anywhere now."""
    text = "\n".join(texts_in(window)).casefold()
    return [name for name in NAMES if name.casefold() in text]


def walk(window: Window, client: str) -> Iterator[tuple[str, list[str]]]:
    """Every page, every tab of the client's file, and the search; the names that stand there."""
    for spec in page_specs():
        if spec.in_navigation:
            window.go_to(spec.name)
            yield spec.name, names_in(window)
    window.go_to("client", client)
    tabs = window.find(QTabWidget, "file_tabs")
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        window.settle()
        yield f"file: {tabs.tabText(number)}", names_in(window)
    window.go_to("clients")
    search = SearchDriver(window)
    for words in ("diary", "Zefiryna", "Bożydar"):
        search.look_for(words)
        yield f"search: {words}", names_in(window)
    search.press_key(Qt.Key.Key_Escape)


def toggle(window: Window) -> None:
    window.activate()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.shell.windowHandle(), Qt.Key.Key_D, keys)
    window.settle()


def test_in_discreet_mode_no_page_says_a_name(window: Window, client: str) -> None:
    said = dict(walk(window, client))
    assert "Zefiryn" in said["clients"]
    assert set(NAMES) <= {name for names in said.values() for name in names}, "the walk finds what is there"
    toggle(window)
    assert "Names are hidden" in window.labels()
    assert [(place, names) for place, names in walk(window, client) if names] == []
    toggle(window)
    assert "Zefiryn" in dict(walk(window, client))["clients"]


def test_the_page_that_is_open_follows_at_once_and_the_place_stays(window: Window, client: str) -> None:
    window.go_to("client", client)
    before = window.shell.workspace.place()
    assert names_in(window)
    toggle(window)
    assert names_in(window) == []
    assert window.shell.workspace.place() == before
    assert window.shell.windowTitle() == "ClientSafe · K-0001"


def test_it_holds_after_a_lock(open_window: Callable[..., Window], window: Window, client: str, vault: Path) -> None:
    toggle(window)
    window.go_to("client", client)
    window.end()
    again = open_window(vault, why="person")
    again.unlock.enter(PASSPHRASE)
    again.settle()
    assert names_in(again) == []
    assert "Names are hidden" in again.labels()


def test_what_is_being_written_is_kept_when_the_mode_changes(window: Window, client: str) -> None:
    from tests.ui.drivers.editor import NoteDriver

    window.go_to("session_note", None)
    window.shell.workspace.context.navigator.go_to("session_note", None, client=client)
    window.settle()
    NoteDriver(window).write("Half a sentence")
    toggle(window)
    assert NoteDriver(window).text("text") == "Half a sentence"


def test_the_menu_of_the_person_has_it_too(window: Window) -> None:
    bar = window.shell.workspace._top
    menu = bar._menu()
    action = next(each for each in menu.actions() if each.objectName() == "discreet")
    assert not action.isChecked()
    action.trigger()
    window.settle()
    assert "Names are hidden" in window.labels()
    again = next(each for each in bar._menu().actions() if each.objectName() == "discreet")
    assert again.isChecked()
