"""What is being written: started with what is known already, kept as it is typed, taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import attached, compartments, joined, opening, why
from app.keeping.plans import Plan
from app.records import KINDS, Kind, decode, encode, kind_of, offered
from app.records.base import RecordBody, values_of
from app.records.closure import Closure
from app.records.consent import Consent
from app.records.consent_template import ConsentTemplate
from app.records.contact import Contact
from app.records.disclosure import Disclosure
from app.records.drill import Drill
from app.records.episode import Episode
from app.records.fields import LocalTime, specs
from app.records.hazard import Hazard
from app.records.measure_result import FormLanguage, MeasureResult
from app.records.release import Release
from app.records.session_note import TOOK_PLACE, SessionNote
from app.records.supervision_session import SupervisionSession
from app.records.treatment_plan import TreatmentPlan
from app.rules import drills, hazards, notes, template_making
from app.rules.purposes import Purpose
from app.services.client_files import care_plans, closing
from app.services.client_safety import duties, measures
from app.services.client_safety import writing as safety_writing
from app.services.consenting import consents
from app.services.outgoing import grounds, releases
from app.services.personal import preferences
from app.services.supervision import supervisions
from app.texts import language
from app.vaults import failure
from storage.vault import Arrival, Draft, Event, Query


@dataclass(frozen=True, slots=True)
class Editing:
    """A record that is being written. `base` is the revision it was made from; None for a new one."""

    record: str
    kind: str
    compartment: str | None
    body: RecordBody
    base: str | None = None
    client: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the record has never been kept."""
        return self.base is None

    def with_values(self, values: Mapping[str, Any]) -> Editing:
        """The same with other values of fields, as a form or JSON has them.

        Raises:
            KnownError: of the usage family, for the first value that is not what its field holds.
        """
        body = decode(self.kind, KINDS[self.kind].version, {**encode(self.body), **values})
        return replace(self, body=body)


def start(desk: Desk, kind: str, client_id: str | None = None, **prefill: Any) -> Editing:
    """A new record with what is known already; nothing is written yet.

    Args:
        desk: Whose desk.
        kind: One of the kinds that people write.
        client_id: The client it belongs to; None for a new client or an incident.
        prefill: Values of fields, as JSON has them.
    """
    desk.require_anywhere(Action.SAVE)
    wanted = kind_of(kind)
    if wanted.internal:
        raise failure("not_by_hand", kind=kind, kinds=", ".join(offered()))
    desk.require(Action.SAVE, wanted.compartment)
    check_client(wanted, client_id)
    client_id = joined.home_of(desk, client_id) if client_id is not None else None
    if kind == "client_profile" and client_id is not None:
        known = compartments.profile_of(desk, client_id)
        if known is not None:
            return edit(desk, known).with_values(prefill)
    compartment = _compartment_for(desk, wanted, client_id)
    body = prefilled(desk, wanted.struct(), client_id)
    return Editing(desk.signin.new_id(), kind, compartment, body, None, client_id).with_values(prefill)


def edit(desk: Desk, record_id: str, purpose: str | None = None) -> Editing:
    """A living record, or its unfinished draft, for changing it; raises `already_signed`."""
    compartment = desk.require_record(Action.SAVE, record_id)
    head = desk.signin.head_of(record_id)
    if head is None or record_id in desk.signin.drafts():
        return resume(desk, record_id)
    found = opening.plain(desk.signin.read(record_id, purpose=why.purpose_in(desk, compartment, purpose)))
    if found.record.state == "signed":
        raise failure("already_signed")
    client = compartments.client_of(desk, compartment)
    return Editing(record_id, found.record.kind, compartment, found.body, found.record.revision, client)


def resume(desk: Desk, record_id: str) -> Editing:
    """The unfinished draft of a record; raises `no_draft`."""
    desk.require_anywhere(Action.SAVE, record_id)
    if record_id not in desk.signin.drafts():
        raise failure("no_draft")
    draft = desk.signin.draft(record_id)
    if draft is None:
        raise failure("no_draft")
    body = decode(draft.kind, draft.version, draft.body)
    client = compartments.client_of(desk, draft.compartment) if draft.compartment else None
    return Editing(record_id, draft.kind, draft.compartment, body, draft.base, client)


