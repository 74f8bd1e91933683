"""What a report, a warning or a later step tells the outside: each goes into the register in the same write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import opening
from app.keeping.plans import Plan
from app.records import RecordBody, missing
from app.records.choices import Channel
from app.records.disclosure import Disclosure, Withheld
from app.records.duty_choices import REACHED, CallState, FollowUpStep, ReportKind, WrittenState
from app.records.duty_follow_up import DutyFollowUp
from app.records.duty_to_protect import DutyToProtect
from app.records.fields import LocalTime
from app.records.mandated_report import MandatedReport
from app.records.release_choices import DisclosureBasis, WayOut
from app.rules.purposes import Purpose
from app.services.outgoing import grounds
from app.texts import _
from app.vaults import failure

_BASES = {
    ReportKind.CHILD: DisclosureBasis.MANDATED_REPORT_CHILD,
    ReportKind.ELDER: DisclosureBasis.MANDATED_REPORT_ADULT,
    ReportKind.DEPENDENT_ADULT: DisclosureBasis.MANDATED_REPORT_ADULT,
}
_WAYS = {
    Channel.PHONE: WayOut.PHONE,
    Channel.VIDEO: WayOut.PHONE,
    Channel.IN_PERSON: WayOut.TOLD,
    Channel.LETTER: WayOut.POST,
    Channel.EMAIL: WayOut.EMAIL,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """Somebody outside who was told something, and how."""

    name: str
    organisation: str
    at: LocalTime | None
    way: WayOut | None


def register(desk: Desk, plan: Plan, record: str, compartment: str, body: RecordBody, client_id: str | None) -> None:
    """Add a disclosure to the plan for everybody outside who was told; an attempt that reached nobody is none.

    Raises:
        KnownError: `not_complete`, if the register wants to know more than the record says.
    """
    desk.require_anywhere(Action.SIGN, record)
    about = _about(desk, body)
    if about is None or client_id is None:
        return
    for told in _told(body):
        made = grounds.completed(desk, _disclosure(desk, record, body, about, told), client_id)
        lacking = missing(made)
        if lacking:
            raise failure("not_complete", fields=", ".join(_(spec.label) for spec in lacking))
        plan.put("disclosure", desk.signin.new_id(), compartment, made, state="signed")


def _about(desk: Desk, body: RecordBody) -> MandatedReport | DutyToProtect | None:
    """The duty itself; of a follow-up the one that it follows, opened only if something went out."""
    if isinstance(body, MandatedReport | DutyToProtect):
        return body
    if not isinstance(body, DutyFollowUp) or not body.went_out:
        return None
    found = opening.body_of(desk, body.about, Purpose.TREATMENT)
    return found if isinstance(found, MandatedReport | DutyToProtect) else None


def _told(body: RecordBody) -> Iterator[_Told]:
    if isinstance(body, MandatedReport):
        if body.call is CallState.MADE:
            yield _Told(body.worker, body.agency, body.called, WayOut.PHONE)
        if body.written is WrittenState.SENT:
            yield _Told(body.written_to, body.agency, body.written_sent, body.written_method)
    elif isinstance(body, DutyToProtect):
        for attempt in body.victim_attempts:
            if attempt.result in REACHED:
                yield _Told(attempt.whom, "", attempt.at, _way(attempt.channel))
        for call in body.police:
            if call.result in REACHED:
                yield _Told(call.officer or call.agency, call.agency, call.at, WayOut.PHONE)
    elif isinstance(body, DutyFollowUp) and body.went_out:
        way = body.method if body.step is FollowUpStep.WRITTEN else _way(body.channel)
        yield _Told(body.whom, "", body.happened, way)


def _disclosure(
    desk: Desk, record: str, body: RecordBody, about: MandatedReport | DutyToProtect, told: _Told
) -> Disclosure:
    assert isinstance(body, MandatedReport | DutyToProtect | DutyFollowUp)  # noqa: S101 - what `_told` yields for
    kept_back = "" if isinstance(body, DutyFollowUp) else body.not_handed_over
    return Disclosure(
        recipient_name=told.name or told.organisation,
        recipient_org=told.organisation,
        description=body.information_given,
        legal_basis=_basis(about),
        purpose=_purpose(about),
        disclosed=told.at,
        method=told.way,
        minimum_necessary=body.minimum_necessary,
        client_informed_on=about.told_on,
        not_informed=about.not_told_because,
        withheld=[Withheld(what=kept_back)] if kept_back.strip() else [],
        report=record,
        released_by=desk.account,
    )


def _basis(about: MandatedReport | DutyToProtect) -> DisclosureBasis:
    if isinstance(about, DutyToProtect):
        return DisclosureBasis.DUTY_TO_PROTECT
    return _BASES.get(about.report_kind, DisclosureBasis.OTHER_LAW) if about.report_kind else DisclosureBasis.OTHER_LAW


def _purpose(about: MandatedReport | DutyToProtect) -> str:
    if isinstance(about, DutyToProtect):
        return _("To protect somebody under threat")
    kind = _(about.report_kind.label) if about.report_kind else ""
    return _("Report required by law: {kind}").format(kind=kind)


def _way(channel: Channel | None) -> WayOut:
    return _WAYS.get(channel, WayOut.OTHER) if channel is not None else WayOut.OTHER
