"""Joining two files of one person: which other file, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import mistakes
from app.texts import _
from ui.forms.which_client import ClientChooser
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, card, label, row

if TYPE_CHECKING:
    from app.services.client_files.files import ClientFile
    from app.services.records import Saved
    from ui.context import Context


class JoinView(QWidget):
    """Takes the place of the file until it is closed; joining can be taken back, so nothing else is asked.

    Signals:
        closed(): joined, or not wanted after all.
    """

    closed = Signal()

    def __init__(self, context: Context, file: ClientFile) -> None:
        super().__init__()
        self.setObjectName("join_view")
        self._context = context
        self._file = file
        self.chooser = ClientChooser(context, but=file.id)
        self.chooser.chosen.connect(self._on_chosen)
        self._strip = Strip()
        self._join = button(_("Join the files"), self._on_join, kind="primary", name="join_files")
        self._join.setEnabled(False)
        about = _(
            "{code} stays. The file you choose opens this one from then on, and this one lists the records of both. "
            "Nothing is moved: every record stays where it was signed. Both codes stay; numbers, addresses and alerts "
            "are added, so that no safe-contact rule is lost. You can part them again."
        )
        body = card(
            label(_("Join with another file of this person"), size="title"),
            label(about.format(code=file.code), wrap=True),
            label(_("The other file of the same person"), tone="muted"),
            self.chooser,
            self._strip,
            row(None, button(_("Cancel"), self.closed.emit, kind="quiet", name="cancel_join"), self._join),
            spacing=Space.M,
        )
        body.setMaximumWidth(READING_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        column.addStretch(1)

    def focus_first(self) -> None:
        """Begin with the other client."""
        self.chooser.focus_first()

    def _on_chosen(self, client: str, words: str) -> None:
        self._join.setEnabled(bool(client))
        self._join.setText(
            _("Join {client}").format(client=words).replace("&", "&&") if client else _("Join the files")
        )

    def _on_join(self) -> None:
        kept, other = self._file.id, self.chooser.client
        self._context.ops.command(
            self, lambda desk: mistakes.join(desk, kept, other), self._on_joined, self._strip.say_error,
            changes={"client", other},
        )  # fmt: skip

    def _on_joined(self, _saved: Saved) -> None:
        self._context.announcer.toast(_("The files are joined"), "link")
        self.closed.emit()
