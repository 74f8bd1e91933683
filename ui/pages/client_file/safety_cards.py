"""The cards of the safety tab: the plan, what is open, and the reviews; in one calm look, whatever stands in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app import formats
from app.rules.care_plans import PlanState
from app.texts import _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, button, card, column, label, row
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QFrame, QLayout, QWidget

    from app.services.client_safety.reviews import ContactRow, ReviewRow, WantedRow
    from app.services.client_safety.safety_plans import SafetyPlanRow

    Go = Callable[[str, str | None], object]
    Press = Callable[[], object]


def plan_card(rows: Sequence[SafetyPlanRow], go: Go, actions: Sequence[QWidget]) -> QFrame:
    """The plan in force with what can be done with it; earlier versions and drafts as links under it."""
    head = label(_("Safety plan"), size="lead")
    plan = next((one for one in rows if one.state is PlanState.CURRENT), None)
    parts: list[QWidget | QLayout] = [head]
    if plan is None:
        hint = _(
            "In the client's own words: what they notice, what helps, whom to call. F1 then shows it from anywhere."
        )
        parts.append(label(hint, tone="muted", wrap=True))
    else:
        facts = [_("to be looked at by {date}").format(date=formats.short_date(plan.review_due))]
        if plan.is_late:
            facts = [_("should have been looked at by {date}").format(date=formats.short_date(plan.review_due))]
        if plan.looked_at:
            facts.append(_("looked at without a change on {date}").format(date=formats.short_date(plan.looked_at)))
        parts.append(_line("life-buoy", plan.title, " · ".join(facts), partial(go, "safety_plan", plan.record)))
        if not plan.may_leave:
            words = _("It is not safe for the client to hold a copy: it is neither printed nor exported.")
            unsafe = row(IconLabel("circle-slash", "muted"), label(words, wrap=True))
            unsafe.setStretch(1, 1)
            parts.append(unsafe)
    if actions:
        parts.append(Flow(actions))
    others = [one for one in rows if one is not plan]
    parts += [_line("history", one.title, _(one.state.label), partial(go, "safety_plan", one.record)) for one in others]
    made = card(*parts, spacing=Space.S)
    made.setObjectName("safety_plan_card")
    return made


def wanted_card(one: WantedRow, go: Go, dismiss: Press | None) -> QFrame:
    """A review that an answer asked for: to be written, or dismissed with a reason."""
    words = _("An answer in a questionnaire of {date} asks for a safety review.")
    parts: list[QWidget | QLayout] = [
        label(_("A safety review is wanted"), size="lead"),
        label(words.format(date=formats.long_date(one.at[:10])), wrap=True),
    ]
    actions = [
        button(_("Which answer"), partial(go, "safety_step", one.record), kind="quiet", name=f"answer:{one.record}")
    ]
    if dismiss is not None:
        write = button(
            _("Write the review"), partial(go, "risk_review", None), kind="primary", name=f"review:{one.record}"
        )
        actions = [write, button(_("Not needed…"), dismiss, name=f"dismiss:{one.record}"), *actions]
    made = card(*parts, Flow(actions), spacing=Space.S)
    made.setObjectName("wanted_review")
    return made


def contact_card(one: ContactRow, go: Go, tried: Press | None, done: Press | None) -> QFrame:
    """A contact that was agreed: what was tried, and that it came about, are written down here."""
    template = _("Agreed for {moment}; it is past that time.") if one.is_late else _("Agreed for {moment}.")
    facts = [template.format(moment=formats.moment(one.at))]
    if one.tries:
        facts.append(ngettext("{n} try so far.", "{n} tries so far.", one.tries).format(n=one.tries))
    parts: list[QWidget | QLayout] = [
        label(_("Agreed contact"), size="lead"),
        label(" ".join(facts), tone="due" if one.is_late else "", wrap=True),
    ]
    actions = [button(_("The review"), partial(go, "risk_review", one.review), kind="quiet", name="of_review")]
    if tried is not None and done is not None:
        actions = [
            button(_("It came about…"), done, kind="primary", name=f"done:{one.review}"),
            button(_("Tried in vain…"), tried, name=f"tried:{one.review}"),
            *actions,
        ]
    made = card(*parts, Flow(actions), spacing=Space.S)
    made.setObjectName("agreed_contact")
    return made


def reviews_card(rows: Sequence[ReviewRow], go: Go, *, may_write: bool) -> QFrame:
    """All reviews by date, and the way to a new one."""
    more = button(_("Write a review"), partial(go, "risk_review", None), kind="quiet", glyph="plus", name="add_review")
    head = row(label(_("Safety reviews"), size="lead"), None, *([more] if may_write else []))
    if not rows:
        hint = _("What the danger is, how you understand it, what was decided, and who gets in touch when.")
        return card(head, label(hint, tone="muted", wrap=True), spacing=Space.S)
    lines = [
        _line(
            "file-text",
            one.title,
            _("Draft") if one.state == "draft" else _state(one),
            partial(go, "risk_review", one.record),
        )
        for one in rows
    ]
    made = card(head, *lines, spacing=Space.S)
    made.setObjectName("reviews_card")
    return made


def _state(one: ReviewRow) -> str:
    return _("Entered in error") if one.status == "entered_in_error" else ""


def _line(glyph: str, title: str, note: str, opened: Press) -> QLayout:
    link = button(title.replace("&", "&&"), opened, kind="link", name=f"{glyph}:open")
    small = label(note, size="small", tone="muted", wrap=True)
    small.setContentsMargins(5, 0, 0, 0)
    words = column(row(link, None), *([small] if note else []), spacing=0)
    line = row(IconLabel(glyph, "muted"), words)
    line.setStretch(1, 1)
    return line
