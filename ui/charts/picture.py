"""What all charts share: drawn once the library is there, drawn anew in another look, moved through with the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.charts import library
from ui.forms.steps import steps
from ui.theme import Space, current
from ui.widgets import clear, label

if TYPE_CHECKING:
    from ui.charts.plot import Plot
    from ui.operations import Operations
    from ui.theme import Colours

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

    def __init__(self, ops: Operations, title: str, points: Sequence[Point], legend: str = "") -> None:
        """`legend`: what stands over the picture, such as which sign is which series."""
        super().__init__()
        self.points = tuple(points)
        self.at = -1
        self._ops = ops
        self._plot: Plot | None = None
        self._ring: Any = None
        self._drawn_in: Colours | None = None
        self._asked = False
        self._said = label(tone="muted", size="small", wrap=True)
        self._said.setObjectName("chart_value")
        self.setObjectName("chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(HEIGHT)
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(point.words for point in self.points) or _("No values yet."))
        self._room = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        column.setSpacing(Space.XS)
        if legend:
            column.addWidget(label(legend, tone="muted", size="small", wrap=True))
        column.addLayout(self._room, 1)
        column.addWidget(self._said)
        self._said.setText(_("Arrow keys go from value to value.") if self.points else _("No values yet."))

    @property
    def is_drawn(self) -> bool:
        """Whether the picture is there."""
        return self._plot is not None

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
        """Draw axes and values; subclasses say how."""
        raise NotImplementedError

    def number_at(self, x: float, y: float) -> int | None:
        """The value that stands at a place of the plane; None where nothing is near. Subclasses may say how."""
        raise NotImplementedError

    def _draw(self) -> None:
        from ui.charts.plot import Plot

        clear(self._room)
        self._drawn_in = current()
        self._plot = Plot()
        self.fill(self._plot)
        self._ring = self._plot.mark()
        self._plot.view.scene().sigMouseClicked.connect(self._on_clicked)
        self._room.addWidget(self._plot.widget)
        self._move_ring()

    def _move_ring(self) -> None:
        if self._ring is not None and self.at >= 0 and self.hasFocus():
            point = self.points[self.at]
            self._ring.setData([point.x], [point.y])
        elif self._ring is not None:
            self._ring.setData([], [])

    def _on_clicked(self, event: Any) -> None:
        place = self._plot.place_of(event.scenePos()) if self._plot is not None else None
        number = self.number_at(*place) if place is not None else None
        if number is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(number)
            self.chosen.emit(number)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            library.when_loaded(self._ops, self, lambda: steps().do(self, self._draw))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt says so at every new parent too, mostly of the same colours.
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_plot", None) and self._drawn_in != current():
            self._drawn_in = current()
            steps().do(self, self._draw)

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
