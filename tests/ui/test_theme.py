"""The tokens keep what accessibility wants, and every glyph that is named exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.records.client import Client
from app.services import clients
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.window import Window
from ui.forms.text import NoteEdit
from ui.navigation import Page
from ui.theme import SYSTEM, Scheme, Theme, current, icon
from ui.theme.icons import glyphs
from ui.theme.tokens import SCHEMES, contrast

ROOT = Path(__file__).resolve().parents[2]
GROUNDS = ("canvas", "surface", "sunken", "hover")
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
    dark = window.shell.grab().toImage().pixelColor(5, 400).name()
    window.shell.theme.choose("light")
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
    window.shell.theme.choose(SYSTEM)
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
    assert [page for page in pages if isValid(page)] == [window.shell.workspace.current_page()]
    edit = window.find(NoteEdit, "")
    colours = {each.format.foreground().color().name() for each in edit.document().firstBlock().layout().formats()}
    assert current().muted in colours, "the marks have the colours of the new look"
    assert note.text("text") == "# Words that nobody has saved"
    window.shell.theme.choose(SYSTEM)


def test_an_icon_of_no_size_is_no_picture_and_no_complaint(qtlog: Any) -> None:
    assert icon("lock").pixmap(QSize(0, 0)).isNull()
    assert icon("lock").pixmap(QSize(0, 16), 2.0).isNull()
    assert [each.message for each in qtlog.records if "QPainter" in each.message] == []
