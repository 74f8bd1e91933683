"""The card that ends a release: taken back, or the agreed event has happened. It lists what already went out on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import clock, formats
from app.records.choices import YesNo
from app.records.consent import Method
from app.records.fields import specs
from app.records.release import Release
from app.records.release_choices import SignedBy
from app.services.outgoing import releases
from app.texts import N_, _
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, clear, label, row, set_shown
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.services.outgoing.disclosures import DisclosureRow
    from app.services.outgoing.releases import ReleaseRow
    from ui.context import Context
    from ui.known import KnownError

_OF_WITHDRAWAL = ("signed_on", "method", "withdrawn_by", "effect_explained", "withdrawal_scope", "actions_taken")
_OF_EVENT = ("signed_on", "note")


class EndingCard(QFrame):
    """Stands in the place of the list until it is done.

    Signals:
        closed(): done, or not wanted after all.
    """

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._release = ""
        self._client = ""
        self._is_withdrawal = True
        self._form: RecordForm | None = None
        set_card(self)
        self.setObjectName("release_ending")
        self._title = label(size="lead")
        self._about = label(tone="muted", wrap=True)
        self._place = QVBoxLayout()
        self._out = _WentOut()
        self._strip = Strip()
        self._done = button("", self._on_done, kind="primary", name="end_release")
        self._cancel = button(_("Cancel"), self.closed.emit, kind="quiet", name="cancel_ending")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self._out)
        column.addLayout(self._place)
        column.addWidget(self._strip)
        column.addLayout(row(None, self._cancel, self._done))

    def ask_withdrawal(self, chosen: ReleaseRow, client: str) -> None:
        """Ask about taking this release back."""
        self._is_withdrawal = True
        self._title.setText(_("Taken back: {release}").format(release=chosen.title))
        about = _("From now on nothing leaves on it. What left before stays lawful and stays in the register.")
        self._about.setText(about)
        self._done.setText(_("Record that it is taken back"))
        self._ask(chosen, client, _OF_WITHDRAWAL, {"decision": "withdrawn"})

    def ask_event(self, chosen: ReleaseRow, client: str) -> None:
        """Ask when the event that ends this release happened."""
        self._is_withdrawal = False
        self._title.setText(_("Ended: {release}").format(release=chosen.title))
        about = _("It was to hold until this happens: {event}. From the day given here nothing leaves on it.")
        self._about.setText(about.format(event=chosen.facts.expires_event))
        self._done.setText(_("Record that it happened"))
        self._ask(chosen, client, _OF_EVENT, {"decision": "event_happened"})

    def focus_first(self) -> None:
        """Begin with the day."""
        if self._form is not None:
            self._form.focus_first()

    def _ask(self, chosen: ReleaseRow, client: str, names: tuple[str, ...], outside: dict[str, str]) -> None:
        self._release, self._client = chosen.record, client
        self._strip.hush()
        self._done.setEnabled(True)
        self._out.show_rows([])
        clear(self._place)
        how = N_("How it was taken back")
        asked = [spec for spec in specs(Release) if spec.name in names]
        fields = [replace(spec, label=how) if spec.name == "method" else spec for spec in asked]
        self._form = RecordForm(fields, VaultReferences(self._context, self), legend=_("needed"))
        self._form.fields.set_outside(outside)
        self._form.fields.open_all()
        self._form.set_values({"signed_on": clock.today().isoformat()})
        self._place.addWidget(self._form)
        record = chosen.record
        self._context.ops.query(self, lambda desk: releases.went_out(desk, record), self._out.show_rows, latest="out")

    def _on_done(self) -> None:
        if self._form is None:
            return
        values = self._form.values()
        needed = ("signed_on", "method") if self._is_withdrawal else ("signed_on",)
        empty = {name: _("This is still needed.") for name in needed if not values[name]}
        if self._form.problems() or empty:
            self._form.point_out(empty)
            return
        self._done.setEnabled(False)
        release, is_withdrawal = self._release, self._is_withdrawal

        def end(desk: Any) -> None:
            if is_withdrawal:
                releases.withdraw(desk, release, **_typed(values))
            else:
                releases.event_happened(desk, release, values["signed_on"], note=values["note"])

        self._context.ops.command(
            self, end, lambda _none: self._on_saved(), self._on_failed, changes={"release", release, self._client}
        )

    def _on_saved(self) -> None:
        words = _("The release is taken back") if self._is_withdrawal else _("The release has ended")
        self._context.announcer.toast(words, "undo-2")
        self.closed.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._done.setEnabled(True)
        self._strip.say_error(error)


class _WentOut(QWidget):
    """What already left on the release: nobody can call it back, and who takes it back may want to know."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("went_out")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        self._title = label()
        self._title.setProperty("strong", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addLayout(self._lines)
        set_shown(self, False)

    def show_rows(self, rows: list[DisclosureRow]) -> None:
        """Each with its day, what it was and to whom."""
        clear(self._lines)
        rows = [one for one in rows if one.status != "entered_in_error"]
        self._title.setText(_("This already went out on it"))
        for one in rows:
            to = ", ".join(part for part in (one.recipient, one.organisation) if part)
            words = label(f"{formats.short_date(one.at[:10])} · {one.what} · {to}", wrap=True)
            line = row(IconLabel("external-link", "muted"), words)
            line.setStretch(1, 1)
            self._lines.addLayout(line)
        set_shown(self, bool(rows))


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": next(one for one in Method if one == values["method"]),
        "withdrawn_on": values["signed_on"],
        "scope": values["withdrawal_scope"],
        "effect_explained": next((one for one in YesNo if one == values["effect_explained"]), None),
        "actions_taken": values["actions_taken"],
        "withdrawn_by": next(one for one in SignedBy if one == values["withdrawn_by"]),
    }
