"""Reading one client's whole file for an export: what was asked for, each reading an entry, and what is left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app import clock, formats
from app.desk import Action, Desk
from app.exports.gathered import KINDS_OF_FILE, Item, LeftOut
from app.keeping import compartments, joined, opening, plans
from app.keeping.opening import Opened
from app.records import KINDS
from app.records.document import Attachment
from app.records.release_choices import InformationClass
from app.rules import accounting, information
from app.rules.destinations import Destination
from app.services import documents
from app.services.client_safety import safety_facts
from app.services.consenting import consents
from app.services.outgoing import papers, releases
from app.services.practice import practices
from app.services.reading import statuses
from app.texts import _
from app.vaults import KnownError, failure
from storage.vault import Query, Row

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

MOST_FILES_MIB = 64
_AT_ONCE = 10
_CALLED_BY_CODE = frozenset({"client", "client_profile", "register_entry"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be in an export.

    Args:
        kinds: Kinds of record; none: all that a file can hold.
        since, until: Days (ISO), the first in and the last out; what has no day of its own is always in.
        with_files: Whether the attached files go with their documents.
        with_confidential: Whether what others said in confidence is in it although it leaves the practice.
        withheld: Ids of records that are left out, each with the reason that the export gives.
        covers: Classes of information that the release covers; None where it rests on none.
    """

    kinds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    with_files: bool = False
    with_confidential: bool = False
    withheld: tuple[tuple[str, str], ...] = ()
    covers: frozenset[InformationClass] | None = None


