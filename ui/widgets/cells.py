"""Paints the cells of a table: ground, icon and one line of text, without asking the model for each of Qt's roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import ICON, Colours, Space, current, pixmap


class Cell(NamedTuple):
    """What is to be seen of one cell. `tone`: a field of `Colours`; empty for the usual."""

    text: str
    glyph: str = ""
    tone: str = ""
    right: bool = False


class CellPainter(QStyledItemDelegate):
    """A frame of a table asks for a hundred cells; painted by the style sheet, role by role, that takes too long."""

    def __init__(self, cell_at: Callable[[int, int], Cell], parent: QObject) -> None:
        """`cell_at(row, column)`."""
        super().__init__(parent)
        self._cell_at = cell_at

    # Qt overrides

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell, colours, area = self._cell_at(index.row(), index.column()), current(), option.rect
        state = option.state.value
        if state & _SELECTED:
            painter.fillRect(area, _colour(colours.accent_soft))
        elif state & _UNDER_MOUSE:
            painter.fillRect(area, _colour(colours.hover))
        line = area.adjusted(Space.S + 3, 0, -Space.S, 0)
        if cell.glyph:
            picture = _picture(cell.glyph, cell.tone or "muted", colours, painter.device().devicePixelRatioF())
            painter.drawPixmap(line.left(), line.top() + (line.height() - ICON) // 2, picture)
            line.setLeft(line.left() + ICON + Space.S)
        if cell.text:
            _write(painter, line, cell, colours)


def _write(painter: QPainter, line: QRect, cell: Cell, colours: Colours) -> None:
    metrics = painter.fontMetrics()
    text = cell.text
    if metrics.horizontalAdvance(text) > line.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    painter.setPen(_colour(getattr(colours, cell.tone) if cell.tone else colours.text))
    painter.drawText(line, _RIGHT if cell.right else _LEFT, text)


# Numbers: two flags of Python's enum for each cell took as long as its text.
_SELECTED, _UNDER_MOUSE = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=256)
def _picture(glyph: str, tone: str, _colours: Colours, ratio: float) -> QPixmap:
    """Each look has pictures of its own."""
    return pixmap(glyph, tone, ICON, ratio)
