"""Complaints: list them, work on one, close it; the file that one is about stays held until somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, plans
from app.keeping.plans import Saved
from app.records.complaint import Complaint, ComplaintCategory, ComplaintOutcome, ComplaintSource, HoldDecision
from app.rules import complaints as rules
from app.services import clients, drafting, records
from app.services.client_files import holds
from app.services.drafting import Editing
from app.services.practice import packs
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A line of the list; `source`, `category` and `outcome` are words, `status` is a code."""

    id: str
    number: str
    received: str | None
    source: str
    category: str
    outcome: str
    state: str
    status: str
    is_answered: bool
    due: str | None
    updated: str


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint as it is worked on. `held_codes` are the clients whose files it holds.

    `wants_hold` says that the file it names is not held, because nobody who may has saved it yet. `days_from` says in
    words whose days it keeps; empty where a person chose them.
    """

    editing: Editing
    is_saved: bool
    held_codes: tuple[str, ...]
    wants_hold: bool
    still_missing: list[str]
    days_from: str = ""

    @property
    def body(self) -> Complaint:
        """What is written."""
        assert isinstance(self.editing.body, Complaint)  # noqa: S101 - opened by its kind
        return self.editing.body


def ids(desk: Desk, *, year: str = "", status: str = "", order: str = "-at") -> list[str]:
    """Complaints, newest first, drafts of this person among them; nothing readable, so nothing is logged."""
    desk.require(Action.LIST, "safety")
    facets = {name: value for name, value in (("year", year), ("status", status)) if value}
    return desk.signin.ids(Query(kinds=("complaint",), facets=facets, order=order))


def rows(desk: Desk, wanted: Sequence[str]) -> list[ComplaintRow]:
    """Lines of the list for these ids, in their order."""
    desk.require(Action.LIST, "safety")
    return [_row(row) for row in plans.rows_of(desk, wanted)]


def open(desk: Desk, record_id: str) -> OpenComplaint:
    """A complaint for working on it: as it was saved last, or this person's draft."""
    desk.require_record(Action.VIEW, record_id)
    editing = drafting.edit(desk, record_id)
    body = editing.body
    if not isinstance(body, Complaint):
        raise failure("not_found", what=record_id)
    held = [one.client for one in body.held]
    codes = clients.codes_of(desk, held)
    is_saved = desk.signin.head_of(record_id) is not None
    about = joined.home_of(desk, body.about_client) if body.about_client else ""
    return OpenComplaint(
        editing,
        is_saved,
        tuple(codes.get(client, "") for client in held),
        is_saved and bool(about) and about not in held,
        rules.missing_to_close(body),
        _days_from(desk, body),
    )


def close(desk: Desk, record_id: str) -> Saved:
    """Close a complaint, and lift the hold on the file where that was decided.

    Raises:
        KnownError: `cannot_close_entry`; `refused` or `not_found` where this person may not lift the hold.
    """
    desk.require_record(Action.SAVE, record_id)
    editing = drafting.edit(desk, record_id).with_values({"closed_on": clock.today().isoformat()})
    body = editing.body
    assert isinstance(body, Complaint)  # noqa: S101 - opened by its kind
    lacking = rules.missing_to_close(body)
    if lacking:
        raise failure("cannot_close_entry", fields="; ".join(lacking))
    if body.hold_decision is HoldDecision.LIFT:
        for held in body.held:
            if held.hold in {hold.record for hold in holds.in_force(desk, held.client)}:
                holds.lift(desk, held.hold, because=body.hold_reason)
    return records.save(desk, editing)


def reopen(desk: Desk, record_id: str, reason: str) -> Saved:
    """Open a closed complaint again; the reason is kept with it. Raises `text_needed`."""
    desk.require_record(Action.SAVE, record_id)
    editing = drafting.edit(desk, record_id)
    return records.save(desk, editing.with_values({"closed_on": "", "reopened_reason": reason.strip()}))


def clients_in(desk: Desk, record_ids: Sequence[str]) -> tuple[str, ...]:
    """The clients whom these complaints name, each once."""
    desk.require(Action.LIST, "safety")
    found = [name for row in plans.rows_of(desk, record_ids) for name in row.facets if name.startswith("about_")]
    return tuple(dict.fromkeys(name.removeprefix("about_") for name in found))


def _days_from(desk: Desk, body: Complaint) -> str:
    """The name of the pack instead of a source: no law sets these days."""
    if body.days_by.force is None:
        return body.dates_from
    code = body.days_by.pack.partition(" ")[0]
    whose = next((str(pack.name) for pack in packs.law(desk).packs if pack.code == code), "")
    return body.days_by.words(whose)


def _row(row: Row) -> ComplaintRow:
    facets = row.facets
    return ComplaintRow(
        id=row.record,
        number=row.title,
        received=row.at,
        source=_(ComplaintSource.label_of(str(facets.get("source") or ""))) if facets.get("source") else "",
        category=_(ComplaintCategory.label_of(str(facets.get("category") or ""))) if facets.get("category") else "",
        outcome=_(ComplaintOutcome.label_of(str(facets.get("outcome") or ""))) if facets.get("outcome") else "",
        state=row.state,
        status="draft" if row.state == "draft" else str(facets.get("status") or "open"),
        is_answered=bool(facets.get("is_answered")),
        due=row.due,
        updated=row.updated,
    )
