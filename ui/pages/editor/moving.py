"""The card that writes a signed record again in the right file, and the lines by which the two name each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.services import mistakes
from app.texts import _
from ui.forms.control import row_of
from ui.forms.which_client import ClientChooser
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.services.records import Editing
    from ui.context import Context
    from ui.known import KnownError
    from ui.writing.loading import Link


class MoveCard(QFrame):
    """Asks whose record it is and why it stood here.

    Signals:
        moved(editing): the draft in the right file.
        closed(): the person does not want to after all.
    """

    moved = Signal(object)
    closed = Signal()

    def __init__(self, context: Context, record: str, client: str | None) -> None:
        super().__init__()
        self._context = context
        self._record = record
        self._client = client
        self.setObjectName("move_card")
        set_card(self)
        self._chooser = ClientChooser(context, but=client or "")
        self._chooser.chosen.connect(self._on_chosen)
        self._reason = QLineEdit()
        self._reason.setObjectName("move_reason")
        self._reason.setAccessibleName(_("Reason"))
        self._reason.setPlaceholderText(_("Such as: wrong file open"))
        self._reason.textEdited.connect(lambda _text: self._refresh())
        self._strip = Strip()
        self._move = button(_("Write it there"), self._on_move, kind="primary", glyph="move-right", name="move_record")
        self._lay_out()
        self._refresh()

    def focus_first(self) -> None:
        """Begin with whose it is."""
        self._chooser.focus_first()

    def _lay_out(self) -> None:
        about = _(
            "This record stays readable here and is marked as entered in error. A copy is put into the file you choose "
            "as a draft, for you to read and sign. Each names the other."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(label(_("Write it in the right file"), size="lead"))
        column.addWidget(label(about, tone="muted", wrap=True))
        column.addWidget(label(_("Whose record is it?")))
        column.addWidget(self._chooser)
        column.addWidget(label(_("Reason")))
        column.addWidget(self._reason)
        column.addWidget(self._strip)
        cancel = button(_("Cancel"), self.closed.emit, kind="quiet", name="cancel_move")
        column.addLayout(row(None, cancel, self._move))

    def _refresh(self) -> None:
        self._move.setEnabled(bool(self._chooser.client and self._reason.text().strip()))

    def _on_chosen(self, client: str, words: str) -> None:
        del client
        self._move.setText(_("Write it there: {client}").format(client=words) if words else _("Write it there"))
        self._refresh()

    def _on_move(self) -> None:
        record, client, reason = self._record, self._chooser.client, self._reason.text()
        changes = {"amendment", "draft", record, client, *([self._client] if self._client else [])}
        self._move.setEnabled(False)
        self._context.ops.command(
            self,
            lambda desk: mistakes.write_in_right_file(desk, record, client, reason),
            self._on_moved,
            self._on_failed,
            changes=changes,
        )

    def _on_moved(self, editing: Editing) -> None:
        self._context.announcer.toast(_("Copied as a draft; read it and sign it here"), "move-right")
        self.moved.emit(editing)

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)
        self._refresh()


class LinkLine(QWidget):
    """One line that leads to the other of two records that name each other."""

    def __init__(self, context: Context, words: str, link: Link) -> None:
        """`words` has the code of the other client in it."""
        super().__init__()
        self._context = context
        self._link = link
        line = row_of(self, IconLabel("link", "muted"), label(words, wrap=True))
        line.setStretch(1, 1)
        line.addWidget(button(_("Open"), self._open, kind="link", name="open_linked"))

    def _open(self) -> None:
        client = {"client": self._link.client} if self._link.client else {}
        self._context.navigator.go_to(self._link.kind, self._link.record, **client)


def link_lines(context: Context, copied_from: Link | None, moved_to: Link | None) -> list[LinkLine]:
    """The lines over a record that names another one."""
    lines = []
    if copied_from is not None:
        text = _("Written in the file of {code} by mistake, and copied from there.")
        lines.append(LinkLine(context, text.format(code=copied_from.code), copied_from))
    if moved_to is not None:
        text = _("Written in the right file: {code}.")
        lines.append(LinkLine(context, text.format(code=moved_to.code), moved_to))
    return lines
