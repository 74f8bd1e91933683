"""The vertical track: first entry, the six steps with owner and clock, grading, learning; the arrows move along it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app import formats
from app.texts import _
from ui.theme import ICON, Space, TextSize, current, icon, scaled_font

if TYPE_CHECKING:
    from app.rules.incidents import StepState

STOP = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 58
WIDTH = 300
RAIL = 22  # px from the left edge to the middle of the line


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the track."""

    name: str
    title: str
    second: str  # owner and clock, in words
    glyph: str
    tone: str


class Track(QListWidget):
    """A list that looks like a way.

    Signals:
        stopped(name): this stop was chosen.
    """

    stopped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("track")
        self.setAccessibleName(_("Steps"))
        self.setFixedWidth(WIDTH)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._on_current_changed)

    def show_stops(self, stops: list[Stop]) -> None:
        """Show these stops; the chosen one stays chosen."""
        if self.count() != len(stops):
            self.clear()
            for stop in stops:
                item = QListWidgetItem(stop.title)
                item.setData(STOP, stop)
                self.addItem(item)
        for number, stop in enumerate(stops):
            item = self.item(number)
            item.setData(STOP, stop)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{stop.title}. {stop.second}")
            item.setToolTip(f"{stop.title}\n{stop.second}")

    def go_to(self, name: str) -> None:
        """Choose a stop by its name."""
        for number in range(self.count()):
            if self.item(number).data(STOP).name == name:
                self.setCurrentRow(number)

    def chosen(self) -> str:
        """The name of the chosen stop."""
        item = self.currentIndex().data(STOP)
        return item.name if isinstance(item, Stop) else ""

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.stopped.emit(item.data(STOP).name)


def step_stop(state: StepState, *, overdue: bool) -> Stop:
    """How one of the six steps stands on the track."""
    if state.is_done:
        glyph, tone = "circle-check", "good"
    elif overdue:
        glyph, tone = "circle-alert", "due"
    else:
        glyph, tone = ("circle-dot", "accent") if state.done or state.owner else ("circle", "muted")
    return Stop(state.step.value, state.label, _clock(state, overdue=overdue), glyph, tone)


def _clock(state: StepState, *, overdue: bool) -> str:
    """Who and until when, short enough for one line: with an owner the day, without one also the time."""
    if state.done is not None:
        done = formats.short_date(state.done.day)
        return (
            _("{owner} · done {date}").format(owner=state.owner, date=done)
            if state.owner
            else _("done {date}").format(date=done)
        )
    if state.due is None:
        return state.owner or _("no owner yet")
    if state.owner:
        date = formats.short_date(state.due.day)
        text = _("{owner} · was due {date}") if overdue else _("{owner} · due {date}")
        return text.format(owner=state.owner, date=date)
    text = _("was due {moment}") if overdue else _("due {moment}")
    return text.format(moment=formats.moment(state.due.at))


class _Painter(QStyledItemDelegate):
    """Paints the line, the sign on it, and two lines of words."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        stop: Stop = index.data(STOP)
        area = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, option)
        self._paint_rail(painter, area, index, stop)
        words = area.adjusted(RAIL + ICON, Space.S, -Space.S, 0)
        painter.setPen(QColor(current().text))
        painter.setFont(scaled_font(TextSize.BODY, bold=bool(option.state & QStyle.StateFlag.State_Selected)))
        line = QRect(words.left(), words.top(), words.width(), 22)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), _elided(painter, stop.title, line.width()))
        painter.setPen(QColor(current().due if stop.tone == "due" else current().muted))
        painter.setFont(scaled_font(TextSize.SMALL))
        second = line.translated(0, 21)
        painter.drawText(second, int(Qt.AlignmentFlag.AlignVCenter), _elided(painter, stop.second, second.width()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(WIDTH - 4, ROW_HEIGHT)

    def _paint_ground(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem) -> None:
        inside = area.adjusted(2, 2, -2, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current().accent_soft))
            painter.drawRoundedRect(inside, 6, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current().hover))
            painter.drawRoundedRect(inside, 6, 6)

    def _paint_rail(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, stop: Stop
    ) -> None:
        middle = QPoint(area.left() + RAIL, area.center().y())
        painter.setPen(QPen(QColor(current().line), 2))
        gap = ICON // 2 + 3
        if index.row() > 0:
            painter.drawLine(middle.x(), area.top(), middle.x(), middle.y() - gap)
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(middle.x(), middle.y() + gap, middle.x(), area.bottom())
        half = ICON // 2
        icon(stop.glyph, stop.tone).paint(painter, QRect(middle.x() - half, middle.y() - half, ICON, ICON))


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
