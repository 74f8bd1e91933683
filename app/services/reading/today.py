"""Today: whom I meet, what is not written yet, what is due, and my unfinished work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, marks, naming, plans
from app.keeping.marks import Added, Marks
from app.keeping.whose import Mine
from app.records import KINDS
from app.records.client import AT_REST
from app.records.policy_reading import READ_KINDS
from app.rules import due_words, practice_reminders
from app.rules import today as rules
from app.rules.policies import facts_of, in_force
from app.rules.slots import Slot, slots_from
from app.rules.today import Expected, Facts, Source
from app.services import clients, incident_team
from app.services.client_files import counting
from app.services.clients import ClientRow
from app.services.consenting import consents
from app.services.people import cosigning
from app.services.practice import reminders
from app.services.reading import unfinished
from app.services.reading.unfinished import DraftRow
from app.texts import _
from storage.vault import Query, Row

EARLIER_DAYS = 14  # how far back an unwritten note is still asked for
HORIZON_DAYS = 14  # how far ahead something due is shown
RECENT = 8
_LONGEST_PAUSE_DAYS = 180  # a next session further away than this is not looked for
_MOST_DUE = 200
_ASKED_OF_OPEN_FILES = frozenset(
    {"consent", "client", "client_profile", "episode", "boundary_record", "treatment_plan", "safety_plan"}
)
_TOLD_APART = frozenset({"credential", "training"})
_DAY_LENGTH = len("2026-11-24")


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a day. `note` is its note, draft or signed; `state` is empty, `draft` or `signed`."""

    day: str
    time: str
    minutes: int
    client: str
    code: str
    name: str
    source: Source
    note: str | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that has to be done by a day. `key` is what it is put off by; empty: it cannot wait.

    `words` say what has to be done where the title does not.
    """

    key: str
    record: str
    kind: str
    kind_label: str
    title: str
    client: str | None
    code: str
    name: str
    state: str
    at: str | None
    due: str
    is_late: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that Today shows of the work itself."""

    day: date
    sessions: list[Session]
    not_written: list[Session]
    due: list[DueItem]
    drafts: list[DraftRow]
    recent: list[ClientRow]


def overview(desk: Desk, day: date | None = None) -> Overview:
    """Today in one call; each list is an entry that names what it shows.

    Where several people work, it is this person's own work; who opens no clinical file has no sessions.
    """
    desk.require_anywhere(Action.LIST)
    day = day or clock.today()
    if not desk.may(Action.LIST, "clinical"):
        return Overview(day, [], [], due(desk, day), unfinished.drafts(desk), [])
    book = _Book(desk, day)
    return Overview(day, book.sessions(day), book.not_written(), due(desk, day), unfinished.drafts(desk), recent(desk))


def sessions(desk: Desk, day: date) -> list[Session]:
    """The sessions that a day expects, and those that were written without being expected."""
    desk.require_anywhere(Action.LIST)
    return _Book(desk, day).sessions(day) if desk.may(Action.LIST, "clinical") else []


def not_written(desk: Desk, day: date | None = None) -> list[Session]:
    """Sessions of the days before that have no note, the latest first."""
    desk.require_anywhere(Action.LIST)
    return _Book(desk, day or clock.today()).not_written() if desk.may(Action.LIST, "clinical") else []


def due(desk: Desk, day: date | None = None, *, days: int = HORIZON_DAYS) -> list[DueItem]:
    """What is due until `days` from now, late ones first; without what was put off or no longer counts."""
    desk.require_anywhere(Action.LIST)
    day = day or clock.today()
    until = (day + timedelta(days=days + 1)).isoformat()
    rows = counting.still(desk, _that_count(desk, plans.rows_of(desk, _due_ids(desk, until))))
    names = _clients(desk, [row.client for row in rows])
    put_off = marks.mine(desk).put_off
    found = [
        _due_item(desk, row, names, day, until)
        for row in rows
        if row.kind not in _ASKED_OF_OPEN_FILES or _goes_on(names.get(row.client or ""))
    ]
    found += _of_practice(desk, day, until)
    if not colleagues.is_alone(desk):
        found += _from_colleagues(desk, day, until)
    found.sort(key=lambda item: item.due)
    return [item for item in found if not put_off.get(item.key, "") > day.isoformat()]


def put_off(desk: Desk, reminder: DueItem, until: date) -> None:
    """Show a reminder again on that day. A duty with a clock is not put off."""
    desk.require(Action.SAVE, "personal")
    if reminder.key:
        marks.change(desk, lambda known: known.put_off.update({reminder.key: until.isoformat()}))


