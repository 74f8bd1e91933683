"""New keys for the own account: for when somebody may have had both the passphrase and a copy of the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from app.texts import _
from ui.entrance.new_passphrase import NewPassphrase
from ui.entrance.secret_form import SecretForm
from ui.entrance.sheet_panel import SheetFacts
from ui.pages.settings.panel import Panel
from ui.people.renewed import Renewed
from ui.widgets import button, divider, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from app.desk import Desk
    from app.vaults import KdfPolicy
    from ui.context import Context
    from ui.entrance.secret_form import Typed
    from ui.known import KnownError


class Asked(NamedTuple):
    """What was typed: who it is, the passphrase from now on, and the owner who agrees."""

    proof: Typed
    new: str
    owner: Typed | None


class RenewalPanel(Panel):
    """Who is no owner needs one to agree, at the same desk."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Renew the account"), _("Making new keys and writing the vault anew…"))
        who = context.who
        self._context = context
        self._proof = SecretForm(_("Passphrase until now"))
        self._new = NewPassphrase(context.ops, "new_passphrase", _("New passphrase"))
        self._new.use_names((who.practice, who.name, who.login))
        self._owner = None if who.role == "owner" else self._owner_form()
        self._renew = button(_("Renew the account"), self._on_renew, kind="primary", name="renew_now")
        meaning = _(
            "A new passphrase does not help against somebody who had the old one and a copy of the vault, such as a "
            "backup or a lost computer. New keys do, for all that is written from now on. Then there is a new recovery "
            "sheet, and you sign in again."
        )
        self.content.addWidget(label(meaning, tone="muted", wrap=True))
        for part in (self._proof, divider(), self._new):
            self.content.addWidget(part)
        if self._owner is not None:
            self.content.addWidget(divider())
            self.content.addWidget(label(_("An owner of the practice has to agree, here and now."), wrap=True))
            self.content.addWidget(self._owner)
        self.content.addLayout(row(self.close_button, None, self._renew))
        self._proof.submitted.connect(self._new.setFocus)
        self._new.submitted.connect(self._on_renew)
        self._new.suggested.connect(self._on_suggested)
        for form in (self._proof, self._new):
            form.changed.connect(self._show_state)
        self._show_state()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self._proof.begin()

    def set_busy(self, *, busy: bool) -> None:
        super().set_busy(busy=busy)
        for part in (self._proof, self._new, self._owner):
            if part is not None:
                part.setEnabled(not busy)
        self._show_state()

    def say_failure(self, error: KnownError) -> None:
        """It did not work out: everything is as before."""
        self._context.announcer.held.emit(False)
        super().say_failure(error)

    def _owner_form(self) -> SecretForm:
        made = SecretForm(_("Passphrase of the owner"))
        made.ask_login(wanted=True)
        made.changed.connect(self._show_state)
        return made

    def _on_suggested(self) -> None:
        self.strip.say(_("Write these words down before you go on; type them once more below."), "info")

    def _show_state(self) -> None:
        ready = self._proof.is_complete and self._new.is_good and not self.is_busy
        self._renew.setEnabled(ready and (self._owner is None or self._owner.is_complete))

    def _on_renew(self) -> None:
        if not self._renew.isEnabled():
            return
        self.strip.hush()
        asked = Asked(self._proof.take(), self._new.typed(), self._owner.take() if self._owner is not None else None)
        policy, allow_cheap = self._context.policy, self._context.allow_cheap
        self.set_busy(busy=True)
        self._context.announcer.held.emit(True)  # drafts are kept now: the renewal ends the session
        self._context.ops.final(
            self, lambda desk: renew(desk, asked, policy, allow_cheap=allow_cheap), self._on_renewed, self.say_failure
        )

    def _on_renewed(self, facts: SheetFacts) -> None:
        self._new.forget()
        Renewed(self._context, facts).open_over(cast("QMainWindow", self.window()))


def renew(desk: Desk, asked: Asked, policy: KdfPolicy | None, *, allow_cheap: bool) -> SheetFacts:
    """On the engine thread: new keys; what stands on the new sheet is asked before, while the desk is there."""
    from contextlib import ExitStack

    from app.services.people import accounts
    from app.services.practice import practices
    from app.vaults import Key, SecretBytes

    practice, login = practices.profile(desk).name, practices.my_login(desk)
    with ExitStack() as wiped:
        old = wiped.enter_context(SecretBytes.from_text(asked.proof.secret))
        new = wiped.enter_context(SecretBytes.from_text(asked.new))
        owner = None
        if asked.owner is not None:
            secret = wiped.enter_context(SecretBytes.from_text(asked.owner.secret))
            owner = Key(secret, asked.owner.login, asked.owner.how, allow_cheap)
        code = accounts.renew(desk, old, new, how=asked.proof.how, owner=owner, policy=policy)
    return SheetFacts(practice, login, code, desk.signin.vault_id)
