"""A word to each thing that a file still owes when it is closed; kept as lines of one text.

A line without a word ends with its colon, and the closing summary is not complete while there is one.
"""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.records.risk_review_choices import ReviewTrigger
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, button, clear, column, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.context import Context

OpenLine = tuple[str, str, str, str]
"""Title, kind and id of the record, and what it is, with the day that counts."""

LONGEST = 500


class OpenWords(QWidget):
    """One line for each; pressing the title leads there.

    Signals:
        changed(): a word was written.
    """

    changed = Signal()

    def __init__(self, context: Context, client: str, text: str) -> None:
        """`text`: what was kept before, `title: word` in each line; other lines stay as they are."""
        super().__init__()
        self._context = context
        self._client = client
        self._kept = text
        self._edits: dict[str, QLineEdit] = {}
        self._problem = label(size="small", tone="due", wrap=True)
        set_shown(self._problem, False)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.M)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        inside.addLayout(self._lines)
        inside.addWidget(self._problem)

    @property
    def is_done(self) -> bool:
        """Whether there is a word to each."""
        return all(edit.text().strip() for edit in self._edits.values())

    def value(self) -> str:
        """All of it as one text."""
        if not self._edits:
            return self._kept
        lines = [f"{title}: {edit.text().strip()}".strip() for title, edit in self._edits.items()]
        return "\n".join([*lines, *self._other_lines()])

    def show_open(self, found: Sequence[OpenLine]) -> None:
        """What is open now; words that were written to it before stand there."""
        clear(self._lines)
        self._edits = {}
        for title, kind, record, note in found:
            self._lines.addLayout(self._line(self._unlike(title), kind, record, note))
        if not found:
            self._lines.addLayout(row(IconLabel("circle-check", "good"), label(_("Nothing is open.")), None))

    def point_out(self, text: str, *, focus: bool) -> None:
        """Say what is wrong, and go to the first line without a word."""
        self._problem.setText(text)
        set_shown(self._problem, True)
        empty = next((edit for edit in self._edits.values() if not edit.text().strip()), None)
        if focus and empty is not None:
            empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlike(self, title: str) -> str:
        """Two things may be called the same, such as two unsigned notes of one day: each has a line of its own."""
        numbered = (f"{title} ({number})" for number in itertools.count(2))
        return next(name for name in itertools.chain((title,), numbered) if name not in self._edits)

    def _line(self, title: str, kind: str, record: str, note: str) -> QVBoxLayout:
        edit = QLineEdit()
        edit.setObjectName(f"open:{record}")
        edit.setMaxLength(LONGEST)
        edit.setText(self._word_to(title))
        edit.setPlaceholderText(_("What becomes of it, and who sees to it"))
        edit.setAccessibleName(_("A word to: {what}").format(what=title))
        edit.textEdited.connect(self._on_edited)
        self._edits[title] = edit
        link = button(title.replace("&", "&&"), partial(self._go, kind, record), kind="link", name=f"go:{record}")
        link.setEnabled(bool(kind))
        about = label(note, size="small", tone="muted", wrap=True)
        head = row(IconLabel("circle-alert", "due"), link, about)
        head.setStretch(2, 1)
        return column(head, edit, spacing=Space.XS)

    def _go(self, kind: str, record: str) -> None:
        # What has no record yet is begun: the review that is due before the work ends.
        begun = {} if record else {"trigger": ReviewTrigger.BEFORE_ENDING.value}
        self._context.navigator.go_to(kind, record or None, client=self._client, values=begun)

    def _on_edited(self) -> None:
        set_shown(self._problem, False)
        self.changed.emit()

    def _word_to(self, title: str) -> str:
        found = (line for line in self._kept.splitlines() if line.startswith(f"{title}: "))
        return next(found, "").removeprefix(f"{title}: ")

    def _other_lines(self) -> list[str]:
        return [line for line in self._kept.splitlines() if not any(line.startswith(f"{one}:") for one in self._edits)]