def recent(desk: Desk, limit: int = RECENT) -> list[ClientRow]:
    """Clients whose notes I wrote last."""
    desk.require_anywhere(Action.LIST)
    if not desk.may(Action.LIST, "clinical"):
        return []
    query = Query(kinds=("session_note",), author=desk.account, order="-updated", limit=4 * limit)
    rows = plans.rows_of(desk, desk.signin.ids(query))
    return clients.rows(desk, list(dict.fromkeys(row.client for row in rows if row.client))[:limit])


def add(desk: Desk, client_id: str, day: date, time: str = "", minutes: int = 0) -> None:
    """Expect a client on a day although no note and no usual slot says so."""
    desk.require(Action.LIST, "identity", record=client_id)
    marks.change(
        desk, lambda known: known.added.append(Added(day=day.isoformat(), client=client_id, time=time, minutes=minutes))
    )


def skip(desk: Desk, session: Session) -> None:
    """Do not expect a client on that day any more; what was written stays."""
    desk.require(Action.LIST, "identity", record=session.client)

    def without(known: Marks) -> None:
        known.added = [one for one in known.added if (one.day, one.client) != (session.day, session.client)]
        known.skipped.append(Added(day=session.day, client=session.client))

    marks.change(desk, without)


@dataclass(slots=True)
class _Book:
    """What one look at Today knows: slots, notes of the last days, marks, and names, each asked once."""

    desk: Desk
    today: date
    slots: dict[str, list[Slot]] = field(init=False)
    notes: dict[tuple[str, str], Row] = field(init=False)
    next_on: dict[str, tuple[str, str]] = field(init=False)
    marks: Marks = field(init=False)
    mine: Mine = field(init=False)
    names: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mine = Mine(self.desk)
        self.slots = self._slots()
        self.notes = self._notes()
        self.next_on = self._next_sessions()
        self.marks = marks.mine(self.desk)

    def sessions(self, day: date) -> list[Session]:
        """Expected on that day, and written on it."""
        found = [self._session(day, one) for one in self._expected(day)]
        met = {one.client for one in found}
        text = day.isoformat()
        written = [(client, row) for (client, noted), row in self.notes.items() if noted == text and client not in met]
        self._learn_names(client for client, _row in written)
        found += [
            self._session(day, Expected((row.at or "")[_DAY_LENGTH + 1 :], client, 0, Source.ADDED))
            for client, row in written
            if client in self.names
        ]
        return sorted(found, key=lambda one: (one.time, one.code))

    def not_written(self) -> list[Session]:
        """Sessions of the days before that have no note, the latest first."""
        found: list[Session] = []
        for back in range(1, EARLIER_DAYS + 1):
            day = self.today - timedelta(days=back)
            found += [one for one in self.sessions(day) if not one.state]
        return found

    def _expected(self, day: date) -> list[Expected]:
        text = day.isoformat()
        planned = {client: time for client, (when, time) in self.next_on.items() if when == text}
        away = {
            client: date.fromisoformat(when) for client, (when, _time) in self.next_on.items() if text < when
        }  # fmt: skip
        added = {one.client: (one.time, one.minutes) for one in self.marks.added if one.day == text}
        skipped = frozenset(one.client for one in self.marks.skipped if one.day == text)
        facts = Facts(self.slots, planned, away if day >= self.today else {}, added, skipped)
        found = rules.expected(day, facts)
        self._learn_names(one.client for one in found)
        return [one for one in found if _goes_on(self.names.get(one.client))]

    def _session(self, day: date, one: Expected) -> Session:
        self._learn_names([one.client])
        row, note = self.names[one.client], self.notes.get((one.client, day.isoformat()))
        code, name = naming.client_words(self.desk, row)
        return Session(
            day=day.isoformat(),
            time=one.time,
            minutes=one.minutes,
            client=one.client,
            code=code,
            name=name,
            source=one.source,
            note=note.record if note else None,
            state=note.state if note else "",
        )

    def _slots(self) -> dict[str, list[Slot]]:
        query = Query(kinds=("episode",), facets={"state": "open"}, states=("saved",))
        found: dict[str, list[Slot]] = defaultdict(list)
        for row in plans.rows_of(self.desk, self.mine.ids(query)):
            if row.client is not None:
                found[row.client] += slots_from(row.facets)
        return found

    def _notes(self) -> dict[tuple[str, str], Row]:
        first = (self.today - timedelta(days=EARLIER_DAYS)).isoformat()
        query = Query(kinds=("session_note",), since=first, order="at")
        rows = plans.rows_of(self.desk, self.mine.ids(query))
        return {
            (row.client, (row.at or "")[:_DAY_LENGTH]): row
            for row in rows
            if row.client and row.status != "entered_in_error"
        }

    def _next_sessions(self) -> dict[str, tuple[str, str]]:
        """The day and time that each client's last note names; an older note counts where it names today."""
        long_ago = (self.today - timedelta(days=_LONGEST_PAUSE_DAYS)).isoformat()
        today = {"next_on": self.today.isoformat()}
        query = Query(kinds=("session_note",), facets=today, states=("signed",), since=long_ago, order="at")
        rows = plans.rows_of(self.desk, self.mine.ids(query)) + list(self.notes.values())
        found = {}
        for row in rows:
            named = str(row.facets.get("next", ""))
            if row.client and row.state == "signed" and row.status != "entered_in_error":
                found[row.client] = (named[:_DAY_LENGTH], named[_DAY_LENGTH + 1 :])
        return found

    def _learn_names(self, wanted: Iterable[str]) -> None:
        unknown = [client for client in dict.fromkeys(wanted) if client not in self.names]
        self.names |= _clients(self.desk, unknown)


