"""How wide the columns of a table are: as wide as what stands in them, while the widest one keeps its room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.theme import ICON, Space
from ui.widgets.cells import Cell

LOOKED_AT = 40  # rows: about a window of them
STRETCH_SHARE = 0.3  # of the table, kept for the columns that stretch
EDGES = 2 * Space.S + 5  # what the painter leaves free beside a text
SORT_MARK = 20


class Wish(NamedTuple):
    """Of one column, in pixels: what it always has (0: it stretches), and what would show all of its texts."""

    least: int
    wanted: int


def shared(wishes: Sequence[Wish], room: int) -> list[int]:
    """The widths for `room` pixels: small wishes first, so that no date is cut for the sake of a sentence.

    A column that stretches gets 0 here and what is left on the screen: what it wants, or its share of the table.
    """
    widths = [wish.least for wish in wishes]
    stretching = sum(wish.wanted for wish in wishes if not wish.least)
    spare = max(0, room - int(min(stretching, room * STRETCH_SHARE)) - sum(widths))
    growing = sorted((wish.wanted - wish.least, column) for column, wish in enumerate(wishes) if wish.least)
    for done, (growth, column) in enumerate(growing):
        more = min(growth, spare // (len(growing) - done))
        widths[column] += more
        spare -= more
    return widths


def wanted_by(cells: Sequence[Cell], metrics: QFontMetrics) -> int:
    """How many pixels the widest of these cells of one column needs."""
    return max((_width(cell, metrics) for cell in cells), default=0)


def _width(cell: Cell, metrics: QFontMetrics) -> int:
    picture = ICON + Space.S if cell.glyph else 0
    return metrics.horizontalAdvance(cell.text) + picture + EDGES


class ColumnWidths(QObject):
    """Keeps a table's columns as wide as the rows that came first; what a person set by hand stays.

    Signals:
        text_changed(): texts have another size now, so that other widths are wanted.
    """

    text_changed = Signal()

    def __init__(self, table: QTableView, least: Sequence[int]) -> None:
        """`least`: pixels of each column; 0 stretches."""
        super().__init__(table)
        self.is_by_hand = False  # for the table to say
        self._table = table
        self._least = tuple(least)
        self._wishes: list[Wish] = []
        self._is_all = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._share)
        table.horizontalHeader().installEventFilter(self)

    @property
    def is_looking(self) -> bool:
        """Whether not all of the first rows were seen; later ones change nothing, so that nothing jumps."""
        return not (self._is_all or self.is_by_hand)

    def forget(self) -> None:
        """Other rows are shown: look at them when they are there."""
        self._wishes, self._is_all = [], False

    def look_at(self, rows: Sequence[Sequence[Cell]], titles: Sequence[str], *, is_all: bool) -> None:
        """The first rows, as far as they have arrived; `is_all` when no more of them will."""
        if not rows:
            return
        for widget in (self._table.horizontalHeader(), self._table):
            widget.ensurePolished()  # before that a widget does not know how large its text is
        head, body = self._table.horizontalHeader(), self._table.fontMetrics()
        self._wishes = []
        for section, made in enumerate(self._least):
            # The size hint knows how the style writes heads (bold), the metrics of the header do not.
            plain = head.fontMetrics().horizontalAdvance(titles[section]) + EDGES
            title = max(plain, head.sectionSizeHint(section)) + (SORT_MARK if head.isSortIndicatorShown() else 0)
            least = max(made, title) if made else 0  # a head is whole, whatever is cut under it
            self._wishes.append(Wish(least, max(title, least, wanted_by([row[section] for row in rows], body))))
        self._is_all = is_all
        self._timer.start()

    def share_again(self) -> None:
        """The table has another width."""
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.text_changed.emit()  # the head is the last that learns of it
        return super().eventFilter(watched, event)

    def _share(self) -> None:
        if self.is_by_hand or not self._wishes:
            return
        head = self._table.horizontalHeader()
        sections = [section for section in range(len(self._wishes)) if not head.isSectionHidden(section)]
        widths = shared([self._wishes[section] for section in sections], self._table.viewport().width())
        for section, width in zip(sections, widths, strict=True):
            if head.sectionResizeMode(section) != QHeaderView.ResizeMode.Stretch and head.sectionSize(section) != width:
                head.resizeSection(section, width)
