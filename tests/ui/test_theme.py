"""The tokens keep what accessibility wants, and every glyph that is named exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from shiboken6 import isValid

from app.records.client import Client
from app.services import clients
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from ui.commands import COMMANDS
from ui.curtain import Curtain
from ui.forms.steps import steps
from ui.forms.text import NoteEdit
from ui.navigation import Page
from ui.theme import SYSTEM, Scheme, Theme, current, icon
from ui.theme.icons import glyphs
from ui.theme.tokens import SCHEMES, contrast
from ui.widgets import label
from ui.widgets.labels import set_tone

ROOT = Path(__file__).resolve().parents[2]
GROUNDS = ("canvas", "surface", "sunken", "hover")
ROLES = [role for role in QPalette.ColorRole if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles)]
SOFT = {"accent": "accent_soft", "danger": "danger_soft", "due": "due_soft", "good": "good_soft"}


@pytest.mark.parametrize("scheme", list(Scheme))
def test_text_has_a_contrast_of_at_least_4_5_on_every_ground(scheme: Scheme) -> None:
    colours = SCHEMES[scheme]
    pairs = [*product(("text", "muted"), (*GROUNDS, "accent_soft")), *product(SOFT, ("canvas", "surface", "sunken"))]
    pairs += [*SOFT.items(), *(("text", soft) for soft in SOFT.values()), ("text", "mark")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_danger", "danger"), ("surface", "text")]
    weak = [
        (front, ground, round(contrast(getattr(colours, front), getattr(colours, ground)), 2))
        for front, ground in pairs
        if contrast(getattr(colours, front), getattr(colours, ground)) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("scheme", list(Scheme))
def test_edges_and_focus_have_a_contrast_of_at_least_3(scheme: Scheme) -> None:
    colours = SCHEMES[scheme]
    for front, ground in product(("edge", "accent"), ("canvas", "surface", "sunken")):
        assert contrast(getattr(colours, front), getattr(colours, ground)) >= 3.0, (front, ground)


def test_every_glyph_named_in_the_program_is_in_the_font() -> None:
    known = set(glyphs())
    call = re.compile(
        r'(?:icon|IconLabel|pixmap|EmptyState)\(\s*"([a-z0-9-]+)"|glyph="([a-z0-9-]+)"|, icon="([a-z0-9-]+)"'
    )
    named = {
        name
        for file in (ROOT / "ui").rglob("*.py")
        for found in call.findall(file.read_text("utf-8"))
        for name in found
        if name
    }
    assert named
    assert named - known == set()


def test_an_icon_is_drawn_in_the_colour_of_the_theme(qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    seen = set()
    for look in ("light", "dark"):
        theme.choose(look)
        picture = icon("lock", "accent").pixmap(QSize(48, 48)).toImage()
        strongest = max(
            (picture.pixelColor(x, y) for x in range(48) for y in range(48)), key=lambda colour: colour.alpha()
        )
        assert strongest.alpha() > 200
        seen.add(strongest.name())
        wanted = current().accent
        assert all(abs(int(strongest.name()[i : i + 2], 16) - int(wanted[i : i + 2], 16)) < 8 for i in (1, 3, 5))
    assert len(seen) == 2
    theme.choose("light")


def test_the_look_can_be_changed_while_the_program_runs(open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.shell.theme.choose("dark")
    window.settle()
    dark = window.shell.grab().toImage().pixelColor(5, 400).name()
    window.shell.theme.choose("light")
    window.settle()
    light = window.shell.grab().toImage().pixelColor(5, 400).name()
    assert dark == SCHEMES[Scheme.DARK].canvas
    assert light == SCHEMES[Scheme.LIGHT].canvas
    window.shell.theme.choose(SYSTEM)


class Styled(QWidget):
    """Counts how often it gets another style."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.times += 1
        super().changeEvent(event)


def test_another_look_styles_no_widget_once_for_each_of_its_parents(open_window: Callable[..., Window]) -> None:
    window = open_window()
    outer: QWidget = window.shell
    for _level in range(8):
        outer = QWidget(outer)
    inner = Styled(outer)
    window.shell.theme.choose("dark")
    window.settle()
    window.shell.theme.choose(SYSTEM)
    window.settle()
    assert 0 < inner.times <= 4


def test_another_look_lets_go_of_pages_that_nobody_sees_and_of_nothing_that_is_written(window: Window) -> None:
    client: list[str] = []
    window.shell.ops.command(
        window.shell, lambda desk: clients.register(desk, Client(name="Ewa Lis")).id, client.append
    )
    window.go_to("trail")
    window.go_to("client", client[0])
    note = FileDriver(window).write_note().write("# Words that nobody has saved")
    pages = window.shell.workspace.findChildren(Page)
    assert len(pages) > 2
    window.shell.theme.choose("dark")
    window.settle()
    assert [page for page in pages if isValid(page)] == [window.shell.workspace.current_page()]
    edit = window.find(NoteEdit, "")
    colours = {each.format.foreground().color().name() for each in edit.document().firstBlock().layout().formats()}
    assert current().muted in colours, "the marks have the colours of the new look"
    assert note.text("text") == "# Words that nobody has saved"
    window.shell.theme.choose(SYSTEM)


