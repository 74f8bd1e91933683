"""Saving a data breach or a complaint: number and place of its own, clocks that stay, the hold on a file, closing."""

from __future__ import annotations

from datetime import date
from typing import cast

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, compartments, joined, numbering, opening, safety
from app.keeping.plans import ALL_RIGHTS, Plan
from app.packs.law import Law
from app.records import RecordBody, missing
from app.records.breach_parts import AwareChange
from app.records.choices import YesNo
from app.records.complaint import Complaint, HeldFile
from app.records.data_breach import DataBreach
from app.records.fields import Tier, specs
from app.records.incident import LeftOut
from app.records.law_basis import LawBasis
from app.records.legal_hold import HoldReason
from app.records.register_entry import RegisterEntry, Series
from app.rules import breaches, complaints, deadlines
from app.rules import safety as safety_rules
from app.rules.law_bases import basis_of
from app.rules.permissions import Role
from app.rules.purposes import Purpose
from app.services.client_files import holds
from app.services.drafting import Editing
from app.services.practice import packs
from app.texts import _
from app.vaults import failure

Entry = DataBreach | Complaint
ACKNOWLEDGE, RESPOND, DOCUMENTS = "complaint_acknowledgment", "complaint_response", "hipaa_docs"
HIPAA = "hipaa"


def ready(desk: Desk, plan: Plan, editing: Editing, body: RecordBody) -> str | None:
    """Fill in what the program keeps of such an entry; gives its compartment, None for records of other kinds.

    A first save takes a number and a compartment of its own in the same write.

    Raises:
        KnownError: `text_needed`, `entry_closed`, `cannot_close_entry`, `not_yourself`, `nobody_there`.
    """
    desk.require_anywhere(Action.SAVE, editing.record)
    if not isinstance(body, DataBreach | Complaint):
        return None
    before = _saved(desk, editing)
    _check_needed(body)
    _check_open(body, before)
    if isinstance(body, DataBreach):
        _fill_breach(desk, body, cast("DataBreach | None", before))
    else:
        _fill_complaint(desk, plan, body, cast("Complaint | None", before), editing.record)
    if body.closed_on:
        _check_closing(body)
    if before is not None:
        body.number, body.left_out = before.number, _left_out(desk, body, before, editing.compartment or "")
        return editing.compartment
    return _place(desk, plan, body, editing.record)


def law_for(desk: Desk, breach: DataBreach) -> Law:
    """The law of where the practice works, and of where the people concerned live."""
    desk.require(Action.VIEW, "practice")
    return packs.law(desk, *packs.places_of(desk, []), *[one.place for one in breach.state_counts if one.place.strip()])


def start_clocks(desk: Desk, breach: DataBreach) -> None:
    """Start the clocks of the packs that hold; those that run already stay as they are."""
    desk.require(Action.VIEW, "practice")
    law = law_for(desk, breach)
    breach.under_hipaa = YesNo.YES if HIPAA in law.regimes else YesNo.NO
    breach.clocks = breaches.clocks(law.deadlines(), breach, breach.clocks)


def _saved(desk: Desk, editing: Editing) -> Entry | None:
    if editing.is_new:
        return None
    found = opening.body_of(desk, editing.record, Purpose.SAFETY)
    return found if isinstance(found, DataBreach | Complaint) else None


def _left_out(desk: Desk, body: Entry, before: Entry, compartment: str) -> list[LeftOut]:
    """As it was; whoever decides over access adds somebody, once it does not open for them any more."""
    if not safety.may_manage(desk, compartment):
        return before.left_out
    known, readers = safety.accounts_in(before.left_out), safety.rights_now(desk, compartment)
    return [*before.left_out, *(one for one in body.left_out if one.person not in {*known, *readers})]


def _check_needed(body: Entry) -> None:
    """The short first answers: without them there is nothing to keep and no clock to start."""
    first = {spec.name for spec in specs(type(body)) if spec.tier is Tier.FIRST}
    for spec in missing(body):
        if spec.name in first:
            raise failure("text_needed", field=_(spec.label), path=spec.name)


def _check_open(body: Entry, before: Entry | None) -> None:
    if before is None or not before.closed_on:
        return
    if body.closed_on:
        raise failure("entry_closed")
    if not body.reopened_reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reopened_reason")


def _check_closing(body: Entry) -> None:
    rules = breaches.missing_to_close if isinstance(body, DataBreach) else complaints.missing_to_close
    lacking = rules(body)  # type: ignore[arg-type]  # each rule gets its own kind
    if lacking:
        raise failure("cannot_close_entry", fields="; ".join(lacking))


