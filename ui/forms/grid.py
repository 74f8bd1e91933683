"""Lays the fields of a form in two columns where there is room, in one where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.forms.field_box import FieldBox

TWO_COLUMNS_FROM = 640  # px of the form's own width


class FieldGrid(QWidget):
    """Boxes in reading order; hidden ones leave no hole. A wide box takes a row of its own."""

    def __init__(self, boxes: Sequence[FieldBox]) -> None:
        super().__init__()
        self.boxes = list(boxes)
        self._shown: list[FieldBox] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.L)
        for box in self.boxes:
            box.setParent(self)
        self.show_only(self.boxes)

    def show_only(self, shown: Sequence[FieldBox]) -> None:
        """Show these of the boxes, in the grid's order."""
        wanted = [box for box in self.boxes if box in shown]
        if wanted != self._shown or not self._columns:
            self._shown = wanted
            self._arrange(self._columns or 1)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for box in self.boxes:
            self._grid.removeWidget(box)
            box.setVisible(box in self._shown)
        row, column = 0, 0
        for box in self._shown:
            is_wide = box.wide or box.control.minimumSizeHint().width() > self._column_width(columns)
            if is_wide and column:
                row, column = row + 1, 0
            across = columns if is_wide else 1
            self._grid.addWidget(box, row, column, 1, across, Qt.AlignmentFlag.AlignTop)
            column += across
            if column >= columns:
                row, column = row + 1, 0
        for number in range(2):
            self._grid.setColumnStretch(number, int(number < columns))
        self._order_for_tab()

    def _column_width(self, columns: int) -> int:
        return (self.width() - (columns - 1) * self._grid.horizontalSpacing()) // columns

    def _order_for_tab(self) -> None:
        """Tab goes in reading order, also after boxes came and went."""
        for before, after in zip(self._shown, self._shown[1:], strict=False):
            QWidget.setTabOrder(before.control.handle(), after.control.handle())

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if event.size().width() >= TWO_COLUMNS_FROM else 1
        if columns != self._columns:
            self._arrange(columns)
