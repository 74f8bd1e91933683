"""The recovery sheet: trying the one there is, and making a new one, after which the old opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.texts import _
from ui.entrance.frame import field
from ui.entrance.secret_form import SecretForm
from ui.entrance.sheet_panel import SheetFacts, SheetPanel
from ui.pages.settings.panel import Panel
from ui.widgets import SecretField, button, label, row

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context
    from ui.entrance.secret_form import Typed


class TrySheetPanel(Panel):
    """Signals: tried(): the sheet is right."""

    tried = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Try your recovery sheet"), _("Trying the code…"))
        self._context = context
        self._code = SecretField(_("Recovery code"))
        self._code.setObjectName("sheet_code")
        self._try = button(_("Try it"), self._on_try, kind="primary", name="try_sheet_now")
        hint = _("Fetch the sheet and type its six groups. Spaces and dashes do not matter. Nothing is changed.")
        self.content.addLayout(field(_("Recovery code"), self._code, hint))
        self.content.addLayout(row(self.close_button, None, self._try))
        self._code.changed.connect(self._show_state)
        self._code.submitted.connect(self._on_try)
        self._show_state()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self._code.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        super().set_busy(busy=busy)
        self._code.setEnabled(not busy)
        self._show_state()

    def _show_state(self) -> None:
        self._try.setEnabled(not self._code.is_empty() and not self.is_busy)

    def _on_try(self) -> None:
        if not self._try.isEnabled():
            return
        self.strip.hush()
        typed = self._code.text()
        self.set_busy(busy=True)
        self._context.ops.command(self, lambda desk: try_code(desk, typed), self._on_tried, self.say_failure)

    def _on_tried(self, opens: bool) -> None:  # noqa: FBT001 - a result
        self.set_busy(busy=False)
        if not opens:
            self._code.setFocus()
            self._code.select_all()
            text = _("This code does not open your account.")
            advice = _("Is it the newest sheet, and yours? If there is no other, make a new one.")
            self.strip.say(f"{text} {advice}", "due")
            return
        self._code.forget()
        self._code.hide()
        self._try.hide()
        self.close_button.setText(_("Close"))
        self.strip.say(_("The sheet is right: it opens your account. Put it back where it was."), "good")
        self.close_button.setFocus()
        self.tried.emit()


class NewSheetPanel(Panel):
    """Signals: made(): there is a new sheet."""

    made = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Make a new recovery sheet"), _("Proving the key…"))
        self._context = context
        self._proof = SecretForm()
        self._make = button(_("Make a new sheet"), self._on_make, kind="primary", name="make_sheet_now")
        self._warning = label(
            _("The sheet you have now will open nothing any more. Nothing else changes."), tone="muted", wrap=True
        )
        self._buttons = row(self.close_button, None, self._make)
        self.content.addWidget(self._warning)
        self.content.addWidget(self._proof)
        self.content.addLayout(self._buttons)
        self._proof.changed.connect(self._show_state)
        self._proof.submitted.connect(self._on_make)
        self._show_state()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self._proof.begin()

    def set_busy(self, *, busy: bool) -> None:
        super().set_busy(busy=busy)
        self._proof.setEnabled(not busy)
        self._show_state()

    def _show_state(self) -> None:
        self._make.setEnabled(self._proof.is_complete and not self.is_busy)

    def _on_make(self) -> None:
        if not self._make.isEnabled():
            return
        self.strip.hush()
        proof = self._proof.take()
        self.set_busy(busy=True)
        self._context.ops.command(self, lambda desk: reissue(desk, proof), self._on_made, self.say_failure)

    def _on_made(self, facts: SheetFacts) -> None:
        self.set_busy(busy=False)
        for part in (self._proof, self._make, self._warning):
            part.hide()
        sheet = SheetPanel(self._context.ops, self._context.prompts, facts)
        self.content.insertWidget(0, sheet)
        self.close_button.setText(_("Close"))
        text = _("This code is shown only now: print or save it. The old sheet opens nothing any more: destroy it.")
        self.strip.say(text, "due")
        sheet.kept.connect(self.strip.hush)
        sheet.begin()
        self.made.emit()


def try_code(desk: Desk, typed: str) -> bool:
    """On the engine thread."""
    from app.services.vault import recovery
    from app.vaults import SecretBytes

    with SecretBytes.from_text(typed) as code:
        return recovery.try_sheet(desk, code)


def reissue(desk: Desk, proof: Typed) -> SheetFacts:
    """On the engine thread: the new code, and what else stands on the sheet."""
    from app.services.practice import practices
    from app.services.vault import ways_in
    from app.vaults import SecretBytes

    with SecretBytes.from_text(proof.secret) as secret:
        code = ways_in.reissue_recovery(desk, secret, how=proof.how)
    return SheetFacts(practices.profile(desk).name, practices.my_login(desk), code, desk.signin.vault_id)
