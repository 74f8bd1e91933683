"""The form for *to somebody else*: to whom, on what ground, for what, in which way, and whether the client knows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from app.records.choices import YesNo
from app.records.disclosure import Agency, Disclosure
from app.records.fields import Tier, specs
from app.records.release_choices import DisclosureBasis, InformationClass, WayOut
from app.rules.destinations import Destination, Sending
from app.texts import _
from ui.forms.controls import ControlMaker
from ui.forms.fields import FieldSet
from ui.forms.lookup import VaultReferences
from ui.forms.simple import LineControl
from ui.forms.steps import steps
from ui.releasing import asking
from ui.releasing.grounds import Grounds
from ui.releasing.missing import MissingList
from ui.theme import Space
from ui.widgets import Strip, icon_button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.keeping.outgoing import Parcel
    from app.records.fields import FieldSpec
    from app.services.outgoing.recipients import Recipient
    from app.services.outgoing.sending import Problem
    from ui.context import Context
    from ui.forms.control import Control
    from ui.releasing.asking import Answer, Known

SETTLE_MS = 160
_WHOM = {"recipient_name": Tier.FIRST, "recipient_org": Tier.FIRST, "recipient_address": Tier.MORE}
_HOW = {
    "purpose": Tier.FIRST,
    "minimum_necessary": Tier.FIRST,
    "method": Tier.FIRST,
    "client_informed_on": Tier.FIRST,
    "not_informed": Tier.FIRST,
    "withheld": Tier.FIRST,
    "description": Tier.MORE,
    "information": Tier.MORE,
    "encrypted": Tier.MORE,
    "tracking": Tier.MORE,
    "approved_by": Tier.MORE,
    "suspended_until": Tier.RARE,
    "suspension_how": Tier.RARE,
    "suspension_stated_on": Tier.RARE,
    "suspension_statement": Tier.RARE,
    "is_medical_record": Tier.RARE,
    "pl_body": Tier.RARE,
}


class SomebodyForm(QWidget):
    """Asks the vault as it is filled in what is still missing; says so in a quiet list with a way to each field.

    Signals:
        changed(): something was typed, or the vault has answered.
    """

    changed = Signal()

    def __init__(self, context: Context, parcel: Parcel) -> None:
        super().__init__()
        self.setObjectName("somebody")
        self._context = context
        self._parcel = parcel
        self._answer: Answer | None = None
        self._files = 1
        maker = ControlMaker(VaultReferences(context, self), narrow=True)
        self._recipient: RecipientControl | None = None
        self._known: Sequence[Recipient] = ()
        self._whom = FieldSet(_chosen(_WHOM), lambda spec: self._make(spec, maker))
        self._grounds = Grounds()
        self._how = FieldSet(_chosen(_HOW), maker)
        self._strip = Strip()
        self._missing = MissingList()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        for part in (self._whom, self._how):
            steps().do(self, partial(part.set_values, {}))
            part.changed.connect(self._on_changed)
        self._grounds.changed.connect(self._on_ground)
        self._missing.wanted.connect(self.focus_field)
        context.ops.query(self, lambda desk: asking.known(desk, parcel), self._on_known, self._strip.say_error)
        self._look()

    @property
    def is_ready(self) -> bool:
        """Whether all that the register wants is there, as far as the vault has answered."""
        return self._answer is not None and self._answer.is_ready and not self._timer.isActive()

    @property
    def files(self) -> int:
        """Into how many files a disclosure is written."""
        return self._files

    @property
    def first_missing(self) -> str:
        """What is still missing first, in words."""
        return self._missing.first.label if self._missing.first is not None else ""

    def go_to_missing(self) -> None:
        """Go to the field that is missing first."""
        if self._missing.first is not None:
            self.focus_field(self._missing.first.field)

    def sending(self) -> Sending:
        """What was said so far."""
        values = {**self._whom.values(), **self._how.values()}
        basis = DisclosureBasis.ROI if self._grounds.release else self._grounds.basis
        return Sending(
            destination=Destination.SOMEBODY_ELSE,
            recipient=values["recipient_name"],
            organisation=values["recipient_org"],
            address=values["recipient_address"],
            release=self._grounds.release,
            within_class=self._grounds.within_class,
            basis=None if self._grounds.release else basis,
            reason=values["purpose"],
            information=frozenset(msgspec.convert(values["information"], list[InformationClass])),
            withheld=tuple((one["what"], one["reason"]) for one in values["withheld"]),
            informed_on=values["client_informed_on"],
            method=msgspec.convert(values["method"] or None, WayOut | None),
            encrypted=msgspec.convert(values["encrypted"] or None, YesNo | None),
            suspension_how=msgspec.convert(values["suspension_how"] or None, Agency | None),
            **{name: values[name] for name in _AS_SAID},
        )

    def focus_first(self) -> None:
        """Begin with the recipient."""
        self._whom.focus_first()

    def focus_field(self, name: str) -> None:
        """Go to the field that something is missing in."""
        if name in {asking.GROUND, "legal_basis"}:
            self._grounds.focus_first()
        elif name in _WHOM:
            self._whom.focus_first(name)
        else:
            self._how.focus_first(name)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        ground = label(_("On what ground"))
        ground.setProperty("strong", "true")
        for part in (self._whom, ground, self._grounds, self._how, self._strip, self._missing):
            inside.addWidget(part)

    def _make(self, spec: FieldSpec, maker: ControlMaker) -> Control:
        if spec.name != "recipient_name":
            return maker(spec)
        self._recipient = RecipientControl(spec)
        self._recipient.picked.connect(self._on_picked)
        self._recipient.offer(self._known)
        return self._recipient

    def _on_known(self, known: Known) -> None:
        self._files, self._known = known.files, known.recipients
        self._grounds.offer(known.bases)
        if self._recipient is not None:
            self._recipient.offer(known.recipients)
        self.changed.emit()

    def _on_picked(self, one: Recipient) -> None:
        self._whom.set_value("recipient_name", one.name)
        self._whom.set_value("recipient_org", one.organisation)
        self._on_changed()

    def _on_ground(self) -> None:
        """A release that names one recipient says who it is."""
        release = self._grounds.release
        found = self._answer.grounds if self._answer is not None else ()
        named = next((one.recipients for one in found if one.choice.record == release), ())
        whom = self._whom.values()
        if len(named) == 1 and not whom["recipient_name"] and not whom["recipient_org"]:
            self._whom.set_value("recipient_name", named[0][0])
            self._whom.set_value("recipient_org", named[0][1])
        basis = DisclosureBasis.ROI if release else self._grounds.basis
        self._how.set_outside({"legal_basis": basis.value if basis else ""})
        self._on_changed()

    def _on_changed(self) -> None:
        self._timer.start()
        self.changed.emit()

    def _look(self) -> None:
        parcel, asked = self._parcel, self.sending()
        self._context.ops.query(
            self, lambda desk: asking.look(desk, parcel, asked), self._on_answer, self._strip.say_error, latest="look"
        )

    def _on_answer(self, answer: Answer) -> None:
        self._answer = answer
        self._grounds.show_releases(answer.grounds)
        if answer.error is not None:
            self._strip.say_error(answer.error)
        else:
            self._strip.hush()
        self._missing.show_problems(_in_order(answer.problems))
        self.changed.emit()


class RecipientControl(LineControl):
    """A name, typed, or chosen among those who are known here.

    Signals:
        picked(one): somebody was chosen; a `Recipient`.
    """

    picked = Signal(object)

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._known = icon_button("users", _("People known here"), name="known_recipients")
        self._known.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._known.setEnabled(False)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._known)

    def offer(self, people: Sequence[Recipient]) -> None:
        """Whom to offer, in their order."""
        menu = QMenu(self._known)
        for one in people:
            text = ", ".join(part for part in (one.name, one.organisation) if part)
            action: QAction = menu.addAction((f"{text} ({one.known_as})" if one.known_as else text).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, one=one: self.picked.emit(one))
        self._known.setMenu(menu)
        self._known.setEnabled(bool(people))


_AS_SAID = (
    "description",
    "minimum_necessary",
    "not_informed",
    "tracking",
    "approved_by",
    "suspended_until",
    "suspension_stated_on",
    "suspension_statement",
    "is_medical_record",
    "pl_body",
)


def _chosen(tiers: dict[str, Tier]) -> list[FieldSpec]:
    """Fields of the register in the order of this form. What is needed follows from the ground: the list says it."""
    known = {spec.name: spec for spec in specs(Disclosure)}
    return [replace(known[name], tier=tier, needed=False, prefill=None) for name, tier in tiers.items()]


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    order = [*_WHOM, asking.GROUND, "legal_basis", *_HOW]
    return sorted(problems, key=lambda one: order.index(one.field) if one.field in order else len(order))
