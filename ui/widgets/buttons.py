"""Buttons: one primary a screen, the rest plain or quiet; every icon button has a tooltip and a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from ui.theme import ICON, icon

if TYPE_CHECKING:
    from collections.abc import Callable

_TONE_OF_KIND = {"primary": "on_accent", "danger": "danger", "link": "accent"}


def button(
    text: str, pressed: Callable[[], object] | None = None, *, kind: str = "", glyph: str = "", name: str = "",
) -> QPushButton:  # fmt: skip
    """A button with words.

    Args:
        text: translated; `&` marks the access key.
        pressed: called without arguments.
        kind: "" plain, "primary" (at most one in sight), "quiet" (no frame), "danger", "link", "tile" (large).
        glyph: an icon before the words.
        name: objectName, for drivers.
    """
    made = QPushButton(text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if glyph:
        made.setIcon(icon(glyph, _TONE_OF_KIND.get(kind, "text")))
        made.setIconSize(QSize(ICON + 6, ICON))  # wider than the glyph: room between it and the words
    if name:
        made.setObjectName(name)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def icon_button(
    glyph: str, tip: str, pressed: Callable[[], object] | None = None, *, name: str = "", shortcut: str = "",
) -> QToolButton:  # fmt: skip
    """A button with an icon only; `tip` is tooltip and accessible name, the shortcut is shown in the tooltip."""
    made = QToolButton()
    made.setIcon(icon(glyph))
    made.setIconSize(QSize(ICON, ICON))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(tip)
    made.setToolTip(f"{tip} ({_shown(shortcut)})" if shortcut else tip)
    if name:
        made.setObjectName(name)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def _shown(shortcut: str) -> str:
    """A shortcut as this system writes it."""
    from PySide6.QtGui import QKeySequence

    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
