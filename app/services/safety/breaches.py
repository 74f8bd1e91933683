"""The register of data breaches: list it, begin one, look at its clocks, close it with every decision reasoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, plans
from app.keeping.opening import Opened
from app.keeping.plans import Saved
from app.packs.jurisdiction_rules import Rule
from app.packs.law import Law
from app.records import encode
from app.records.breach_choices import BreachType
from app.records.breach_parts import BreachClock
from app.records.choices import YesNo
from app.records.data_breach import DataBreach
from app.records.incident import Incident
from app.rules import breaches as rules
from app.rules.lost_device import Answered
from app.rules.purposes import Purpose
from app.services import drafting, records
from app.services.drafting import Editing
from app.services.practice import packs
from app.services.safety import registers
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row

_SECURED = "hipaa_secured"


@dataclass(frozen=True, slots=True)
class BreachRow:
    """A line of the register. `waits_for` says whom somebody has to decide about still: `authority`, `people`, `media`.

    `clock_due` and `clock_utc` are of the first clock with a date, empty where none runs.
    """

    id: str
    number: str
    title: str
    aware: str | None
    types: str
    state: str
    status: str
    waits_for: tuple[str, ...]
    clock_due: str
    clock_utc: str
    due: str | None
    updated: str


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock in words. `due` is a wall time or a day, `due_utc` a wall time; both empty for what is due at once.

    `told` is when they were told, empty while they were not; `is_settled` says that it is decided, reasoned and done.
    """

    tells: str
    title: str
    text: str
    source: str
    started: str
    due: str
    due_utc: str
    zone: str
    told: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class LawNote:
    """What a law says about encrypted data that were lost, in its words, with its source and how sure it is."""

    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class OpenBreach:
    """A breach as it is worked on: what was saved (None before that), its clocks, what is missing to close it."""

    editing: Editing
    opened: Opened | None
    clocks: list[ClockShown]
    still_missing: list[str]
    under_hipaa: bool

    @property
    def body(self) -> DataBreach:
        """What is written."""
        assert isinstance(self.editing.body, DataBreach)  # noqa: S101 - opened by its kind
        return self.editing.body


def ids(desk: Desk, *, year: str = "", status: str = "", order: str = "-at") -> list[str]:
    """The register, newest first, drafts of this person among them; nothing readable, so nothing is logged."""
    desk.require(Action.LIST, "safety")
    facets = {name: value for name, value in (("year", year), ("status", status)) if value}
    return desk.signin.ids(Query(kinds=("data_breach",), facets=facets, order=order))


def rows(desk: Desk, wanted: Sequence[str]) -> list[BreachRow]:
    """Lines of the register for these ids, in their order."""
    desk.require(Action.LIST, "safety")
    return [_row(row) for row in plans.rows_of(desk, wanted)]


def begin(desk: Desk, incident_id: str = "") -> Editing:
    """A new breach, known since now; of an incident with its moments, and a reference to it."""
    desk.require(Action.SAVE, "safety")
    editing = drafting.start(desk, "data_breach")
    if not incident_id:
        return editing
    desk.require_record(Action.VIEW, incident_id)
    first = opening.body_of(desk, incident_id, Purpose.SAFETY)
    if not isinstance(first, Incident):
        raise failure("not_found", what=incident_id)
    aware = first.discovered or first.occurred
    return editing.with_values(
        {
            "incident": incident_id,
            "what_happened": first.what_happened,
            "aware": msgspec.to_builtins(aware or clock.now()),
            "occurred_from": msgspec.to_builtins(first.occurred) if first.occurred else None,
            "measures_taken": first.immediate_actions,
        }
    )


def begin_from_device(desk: Desk, answered: Answered) -> Editing:
    """A new breach with what the walk-through for a lost device has found out; nothing in it is a decision."""
    desk.require(Action.SAVE, "safety")
    return drafting.start(desk, "data_breach").with_values({**answered.draft(), "device": encode_part(answered)})


