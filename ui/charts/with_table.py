"""A chart and the same content as a table, one behind the other: who does not see the picture loses nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.texts import _
from ui.charts.matrix import MatrixPicture
from ui.charts.picture import Picture
from ui.theme import Space
from ui.widgets import button, label, row


class ChartWithTable(QWidget):
    """Shows the picture first; a button turns to the table and back."""

    def __init__(self, chart: Picture | MatrixPicture, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """`columns` are translated titles; `rows` the words in each, the first column naming the row."""
        super().__init__()
        self.chart = chart
        self.table = _table(chart.accessibleName(), columns, rows)
        self._turn = button(_("Show as a table"), self.turn, kind="quiet", glyph="list", name="as_table")
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self._stack.addWidget(self.table)
        title = label(chart.accessibleName(), size="lead", wrap=True)
        head = row(title, self._turn)
        head.setStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @property
    def is_table(self) -> bool:
        """Whether the table is in front."""
        return self._stack.currentWidget() is self.table

    def turn(self) -> None:
        """From the picture to the table, or back."""
        shown = self.chart if self.is_table else self.table
        self._stack.setCurrentWidget(shown)
        self._turn.setText(_("Show as a picture") if self.is_table else _("Show as a table"))
        shown.setFocus()


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> QTableWidget:
    made = QTableWidget(len(rows), len(columns))
    made.setObjectName("chart_table")
    made.setAccessibleName(title)
    made.setHorizontalHeaderLabels(list(columns))
    made.verticalHeader().hide()
    made.setShowGrid(False)
    made.setTabKeyNavigation(False)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    head = made.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)  # as the words under it
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for down, words in enumerate(rows):
        for across, text in enumerate(words):
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            made.setItem(down, across, item)
    return made
