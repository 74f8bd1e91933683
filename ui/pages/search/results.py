"""The list of what was found: grouped by client, each hit with its place and its excerpt, found words marked."""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import formats
from app.records import KINDS
from app.texts import _
from ui.theme import ICON, Space, TextSize, current, icon, scaled_font

if TYPE_CHECKING:
    from app.services.searches import Found

FOUND = Qt.ItemDataRole.UserRole
MARK_FROM, MARK_TO = "\x02", "\x03"
HEAD_HEIGHT = 34
HIT_HEIGHT = 62
PLAIN_HIT_HEIGHT = 40


class ResultList(QListWidget):
    """Heads cannot be chosen; the arrows go from hit to hit. The cursor stays in the search field."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search_results")
        self.setAccessibleName(_("Found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget { border: none; }")  # the card around it is frame enough
        self.setMouseTracking(True)

    def show_found(self, found: list[Found]) -> None:
        """Show hits, those of one client together, clients in the order of their best hit."""
        self.clear()
        order: dict[str | None, int] = {}
        for hit in found:
            order.setdefault(hit.client, len(order))
        for _client, group in groupby(sorted(found, key=lambda hit: order[hit.client]), key=lambda hit: hit.client):
            hits = list(group)
            self._add_head(hits[0])
            for hit in hits:
                self._add_hit(hit)
        self.step(1)

    def chosen(self) -> Found | None:
        """The hit that Enter would open."""
        found: Found | None = self.currentIndex().data(FOUND)
        return found

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit; stops at the ends."""
        row = self.currentRow() + by
        while 0 <= row < self.count():
            if self.item(row).data(FOUND) is not None:
                self.setCurrentRow(row)
                self.scrollToItem(self.item(row - 1 if by < 0 and row else row))
                return
            row += by

    def wanted_height(self) -> int:
        """How tall the list would be without scrolling, in px."""
        return sum(self.sizeHintForRow(row) for row in range(self.count())) + 2

    def _add_head(self, hit: Found) -> None:
        item = QListWidgetItem(_head_text(hit))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addItem(item)

    def _add_hit(self, hit: Found) -> None:
        item = QListWidgetItem(_hit_text(hit))
        item.setData(FOUND, hit)
        spoken = f"{_head_text(hit)}, {_hit_text(hit)}. {_plain(hit.excerpt)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.addItem(item)


def _head_text(hit: Found) -> str:
    if hit.client is None:
        return _("The practice")
    return " ".join(part for part in (hit.client_code, hit.client_name) if part)


def _hit_text(hit: Found) -> str:
    label = _(KINDS[hit.kind].label)
    return f"{label} · {hit.title}" if hit.title and hit.kind != "client" else label


def _plain(excerpt: str) -> str:
    return excerpt.replace(MARK_FROM, "").replace(MARK_TO, "")


def marked_html(excerpt: str, mark: str) -> str:
    """The excerpt as HTML with found words on the colour `mark`; everything else is escaped."""
    safe = html.escape(" ".join(excerpt.replace("**", "").split()), quote=False)
    opened = safe.replace(MARK_FROM, f'<span style="background-color:{mark}; font-weight:600;">')
    return opened.replace(MARK_TO, "</span>")


class _Painter(QStyledItemDelegate):
    """Paints heads and hits in the colours of the moment."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        hit: Found | None = index.data(FOUND)
        area = QRect(option.rect)
        if hit is None:
            self._paint_head(painter, area, str(index.data()))
        else:
            self._paint_ground(painter, area, option)
            self._paint_hit(painter, area.adjusted(Space.M, 0, -Space.M, 0), hit, str(index.data()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        hit: Found | None = index.data(FOUND)
        if hit is None:
            return QSize(100, HEAD_HEIGHT)
        return QSize(100, HIT_HEIGHT if hit.excerpt.strip() else PLAIN_HIT_HEIGHT)

    def _paint_head(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setPen(QColor(current().muted))
        painter.setFont(scaled_font(TextSize.SMALL, bold=True))
        line = area.adjusted(Space.M, Space.S, -Space.M, 0)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_ground(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem) -> None:
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

    def _paint_hit(self, painter: QPainter, area: QRect, hit: Found, text: str) -> None:
        first = QRect(area.left(), area.top() + Space.S, area.width(), 22)
        glyph = QRect(first.left(), first.top() + 2, ICON, ICON)
        icon(KINDS[hit.kind].icon, "muted").paint(painter, glyph)
        painter.setPen(QColor(current().text))
        painter.setFont(scaled_font(TextSize.BODY))
        words = first.adjusted(ICON + Space.S, 0, -120, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if hit.at:
            painter.setPen(QColor(current().muted))
            painter.setFont(scaled_font(TextSize.SMALL))
            right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(first, right, formats.short_date(hit.at[:10]))
        if hit.excerpt.strip():
            self._paint_excerpt(painter, first.adjusted(ICON + Space.S, 24, 0, 24), hit.excerpt)

    def _paint_excerpt(self, painter: QPainter, area: QRect, excerpt: str) -> None:
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
