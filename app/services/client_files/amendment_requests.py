"""A client asks for a record to be amended: the request, its clock, the decision, disagreement and rebuttal.

Every step is a signed amendment of the record it is about; the record itself never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from app import clock
from app.desk import Action, Desk
from app.keeping import cosigning, joined, naming, opening, plans, why
from app.keeping.plans import Plan, Saved
from app.packs.jurisdiction_rules import Deadline
from app.records import KINDS, missing
from app.records.amendment import Amendment, AmendmentKind, DenialGround, RequestDecision, ToTell, effect_of
from app.records.fields import Choice
from app.rules import deadlines
from app.rules.amendment_requests import RequestState, Standing
from app.services.client_files import counting
from app.services.practice import packs, practices
from app.texts import N_, _
from app.vaults import failure
from storage.vault import Query, Row

CLOCKS = ("hipaa_amend", "gdpr_rectification", "uk_gdpr_rectification")
"""The rules that set a date for it, one in each region."""

STEPS = (
    AmendmentKind.CLIENT_REQUESTED,
    AmendmentKind.REQUEST_EXTENDED,
    AmendmentKind.REQUEST_DECIDED,
    AmendmentKind.PERSONS_NOTIFIED,
    AmendmentKind.DISAGREEMENT,
    AmendmentKind.REBUTTAL,
)
"""The steps by the name of their kind, as the command line takes them."""

_C = TypeVar("_C", bound=Choice)
_OPEN = frozenset({RequestState.OPEN, RequestState.EXTENDED})


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list: which record it is about, where it stands, what can follow. `title` is of that record."""

    request: str
    target: str
    target_kind: str
    target_kind_name: str
    title: str
    client: str | None
    requested_on: str
    standing: Standing
    state_label: str

    @property
    def is_open(self) -> bool:
        """Whether it has still to be decided."""
        return self.standing.state in _OPEN


def request(
    desk: Desk, record_id: str, text: str, *, reason: str, requested_by: str = "", requested_on: str = ""
) -> Saved:
    """Take in a request: what the client wants to stand there, and why. Its clock begins on the day it was received.

    Raises:
        KnownError: `not_signed`, `not_complete`, `in_future`, `bad_date`.
    """
    compartment = desk.require_record(Action.AMEND, record_id)
    revision = desk.signin.head_of(record_id)
    row = plans.row_of(desk, record_id)
    if revision is None or row.state != "signed" or row.kind == "amendment":
        raise failure("not_signed")
    body = Amendment(
        kind=AmendmentKind.CLIENT_REQUESTED,
        text=text.strip(),
        reason=reason.strip(),
        requested_by=requested_by.strip() or _(N_("The client")),
        requested_on=requested_on or clock.today().isoformat(),
        target=record_id,
        target_revision=revision,
    )
    _start_clock(desk, body, row.client)
    return _sign(desk, compartment, body)


def extend(desk: Desk, request_id: str, reason: str, *, told_on: str = "") -> Saved:
    """Take more time, once, before the first date has passed; the client is told in writing why.

    Raises:
        KnownError: `request_step`, `already_extended`, `extension_too_late`, `not_extendable`, `text_needed`.
    """
    compartment, asked = _request(desk, request_id)
    standing_now = standing(desk, request_id)
    if standing_now.state is RequestState.EXTENDED:
        raise failure("already_extended")
    _check_step(standing_now, AmendmentKind.REQUEST_EXTENDED)
    begun = _kept_clock(asked)
    law = packs.law_for(desk, asked.client) if asked.client is not None else packs.law(desk)
    rule = law.deadline(begun.rule)
    if rule is None:
        raise failure("not_extendable")
    body = _following(desk, asked, AmendmentKind.REQUEST_EXTENDED)
    body.reason, body.client_told_on = reason.strip(), told_on or clock.today().isoformat()
    _set_clock(body, deadlines.extend(begun, rule, reason=reason, on=body.client_told_on), rule)
    return _sign(desk, compartment, body)


def decide(  # noqa: PLR0913 - what a decision has to say, by name
    desk: Desk,
    request_id: str,
    decision: RequestDecision | str,
    *,
    text: str,
    reason: str,
    ground: DenialGround | str | None = None,
    to_tell: Sequence[ToTell] = (),
    decided_on: str = "",
    told_on: str = "",
) -> Saved:
    """Decide a request. `text` is what is added to the record, or what the client is told of the denial.

    Args:
        desk: Whose desk.
        request_id: The request.
        decision: Accepted, in part, or denied.
        text: The amendment as it now stands with the record; of a denial, its words.
        reason: Why it was decided so.
        ground: Of a denial, also in part: one of the four there are.
        to_tell: Who has to learn of an accepted amendment, and who already did.
        decided_on: Today, if nothing is said.
        told_on: When the client was told in writing.

    Raises:
        KnownError: `request_step` when it is decided already, `not_complete` without a ground for a denial.
    """
    compartment, asked = _request(desk, request_id)
    _check_step(standing(desk, request_id), AmendmentKind.REQUEST_DECIDED)
    body = _following(desk, asked, AmendmentKind.REQUEST_DECIDED)
    body.decision = _choice(RequestDecision, decision, N_("Decision"))
    body.denial_ground = _choice(DenialGround, ground, N_("Why it is denied")) if ground else None
    body.text, body.reason, body.to_tell = text.strip(), reason.strip(), list(to_tell)
    body.decided_on = decided_on or clock.today().isoformat()
    body.client_told_on = told_on
    return _sign(desk, compartment, body)


