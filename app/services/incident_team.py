"""Who works on an incident among colleagues: take it over, make somebody responsible, leave somebody out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.desk import Action, Desk
from app.keeping import colleagues, plans, safety
from app.keeping.plans import Saved
from app.keeping.whose import Asked
from app.records.incident import Incident, LeftOut
from app.records.incident_response import IncidentResponse
from app.rules import incidents as steps
from app.rules import safety as rules
from app.rules.incidents import Step
from app.services import incidents, records
from app.services.incidents import OpenIncident
from app.services.practice import practices
from app.services.practice.practices import PersonRow
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row

_DAY_LENGTH = len("2026-11-24")


@dataclass(frozen=True, slots=True)
class TeamRow:
    """Somebody who can open the incident, and as what, in words."""

    account: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """Somebody who cannot, because it concerns them."""

    account: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on an incident. `may_manage`: this person decides who takes part; both lists are empty alone."""

    may_manage: bool
    may_take_over: bool
    rows: list[TeamRow]
    left_out: list[LeftOutRow]


def of(desk: Desk, incident: OpenIncident) -> Team:
    """The people around an incident that is open."""
    envelope = incident.first.record
    desk.require(Action.VIEW, "safety", record=envelope.record)
    if colleagues.is_alone(desk):
        return Team(may_manage=False, may_take_over=False, rows=[], left_out=[])
    response = _response(incident)
    held = safety.rights_now(desk, envelope.compartment)
    may_manage = safety.may_manage(desk, envelope.compartment)
    is_left = any(_is_to_take(getattr(response, step.value)) for step in Step)
    return Team(
        may_manage=may_manage,
        may_take_over=may_manage and is_left and incident.status != "closed",
        rows=[
            TeamRow(account, colleagues.name_of(desk, account), tuple(_parts(account, rights, incident)))
            for account, rights in held.items()
            if colleagues.is_active(desk, account)
        ],
        left_out=[
            LeftOutRow(one.person, colleagues.name_of(desk, one.person), one.reason)
            for one in (*incident.incident.left_out, *response.left_out)
        ],
    )


def candidates(desk: Desk) -> list[PersonRow]:
    """Whom an incident can concern beside the one who writes it, by name; empty alone."""
    desk.require(Action.LIST, "safety")
    return [one for one in practices.people(desk) if not one.is_me and colleagues.is_active(desk, one.account)]


def preview(desk: Desk, first: Incident) -> list[str]:
    """The names of those who will be able to open a first entry beside its author; raises what cannot be left out."""
    desk.require(Action.LIST, "safety")
    return [colleagues.name_of(desk, one) for one in safety.shares_of(desk, first) if one != desk.account]


def due(desk: Desk) -> list[Asked]:
    """Incidents that nobody works on yet and this person decides over, the oldest first: wanted at once."""
    desk.require(Action.LIST, "safety")
    words = _("New incident: take it over")
    return [Asked(row, (row.at or row.updated)[:_DAY_LENGTH], words) for row in _to_take_over(desk)]


def take_over(desk: Desk, incident_id: str) -> Saved:
    """Be responsible for every step that is not done and that no colleague is responsible for.

    Raises:
        KnownError: `not_yours_to_share` for whoever does not lead the work.
    """

    def change(response: IncidentResponse) -> None:
        for step in Step:
            part = getattr(response, step.value)
            if _is_to_take(part):
                part.person, part.owner = desk.account, colleagues.name_of(desk, desk.account)

    return _change(desk, incident_id, change)


def assign(desk: Desk, incident_id: str, step: Step, account: str) -> Saved:
    """Make a colleague responsible for a step: they can open the incident from then on, who was before cannot any more.

    Raises:
        KnownError: `nobody_there`, `left_out_already`, `not_yours_to_share`.
    """
    desk.require_record(Action.SAVE, incident_id)
    if not colleagues.is_active(desk, account):
        raise failure("nobody_there")

    def change(response: IncidentResponse) -> None:
        if account in safety.left_out_of(plans.row_of(desk, incident_id), response):
            raise failure("left_out_already")
        part = getattr(response, step.value)
        part.person, part.owner = account, colleagues.name_of(desk, account)

    return _change(desk, incident_id, change, named=account)


def leave_out(desk: Desk, incident_id: str, account: str, reason: str) -> Saved:
    """Keep an incident from somebody whom it turns out to concern; what they have read, they have read.

    Raises:
        KnownError: `text_needed`, `not_yourself`, `nobody_there`, `author_stays`, `not_yours_to_share`.
    """
    desk.require_record(Action.SAVE, incident_id)
    if not reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    entry = LeftOut(person=account, reason=reason.strip())
    safety.check(desk, [entry], desk.account)
    row = plans.row_of(desk, incident_id)
    if row.author == account:
        raise failure("author_stays")

    def change(response: IncidentResponse) -> None:
        for step in Step:
            part = getattr(response, step.value)
            part.person = "" if part.person == account else part.person
        response.left_out = [*response.left_out, entry]
        safety.follow(desk, row.compartment, response)  # out first, and then written down

    return _change(desk, incident_id, change)


def _to_take_over(desk: Desk) -> list[Row]:
    if colleagues.is_alone(desk):
        return []
    found = desk.signin.ids(Query(kinds=("incident",), states=("signed",), order="at"))
    waiting = [one for one in found if incidents.response_id(desk, one) is None]
    rows = [row for row in plans.rows_of(desk, waiting) if row.status != "entered_in_error"]
    return [row for row in rows if safety.may_manage(desk, row.compartment)]


def _change(desk: Desk, incident_id: str, change: Callable[[IncidentResponse], None], named: str = "") -> Saved:
    compartment = desk.require_record(Action.SAVE, incident_id)
    if not safety.may_manage(desk, compartment):
        raise failure("not_yours_to_share")
    editing = incidents.respond(desk, incident_id)
    assert isinstance(editing.body, IncidentResponse)  # noqa: S101 - opened by its kind
    change(editing.body)
    saved = records.save(desk, editing)
    if named:
        safety.follow(desk, compartment, editing.body, [named])
    return saved


def _is_to_take(part: Any) -> bool:
    """Whether a step is open and no colleague is responsible for it."""
    return part.done is None and not part.person


def _response(incident: OpenIncident) -> IncidentResponse:
    body = incident.response.body if incident.response is not None else None
    return body if isinstance(body, IncidentResponse) else IncidentResponse()


def _parts(account: str, rights: str, incident: OpenIncident) -> list[str]:
    """As what somebody takes part."""
    found = [_("wrote the first entry")] if account == incident.first.record.author else []
    found += [_("decides who takes part")] if "share" in rights.split() else []
    mine = [step for step, person in rules.responsible(_response(incident)).items() if person == account]
    if mine:
        found.append(_("responsible: {step}").format(step=", ".join(_(steps.STEP_LABELS[step]) for step in mine)))
    return found
