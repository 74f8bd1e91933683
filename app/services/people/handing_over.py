"""Handing a client's file over: another lead, the keys with it, and a letter of what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import colleagues, compartments, holding, joined, naming, opening, register
from app.keeping.holding import Place
from app.keeping.plans import Plan
from app.records.client import Client
from app.records.closure_choices import ObligationKind
from app.records.handover import Handover
from app.records.words import titled
from app.rules import sharing as rules
from app.rules.permissions import ROLE_LABELS
from app.rules.purposes import Purpose
from app.rules.sharing import LEVEL_LABELS, Level, Part, can_use
from app.services import clients
from app.services.client_files import closing, summaries
from app.texts import _
from app.vaults import KnownError, failure
from storage.vault import Share, SharingChange

_OF_ONE_FILE = frozenset({"not_found", "not_shared", "not_yours_to_share", "grant_expired", "lead_opens_first"})

_OF_AN_ENDING = frozenset({ObligationKind.SAFETY_REVIEW})
"""What is owed because the work ends, which it does not here."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A file that has another lead now; `record` is the letter in it. `problem` says why it has not."""

    client: str
    code: str
    to_name: str
    record: str = ""
    problem: KnownError | None = None


def letter(desk: Desk, client_id: str, to: str) -> Handover:
    """What the letter would say: what is due and what is open today. Nothing is written."""
    desk.require(Action.SHARE, "clinical", record=client_id)
    client_id = joined.home_of(desk, client_id)
    former = holding.lead_of(desk, client_id)
    return Handover(
        handed_on=clock.today().isoformat(),
        from_name=colleagues.name_of(desk, former) if former else "",
        to_name=colleagues.name_of(desk, to),
        former=former,
        lead=to,
        sessions=list(_sessions(desk, client_id)),
        waiting=list(_waiting(desk, client_id)),
        obligations=[one for one in closing.obligations(desk, client_id) if one.what not in _OF_AN_ENDING],
    )


def hand_over(  # noqa: PLR0913 - what a hand-over says, by name
    desk: Desk,
    client_id: str,
    to: str,
    *,
    reason: str,
    note: str = "",
    keeps: Level | None = None,
    keeps_until: str = "",
) -> HandedOver:
    """Give a file to another lead. Private notes stay with their author, and so do drafts that were not signed.

    The letter, the file that says who leads it, the keys of the new lead and the new keys without the former one become
    true together or not at all.

    Args:
        desk: Whose desk; the former lead's, or that of somebody else who may share the file.
        client_id: The client.
        to: The account of the new lead.
        reason: Why; stands in the letter and in the trail.
        note: What the new lead should know.
        keeps: What the former lead may still do; None: nothing.
        keeps_until: The last day of that, as in `2026-12-03`; empty: until it is taken back.

    Raises:
        KnownError: `refused`, `text_needed`, `already_lead`, `cannot_lead`, `day_is_over`, and of storage
            `not_yours_to_share`, `not_found` and `not_shared`.
    """
    desk.require(Action.SHARE, "identity", record=client_id)
    client_id = joined.home_of(desk, client_id)
    _check(desk, client_id, to, reason, keeps_until)
    body = letter(desk, client_id, to)
    body.reason, body.note = reason.strip(), note.strip()
    body.keeps = _kept_words(keeps, keeps_until)
    code = register.code_of(desk, client_id)
    plan, record = _plan(desk, client_id, body)
    changes = _changes(holding.places(desk, client_id), plan, body, _less(body.former, keeps, keeps_until))
    plan.commit_sharing(desk, changes, reason=body.reason, purpose=Purpose.ADMINISTRATION)
    desk.purposes.pop(client_id, None)
    return HandedOver(client_id, code, body.to_name, record)