def _due_ids(desk: Desk, until: str) -> list[str]:
    """What has a date before `until`, of one's own clients and of what is about none, by ids alone."""
    query = Query(due_before=until, states=("saved", "signed"), order="due", limit=_MOST_DUE)
    mine = Mine(desk)
    if mine.clients is None:
        return desk.signin.ids(query)
    readable = [kind for kind in KINDS.values() if desk.may(Action.LIST, kind.compartment or "clinical")]
    others = tuple(kind.name for kind in readable if not kind.of_client and kind.compartment)
    of_clients = tuple(kind.name for kind in readable if kind.name not in others)
    rows = plans.rows_of(desk, desk.signin.ids(replace(query, kinds=others)))
    return mine.ids(replace(query, kinds=of_clients)) + [row.record for row in rows if mine.concerns(row)]


def _from_colleagues(desk: Desk, day: date, until: str) -> list[DueItem]:
    """What colleagues wait for: co-signatures asked for or returned, and incidents that nobody has taken over."""
    asked = [*cosigning.due(desk), *incident_team.due(desk)]
    names = _clients(desk, [one.row.client for one in asked])
    items = [_due_item(desk, replace(one.row, due=one.due), names, day, until) for one in asked]
    return [replace(item, words=one.words) for item, one in zip(items, asked, strict=True)]


def _of_practice(desk: Desk, day: date, until: str) -> list[DueItem]:
    """Reminders of the practice itself that come back in steps, or are about somebody's own reading."""
    return [
        replace(_due_item(desk, replace(one.row, due=one.due), {}, day, until), words=one.words, key=one.key)
        for one in reminders.due(desk, until, day)
    ]


def _that_count(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """Without records entered in error, replaced policies, and consents that another one took the place of.

    Nor of the practice itself what is told in its own way (`reminders.due`), or is not wanted.
    """
    current = {policy.record for policy in in_force(facts_of(row) for row in rows if row.kind in READ_KINDS)}
    of_practice = reminders.are_on(desk)
    states = {
        record: state
        for client in {row.client for row in rows if row.kind == "consent" and row.client}
        for record, state in consents.states(desk, client).items()
    }
    return [
        row
        for row in rows
        if row.status != "entered_in_error"
        and (row.kind not in READ_KINDS or row.record in current)
        and row.kind not in _TOLD_APART
        and not practice_reminders.is_silent(row.kind, row.facets, on=of_practice)
        and (row.kind != "consent" or states[row.record].is_asked_about)
    ]


def _clients(desk: Desk, wanted: Iterable[str | None]) -> dict[str, Row]:
    """List rows of clients by id."""
    return {row.record: row for row in plans.rows_of(desk, [client for client in dict.fromkeys(wanted) if client])}


def _goes_on(client: Row | None) -> bool:
    """Whether the work with a client goes on, as far as this person can open the file."""
    return client is not None and client.facets.get("status") not in AT_REST


def _due_item(desk: Desk, row: Row, names: Mapping[str, Row], day: date, until: str) -> DueItem:
    due_on = (row.due or "")[:_DAY_LENGTH]
    owner = names.get(row.client or "")
    code, name = naming.client_words(desk, owner)
    return DueItem(
        key="" if rules.cannot_wait(row.kind, row.facets) else rules.reminder_key(row.record, due_on),
        record=row.record,
        kind=row.kind,
        kind_label=_(KINDS[row.kind].label),
        title=naming.headline(desk, row, owner),
        client=row.client,
        code=code,
        name=name,
        state=row.state,
        at=row.at,
        due=due_on,
        is_late=due_on < day.isoformat(),
        words=due_words.words(row.kind, row.facets, until, day),
    )
