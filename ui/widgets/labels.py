"""Labels: text in one of the five sizes and a tone, and an icon that follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import ICON, icon


def label(text: str = "", *, size: str = "body", tone: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label.

    Args:
        text: translated text; never read as rich text.
        size: "small", "body", "lead", "title" or "display".
        tone: "", "muted", "accent", "danger", "due" or "good".
        wrap: breaks lines; for whole sentences.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("text_size", size)
    if tone:
        made.setProperty("tone", tone)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a label (or another widget whose style sheet knows `tone`)."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and have the widget drawn by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
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