def _fill_breach(desk: Desk, body: DataBreach, before: DataBreach | None) -> None:
    if before is None:
        body.clocks, body.aware_changes = [], []
    else:
        body.clocks, body.aware_changes, body.keep_until = before.clocks, before.aware_changes, before.keep_until
        _note_change(desk, body, before)
    start_clocks(desk, body)
    if body.closed_on and body.under_hipaa is YesNo.YES:
        rule = law_for(desk, body).deadline(DOCUMENTS)
        if rule is not None and rule.length is not None:
            body.keep_until = deadlines.after(date.fromisoformat(body.closed_on), rule.length).isoformat()


def _note_change(desk: Desk, body: DataBreach, before: DataBreach) -> None:
    """The moment that starts the clocks is changed with a reason alone, and what it said before stays."""
    if body.aware != before.aware:
        if not body.aware_reason.strip():
            label = next(spec.label for spec in specs(DataBreach) if spec.name == "aware_reason")
            raise failure("text_needed", field=_(label), path="aware_reason")
        reason = body.aware_reason.strip()
        made = AwareChange(before=before.aware, reason=reason, changed=clock.now(), person=desk.account)
        body.aware_changes = [*before.aware_changes, made]
    body.aware_reason = ""


def _fill_complaint(desk: Desk, plan: Plan, body: Complaint, before: Complaint | None, record: str) -> None:
    if before is not None:
        body.held, body.dates_from, body.days_by = before.held, before.dates_from, before.days_by
    else:
        body.held, body.dates_from, body.days_by = [], "", LawBasis()
        _set_dates(desk, body)
    if body.about_client:
        _hold(desk, plan, body, record)


def _set_dates(desk: Desk, body: Complaint) -> None:
    """Days that nobody chose come from good practice, and say so."""
    law, received = packs.law(desk), date.fromisoformat(body.received_on)
    for name, code in (("acknowledge_by", ACKNOWLEDGE), ("response_due", RESPOND)):
        rule = law.deadline(code)
        if getattr(body, name) or rule is None or rule.length is None:
            continue
        setattr(body, name, deadlines.after(received, rule.length).isoformat())
        body.days_by = basis_of(rule)


def _hold(desk: Desk, plan: Plan, body: Complaint, record: str) -> None:
    """Hold the file in the same write, where this person may: who opens no clinical file cannot."""
    home = joined.home_of(desk, body.about_client)
    if home in {one.client for one in body.held} or not desk.may(Action.SIGN, "clinical"):
        return
    place = compartments.clinical_of(desk, home)
    may_write = place is not None and "write" in desk.signin.sharing.rights(place)
    may_begin = not compartments.has_closed_part(desk, home) and compartments.is_led_by(desk, home, desk.account)
    if may_write or (place is None and may_begin):
        hold = holds.add_to(desk, plan, home, reason=HoldReason.COMPLAINT, about=record)
        body.held = [*body.held, HeldFile(client=home, hold=hold)]


def _place(desk: Desk, plan: Plan, body: Entry, record: str) -> str:
    """The number within the year, and a compartment that opens for those who work on it and nobody who is left out."""
    series = Series.BREACH if isinstance(body, DataBreach) else Series.COMPLAINT
    year = str(clock.today().year)
    body.number = f"{year}-{numbering.next_number(desk, plan, series, year):03d}"
    alone = colleagues.is_alone(desk)
    shares = {} if alone and not body.left_out else _shares(desk, body)
    own = shares.pop(desk.account, ALL_RIGHTS)
    compartment = plan.make(desk, "safety", safety.label(desk, record, series.value), shares, own)
    lead = desk.account if alone else ""
    entry = RegisterEntry(series=series, code=body.number, subject=record, lead=lead, safety=compartment)
    plan.put("register_entry", desk.signin.new_id(), desk.own("register"), entry)
    return compartment


def _shares(desk: Desk, body: Entry) -> dict[str, str]:
    """Who leads the work on incidents, and for a breach the privacy officers; less who is left out."""
    safety.check(desk, body.left_out, desk.account)
    left_out = safety.accounts_in(body.left_out)
    there = colleagues.active(desk)
    owners = [one for one in there if colleagues.role_in(desk, one) is Role.OWNER]
    officers = [one for one in there if colleagues.role_in(desk, one) is Role.PRIVACY_OFFICER]
    named = [*colleagues.safety_leads(desk), *(officers if isinstance(body, DataBreach) else [])]
    circle = safety_rules.circle(desk.account, list(dict.fromkeys(named)), owners, left_out)
    return dict(safety_rules.shares(circle, (), left_out))
