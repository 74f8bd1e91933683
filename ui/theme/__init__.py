"""One set of tokens; from it palette, style sheet and icons in light, dark and high contrast."""

from __future__ import annotations

from ui.theme.icons import icon, pixmap
from ui.theme.theme import SYSTEM, Theme, current, scaled_font
from ui.theme.tokens import CONTROL_HEIGHT, ICON, READING_WIDTH, Colours, Radius, Scheme, Space, TextSize

__all__ = [
    "CONTROL_HEIGHT", "ICON", "READING_WIDTH", "SYSTEM", "Colours", "Radius", "Scheme", "Space", "TextSize", "Theme",
    "current", "icon", "pixmap", "scaled_font",
]  # fmt: skip
