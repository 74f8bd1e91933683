"""Closing a client's file and opening it again: what is still open, what is kept, and the course of care that ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import compartments, joined, opening, plans, why
from app.keeping.plans import Plan, Saved
from app.records import KINDS, headline
from app.records.amendment import AmendmentKind
from app.records.client import AT_REST, Client, FileStatus
from app.records.closure import Closure
from app.records.closure_choices import ClosingReason, KeptBy, Obligation, ObligationKind, ProcessNotes, Retention
from app.records.episode import Episode, EpisodeState
from app.records.session_note import TOOK_PLACE
from app.rules import client_safety, release_state
from app.services import clients
from app.services.client_files import care_plans, counting, holds, open_incidents, retention
from app.services.client_safety import safety_facts
from app.services.outgoing import releases
from app.services.practice import practices
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row

_DAY_LENGTH = len("2026-11-22")
_CLOSED = AT_REST - {FileStatus.JOINED}
_STATUS_AFTER = {
    ClosingReason.DEATH: FileStatus.DECEASED,
    ClosingReason.TRANSFER: FileStatus.TRANSFERRED,
}
_OPEN_EPISODES = tuple(state for state in EpisodeState if state is not EpisodeState.ENDED)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a person sees beside the closing summary while it is written. `plan` is the record of the plan in force."""

    obligations: list[Obligation]
    has_private_notes: bool
    plan: str
    episodes: list[str]


def outlook(desk: Desk, client_id: str) -> Outlook:
    """What closing this file would leave open, and what it ends."""
    desk.require(Action.LIST, "clinical", record=client_id)
    plan = care_plans.current(desk, client_id)
    every = joined.all_of(desk, joined.home_of(desk, client_id))
    return Outlook(
        obligations(desk, client_id),
        bool(counting.private_notes(desk, every)),
        plan.record if plan else "",
        [row.record for row in _episodes(desk, client_id)],
    )


