"""What all charts share: a picture, a legend over it, and moving through its values with the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.charts.plot import Plot
from ui.theme import Space
from ui.widgets import label

HEIGHT = 240  # least, in device-independent pixels
_FORTH = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class Point(NamedTuple):
    """One value of a chart: where its mark stands, and what is said of it."""

    x: float
    y: float
    words: str


class Picture(QWidget):
    """A chart that takes the focus. Arrows go from value to value, Home and End to the ends; each is shown and spoken.

    Signals:
        chosen(number): Enter on a value, or a click on it; counted as in `points`.
    """

    chosen = Signal(int)

    def __init__(self, title: str, points: Sequence[Point], legend: QWidget | None = None, hint: str = "") -> None:
        """`legend` stands over the picture; `hint` under it, until a value is said: what the keys do."""
        super().__init__()
        self.points = tuple(points)
        self.at = -1
        self.plot = Plot()
        self._said = label(tone="muted", size="small", wrap=True)
        self._said.setObjectName("chart_value")
        self.setObjectName("chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(HEIGHT)
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(point.words for point in self.points) or _("No values yet."))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        column.setSpacing(Space.XS)
        if legend is not None:
            column.addWidget(legend)
        column.addWidget(self.plot, 1)
        column.addWidget(self._said)
        told = hint or _("Arrow keys go from value to value.")
        self._said.setText(told if self.points else _("No values yet."))
        self.fill(self.plot)
        self.plot.clicked.connect(self._on_clicked)

    def go_to(self, number: int) -> None:
        """Stand on a value, show it and speak it."""
        if not self.points:
            return
        self.at = max(0, min(number, len(self.points) - 1))
        words = self.points[self.at].words
        self._said.setText(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self._move_ring()

    def fill(self, plot: Plot) -> None:
        """Put axes and values on it; subclasses say how."""
        raise NotImplementedError

    def number_at(self, x: float, y: float) -> int | None:
        """The value that stands at a place of the plane; None where nothing is near. Subclasses may say how."""
        raise NotImplementedError

    def _move_ring(self) -> None:
        is_there = self.at >= 0 and self.hasFocus()
        self.plot.ring_at((self.points[self.at].x, self.points[self.at].y) if is_there else None)

    def _on_clicked(self, x: float, y: float) -> None:
        number = self.number_at(x, y)
        if number is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(number)
            self.chosen.emit(number)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self.points) - 1
        steps = dict.fromkeys(_FORTH, self.at + 1) | dict.fromkeys(_BACK, self.at - 1)
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in steps:
            self.go_to(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at >= 0:
            self.chosen.emit(self.at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self._move_ring()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._move_ring()
