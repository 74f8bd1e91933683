"""Search: words and filters over everything this person can open, with excerpts, and clients by name or code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, naming, plans
from app.records import KINDS
from app.records.words import titled
from app.rules import permissions, queries
from app.rules.queries import Asked, Author, Due, Filter, HasFile, Kinds, OfClient, Since, States, Until, Wrong
from app.rules.query_words import CONSENT_STATES, EFFECTS, FILE_STATES, OWN_STATES, flat, searched
from app.services import clients
from app.services.clients import CODE_PREFIX, ClientRow
from app.services.practice import practices
from app.services.reading import statuses
from app.texts import _
from app.vaults import KnownError, failure
from storage.vault import Hit, Query, Row

MOST = 20
_MOST_WEIGHED = 1000  # records whose state is worked out for one search
_NUMBER = re.compile(r"(?:[a-z]+[- ]?)?0*(?P<number>\d{1,9})", re.ASCII | re.IGNORECASE)
_BOTH = frozenset({statuses.OPEN, statuses.CLOSED})  # of files and of incidents


@dataclass(frozen=True, slots=True)
class Found:
    r"""A hit; matches in the excerpt stand between \x02 and \x03. `client` is an id, `client_code` its code.

    `status` is computed, such as `amended`, `entered_in_error` or `expired`.
    """

    id: str
    kind: str
    kind_label: str
    title: str
    client: str | None
    client_code: str
    client_name: str
    excerpt: str
    state: str
    status: str
    at: str | None

    @property
    def is_in_error(self) -> bool:
        """Whether it was entered in error."""
        return self.status == "entered_in_error"


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, records entered in error last. `is_cut`: there is more than these."""

    found: list[Found]
    is_cut: bool = False


def find(desk: Desk, words: str, client: str | None = None, *, limit: int = MOST) -> list[Found]:
    """The best hits for what somebody typed, filters included; in one client's file where its id is given."""
    return look(desk, queries.parse(words, clock.today()), client, limit=limit).found


def understood(words: str) -> Asked:
    """What somebody typed; raises `search_unclear` with the place of the word that is not understood."""
    asked = queries.parse(words, clock.today())
    for wrong in asked.wrong:
        raise unclear(wrong)
    return asked


def look(desk: Desk, asked: Asked, client: str | None = None, *, limit: int = MOST) -> Results:
    """The best hits for words, or the newest that fit filters alone; nothing asked finds nothing.

    One entry names what is shown and holds words and filters sealed. Whether a consent is in force follows from the
    other consents of its client, which are list rows besides.

    Raises:
        KnownError: `search_unclear` with the place of the word that is not understood.
    """
    desk.require(Action.SEARCH, "identity")
    for wrong in asked.wrong:
        raise unclear(wrong)
    if asked.is_empty:
        return Results([])
    found = _ids(desk, asked, client, limit + 1)
    told = {"words": asked.text, "filters": _filters_told(asked, client)}
    hits = desk.signin.found(found[:limit], {name: text for name, text in told.items() if text})
    shown = [hit for hit in hits if _may_show(desk, hit)]
    computed = statuses.of(desk, [hit.row for hit in shown if hit.row.kind == "consent"])
    made = [_found(desk, hit, computed) for hit in shown]
    return Results(sorted(made, key=lambda one: one.is_in_error), len(found) > limit)


def unclear(wrong: Wrong) -> KnownError:
    """That a word of a search is not understood; `values["start"]` and `values["end"]` say where it stands."""
    start, end = wrong.span
    return failure(
        "search_unclear",
        number=str(wrong.number),
        word=wrong.word,
        problem=_(wrong.why),
        start=str(start),
        end=str(end),
    )


def title_of(desk: Desk, record_id: str) -> str:
    """How a record is called where another one refers to it; empty for what this person may not see."""
    desk.require_anywhere(Action.LIST, record_id)
    found = desk.signin.rows([record_id])
    return titled(_(KINDS[found[0].kind].label), naming.headline(desk, found[0])) if found else ""


