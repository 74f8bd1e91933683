"""Cards of the overview for the course of the work: the plan in force, a client's open requests, a birthday."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from app import formats
from app.texts import _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout, QWidget

    from app.records.birthdays import Birthday
    from app.services.client_files.amendment_requests import RequestRow
    from app.services.client_files.birthdays import Change
    from app.services.client_files.care_plans import PlanRow


def plan_card(plan: PlanRow | None, opened: Callable[[str, str | None], object], *, may_add: bool = True) -> QFrame:
    """The plan in force, how far its goals have come, and the next version."""
    text = _("Write the next version") if plan else _("Write one")
    more = button(text, partial(opened, "treatment_plan", None), kind="quiet", glyph="plus", name="add_plan")
    head = row(label(_("Treatment plan"), size="lead"), None, *([more] if may_add else []))
    if plan is None:
        return card(head, label(_("Goals, methods, and when to look at them again."), tone="muted", wrap=True))
    reached = ngettext("{met} of {n} goal reached", "{met} of {n} goals reached", plan.goals)
    when = _("should have been looked at on {date}") if plan.is_late else _("to be looked at on {date}")
    facts = [reached.format(met=plan.goals_met, n=plan.goals), when.format(date=formats.short_date(plan.review_due))]
    tone = "due" if plan.is_late else "muted"
    line = _line("compass", tone, plan.title, " · ".join(facts), partial(opened, "treatment_plan", plan.record))
    return card(head, line, spacing=Space.S)


def requests_card(requests: Sequence[RequestRow], opened: Callable[[str, str | None], object]) -> QFrame:
    """Requests of the client to amend a record that wait for a decision; each leads to its record."""
    lines: list[QWidget | QLayout] = []
    for one in requests:
        facts = [one.state_label]
        if one.standing.due_on:
            facts.append(_("to be decided by {date}").format(date=formats.long_date(one.standing.due_on)))
        title = ": ".join(part for part in (one.target_kind, one.title) if part)
        lines.append(
            _line("clipboard-list", "due", title, " · ".join(facts), partial(opened, one.target_kind_name, one.target))
        )
    return card(label(_("The client asks for an amendment"), size="lead"), *lines, spacing=Space.S)


def birthday_strip(done: Callable[[], object]) -> Strip:
    """A strip that `say_birthday` fills; pressing it says that what the birthday changes was looked at."""
    strip = Strip()
    strip.setObjectName("birthday")
    strip.add_action(_("I have looked at it"), done, name="birthday_reviewed")
    return strip


def say_birthday(strip: Strip, birthday: Birthday, today: str) -> None:
    """Once the strip stands in its place: which birthday, and what to look at."""
    words = (
        _("Turned {age} on {date}: look again at consents and at what representatives are told.")
        if birthday.day < today
        else _("Turns {age} on {date}: look again at consents and at what representatives are told.")
    )
    strip.say(words.format(age=birthday.age, date=formats.long_date(birthday.day)), "due")


def changes_card(birthday: Birthday, changes: Sequence[Change]) -> QFrame:
    """What the law says from a birthday on, and what it says no longer, each rule with its source."""
    when = formats.long_date(birthday.day)
    parts: list[QWidget | QLayout] = [label(_("What the law changes on {date}").format(date=when), size="lead")]
    for one in changes:
        said = _("From then on: {rule}") if one.begins else _("No longer: {rule}")
        words = label(said.format(rule=one.title), wrap=True)
        words.setProperty("strong", "true")
        text = [label(one.text, wrap=True)] if one.begins else []
        source = " · ".join(filter(None, (one.citation, one.mark)))
        parts.append(column(words, *text, label(source, size="small", tone="muted", wrap=True), spacing=2))
    made = card(*parts, spacing=Space.S)
    made.setObjectName("birthday_changes")
    return made


def _line(glyph: str, tone: str, title: str, note: str, opened: Callable[[], object]) -> QLayout:
    link = button(title.replace("&", "&&"), opened, kind="link", name=f"{glyph}:open")
    small = label(note, size="small", tone="muted", wrap=True)
    small.setContentsMargins(5, 0, 0, 0)
    words = column(row(link, None), small, spacing=0)
    line = row(IconLabel(glyph, tone), words)
    line.setStretch(1, 1)
    return line
