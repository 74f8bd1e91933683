"""Papers about one's own work: the list of supervision of a year, and the year in figures on one page."""

from __future__ import annotations

from datetime import date

from app import formats
from app.desk import Action, Desk
from app.records.training import TrainingCategory
from app.reports.paper import Block, Facts, Heading, Small, Table
from app.rules.purposes import Purpose
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.services.practice import practices
from app.services.supervision import supervisions, years
from app.services.supervision.years import Month, Year
from app.texts import N_, _, language

COUNTED = N_(
    "Counted: signed session notes of sessions that took place. Supervision: meetings in which you were supervised."
)


def of_year(desk: Desk, year: int) -> Prepared:
    """The report of a year, on one page."""
    desk.require(Action.LIST, "clinical")
    desk.require(Action.PRINT, "personal")
    found = years.of(desk, year)
    blocks: list[Block] = [Facts(totals(found)), _by_month(found)]
    if found.training:
        rows = [[category_words(category), formats.length(minutes)] for category, minutes in found.training]
        blocks += [Heading(_("Training"), 2), Table([_("Category"), _("Time")], [4.0, 2.0], rows)]
    blocks.append(Small(_(COUNTED)))
    if found.scheme is not None:
        blocks.append(Small(scheme_words(found)))
    paper = papers.head_of(desk).paper(
        title=_("Year {year}").format(year=year),
        subtitle=practices.person_name(desk, desk.account),
        blocks=blocks,
        is_one_page=True,
    )
    return papers.ready(paper, "year", purpose=Purpose.ADMINISTRATION)


def of_supervision(desk: Desk, year: int) -> Prepared:
    """The supervision of a year, by date: what an audit asks for. Cases stand there by code."""
    desk.require(Action.PRINT, "personal")
    rows = [row for row in supervisions.rows(desk) if row.held_on[:4] == str(year) and row.state == "signed"]
    titles = [_("Date"), _("Role"), _("With whom"), _("How"), _("Cases"), _("Time")]
    lines = [
        [
            formats.short_date(row.held_on),
            row.role_label,
            row.with_whom,
            row.form_label,
            ", ".join(row.codes),
            formats.length(row.counted),
        ]
        for row in reversed(rows)
    ]
    struck = [number for number, row in enumerate(reversed(rows)) if row.status == "entered_in_error"]
    table = Table(titles, [1.4, 2.2, 2.6, 1.4, 2.0, 1.2], lines, struck)
    paper = papers.head_of(desk).paper(
        title=_("Supervision {year}").format(year=year),
        subtitle=practices.person_name(desk, desk.account),
        blocks=[table],
    )
    own = desk.own("personal")
    return papers.ready(paper, "supervisions", objects=[(row.id, own) for row in rows], purpose=Purpose.ADMINISTRATION)


def totals(found: Year) -> list[tuple[str, str]]:
    """The figures of a year in words: label and value."""
    ratio = _("1 h for {hours} h with clients").format(hours=hours(found.ratio)) if found.ratio is not None else "–"
    told = [
        (_("Sessions that took place"), formats.number(found.sessions)),
        (_("Hours with clients"), formats.length(found.with_clients)),
        (_("Supervision"), formats.length(found.supervised)),
        (_("Supervision for client hours"), ratio),
        (_("Among colleagues and single consultations"), formats.length(found.among_colleagues)),
        (_("Supervision given"), formats.length(found.supervising)),
        (_("Training"), formats.length(sum(minutes for _category, minutes in found.training))),
    ]
    if found.incidents is not None:
        told.append((_("Incidents"), formats.number(found.incidents)))
        told.append((_("Near misses among them"), formats.number(found.near_misses or 0)))
    return told


def category_words(category: str) -> str:
    """The category of a training in words."""
    return _(TrainingCategory.label_of(category)) if category else _("Without category")


def month_name(found: Year, number: int) -> str:
    """The month in words: `November 2026`."""
    return formats.long_date(f"{found.year}-{number:02}")


def enough_words(month: Month) -> str:
    """Whether the supervision of a month is what the scheme asks for; empty without one."""
    if month.short is None:
        return _("not said") if month.with_clients else ""
    if not month.with_clients:
        return ""
    return _("{time} missing").format(time=formats.length(month.short)) if month.short else _("enough")


def scheme_words(found: Year) -> str:
    """What the scheme asks for, and where that stands."""
    if found.scheme is None:
        return ""
    told = _("{name}: {rule} Source: {source}, looked at on {date}.")
    day = formats.long_date(date.fromisoformat(found.scheme.checked_on))
    return told.format(name=found.scheme.name, rule=found.scheme.rule, source=found.scheme.source, date=day)


def hours(value: float) -> str:
    """`8` or `7.5`; with a comma in Polish."""
    text = f"{value:.1f}".removesuffix(".0")
    return text if language() == "en" else text.replace(".", ",")


def _by_month(found: Year) -> Table:
    titles = [_("Month"), _("Sessions"), _("Hours with clients"), _("Supervision")]
    widths = [2.2, 1.4, 2.2, 2.0]
    rows = [
        [
            month_name(found, month.number),
            formats.number(month.sessions),
            formats.length(month.with_clients),
            formats.length(month.supervised),
        ]
        for month in found.months
    ]
    if found.scheme is not None:
        titles.append(str(found.scheme.name))
        widths.append(2.6)
        rows = [[*row, enough_words(month)] for row, month in zip(rows, found.months, strict=True)]
    return Table(titles, widths, rows)