def line_of(desk: Desk, record_id: str) -> Row | None:
    """The list row of a record that another one names, also of a draft; None for what this person may not see."""
    desk.require_anywhere(Action.LIST, record_id)
    return next(iter(plans.rows_of(desk, [record_id])), None)


def find_clients(desk: Desk, words: str, *, limit: int = 8) -> list[ClientRow]:
    """Clients by name or code (`7` is K-0007 too), for jumping to a file."""
    desk.require(Action.LIST, "identity")
    return clients.rows(desk, _clients_called(desk, words, limit)) if words.strip() else []


def _clients_called(desk: Desk, words: str, limit: int) -> list[str]:
    text = words.strip()
    number = _NUMBER.fullmatch(text)
    codes = [text.upper(), *([f"{CODE_PREFIX}-{int(number['number']):04d}"] if number else [])]
    wanted = [Query(kinds=("client",), facets={"code": code}, states=("saved",), limit=1) for code in codes]
    wanted.append(Query(kinds=("client",), title=text, states=("saved",), order="title", limit=limit))
    return list(dict.fromkeys(record for query in wanted for record in desk.signin.ids(query)))[:limit]


def _ids(desk: Desk, asked: Asked, client: str | None, count: int) -> list[str]:
    """Ids of what fits, best or newest first; nothing readable, so nothing is logged but what states rest on."""
    query = Query(words=asked.text, kinds=_allowed_kinds(desk), order="-at")
    if client is not None:
        query = replace(query, clients=_files_of(desk, client))
    weighed: list[frozenset[str]] = []
    for one in asked.filters:
        query = _narrowed(desk, asked, query, one)
        if isinstance(one, States):
            query, computed = _with_states(query, frozenset(one.names))
            weighed += [computed] if computed else []
    if query.states == ("draft",):
        query = replace(query, records=tuple(desk.signin.drafts()))
    if not query.kinds or (query.states == ("draft",) and not query.records):
        return []
    if weighed:
        return _weighed(desk, query, weighed, count)
    return desk.signin.ids(replace(query, limit=count))


def _narrowed(desk: Desk, asked: Asked, query: Query, one: Filter) -> Query:
    """The query with one filter more."""
    change: dict[str, Any] = {}
    match one:
        case Kinds(names):
            change = {"kinds": tuple(name for name in query.kinds if name in names)}
        case OfClient():
            change = {"clients": _files_of(desk, _client_called(desk, asked, one))}
        case Due(since, before):
            days = (day.isoformat() if day else None for day in (since, before))
            change = dict(zip(("due_from", "due_before"), days, strict=True), order="due")
        case Since(day):
            change = {"since": day}
        case Until():
            change = {"until": one.before}
        case Author():
            change = {"author": _person_called(desk, asked, one)}
        case HasFile():
            change = {"facets": {**query.facets, "has_file": "1"}}
        case States():
            pass  # `_with_states`
    return replace(query, **change)


def _with_states(query: Query, wanted: frozenset[str]) -> tuple[Query, frozenset[str]]:
    """The query as far as the index knows the states, and those that have to be worked out for each record."""
    if wanted <= OWN_STATES.keys():
        states = tuple(sorted(wanted & set(query.states) if query.states else wanted))
        return replace(query, states=states, kinds=query.kinds if states else ()), frozenset()
    if wanted <= EFFECTS.keys() and not query.effects:
        return replace(query, effects=tuple(sorted(wanted))), frozenset()
    if wanted & (OWN_STATES.keys() | EFFECTS.keys()):
        return query, wanted
    having = {
        "consent": wanted & CONSENT_STATES.keys(),
        "client": wanted & FILE_STATES.keys(),
        **dict.fromkeys(("incident", *statuses.REGISTERED), wanted & _BOTH),
    }
    query = replace(query, kinds=tuple(kind for kind in query.kinds if having.get(kind)))
    if query.kinds == ("client",) and len(wanted) == 1:
        return replace(query, facets={**query.facets, "status": next(iter(wanted))}), frozenset()
    if wanted == {"expired"}:
        query = replace(query, due_before=min(query.due_before or "9999", clock.today().isoformat()))
    return query, wanted


