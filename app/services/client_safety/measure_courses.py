"""The results of a client over time: one course for each questionnaire and version, never two on one axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from app import formats
from app.desk import Action, Desk
from app.keeping import joined
from app.packs.instruments import Instrument
from app.records.measure_result import AnswerMode, Discussed, FormLanguage, InstrumentKey
from app.reports.charts import Band, Event, LineData, LineSeries
from app.rules import measure_words, scoring
from app.texts import _, ngettext
from storage.vault import Query, Row

IN_ERROR = "entered_in_error"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result as it was recorded. `total` is None while an answer is missing; `state` is `draft` or `signed`."""

    record: str
    instrument: str
    name: str
    taken_on: str
    total: int | None
    highest: int | None
    band: str
    parts: str
    missing: str
    critical: str
    mode: str
    language: str
    discussed: str
    version: str
    digest: str
    state: str
    status: str

    @property
    def counts(self) -> bool:
        """Whether it belongs into the course: signed, with a total, and not entered in error."""
        return self.state == "signed" and self.status != IN_ERROR and self.total is not None

    @property
    def words(self) -> str:
        """`12 of 27, moderate`, or which answers are missing."""
        if self.total is None:
            return _("Incomplete: no total") if self.state == "signed" else ""
        points = _("{total} of {highest}").format(total=self.total, highest=self.highest)
        return ", ".join(part for part in (points, self.band) if part)


@dataclass(frozen=True, slots=True)
class Course:
    """All results of one version of a questionnaire, oldest first, as chart and as table.

    Args:
        instrument: Its key.
        name: As everybody calls it.
        version: Of the scoring.
        data: What the chart shows.
        columns: Titles of the table with the same content.
        rows: Its rows: results and what happened in the treatment, by day.
        change: How the last total differs from the first, in words; empty for one result.
        about: Whose bands these are, and what a total is not.
        records: The results, in the order of the points.
    """

    instrument: str
    name: str
    version: str
    data: LineData
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    change: str
    about: str
    records: tuple[str, ...]