@dataclass(slots=True)
class Gathering:
    """One export while it is read: what is in it, what is left out, and what of the latter nobody is told of."""

    desk: Desk
    home: str
    wanted: Wanted
    purpose: str
    destination: Destination
    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    untold: int = 0
    unsafe: int = 0
    objects: list[tuple[str, str]] = field(default_factory=list)
    revisions: list[tuple[str, str]] = field(default_factory=list)
    attached: list[tuple[str, str, str]] = field(default_factory=list)
    classes: set[InformationClass] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    amendments: dict[str, list[str]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    file_bytes: int = 0

    @property
    def stays(self) -> bool:
        """Whether it does not leave the practice."""
        return self.destination is Destination.PRACTICE

    def leave_out(self, row: Row, reason: str) -> None:
        """Say that a record is not in it, and why; nothing of what it says."""
        self.left_out.append(LeftOut(id=row.record, kind=row.kind, at=_day(row), reason=reason))


def gather(  # noqa: PLR0913 - one way in, by name
    desk: Desk,
    client_id: str,
    wanted: Wanted,
    *,
    purpose: str,
    destination: Destination,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Gathering, Iterator[Item]]:
    """What is in an export, and its records one by one, read as they are asked for; all known when they have ended.

    Raises:
        KnownError: `private_stays`, `unknown_choice`, `bad_date`, `text_needed`, `not_shared`; and on the way
            `stopped`, `files_too_large`, `no_space` …
    """
    desk.require_record(Action.PRINT, client_id)
    _check(desk, client_id, wanted)
    found = Gathering(desk, client_id, wanted, purpose, destination)
    _select(found)
    return found, _items(found, progress, cancelled)


def _check(desk: Desk, home: str, wanted: Wanted) -> None:
    for kind in wanted.kinds:
        if kind in KINDS and KINDS[kind].compartment == "process":
            raise failure("private_stays")
        if kind not in KINDS_OF_FILE:
            raise failure("unknown_choice", field=_("Kind"), path="kinds", choices=", ".join(KINDS_OF_FILE))
    for label, day in ((_("From"), wanted.since), (_("Until"), wanted.until)):
        if day and not _is_day(day):
            raise failure("bad_date", field=label, path="since")
    if any(not reason.strip() for _record, reason in wanted.withheld):
        raise failure("text_needed", field=_("Reason"), path="withheld")
    for client in joined.all_of(desk, home):
        _check_shared(desk, client)


def _check_shared(desk: Desk, client: str) -> None:
    """A file of which this person can open only the names and contacts is not the whole file."""
    if compartments.has_closed_part(desk, client):
        raise failure("not_shared")


def _select(found: Gathering) -> None:
    """The rows in their order, without what is left out before anything is read."""
    desk, wanted = found.desk, found.wanted
    rows: list[Row] = []
    for client in joined.all_of(desk, found.home):
        query = Query(kinds=wanted.kinds or KINDS_OF_FILE, client=client, states=("saved", "signed"))
        rows += plans.rows_of(desk, desk.signin.ids(query))
        later = Query(kinds=("amendment", "cosignature"), client=client, states=("signed",))
        for row in plans.rows_of(desk, sorted(desk.signin.ids(later))):
            found.amendments.setdefault(str(row.facets.get("target") or ""), []).append(row.record)
    order = {kind: number for number, kind in enumerate(KINDS_OF_FILE)}
    rows.sort(key=lambda row: (order[row.kind], row.at or row.updated, row.record))
    withheld, kept_here = dict(wanted.withheld), _unsafe(found)
    for row in rows:
        if row.record in withheld:
            found.leave_out(row, withheld[row.record].strip())
        elif row.record in kept_here:
            found.unsafe += 1
        elif _is_suspended(row, stays=found.stays):
            found.untold += 1
        elif _is_in_time(row, wanted):
            found.rows.append(row)
    unknown = withheld.keys() - {row.record for row in rows}
    if unknown:
        raise failure("not_found", what=min(unknown))
    found.people = {row.record for row in found.rows if row.kind == "related_person"}
    found.status = statuses.of(desk, found.rows)
    found.standing = _standing(desk, found.home)


def _unsafe(found: Gathering) -> frozenset[str]:
    """What is left out without a mention, because a copy could put the client in danger."""
    kept_here = safety_facts.kept_here(found.desk, found.home)
    if found.destination is Destination.CLIENT:
        return kept_here | safety_facts.not_in_their_hands(found.desk, found.home)
    return kept_here


def _standing(desk: Desk, home: str) -> dict[str, str]:
    """What each consent and release is worth today, and why, in words."""
    of_consents = {record: (_(one.state.label), one.reason) for record, one in consents.states(desk, home).items()}
    of_releases = {record: (_(one.state.label), one.reason) for record, one in releases.states(desk, home).items()}
    return {
        record: _("{state}: {reason}").format(state=state, reason=reason)
        for record, (state, reason) in (of_consents | of_releases).items()
    }


def _is_suspended(row: Row, *, stays: bool) -> bool:
    """A disclosure that the client must not learn of for now. An export that named it as withheld would tell."""
    if row.kind != "disclosure" or stays:
        return False
    facts = accounting.facts_from(row.record, row.at or "", row.facets, is_in_error=False)
    return accounting.is_suspended(facts, clock.today())


def _is_in_time(row: Row, wanted: Wanted) -> bool:
    day = row.at[:10] if row.at else ""
    return not day or ((not wanted.since or day >= wanted.since) and (not wanted.until or day <= wanted.until))


def _items(found: Gathering, progress: Progress | None, cancelled: Cancelled | None) -> Iterator[Item]:
    done, total = 0, len(found.rows)
    for start in range(0, total, _AT_ONCE):
        rows = found.rows[start : start + _AT_ONCE]
        if cancelled is not None and cancelled():
            raise failure("stopped")
        yield from _batch(found, rows, cancelled)
        done += len(rows)
        if progress is not None:
            progress(done, total)
        time.sleep(0)  # whoever waits in another thread for Python's lock gets it here


def _batch(found: Gathering, rows: Sequence[Row], cancelled: Cancelled | None) -> Iterator[Item]:
    """Some records with their amendments and co-signatures, in one reading."""
    wanted = [record for row in rows for record in _ids_of(found, row)]
    read = {one.record: one for one in found.desk.signin.read_many(wanted, purpose=found.purpose)}
    for row in rows:
        parts = [opening.plain(read[one]) for one in _ids_of(found, row) if one in read]
        if len(parts) < len(_ids_of(found, row)):
            found.leave_out(row, _("It is damaged and could not be read."))
            continue
        opened = opening.with_later(found.desk, parts[0], parts[1:]) if len(parts) > 1 else parts[0]
        reason = _held_back(found, opened)
        if reason:
            found.leave_out(row, reason)
            continue
        yield _item(found, row, opened, cancelled)


def _ids_of(found: Gathering, row: Row) -> list[str]:
    """A record and what was later said about it, oldest first; ids."""
    return [row.record, *found.amendments.get(row.record, ())]


def _held_back(found: Gathering, opened: Opened) -> str:
    """Why a record that was read is not in it; empty where it is."""
    classes = frozenset(one for each in (opened, *opened.amendments) for one in information.in_body(each.body))
    confidential = InformationClass.THIRD_PARTY in classes
    if confidential and not found.stays and not found.wanted.with_confidential:
        return _("It holds what somebody else said in confidence.")
    covers = found.wanted.covers
    if covers is not None and not classes <= covers:
        return _("The release does not cover it.")
    return ""


def _item(found: Gathering, row: Row, opened: Opened, cancelled: Cancelled | None) -> Item:
    desk, signature = found.desk, opened.cosignature
    parts = [opened, *opened.amendments, *([signature] if signature is not None else [])]
    found.objects += [(one.record.record, one.record.compartment) for one in parts]
    found.revisions += [(one.record.record, one.record.revision) for one in parts]
    found.classes |= {each for one in parts for each in information.in_body(one.body)}
    found.counts[row.kind] = found.counts.get(row.kind, 0) + 1
    files = documents.files_of(opened.body)
    names = _names(found, parts)
    return _as_item(
        desk,
        opened,
        amendments=tuple(_as_item(desk, one, names=names) for one in opened.amendments),
        cosign=opened.cosign_words,
        cosignature=_as_item(desk, signature, names=names) if signature is not None else None,
        status=found.status.get(row.record) or row.status,
        standing=found.standing.get(row.record, ""),
        names=names,
        files=files,
        data=_data(found, row, files, cancelled) if found.wanted.with_files else {},
    )


def _as_item(desk: Desk, opened: Opened, **more: object) -> Item:
    record = opened.record
    given = {"status": "", **more}
    return Item(
        id=record.record,
        kind=record.kind,
        title=opened.title,
        revision=record.revision,
        state=record.state,
        author=record.author,
        author_name=practices.person_name(desk, record.author),
        at=record.at,
        body=opened.body,
        **given,  # type: ignore[arg-type] # by name, from the two calls above
    )


def _names(found: Gathering, opened: Sequence[Opened]) -> dict[str, str]:
    """What fields refer to: other records of the file by kind and day, because their titles may be withheld."""
    names = papers.names_of(found.desk, [one.body for one in opened])
    for row in plans.rows_of(found.desk, list(names)):
        kind = KINDS[row.kind]
        if kind.compartment == "practice" or row.kind in _CALLED_BY_CODE or row.record in found.people:
            continue
        names[row.record] = ", ".join([_(kind.label), formats.short_date(_day(row))])
    return names


def _data(found: Gathering, row: Row, files: Sequence[Attachment], cancelled: Cancelled | None) -> dict[str, bytes]:
    """The bytes of the attached files, each under an entry of its own; what is damaged is said to be."""
    data: dict[str, bytes] = {}
    for file in files:
        found.file_bytes += file.bytes
        if found.file_bytes > MOST_FILES_MIB << 20:
            raise failure("files_too_large", most=str(MOST_FILES_MIB))
        try:
            data[file.id] = found.desk.signin.read_attachment(
                row.record, file.id, purpose=found.purpose, cancelled=cancelled
            )
        except KnownError as error:
            if error.name != "attachment_damaged":
                raise
            found.leave_out(row, _("A file attached to it is damaged and could not be read."))
            continue
        found.attached.append((row.record, file.id, file.sha256))
    return data


def _day(row: Row) -> str:
    return (row.at or row.updated)[:10]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
