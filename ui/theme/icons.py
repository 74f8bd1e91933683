"""Icons from the bundled icon font: painted as glyphs, in the colours of the moment."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.theme.theme import current

if TYPE_CHECKING:
    from ui.theme.tokens import Colours

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


@cache
def glyphs() -> dict[str, int]:
    """Name of an icon → its code point in the font."""
    table: dict[str, int] = json.loads((FOLDER / "glyphs.json").read_text("ascii"))
    return table


@cache
def font_family() -> str:
    """Load the icon font once; the name Qt gives it."""
    number = QFontDatabase.addApplicationFont(str(FOLDER / "lucide-subset.ttf"))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def icon(name: str, tone: str = "text") -> QIcon:
    """The icon `name` (a key of resources/icons/glyphs.json), drawn in a colour of the theme.

    Args:
        name: for example "user", "file-text", "lock".
        tone: a field of `Colours`: "text", "muted", "accent", "on_accent", "danger", "due", "good" …
    Raises:
        KeyError: no such glyph.
    """
    return QIcon(_GlyphEngine(glyphs()[name], tone))


def pixmap(name: str, tone: str = "text", size: int = 18, ratio: float = 1.0) -> QPixmap:
    """A picture of an icon for a label; it does not follow a change of theme by itself (see `widgets.IconLabel`)."""
    return icon(name, tone).pixmap(QSize(size, size), ratio)


class _GlyphEngine(QIconEngine):
    """Paints one glyph, so that icons are sharp at every scale and change with the theme at once.

    Each picture is painted once: buttons ask for theirs at every paint, and a page has dozens of them.
    """

    def __init__(self, code: int, tone: str) -> None:
        super().__init__()
        self._code = code
        self._tone = tone
        self._pictures: dict[tuple[int, int, str, float], QPixmap] = {}  # few: sizes and colours are

    def _colour(self, mode: QIcon.Mode) -> QColor:
        colours: Colours = current()
        tone = "disabled" if mode == QIcon.Mode.Disabled else self._tone
        return QColor(getattr(colours, tone))

    # Qt overrides

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        font = QFont(font_family())
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(self._colour(mode))
        painter.drawText(QRectF(rect), int(Qt.AlignmentFlag.AlignCenter), chr(self._code))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        if size.isEmpty():
            return QPixmap()  # Qt asks for no size at all while there is no room; painting there fills the log
        key = (size.width(), size.height(), self._colour(mode).name(), scale)
        if key not in self._pictures:
            self._pictures[key] = self._painted(size, mode, state, scale)
        return self._pictures[key]

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._code, self._tone)

    def _painted(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        picture.setDevicePixelRatio(scale)
        return picture
