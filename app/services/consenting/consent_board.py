"""The consents of the whole practice as a board: who has one in force, and what is to be done about the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.desk import Action, Desk
from app.keeping import consent_rows, naming, plans, published
from app.records.client import AT_REST
from app.records.consent import title_of
from app.records.consent_elements import ConsentType
from app.rules import board_columns, consent_state
from app.rules.board_columns import Column
from app.rules.consent_facts import ConsentFacts, ConsentState, TextFacts
from storage.vault import Query, Row

EXPIRING_DAYS = 30


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One client and one thing that is consented to: therapy, or something besides."""

    client: str
    code: str
    name: str
    consent_type: ConsentType
    title: str
    column: Column
    state: ConsentState

    @property
    def record(self) -> str | None:
        """The consent that the state rests on."""
        return self.state.record


@dataclass(frozen=True, slots=True)
class Board:
    """All rows, the most pressing columns first, and how many there are in each column."""

    day: date
    rows: list[BoardRow]
    counts: dict[Column, int]


def board(desk: Desk, *, within_days: int = EXPIRING_DAYS, on: date | None = None) -> Board:
    """The consents of all clients with whom work goes on, as far as this person can open their files.

    Everything comes from the index: no consent is opened.

    Args:
        desk: Whose desk.
        within_days: How many days ahead an end or a review counts as near.
        on: The day; None for today.
    """
    desk.require(Action.LIST, "clinical")
    day = on or clock.today()
    clients = {
        row.record: row
        for row in plans.rows_of(desk, desk.signin.ids(Query(kinds=("client",), states=("saved",))))
        if row.facets.get("status") not in AT_REST
    }
    facts = _facts(desk, clients)
    texts = published.text_facts(desk)
    until = (day + timedelta(days=within_days)).isoformat()
    found = [
        _row(desk, owner, consent_type, state, until)
        for client, owner in clients.items()
        for consent_type, state in _states(facts.get(client, []), day, texts)
    ]
    order = list(Column)
    found.sort(key=lambda row: (order.index(row.column), row.code, row.consent_type))
    return Board(day, found, {column: sum(row.column is column for row in found) for column in Column})


def _facts(desk: Desk, clients: dict[str, Row]) -> dict[str, list[ConsentFacts]]:
    """Of each client, with those of the files that were joined to theirs."""
    joined = {
        row.record: str(row.facets.get("joined_into"))
        for row in plans.rows_of(desk, desk.signin.ids(Query(kinds=("client",), facets={"status": "joined"})))
    }
    found: dict[str, list[ConsentFacts]] = defaultdict(list)
    for row in plans.rows_of(desk, desk.signin.ids(Query(kinds=("consent",)))):
        home = joined.get(row.client or "", row.client or "")
        if home in clients:
            found[home].append(consent_rows.facts_of(row))
    return found


def _states(facts: Sequence[ConsentFacts], day: date, texts: TextFacts) -> Iterator[tuple[ConsentType, ConsentState]]:
    """To therapy always, also where there is none; to other things where somebody was asked."""
    therapy = consent_state.current(facts, day, None, texts)
    of_record = {one.record: one.type for one in facts}
    yield of_record.get(therapy.record or "", ConsentType.THERAPY), therapy
    others = {one.type for one in facts if not consent_state.is_to_therapy(one) and not consent_state.is_later(one)}
    for consent_type in sorted(others):
        yield consent_type, consent_state.current(facts, day, consent_type, texts)


def _row(desk: Desk, owner: Row, consent_type: ConsentType, state: ConsentState, until: str) -> BoardRow:
    code = str(owner.facets.get("code", ""))
    return BoardRow(
        client=owner.record,
        code=code,
        name=naming.shown_name(desk, code, owner.title),
        consent_type=consent_type,
        title=title_of(consent_type.value),
        column=board_columns.column_of(state, until),
        state=state,
    )
