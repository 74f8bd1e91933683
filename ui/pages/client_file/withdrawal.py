"""The card that records that a consent is taken back: what that stops, what already went out, and the confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout

from app import clock, formats
from app.records.choices import YesNo
from app.records.consent import Consent, GivenBy, Method
from app.records.fields import specs
from app.services.consenting import consent_papers, consents
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm
from ui.releasing import release
from ui.theme import Space
from ui.widgets import Strip, button, clear, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.services.consenting.consents import Effects
    from app.services.outgoing.disclosures import DisclosureRow
    from app.services.records import Saved
    from ui.context import Context
    from ui.known import KnownError

_FIELDS = ("given_on", "method", "withdrawn_by", "effect_explained", "withdrawal_scope", "actions_taken")
MOST_SHOWN = 6


class WithdrawalCard(QFrame):
    """Opens over the list of consents, or over one. Taking back is as easy as giving: a way and a press will do.

    Signals:
        closed(): done, or not wanted after all.
    """

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._consent = ""
        self._client = ""
        self.was_done = False
        set_card(self)
        self.setObjectName("withdrawal")
        fields = [spec for spec in specs(Consent) if spec.name in _FIELDS]
        self.form = RecordForm(fields, VaultReferences(context, self), legend=_("needed"))
        self.form.fields.set_outside({"decision": "withdrawn"})
        self._effects = QVBoxLayout()
        self._effects.setSpacing(Space.XS)
        self._stopped: list[QCheckBox] = []
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
        column.addLayout(self._effects)
        column.addWidget(self.form)
        column.addWidget(self._strip)
        column.addLayout(row(None, button(_("Cancel"), self.close_card, kind="quiet"), self._done))
        self.hide()

    def open_card(self, consent: str, client: str) -> None:
        """Ask about the withdrawal of this consent."""
        self._consent, self._client, self.was_done = consent, client, False
        self._strip.hush()
        self._done.setEnabled(True)
        self._show_effects(None)
        self.form.set_values({"given_on": clock.today().isoformat()})
        self.show()
        self.form.focus_first()
        self._context.ops.query(
            self, lambda desk: consents.effects(desk, consent), self._show_effects, self._strip.say_error,
            latest="effects",
        )  # fmt: skip

    def close_card(self) -> None:
        """Take the card away."""
        self.hide()
        self.closed.emit()

    def _show_effects(self, found: Effects | None) -> None:
        clear(self._effects)
        self._stopped = []
        if found is None:
            return
        for text in found.stops:
            self._effects.addWidget(label(f"• {text}", wrap=True))
        if found.releases:
            self._effects.addWidget(_strong(_("Releases that can be taken back with it")))
        for one in found.releases:
            tick = QCheckBox(one.title)
            tick.setObjectName(f"stop:{one.record}")
            self._stopped.append(tick)
            self._effects.addWidget(tick)
        if found.went_out:
            self._effects.addWidget(_strong(_("What already went out cannot be called back")))
        for row_ in found.went_out[:MOST_SHOWN]:
            self._effects.addWidget(label(f"• {_gone(row_)}", wrap=True))
        more = len(found.went_out) - MOST_SHOWN
        if more > 0:
            self._effects.addWidget(label(_("and {n} more under disclosures").format(n=more), tone="muted"))
        if found.opens_retention:
            note = _("Somebody has to decide within a month what becomes of the data. Nothing is deleted by this.")
            self._effects.addWidget(label(note, tone="due", wrap=True))

    def _on_done(self) -> None:
        values = self.form.values()
        empty = {name: _("This is still needed.") for name in ("given_on", "method") if not values[name]}
        if self.form.problems() or empty:
            self.form.point_out(empty)
            return
        self._done.setEnabled(False)
        consent = self._consent
        stopped = [tick.objectName().removeprefix("stop:") for tick in self._stopped if tick.isChecked()]
        self._context.ops.command(
            self,
            lambda desk: consents.withdraw(desk, consent, release_ids=stopped, **_typed(values)),
            self._on_saved,
            self._on_failed,
            changes={"consent", "release", consent, self._client},
        )

    def _on_saved(self, saved: Saved) -> None:
        context, window = self._context, self.window()

        def confirm() -> None:
            release(context, window, lambda desk: consent_papers.of_withdrawal(desk, saved.record))

        context.announcer.offer(_("Withdrawal recorded"), _("Print the confirmation"), confirm, "undo-2")
        self.was_done = True
        self.close_card()

    def _on_failed(self, error: KnownError) -> None:
        self._done.setEnabled(True)
        self._strip.say_error(error)


def _strong(text: str) -> QLabel:
    made = label(text, wrap=True)
    made.setProperty("strong", "true")
    return made


def _gone(one: DisclosureRow) -> str:
    """`3 March 2026, Dr Lis, Health Fund: Letter`."""
    who = ", ".join(part for part in (one.recipient, one.organisation) if part)
    day = formats.long_date(one.at[:10]) if one.at else ""
    return ": ".join(part for part in (", ".join(part for part in (day, who) if part), one.what) if part)


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
