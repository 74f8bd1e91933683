"""The card that adds a client: one field, and a word of warning when somebody like that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.records.client import Client
from app.services import clients
from app.texts import _, explain, ngettext
from ui.forms.choices import QuietCombo
from ui.theme import Space
from ui.widgets import Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.services.clients import ClientRef, ClientRow
    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.known import KnownError

MOST_NAMED = 3  # people that a duplicate warning names


class NewClientCard(QFrame):
    """Asks for a name or alias and registers the client.

    Signals:
        registered(id): the client is there.
        open_wanted(id): the person chose a client who is there already.
        closed(): nothing more to do here.
    """

    registered = Signal(str)
    open_wanted = Signal(str)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        set_card(self)
        self.setObjectName("new_client")
        self.name = QLineEdit()
        self.name.setObjectName("new_client_name")
        self.name.setPlaceholderText(_("Name or alias"))
        self.name.setAccessibleName(_("Name or alias of the new client"))
        self.name.textEdited.connect(self._on_edited)
        self.name.returnPressed.connect(self._on_add)
        self._lead = QuietCombo()
        self._lead.setObjectName("new_client_lead")
        self._lead.setAccessibleName(_("Who leads the file"))
        self._lead.activated.connect(lambda _index: self._show_state())
        self._lead.hide()
        self._add = button(_("Add client"), self._on_add, kind="primary", name="add_client")
        cancel = button(_("Cancel"), self.close_card, kind="quiet", name="cancel_new_client")
        hint = label(
            _("One name is enough. Everything else can be filled in later, in the client's file."),
            size="small", tone="muted", wrap=True,
        )  # fmt: skip
        self._warning = Strip("", "due")
        self._warning.add_action(_("Open that file"), self._on_open_existing, name="open_duplicate")
        self._warning.add_action(_("Add anyway"), self._register, name="add_anyway")
        self._existing = ""
        self._lay_out(hint, cancel)
        self.hide()

    def _lay_out(self, hint: QWidget, cancel: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(_("New client"), size="lead"))
        line = row(self.name, self._lead, self._add, cancel)
        line.setStretch(0, 1)
        column.addLayout(line)
        column.addWidget(hint)
        column.addWidget(self._warning)

    def open_card(self, name: str = "") -> None:
        """Show the card, with the cursor in its field."""
        self.name.setText(name)
        self._warning.hush()
        self._show_state()
        self.show()
        self.name.setFocus()
        if not self._context.who.alone:
            self._context.ops.query(self, clients.leads, self._on_leads, self._on_failed)

    def close_card(self) -> None:
        """Take the card away."""
        self.name.clear()
        self.hide()
        self.closed.emit()

    def _client(self) -> Client:
        return Client(name=self.name.text().strip(), lead=str(self._lead.currentData() or ""))

    def _show_state(self) -> None:
        """Whose role leads no file must say whose it will be."""
        has_lead = self._lead.isHidden() or bool(self._lead.currentData())
        self._add.setEnabled(bool(self.name.text().strip()) and has_lead)

    def _on_leads(self, leads: list[Colleague]) -> None:
        """Oneself first, where one can lead a file."""
        self._lead.clear()
        if not any(one.is_me for one in leads):
            self._lead.addItem(_("Who leads the file?"), "")
        for one in leads:
            words = _("Lead: {name}").format(name=one.name)
            self._lead.addItem(words, one.account)
        self._lead.setVisible(self._lead.count() > 1)
        self._show_state()

    def _on_edited(self) -> None:
        self._warning.hush()
        self._show_state()

    def _on_add(self) -> None:
        if not self._add.isEnabled():
            return
        self._add.setEnabled(False)
        client = self._client()
        self._context.ops.query(self, lambda desk: clients.duplicates(desk, client), self._on_compared, self._on_failed)

    def _on_compared(self, alike: list[ClientRow]) -> None:
        if not alike:
            self._register()
            return
        self._existing = alike[0].id
        names = ", ".join(formats.client(one.code, one.name) for one in alike[:MOST_NAMED])
        text = ngettext(
            "There is a client like this already: {names}.",
            "There are clients like this already: {names}.",
            len(alike),
        )
        self._warning.say(text.format(names=names), "due")
        self._show_state()

    def _register(self) -> None:
        client = self._client()
        self._context.ops.command(
            self, lambda desk: clients.register(desk, client), self._on_registered, self._on_failed, changes=("client",)
        )

    def _on_registered(self, made: ClientRef) -> None:
        self._context.announcer.toast(_("{code} added").format(code=made.code), "user-plus")
        self.close_card()
        self.registered.emit(made.id)

    def _on_open_existing(self) -> None:
        existing = self._existing
        self.close_card()
        self.open_wanted.emit(existing)

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        self._show_state()
        self._warning.say(f"{told.sentence} {told.advice} ({told.code})", "due")

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)
