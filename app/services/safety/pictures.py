"""The pictures of the Pictures page and of the risk register as data: for the screen, for their tables, for paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from app import formats
from app.records.response_choices import Category, HarmGrade
from app.records.risk_matrix import STEPS, Band, Likelihood, Severity
from app.reports.charts import BarData, BarSeries, MatrixData
from app.rules import hazards as rules
from app.rules.figures import Figures, Slice, StepFigures
from app.rules.hazards import Cell, View
from app.rules.incidents import STEP_LABELS
from app.services.safety.hazards import HazardRow
from app.texts import N_, _, ngettext

VIEW_WORDS = {
    View.CURRENT: N_("Risk now"),
    View.INHERENT: N_("Without any measures"),
    View.TARGET: N_("Wanted"),
}
_BANDS = tuple(Band)
_SLICES: dict[str, Callable[[str, bool], Slice]] = {  # of the pictures that count incidents
    "months": lambda code, is_near: Slice(month=code, near=is_near),
    "categories": lambda code, _near: Slice(category=code),
    "harms": lambda code, _near: Slice(harm=code),
}
_HOUR, _DAY = 60, 24 * 60
_LONG = 2  # from so many of the larger unit on, it is used


class Picture(NamedTuple):
    """A chart and the same as a table: titles of its columns, and words row by row. `codes` name the categories."""

    name: str
    data: BarData
    columns: list[str]
    rows: list[list[str]]
    codes: list[str]


def of_figures(figures: Figures) -> list[Picture]:
    """All charts of the Pictures page, in their order."""
    return [_by_month(figures), _by_category(figures), _by_harm(figures), _by_step(figures)]


def facts(figures: Figures) -> list[tuple[str, str]]:
    """Numbers that need no chart, with what they are."""
    percent = figures.near_percent
    share = _("{n} %").format(n=percent) if percent is not None else "–"
    return [
        (_("Incidents in twelve months"), formats.number(figures.total)),
        (_("Near misses among them"), share),
        (_("Open actions"), formats.number(figures.open_actions)),
        (_("Overdue actions"), formats.number(figures.overdue)),
    ]


def of_register(lines: Sequence[HazardRow], view: View) -> MatrixData:
    """The matrix of one rating, with how many hazards stand in each cell; what is gone is not counted."""
    counted = rules.counts(line.place(view) for line in lines if not line.is_gone)
    return MatrixData(
        title=_(VIEW_WORDS[view]),
        likelihoods=[_(step.label) for step in Likelihood],
        severities=[_(step.label) for step in Severity],
        cells=[["\n".join(cell_words((up, across), counted[up, across])) for across in STEPS] for up in STEPS],
        shades=[[_BANDS.index(_band((up, across))) for across in STEPS] for up in STEPS],
    )


def cell_words(place: Cell, count: int) -> tuple[str, str]:
    """What a cell of the matrix says: `12 high`, and how many hazards stand in it."""
    upper = _("{score} {band}").format(score=rules.score(place), band=_(_band(place).label))
    return upper, ngettext("{n} hazard", "{n} hazards", count).format(n=count) if count else ""


def leads_on(picture: Picture) -> bool:
    """Whether its bars count incidents; the others count steps."""
    return picture.name in _SLICES


def slice_of(picture: Picture, category: int, series: int) -> Slice:
    """The incidents that a bar counts, of a picture that leads on."""
    return _SLICES[picture.name](picture.codes[category], bool(series))


def slice_words(wanted: Slice) -> str:
    """Which incidents it leaves, in words: `December 2025, Near misses`."""
    near = "" if wanted.near is None else _("Near misses") if wanted.near else _("Other incidents")
    parts = (
        formats.long_date(wanted.month) if wanted.month else "",
        near,
        _(Category.label_of(wanted.category)) if wanted.category else "",
        _("{what}: {value}").format(what=_("Harm"), value=_(HarmGrade.label_of(wanted.harm))) if wanted.harm else "",
    )
    return ", ".join(part for part in parts if part)


def duration(minutes: int | None) -> str:
    """`15 minutes`, `3 hours`, `2 days`: roughly how long; a dash for never."""
    if minutes is None:
        return "–"
    if minutes >= _LONG * _DAY:
        days = round(minutes / _DAY)
        return ngettext("{n} day", "{n} days", days).format(n=days)
    if minutes >= _LONG * _HOUR:
        hours = round(minutes / _HOUR)
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def _band(place: Cell) -> Band:
    found = rules.band_of(place)
    assert found is not None  # noqa: S101 - a cell always has one
    return found


def _by_month(figures: Figures) -> Picture:
    harm, near = _("Other incidents"), _("Near misses")
    series = [BarSeries(harm, [*map(float, figures.others)]), BarSeries(near, [*map(float, figures.near)])]
    rows = [
        [formats.long_date(month), formats.number(others), formats.number(caught)]
        for month, others, caught in zip(figures.months, figures.others, figures.near, strict=True)
    ]
    short, long = (
        [formats.short_month(one) for one in figures.months],
        [formats.long_date(one) for one in figures.months],
    )
    data = BarData(_("Incidents by month"), short, series, spoken=long)
    return Picture("months", data, [_("Month"), harm, near], rows, figures.months)


def _by_category(figures: Figures) -> Picture:
    named = [(_(Category.label_of(code)), count) for code, count in figures.categories]
    codes = [code for code, _count in figures.categories]
    return _counted("categories", _("Incidents by category"), _("Category"), named, codes, is_across=True)


def _by_harm(figures: Figures) -> Picture:
    named = [(_(HarmGrade.label_of(code)), count) for code, count in figures.harms]
    return _counted("harms", _("Incidents by harm"), _("Harm"), named, [code for code, _count in figures.harms])


def _counted(
    name: str, title: str, column: str, named: list[tuple[str, int]], codes: list[str], *, is_across: bool = False
) -> Picture:
    count = _("Incidents")
    series = [BarSeries(count, [float(number) for _words, number in named])]
    data = BarData(title, [words for words, _number in named], series, is_across)
    return Picture(name, data, [column, count], [[words, formats.number(number)] for words, number in named], codes)


def _by_step(figures: Figures) -> Picture:
    steps = [one for one in figures.steps if one.in_time or one.late or one.minutes is not None]
    in_time, late = _("In time"), _("Late, or open although its time has passed")
    names = [_(STEP_LABELS[one.step]) for one in steps]
    series = [
        BarSeries(in_time, [float(one.in_time) for one in steps]), BarSeries(late, [float(one.late) for one in steps]),
    ]  # fmt: skip
    data = BarData(_("Steps against their clocks"), names, series, is_across=True)
    columns = [_("Step"), _("Half were done within"), in_time, late]
    rows = [[name, *_step_words(one)] for name, one in zip(names, steps, strict=True)]
    return Picture("steps", data, columns, rows, [one.step.value for one in steps])


def _step_words(one: StepFigures) -> list[str]:
    return [duration(one.minutes), formats.number(one.in_time), formats.number(one.late)]
