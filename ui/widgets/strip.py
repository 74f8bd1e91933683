"""The strip: a calm line above a page that says something and offers at most two actions. Never a dialog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6 import QtGui  # its classes are made when they are first named; most strips say nothing yet
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from app.texts import _, explain
from ui.theme import CONTROL_HEIGHT, Space
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import IconLabel, label, set_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.known import KnownError

_PLACE_TO_BREAK = re.compile(r"(?<=[/\\])(?=\S{40})")  # in a long path, which would else be one word
GLYPHS = {"info": "info", "due": "circle-alert", "danger": "octagon-alert", "good": "circle-check"}
TONES = {"info": "accent", "due": "due", "danger": "danger", "good": "good"}


class Strip(QFrame):
    """A message in place. `kind`: "info", "due" (amber), "danger" (red), "good".

    Signals:
        dismissed(): the person closed it.
    """

    dismissed = Signal()

    def __init__(self, text: str = "", kind: str = "info", *, closable: bool = False) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._icon = IconLabel(GLYPHS[kind], TONES[kind])
        self._text = ""
        self._label = label(text, wrap=True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        self._row.setSpacing(Space.S)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._label, 1)
        self._actions = 0
        if closable:
            self._row.addWidget(icon_button("x", _("Close this message"), self._on_closed))
        self.say(text, kind)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def say(self, text: str, kind: str = "info") -> None:
        """Show a message; an empty one hides the strip. Screen readers are told."""
        set_look(self, "strip", kind)
        self._icon.show_icon(GLYPHS[kind], TONES[kind])
        self._text = text
        self._label.setText(_PLACE_TO_BREAK.sub("\u200b", text))
        self.setAccessibleName(text)
        if self.parentWidget() is not None or not text:  # without a parent, to show would open a window
            self.setVisible(bool(text))
        if text:
            QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert))

    def say_error(self, error: KnownError) -> None:
        """Show a known failure: what happened, what to do, and its code."""
        told = explain(error)
        self.say(f"{told.sentence} {told.advice} ({told.code})", "danger" if error.code // 100 == 5 else "due")

    def hush(self) -> None:
        """Say nothing and take no room."""
        self.say("")

    def add_action(self, text: str, pressed: Callable[[], object], *, name: str = "") -> None:
        """Offer something to do about it."""
        self._row.insertWidget(2 + self._actions, button(text, pressed, name=name))
        self._actions += 1

    def _on_closed(self) -> None:
        self.hide()
        self.dismissed.emit()
