"""Changing the passphrase: the one until now, the new one twice. The vault works seconds, the window does not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import _
from ui.entrance.new_passphrase import NewPassphrase
from ui.entrance.secret_form import SecretForm
from ui.pages.settings.panel import Panel
from ui.widgets import button, divider, row

if TYPE_CHECKING:
    from app.desk import Desk
    from app.vaults import KdfPolicy
    from ui.context import Context
    from ui.entrance.secret_form import Typed


class PassphrasePanel(Panel):
    """Each key is meant to be slow: proving the old one and making the new one take about three seconds."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Change the passphrase"), _("Proving the old key and making the new one…"))
        who = context.who
        self._context = context
        self._proof = SecretForm(_("Passphrase until now"))
        self._new = NewPassphrase(context.ops, "new_passphrase", _("New passphrase"))
        self._new.use_names((who.practice, who.name, who.login))
        self._change = button(_("Change the passphrase"), self._on_change, kind="primary", name="change_passphrase_now")
        for part in (self._proof, divider(), self._new):
            self.content.addWidget(part)
        self.content.addLayout(row(self.close_button, None, self._change))
        self._proof.changed.connect(self._show_state)
        self._proof.submitted.connect(self._new.setFocus)
        self._new.changed.connect(self._show_state)
        self._new.submitted.connect(self._on_change)
        self._new.suggested.connect(self._on_suggested)
        self._show_state()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self._proof.begin()

    def set_busy(self, *, busy: bool) -> None:
        super().set_busy(busy=busy)
        for part in (self._proof, self._new):
            part.setEnabled(not busy)
        self._show_state()

    def _on_suggested(self) -> None:
        self.strip.say(_("Write these words down before you go on; type them once more below."), "info")

    def _show_state(self) -> None:
        self._change.setEnabled(self._proof.is_complete and self._new.is_good and not self.is_busy)

    def _on_change(self) -> None:
        if not self._change.isEnabled():
            return
        self.strip.hush()
        proof, new, policy = self._proof.take(), self._new.typed(), self._context.policy
        self.set_busy(busy=True)
        self._context.ops.command(
            self, lambda desk: change(desk, proof, new, policy), lambda _none: self._on_changed(), self.say_failure
        )

    def _on_changed(self) -> None:
        self._new.forget()
        self.set_busy(busy=False)
        for part in (self._proof, self._new, self._change):
            part.hide()
        self.close_button.setText(_("Close"))
        text = _("The passphrase was changed. The old one opens this vault no longer.")
        advice = _("Backups made until now still open with the old one: make a new backup soon.")
        self.strip.say(f"{text} {advice}", "good")
        self.close_button.setFocus()


def change(desk: Desk, proof: Typed, new: str, policy: KdfPolicy | None) -> None:
    """On the engine thread."""
    from app.services.vault import ways_in
    from app.vaults import SecretBytes

    with SecretBytes.from_text(proof.secret) as old, SecretBytes.from_text(new) as secret:
        ways_in.change_passphrase(desk, old, secret, how=proof.how, policy=policy)
