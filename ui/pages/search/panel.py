"""The panel of Ctrl+K: over the window, one field, results as one types, everything by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListWidgetItem, QVBoxLayout, QWidget

from app.services import searches
from app.texts import _, explain
from ui.pages.search.results import FOUND, ResultList
from ui.theme import Space
from ui.widgets import SearchField, label
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from app.services.searches import Found
    from ui.context import Context
    from ui.known import KnownError

NAME = "search_panel"
SETTLE_MS = 400
LEAST_LETTERS = 2
WIDEST = 760
TOP = 56  # px from the upper edge of the window
VEIL = QColor(0, 0, 0, 90)


class SearchPanel(QWidget):
    """Veils the window; the card in it searches and leads to what is chosen."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self._over = over
        self._searched = ""
        self._before: QWidget | None = None
        self.setObjectName(NAME)
        self.setAccessibleName(_("Search"))
        self.field = SearchField(_("A name, a code, or words from a record"), settle_ms=SETTLE_MS)
        self.field.setObjectName("search_field")
        self.field.settled.connect(self._on_settled)
        self.field.installEventFilter(self)
        self._list = ResultList()
        self._list.itemClicked.connect(self._on_clicked)
        self._hint = label(wrap=True, tone="muted")
        self._card = QFrame(self)
        set_card(self._card)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        for part in (self.field, self._hint, self._list):
            column.addWidget(part)
        over.installEventFilter(self)
        self.hide()

    def open_panel(self) -> None:
        """Show the panel with the cursor in its field."""
        self._before = self._over.focusWidget()
        self.field.clear()
        self._show_hint(_("Searches the records you can open. Each search is written into the audit trail."))
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_panel(self) -> None:
        """Take the panel away and forget what was found."""
        self._searched = ""
        self._list.clear()
        self.field.clear()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _on_settled(self, text: str) -> None:
        words = text.strip()
        if not self.isVisible() or words == self._searched:
            return
        self._searched = words
        if len(words) < LEAST_LETTERS:
            self._show_hint(_("Type at least two letters."))
            return
        self._context.ops.query(
            self,
            lambda desk: searches.find(desk, words),
            lambda found: self._on_found(words, found),
            self._on_failed,
            latest="search",
        )

    def _on_found(self, words: str, found: list[Found]) -> None:
        if words != self._searched or not self.isVisible():
            return
        if not found:
            self._show_hint(
                _("Nothing found for “{words}”. Try the beginning of a word, or fewer words.").format(words=words)
            )
            return
        self._hint.hide()
        self._list.show_found(found)
        self._list.show()
        self._lay_out()

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        self._show_hint(f"{told.sentence} {told.advice} ({told.code})")

    def _show_hint(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.show()
        self._list.clear()
        self._list.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        width = min(WIDEST, self._over.width() - 2 * Space.XL)
        chrome = self.field.sizeHint().height() + 2 * Space.M + Space.S
        inner = self._hint.heightForWidth(width - 2 * Space.M) if self._list.isHidden() else self._list.wanted_height()
        height = min(chrome + inner + Space.S, self._over.height() - 2 * TOP)
        self._card.setGeometry(QRect((self._over.width() - width) // 2, TOP, width, height))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if item.data(FOUND) is not None:
            self._open(item.data(FOUND))

    def _open(self, hit: Found) -> None:
        self._before = None
        self.close_panel()
        self._context.navigator.go_to(hit.kind, hit.id, client=hit.client)

    def _on_key(self, key: int) -> bool:
        """True if the key was meant for the panel and not for the field."""
        if key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return self._on_enter()
        else:
            return key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        return True

    def _on_enter(self) -> bool:
        """Opens the chosen hit if the list is that of the words in the field; else the field searches at once."""
        hit = self._list.chosen()
        if hit is None or self.field.text().strip() != self._searched:
            return False
        self._open(hit)
        return True

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
            self._lay_out()
        elif watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event.key())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_panel()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), VEIL)
        painter.end()
