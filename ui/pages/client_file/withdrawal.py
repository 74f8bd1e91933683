"""The card that records that a consent is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app import clock
from app.records.choices import YesNo
from app.records.consent import Consent, GivenBy, Method
from app.records.fields import specs
from app.services import consents
from app.texts import _, explain
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm
from ui.theme import Space
from ui.widgets import Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.services.records import Saved
    from ui.context import Context
    from ui.known import KnownError

_FIELDS = ("given_on", "method", "withdrawn_by", "effect_explained", "withdrawal_scope", "actions_taken")


class WithdrawalCard(QFrame):
    """Opens over the list of consents.

    Signals:
        closed(): done, or not wanted after all.
    """

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._consent = ""
        self._client = ""
        set_card(self)
        self.setObjectName("withdrawal")
        fields = [spec for spec in specs(Consent) if spec.name in _FIELDS]
        self.form = RecordForm(fields, VaultReferences(context, self), legend=_("needed"))
        self.form.fields.set_outside({"decision": "withdrawn"})
        self._strip = Strip()
        self._done = button(_("Record the withdrawal"), self._on_done, kind="primary", name="sign_withdrawal")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(label(_("The consent is taken back"), size="lead"))
        note = _(
            "It counts from the day given here. What was done before stays lawful; the consent itself stays readable."
        )
        column.addWidget(label(note, tone="muted", wrap=True))
        column.addWidget(self.form)
        column.addWidget(self._strip)
        column.addLayout(row(None, button(_("Cancel"), self.close_card, kind="quiet"), self._done))
        self.hide()

    def open_card(self, consent: str, client: str) -> None:
        """Ask about the withdrawal of this consent."""
        self._consent, self._client = consent, client
        self._strip.hush()
        self._done.setEnabled(True)
        self.form.set_values({"given_on": clock.today().isoformat()})
        self.show()
        self.form.focus_first()

    def close_card(self) -> None:
        """Take the card away."""
        self.hide()
        self.closed.emit()

    def _on_done(self) -> None:
        values = self.form.values()
        empty = {name: _("This is still needed.") for name in ("given_on", "method") if not values[name]}
        if self.form.problems() or empty:
            self.form.point_out(empty)
            return
        self._done.setEnabled(False)
        consent = self._consent
        self._context.ops.command(
            self,
            lambda desk: consents.withdraw(desk, consent, **_typed(values)),
            self._on_saved,
            self._on_failed,
            changes={"consent", consent, self._client},
        )

    def _on_saved(self, _saved: Saved) -> None:
        self._context.announcer.toast(_("Withdrawal recorded"), "undo-2")
        self.close_card()

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        self._done.setEnabled(True)
        self._strip.say(f"{told.sentence} {told.advice} ({told.code})", "due")


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    explained = values["effect_explained"]
    return {
        "method": next(one for one in Method if one == values["method"]),
        "withdrawn_on": values["given_on"],
        "scope": values["withdrawal_scope"],
        "effect_explained": next((one for one in YesNo if one == explained), None),
        "actions_taken": values["actions_taken"],
        "withdrawn_by": next(one for one in GivenBy if one == values["withdrawn_by"]),
    }
