"""The first screen where no vault is known: create, open or restore."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.texts import _
from ui.entrance.frame import Screen
from ui.widgets import button, label


class StartScreen(Screen):
    """Signals: create_wanted(), open_wanted(), restore_wanted()."""

    create_wanted = Signal()
    open_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Welcome to ClientSafe"),
            _("Client files, consents and incidents, encrypted on this computer. Nothing leaves it."),
            glyph="shield-check",
        )
        self._create = button(
            _("Create a practice"), self.create_wanted.emit, kind="primary", glyph="sparkles", name="create"
        )
        choices = (
            (self._create, _("Four short steps, under two minutes.")),
            (
                button(_("Open"), self.open_wanted.emit, glyph="folder-open", name="open"),
                _("A vault that is on this computer already."),
            ),
            (
                button(_("Restore a backup"), self.restore_wanted.emit, glyph="archive-restore", name="restore"),
                _("Makes a new vault from a backup file; nothing is overwritten."),
            ),
        )
        for made, meaning in choices:
            self.content.addSpacing(4)
            self.content.addWidget(made)
            self.content.addWidget(label(meaning, size="small", tone="muted", wrap=True))

    def begin(self) -> None:
        self._create.setFocus()
