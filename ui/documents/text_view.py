"""The words of an attached text file, to be read; put on the screen in small pieces."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui.clipboard import sensitive
from ui.forms.steps import steps

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

PIECE = 4_000  # letters put in at once
MOST_LETTERS = 400_000  # what is longer is cut here, and said so


class TextView(QPlainTextEdit):
    """Plain text without a memory of its own: nothing can be undone, what is copied is marked as sensitive."""

    def __init__(self, text: str, title: str) -> None:
        """`title`: accessible name, translated."""
        super().__init__()
        self.setObjectName("text_view")
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.is_cut = len(text) > MOST_LETTERS
        for start in range(0, min(len(text), MOST_LETTERS), PIECE):
            steps().do(self, partial(self._add, text[start : start + PIECE]))

    def _add(self, piece: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece)

    # Qt overrides

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        return sensitive(self.textCursor().selection().toPlainText())