def encode_part(answered: Answered) -> dict[str, object]:
    """The answers as a record keeps them."""
    found: dict[str, object] = msgspec.to_builtins(answered.device)
    return found


def device_notes(desk: Desk) -> list[LawNote]:
    """What the packs here say of encrypted data with the key safe, and of telling people; shown, never applied."""
    desk.require(Action.VIEW, "practice")
    law = packs.law(desk)
    found = [rule for rule in law.deadlines() if rule.tells == "people"]
    duty = law.rule(_SECURED)
    return [_note(rule) for rule in ([duty] if duty is not None else []) + list[Rule](found)]


def open(desk: Desk, record_id: str) -> OpenBreach:
    """A breach for working on it: as it was saved last, or this person's draft."""
    desk.require_record(Action.VIEW, record_id)
    editing = drafting.edit(desk, record_id)
    if not isinstance(editing.body, DataBreach):
        raise failure("not_found", what=record_id)
    is_saved = desk.signin.head_of(record_id) is not None
    opened = opening.opened(desk, record_id, Purpose.SAFETY) if is_saved else None
    return shown(desk, editing, opened)


def shown(desk: Desk, editing: Editing, opened: Opened | None = None) -> OpenBreach:
    """What a breach comes to as it is written now: its clocks, and what is missing; nothing is kept."""
    desk.require(Action.VIEW, "safety")
    body = editing.body
    if not isinstance(body, DataBreach):
        raise failure("not_found", what=editing.record)
    body = msgspec.convert(encode(body), DataBreach)
    registers.start_clocks(desk, body)
    law = registers.law_for(desk, body)
    return OpenBreach(
        replace(editing, body=body),
        opened,
        [_clock(one, body, law) for one in body.clocks],
        rules.missing_to_close(body),
        body.under_hipaa is YesNo.YES,
    )


def close(desk: Desk, record_id: str) -> Saved:
    """Close a breach; raises `cannot_close_entry` with what is still missing."""
    desk.require_record(Action.SAVE, record_id)
    editing = drafting.edit(desk, record_id)
    return records.save(desk, editing.with_values({"closed_on": clock.today().isoformat()}))


def reopen(desk: Desk, record_id: str, reason: str) -> Saved:
    """Open a closed breach again; the reason is kept with it. Raises `text_needed`."""
    desk.require_record(Action.SAVE, record_id)
    editing = drafting.edit(desk, record_id)
    return records.save(desk, editing.with_values({"closed_on": "", "reopened_reason": reason.strip()}))


def _note(rule: Rule) -> LawNote:
    return LawNote(str(rule.title), str(rule.text), " · ".join((rule.citation, packs.mark(rule))))


def _clock(one: BreachClock, body: DataBreach, law: Law) -> ClockShown:
    rule = law.deadline(one.rule)
    return ClockShown(
        tells=one.tells,
        title=str(rule.title) if rule is not None else one.rule,
        text=str(rule.text) if rule is not None else "",
        source=one.words(),
        started=one.started,
        due=one.due,
        due_utc=one.due_utc(),
        zone=one.zone,
        told=rules.told_at(body, one.tells),
        is_settled=body.is_settled(one.tells),
    )


def _row(row: Row) -> BreachRow:
    facets = row.facets
    types = facets.get("types") or ()
    return BreachRow(
        id=row.record,
        number=row.title,
        title=str(facets.get("title") or ""),
        aware=row.at,
        types=", ".join(_(BreachType.label_of(str(one))).partition(":")[0] for one in types),
        state=row.state,
        status="draft" if row.state == "draft" else str(facets.get("status") or "open"),
        waits_for=tuple(facets.get("clock_tells") or ()),
        clock_due=str(facets.get("clock_due") or ""),
        clock_utc=str(facets.get("clock_utc") or ""),
        due=row.due,
        updated=row.updated,
    )
