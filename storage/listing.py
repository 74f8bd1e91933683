"""Lines of lists and the questions for them: what the own index is asked, and how it answers (V-7.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    "FROM effect WHERE effect.target = item.record)"
)


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
    """Which records, in which order. Empty fields do not filter."""

    kinds: tuple[str, ...] = ()
    client: str | None = None
    compartments: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    title: str = ""
    title_is: str = ""
    facets: Mapping[str, Any] = field(default_factory=dict)
    due_before: str | None = None
    since: str | None = None
    until: str | None = None
    order: str = "-updated"
    limit: int | None = None


def select(columns: str, query: Query) -> tuple[str, tuple[Any, ...]]:
    """SQL and values of a query."""
    conditions: list[str] = []
    values: list[Any] = []

    def add(condition: str, *parameters: object) -> None:
        conditions.append(condition)
        values.extend(parameters)

    def add_any(column: str, choices: Iterable[str]) -> None:
        found = tuple(choices)
        if found:
            add(f"{column} IN ({', '.join('?' * len(found))})", *found)

    add_any("kind", query.kinds)
    add_any("compartment", query.compartments)
    add_any("state", query.states)
    given = {
        "client = ?": query.client,
        "instr(sort, ?) > 0": words.fold(query.title) or None,
        "sort = ?": words.fold(query.title_is) or None,
        "due IS NOT NULL AND due < ?": query.due_before,
        "at >= ?": query.since,
        "at < ?": query.until,
    }
    for condition, value in given.items():
        if value is not None:
            add(condition, value)
    for name, value in query.facets.items():
        add("json_extract(facets, ?) = ?", f'$."{name}"', value)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    limit = f" LIMIT {query.limit:d}" if query.limit is not None else ""
    return f"SELECT {columns} FROM item{where} ORDER BY {_ORDERS[query.order]}{limit}", tuple(values)  # noqa: S608


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