def notified(desk: Desk, request_id: str, to_tell: Sequence[ToTell]) -> Saved:
    """Say who has been told of an accepted amendment. Who was to be told and is not named here still is.

    Raises:
        KnownError: `request_step` when nobody is waiting to be told, `not_complete` when nobody is named.
    """
    compartment, asked = _request(desk, request_id)
    _check_step(standing(desk, request_id), AmendmentKind.PERSONS_NOTIFIED)
    body = _following(desk, asked, AmendmentKind.PERSONS_NOTIFIED)
    if not any(one.who.strip() for one in to_tell):
        raise failure("not_complete", fields=_("Whom"))
    body.to_tell = _with(_listed_before(desk, asked), to_tell)
    return _sign(desk, compartment, body)


def _listed_before(desk: Desk, asked: Row) -> list[ToTell]:
    """Who had to be told so far: the decision names them, and each later list all of them."""
    query = Query(kinds=("amendment",), client=asked.client, facets={"request": asked.record}, states=("signed",))
    lists = {AmendmentKind.REQUEST_DECIDED.value, AmendmentKind.PERSONS_NOTIFIED.value}
    found = [row.record for row in plans.rows_of(desk, desk.signin.ids(query)) if row.facets.get("kind") in lists]
    if not found:
        return []
    body = opening.body_of(desk, max(found), why.purpose_of_writing(desk, asked.compartment))
    return body.to_tell if isinstance(body, Amendment) else []


def _with(before: Sequence[ToTell], said: Sequence[ToTell]) -> list[ToTell]:
    """The list with what is said now; a date that was written down before is not taken away."""
    found = {_key(one.who): one for one in before}
    for one in said:
        if one.notified_on or _key(one.who) not in found:
            found[_key(one.who)] = one
    return list(found.values())


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def disagree(desk: Desk, request_id: str, text: str, *, given_by: str = "", given_on: str = "") -> Saved:
    """Put the client's statement of disagreement with the record, in their words.

    Raises:
        KnownError: `request_step` for a request that was not denied, `not_complete` without words.
    """
    compartment, asked = _request(desk, request_id)
    _check_step(standing(desk, request_id), AmendmentKind.DISAGREEMENT)
    body = _following(desk, asked, AmendmentKind.DISAGREEMENT)
    body.text = text.strip()
    body.requested_by = given_by.strip() or _(N_("The client"))
    body.requested_on = given_on or clock.today().isoformat()
    return _sign(desk, compartment, body)


def rebut(desk: Desk, request_id: str, text: str) -> Saved:
    """Answer a statement of disagreement; raises `request_step` where there is none."""
    compartment, asked = _request(desk, request_id)
    _check_step(standing(desk, request_id), AmendmentKind.REBUTTAL)
    body = _following(desk, asked, AmendmentKind.REBUTTAL)
    body.text = text.strip()
    return _sign(desk, compartment, body)


def take_step(  # noqa: PLR0913 - what the steps need, by name
    desk: Desk,
    record_id: str,
    kind: AmendmentKind | str,
    *,
    text: str,
    reason: str,
    decision: RequestDecision | str = "",
    ground: DenialGround | str = "",
    to_tell: Sequence[ToTell] = (),
) -> Saved:
    """Any step of a request by the name of its kind: the request itself on a record, the others on the request.

    Raises:
        KnownError: `unknown_choice` for a kind that is no step, and what the steps raise.
    """
    desk.require_record(Action.AMEND, record_id)
    if kind == AmendmentKind.CLIENT_REQUESTED:
        return request(desk, record_id, text, reason=reason)
    if kind == AmendmentKind.REQUEST_EXTENDED:
        return extend(desk, record_id, reason)
    if kind == AmendmentKind.REQUEST_DECIDED:
        return decide(desk, record_id, decision, text=text, reason=reason, ground=ground or None, to_tell=to_tell)
    if kind == AmendmentKind.PERSONS_NOTIFIED:
        return notified(desk, record_id, to_tell)
    if kind == AmendmentKind.DISAGREEMENT:
        return disagree(desk, record_id, text)
    if kind == AmendmentKind.REBUTTAL:
        return rebut(desk, record_id, text)
    raise failure("unknown_choice", field=_(N_("What it is")), path="kind", choices=", ".join(STEPS))