def rows(desk: Desk, client_id: str) -> list[ResultRow]:
    """Every result of a client, newest first, this person's drafts among them."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return [_result(row) for row in joined.rows(desk, client_id, "measure_result")]


def courses(desk: Desk, client_id: str) -> list[Course]:
    """A course for each questionnaire and version that has a total."""
    desk.require(Action.LIST, "clinical", record=client_id)
    counted = sorted(
        (one for one in rows(desk, client_id) if one.counts), key=lambda one: (one.taken_on, one.total or 0)
    )
    groups: dict[tuple[str, str, str], list[ResultRow]] = {}
    for one in counted:
        groups.setdefault((one.instrument, one.version, one.digest), []).append(one)
    events = _events(desk, client_id) if groups else []
    return [_course(found, events) for found in groups.values()]


def _result(row: Row) -> ResultRow:
    facets = {name: str(value) for name, value in row.facets.items()}
    total, highest = facets.get("total", ""), facets.get("highest", "")
    known = measure_words.known(facets.get("instrument", ""))
    return ResultRow(
        record=row.record,
        instrument=facets.get("instrument", ""),
        name=_(InstrumentKey.label_of(facets.get("instrument", ""))),
        taken_on=facets.get("taken_on", ""),
        total=int(total) if total else None,
        highest=int(highest) if highest else None,
        band=measure_words.band(known, facets.get("band", "")),
        parts=measure_words.parts(known, facets.get("parts", "")),
        missing=facets.get("missing", ""),
        critical=facets.get("critical", ""),
        mode=_(AnswerMode.label_of(facets.get("mode", ""))),
        language=_(FormLanguage.label_of(facets.get("language", ""))),
        discussed=_(Discussed.label_of(facets.get("discussed", ""))),
        version=facets.get("version", ""),
        digest=facets.get("hash", ""),
        state=row.state,
        status=row.status,
    )


def _course(found: Sequence[ResultRow], events: Sequence[Event]) -> Course:
    first, last = found[0], found[-1]
    known = _known(first)
    lowest = known.lowest if known is not None else 0
    highest = max(one.highest or one.total or 0 for one in found)
    title = _("{name}, version {version} of the scoring").format(name=first.name, version=first.version)
    near = [one for one in events if _is_near(one.day, first.taken_on)]
    shown = (True, True, True, any(one.parts for one in found), True)
    data = LineData(
        title=title,
        series=[LineSeries(first.name, [(one.taken_on, float(one.total or 0)) for one in found])],
        y_range=(float(lowest), float(highest)),
        y_title=_("Total"),
        bands=[Band(one.least, one.most, str(one.name)) for one in known.band] if known is not None else [],
        events=near,
    )
    return Course(
        instrument=first.instrument,
        name=first.name,
        version=first.version,
        data=data,
        columns=tuple(compress(_titles(), shown)),
        rows=tuple(tuple(compress(row, shown)) for row in _table(found, near)),
        change=_change(known, first, last) if len(found) > 1 else "",
        about=_about(known),
        records=tuple(one.record for one in found),
    )


def _titles() -> tuple[str, ...]:
    return (_("Day"), _("Total"), _("What it is called"), _("Parts"), _("How it was filled in"))


def _known(one: ResultRow) -> Instrument | None:
    """The definition by which it was scored, if it is still the one that ships."""
    found = measure_words.known(one.instrument)
    return found if found is not None and found.digest == one.digest else None


def _is_near(day: str, first: str) -> bool:
    """What happened before the first result is on no axis that begins with it, but for the year before."""
    return day >= f"{int(first[:4]) - 1}{first[4:]}"


def _table(found: Sequence[ResultRow], events: Sequence[Event]) -> Iterator[tuple[str, ...]]:
    lines = [(one.taken_on, 0, (str(one.total), one.band, one.parts, one.mode)) for one in found]
    lines += [(one.day, 1, ("", one.caption, "", "")) for one in events]
    for day, _order, words in sorted(lines):
        yield (formats.short_date(day), *words)


def _change(known: Instrument | None, first: ResultRow, last: ResultRow) -> str:
    if first.total is None or last.total is None:
        return ""
    points = last.total - first.total
    parts = [_moved(points)]
    if known is not None:
        parts += [
            _("At least {points}: {meaning} ({population}). {citation}").format(
                points=one.points, meaning=str(one.meaning), population=str(one.population), citation=one.citation
            )
            for one in scoring.difference(known, first.total, last.total).reaches
        ]
    return " ".join(parts)


def _moved(points: int) -> str:
    """How far the total moved, without a sign that could be read as a dash."""
    if not points:
        return _("From the first to the last: no change.")
    if points < 0:
        words = ngettext(
            "From the first to the last: {n} point lower.", "From the first to the last: {n} points lower.", -points
        )
    else:
        words = ngettext(
            "From the first to the last: {n} point higher.", "From the first to the last: {n} points higher.", points
        )
    return words.format(n=abs(points))


def _about(known: Instrument | None) -> str:
    if known is None:
        return " ".join((_("The scoring has changed since: its ranges are not shown."), measure_words.caution()))
    source = _("{citation} {population}.").format(
        citation=known.scoring.citation, population=str(known.scoring.population)
    )
    return f"{source} {measure_words.caution()}"


def _events(desk: Desk, client_id: str) -> list[Event]:
    """What happened in the treatment: it began, a plan was agreed, the file was closed."""
    query = Query(kinds=("episode", "treatment_plan", "closure"), states=("signed", "saved"))
    found = [one for row in joined.found(desk, client_id, query) if row.status != IN_ERROR for one in _of_row(row)]
    return sorted(found, key=lambda one: one.day)


def _of_row(row: Row) -> Iterator[Event]:
    day = (row.at or "")[:10]
    if row.kind == "episode":
        if day:
            yield Event(day, _("Work began"))
        ended = str(row.facets.get("ended") or "")
        if ended:
            yield Event(ended, _("Work ended"))
    elif day and row.kind == "closure":
        yield Event(day, _("File closed"))
    elif day:
        version = str(row.facets.get("version") or "1")
        yield Event(day, _("Treatment plan") if version == "1" else _("Plan changed"))
