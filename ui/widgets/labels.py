"""Labels: text in one of the five sizes and a tone, and an icon that follows the theme."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import ICON, icon

COMFORTABLE_LETTERS = 60  # in a line of prose that has all the room it wants


def label(text: str = "", *, size: str = "body", tone: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label.

    Args:
        text: translated text; never read as rich text.
        size: "small", "body", "lead", "title" or "display"; "reading": as large as a title, for what is read together.
        tone: "", "muted", "accent", "danger", "due" or "good".
        wrap: breaks lines; for whole sentences.
    """
    made = Prose(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("text_size", size)
    if tone:
        made.setProperty("tone", tone)
    return made


_BREAKS = re.compile(r"[\s\u200b]+")  # where a line may break: a path has a space of no width after each slash


class Prose(QLabel):
    """Whole sentences that break into lines: as high as its width asks for.

    A QLabel lays its text out anew each time a layout asks how high it is, which was most of the time that a page of
    paragraphs took to open. Here a height is worked out once for each width.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._heights: dict[int, int] = {}
        self._font = self.font()
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # Qt overrides

    def setText(self, text: str) -> None:  # noqa: N802
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self.ensurePolished()
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        longest = max(map(metrics.horizontalAdvance, self.text().split("\n")))
        width = min(longest + 1, COMFORTABLE_LETTERS * metrics.averageCharWidth())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        longest = max(_BREAKS.split(self.text()), key=len)
        return QSize(metrics.horizontalAdvance(longest) + 1, metrics.height() if longest else 0)

    def changeEvent(self, event: QEvent) -> None:
        # Qt says so at every new parent, mostly of the same font.
        if event.type() == QEvent.Type.FontChange and self.font() != self._font:
            self._font = self.font()
            self._heights.clear()
        super().changeEvent(event)


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a label (or another widget whose style sheet knows `tone`)."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and have the widget drawn by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it gets its first look later
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class PathLabel(QLabel):
    """A path on one line: where there is no room its middle is left out, and the tooltip has it whole."""

    def __init__(self, text: str = "", *, size: str = "body", tone: str = "muted") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("text_size", size)
        self.setProperty("tone", tone)
        self.setProperty("elides", "true")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_path(text)

    def show_path(self, text: str) -> None:
        """Show another path."""
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()


class IconLabel(QWidget):
    """One icon, not to be pressed. Decoration: assistive technology reads the text beside it."""

    def __init__(self, name: str, tone: str = "muted", size: int = ICON) -> None:
        super().__init__()
        self._name = name
        self._tone = tone
        self._size = size
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, tone: str | None = None) -> None:
        """Show another glyph, and in another tone if one is given."""
        self._name = name
        self._tone = tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon(self._name, self._tone).paint(painter, self.rect())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.update()
        super().changeEvent(event)
