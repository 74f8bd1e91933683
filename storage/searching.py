"""Words and filters together: the best matches for what somebody typed, found in the own index (V-7.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from storage import listing, words
from storage.listing import Query

Ask = Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]]

_MOST_HITS = 100
_SPARE = 12  # so many hits more than wanted are ranked: a filter that most pass costs nothing more

_RANKED = (
    "SELECT rowid FROM (SELECT rowid, bm25(words, 4.0, 1.0) AS score FROM words "
    "WHERE words MATCH ?{among} ORDER BY score LIMIT ?)"
)


def best(ask: Ask, query: Query) -> list[str]:
    """Ids of the records that fit, the best match for `query.words` first, at most 100.

    The hits are ranked before anything else is read: there may be thousands of them. Mostly enough of the first ones
    pass the filters; where they do not, the hits are looked for among what the filters leave.
    """
    expression = words.match_expression(query.words)
    if not expression:
        return []
    limit = min(query.limit or _MOST_HITS, _MOST_HITS)
    among = replace(query, words="", limit=None)
    if query.client is not None or query.clients:
        return _among(ask, expression, among, limit)
    first = [row[0] for row in ask(_RANKED.format(among=""), (expression, limit + _SPARE))]
    found = _passing(ask, first, among)[:limit]
    if len(found) == limit or len(first) < limit + _SPARE:
        return found
    return _among(ask, expression, among, limit)


def _among(ask: Ask, expression: str, query: Query, limit: int) -> list[str]:
    sql, values = listing.select("n", query)
    # The plus keeps the full-text search from being asked once for every record that is left.
    ranked = _RANKED.format(among=f" AND +rowid IN ({sql})")
    numbers = [row[0] for row in ask(ranked, (expression, *values, limit))]
    return _passing(ask, numbers, Query())


def _passing(ask: Ask, numbers: list[int], query: Query) -> list[str]:
    """Those of these that pass the filters, in their order."""
    sql, values = listing.select("n, record", query, numbers)
    records: dict[int, str] = dict(ask(sql, values)) if numbers else {}
    return [records[number] for number in numbers if number in records]


def takes_turns(query: Query) -> bool:
    """Whether the newest records of several kinds are asked for, with nothing else to start from."""
    starts = (query.client, query.clients, query.records, query.effects, query.due_from, query.due_before)
    return len(query.kinds) > 1 and query.limit is not None and query.order == "-at" and not any(starts)


def newest(ask: Ask, query: Query) -> list[str]:
    """Ids of the newest records of several kinds: each kind gives its newest, which lie in order; all would not."""
    found: list[tuple[Any, ...]] = []
    for kind in query.kinds:
        found += ask(*listing.select("at, updated, record", replace(query, kinds=(kind,))))
    newest_first = sorted(found, key=lambda row: (row[0] or "", *row[1:]), reverse=True)
    return [row[2] for row in newest_first[: query.limit]]
