"""The editor of long texts: grows with what is written, shows the Markdown subset, reduces what is pasted to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QTextEdit, QWidget

from app.markdown import tidy
from app.pasted import from_html
from ui.clipboard import sensitive
from ui.forms.control import Control, row_of
from ui.forms.marking import mark, word_before
from ui.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent, QTextDocument, QWheelEvent

    from app.records.fields import FieldSpec

LEAST_LINES = 3
KEYS = {
    "Ctrl+B": "bold",
    "Ctrl+Shift+T": "heading",
    "Ctrl+Shift+L": "bullets",
    "Ctrl+Shift+N": "numbers",
    "Ctrl+Shift+B": "quote",
}
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_HEADING = re.compile(r"^\s*#{1,3} +")
_LIST_START = re.compile(r"^(\s*)(?:(-|\*|>)|(\d{1,3})([.)])) ")


@runtime_checkable
class Expander(Protocol):
    """A widget around texts that knows snippets."""

    def expand(self, edit: NoteEdit, word: QTextCursor) -> bool:
        """Put a snippet in the place of the chosen `word`, now or soon; False if it is no shortcut."""


class TextControl(Control):
    """A long text with a few marks: `# heading`, `- list`, `> quote`, `**bold**`."""

    wide = True

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.edit = NoteEdit()
        self.edit.typed.connect(self.changed)
        self.edit.left.connect(self.left)
        row_of(self, self.edit)

    def value(self) -> Any:
        return self.edit.text() or self.nothing

    def set_value(self, value: Any) -> None:
        self.edit.set_text(value or "")

    def handle(self) -> QWidget:
        return self.edit


class NoteEdit(QTextEdit):
    """Plain text with the marks of the subset, as tall as its text; the page around it does the scrolling.

    Signals:
        typed(): the person changed the text.
        left(): the focus went elsewhere.
    """

    typed = Signal()
    left = Signal()

    def __init__(self, least_lines: int = LEAST_LINES) -> None:
        super().__init__()
        self._least_lines = least_lines
        self._silent = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(6)
        self._marks = _MarkPainter(self.document())
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._keep_cursor_in_sight)

    def text(self) -> str:
        """The text without spaces at its end."""
        return self.toPlainText().replace("\u00a0", " ").rstrip()

    def set_text(self, text: str) -> None:
        """Show another text, with the cursor at its end: there one goes on. Undo cannot go back behind it."""
        self._silent = True
        self.setPlainText(text)
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._silent = False

    def set_least_lines(self, lines: int) -> None:
        """How many lines are shown while there is little text."""
        self._least_lines = lines
        self.updateGeometry()

    def _height(self) -> int:
        frame = self.contentsMargins().top() + self.contentsMargins().bottom() + 2 * self.frameWidth()
        margin = int(2 * self.document().documentMargin())
        least = self._least_lines * self.fontMetrics().lineSpacing() + margin
        return max(least, int(self.document().size().height()) + 1) + frame

    def _on_text_changed(self) -> None:
        if not self._silent:
            self.typed.emit()

    def _keep_cursor_in_sight(self) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        page = area.widget() if isinstance(area, QScrollArea) else None
        if not isinstance(area, QScrollArea) or page is None or not self.hasFocus():
            return
        inside = self.viewport().mapTo(page, self.cursorRect().center())
        area.ensureVisible(inside.x(), inside.y(), 0, 3 * self.fontMetrics().lineSpacing())

    def _continue_list(self) -> bool:
        """Return inside a list begins the next item; on an empty item it ends the list."""
        cursor = self.textCursor()
        line = cursor.block().text()
        found = _LIST_START.match(line)
        if not found or cursor.hasSelection() or cursor.positionInBlock() < found.end():
            return False
        if not line[found.end() :].strip():
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            return True
        mark = found[2] or f"{int(found[3]) + 1}{found[4]}"
        cursor.insertText(f"\n{found[1]}{mark} ")
        self.setTextCursor(cursor)
        return True

    def _expand(self) -> bool:
        """Tab after the shortcut of a snippet; whether it was one."""
        word = word_before(self.textCursor())
        above = self.parentWidget()
        while above is not None and not isinstance(above, Expander):
            above = above.parentWidget()
        return word is not None and isinstance(above, Expander) and above.expand(self, word)

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._marks.are_of_another_look():
            self._silent = True  # other colours are no other text
            self._marks.rehighlight()
            self._silent = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain_tab = event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain_tab and self._expand():
                return True
        # On X11 a text field takes Ctrl+K for *delete to the end of the line*; here it searches.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            with_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if with_ctrl and event.key() == Qt.Key.Key_K:
                event.ignore()
                return False
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(400, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_return = event.key() == Qt.Key.Key_Return and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ctrl_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and bool(
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if ctrl_return:
            event.ignore()  # the page signs with it
            return
        kind = KEYS.get(QKeySequence(event.keyCombination()).toString())
        if kind is not None:
            mark(self, kind)
        elif not (plain_return and self._continue_list()):
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        return sensitive(self.textCursor().selection().toPlainText())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        pasted = from_html(source.html()) if source.hasHtml() else tidy(source.text())
        if pasted:
            self.textCursor().insertText(pasted)
            self.ensureCursorVisible()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()  # a scroll area repaints its inside only; the ring is on its frame

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls


class _MarkPainter(QSyntaxHighlighter):
    """Shows headings and bold words as such while they are typed, with their marks in the background."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._colours = current()

    def are_of_another_look(self) -> bool:
        """Whether the colours of the program are not those that were painted last."""
        return self._colours is not current()

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """Headings, quotes and bold words look as they do when they are read; their marks stay in the background."""
        self._colours = current()
        quiet, strong, slanted = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        quiet.setForeground(QColor(current().muted))
        strong.setFontWeight(QFont.Weight.Bold)
        slanted.setFontItalic(True)
        heading, start = _HEADING.match(text), _LIST_START.match(text)
        if heading:
            self.setFormat(0, len(text), strong)
            self.setFormat(0, heading.end(), quiet)
            return
        is_quote = start is not None and start[2] == ">"
        if is_quote:
            self.setFormat(0, len(text), slanted)
            strong.setFontItalic(True)
        if start:
            bullet = QTextCharFormat(quiet if is_quote else strong)
            bullet.setForeground(QColor(current().muted if is_quote else current().accent))
            self.setFormat(0, start.end(), bullet)
        for found in _BOLD.finditer(text):
            self.setFormat(found.start(), len(found[0]), strong)
            self.setFormat(found.start(), 2, quiet)
            self.setFormat(found.end() - 2, 2, quiet)
