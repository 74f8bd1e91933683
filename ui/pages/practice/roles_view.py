"""What each role may do: the table that the program checks, in plain words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.rules import roles
from app.rules.permissions import ROLES
from app.texts import _
from ui.theme import Space, current, icon
from ui.widgets import label

if TYPE_CHECKING:
    from app.rules.roles import RightLine

Index = QModelIndex | QPersistentModelIndex
LEAST_COLUMN = 84
LETTERS = 12  # in a line of a head
MOST_HEIGHT = 1000  # px, of a right in words


class RolesView(QWidget):
    """The table, and above it what no role decides."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("roles_view")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(label(_(roles.KEYS_DECIDE), tone="muted", wrap=True))
        column.addWidget(RightsTable(), 1)


class RightsModel(QAbstractTableModel):
    """A line for each right, a column for each role; a tick and a word, never colour alone."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[RightLine] = roles.table()
        self._roles = [roles.of_role(role) for role in ROLES]

    # Qt overrides

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._roles) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        if index.column() == 0:
            words = line.words[:1].upper() + line.words[1:]
            return words if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None
        whose = self._roles[index.column() - 1]
        may = line.may[whose.role]
        answer = _("yes") if may else _("no")
        if role == Qt.ItemDataRole.DisplayRole:
            return answer
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _("{label}: {choice}").format(label=whose.label, choice=answer)
        if role == Qt.ItemDataRole.DecorationRole and may:
            return icon("check", "good")
        return QColor(current().muted) if role == Qt.ItemDataRole.ForegroundRole and not may else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        whose = self._roles[section - 1] if section else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _broken(whose.label) if whose is not None else _("What one may do")
        return whose.purpose if role == Qt.ItemDataRole.ToolTipRole and whose is not None else None


class RightsTable(QTableView):
    """Lines break where a right takes more words than there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rights_table")
        self.setAccessibleName(_("What each role may do"))
        self.setModel(RightsModel())
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fitting = QTimer(self)  # once for all the sizes that a window takes while it is pulled
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)

    def _fit(self) -> None:
        bold = self.font()
        bold.setWeight(QFont.Weight.DemiBold)
        for number, role in enumerate(ROLES, start=1):
            lines = _broken(roles.of_role(role).label).split("\n")
            wide = max(QFontMetrics(bold).horizontalAdvance(line) for line in lines)
            self.setColumnWidth(number, max(LEAST_COLUMN, wide + 2 * Space.M))
        metrics, room = self.fontMetrics(), self.columnWidth(0) - 2 * Space.L
        for line in range(self.model().rowCount()):
            words = str(self.model().index(line, 0).data())
            taken = metrics.boundingRect(0, 0, room, MOST_HEIGHT, Qt.TextFlag.TextWordWrap.value, words)
            self.setRowHeight(line, taken.height() + 2 * Space.S)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.start()


def _broken(words: str) -> str:
    """A head in short lines: what the roles are called leaves room for what they may do."""
    return textwrap.fill(words, LETTERS, break_long_words=False)
