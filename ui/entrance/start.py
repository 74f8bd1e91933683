"""The first screen where no vault is known: create, open, restore, or look around."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.texts import _
from ui.entrance.frame import Screen
from ui.theme import Space
from ui.widgets import button, label, row


class StartScreen(Screen):
    """Signals: create_wanted(), open_wanted(), restore_wanted(), look_wanted(), remove_wanted()."""

    create_wanted = Signal()
    open_wanted = Signal()
    restore_wanted = Signal()
    look_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, *, has_example: bool = False) -> None:
        """`has_example`: the fictional practice is on this computer, so it can also be removed."""
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
            (
                button(_("Look around with a fictional practice"), self.look_wanted.emit, glyph="compass", name="look"),
                _("Twelve invented people with three years of notes. Made in seconds, removed in one click."),
            ),
        )
        for made, meaning in choices:
            self.content.addSpacing(Space.XS)
            self.content.addWidget(made)
            self.content.addWidget(label(meaning, size="small", tone="muted", wrap=True))
        if has_example:
            remove = button(
                _("Remove the fictional practice"), self.remove_wanted.emit, kind="link", glyph="trash-2",
                name="remove_example",
            )  # fmt: skip
            self.content.addLayout(row(remove, None))

    def begin(self) -> None:
        self._create.setFocus()
