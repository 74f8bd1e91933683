"""Tables over id lists: the page sorts and filters ids in the vault, the table asks for the rows that come into sight.

No sort-filter proxy: a new list of 20,000 ids is one assignment, and what nobody looks at is neither read nor logged.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.preferences import Preferences
from ui.theme import current, icon
from ui.widgets.cells import Cell, CellPainter
from ui.widgets.column_widths import LOOKED_AT, ColumnWidths

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROWS_A_CALL = 200  # the most rows the vault delivers with one trail entry
ROW_HEIGHT = 36
AT_ONCE = 60  # rows asked for beyond the first one that is missing


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table."""

    title: str  # translated
    text: Callable[[Row], str]
    width: int = 120  # pixels, until the person changes it; 0 stretches
    glyph: Callable[[Row], str] | None = None  # icon before the text; "" for none
    tone: Callable[[Row], str] | None = None  # field of Colours for text and icon; "" for the usual
    tip: Callable[[Row], str] | None = None
    order: str = ""  # what `sorted` sends when the head is pressed; "" cannot be sorted by
    right: bool = False  # numbers


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Ids in order; rows arrive when they are looked at.

    Signals:
        rows_wanted(ids): at most 200 ids whose rows are in sight and missing; answer with `supply`.
    """

    rows_wanted = Signal(list)

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._ids: list[Hashable] = []
        self._rows: dict[Hashable, Row] = {}
        self._cells: dict[Hashable, tuple[Cell, ...]] = {}  # of rows that were painted
        self._asked: set[Hashable] = set()
        self._missing_from: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def set_ids(self, ids: Sequence[Hashable], *, keep_rows: bool = True) -> None:
        """Show these ids in this order. `keep_rows=False` forgets rows already supplied: they may have changed."""
        self.beginResetModel()
        self._ids = list(ids)
        if not keep_rows:
            self._rows = {}
        self._cells = {}  # times in words are older now
        self._asked = set()
        self._missing_from = None
        self.endResetModel()

    def set_rows(self, rows: Mapping[Any, Row]) -> None:
        """Show these rows in this order; nothing will be asked for."""
        self._rows = dict[Hashable, Row](rows)
        self.set_ids(list(rows))

    def supply(self, rows: Mapping[Any, Row]) -> None:
        """Rows that were wanted. Ids left out stay empty and are not asked for again."""
        self._rows.update(rows)
        for each in rows:
            self._cells.pop(each, None)
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._columns) - 1))

    def forget(self, ids: Sequence[Hashable] | None = None) -> None:
        """Let go of some rows (or all), so that they are asked for again when looked at."""
        for each in self._rows.copy() if ids is None else ids:
            self._rows.pop(each, None)
            self._cells.pop(each, None)
            self._asked.discard(each)
        self.supply({})

    def id_at(self, index: Index) -> Hashable | None:
        """The id of a row, None outside."""
        return self._ids[index.row()] if index.isValid() and index.row() < len(self._ids) else None

    def row_at(self, index: Index) -> Row | None:
        """The row, None when it has not arrived."""
        return self._rows.get(self.id_at(index))

    def cell(self, row: int, column: int) -> Cell:
        """What is to be painted there; a row that has not arrived is asked for."""
        row_id = self._ids[row]
        cells = self._cells.get(row_id)
        if cells is None:
            found = self._rows.get(row_id)
            if found is None:
                self._want(row)
                return _WAITING if column == 0 else _EMPTY
            cells = self._cells[row_id] = tuple(_cell_of(each, found) for each in self._columns)
        return cells[column]

    def first_rows(self, most: int) -> list[tuple[Cell, ...]]:
        """The cells of the first rows, as far as they have arrived; nothing is asked for."""
        there = [row for row, row_id in enumerate(self._ids[:most]) if row_id in self._rows]
        return [tuple(self.cell(row, column) for column in range(len(self._columns))) for row in there]

    def position(self, row_id: Hashable) -> QModelIndex:
        """Where `row_id` stands; an invalid index when it is not there."""
        try:
            return self.index(self._ids.index(row_id), 0)
        except ValueError:
            return QModelIndex()

    @property
    def ids(self) -> list[Hashable]:
        """The ids in order."""
        return list(self._ids)

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns."""
        return self._columns

    def _want(self, row: int) -> None:
        if self._ids[row] not in self._asked:
            self._missing_from = row if self._missing_from is None else min(self._missing_from, row)
            if not self._timer.isActive():
                self._timer.start()

    def _ask(self) -> None:
        first, self._missing_from = self._missing_from, None
        if first is None:
            return
        window = self._ids[first : first + AT_ONCE]
        wanted = [each for each in window if each not in self._rows and each not in self._asked][:ROWS_A_CALL]
        self._asked.update(wanted)
        if wanted:
            self.rows_wanted.emit(wanted)

    # Qt overrides

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        row = self._rows.get(self._ids[index.row()])
        if row is not None:
            return _cell(column, row, role)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        self._want(index.row())
        return "…" if index.column() == 0 else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return _alignment(self._columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None


_WAITING, _EMPTY = Cell("…"), Cell("")


def _cell_of(column: Column[Row], row: Row) -> Cell:
    glyph = column.glyph(row) if column.glyph else ""
    tone = column.tone(row) if column.tone else ""
    return Cell(column.text(row), glyph, tone, column.right)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _cell(column: Column[Row], row: Row, role: int) -> object:
    """What a cell gives for one of Qt's roles."""
    tone = column.tone(row) if column.tone else ""
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return column.text(row)
    if role == Qt.ItemDataRole.DecorationRole and column.glyph:
        glyph = column.glyph(row)
        return icon(glyph, tone or "muted") if glyph else None
    if role == Qt.ItemDataRole.ToolTipRole:
        return (column.tip(row) if column.tip else column.text(row)) or None
    if role == Qt.ItemDataRole.ForegroundRole and tone:
        return QColor(getattr(current(), tone))
    return None


class DataTable(QTableView, Generic[Row]):
    """Shows a `RowsModel`; Enter or a double click opens a row; heads sort; widths are remembered by name.

    Signals:
        opened(id): the person wants this row opened.
        chosen(id): another row has the focus (None: none has).
        order_changed(order): a head was pressed; `order` is the column's, with "-" in front for descending.
    """

    opened = Signal(object)
    chosen = Signal(object)
    order_changed = Signal(str)

    def __init__(self, model: RowsModel[Row], name: str, title: str, preferences: Preferences) -> None:
        """`name`: for remembered widths and drivers; `title`: accessible name, translated."""
        super().__init__()
        self._rows = model
        self._preferences = preferences
        self._order = ""
        self.setModel(model)
        self.setItemDelegate(CellPainter(model.cell, self))
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._fitting = ColumnWidths(self, [column.width for column in model.columns])
        self._set_up_rows()
        self._set_up_head()
        model.modelReset.connect(self._on_reset)
        self._fitting.text_changed.connect(self._on_reset)
        model.dataChanged.connect(self._on_rows_arrived)
        self.activated.connect(self._on_activated)
        self.selectionModel().currentRowChanged.connect(lambda now, _old: self.chosen.emit(self._rows.id_at(now)))

    @property
    def rows(self) -> RowsModel[Row]:
        """The model."""
        return self._rows

    def chosen_id(self) -> Hashable | None:
        """The id of the row with the focus."""
        return self._rows.id_at(self.currentIndex())

    def choose(self, row_id: Hashable) -> None:
        """Put the focus on a row and bring it into sight."""
        index = self._rows.position(row_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def choose_first(self) -> None:
        """Take the focus and stand on a row, the first if none is chosen."""
        self.setFocus()
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def show_order(self, order: str) -> None:
        """Mark the head of the column the page sorted by, without asking for it."""
        self._order = order
        wanted = order.removeprefix("-")
        direction = Qt.SortOrder.DescendingOrder if order.startswith("-") else Qt.SortOrder.AscendingOrder
        for section, column in enumerate(self._rows.columns):
            if column.order.removeprefix("-") == wanted and wanted:
                self.horizontalHeader().setSortIndicator(section, direction)

    def _set_up_rows(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _set_up_head(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setMinimumSectionSize(56)
        kept = self._preferences.widths(self.objectName())
        is_kept = len(kept) == len(self._rows.columns)
        for section, column in enumerate(self._rows.columns):
            if column.width == 0:
                head.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
            else:
                self.setColumnWidth(section, kept[section] if is_kept else column.width)
        self._fitting.is_by_hand = is_kept
        sortable = any(column.order for column in self._rows.columns)
        head.setSectionsClickable(sortable)
        head.setSortIndicatorShown(sortable)
        head.sectionClicked.connect(self._on_head_pressed)
        self._widths_timer = QTimer(self)
        self._widths_timer.setSingleShot(True)
        self._widths_timer.setInterval(500)
        self._widths_timer.timeout.connect(self._keep_widths)
        head.sectionResized.connect(lambda _s, _old, _new: self._widths_timer.start() if head.underMouse() else None)

    def _on_reset(self) -> None:
        self._fitting.forget()
        self._on_rows_arrived()

    def _on_rows_arrived(self) -> None:
        if self._fitting.is_looking:
            rows = self._rows.first_rows(LOOKED_AT)
            is_all = len(rows) == min(LOOKED_AT, self._rows.rowCount())
            self._fitting.look_at(rows, [column.title for column in self._rows.columns], is_all=is_all)

    def _keep_widths(self) -> None:
        self._fitting.is_by_hand = True
        # A hidden column has no width on the screen; it comes back as wide as it was made.
        widths = [self.columnWidth(section) or column.width for section, column in enumerate(self._rows.columns)]
        self._preferences.keep_widths(self.objectName(), widths)

    def _on_head_pressed(self, section: int) -> None:
        order = self._rows.columns[section].order
        if not order:
            self.show_order(self._order)
            return
        turned = order.removeprefix("-") if order.startswith("-") else f"-{order}"
        self.show_order(turned if self._order == order else order)
        self.order_changed.emit(self._order)

    def _on_activated(self, index: QModelIndex) -> None:
        row_id = self._rows.id_at(index)
        if row_id is not None:
            self.opened.emit(row_id)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.share_again()
