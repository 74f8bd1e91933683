"""Pages under each other, drawn as they come into sight: for papers and pictures that somebody else makes into pixels.

The view asks for one page at a time and lets go of what is far away: a long paper costs no more than a short one.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.texts import _
from ui.theme import Space, current

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

SETTLE_MS = 40  # who scrolls past pages does not wait for them
WIDEST = 1000  # px of a page that fits the width: wider lines are hard to read
LARGEST_ZOOM = 6.0
SMALLEST_ZOOM = 0.25
ZOOM_STEP = 1.25
MOST_PIXELS_ACROSS = 4000
MOST_SPOKEN = 8_000  # letters of a page that a screen reader is given
A4 = 2**0.5
GAP = Space.M


class Fit(Enum):
    """What a zoom of one means: the page is as wide as the view, or all of it is in sight."""

    WIDTH = "width"
    WHOLE = "whole"


class PagesView(QAbstractScrollArea):
    """Shows pages numbered from 0; holds pictures of those in sight and their neighbours only.

    Signals:
        wanted(number, width): answer with `supply` or `fail`; the next is asked for after that.
        words_wanted(number): somebody who cannot see it may want to hear this page; answer with `say`, or not at all.
        moved(number): another page is in the middle.
        zoomed(percent): the zoom is another one.
    """

    wanted = Signal(int, int)
    words_wanted = Signal(int)
    moved = Signal(int)
    zoomed = Signal(int)

    def __init__(self, pages: int, title: str, fit: Fit = Fit.WIDTH) -> None:
        """`title`: accessible name, translated."""
        super().__init__()
        self._pages = max(1, pages)
        self._fit = fit
        self._zoom = 1.0
        self._usual_shape = A4
        self._shapes: dict[int, float] = {}  # height by width of pages that were seen
        self._tops = [0]
        self._pictures: dict[int, tuple[QImage, int]] = {}
        self._broken: set[int] = set()
        self._pending: tuple[int, int] | None = None  # number and width
        self._page = 0
        self._told = -1  # the page whose words were asked for
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("pages_view")
        self.setAccessibleName(title)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._on_scrolled())

    @property
    def page(self) -> int:
        """The number of the page in the middle."""
        return self._page

    @property
    def pages(self) -> int:
        """How many there are."""
        return self._pages

    @property
    def fit(self) -> Fit:
        """What a zoom of one means now."""
        return self._fit

    @property
    def percent(self) -> int:
        """The zoom; 100 is as it fits."""
        return round(self._zoom * 100)

    @property
    def held(self) -> list[int]:
        """The pages whose pictures are in memory."""
        return sorted(self._pictures)

    def supply(self, number: int, picture: QImage) -> None:
        """The picture of a page that was wanted, in device pixels."""
        width = self._pending[1] if self._pending is not None and self._pending[0] == number else 0
        self._pending = None
        shape = picture.height() / max(1, picture.width())
        self._pictures[number] = (picture, width)
        if self._shapes.get(number) != shape:
            anchor = self._anchor()
            self._shapes[number] = shape
            self._usual_shape = shape if len(self._shapes) == 1 else self._usual_shape
            self._lay_out(anchor)
        self.viewport().update()
        self._ask_words()
        self._ask()

    def say(self, number: int, words: str) -> None:
        """What stands on a page, for screen readers."""
        if number == self._page and words.strip():
            self.setAccessibleDescription(f"{self._place_in_words()}\n{words.strip()[:MOST_SPOKEN]}")

    def fail(self, number: int) -> None:
        """A page that was wanted cannot be shown."""
        self._pending = None
        self._broken.add(number)
        self.viewport().update()
        self._ask()

    def forget(self) -> None:
        """Let go of all pictures, and ask for no more."""
        self._timer.stop()
        self._pictures.clear()
        self.setAccessibleDescription("")
        self._pending = (-1, 0)  # nothing answers it

    def go_to(self, number: int) -> None:
        """Bring the beginning of a page into sight."""
        number = min(max(number, 0), self._pages - 1)
        self.verticalScrollBar().setValue(self._tops[number])

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller; what is in the middle stays there."""
        self._set_zoom(self._zoom * factor, self._fit)

    def show_fitted(self, fit: Fit) -> None:
        """As wide as the view, or as a whole."""
        self._set_zoom(1.0, fit)

    def _set_zoom(self, zoom: float, fit: Fit) -> None:
        anchor = self._anchor()
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._fit = fit
        self._lay_out(anchor)
        self.zoomed.emit(self.percent)
        self._timer.start()

    def _page_width(self) -> int:
        room = min(self.viewport().width() - 2 * GAP, WIDEST)
        if self._fit is Fit.WHOLE:
            shape = self._shapes.get(self._page, self._usual_shape)
            room = min(self.viewport().width() - 2 * GAP, int((self.viewport().height() - 2 * GAP) / shape))
        return max(40, int(room * self._zoom))

    def _pixels_across(self) -> int:
        return min(MOST_PIXELS_ACROSS, int(self._page_width() * self.devicePixelRatioF()))

    def _lay_out(self, anchor: tuple[int, float]) -> None:
        """Where each page begins, and how far one can scroll; the anchor stays in the middle."""
        width = self._page_width()
        usual = int(width * self._usual_shape)
        heights = [usual] * self._pages
        for number, shape in self._shapes.items():
            heights[number] = max(1, int(width * shape))
        self._tops = [0, *accumulate(height + GAP for height in heights)]
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        is_at_top = down.value() == 0
        down.setRange(0, max(0, self._tops[-1] + GAP - view.height()))
        down.setPageStep(max(1, view.height() - 2 * GAP))
        down.setSingleStep(48)
        across.setRange(0, max(0, width + 2 * GAP - view.width()))
        across.setPageStep(view.width())
        number, fraction = anchor
        height = self._tops[number + 1] - self._tops[number]
        down.setValue(0 if is_at_top else int(self._tops[number] + fraction * height - view.height() / 2))
        self.viewport().update()

    def _anchor(self) -> tuple[int, float]:
        """The page in the middle, and how far down it the middle is."""
        if len(self._tops) == 1:
            return 0, 0.0
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        number = self._page_at(int(middle))
        height = max(1, self._tops[number + 1] - self._tops[number])
        return number, (middle - self._tops[number]) / height

    def _page_at(self, y: int) -> int:
        return min(max(bisect_right(self._tops, y) - 1, 0), self._pages - 1)

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        return range(self._page_at(top), self._page_at(top + self.viewport().height() - 1) + 1)

    def _on_scrolled(self) -> None:
        page = self._anchor()[0]
        if page != self._page:
            self._page = page
            self.setAccessibleDescription(self._place_in_words())
            self._ask_words()
            self.moved.emit(page)
        self.viewport().update()
        if not self._timer.isActive():
            self._timer.start()

    def _place_in_words(self) -> str:
        return _("Page {n} of {all}").format(n=self._page + 1, all=self._pages)

    def _ask_words(self) -> None:
        """Of the page in the middle, once it can be seen."""
        if self._told != self._page and self._page in self._pictures:
            self._told = self._page
            self.words_wanted.emit(self._page)

    def _ask(self) -> None:
        """Ask for the next page that is missing: those in sight, then their neighbours; forget the others."""
        if not self.isVisible() or self._pending is not None:
            return
        seen = self._in_sight()
        near = [*seen, seen.stop, seen.start - 1]
        for number in [number for number in self._pictures if number not in near]:
            del self._pictures[number]
        width = self._pixels_across()
        for number in near:
            is_page = 0 <= number < self._pages and number not in self._broken
            if is_page and self._pictures.get(number, (None, 0))[1] != width:
                self._pending = (number, width)
                self.wanted.emit(number, width)
                return

    def _place(self, number: int) -> QRect:
        """Where a page is in the viewport."""
        width = self._page_width()
        room = self.viewport().width()
        left = (room - width) // 2 if width + 2 * GAP <= room else GAP - self.horizontalScrollBar().value()
        top = GAP + self._tops[number] - self.verticalScrollBar().value()
        return QRect(left, top, width, self._tops[number + 1] - self._tops[number] - GAP)

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(colours.sunken))
        for number in self._in_sight():
            place = self._place(number)
            painter.fillRect(place, QColor("white"))  # paper is white in every look
            found = self._pictures.get(number)
            if found is not None:
                painter.drawImage(place, found[0])
            else:
                painter.setPen(QColor("#53605b"))
                text = _("This page cannot be shown.") if number in self._broken else f"{number + 1}"
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
            painter.setPen(QColor(colours.line))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -2, -2))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self._anchor())
        self._timer.start()

    def sizeHint(self) -> QSize:
        return QSize(560, 640)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(ZOOM_STEP)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.zoom_by(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.show_fitted(self._fit)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)
