"""Lays the fields of a form in two columns where there is room, in one where there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import Space
from ui.widgets import set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.forms.field_box import FieldBox

TWO_COLUMNS_FROM = 640  # px of the form's own width


class FieldGrid(QWidget):
    """Boxes in reading order; hidden ones leave no hole. A wide box takes a row of its own."""

    def __init__(self, order: Sequence[str]) -> None:
        """`order`: the names of all fields that may come."""
        super().__init__()
        self._order = list(order)
        self._boxes: dict[str, FieldBox] = {}
        self._shown: list[FieldBox] = []
        self._columns = 1
        self._wide: list[bool] = []
        self._is_laid_out = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.L)

    def add(self, box: FieldBox) -> None:
        """A field that was made now; `show_only` gives it its place."""
        box.setParent(self)
        self._boxes[box.spec.name] = box

    def box(self, name: str) -> FieldBox | None:
        """The box of a field, if it was made."""
        return self._boxes.get(name)

    def show_only(self, names: Sequence[str]) -> None:
        """Show these of the boxes, in reading order."""
        wanted = [self._boxes[name] for name in self._order if name in names and name in self._boxes]
        if wanted != self._shown:
            self._shown = wanted
            self._arrange()

    def _arrange(self) -> None:
        self._columns, self._wide = self._shape(self.width())
        for box in self._boxes.values():
            self._grid.removeWidget(box)
            set_shown(box, box in self._shown)
        row, column = 0, 0
        for box, is_wide in zip(self._shown, self._wide, strict=True):
            if is_wide and column:
                row, column = row + 1, 0
            across = self._columns if is_wide else 1
            self._grid.addWidget(box, row, column, 1, across, Qt.AlignmentFlag.AlignTop)
            column += across
            if column >= self._columns:
                row, column = row + 1, 0
        for number in range(2):
            self._grid.setColumnStretch(number, int(number < self._columns))
        self._order_for_tab()

    def _shape(self, width: int) -> tuple[int, list[bool]]:
        """How many columns there are, and which of the boxes in sight need all of them.

        To measure a box it must be styled, which waits until the grid has its place.
        """
        if not self._is_laid_out:
            return 1, [True] * len(self._shown)
        columns = 2 if width >= TWO_COLUMNS_FROM else 1
        room = (width - (columns - 1) * self._grid.horizontalSpacing()) // columns
        return columns, [box.wide or box.control.minimumSizeHint().width() > room for box in self._shown]

    def _order_for_tab(self) -> None:
        """Tab goes in reading order, also after boxes came and went."""
        for before, after in zip(self._shown, self._shown[1:], strict=False):
            QWidget.setTabOrder(before.control.handle(), after.control.handle())

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_laid_out = True
        if self._shape(event.size().width()) != (self._columns, self._wide):
            self._arrange()