def hand_over_all(  # noqa: PLR0913 - what a hand-over says, by name
    desk: Desk,
    former: str,
    to: str,
    *,
    reason: str,
    keeps: Level | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[HandedOver]:
    """Give all files that somebody leads to another lead, one by one, each of them whole: a line for each.

    One that this person may not share says so, and the others go on. What stands in the way of all of them, or
    `cancelled`, ends it: from there on each says why. It is raised where no file has been handed over yet.
    """
    desk.require(Action.SHARE, "identity")
    wanted = {client: register.code_of(desk, client) for client in led_by(desk, former)}
    name = colleagues.name_of(desk, to)
    found: list[HandedOver] = []
    try:
        for client, code in wanted.items():
            if cancelled is not None and cancelled():
                raise failure("stopped")
            try:
                found.append(hand_over(desk, client, to, reason=reason, keeps=keeps))
            except KnownError as error:
                if error.name not in _OF_ONE_FILE:
                    raise
                found.append(HandedOver(client, code, name, problem=error))
            if progress is not None:
                progress(len(found), len(wanted))
    except KnownError as error:
        if all(one.problem for one in found):
            raise
        left = list(wanted.items())[len(found) :]
        found += [HandedOver(client, code, name, problem=error) for client, code in left]
    return found


def led_by(desk: Desk, account: str) -> list[str]:
    """The clients that somebody leads, by the register, without those whose files were joined to another or removed."""
    desk.require(Action.LIST, "register")
    led = register.led_by(desk, account)
    return list(dict.fromkeys(joined.home_of(desk, client) for client in led))


def _check(desk: Desk, client_id: str, to: str, reason: str, keeps_until: str) -> None:
    if not reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    if "share" not in desk.signin.sharing.rights(compartments.identity_of(desk, client_id)):
        raise failure("not_yours_to_share")
    if not colleagues.is_active(desk, to):
        raise failure("not_found", what=to)
    name, role = colleagues.name_of(desk, to), colleagues.role_in(desk, to)
    if not can_use(role, Part.CLINICAL, Level.SHARE):
        raise failure("cannot_lead", who=name, role=_(ROLE_LABELS[role]))
    if to == holding.lead_of(desk, client_id):
        raise failure("already_lead", who=name)
    rules.day_of(keeps_until, clock.today())


def _sessions(desk: Desk, client_id: str) -> Iterator[str]:
    for row in summaries.care(desk, client_id):
        if row.next_on is not None:
            times = ", ".join(slot.time for slot in row.slots)
            yield _("Next expected: {day}, {time}").format(day=formats.day(row.next_on), time=times)


def _waiting(desk: Desk, client_id: str) -> Iterator[str]:
    for row in naming.in_full(summaries.due)(desk, client_id):
        yield _("{day}: {title}").format(day=formats.long_date(row.due), title=titled(row.kind_label, row.title))


def _kept_words(keeps: Level | None, until: str) -> str:
    if keeps is None:
        return _("None")
    may = _(LEVEL_LABELS[keeps])
    return _("{may}, until {day}").format(may=may, day=formats.long_date(until)) if until else may


def _plan(desk: Desk, client_id: str, body: Handover) -> tuple[Plan, str]:
    """Client records, lines of the register and the letter, all to be written at once; and which record the letter is.

    The letter lies in the clinical compartment, which the lead makes now where there is none yet.
    """
    plan, record = Plan(), desk.signin.new_id()
    for one in joined.all_of(desk, client_id):
        found = opening.plain(desk.signin.read(one, purpose=Purpose.ADMINISTRATION))
        if isinstance(found.body, Client):
            clients.change_in(desk, plan, one, found.body, found.record.revision, lead=body.lead)
    plan.put("handover", record, compartments.with_clinical(desk, plan, client_id), body, state="signed")
    return plan, record


def _less(former: str, keeps: Level | None, until: str) -> Share | None:
    """What the former lead keeps; None: nothing."""
    if keeps is None:
        return None
    return Share(former, keeps.value, rules.expires_after(rules.day_of(until, clock.today())))


def _changes(places: Sequence[Place], plan: Plan, body: Handover, less: Share | None) -> list[SharingChange]:
    """The new lead may do everything; then the former one keeps less, or nothing."""
    new = [made.id for made in plan.compartments]  # only who leads a file makes its clinical compartment
    everything = Share(body.lead, Level.SHARE.value)
    given = [SharingChange(one, grant=(everything,)) for one in [*(place.compartment for place in places), *new]]
    held = [place.compartment for place in places if place.of(body.former) is not None] + new
    if less is None:
        return given + [SharingChange(one, revoke=(body.former,)) for one in held]
    return given + [SharingChange(one, grant=(less,)) for one in held]