def rows(desk: Desk, client_id: str) -> list[RequestRow]:
    """The requests of a client, those that wait for a decision first, then the newest."""
    desk.require(Action.LIST, "clinical", record=client_id)
    requests = {"kind": AmendmentKind.CLIENT_REQUESTED.value}
    found = joined.found(desk, client_id, Query(kinds=("amendment",), facets=requests, states=("signed",), order="-at"))
    targets = {row.record: row for row in plans.rows_of(desk, [str(row.facets.get("target")) for row in found])}
    listed = [_row(desk, row, targets.get(str(row.facets.get("target")))) for row in found]
    return sorted(listed, key=lambda one: not one.is_open)


def standing(desk: Desk, request_id: str) -> Standing:
    """Where a request stands, until when it has to be decided, and which steps can follow."""
    desk.require_record(Action.LIST, request_id)
    return counting.standing(desk, _request_row(desk, request_id))


def _row(desk: Desk, asked: Row, target: Row | None) -> RequestRow:
    found = counting.standing(desk, asked)
    kind = target.kind if target else ""
    return RequestRow(
        request=asked.record,
        target=str(asked.facets.get("target")),
        target_kind=_(KINDS[kind].label) if kind in KINDS else "",
        target_kind_name=kind,
        title=naming.headline(desk, target) if target else "",
        client=asked.client,
        requested_on=str(asked.facets.get("requested_on")),
        standing=found,
        state_label=_(found.state.label),
    )


def _request(desk: Desk, request_id: str) -> tuple[str, Row]:
    return desk.require_record(Action.AMEND, request_id), _request_row(desk, request_id)


def _request_row(desk: Desk, request_id: str) -> Row:
    row = plans.row_of(desk, request_id)
    if row.kind != "amendment" or row.facets.get("kind") != AmendmentKind.CLIENT_REQUESTED:
        raise failure("not_a_request")
    return row


def _start_clock(desk: Desk, body: Amendment, client_id: str | None) -> None:
    """The first date that a law sets where the practice works or the client lives; none where no law sets one."""
    law = packs.law_for(desk, client_id) if client_id is not None else packs.law(desk)
    zone = practices.profile(desk).zone or clock.local_zone()
    rules = [rule for code in CLOCKS if (rule := law.deadline(code)) is not None]
    begun = [(deadlines.begin(rule, body.requested_on, zone), rule) for rule in rules]
    if begun:
        _set_clock(body, *min(begun, key=lambda found: found[0].due or "9999"))


def _set_clock(body: Amendment, found: deadlines.Clock, rule: Deadline) -> None:
    """Date, rule and source, with the words that say how sure the source is."""
    body.clock_source = " · ".join(part for part in (rule.citation, packs.mark(rule)) if part)
    body.due_on, body.clock_rule, body.clock_pack, body.clock_zone = found.due, found.rule, found.pack, found.zone


def _kept_clock(asked: Row) -> deadlines.Clock:
    """The clock as the request stores it: a pack that came later does not move it."""
    facets = asked.facets
    return deadlines.Clock(
        rule=str(facets.get("clock_rule") or ""),
        pack=str(facets.get("clock_pack") or ""),
        started=str(facets.get("requested_on") or ""),
        zone=str(facets.get("clock_zone") or ""),
        due=str(facets.get("due_on") or ""),
    )


def _choice(choices: type[_C], value: _C | str, label: str) -> _C:
    """A member by its value, as the command line gives it; raises `unknown_choice`."""
    found = next((one for one in choices if one == value), None)
    if found is None:
        raise failure("unknown_choice", field=_(label), path="", choices=", ".join(choices))
    return found


def _check_step(found: Standing, kind: AmendmentKind) -> None:
    if kind not in found.steps:
        raise failure("request_step", step=_(kind.label), state=_(found.state.label))


def _following(desk: Desk, asked: Row, kind: AmendmentKind) -> Amendment:
    """A step of a request, about the same record; it names the version that the record has, which is its only one."""
    target = str(asked.facets.get("target"))
    revision = desk.signin.head_of(target)
    if revision is None:
        raise failure("not_found", what=target)
    return Amendment(kind=kind, request=asked.record, target=target, target_revision=revision)


def _sign(desk: Desk, compartment: str, body: Amendment) -> Saved:
    labels = [_(spec.label) for spec in missing(body)]
    if labels:
        raise failure("not_complete", fields=", ".join(dict.fromkeys(labels)))
    record = desk.signin.new_id()
    plan = Plan()
    plan.put("amendment", record, compartment, body, state="signed", action="amend")
    if effect_of(body) == "amended":
        cosigning.ask_again(desk, plan, plans.row_of(desk, body.target))
    revisions = plan.commit(desk, why.purpose_of_writing(desk, compartment))
    cosigning.let_in(desk, plan)
    return Saved(record, revisions[0])