def _weighed(desk: Desk, query: Query, wanted: Sequence[frozenset[str]], count: int) -> list[str]:
    """Records that have one of each of the wanted states, the first ones; no more are looked at than it needs."""
    found: list[str] = []
    for batch in plans.batches(desk.signin.ids(query)[:_MOST_WEIGHED]):
        rows = desk.signin.rows(batch)
        computed = statuses.of(desk, rows)
        found += [row.record for row in rows if all(each & _states_of(row, computed) for each in wanted)]
        if len(found) >= count:
            break
    return found[:count]


def _states_of(row: Row, computed: dict[str, str]) -> frozenset[str]:
    status = computed.get(row.record, "")
    at_work = row.kind == "incident" and row.state == "signed" and status != statuses.CLOSED
    return frozenset({row.state, row.status, statuses.OPEN if at_work else status})


def _allowed_kinds(desk: Desk) -> tuple[str, ...]:
    """Kinds that are hits, as far as the role may search where they live."""
    return tuple(
        name
        for name in searched()
        if not KINDS[name].compartment or permissions.allowed(desk.role, Action.SEARCH, KINDS[name].compartment)
    )


def _files_of(desk: Desk, client: str) -> tuple[str, ...]:
    return tuple(joined.all_of(desk, joined.home_of(desk, client)))


def _client_called(desk: Desk, asked: Asked, one: OfClient) -> str:
    """The one client with this code or name."""
    found = _clients_called(desk, one.who, 2)
    if len(found) > 1:
        code, name = (
            Query(kinds=("client",), facets={"code": one.who.upper()}, states=("saved",), limit=2),
            Query(kinds=("client",), title_is=one.who, states=("saved",), limit=2),
        )
        found = desk.signin.ids(code) or desk.signin.ids(name)
    if len(found) != 1:
        raise unclear(
            asked.amiss(one, queries.SEVERAL_CLIENTS if _clients_called(desk, one.who, 1) else queries.NO_CLIENT)
        )
    return found[0]


def _person_called(desk: Desk, asked: Asked, one: Author) -> str:
    """The account of the one person with this name, or a part of it."""
    if not one.who:
        return desk.account
    wanted = flat(one.who)
    names = {person.account: flat(person.name) for person in practices.people(desk)}
    whole = [account for account, name in names.items() if name == wanted]
    part = [account for account, name in names.items() if wanted and f" {wanted}" in f" {name}"]
    found = whole or part
    if len(found) != 1:
        raise unclear(asked.amiss(one, queries.NO_PERSON))
    return found[0]


def _filters_told(asked: Asked, client: str | None) -> str:
    """The filters as the sealed part of the entry holds them."""
    parts = (queries.spelled_filters(asked.filters), f"client:{client}" if client is not None else "")
    return " ".join(part for part in parts if part)


def _may_show(desk: Desk, hit: Hit) -> bool:
    return permissions.allowed(desk.role, Action.SEARCH, desk.signin.compartment_kind(hit.row.compartment))


def _found(desk: Desk, hit: Hit, computed: dict[str, str]) -> Found:
    row, owner = hit.row, hit.owner
    code, name = naming.client_words(desk, owner)
    return Found(
        id=row.record,
        kind=row.kind,
        kind_label=_(KINDS[row.kind].label),
        title=naming.headline(desk, row, owner),
        client=row.client,
        client_code=code,
        client_name=name,
        excerpt=naming.excerpt(desk, row, owner, hit.excerpt),
        state=row.state,
        status=computed.get(row.record) or row.status,
        at=row.at,
    )
