"""How a line of the palette's list is painted, in the colours of the moment."""

from __future__ import annotations

import html

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QKeySequence, QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import formats
from ui.search.entries import MARK_FROM, MARK_TO, CommandEntry, Entry, Head, HitEntry, MoreEntry
from ui.theme import ICON, Space, TextSize, current, icon, scaled_font

LINE = Qt.ItemDataRole.UserRole
SECTION_HEIGHT = 32
HEAD_HEIGHT = 30
ENTRY_HEIGHT = 34
HIT_HEIGHT = 62
PLAIN_HIT_HEIGHT = 40
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def marked_html(excerpt: str, mark: str) -> str:
    """The excerpt as HTML with found words on the colour `mark`; everything else is escaped."""
    safe = html.escape(" ".join(excerpt.replace("**", "").split()), quote=False)
    opened = safe.replace(MARK_FROM, f'<span style="background-color:{mark}; font-weight:600;">')
    return opened.replace(MARK_TO, "</span>")


class EntryPainter(QStyledItemDelegate):
    """Paints heads, one-line entries, and hits with an excerpt under them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        line: Head | Entry = index.data(LINE)
        area = QRect(option.rect)
        if isinstance(line, Head):
            _paint_head(painter, area, line)
        else:
            _paint_ground(painter, area, option)
            inside = area.adjusted(Space.M, 0, -Space.M, 0)
            if isinstance(line, HitEntry):
                _paint_hit(painter, inside, line)
            else:
                _paint_line(painter, inside, line, _keys(line))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        line: Head | Entry = index.data(LINE)
        if isinstance(line, Head):
            return QSize(100, SECTION_HEIGHT if line.is_section else HEAD_HEIGHT)
        if isinstance(line, HitEntry):
            return QSize(100, HIT_HEIGHT if line.hit.excerpt.strip() else PLAIN_HIT_HEIGHT)
        return QSize(100, ENTRY_HEIGHT)


def _keys(entry: Entry) -> str:
    keys = entry.command.keys if isinstance(entry, CommandEntry) else ""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def _paint_head(painter: QPainter, area: QRect, head: Head) -> None:
    painter.setPen(QColor(current().accent if head.is_section else current().text))
    painter.setFont(scaled_font(TextSize.SMALL, bold=True))
    line = area.adjusted(Space.M, Space.XS, -Space.M, 0)
    painter.drawText(
        line, _LEFT, painter.fontMetrics().elidedText(head.text, Qt.TextElideMode.ElideRight, line.width())
    )


def _paint_ground(painter: QPainter, area: QRect, option: QStyleOptionViewItem) -> None:
    state = option.state
    inside = area.adjusted(Space.XS, 1, -Space.XS, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state & QStyle.StateFlag.State_Selected:
        painter.setPen(QColor(current().accent))
        painter.setBrush(QColor(current().accent_soft))
        painter.drawRoundedRect(inside, 6, 6)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current().hover))
        painter.drawRoundedRect(inside, 6, 6)


def _paint_line(painter: QPainter, area: QRect, entry: Entry, right: str) -> None:
    """One line: the icon, what it is, and something at the right edge."""
    painter.setFont(scaled_font(TextSize.SMALL))
    room = painter.fontMetrics().horizontalAdvance(right) + Space.M if right else 0
    painter.setPen(QColor(current().muted))
    painter.drawText(area, _RIGHT, right)
    is_way_on = isinstance(entry, MoreEntry)
    glyph = QRect(area.left(), area.center().y() - ICON // 2, ICON, ICON)
    icon(entry.icon, "accent" if is_way_on else "muted").paint(painter, glyph)
    painter.setFont(scaled_font(TextSize.BODY))
    painter.setPen(QColor(current().accent if is_way_on else current().text))
    words = area.adjusted(ICON + Space.S, 0, -room, 0)
    shown = painter.fontMetrics().elidedText(entry.text(), Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, _LEFT, shown)


def _paint_hit(painter: QPainter, area: QRect, entry: HitEntry) -> None:
    first = QRect(area.left(), area.top() + Space.S, area.width(), 22)
    room = _paint_right(painter, first, entry)
    glyph = QRect(first.left(), first.top() + 2, ICON, ICON)
    icon(entry.icon, "muted").paint(painter, glyph)
    font = scaled_font(TextSize.BODY)
    font.setStrikeOut(entry.hit.is_in_error)
    painter.setFont(font)
    painter.setPen(QColor(current().muted if entry.hit.is_in_error else current().text))
    words = first.adjusted(ICON + Space.S, 0, -room, 0)
    shown = painter.fontMetrics().elidedText(entry.text(), Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, _LEFT, shown)
    if entry.hit.excerpt.strip():
        _paint_excerpt(painter, first.adjusted(ICON + Space.S, 24, 0, 24), entry.hit.excerpt)


def _paint_right(painter: QPainter, area: QRect, entry: HitEntry) -> int:
    """The date, and before it the state; how much room they take."""
    painter.setFont(scaled_font(TextSize.SMALL))
    day = formats.short_date(entry.hit.at[:10]) if entry.hit.at else ""
    painter.setPen(QColor(current().muted))
    painter.drawText(area, _RIGHT, day)
    room = painter.fontMetrics().horizontalAdvance(day) + Space.M if day else 0
    status, tone = entry.status()
    if status:
        painter.setFont(scaled_font(TextSize.SMALL, bold=True))
        painter.setPen(QColor(getattr(current(), tone)))
        painter.drawText(area.adjusted(0, 0, -room, 0), _RIGHT, status)
        room += painter.fontMetrics().horizontalAdvance(status) + Space.M
    return room


def _paint_excerpt(painter: QPainter, area: QRect, excerpt: str) -> None:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(scaled_font(TextSize.SMALL))
    document.setHtml(marked_html(excerpt, current().mark))
    painter.setClipRect(area)
    painter.translate(area.topLeft())
    how = QAbstractTextDocumentLayout.PaintContext()
    how.palette.setColor(QPalette.ColorRole.Text, QColor(current().muted))
    how.clip = QRectF(0, 0, area.width(), area.height())
    document.documentLayout().draw(painter, how)
