"""Warns of names in a text about clients: marks them where they stand, and puts the code there at one press."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from app.services.supervision import name_checking
from app.texts import _, ngettext
from ui.forms.simple import LineControl
from ui.forms.text import NoteEdit
from ui.theme import current
from ui.widgets import IconLabel, button, clear, column, label, row
from ui.widgets.flow import FlowLayout
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.rules.names import Found, NameBook
    from ui.context import Context

SETTLE_MS = 300
MOST_WORDS = 8
MOST_CHOICES = 3  # where several people are called so


class NameWatch(QFrame):
    """Stands beside texts and looks at them while they are written; never in the way of signing."""

    def __init__(
        self, context: Context, area: QWidget, *, lines: Iterable[str] = (), meant: Callable[[], Iterable[str]] = tuple
    ) -> None:
        """`area` holds the texts. `lines`: one-line fields to look at too. `meant`: the clients it is about."""
        super().__init__()
        self.setObjectName("name_watch")
        set_card(self)
        self._area, self._lines, self._meant = area, frozenset(lines), meant
        self._book: NameBook | None = None
        self._title = label(wrap=True)
        self._title.setProperty("strong", "true")
        self._buttons = FlowLayout()
        hint = label(
            _("A press puts the code there. Undo brings the name back."), size="small", tone="muted", wrap=True
        )
        head = row(IconLabel("circle-alert", "due"), self._title)
        head.setStretch(1, 1)
        inside = column(head, self._buttons, hint)
        inside.setContentsMargins(12, 8, 12, 8)
        self.setLayout(inside)
        self._shown: list[tuple[str, str]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.look)
        self.hide()
        context.ops.query(self, name_checking.book, self._on_book, lambda _error: None)

    def touch(self) -> None:
        """Something was typed."""
        self._timer.start()

    def look(self) -> list[str]:
        """Look now; the words that look like names, each once."""
        if self._book is None:
            return []
        found: dict[tuple[str, str], None] = {}
        meant = tuple(self._meant())
        for edit in self._texts():
            here = self._book.find(edit.toPlainText(), meant)
            _mark(edit, here)
            found |= dict.fromkeys(_choices(here))
        for control in self._line_controls():
            found |= dict.fromkeys(_choices(self._book.find(control.edit.text(), meant)))
        self._show(list(found))
        return list(dict.fromkeys(word for word, _instead in found))

    def replace(self, word: str, instead: str) -> None:
        """Put the code in the place of a word, wherever it stands; one step of undo in each text."""
        if self._book is None:
            return
        meant = tuple(self._meant())
        for edit in self._texts():
            places = [one for one in self._book.find(edit.toPlainText(), meant) if one.word == word]
            _put(edit, places, instead)
        for control in self._line_controls():
            if any(one.word == word for one in self._book.find(control.edit.text(), meant)):
                control.set_value(control.edit.text().replace(word, instead))
                control.changed.emit()
        self.look()

    def _replace_all(self) -> None:
        counted = [word for word, _instead in self._shown]
        for word, instead in list(self._shown):
            if counted.count(word) == 1:
                self.replace(word, instead)

    def _texts(self) -> list[NoteEdit]:
        inside = [self._area] if isinstance(self._area, NoteEdit) else []
        return [*inside, *self._area.findChildren(NoteEdit)]

    def _line_controls(self) -> list[LineControl]:
        return [one for one in self._area.findChildren(LineControl) if one.spec.name in self._lines]

    def _show(self, found: list[tuple[str, str]]) -> None:
        if found == self._shown:
            return
        self._shown = found
        clear(self._buttons)
        words = list(dict.fromkeys(word for word, _instead in found))
        told = ngettext(
            "This word looks like the name of somebody in your files.",
            "These words look like names of people in your files.",
            len(words),
        )
        self._title.setText(told)
        for word, instead in [pair for pair in found if pair[0] in words[:MOST_WORDS]]:
            text = _("{word} → {code}").format(word=word, code=instead)
            name = f"replace:{word}:{instead}"
            self._buttons.addWidget(button(text, partial(self.replace, word, instead), name=name))
        if len(words) > 1:
            self._buttons.addWidget(button(_("Replace all"), self._replace_all, kind="quiet", name="replace_all"))
        self.setVisible(bool(found))

    def _on_book(self, book: NameBook) -> None:
        self._book = book
        self.look()


def _choices(found: Iterable[Found]) -> Iterator[tuple[str, str]]:
    for one in found:
        for instead in list(dict.fromkeys(known.instead for known in one.known))[:MOST_CHOICES]:
            yield one.word, instead


def _mark(edit: NoteEdit, found: list[Found]) -> None:
    """A wavy line under each word; it is no part of the text."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(QColor(current().due))
    look.setBackground(QColor(current().due_soft))
    marks = []
    for one in found:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = _cursor(edit, one)
        mark.format = look
        marks.append(mark)
    edit.setExtraSelections(marks)


def _cursor(edit: NoteEdit, one: Found) -> QTextCursor:
    text, cursor = edit.toPlainText(), QTextCursor(edit.document())
    cursor.setPosition(_units(text[: one.start]))
    cursor.setPosition(_units(text[: one.end]), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _units(text: str) -> int:
    """How long Qt holds a text to be: rare signs count twice there."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _put(edit: NoteEdit, places: list[Found], instead: str) -> None:
    if not places:
        return
    whole = QTextCursor(edit.document())
    whole.beginEditBlock()
    for one in reversed(places):
        _cursor(edit, one).insertText(instead)
    whole.endEditBlock()