def by_settings(window: Window) -> None:
    SettingsDriver(window, "appearance").pick("look", "dark")


def by_command(window: Window) -> None:
    next(one for one in COMMANDS if one.name == "look_dark").run(window.shell.workspace)


def looks(window: Window) -> dict[QWidget, tuple[str, list[str]]]:
    """Letters and colours of everything in the window."""
    return {
        each: (each.font().toString(), [each.palette().color(role).name() for role in ROLES])
        for each in window.shell.findChildren(QWidget)
    }


@pytest.mark.parametrize("change", [by_settings, by_command])
def test_another_look_is_what_qt_makes_of_it_and_leaves_what_was_begun(
    window: Window, qapp: QApplication, change: Callable[[Window], None]
) -> None:
    settings = SettingsDriver(window, "practice")
    settings.type_into("my_name", "Anna Maria")
    by_name = window.find(QLineEdit, "my_name")
    change(window)
    window.shell.theme.choose_text_size(125)
    window.settle()
    window.shell.theme.choose_text_size(100)
    bar = next(
        area for area in window.shell.findChildren(QScrollArea) if area.isAncestorOf(by_name)
    ).verticalScrollBar()
    window.settle()
    settings.go_to("retention")
    was_at = bar.value()
    assert was_at > 0
    by_name.setFocus()
    window.shell.theme.choose("contrast")
    window.settle()
    assert window.shell.focusWidget() is by_name
    assert (by_name.text(), by_name.isUndoAvailable(), bar.value()) == ("Anna Maria", True, was_at)
    ours = looks(window)
    sheet = qapp.styleSheet()
    qapp.setStyleSheet("")
    qapp.setStyleSheet(sheet)
    theirs = looks(window)
    assert {each: (look, theirs[each]) for each, look in ours.items() if theirs[each] != look} == {}
    window.shell.theme.choose(SYSTEM)


def test_a_tone_that_is_taken_away_later_leaves_no_colour_of_another_look(open_window: Callable[..., Window]) -> None:
    window = open_window()
    words = label("Words", tone="danger")
    words.setParent(window.shell)
    words.show()
    window.shell.theme.choose("dark")
    window.settle()
    set_tone(words, "")
    assert words.palette().color(QPalette.ColorRole.WindowText).name() == SCHEMES[Scheme.DARK].text
    window.shell.theme.choose(SYSTEM)


class Paints(QObject):
    """Notes of each paint of a widget whether steps were still waiting then."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.early: list[bool] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.early.append(not steps().is_idle)
        return False


def test_another_look_takes_small_steps_and_is_seen_when_all_are_done(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go_to("settings")
    QApplication.processEvents()
    paints = Paints(window.shell)
    monkeypatch.setattr(steps(), "slice_s", 0.0005)
    window.shell.theme.choose("dark")
    assert not steps().is_idle, "another turn goes on with it"
    window.shell.update()
    window.settle()
    window.qtbot.waitUntil(lambda: bool(paints.early), timeout=WAIT_MS)
    assert not any(paints.early)
    window.shell.theme.choose(SYSTEM)


def test_a_window_that_was_to_be_painted_as_its_look_began_to_change_is_painted_then(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    paints = Paints(window.shell)
    monkeypatch.setattr(steps(), "slice_s", 0.0005)
    window.shell.update()
    window.shell.theme.choose("dark")
    window.settle()
    window.qtbot.waitUntil(lambda: bool(paints.early), timeout=WAIT_MS)
    assert not any(paints.early)
    window.shell.theme.choose(SYSTEM)


def test_a_window_is_covered_at_once_while_its_look_changes(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps(), "slice_s", 0.0005)
    curtain = window.shell.findChild(Curtain)
    assert curtain is not None
    paints = Paints(curtain)
    window.shell.theme.choose("dark")
    window.shell.cover.drop("Hidden", way_back=True)
    assert paints.early == [True]
    window.settle()
    window.shell.cover.lift()
    window.shell.theme.choose(SYSTEM)


def test_an_icon_of_no_size_is_no_picture_and_no_complaint(qtlog: Any) -> None:
    assert icon("lock").pixmap(QSize(0, 0)).isNull()
    assert icon("lock").pixmap(QSize(0, 16), 2.0).isNull()
    assert [each.message for each in qtlog.records if "QPainter" in each.message] == []
