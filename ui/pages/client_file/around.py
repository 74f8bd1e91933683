"""Cards of the overview: courses of care with their usual times, people, members and units, what is due next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QSizePolicy

from app import formats
from app.records import KINDS
from app.records.episode import Weekday
from app.records.related_person import ContactRule
from app.records.words import titled
from app.texts import N_, _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, button, card, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout, QWidget

    from app.rules.slots import Slot
    from app.services.client_files.memberships import MemberRow
    from app.services.client_files.summaries import CareRow, DueRow, PersonRow

_DAYS = list(Weekday)


_RULES = {
    ContactRule.FREELY: N_("may be contacted"),
    ContactRule.ASK_FIRST: N_("contact only after asking the client"),
    ContactRule.EMERGENCY_ONLY: N_("contact only in an emergency"),
    ContactRule.NEVER: N_("must not be contacted"),
}


def care_card(rows: Sequence[CareRow], opened: Callable[[str, str | None], object], *, may_add: bool = True) -> QFrame:
    """Courses of care, the newest first."""
    lines: list[QWidget | QLayout] = []
    for one in rows:
        facts = [one.state_label, *(slot_in_words(slot) for slot in one.slots)]
        if one.next_on is not None:
            facts.append(_("next on {date}").format(date=formats.short_date(one.next_on)))
        title = partial(opened, "episode", one.record)
        lines.append(_line("route", "muted", one.title, " · ".join(facts), title, f"episode:{one.record}"))
    if not rows:
        lines.append(label(_("Why the client came, and the usual time."), tone="muted", wrap=True))
    text = _("Begin another") if rows else _("Begin one")
    return _card(_("Course of care"), lines, partial(opened, "episode", None) if may_add else None, "add_episode", text)


def people_card(
    rows: Sequence[PersonRow], opened: Callable[[str, str | None], object], *, may_add: bool = True
) -> QFrame:
    """People around the client, those first whom nobody must contact or tell."""
    lines: list[QWidget | QLayout] = []
    for one in rows:
        said = one.relationship.casefold()
        facts = [one.relationship, *(role for role in one.roles if not said or said not in role.casefold())]
        facts.append(_(_RULES[one.rule]))
        glyph, tone = ("ban", "due") if one.is_unsafe else ("user-round", "muted")
        note = " · ".join(fact for fact in facts if fact)
        if one.must_not_know:
            note = " · ".join((_("must not learn that this person is a client"), note))
        lines.append(
            _line(glyph, tone, one.name, note, partial(opened, "related_person", one.record), f"person:{one.record}")
        )
    if not rows:
        hint = _("Family, doctor, school: who they are and whether they may know.")
        lines.append(label(hint, tone="muted", wrap=True))
    add = partial(opened, "related_person", None) if may_add else None
    return _card(_("People around the client"), lines, add, "add_person", _("Add somebody"))


def members_card(rows: Sequence[MemberRow], title: str, opened: Callable[[str], object]) -> QFrame:
    """Members of a couple, family or group; or the units that somebody belongs to."""
    lines: list[QWidget | QLayout] = []
    for one in rows:
        if not one.code:
            closed = label(_("A file that you cannot open"), tone="muted")
            lines.append(row(IconLabel("file-lock", "muted"), closed, None))
            continue
        name = formats.client(one.code, one.name)
        lines.append(_line("user", "muted", name, one.role, partial(opened, one.id), f"member:{one.code}"))
    return _card(title, lines, None, "", "")


def due_card(rows: Sequence[DueRow], opened: Callable[[str, str | None], object]) -> QFrame:
    """What has a date, late ones first."""
    lines: list[QWidget | QLayout] = []
    for one in rows:
        when = _("late since {date}") if one.is_late else _("on {date}")
        title = titled(one.kind_label, one.title)
        tone = "due" if one.is_late else "muted"
        note = when.format(date=formats.short_date(one.due))
        lines.append(
            _line(KINDS[one.kind].icon, tone, title, note, partial(opened, one.kind, one.record), f"due:{one.record}")
        )
    return _card(_("Due next"), lines, None, "", "")


def slot_in_words(slot: Slot) -> str:
    """`Tuesday 15:00, 50 min`, and how often where it is not every week."""
    words = _("{day} {time}, {n} min").format(day=_(_DAYS[slot.weekday].label), time=slot.time, n=slot.minutes)
    if slot.every > 1:
        often = ngettext("every {n} week", "every {n} weeks", slot.every).format(n=slot.every)
        words = f"{words}, {often}"
    return words


def _card(
    title: str, lines: Sequence[QWidget | QLayout], add: Callable[[], object] | None, name: str, text: str
) -> QFrame:
    parts: list[QWidget | None] = [label(title, size="lead"), None]
    if add is not None:
        more = button(text, add, kind="quiet", glyph="plus", name=name)
        parts.append(more)
    return card(row(*parts), *lines, spacing=Space.S)


def _line(glyph: str, tone: str, title: str, note: str, opened: Callable[[], object], name: str) -> QLayout:
    link = button(title.replace("&", "&&"), opened, kind="link", name=name)
    link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    words = column(row(link, None), spacing=0)
    if note:
        small = label(note, size="small", tone="muted", wrap=True)
        small.setContentsMargins(5, 0, 0, 0)
        words.addWidget(small)
    line = row(IconLabel(glyph, tone), words)
    line.setStretch(1, 1)
    return line
