"""Letting something out: the one way by which anything readable leaves the program.

Ask where it goes (`offers`), draw a paper, and `begin`: it writes the entries, then the `disclosure` into the file of
each client, and only when both are durable gives the permit without which `printer_pages` and `save` let nothing out.
`finish` writes how it ended. What cannot be written does not leave.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from msgspec import structs

from app import worker
from app.desk import Action, Desk
from app.keeping import compartments, outgoing
from app.keeping.outgoing import Parcel
from app.keeping.permits import Permit
from app.keeping.plans import Plan
from app.records.amendment import AmendmentKind
from app.records.disclosure import Disclosure
from app.reports import pages
from app.reports.pages import PageImage
from app.reports.paper import Block, Notice
from app.rules.destinations import STAYS, TO_CLIENT, Destination, Sending
from app.rules.permissions import VAULT
from app.rules.purposes import TO_CLIENT as GIVEN_TO_CLIENT
from app.rules.purposes import TO_SOMEBODY_ELSE
from app.services import records
from app.services.client_safety import safety_facts
from app.services.outgoing import releases, sending
from app.services.outgoing.papers import Prepared
from app.texts import N_, _
from app.vaults import KnownError, failure
from storage.vault import Event

How = Literal["print", "save"]
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

SCREEN_DPI, PRINTER_DPI = 96, 300
_NAMED_AT_ONCE = 200
_ACTIONS = {"print": "print", "save": "export"}
_DONE = "done"

_EXPLAINED = {
    Destination.PRACTICE: N_("For the work of this practice. The audit trail says who made it and when."),
    Destination.CLIENT: N_("The register of disclosures says that it was given to the client."),
    Destination.SOMEBODY_ELSE: N_(
        "On a release that the client has signed, or on a ground that the law names. The register says to whom and why."
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer of the sheet; the first possible one is preselected."""

    destination: Destination
    label: str
    explanation: str
    is_possible: bool


def offers(parcel: Parcel) -> list[Offer]:
    """The answers of the sheet, the usual one first; none where it never asks."""
    found = offers_of_file(is_private=parcel.is_private, to_client_first=parcel.to_client_first) if parcel.asks else []
    return [offer for offer in found if parcel.made_for in {"", offer.destination.value}]


def offers_of_file(*, is_private: bool = False, to_client_first: bool = False) -> list[Offer]:
    """The same answers for what is no paper: an attached file."""
    order = sorted(Destination, key=lambda one: not (to_client_first and one is Destination.CLIENT))
    return [
        Offer(one, _(one.label), _(_EXPLAINED[one]), not (is_private and one is Destination.CLIENT)) for one in order
    ]


def draw(prepared: Prepared, progress: Progress | None = None, cancelled: Cancelled | None = None) -> bytes:
    """The paper as a PDF in memory, drawn by a worker process; call it where waiting is allowed.

    Raises:
        KnownError: `stopped` when it was cancelled.
    """
    return worker.draw_paper(prepared.paper, progress, cancelled)


def preview(pdf: bytes, dpi: int = SCREEN_DPI) -> Iterator[PageImage]:
    """The pages for the screen: what is on them was logged when it was read."""
    return pages.images(pdf, dpi)


def begin(desk: Desk, parcel: Parcel, where: Sending = STAYS, how: How = "save") -> Permit:
    """Write that it begins and to whom it goes; both are durable on return. End it with `finish`.

    Raises:
        KnownError: `refused`, `no_space`, `made_for_another`, `not_told_enough` with what is missing, and what
            `sending.check` raises.
    """
    bodies = _bodies(desk, parcel, where)
    written = {desk.signin.new_id(): (client, body) for client, body in bodies.items()}
    events = _events(desk, parcel, where, _ACTIONS[how], list(written))
    notice = next((body.notice for body in bodies.values() if body.notice), "")
    release = next((body.release for body in bodies.values()), "")
    until = releases.last_day(desk, release) if release else ""
    permit = Permit(_ACTIONS[how], events, desk.signin.path, tuple(written), notice, release, until, desk.ended)
    for event in permit.events:
        desk.signin.note_event(event, _told(parcel, where, is_registered=bool(written)))
    try:
        _write(desk, written, _purpose(parcel, where))
    except BaseException as error:
        _note_end(desk, permit, error.name if isinstance(error, KnownError) else "failed")
        raise
    return permit


def with_notice(desk: Desk, prepared: Prepared, where: Sending) -> Prepared:
    """The paper with the notice on it that has to go with it to this recipient; the same where there is none.

    Raises:
        KnownError: what `sending.check` raises.
    """
    desk.require_anywhere(Action.PRINT)
    notices = [body.notice for body in sending.disclosures_for(desk, prepared, where).values() if body.notice]
    if not notices:
        return prepared
    blocks: list[Block] = [Notice(notices[0], is_strong=True), *prepared.paper.blocks]
    return replace(prepared, paper=structs.replace(prepared.paper, blocks=blocks), has_notice=True)


