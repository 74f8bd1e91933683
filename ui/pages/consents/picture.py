"""The pictures over the board, drawn by hand: one bar of all states, and columns of the coming months.

Each part is a button that filters the list, with its words and its number; the colour only repeats them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app import formats
from app.rules.board_columns import Column
from app.texts import _, ngettext
from ui.taking.looks import OF_COLUMN
from ui.theme import ICON, Radius, Space, current, icon
from ui.widgets import clear, column, label
from ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPaintEvent

    from ui.pages.consents.figures import Month

BAR = 14
COLUMN_HEIGHT = 92
_MARK = 6  # of the columns' own words below


class StatesBar(QWidget):
    """How the states share the practice, as one quiet bar. Decoration: the buttons below it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(BAR)
        self._counts: Mapping[Column, int] = {}

    def show_counts(self, counts: Mapping[Column, int]) -> None:
        """Show how many there are in each state."""
        self._counts = counts
        self.update()

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        total = sum(self._counts.values())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), BAR / 2, BAR / 2)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), QColor(current().sunken))
        left = 0.0
        for state, count in self._counts.items():
            width = self.width() * count / total if total else 0
            if count:
                painter.fillRect(QRectF(left, 0, max(2.0, width - 2), BAR), _colour(state))
            left += width
        painter.end()


class StateButtons(QWidget):
    """A button for each state that there is.

    Signals:
        picked(column): show these only; None for all.
    """

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[Column, QPushButton] = {}
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_counts(self, counts: Mapping[Column, int], chosen: Column | None) -> None:
        """Show how many there are; what nobody is in stays away, unless it is the one that is shown."""
        clear(self._flow)
        self._buttons = {}
        for state, count in counts.items():
            if count or state is chosen:
                self._flow.addWidget(self._button(state, count, is_chosen=state is chosen))
        self.updateGeometry()

    def _button(self, state: Column, count: int, *, is_chosen: bool) -> QPushButton:
        glyph, tone = OF_COLUMN[state]
        words = _("{state}: {n}").format(state=_(state.label), n=count)
        made = QPushButton(words)
        made.setAutoDefault(False)
        made.setCheckable(True)
        made.setChecked(is_chosen)
        made.setIcon(icon(glyph, tone))
        made.setIconSize(QSize(ICON + 6, ICON))
        made.setObjectName(f"state:{state.value}")
        made.setAccessibleDescription(_("Shows only these in the list; pressed again, all."))
        made.clicked.connect(lambda is_on: self._on_clicked(state, is_on=is_on))
        self._buttons[state] = made
        return made

    def _on_clicked(self, state: Column, *, is_on: bool) -> None:
        for other, made in self._buttons.items():
            made.setChecked(is_on and other is state)
        self.picked.emit(state if is_on else None)


class MonthColumns(QWidget):
    """The coming months: what ends in each, and what is talked about again.

    Signals:
        picked(month): show these only, as in `2026-12`; empty for all.
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[MonthButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.XS)
        legend = label(_("Full: ends. Light: to be talked about again."), size="small", tone="muted")
        outer = column(self._row, legend, spacing=Space.XS)
        self.setLayout(outer)

    def show_months(self, months: Sequence[Month], chosen: str) -> None:
        """Show these months."""
        clear(self._row)
        most = max((month.total for month in months), default=0)
        self._columns = [MonthButton(month, most) for month in months]
        for made in self._columns:
            made.setChecked(made.month.key == chosen)
            made.clicked.connect(lambda is_on, made=made: self._on_clicked(made, is_on=is_on))
            self._row.addWidget(made, 1)

    def _on_clicked(self, pressed: MonthButton, *, is_on: bool) -> None:
        for made in self._columns:
            made.setChecked(is_on and made is pressed)
        self.picked.emit(pressed.month.key if is_on else "")


class MonthButton(QAbstractButton):
    """One column of the picture."""

    def __init__(self, month: Month, most: int) -> None:
        """`most`: how many the highest column stands for."""
        super().__init__()
        self.month = month
        self._most = most
        self.setCheckable(True)
        self.setObjectName(f"month:{month.key}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = formats.long_date(month.key)
        ends = ngettext("{n} ends", "{n} end", month.ends).format(n=month.ends)
        again = ngettext("{n} to be talked about", "{n} to be talked about", month.reviews).format(n=month.reviews)
        self.setAccessibleName(f"{name}: {ends}, {again}")
        self.setToolTip(f"{name}\n{ends}\n{again}")
        self.setAccessibleDescription(_("Shows only these in the list; pressed again, all."))

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(44, COLUMN_HEIGHT + 2 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, line = current(), self.fontMetrics().height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if self.isChecked() else colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.SMALL, Radius.SMALL)
        ground = QRect(0, line, self.width(), self.height() - 2 * line - _MARK)
        self._paint_column(painter, ground)
        painter.setPen(QColor(colours.text))
        if self.month.total:
            painter.drawText(QRect(0, 0, self.width(), line), Qt.AlignmentFlag.AlignCenter, str(self.month.total))
        painter.setPen(QColor(colours.muted))
        words = formats.short_date(self.month.first).split()[1]
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
        below = QRect(0, self.height() - line - 2, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()

    def _paint_column(self, painter: QPainter, ground: QRect) -> None:
        colours = current()
        width = min(28, ground.width() - 6)
        left = ground.left() + (ground.width() - width) / 2
        painter.setPen(QColor(colours.line))
        painter.drawLine(ground.left(), ground.bottom() + 1, ground.right(), ground.bottom() + 1)
        painter.setPen(QColor(colours.due))
        bottom = float(ground.bottom() + 1)
        for count, is_full in ((self.month.ends, True), (self.month.reviews, False)):
            height = ground.height() * count / self._most if self._most else 0
            painter.setBrush(QColor(colours.due if is_full else colours.due_soft))
            if count:
                painter.drawRect(QRectF(left, bottom - height, width, height))
            bottom -= height


def _colour(state: Column) -> QColor:
    """Its tone; those that call for the same are told apart by their lightness, and by the words of the buttons."""
    found = QColor(getattr(current(), OF_COLUMN[state][1]))
    number = list(Column).index(state)
    found.setAlphaF(1.0 - 0.11 * (number % 7))
    return found
