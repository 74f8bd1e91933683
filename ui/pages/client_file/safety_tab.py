"""Safety of a client: the plan, what is open, the reviews, and the duties and decisions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import clock, formats
from app.records.fields import specs
from app.records.safety_step import SafetyStep, SafetyStepKind
from app.rules.care_plans import PlanState
from app.services.client_safety import reviews, safety_plans
from app.services.outgoing import papers
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.pages.client_file.cards_page import CardsPage
from ui.pages.client_file.duties_part import DutiesPart
from ui.pages.client_file.safety_cards import contact_card, plan_card, reviews_card, wanted_card
from ui.pages.client_file.small_form import SmallForm
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Strip, button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame

    from app.desk import Desk
    from app.services.client_safety.reviews import ContactRow, Overview, WantedRow
    from app.services.client_safety.safety_plans import SafetyPlanRow
    from app.services.outgoing.papers import Prepared
    from ui.context import Context

_OF_CONTACT = ("at_time", "channel", "outcome")


class _Seen(NamedTuple):
    plans: list[SafetyPlanRow]
    reviews: Overview


class SafetyTab(QWidget):
    """Cards under each other; what is written about a step is asked in a small form above them.

    Signals:
        opened(kind, record): read a record, or begin one for None.
    """

    opened = Signal(str, object)

    def __init__(self, context: Context, client: str, *, writes: bool) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._writes = writes
        self._references = VaultReferences(context, self, client)
        self._strip = Strip()
        self._cards = CardsPage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        column.addWidget(self._cards, 1)
        self.refresh()

    def refresh(self) -> None:
        """Ask for all of it again."""
        client = self._client

        def look(desk: Desk) -> _Seen:
            return _Seen(safety_plans.rows(desk, client), reviews.overview(desk, client))

        self._context.ops.query(self, look, self._on_seen, self._strip.say_error, latest="safety")

    def _on_seen(self, seen: _Seen) -> None:
        makes: list[Callable[[], QWidget]] = [partial(self._wanted_card, one) for one in seen.reviews.wanted]
        makes += [partial(self._contact_card, one) for one in seen.reviews.contacts]
        makes.append(partial(self._plan_card, seen.plans))
        makes.append(partial(reviews_card, seen.reviews.reviews, self._go, may_write=self._writes))
        makes.append(self._duties)
        self._cards.show_cards(makes)

    def _duties(self) -> QWidget:
        part = DutiesPart(self._context, self._client)
        part.opened.connect(self._go)
        return part

    def _plan_card(self, rows: list[SafetyPlanRow]) -> QFrame:
        plan = next((one for one in rows if one.state is PlanState.CURRENT), None)
        actions: list[QWidget] = []
        if self._writes:
            words = _("Write the next version") if plan else _("Make a plan")
            actions.append(button(words, partial(self._go, "safety_plan", None), glyph="plus", name="add_safety_plan"))
        if plan is not None:
            if self._writes:
                looked = button(_("Looked at today, no change"), self._on_looked, name="plan_looked_at")
                actions.insert(0, looked)
            if plan.may_leave:  # the card says why it is neither printed nor exported
                actions.append(release_button(self._context, self, partial(_paper, plan.record), kind="quiet"))
        if self._writes:
            attach = button(
                _("Attach a form on paper"), partial(self._go, "document", None), kind="quiet", name="attach_plan"
            )
            attach.setToolTip(_("A form that the client has filled in elsewhere is kept as a document of the file."))
            actions.append(attach)
        return plan_card(rows, self._go, actions)

    def _wanted_card(self, one: WantedRow) -> QFrame:
        return wanted_card(one, self._go, partial(self._on_dismiss, one) if self._writes else None)

    def _contact_card(self, one: ContactRow) -> QFrame:
        if not self._writes:
            return contact_card(one, self._go, None, None)
        steps = (SafetyStepKind.ATTEMPT, SafetyStepKind.DONE)
        return contact_card(one, self._go, *(partial(self._on_contact, one, step) for step in steps))

    def _on_looked(self) -> None:
        """One press: it is kept, and the plan is due again later."""
        client = self._client
        self._context.ops.command(
            self, lambda desk: safety_plans.looked_at(desk, client), lambda _saved: self._on_signed(),
            self._strip.say_error, changes=self._told,
        )  # fmt: skip

    def _on_signed(self) -> None:
        self._context.announcer.toast(_("Signed"), "signature")
        self._context.announcer.note_saved()
        self.refresh()

    def _on_dismiss(self, one: WantedRow) -> None:
        about = _("The reason stays in the file.")
        form = SmallForm(self._context, self._references, _("No safety review, for a reason"), about)
        build = _built(SafetyStepKind.DISMISSED, one.record)
        _ask(form, ("because",), SafetyStepKind.DISMISSED)
        work = lambda desk, values: reviews.dismiss(desk, one.record, values["because"])  # noqa: E731
        form.offer(_("Sign the reason"), build, work, self._told)
        self._open(form)

    def _on_contact(self, one: ContactRow, step: SafetyStepKind) -> None:
        came_about = step is SafetyStepKind.DONE
        title = _("The agreed contact came about") if came_about else _("Tried to get in touch, in vain")
        about = _("Agreed for {moment}.").format(moment=formats.moment(one.at))
        form = SmallForm(self._context, self._references, title, about)
        build, keep = _built(step, one.review), reviews.done if came_about else reviews.attempted

        def work(desk: Desk, values: dict[str, Any]) -> None:
            body = build(values)
            keep(desk, one.review, outcome=body.outcome, channel=body.channel, at=body.at_time)

        _ask(form, _OF_CONTACT, step)
        form.offer(_("Sign"), build, work, self._told)
        self._open(form)

    @property
    def _told(self) -> set[str]:
        return {"safety_step", self._client}

    def _open(self, form: SmallForm) -> None:
        form.done.connect(self.refresh)
        self._cards.open_form(form)

    def _go(self, kind: str, record: str | None) -> None:
        self.opened.emit(kind, record)


def _ask(form: SmallForm, names: tuple[str, ...], step: SafetyStepKind) -> None:
    now = clock.now()
    fields = [spec for spec in specs(SafetyStep) if spec.name in names]
    form.ask(fields, {"at_time": {"at": now.at, "zone": now.zone}}, {"step": step.value})


def _built(step: SafetyStepKind, about: str) -> Callable[[dict[str, Any]], SafetyStep]:
    now = clock.now()

    def build(values: dict[str, Any]) -> SafetyStep:
        given = {name: value for name, value in values.items() if value is not None}
        plain = {"at_time": {"at": now.at, "zone": now.zone}, **given, "step": step.value, "about": about}
        return msgspec.convert(plain, SafetyStep)

    return build


def _paper(record: str) -> Callable[[Desk], Prepared]:
    return lambda desk: papers.of_record(desk, record)