def without_desk(prepared: Prepared) -> Permit:
    """Let out what holds nothing of the practice, before anybody has signed in: there is no trail to write to.

    Raises:
        ValueError: for any other paper; that is a mistake of the caller.
    """
    if prepared.asks or prepared.objects or prepared.paper.letterhead:
        raise ValueError("only what ships may leave without an entry")
    return Permit("export")


def of_recovery_sheet() -> Permit:
    """The recovery sheet never asks; that there is a new one was an entry when its code was made."""
    return Permit("print")


def printer_pages(permit: Permit, pdf: bytes, dpi: int = PRINTER_DPI) -> Iterator[PageImage]:
    """The pages for a printer, one by one."""
    permit.use()
    permit.has_left = True
    return pages.images(pdf, dpi)


def save(permit: Permit, data: bytes, path: Path, *, replace: bool = False) -> Path:
    """Write the file, readable by this user alone; call it where waiting is allowed.

    Raises:
        KnownError: `already_exists` unless `replace`, `inside_vault`, `no_space`, `not_writable`.
    """
    permit.use()
    outgoing.write(path, data, permit.vault, replace=replace)
    permit.has_left = True
    return path


def save_notice(permit: Permit, path: Path, *, replace: bool = False) -> None:
    """Write the notice that has to go with something beside it; raises what `save` raises."""
    permit.use()
    outgoing.write(path, permit.notice.encode(), permit.vault, replace=replace)


def finish(desk: Desk, permit: Permit, outcome: str = _DONE) -> None:
    """Write how it ended: `done`, `failed`, `stopped`, or the name of the failure.

    A disclosure of which nothing left is marked as entered in error. A file that was written and pages that a printer
    may have got stay disclosed, and the disclosure says that it did not end well.

    Raises:
        ValueError: when it was ended before; that is a mistake of the caller.
    """
    desk.require_anywhere(Action.PRINT)
    permit.end()
    for event in permit.events:
        desk.signin.note_event(replace(event, outcome=outcome, detail=None))
    if outcome == _DONE:
        return
    is_print = permit.action == _ACTIONS["print"]
    if is_print:
        kind, text = AmendmentKind.ADDENDUM, _("Printing did not come to its end. Some pages may have been printed.")
    elif permit.has_left:
        kind, text = AmendmentKind.ADDENDUM, _("The file was written. Something failed afterwards.")
    else:
        kind, text = AmendmentKind.ENTERED_IN_ERROR, ""
    for disclosure in permit.disclosures:
        records.amend(desk, disclosure, kind=kind, text=text, reason=_("It did not leave as planned."))