def obligations(desk: Desk, client_id: str, but: str = "") -> list[Obligation]:
    """What the file still owes. `but`: the closing summary that is being written, which is no unsigned draft."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found: list[Obligation] = []
    for client in joined.all_of(desk, joined.home_of(desk, client_id)):
        found += [*_incidents(desk, client), *_drafts(desk, client, but), *_requests(desk, client)]
    return [*found, *_releases(desk, client_id), *_holds(desk, client_id), *_safety(desk, client_id)]


def kept(desk: Desk, client_id: str, body: Closure) -> Retention:
    """How long the file would be kept if it were closed as this summary says; nothing of it destroys itself."""
    desk.require(Action.LIST, "clinical", record=client_id)
    reason = body.reason.value if body.reason else ""
    shown = retention.of(desk, client_id, retention.Closing(body.closed_on, reason, body.last_session_on))
    return Retention(
        until=shown.keep_until.isoformat() if shown.keep_until else "",
        rules=[
            KeptBy(
                until=row.keep_until.isoformat() if row.keep_until else "",
                rule=row.title,
                citation=row.citation,
                mark=", ".join(part for part in (row.mark, row.why) if part),
            )
            for row in shown.rows
        ],
        law=shown.law,
    )


def prefilled(desk: Desk, body: Closure, client_id: str) -> Closure:
    """A closing summary with what is known: the last session, the plan, the private notes, who is writing."""
    desk.require(Action.LIST, "clinical", record=client_id)
    if plans.row_of(desk, client_id).facets.get("status") in _CLOSED:
        raise failure("already_closed")
    seen = outlook(desk, client_id)
    body.last_session_on = body.last_session_on or _last_session(desk, client_id)
    body.plan = seen.plan
    body.episode = seen.episodes[0] if seen.episodes else ""
    body.obligations = seen.obligations
    body.retention = kept(desk, client_id, body)
    body.risk_reviewed_by = body.risk_reviewed_by or practices.person_name(desk, desk.account)
    if body.process_notes is None and not seen.has_private_notes:
        body.process_notes = ProcessNotes.NONE
    return body


def finished(desk: Desk, body: Closure, client_id: str | None, record: str) -> Closure:
    """As it is signed: with what is open on that day, whatever was when it was begun. Raises `private_notes_exist`."""
    desk.require_anywhere(Action.SAVE, record)
    if client_id is None:
        return body
    seen = outlook(desk, client_id)
    if body.process_notes is ProcessNotes.NONE and seen.has_private_notes:
        raise failure("private_notes_exist")
    body.plan = seen.plan
    body.episode = seen.episodes[0] if seen.episodes else ""
    body.risk_review = safety_facts.before_ending(desk, client_id, _day_of(body))
    body.obligations = _asked(body, obligations(desk, client_id, record))
    body.retention = kept(desk, client_id, body)
    return body


def end(desk: Desk, plan: Plan, body: Closure, client_id: str) -> None:
    """Put into the plan what closing ends: every course of care of the client, and the state of the file.

    Raises:
        KnownError: `already_closed`, or `bad_order` when the day lies before the file was opened.
    """
    desk.require(Action.SAVE, "identity", record=client_id)
    client_id = joined.home_of(desk, client_id)
    found = _client(desk, client_id)
    if found.body.status in _CLOSED:
        raise failure("already_closed")
    for row in _episodes(desk, client_id):
        _end_episode(desk, plan, row, body.closed_on)
    client = found.body
    client.status = _STATUS_AFTER.get(body.reason, FileStatus.CLOSED) if body.reason else FileStatus.CLOSED
    client.closed_on = body.closed_on
    client.check()
    clients.change_in(desk, plan, client_id, client, found.revision)
    # From now on the file is not one's own open file: the next opening asks why.
    desk.purposes.pop(client_id, None)


def reopen(desk: Desk, client_id: str, *, problem: str = "", started_on: str = "") -> Saved:
    """Open a closed file again: the file goes on, with a new course of care. The closing summary stays as it is.

    Args:
        desk: Whose desk.
        client_id: The client.
        problem: Why they come now, in their words.
        started_on: Today, if nothing is said.

    Raises:
        KnownError: `not_closed`, or `purpose_needed`: a closed file is opened for a reason.
    """
    desk.require(Action.SAVE, "clinical", record=client_id)
    client_id = joined.home_of(desk, client_id)
    purpose = why.purpose_for(desk, client_id, None)
    found = _client(desk, client_id)
    if found.body.status not in _CLOSED:
        raise failure("not_closed")
    plan = Plan()
    episode = Episode(
        presenting_problem=problem.strip(),
        started_on=started_on or clock.today().isoformat(),
        state=EpisodeState.OPEN,
        lead=desk.account,
    )
    last = _last_episode(desk, client_id, purpose)
    if last is not None:  # most go on as they were
        episode.modality, episode.setting = last.modality, last.setting
    record = desk.signin.new_id()
    plan.put("episode", record, compartments.compartment_in(desk, plan, KINDS["episode"], client_id), episode)
    client = found.body
    client.status, client.closed_on = FileStatus.OPEN, ""
    clients.change_in(desk, plan, client_id, client, found.revision)
    revisions = plan.commit(desk, purpose)
    desk.purposes.pop(client_id, None)
    return Saved(record, revisions[[write.record for write in plan.writes].index(record)])


@dataclass(frozen=True, slots=True)
class _Read:
    body: Client
    revision: str


def _client(desk: Desk, client_id: str) -> _Read:
    record = desk.signin.read(
        client_id, purpose=why.purpose_of_writing(desk, compartments.identity_of(desk, client_id))
    )
    found = opening.plain(record).body
    assert isinstance(found, Client)  # noqa: S101 - the client's id is the id of its client record
    return _Read(found, record.revision)


def _episodes(desk: Desk, client_id: str) -> list[Row]:
    """Courses of care that have not ended, the newest first."""
    found = joined.found(desk, client_id, Query(kinds=("episode",), states=("saved",), order="-at"))
    return [row for row in found if row.facets.get("state") in set(_OPEN_EPISODES)]


def _end_episode(desk: Desk, plan: Plan, row: Row, closed_on: str) -> None:
    purpose = why.purpose_of_writing(desk, row.compartment)
    found = opening.plain(desk.signin.read(row.record, purpose=purpose))
    body = found.body
    assert isinstance(body, Episode)  # noqa: S101 - read by its kind
    body.state, body.ended_on = EpisodeState.ENDED, max(closed_on, body.started_on)
    body.check()
    plan.put("episode", row.record, row.compartment, body, parent=found.record.revision)


def _last_episode(desk: Desk, client_id: str, purpose: str) -> Episode | None:
    query = Query(kinds=("episode",), client=client_id, states=("saved",), order="-at", limit=1)
    last = desk.signin.ids(query)
    body = opening.body_of(desk, last[0], purpose) if last else None
    return body if isinstance(body, Episode) else None


def _last_session(desk: Desk, client_id: str) -> str:
    query = Query(kinds=("session_note",), states=("signed",), order="-at", limit=plans.MOST_ROWS)
    found = joined.found(desk, client_id, query)
    took_place = [
        (row.at or "")[:_DAY_LENGTH]
        for row in found
        if row.facets.get("attendance") in set(TOOK_PLACE) and row.status != "entered_in_error"
    ]
    return max(took_place, default="")


def _incidents(desk: Desk, client: str) -> Iterator[Obligation]:
    for found in open_incidents.about(desk, client):
        yield _obligation(ObligationKind.INCIDENT, found.row, found.due)


def _drafts(desk: Desk, client: str, but: str) -> Iterator[Obligation]:
    """Unsigned drafts of this person; a consent that was begun was handed out and has not come back."""
    found = plans.rows_of(desk, desk.signin.ids(Query(client=client, states=("draft",))))
    for row in found:
        if row.record != but and KINDS[row.kind].signed:
            is_consent = row.kind in {"consent", "release"}
            yield _obligation(ObligationKind.CONSENT if is_consent else ObligationKind.DRAFT, row)


def _requests(desk: Desk, client: str) -> Iterator[Obligation]:
    """Requests to amend a record that wait for a decision, or whose decision others still have to be told of."""
    facets = {"kind": AmendmentKind.CLIENT_REQUESTED.value}
    asked = plans.rows_of(
        desk, desk.signin.ids(Query(kinds=("amendment",), client=client, facets=facets, states=("signed",)))
    )
    for row in asked:
        standing = counting.standing(desk, row)
        if standing.waiting:
            yield _obligation(ObligationKind.AMENDMENT_REQUEST, row, standing.due_on)


def _releases(desk: Desk, client_id: str) -> Iterator[Obligation]:
    """Releases in force: whoever holds one can still ask for what it names."""
    for row in releases.rows(desk, client_id):
        if row.state.state is release_state.State.ACTIVE:
            yield Obligation(what=ObligationKind.RELEASE, title=row.title, due=row.state.until or "", record=row.record)


def _holds(desk: Desk, client_id: str) -> Iterator[Obligation]:
    for row in holds.in_force(desk, client_id):
        yield Obligation(what=ObligationKind.HOLD, title=row.reason_label, due=row.review_due, record=row.record)


def _safety(desk: Desk, client_id: str) -> Iterator[Obligation]:
    """Reviews that are wanted, contacts that were agreed, and the review that is due before the work ends."""
    facts = safety_facts.of(desk, client_id)
    for one in client_safety.wanted(facts):
        yield _open_step(ObligationKind.WANTED_REVIEW, one.at, one.record)
    for one in client_safety.open_contacts(facts):
        yield _open_step(ObligationKind.AGREED_CONTACT, one.next_contact, one.record)
    is_open = plans.row_of(desk, joined.home_of(desk, client_id)).facets.get("status") not in _CLOSED
    if is_open and not client_safety.before_ending(facts, clock.today()):
        yield Obligation(what=ObligationKind.SAFETY_REVIEW, title=_(ObligationKind.SAFETY_REVIEW.label))


def _open_step(kind: ObligationKind, at: str, record: str) -> Obligation:
    title = f"{_(kind.label)}, {formats.short_date(at[:_DAY_LENGTH])}"
    return Obligation(what=kind, title=title, due=at[:_DAY_LENGTH], record=record)


def _asked(body: Closure, found: list[Obligation]) -> list[Obligation]:
    """Nobody is asked to look at the safety of somebody who has died."""
    has_died = body.reason is ClosingReason.DEATH
    return [one for one in found if not (has_died and one.what is ObligationKind.SAFETY_REVIEW)]


def _day_of(body: Closure) -> date:
    return date.fromisoformat(body.closed_on) if body.closed_on else clock.today()


def _obligation(kind: ObligationKind, row: Row, due: str = "") -> Obligation:
    """As it is kept in the closing summary: the title in full, whatever the screen shows."""
    label, title = _(KINDS[row.kind].label), headline(row.kind, row.title, row.facets)
    words = label if title == label else f"{label}: {title}"
    return Obligation(what=kind, title=words, due=due[:_DAY_LENGTH], record=row.record)
