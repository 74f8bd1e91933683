"""The palette of Ctrl+K: one field for clients, commands and records, everything by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.texts import _, ngettext
from ui.search.chips import ChipBar
from ui.search.doing import carry_out
from ui.search.entries import Entry, MoreEntry, ValueEntry
from ui.search.looking import Looking
from ui.search.results import ResultList
from ui.theme import Space
from ui.widgets import SearchField, label
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from app.rules.queries import Span
    from ui.workspace import Workspace

NAME = "search_panel"
WIDEST = 760
TOP = 56  # px from the upper edge of the window
VEIL = QColor(0, 0, 0, 90)


class SearchPanel(QWidget):
    """Veils the window; the card in it searches and does what is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._before: QWidget | None = None
        self._was_moved = False  # somebody went through the list
        self.setObjectName(NAME)
        self.setAccessibleName(_("Search"))
        self.looking = Looking(workspace, self)
        self.field = SearchField(_("A client, something to do, or words from a record"))
        self.field.setObjectName("search_field")
        self.chips = ChipBar()
        self._list = ResultList()
        self._hint = label(wrap=True, tone="muted")
        self._hint.setObjectName("search_hint")
        self._card = QFrame(self)
        self._build()
        self._connect()
        self.hide()

    def open_panel(self) -> None:
        """Show the panel with the cursor in its field."""
        self._before = self._workspace.focusWidget()
        self.field.clear()
        self.setGeometry(self._workspace.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.looking.begin()

    def close_panel(self) -> None:
        """Take the panel away and forget what was found."""
        self.looking.end()
        self._list.clear()
        self.field.clear()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _build(self) -> None:
        set_card(self._card)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        for part in (self.field, self.chips, self._hint, self._list):
            column.addWidget(part)
        self.field.installEventFilter(self)
        self._workspace.installEventFilter(self)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_typed)
        self.field.cursorPositionChanged.connect(lambda _old, new: self.looking.move_cursor(new))
        self.looking.changed.connect(self._show)
        self.looking.found.connect(self._tell_count)
        self.looking.entered.connect(self._on_enter)
        self.chips.removed.connect(self._on_removed)
        self.chips.left.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self._list.pointed.connect(self._do)
        self._list.moved.connect(self._say)

    def _on_typed(self, text: str) -> None:
        self._was_moved = False
        if self.isVisible():
            self.looking.type_text(text, self.field.cursorPosition())

    def _show(self) -> None:
        """Show what is known by now; what somebody moved to stays chosen."""
        if not self.isVisible():
            return
        looking = self.looking
        self.chips.show_filters(looking.asked.filters)
        self.chips.setVisible(bool(looking.asked.filters))
        self._list.show_lines(looking.lines(), looking.choice(self._list.chosen() if self._was_moved else None))
        self._list.setVisible(self._list.count() > 0)
        hint = looking.hint()
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._lay_out()
        self._list.show_chosen()

    def _lay_out(self) -> None:
        width = min(WIDEST, self._workspace.width() - 2 * Space.XL)
        inner = width - 2 * Space.M
        heights = [self.field.sizeHint().height()]
        if not self.chips.isHidden():
            heights.append(self.chips.sizeHint().height())
        if not self._hint.isHidden():
            heights.append(self._hint.heightForWidth(inner))
        if not self._list.isHidden():
            heights.append(self._list.wanted_height())
        wanted = sum(heights) + Space.S * (len(heights) - 1) + 2 * Space.M + 2
        height = min(wanted, self._workspace.height() - TOP - Space.XL)
        self._card.setGeometry(QRect((self._workspace.width() - width) // 2, TOP, width, height))

    def _do(self, entry: Entry) -> None:
        if isinstance(entry, ValueEntry):
            self._put(*self.looking.completed(entry))
        elif isinstance(entry, MoreEntry):
            self._put(*self.looking.narrowed_to(entry))
            self.looking.search()
        else:
            self._before = None
            self.close_panel()
            carry_out(entry, self._workspace)

    def _put(self, text: str, cursor: int) -> None:
        """Put another text into the field, as if it had been typed."""
        self.field.setText(text)
        self.field.setCursorPosition(cursor)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, span: Span) -> None:
        """A filter less is a new search; the next chip has the focus."""
        text = f"{self.looking.without(span)} ".lstrip()
        self._put(text, len(text))
        self.looking.search()
        QTimer.singleShot(0, self.chips, self.chips.take_focus)

    def _on_enter(self) -> None:
        """Do what is chosen; where nothing is, search at once."""
        if not self.looking.is_settled:
            self.looking.settle()
            return
        chosen = self._list.chosen()
        if chosen is not None:
            self._do(chosen)
        else:
            self.looking.search()

    def _on_tab(self) -> None:
        """Tab completes the value of a filter; else it goes to the chips."""
        chosen = self._list.chosen()
        if isinstance(chosen, ValueEntry):
            self._do(chosen)
        else:
            self.chips.take_focus()

    def _tell_count(self, count: int) -> None:
        self._say(ngettext("{n} record found.", "{n} records found.", count).format(n=count))

    def _say(self, words: str) -> None:
        """Have a screen reader say it: the keyboard stays in the field while the list changes."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _on_key(self, key: int) -> bool:
        """True if the key was meant for the panel and not for the field."""
        if key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._was_moved = True
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_enter()
        elif key == Qt.Key.Key_Tab:
            self._on_tab()
        else:
            return key == Qt.Key.Key_Backtab
        return True

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._workspace and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._workspace.rect())
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
