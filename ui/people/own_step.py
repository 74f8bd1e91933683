"""Adding a person, step 2: with the keyboard in their hands they choose a sign-in name and a passphrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar

from app.rules import roles
from app.texts import _
from ui.entrance.create_practice import initials
from ui.entrance.frame import Screen, field
from ui.entrance.new_passphrase import NewPassphrase
from ui.theme import Space
from ui.widgets import button

if TYPE_CHECKING:
    from app.services.people.accounts import Invitation
    from ui.context import Context
    from ui.known import KnownError


class OwnStep(Screen):
    """Signals: chosen(invitation, passphrase): the invitation with its sign-in name."""

    chosen = Signal(object, str)

    def __init__(self, context: Context, step: str) -> None:
        super().__init__(_("Your own way in"), step=step)
        self._context = context
        self._invitation: Invitation | None = None
        self._login = QLineEdit()
        self._login.setObjectName("own_login")
        self._form = NewPassphrase(context.ops, "own_passphrase")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Making the account"))
        self._busy.hide()
        self._make = button(_("Make my account"), self._on_make, kind="primary", name="make_account")
        hint = _("Short; it stands on the lock page. Your initials will do.")
        self.content.addLayout(field(_("Sign-in name"), self._login, hint))
        self.content.addSpacing(Space.XS)
        self.content.addWidget(self._form)
        self.content.addWidget(self._busy)
        self.add_back()
        self.buttons.addWidget(self._make)
        self._login.textChanged.connect(lambda _text: self._on_login())
        self._login.returnPressed.connect(self._form.setFocus)
        self._form.changed.connect(self._show_state)
        self._form.submitted.connect(self._on_make)
        self._form.suggested.connect(self._on_suggested)
        self._show_state()

    def use(self, invitation: Invitation) -> None:
        """Who it is for; what was typed for somebody else is forgotten."""
        if self._invitation is None or invitation.name != self._invitation.name:
            self._login.setText(initials(invitation.name))
            self._form.forget()
        self._invitation = invitation
        text = _("{name}, this part is yours alone: {owner} has added you to {practice}. Your role: {role}.")
        who = self._context.who
        role = roles.of_role(invitation.role).label
        self.say_sentence(text.format(name=invitation.name, owner=who.name, practice=who.practice, role=role))
        self._on_login()

    def begin(self) -> None:
        self._login.setFocus()
        self._login.selectAll()

    def say_failure(self, error: KnownError) -> None:
        """The account could not be made."""
        self._set_busy(busy=False)
        self.strip.say_error(error)

    def _on_login(self) -> None:
        name = self._invitation.name if self._invitation is not None else ""
        self._form.use_names((self._context.who.practice, name, self._login.text().strip()))
        self._show_state()

    def _on_suggested(self) -> None:
        self.strip.say(_("Write these words down before you go on; type them once more below."), "info")

    def _show_state(self) -> None:
        ready = bool(self._login.text().strip()) and self._form.is_good
        self._make.setEnabled(ready and self._busy.isHidden())

    def _on_make(self) -> None:
        if not self._make.isEnabled() or self._invitation is None:
            return
        self.strip.hush()
        self._set_busy(busy=True)
        self.chosen.emit(replace(self._invitation, login=self._login.text().strip()), self._form.typed())

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        for part in (self._login, self._form):
            part.setEnabled(not busy)
        self._make.setText(_("Making the account…") if busy else _("Make my account"))
        self._show_state()
