"""The audit trail for people: filtered pages in words, the access report of a client, verification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import worker
from app.desk import Action, Desk
from app.keeping import compartments, joined, register
from app.records.register_entry import Series
from app.rules.permissions import VAULT
from app.rules.purposes import PURPOSE_LABELS, Purpose
from app.services.practice import practices
from app.services.reading.trail_words import ACTION_LABELS, OUTCOME_LABELS
from app.texts import _
from app.vaults import failure
from storage.vault import EntryView, TrailFilter, TrailReport, VerifyJob

_FEW = 3
# A client has up to three compartments: with these there are more than three clients, or all of them.
_LOOKED_UP = 3 * _FEW + 1
_CLIENT_KINDS = ("identity", "clinical", "process")


@dataclass(frozen=True, slots=True)
class TrailRow:
    """An entry in words. `client`: the codes of the clients it concerns; names are in no entry."""

    seq: int
    at: str
    session: str
    account: str
    login: str
    who: str
    action: str
    action_label: str
    outcome: str
    outcome_label: str
    client: str | None
    record: str | None
    records: list[str]
    purpose: str
    purpose_label: str
    facts: dict[str, Any]
    detail: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page, newest first; `before` goes on with older entries, None at the beginning of the trail."""

    rows: list[TrailRow]
    before: int | None


def entries(desk: Desk, **filters: Any) -> list[TrailRow]:
    """The rows of `page`; takes the same filters."""
    return page(desk, **filters).rows


