"""The list of the palette: clients, commands, and records grouped by client, each hit with its excerpt and state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.texts import _
from ui.search.entries import Entry, Head, spoken
from ui.search.painting import LINE, EntryPainter


class ResultList(QListWidget):
    """Heads cannot be chosen; the arrows go from entry to entry. The cursor stays in the search field.

    Signals:
        pointed(entry): the mouse pressed it.
        moved(words): another entry is chosen; `words` are what a screen reader says of it.
    """

    pointed = Signal(object)
    moved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search_results")
        self.setAccessibleName(_("Found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(EntryPainter(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget { border: none; }")  # the card around it is frame enough
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_clicked)

    def show_lines(self, lines: Sequence[Head | Entry], chosen: Entry | None) -> None:
        """Show heads and entries, one of them chosen."""
        self.clear()
        group = ""
        for line in lines:
            if isinstance(line, Head):
                group = "" if line.is_section else line.text
            self._add(line, group)
        if chosen is not None:
            self.choose(chosen)

    def entries(self) -> list[Entry]:
        """Everything that can be chosen, from top to bottom."""
        found = (self.item(row).data(LINE) for row in range(self.count()))
        return [line for line in found if not isinstance(line, Head)]

    def chosen(self) -> Entry | None:
        """What Enter would do."""
        found: Entry | Head | None = self.currentIndex().data(LINE)
        return None if isinstance(found, Head) else found

    def choose(self, entry: Entry) -> None:
        """Choose an entry that is in the list; one that is not chooses nothing."""
        for row in range(self.count()):
            if self.item(row).data(LINE) == entry:
                self.setCurrentRow(row)
                return

    def show_chosen(self) -> None:
        """Scroll as little as it takes to see what is chosen, from the top."""
        self.scrollToTop()
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) entry; stops at the ends."""
        row = self.currentRow() + by
        while 0 <= row < self.count():
            if not isinstance(self.item(row).data(LINE), Head):
                self.setCurrentRow(row)
                self.scrollToItem(self.item(row - 1 if by < 0 and row else row))
                self.moved.emit(str(self.item(row).data(Qt.ItemDataRole.AccessibleTextRole)))
                return
            row += by

    def wanted_height(self) -> int:
        """How tall the list would be without scrolling, in px."""
        return sum(self.sizeHintForRow(row) for row in range(self.count())) + 2

    def _add(self, line: Head | Entry, group: str) -> None:
        item = QListWidgetItem(line.text if isinstance(line, Head) else line.text())
        item.setData(LINE, line)
        if isinstance(line, Head):
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        else:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(line, group))
        self.addItem(item)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        line = item.data(LINE)
        if not isinstance(line, Head):
            self.pointed.emit(line)
