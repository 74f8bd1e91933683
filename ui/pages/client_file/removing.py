"""Removing a client without signed records: what goes, the code typed, then one last question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.records import KINDS
from app.services import mistakes
from app.texts import _, ngettext
from ui.prompts import Answer
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, card, label, row

if TYPE_CHECKING:
    from app.services.client_files.files import ClientFile
    from ui.context import Context


class RemoveView(QWidget):
    """Takes the place of the file until it is closed.

    Signals:
        closed(): not wanted after all.
        removed(): the client is gone for good.
    """

    closed = Signal()
    removed = Signal()

    def __init__(self, context: Context, file: ClientFile) -> None:
        super().__init__()
        self.setObjectName("remove_view")
        self._context = context
        self._file = file
        self._strip = Strip()
        self._code = QLineEdit()
        self._code.setObjectName("typed_code")
        self._code.setAccessibleName(_("The code of the client"))
        self._code.setMaximumWidth(200)
        self._code.textChanged.connect(self._on_typed)
        self._remove = button(_("Remove for good…"), self._on_remove, kind="danger", name="remove_client")
        self._remove.setEnabled(False)
        self._cancel = button(_("Cancel"), self.closed.emit, name="cancel_remove")
        body = card(
            label(_("Remove {client}").format(client=file.name), size="title", wrap=True),
            label(_("This removes for good: {what}.").format(what=", ".join(what_goes(file))), wrap=True),
            label(
                _("Its keys are destroyed. Backups made before still hold it until they are replaced. The audit trail "
                  "keeps that the file existed and who removed it. The code is not given again."),
                tone="muted", wrap=True,
            ),
            label(_("Type {code} to go on.").format(code=file.code)),
            self._code,
            self._strip,
            row(None, self._cancel, self._remove),
            spacing=Space.M,
        )  # fmt: skip
        body.setMaximumWidth(READING_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        column.addStretch(1)

    def focus_first(self) -> None:
        """Never on the button that destroys."""
        self._code.setFocus()

    def _on_typed(self, text: str) -> None:
        self._remove.setEnabled(text.strip().upper() == self._file.code.upper())

    def _on_remove(self) -> None:
        self._context.prompts.ask(
            _("Remove {client} for good?").format(client=self._file.name),
            _("This cannot be undone."),
            [Answer("remove", _("Remove for good"), dangerous=True)],
            lambda answer: self._do() if answer == "remove" else None,
        )

    def _do(self) -> None:
        client = self._file.id
        self._remove.setEnabled(False)
        self._context.ops.command(
            self, lambda desk: mistakes.remove_client(desk, client), lambda _none: self._on_removed(),
            self._strip.say_error, changes={"client"},
        )  # fmt: skip

    def _on_removed(self) -> None:
        text = _("{code} was removed").format(code=self._file.code)
        self._context.announcer.toast(text, "trash-2")
        self.removed.emit()


def what_goes(file: ClientFile) -> list[str]:
    """In words: name and contacts, what is saved, and drafts."""
    found = [_("name, contacts and everything about the person")]
    found += [f"{_(KINDS[kind].plural)} ({n})" for kind, n in file.counts.items() if n and kind != "client"]
    if file.drafts:
        n = len(file.drafts)
        found.append(ngettext("{n} draft", "{n} drafts", n).format(n=n))
    return found