def page(  # noqa: PLR0913 - filters, always given by name
    desk: Desk,
    *,
    limit: int = 200,
    before: int | None = None,
    account: str | None = None,
    client: str | None = None,
    record: str | None = None,
    actions: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> TrailPage:
    """A page of the trail; looking at it is an entry too.

    Args:
        desk: Whose desk.
        limit: Most entries of the page.
        before: Only entries with a smaller number.
        account: Only what this account did.
        client: Only what concerns this client (id).
        record: Only what concerns this record.
        actions: Only these actions.
        since: Envelope time, inclusive.
        until: Envelope time, exclusive.
    """
    desk.require(Action.VIEW_TRAIL, VAULT)
    compartments = compartments_of(desk, client) if client else None
    found = desk.signin.trail(TrailFilter(limit, before, account, compartments, record, actions, since, until))
    return TrailPage(_rows(desk, found.entries), found.before)


def of_client(desk: Desk, client_id: str, *, before: int | None = None, limit: int = 100) -> list[TrailRow]:
    """The access report of a client."""
    desk.require(Action.VIEW_TRAIL, VAULT, record=client_id)
    wanted = TrailFilter(limit=limit, before=before, compartments=compartments_of(desk, client_id))
    return _rows(desk, desk.signin.trail(wanted).entries)


def compartments_of(desk: Desk, client_id: str) -> list[str]:
    """All compartments of a client: those of the register, and the own private notes."""
    desk.require(Action.VIEW_TRAIL, VAULT, record=client_id)
    files = joined.all_of(desk, joined.home_of(desk, client_id))
    own = [found for one in files for kind in _CLIENT_KINDS for found in desk.signin.compartments(kind, client=one)]
    return list(dict.fromkeys([*own, *(found for one in files for found in register.compartments_of(desk, one))]))


def client_of_code(desk: Desk, code: str) -> str:
    """The client with this code, also for whoever may know no names; raises `no_such_client`."""
    desk.require(Action.VIEW_TRAIL, VAULT)
    found = register.subject_of(desk, Series.CLIENT, code.strip().upper())
    if not found:
        raise failure("no_such_client", code=code.strip())
    return found


def verify_job(desk: Desk) -> VerifyJob:
    """What verifying needs; it carries a key, so it is handed to `verify` and nowhere else."""
    desk.require(Action.VERIFY_TRAIL, VAULT)
    return desk.signin.verify_job()


def verify(
    job: VerifyJob,
    *,
    full: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TrailReport:
    """Verify in a worker process while work goes on; raises `stopped` when it was cancelled."""
    return worker.verify_trail(job, full=full, progress=progress, cancelled=cancelled)


def record(desk: Desk, report: TrailReport) -> None:
    """Write into the trail that it was verified, and with what result."""
    desk.require(Action.VERIFY_TRAIL, VAULT)
    desk.signin.record_verification(report)


def acknowledge_history(desk: Desk) -> None:
    """The person has taken note that history they had seen is missing; until then every sign-in says it again."""
    desk.require(Action.VIEW_TRAIL, VAULT)
    desk.signin.acknowledge_history()


def checkpoint(desk: Desk) -> dict[str, Any]:
    """What a printed checkpoint says: vault, number of entries, head, time."""
    desk.require(Action.VIEW_TRAIL, VAULT)
    return desk.signin.checkpoint()


def _rows(desk: Desk, found: Sequence[EntryView]) -> list[TrailRow]:
    codes = _codes(desk, found)
    logins = practices.logins(desk)
    return [_row(desk, entry, codes, logins) for entry in _without_incidents(desk, found)]


def _without_incidents(desk: Desk, found: Sequence[EntryView]) -> list[EntryView]:
    """The entries as they are; of incidents that are not this person's, not that they are incidents.

    Whoever is left out of one must not learn of it here. The trail itself holds it: what an auditor exports is whole.
    """
    own = set(desk.signin.compartments("safety"))
    return [
        entry
        if own.intersection(entry.compartments) or not _is_of_incident(entry)
        else replace(entry, purpose="", facts={})
        for entry in found
    ]


def _is_of_incident(entry: EntryView) -> bool:
    return entry.purpose == Purpose.SAFETY or entry.facts.get("kind") == "safety"


def _row(desk: Desk, entry: EntryView, codes: dict[str, str], logins: dict[str, str]) -> TrailRow:
    return TrailRow(
        seq=entry.seq,
        at=entry.at,
        session=entry.session,
        account=entry.account,
        login=logins.get(entry.account, ""),
        who=practices.person_name(desk, entry.account),
        action=entry.action,
        action_label=_(ACTION_LABELS.get(entry.action, entry.action)),
        outcome=entry.outcome,
        outcome_label=_(OUTCOME_LABELS.get(entry.outcome, entry.outcome)),
        client=_named([codes[found] for found in entry.compartments if found in codes]),
        record=entry.record,
        records=entry.records,
        purpose=entry.purpose,
        purpose_label=_purpose_label(entry.purpose),
        facts=entry.facts,
        detail=None if desk.discreet else entry.detail,  # words that were searched for, names of files
    )


def _named(found: Sequence[str]) -> str | None:
    """The code of the one client, or the first few of many."""
    codes = list(dict.fromkeys(found))
    shown = ", ".join(codes[:_FEW])
    return (f"{shown} …" if len(codes) > _FEW else shown) or None


def _purpose_label(purpose: str) -> str:
    return _(PURPOSE_LABELS[purpose]) if purpose in PURPOSE_LABELS else purpose


def _codes(desk: Desk, found: Sequence[EntryView]) -> dict[str, str]:
    """Codes by compartment, out of the register: who reviews without names sees whose file it was all the same.

    Of an entry that names many compartments, the first few are looked up: hundreds of lines for a column that shows
    three codes would make the page slow. Private notes are in no register: theirs is the code of the own client.
    """
    private = set(desk.signin.compartments("process"))
    named = {compartment for entry in found for compartment in entry.compartments[:_LOOKED_UP]}
    places = register.of(desk, named - private)
    codes = {compartment: place.code for compartment, place in places.items() if place.kind in _CLIENT_KINDS}
    for compartment in named & private:
        codes[compartment] = register.code_of(desk, compartments.client_of(desk, compartment) or "")
    return {compartment: code for compartment, code in codes.items() if code}
