"""What was written in sections that the chosen format does not have: kept, and offered to those that it has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from app.texts import _
from ui.theme import Space
from ui.widgets import button, clear, label, row, set_look, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

MOST_LETTERS = 90


class KeptTexts(QFrame):
    """A strip with one line for each such section.

    Signals:
        placed(name, into): the text of section `name` goes to the end of section `into`.
    """

    placed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kept_texts")
        set_look(self, "strip", "due")
        self._shown: tuple[object, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        text = _("This format has no place for what you wrote. It is kept until you put it somewhere.")
        column.addWidget(label(text, wrap=True))
        column.addLayout(self._lines)
        self.hide()

    def show_texts(self, kept: Sequence[tuple[str, str, str]], into: Sequence[tuple[str, str]]) -> None:
        """Show `kept` as (section, its label, text); each can go `into` one of these (section, label)."""
        if self._shown == (tuple(kept), tuple(into)):
            return
        self._shown = (tuple(kept), tuple(into))
        clear(self._lines)
        for name, words, text in kept:
            said = label(_("{section}: {text}").format(section=words, text=_shortened(text)), wrap=True)
            line = row(said, self._button(name, words, into), spacing=Space.M)
            line.setStretch(0, 1)
            self._lines.addLayout(line)
        set_shown(self, bool(kept))

    def _button(self, name: str, words: str, into: Sequence[tuple[str, str]]) -> QPushButton:
        made = button(_("Put into…"), kind="quiet", glyph="arrow-down", name=f"put:{name}")
        made.setAccessibleName(_("Put into another section: {section}").format(section=words))
        menu = QMenu(made)
        for section, where in into:
            menu.addAction(where, partial(self.placed.emit, name, section)).setData(section)
        made.setMenu(menu)
        return made


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS].rstrip()}…"
