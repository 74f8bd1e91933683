"""Search: words in everything this person can open, with excerpts."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import plans
from app.records import KINDS, headline
from app.rules import permissions
from app.services import clients
from app.texts import _
from storage.vault import Hit, Row


@dataclass(frozen=True, slots=True)
class Found:
    r"""A hit; matches in the excerpt stand between \x02 and \x03. `client` is an id, `client_code` its code."""

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


def find(desk: Desk, words: str, client: str | None = None, *, limit: int = 20) -> list[Found]:
    """The best hits; one entry names them, and holds the words sealed. Nothing typed finds nothing."""
    desk.require(Action.SEARCH, "identity")
    if not words.strip():
        return []
    hits = [hit for hit in desk.signin.search(words, limit=limit, client=client) if _may_show(desk, hit)]
    owners = {row.record: row for row in plans.rows_of(desk, list({hit.row.client for hit in hits if hit.row.client}))}
    return [_found(hit, owners.get(hit.row.client or "")) for hit in hits]


def _may_show(desk: Desk, hit: Hit) -> bool:
    kind = KINDS.get(hit.row.kind)
    place = desk.signin.compartment_kind(hit.row.compartment)
    shown = kind is not None and hit.row.kind not in {"register_entry", "practice_profile", "person"}
    return shown and permissions.allowed(desk.role, Action.SEARCH, place)


def _found(hit: Hit, owner: Row | None) -> Found:
    row = hit.row
    return Found(
        id=row.record,
        kind=row.kind,
        kind_label=_(KINDS[row.kind].label),
        title=headline(row.kind, row.title, row.facets),
        client=row.client,
        client_code=str(owner.facets.get("code", "")) if owner else "",
        client_name=owner.title if owner else "",
        excerpt=hit.excerpt,
        state=row.state,
        status=row.status,
        at=row.at,
    )


def find_clients(desk: Desk, words: str, *, limit: int = 8) -> list[clients.ClientRow]:
    """Clients by name or code, for jumping to a file."""
    desk.require(Action.LIST, "identity")
    return clients.rows(desk, clients.ids(desk, text=words)[:limit]) if words.strip() else []
