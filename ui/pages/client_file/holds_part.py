"""Legal holds of a file: those in force, setting one, looking at it again, lifting it with a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from app import clock, formats
from app.records.fields import specs
from app.records.legal_hold import HoldCovers, HoldReason, HoldStep, LegalHold
from app.rules import days
from app.services.client_files import holds
from app.texts import _
from ui.pages.client_file.cards_part import CardsPart
from ui.pages.client_file.small_form import SmallForm
from ui.theme import Space
from ui.widgets import EmptyState, IconLabel, button, card, label, row
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame

    from app.desk import Desk
    from app.services.client_files.holds import HoldRow
    from ui.context import Context

_SETTING = ("reason", "reason_note", "covers", "covers_note", "review_due", "set_by")


class HoldsPart(CardsPart["HoldRow"]):
    """While there is a card, nothing of the file is destroyed."""

    def __init__(self, context: Context, client: str) -> None:
        words = _(
            "Set one when a court, a lawyer, an insurer or a complaint needs the file: nothing of it is destroyed."
        )
        empty = EmptyState("lock-open", _("No hold on this file"), words, _("Set a hold"), self._on_set)
        new = button(_("Set a hold…"), self._on_set, glyph="lock", name="set_hold")
        super().__init__(context, client, holds.in_force, empty, new)

    def card(self, one: HoldRow) -> QFrame:
        title = label(one.reason_label, wrap=True)
        title.setProperty("strong", "true")
        head = row(IconLabel("lock", "due"), title)
        head.setStretch(1, 1)
        since = _("Since {date}").format(date=formats.long_date(one.since))
        facts = [since, one.covers_label, _("asked for by {who}").format(who=one.set_by) if one.set_by else ""]
        late = one.review_due < clock.today().isoformat()
        again = _("The review was due on {date}.") if late else _("To be reviewed on {date}.")
        when = label(again.format(date=formats.long_date(one.review_due)), tone="due" if late else "muted", wrap=True)
        steps = (
            button(_("It still stands…"), partial(self._on_step, one, HoldStep.REVIEWED), name="review_hold"),
            button(_("Lift it…"), partial(self._on_step, one, HoldStep.LIFTED), glyph="lock-open", name="lift_hold"),
        )
        words = label(" · ".join(fact for fact in facts if fact), wrap=True)
        return card(head, words, when, Flow(steps), spacing=Space.S)

    def _on_set(self) -> None:
        form = SmallForm(
            self.context, self.references, _("Set a hold"), _("From today on nothing of this file is destroyed.")
        )
        form.ask([spec for spec in specs(LegalHold) if spec.name in _SETTING], _next_review(), {"step": "set"})
        client = self.client
        form.offer(
            _("Set the hold"), _built(HoldStep.SET), lambda desk, values: _place(desk, client, values), self._told
        )
        self.open_form(form)

    def _on_step(self, one: HoldRow, step: HoldStep) -> None:
        is_lifted = step is HoldStep.LIFTED
        title = _("Lift the hold") if is_lifted else _("Looked at again: it stands")
        form = SmallForm(self.context, self.references, title, one.reason_label)
        names = ("because",) if is_lifted else ("because", "review_due")
        fields = [spec for spec in specs(LegalHold) if spec.name in names]
        form.ask(fields, {} if is_lifted else _next_review(), {"step": step.value})
        words = _("Lift it") if is_lifted else _("Sign")
        hold = one.record
        form.offer(words, _built(step, hold), lambda desk, values: _follow(desk, step, hold, values), self._told)
        self.open_form(form)

    @property
    def _told(self) -> set[str]:
        return {"legal_hold", self.client}


def _next_review() -> dict[str, Any]:
    return {"review_due": days.months_on(clock.today(), holds.REVIEW_MONTHS).isoformat()}


def _built(step: HoldStep, hold: str = "") -> Any:
    today = clock.today().isoformat()

    def build(values: dict[str, Any]) -> LegalHold:
        given = {name: value for name, value in values.items() if value is not None}
        return msgspec.convert({"since": today, "step": step.value, "hold": hold, **given}, LegalHold)

    return build


def _place(desk: Desk, client: str, values: dict[str, Any]) -> None:
    holds.place(
        desk,
        client,
        reason=next(one for one in HoldReason if one == values["reason"]),
        note=values["reason_note"],
        covers=next(one for one in HoldCovers if one == values["covers"]),
        covers_note=values["covers_note"],
        set_by=values["set_by"],
        review_due=values["review_due"],
    )


def _follow(desk: Desk, step: HoldStep, hold: str, values: dict[str, Any]) -> None:
    if step is HoldStep.LIFTED:
        holds.lift(desk, hold, because=values["because"])
    else:
        holds.review(desk, hold, because=values["because"], review_due=values["review_due"])