def to_file(  # noqa: PLR0913 - one way in, by name
    desk: Desk,
    prepared: Prepared,
    path: Path,
    where: Sending = STAYS,
    *,
    replace: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """All of it in one call, for the command line; raises what the steps raise."""
    desk.require_anywhere(Action.PRINT)
    prepared = with_notice(desk, prepared, where)
    pdf = draw(prepared, progress, cancelled)
    with leaving(desk, prepared, where) as permit:
        return save(permit, pdf, path, replace=replace)


def leaving(desk: Desk, parcel: Parcel, where: Sending = STAYS) -> contextlib.AbstractContextManager[Permit]:
    """Begin, let the block save it, and write how it ended, whatever happened in the block."""
    desk.require_anywhere(Action.PRINT)
    return _leaving(desk, parcel, where)


@contextlib.contextmanager
def _leaving(desk: Desk, parcel: Parcel, where: Sending) -> Iterator[Permit]:
    permit = begin(desk, parcel, where)
    try:
        yield permit
    except KnownError as error:
        finish(desk, permit, error.name)
        raise
    except BaseException:
        finish(desk, permit, "failed")
        raise
    finish(desk, permit)


def check(desk: Desk, parcel: Parcel, where: Sending) -> str:
    """Whether `begin` would let it out, before it is drawn; returns the notice that has to go with it.

    Raises:
        KnownError: what `begin` raises.
    """
    desk.require_anywhere(Action.PRINT)
    return _notice_in(_bodies(desk, parcel, where))


def _bodies(desk: Desk, parcel: Parcel, where: Sending) -> dict[str, Disclosure]:
    """The rows of the register by client, once all is known and allowed."""
    _require(desk, parcel, where)
    if parcel.made_for not in {"", where.destination.value}:
        raise failure("made_for_another")
    bodies = sending.disclosures_for(desk, parcel, where)
    if not parcel.has_notice and _notice_in(bodies):
        raise failure("notice_needed")
    if where.destination is Destination.CLIENT:
        _check_hands(desk, parcel)
    missing = sending.problems(parcel, where, bodies)
    if missing:
        raise failure("not_told_enough", fields=", ".join(problem.label for problem in missing))
    return bodies


def _check_hands(desk: Desk, parcel: Parcel) -> None:
    """Nothing goes to a client that is not safe with them."""
    clinical = {place for _record, place in parcel.objects if desk.signin.compartment_kind(place) == "clinical"}
    leaving = {record for record, _place in parcel.objects}
    clients = {compartments.client_of(desk, place) for place in clinical}
    if any(leaving & safety_facts.not_in_their_hands(desk, client) for client in clients if client):
        raise failure("not_in_their_hands")


def _notice_in(bodies: Mapping[str, Disclosure]) -> str:
    return next((body.notice for body in bodies.values() if body.notice), "")


def _require(desk: Desk, parcel: Parcel, where: Sending) -> None:
    for kind in dict.fromkeys(desk.signin.compartment_kind(compartment) for _record, compartment in parcel.objects):
        desk.require(Action.PRINT, kind)
    if parcel.document == "trail":
        desk.require(Action.VIEW_TRAIL, VAULT)
    desk.require(Action.PRINT, "practice")
    if where.destination is not Destination.PRACTICE:
        desk.require(Action.SIGN, "clinical")


def _write(desk: Desk, written: Mapping[str, tuple[str, Disclosure]], purpose: str) -> None:
    """The rows of the register, all in one write."""
    plan = Plan()
    for record, (client, body) in written.items():
        plan.put("disclosure", record, compartments.with_clinical(desk, plan, client), body, state="signed")
    if plan.writes:
        plan.commit(desk, purpose)


def _told(parcel: Parcel, where: Sending, *, is_registered: bool) -> dict[str, Any]:
    """Words that are sealed into the entry: what it is and is called; without a disclosure, to whom and why.

    What it is, in the clear, would tell of which kind the record is.
    """
    told = {"document": parcel.document} | ({"file": parcel.file_name} if parcel.file_name else {})
    if where.destination is Destination.SOMEBODY_ELSE and not is_registered:
        basis = where.basis.value if where.basis else ""
        told |= {"to": where.recipient or where.organisation, "why": where.reason, "basis": basis}
    return told


def _told_to(desk: Desk, parcel: Parcel) -> str | None:
    """Under which compartment those words are sealed: a clinical file's before any other that it is about."""
    places = sorted({place for _, place in parcel.objects})
    clinical = [place for place in places if desk.signin.compartment_kind(place) == "clinical"]
    return next(iter((*clinical, *places)), None)


def _events(desk: Desk, parcel: Parcel, where: Sending, action: str, disclosures: list[str]) -> tuple[Event, ...]:
    """One entry, or as many as are needed to name every record."""
    objects = parcel.objects
    parts = [objects[start : start + _NAMED_AT_ONCE] for start in range(0, len(objects), _NAMED_AT_ONCE)] or [()]
    facts: dict[str, Any] = {"destination": where.destination.value}
    sealed_under = _told_to(desk, parcel)
    if disclosures:
        facts["disclosures"] = disclosures[:_NAMED_AT_ONCE]
    if parcel.attachment[0]:
        (record, compartment) = objects[0]
        facts["attachment"] = parcel.attachment[0]
        purpose = _purpose(parcel, where)
        event = Event(
            action=action, outcome="begun", record=record, compartment=compartment, purpose=purpose, facts=facts
        )
        return (event,)
    return tuple(
        Event(
            action=action,
            outcome="begun",
            objects=part,
            compartment=sealed_under,
            purpose=_purpose(parcel, where),
            facts=facts | ({"part": number, "parts": len(parts)} if len(parts) > 1 else {}),
        )
        for number, part in enumerate(parts, start=1)
    )


def _purpose(parcel: Parcel, where: Sending) -> str:
    given = {Destination.CLIENT: GIVEN_TO_CLIENT, Destination.SOMEBODY_ELSE: TO_SOMEBODY_ELSE}
    return given.get(where.destination, parcel.purpose)


def _note_end(desk: Desk, permit: Permit, outcome: str) -> None:
    """How it ended before it left; on a disk that takes nothing more, the failure itself is what is told."""
    permit.end()
    with contextlib.suppress(KnownError):
        for event in permit.events:
            desk.signin.note_event(replace(event, outcome=outcome))


__all__ = [
    "STAYS",
    "TO_CLIENT",
    "Cancelled",
    "Destination",
    "How",
    "Offer",
    "Parcel",
    "Permit",
    "Progress",
    "Sending",
    "begin",
    "check",
    "draw",
    "finish",
    "leaving",
    "of_recovery_sheet",
    "offers",
    "offers_of_file",
    "preview",
    "printer_pages",
    "save",
    "save_notice",
    "to_file",
    "without_desk",
]
