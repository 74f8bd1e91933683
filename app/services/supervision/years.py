"""One year of one's own work in figures: hours with clients, supervision, training, incidents; from lists alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import plans
from app.packs.supervision_schemes import Scheme, schemes
from app.records.response_choices import EventType
from app.records.session_note import TOOK_PLACE
from app.records.supervision_session import SupervisionRole
from app.records.training import TrainingCategory
from app.rules import supervision as rules
from app.services.personal import preferences
from storage.vault import Query, Row

MONTHS = 12
_TOOK_PLACE = frozenset(one.value for one in TOOK_PLACE)
_NEAR = frozenset({EventType.NEAR_MISS.value, EventType.GOOD_CATCH.value})
_MONTH = slice(5, 7)


@dataclass(frozen=True, slots=True)
class Month:
    """One month: times in minutes. `needed` and `short` are None where the scheme says nothing or none was chosen."""

    number: int
    sessions: int = 0
    with_clients: int = 0
    supervised: int = 0
    needed: int | None = None
    short: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A year; times in minutes.

    `supervising` is what this person gave, and `among_colleagues` what was talked about with peers or once: neither
    counts as supervision. `training` are minutes by category. `incidents` and `near_misses` are those
    that this person can read; None where the role reads none.
    """

    year: int
    months: tuple[Month, ...]
    scheme: Scheme | None
    supervising: int
    among_colleagues: int
    training: tuple[tuple[str, int], ...]
    incidents: int | None
    near_misses: int | None

    @property
    def sessions(self) -> int:
        """Sessions that took place."""
        return sum(month.sessions for month in self.months)

    @property
    def with_clients(self) -> int:
        """Minutes with clients."""
        return sum(month.with_clients for month in self.months)

    @property
    def supervised(self) -> int:
        """Minutes of supervision."""
        return sum(month.supervised for month in self.months)

    @property
    def ratio(self) -> float | None:
        """Client hours for one hour of supervision; None without any."""
        return rules.ratio(self.with_clients, self.supervised)


def of(desk: Desk, year: int) -> Year:
    """The figures of a calendar year, from rows of the index: no record is opened for them."""
    desk.require(Action.LIST, "clinical")
    scheme = chosen_scheme(desk)
    notes, meetings = _notes(desk, year), _own(desk, "supervision_session", year)
    return Year(
        year=year,
        months=_months(scheme, notes, [row for row in meetings if _role(row) == SupervisionRole.AS_SUPERVISEE]),
        scheme=scheme,
        supervising=_counted(row for row in meetings if _role(row) == SupervisionRole.AS_SUPERVISOR),
        among_colleagues=_counted(
            row for row in meetings if _role(row) in {SupervisionRole.PEER, SupervisionRole.CONSULTATION}
        ),
        training=_training(desk, year),
        **_incidents(desk, year),
    )


def years(desk: Desk) -> list[int]:
    """The years that can be looked at, the newest first: from the first signed note on."""
    desk.require(Action.LIST, "clinical")
    this = clock.today().year
    query = Query(kinds=("session_note",), author=desk.account, states=("signed",), order="at", limit=1)
    first = plans.rows_of(desk, desk.signin.ids(query))
    begin = int((first[0].at or "")[:4] or this) if first else this
    return list(range(this, min(begin, this) - 1, -1))


def chosen_scheme(desk: Desk) -> Scheme | None:
    """Whose hours of supervision this person wants to be held against; None: nobody's."""
    desk.require(Action.VIEW, "personal")
    return schemes().get(preferences.mine(desk).supervision_scheme)


def choose_scheme(desk: Desk, key: str) -> None:
    """Hold the hours against this scheme from now on; an empty key: against none."""
    desk.require(Action.SAVE, "personal")
    preferences.change(desk, supervision_scheme=key)


def _months(scheme: Scheme | None, notes: Iterable[Row], meetings: Iterable[Row]) -> tuple[Month, ...]:
    sessions: dict[int, list[int]] = defaultdict(list)
    for row in notes:
        sessions[_month(row)].append(int(row.facets.get("minutes") or 0))
    supervised: dict[int, int] = defaultdict(int)
    for row in meetings:
        supervised[_month(row)] += int(row.facets.get("counted") or 0)
    return tuple(_one_month(number, scheme, sessions[number], supervised[number]) for number in range(1, MONTHS + 1))


def _one_month(number: int, scheme: Scheme | None, sessions: list[int], supervised: int) -> Month:
    total = sum(sessions)
    if scheme is None:
        return Month(number, len(sessions), total, supervised)
    counted = sum(rules.client_minutes(minutes, scheme) for minutes in sessions)
    short = rules.short_of(scheme, counted, supervised)
    return Month(number, len(sessions), total, supervised, rules.needed(scheme, counted), short)


def _notes(desk: Desk, year: int) -> list[Row]:
    query = Query(
        kinds=("session_note",),
        author=desk.account,
        states=("signed",),
        since=f"{year}-01-01",
        until=f"{year + 1}-01-01",
        order="at",
    )
    found = plans.rows_of(desk, desk.signin.ids(query))
    return [row for row in _that_count(found) if row.facets.get("attendance") in _TOOK_PLACE]


def _own(desk: Desk, kind: str, year: int) -> list[Row]:
    """Records of this person's own compartment that happened in the year, and count."""
    query = Query(
        kinds=(kind,),
        compartments=(desk.own("personal"),),
        states=("signed", "saved"),
        since=f"{year}-01-01",
        until=f"{year + 1}-01-01",
        order="at",
    )
    return _that_count(plans.rows_of(desk, desk.signin.ids(query)))


def _training(desk: Desk, year: int) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = defaultdict(int)
    for row in _own(desk, "training", year):
        found[str(row.facets.get("category", ""))] += int(row.facets.get("length") or 0)
    order = [one.value for one in TrainingCategory]
    known = sorted(found, key=lambda value: (order.index(value) if value in order else len(order), value))
    return tuple((value, found[value]) for value in known)


def _incidents(desk: Desk, year: int) -> Mapping[str, int | None]:
    """How many incidents of the year this person can read, and how many of them were near misses."""
    if not desk.may(Action.LIST, "safety"):
        return {"incidents": None, "near_misses": None}
    query = Query(kinds=("incident",), states=("signed",), facets={"year": str(year)})
    found = [row.record for row in _that_count(plans.rows_of(desk, desk.signin.ids(query)))]
    answers = Query(kinds=("incident_response",), states=("saved",))
    graded = plans.rows_of(desk, desk.signin.ids(answers)) if found else []
    near = {str(row.facets.get("incident")) for row in graded if row.facets.get("event_type") in _NEAR}
    return {"incidents": len(found), "near_misses": len(near & set(found))}


def _that_count(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.status != "entered_in_error"]


def _month(row: Row) -> int:
    return int((row.at or "0000-00")[_MONTH])


def _role(row: Row) -> str:
    return str(row.facets.get("role", ""))


def _counted(rows: Iterable[Row]) -> int:
    return sum(int(row.facets.get("counted") or 0) for row in rows)
