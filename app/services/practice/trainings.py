"""One's own trainings and credentials: the two lists, and how much was learned in each cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import clock
from app.desk import Action, Desk
from app.keeping import ours, plans
from app.records import headline
from app.records.credential import CredentialKind
from app.records.training import SafetyTopic, TrainingCategory, pairs
from app.rules import practice_reminders, training_hours
from app.rules.training_hours import Cycle
from app.services import drafting
from app.services.drafting import Editing
from app.texts import _
from storage.vault import Row

_IN_FORCE = ("holds", "ends_soon")
_KEPT_YEARS = 5
"""So long a new training is kept unless its author says otherwise; the longest that a body we know of asks for."""


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A line of the list. `minutes` is its length; `topics` say until when it counts for what, in words."""

    id: str
    title: str
    provider: str
    completed_on: str
    category: str
    cycle: str
    minutes: int
    topics: list[str]
    has_certificate: bool
    is_draft: bool


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A line of the list. `state` is a code: draft, holds, ends_soon, ended."""

    id: str
    kind: str
    kind_label: str
    title: str
    number: str
    valid_from: str
    valid_to: str
    state: str


def rows(desk: Desk) -> list[TrainingRow]:
    """This person's trainings and drafts of them, the latest first."""
    desk.require(Action.LIST, "personal")
    return sorted((_training(row) for row in _rows(desk, "training")), key=lambda one: one.completed_on, reverse=True)


def credentials(desk: Desk, day: date | None = None) -> list[CredentialRow]:
    """This person's credentials and drafts of them, by kind; of each the one that reaches furthest first."""
    desk.require(Action.LIST, "personal")
    kinds = [kind.value for kind in CredentialKind]
    found = [_credential(row, day or clock.today()) for row in _rows(desk, "credential")]
    found.sort(key=lambda one: one.valid_to or "9999", reverse=True)
    found.sort(key=lambda one: kinds.index(one.kind) if one.kind in kinds else len(kinds))
    return found


def codes_of_ethics(desk: Desk) -> tuple[str, ...]:
    """The codes of ethics that this person follows today, by name and issuer, in alphabetical order."""
    desk.require(Action.LIST, "personal")
    codes = [one for one in credentials(desk) if one.kind == CredentialKind.CODE_OF_ETHICS]
    return tuple(sorted(one.title for one in codes if one.state in _IN_FORCE))


def totals(desk: Desk) -> list[Cycle]:
    """How much this person has learned by cycle, the latest first; drafts do not count."""
    desk.require(Action.LIST, "personal")
    return training_hours.by_cycle(row.facets for row in _rows(desk, "training") if row.state == "saved")


def begin(desk: Desk) -> Editing:
    """A new training, to be kept for five years; nothing is written yet."""
    desk.require(Action.SAVE, "personal")
    return drafting.start(desk, "training", keep_until=_in_years(clock.today(), _KEPT_YEARS))


def _rows(desk: Desk, kind: str) -> list[Row]:
    return plans.rows_of(desk, desk.signin.ids(ours.query(desk, kind)))


def _training(row: Row) -> TrainingRow:
    facets = row.facets
    category = str(facets.get("category", ""))
    return TrainingRow(
        id=row.record,
        title=row.title,
        provider=str(facets.get("provider", "")),
        completed_on=row.at or "",
        category=_(TrainingCategory.label_of(category)) if category else "",
        cycle=str(facets.get("cycle", "")),
        minutes=int(facets.get("length") or 0),
        topics=[_(SafetyTopic.label_of(topic)) for topic, _until in pairs(facets.get("topics"))],
        has_certificate=facets.get("certificate") == "yes",
        is_draft=row.state == "draft",
    )


def _credential(row: Row, day: date) -> CredentialRow:
    kind = str(row.facets.get("kind", ""))
    return CredentialRow(
        id=row.record,
        kind=kind,
        kind_label=_(CredentialKind.label_of(kind)) if kind else "",
        title=headline(row.kind, row.title, row.facets),
        number=str(row.facets.get("number", "")),
        valid_from=row.at or "",
        valid_to=row.due or "",
        state=_state(row, day),
    )


def _state(row: Row, day: date) -> str:
    if row.state == "draft":
        return "draft"
    reached = practice_reminders.step(row.due, day) if row.due else None
    if reached is None:
        return "holds"
    return "ended" if reached == practice_reminders.ENDED else "ends_soon"


def _in_years(day: date, years: int) -> str:
    """The same day so many years on; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        return day.replace(year=day.year + years, day=28).isoformat()
