"""How long a client's file is kept: rules with their source, every branch, what holds it. Nothing is destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, plans
from app.records.client import AT_REST
from app.records.session_note import TOOK_PLACE
from app.rules import retention as rules
from app.rules.retention import BRANCH_LABELS, Facts, Kept
from app.services.client_files import holds, open_incidents
from app.services.practice import packs, practices
from app.texts import N_, _
from storage.vault import Query, Row

_MOST_ROWS = 50
_DAY_LENGTH = len("2026-11-22")
_CONTACTS = ("session_note", "contact")
_DOCUMENTS = ("consent", "release", "disclosure")
_DEATH = "death"
_CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing that is being written: days are ISO dates, `reason` a value of `ClosingReason`; empty: as recorded."""

    closed_on: str = ""
    reason: str = ""
    last_session_on: str = ""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One rule of the place. `branches` are words, the last day, and whether the source was read.

    `why` says why there is no day; `is_documents`: it is about papers such as releases, not about notes.
    """

    rule: str
    pack: str
    title: str
    text: str
    citation: str
    mark: str
    is_verified: bool
    is_documents: bool
    branches: tuple[tuple[str, date, bool], ...]
    keep_until: date | None
    summary_until: date | None
    why: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What stops the clock: a hold that was set, or an incident that is still open."""

    record: str
    kind: str
    label: str
    since: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How long a file is kept, the longest rule first; `law` are the packs it was computed with.

    `keep_until` is the last day that any of the rules asks for. While `holds` is not empty nothing may
    be destroyed, whatever the dates say. `said` are sentences to show beside it.
    """

    rows: tuple[KeptRow, ...]
    holds: tuple[Held, ...]
    keep_until: date | None
    is_open: bool
    law: str
    said: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        """Whether something stops the clock."""
        return bool(self.holds)


def of(desk: Desk, client_id: str, closing: Closing | None = None, *, places: Sequence[str] = ()) -> Shown:
    """What the law says of a client's file, where the practice works, where the client lives and in other `places`.

    Computed anew each time, so a corrected birth date, a new contact or a reopened file moves the dates.
    Asks the index only: no record of the client is opened.
    """
    desk.require(Action.LIST, "clinical", record=client_id)
    home = joined.home_of(desk, client_id)
    law, profile = packs.law_for(desk, home, *places), practices.profile(desk)
    owner = plans.row_of(desk, home)
    facts = _facts(desk, home, owner, closing or Closing())
    facts = replace(facts, own_years=profile.keep_years, own_reason=profile.keep_reason)
    found = [rules.kept(rule, facts) for rule in rules.applicable(law.retention, clock.today(), profile.keep_rules)]
    found.sort(key=lambda one: (one.rule.records == "hipaa_documents", -(one.until or date.min).toordinal()))
    is_open = not (closing and closing.closed_on) and str(owner.facets.get("status")) not in {
        one.value for one in AT_REST
    }
    held = _holds(desk, home)
    return Shown(
        rows=tuple(_row(one) for one in found),
        holds=tuple(held),
        keep_until=rules.longest(one for one in found if one.rule.records != "hipaa_documents"),
        is_open=is_open,
        law=law.named,
        said=tuple(_said(found, held, is_open=is_open)),
    )


def _facts(desk: Desk, client: str, owner: Row, closing: Closing) -> Facts:
    sessions = _newest(desk, client, ("session_note",))
    took_place = [row for row in sessions if row.facets.get("attendance") in set(TOOK_PLACE)]
    closures = _newest(desk, client, ("closure",))
    closed = closures[0] if closures and str(owner.facets.get("status")) in {one.value for one in AT_REST} else None
    last_service = closing.last_session_on or _day_of(took_place)
    closed_on = closing.closed_on or (str(closed.facets.get("closed_on") or "") if closed else "")
    reason = closing.reason or (str(closed.facets.get("reason") or "") if closed else "")
    if not closed_on and str(owner.facets.get("status")) == _CLOSED:
        closed_on = last_service
    return Facts(
        born=_born(desk, owner),
        last_service=last_service,
        last_contact=_day_of(_newest(desk, client, _CONTACTS)),
        last_entry=_last_entry(desk, client),
        last_document=_day_of(_newest(desk, client, _DOCUMENTS)),
        closed_on=closed_on,
        died_on=closed_on if reason == _DEATH else "",
    )


def _born(desk: Desk, owner: Row) -> str:
    """The birth date; of a couple, family or group that of its youngest member."""
    members = [str(member) for member in owner.facets.get("members") or ()]
    if not members:
        return str(owner.facets.get("born") or "")
    found = [str(row.facets.get("born") or "") for row in plans.rows_of(desk, members)]
    return max((born for born in found if born), key=_latest, default="")


def _latest(born: str) -> date:
    return rules.latest_birth(born) or date.min


def _newest(desk: Desk, client: str, kinds: tuple[str, ...]) -> list[Row]:
    """The newest signed records of some kinds, without what was entered in error."""
    query = Query(kinds=kinds, states=("signed",), order="-at", limit=_MOST_ROWS)
    rows = [row for row in joined.found(desk, client, query) if row.status != "entered_in_error"]
    return sorted(rows, key=lambda row: row.at or "", reverse=True)


def _day_of(rows: Sequence[Row]) -> str:
    return (rows[0].at or "")[:_DAY_LENGTH] if rows else ""


def _last_entry(desk: Desk, client: str) -> str:
    """The day on which something was last written into the file, of whatever kind."""
    query = Query(kinds=(), states=("saved", "signed"), order="-updated", limit=1)
    return max((row.updated[:_DAY_LENGTH] for row in joined.found(desk, client, query)), default="")


def _holds(desk: Desk, client: str) -> list[Held]:
    found = [Held(row.record, "legal_hold", row.reason_label, row.since) for row in holds.in_force(desk, client)]
    found += [
        Held(
            one.row.record,
            "incident",
            _("Open incident {number}").format(number=one.row.title),
            (one.row.at or "")[:_DAY_LENGTH],
        )
        for one in open_incidents.about(desk, client)
    ]
    return found


def _row(one: Kept) -> KeptRow:
    rule = one.rule
    return KeptRow(
        rule=rule.id,
        pack=rule.pack,
        title=str(rule.title),
        text=str(rule.text),
        citation=rule.citation,
        mark=packs.mark(rule),
        is_verified=rule.is_verified,
        is_documents=rule.records == "hipaa_documents",
        branches=tuple((_(BRANCH_LABELS[each.name]), each.until, each.is_verified) for each in one.branches),
        keep_until=one.until,
        summary_until=one.summary_until,
        why=one.why,
        notes=one.notes,
    )


def _said(found: Sequence[Kept], held: Sequence[Held], *, is_open: bool) -> list[str]:
    said = []
    if not found:
        said.append(_(N_("No law pack says anything on this where the practice works.")))
    if held:
        said.append(_(N_("A hold is in force: nothing of this file may be destroyed, whatever the dates say.")))
    if is_open:
        said.append(_(N_("The file is open. The dates count from what is in it today and move with every entry.")))
    if len([one for one in found if one.rule.records != "hipaa_documents"]) > 1:
        said.append(_(N_("Several rules can apply; the longest counts until the practice says which are its own.")))
    return said