def keep(desk: Desk, editing: Editing) -> Editing:
    """Keep what is typed, sealed for its author alone; use the result from then on.

    The compartment of a first private note is made here. Raises `already_signed`: what is signed gets no draft.
    """
    kind = kind_of(editing.kind)
    desk.require(Action.SAVE, kind.compartment, compartment=editing.compartment, record=editing.record)
    if kind.signed and desk.signin.head_of(editing.record) is not None:
        raise failure("already_signed")
    if editing.compartment is None and editing.client is not None:
        plan = Plan()
        compartment = compartments.compartment_in(desk, plan, kind, editing.client)
        if plan.compartments:
            plan.commit(desk)
        editing = replace(editing, compartment=compartment)
    desk.signin.save_draft(_draft_of(editing))
    return editing


def arrive(desk: Desk, plan: Plan, editing: Editing, facts: Mapping[str, Any]) -> None:
    """Keep a draft in the same write as all else in the plan, with an entry that says where it came from."""
    kind = kind_of(editing.kind)
    desk.require(Action.SAVE, kind.compartment, compartment=editing.compartment, record=editing.record)
    event = Event(
        action="save",
        record=editing.record,
        compartment=editing.compartment,
        purpose=Purpose.TREATMENT,
        facts={**facts, "draft": True},
    )
    plan.arrivals.append(Arrival(_draft_of(editing), event))


def discard(desk: Desk, record_id: str) -> None:
    """Throw a draft away; what was saved before stays. Raises `no_draft`."""
    desk.require_anywhere(Action.DISCARD, record_id)
    if record_id not in desk.signin.drafts():
        raise failure("no_draft")
    desk.signin.drop_draft(record_id)


def unfinished(desk: Desk) -> list[str]:
    """Records that this person has a draft of, oldest first; ids only."""
    desk.require_anywhere(Action.LIST)
    return list(desk.signin.drafts())


def _draft_of(editing: Editing) -> Draft:
    return Draft(
        editing.record,
        editing.compartment,
        editing.kind,
        kind_of(editing.kind).version,
        encode(editing.body),
        editing.base,
        attachments=attached.named_in(editing.body),
    )


def check_client(kind: Kind, client_id: str | None) -> None:
    """Raise `client_needed` or `client_not_wanted`."""
    if kind.of_client and kind.name != "client" and client_id is None:
        raise failure("client_needed")
    if client_id is not None and (not kind.of_client or kind.name == "client"):
        raise failure("client_not_wanted")


def prefilled(desk: Desk, body: RecordBody, client_id: str | None) -> RecordBody:
    """Defaults that depend on today and on the last session of the client."""
    body = dated(body)
    if client_id is not None:
        body = _of_client(desk, body, client_id)
    if isinstance(body, MeasureResult):
        body.language = next((one for one in FormLanguage if one.value == language()), None)
    if isinstance(body, SupervisionSession):
        return supervisions.prefilled(desk, body)
    return safety_writing.prefilled(desk, duties.prefilled(desk, body, client_id), client_id)


def _of_client(desk: Desk, body: RecordBody, client_id: str) -> RecordBody:
    """What the file of the client says already."""
    if isinstance(body, SessionNote):
        return _like_last_session(desk, body, client_id)
    if isinstance(body, Consent):
        return consents.prefilled(desk, body, client_id)
    if isinstance(body, Release):
        return releases.prefilled(desk, body, client_id)
    if isinstance(body, TreatmentPlan):
        return care_plans.prefilled(desk, body, client_id)
    return closing.prefilled(desk, body, client_id) if isinstance(body, Closure) else body


