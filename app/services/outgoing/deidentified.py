"""Incidents without anything that points to somebody: for supervision, and to see what comes again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app import clock, formats
from app.desk import Action, Desk
from app.exports.incident_trends import TrendAction, TrendRow, Trends
from app.keeping import colleagues, naming
from app.records.fields import Choice
from app.records.incident import AffectedKind, Incident, LocationType
from app.records.incident_response import IncidentResponse
from app.records.release_choices import InformationClass
from app.records.response_choices import Category, EventType, HarmGrade, NoticeDecision, Strength
from app.records.response_parts import HarmGrading
from app.reports.paper import Block, Facts, Head, Heading, Notice, Paper
from app.rules import deidentifying
from app.rules.destinations import STAYS, Sending
from app.rules.incidents import STATUS_LABELS
from app.rules.purposes import Purpose
from app.services import incidents
from app.services.outgoing import releasing
from app.services.outgoing.papers import Prepared
from app.services.safety import lessons
from app.texts import _, language
from app.vaults import APP_VERSION

_MONTH_LENGTH = len("2026-11")
PDF, JSON = "pdf", "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeidentifiedList(Prepared):
    """The list, ready to be let out.

    Args:
        trends: What the file holds where it is JSON.
    """

    trends: Trends = field(repr=False, compare=False)

    def leaves(self, pdf: bytes, notice: str = "") -> bytes:
        """The bytes of the file; no notice goes with it, because it holds nobody's record."""
        del notice
        return self.trends.written() if self.extension == JSON else pdf


@naming.in_full
def of_incidents(desk: Desk, wanted: Sequence[str] | None = None, extension: str = PDF) -> DeidentifiedList:
    """The signed ones of these incidents, or all of them, by month; drafts and what was entered in error stay out.

    Args:
        desk: Whose desk.
        wanted: Ids of incidents.
        extension: What kind of file it becomes, `pdf` or `json`.
    """
    desk.require(Action.PRINT, "safety")
    listed = incidents.rows(desk, incidents.ids(desk) if wanted is None else wanted)
    opened = [incidents.open(desk, row.id) for row in listed if row.state == "signed"]
    counted = [one for one in opened if one.first.status != "entered_in_error"]
    known = [colleagues.name_of(desk, account) for account in colleagues.members(desk)]
    found = [_row(one, [*known, *lessons.client_names(desk, one.incident)]) for one in counted]
    name = _("Incidents, de-identified")
    found.sort(key=lambda row: (row.month, row.category, row.lesson))
    return DeidentifiedList(
        paper=_paper(found),
        document="incident_trends",
        objects=tuple((one.first.record.record, one.first.record.compartment) for one in counted),
        purpose=Purpose.SAFETY,
        information=frozenset({InformationClass.RISK}),
        warnings=(_("Read the texts before you give it away: a name that the program does not know is still there."),),
        suggested_name=f"{name} {clock.today():%Y-%m}.{extension}",
        extension=extension,
        trends=Trends(program=f"ClientSafe {APP_VERSION}", language=language(), incidents=found),
    )


def to_file(
    desk: Desk, path: Path, where: Sending = STAYS, *, extension: str = PDF, replace: bool = False
) -> tuple[DeidentifiedList, Path]:
    """All of it in one call, for the command line, into a new file or a folder; raises what `releasing` raises."""
    desk.require(Action.PRINT, "safety")
    made = of_incidents(desk, extension=extension)
    target = path / made.suggested_name if path.is_dir() else path
    releasing.check(desk, made, where)
    data = made.leaves(releasing.draw(made) if extension == PDF else b"")
    with releasing.leaving(desk, made, where) as permit:
        releasing.save(permit, data, target, replace=replace)
    return made, target


def _row(found: incidents.OpenIncident, names: Sequence[str]) -> TrendRow:
    first, body = found.incident, found.response.body if found.response else IncidentResponse()
    assert isinstance(body, IncidentResponse)  # noqa: S101 - opened by its kind
    graded = body.harm[-1] if body.harm else HarmGrading()
    notices = body.notification.notices
    return TrendRow(
        month=_month(first),
        status=found.status,
        event_type=body.event_type or "",
        category=body.category or "",
        place=first.location_type or "",
        affected=sorted({one.kind.value for one in first.affected if one.kind}),
        physical=graded.physical or "",
        psychological=graded.psychological or "",
        basis=graded.basis or "",
        gradings=len(body.harm),
        recurrence=body.matrix.recurrence,
        consequence=body.matrix.consequence,
        notified=sorted({one.duty.value for one in notices if one.duty and one.decided is NoticeDecision.SENT}),
        not_notified=sorted(
            {one.duty.value for one in notices if one.duty and one.decided is NoticeDecision.NOT_REQUIRED}
        ),
        factors=sorted(factor.value for factor in body.debrief.factors),
        debrief=body.debrief.kind or "",
        actions=[
            TrendAction(
                factor=one.factor or "",
                strength=one.strength or "",
                effect=one.effect or "",
                is_done=bool(one.done_on),
            )
            for one in body.mitigation.actions
        ],
        lesson=deidentifying.scrubbed(body.lesson_summary.strip(), names),
        what_changed=deidentifying.scrubbed(body.what_changed.strip(), names),
    )


def _month(first: Incident) -> str:
    return first.occurred.at[:_MONTH_LENGTH] if first.occurred else ""


def _paper(rows: Sequence[TrendRow]) -> Paper:
    """Without a letterhead, and without who printed it."""
    told = _("Without names, numbers and days. Texts were searched for the names of clients and colleagues.")
    blocks: list[Block] = [Notice(told)]
    for row in rows:
        blocks += _blocks(row)
    head = Head(language(), [], _("Printed in {month}").format(month=formats.long_date(_this_month())))
    return head.paper(title=_("Incidents, de-identified"), subtitle="", blocks=blocks)


def _blocks(row: TrendRow) -> list[Block]:
    month = formats.long_date(row.month) if row.month else _("Month not known")
    what = _word(Category, row.category) or _("not said yet")
    strengths = [_word(Strength, one.strength) for one in row.actions if one.strength]
    facts = [
        (_("Kind of event"), _word(EventType, row.event_type)),
        (_("Status"), _(STATUS_LABELS[row.status])),
        (_("Kind of place"), _word(LocationType, row.place)),
        (_("Who was affected"), ", ".join(_word(AffectedKind, one) for one in row.affected)),
        (_("Physical harm"), _word(HarmGrade, row.physical)),
        (_("Psychological harm"), _word(HarmGrade, row.psychological)),
        (_("Actions"), "; ".join(strengths)),
        (_("What we learned"), row.lesson),
        (_("What changed because of this"), row.what_changed),
    ]
    return [Heading(f"{month}: {what}", 2), Facts([fact for fact in facts if fact[1]])]


def _word(choices: type[Choice], value: str) -> str:
    return _(choices.label_of(value)) if value else ""


def _this_month() -> str:
    today: date = clock.today()
    return f"{today:%Y-%m}"
