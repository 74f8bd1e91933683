"""Lines of lists and the questions for them: what the own index is asked, and how it answers (V-7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage import canonical, words

COLUMNS = "record, compartment, kind, client, title, state, at, updated, due, severity, author, facets"
_ORDERS = {
    "title": "sort, record",
    "-updated": "updated DESC, record DESC",
    "-at": "at DESC, updated DESC, record DESC",
    "at": "at, updated, record",
    "due": "due IS NULL, due, record",
    "-title": "sort DESC, record DESC",
}

STATUS = (
    "(SELECT CASE max(effect = 'entered_in_error') WHEN 1 THEN 'entered_in_error' ELSE min(effect) END "
    "FROM effect WHERE effect.target = item.record AND effect.compartment = item.compartment)"
)

FEW = 200  # a list starts from its records when they are no more than that
_FEW_KINDS = 6  # more than these are nearly all records
_LONGEST_SEARCHED = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list. `status` is computed: `amended`, `entered_in_error` or empty."""

    record: str
    compartment: str
    kind: str
    client: str | None
    title: str
    state: str
    status: str
    at: str | None
    updated: str
    due: str | None
    severity: int
    author: str
    facets: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """Which records, in which order. Empty fields do not filter.

    `words` are what somebody typed (`words.terms`); with them the best match comes first, whatever the order.
    `effects` are those of `Row.status`; days are ISO dates, the first in and the last out. `records` are all that it
    can be about.
    """

    words: str = ""
    records: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    client: str | None = None
    clients: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    title: str = ""
    title_is: str = ""
    facets: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()
    author: str | None = None
    due_from: str | None = None
    due_before: str | None = None
    since: str | None = None
    until: str | None = None
    order: str = "-updated"
    limit: int | None = None


def searched_facets(facets: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Facets that records can be found by, with their values as JSON: plain, not empty and not long."""
    for name, value in facets.items():
        if value and isinstance(value, str | int):
            spelled = canonical.encode(value).decode()
            if len(spelled) <= _LONGEST_SEARCHED:
                yield name, spelled


def select(columns: str, query: Query, few: Sequence[int] | None = None) -> tuple[str, tuple[Any, ...]]:
    """SQL and values of a query; `few` are the numbers of all records that it can be about, if they are known."""
    where = _Where()
    if few is not None:
        # With a list to start from, no other index is of use.
        where.add(f"n IN ({', '.join(map(str, few))})")
    where.add_any("record", query.records)
    starts = (query.records, query.effects, query.due_from, query.due_before)
    starts_elsewhere = few is not None or any(starts) or len(query.kinds) > _FEW_KINDS
    where.add_any("+kind" if starts_elsewhere else "kind", query.kinds)
    where.add_any("compartment", query.compartments)
    where.add_any("client" if few is None else "+client", query.clients)
    where.add_any("state", query.states)
    given = {
        "client = ?" if few is None else "+client = ?": query.client,
        "instr(sort, ?) > 0": words.fold(query.title) or None,
        "sort = ?": words.fold(query.title_is) or None,
        "author = ?": query.author,
        "due >= ?": query.due_from,
        "due IS NOT NULL AND due < ?": query.due_before,
        "at >= ?": query.since,
        "at < ?": query.until,
        "n NOT IN (SELECT rowid FROM words WHERE words MATCH ?)": words.unwanted_expression(query.words) or None,
    }
    for condition, value in given.items():
        if value is not None:
            where.add(condition, value)
    _add_effects(where, query)
    _add_facets(where, query, from_scratch=few is None and query.client is None)
    limit = f" LIMIT {query.limit:d}" if query.limit is not None else ""
    # Asked about one client, SQLite would rather walk through everybody's records in the order that is wanted.
    through = " INDEXED BY item_by_client" if few is None and query.client is not None else ""
    sql = f"SELECT {columns} FROM item{through}{where.sql()} ORDER BY {_ORDERS[query.order]}{limit}"  # noqa: S608
    return sql, tuple(where.values)


class _Where:
    """Conditions that all have to hold, and their values."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.values: list[Any] = []

    def add(self, condition: str, *values: object) -> None:
        self._conditions.append(condition)
        self.values.extend(values)

    def add_any(self, column: str, choices: Sequence[str]) -> None:
        """One of several values; none given is no condition."""
        if choices:
            self.add(f"{column} IN ({_marks(choices)})", *choices)

    def sql(self) -> str:
        return f" WHERE {' AND '.join(self._conditions)}" if self._conditions else ""


def _add_effects(where: _Where, query: Query) -> None:
    if query.effects:
        marks = _marks(query.effects)
        found = f"SELECT target, compartment FROM effect WHERE effect IN ({marks})"  # noqa: S608 - only marks
        where.add(f"(record, compartment) IN ({found})", *query.effects)


def _add_facets(where: _Where, query: Query, *, from_scratch: bool) -> None:
    searched = dict(searched_facets(query.facets))
    for name, value in query.facets.items():
        if from_scratch and name in searched:
            condition = "EXISTS (SELECT 1 FROM facet WHERE name = ? AND value = ? AND n = item.n)"
            where.add(condition, name, searched[name])
        else:
            where.add("json_extract(facets, ?) = ?", f'$."{name}"', value)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def row(values: Sequence[Any]) -> Row:
    """A line from `COLUMNS` and `STATUS`."""
    record, compartment, kind, client, title, state, at, updated, due, severity, author, facets, status = values
    return Row(
        record,
        compartment,
        kind,
        client,
        title,
        state,
        status or "",
        at,
        updated,
        due,
        severity,
        author,
        canonical.decode(facets.encode()),
    )