def finished(desk: Desk, editing: Editing) -> RecordBody:
    """The body with what the program fills in when it is signed or saved; raises `outside_format`."""
    desk.require_anywhere(Action.SAVE, editing.record)
    body, client = editing.body, editing.client
    if isinstance(body, Consent):
        body = consents.completed(desk, body, client)
    if isinstance(body, ConsentTemplate):
        body = template_making.ready(body)
    if isinstance(body, SessionNote):
        notes.check_format(body)
        body.late_entry = notes.is_late(body.started, datetime.now(UTC))
        body.present = body.present if body.attendance in TOOK_PLACE else []
    if isinstance(body, Contact):
        body.late_entry = notes.is_late(body.happened, datetime.now(UTC))
    if isinstance(body, Episode):
        body.lead = body.lead or desk.account
    if isinstance(body, Release):
        body = releases.finished(desk, body, client)
    if isinstance(body, Disclosure):
        body.released_by, body.items, body.document, body.notice = desk.account, [], "", ""
        body = grounds.completed(desk, body, client)
    return _course_finished(desk, body, client, editing.record)


def _course_finished(desk: Desk, body: RecordBody, client: str | None, record: str) -> RecordBody:
    """What says how the work goes: the plan, its measures, its end; and when the practice looks again at a hazard."""
    if isinstance(body, TreatmentPlan):
        body = care_plans.finished(desk, body, client)
    if isinstance(body, Closure):
        body = closing.finished(desk, body, client, record)
    if isinstance(body, MeasureResult):
        body = measures.finished(desk, body)
    if isinstance(body, Hazard):
        body = hazards.finished(body, clock.today())
    if isinstance(body, Drill):
        body = drills.finished(body, clock.today())
    return duties.finished(desk, safety_writing.finished(desk, body, client), client)


def dated(body: RecordBody) -> RecordBody:
    """Fields that begin with today or now, filled if they are empty."""
    values = values_of(body)
    for spec in specs(type(body)):
        if values[spec.name]:
            continue
        if spec.prefill == "today":
            setattr(body, spec.name, clock.today().isoformat())
        elif spec.prefill == "now":
            setattr(body, spec.name, clock.now())
    return body


def _compartment_for(desk: Desk, kind: Kind, client: str | None) -> str | None:
    """The compartment if it exists; for a client's file it is made now, as opening the file would."""
    if client is None:
        return compartments.shared_of(desk, kind)
    compartments.identity_of(desk, client)
    if kind.compartment == "process":
        return compartments.process_of(desk, client)
    plan = Plan()
    found = compartments.compartment_in(desk, plan, kind, client)
    if plan.compartments:
        plan.commit(desk)
    return found


def _like_last_session(desk: Desk, note: SessionNote, client: str) -> SessionNote:
    """Time of day, length, setting and people of the author's last signed note; the day is today.

    The usual format that somebody chose goes before the last one.
    """
    liked = preferences.mine(desk)
    query = Query(kinds=("session_note",), client=client, states=("signed",), order="-at", limit=1)
    found = desk.signin.ids(query)
    last = opening.body_of(desk, found[0], why.purpose_for(desk, client, None)) if found else None
    if isinstance(last, SessionNote):
        note = msgspec.structs.replace(note, **{name: getattr(last, name) for name in notes.carried_over(last)})
        note.started = _next_start(last)
    else:
        note.minutes = liked.default_minutes or note.minutes
        note.started = _full_hour(clock.now())
    note.format = liked.default_format or note.format
    return note


def _next_start(last: SessionNote) -> LocalTime:
    """The announced next session if it is not later than today, else today at the same time."""
    today = clock.today().isoformat()
    if last.next_session is not None and last.started is not None:
        if last.started.day < last.next_session.day <= today:
            return last.next_session
        if last.next_session.day > today:
            return LocalTime(at=f"{today}T{last.next_session.at[11:]}", zone=last.next_session.zone)
    if last.started is None:
        return _full_hour(clock.now())
    return LocalTime(at=f"{today}T{last.started.at[11:]}", zone=last.started.zone)


def _full_hour(moment: LocalTime) -> LocalTime:
    return LocalTime(at=f"{moment.at[:13]}:00", zone=moment.zone)
