"""A part of a section that opens where it is asked for: one is open at a time, and Esc closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from app.texts import _
from ui.theme import Space
from ui.widgets import Strip, button, label
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.known import KnownError


class Panel(QFrame):
    """Heading, content, a bar while the vault works, a strip for what came of it.

    Signals:
        closed(): the person is done here.
    """

    closed = Signal()

    def __init__(self, title: str, working: str) -> None:
        """`working` says what is being done while the bar moves."""
        super().__init__()
        set_card(self)
        self.setAccessibleName(title)
        self.strip = Strip()
        self.content = QVBoxLayout()
        self.content.setSpacing(Space.S)
        self.close_button = button(_("Cancel"), self.close_panel, kind="quiet", name="close_panel")
        self._working = label(working, size="small", tone="muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(working)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inside.setSpacing(Space.M)
        title_shown = label(title)
        title_shown.setProperty("strong", "true")
        inside.addWidget(title_shown)
        inside.addLayout(self.content)
        for part in (self._working, self._bar, self.strip):
            inside.addWidget(part)
        self._working.hide()
        self._bar.hide()

    @property
    def is_busy(self) -> bool:
        """Whether the vault works for it."""
        return not self._bar.isHidden()

    def set_busy(self, *, busy: bool) -> None:
        """Show that the vault works; subclasses disable what must not be pressed meanwhile."""
        self._bar.setVisible(busy)
        self._working.setVisible(busy)
        self.close_button.setEnabled(not busy)

    def say_failure(self, error: KnownError) -> None:
        """It did not work out: what happened, and what to do."""
        self.set_busy(busy=False)
        self.strip.say_error(error)

    def close_panel(self) -> None:
        """Forget what was typed and go."""
        if not self.is_busy:
            self.closed.emit()
            self.hide()
            self.deleteLater()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
