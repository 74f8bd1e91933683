"""A pack for a supervisor outside while somebody changes its words: kept sealed for oneself, one for each client.

Nothing leaves by it: the disclosure is written when the pack goes out, by the one way there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.desk import Action, Desk
from app.keeping import naming, plans, why
from app.services.client_safety import safety_plans
from app.services.supervision.pseudonymous import Pack
from app.vaults import failure

_MEMO = "supervision_packs"


class _Kept(msgspec.Struct):
    pack: Pack
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pack that somebody can go on with; `at` is when its words were last kept (UTC)."""

    client: str
    code: str
    name: str
    at: str


def keep(desk: Desk, pack: Pack, words: str) -> None:
    """Keep the words as they are now, in place of those before; durable on return."""
    desk.require(Action.PRINT, "clinical", record=pack.client)
    known = _all(desk)
    known[pack.client] = _Kept(pack, words, datetime.now(UTC).isoformat())
    _remember(desk, known)


def waiting(desk: Desk) -> list[Waiting]:
    """The packs that were begun for clients whose file this person can still open, the latest first; others go."""
    desk.require(Action.LIST, "identity")
    known = _all(desk)
    rows = {row.record: row for row in plans.rows_of(desk, list(known))} if known else {}
    still = {client: kept for client, kept in known.items() if client in rows}
    if still.keys() != known.keys():
        _remember(desk, still)
    found = [Waiting(client, *naming.client_words(desk, rows[client]), kept.at) for client, kept in still.items()]
    return sorted(found, key=lambda one: one.at, reverse=True)


def resume(desk: Desk, client_id: str) -> tuple[Pack, str]:
    """The pack and its words; showing them again is an entry that names the records they were made of.

    Raises:
        KnownError: `no_draft`, `refused`, `not_shared`, `purpose_needed`, `copy_not_safe` …
    """
    desk.require_record(Action.PRINT, client_id)
    desk.require(Action.PRINT, "clinical", record=client_id)
    why.purpose_for(desk, client_id, None)
    kept = _all(desk).get(client_id)
    if kept is None:
        raise failure("no_draft")
    records = [record for record, _compartment in kept.pack.objects]
    safety_plans.check_may_leave(desk, *records, client_id=client_id)
    plans.rows_of(desk, records)
    return kept.pack, kept.words


def drop(desk: Desk, client_id: str) -> None:
    """Throw the words away, or forget them because they went out."""
    desk.require(Action.PRINT, "clinical", record=client_id)
    known = _all(desk)
    if known.pop(client_id, None) is not None:
        _remember(desk, known)


def _all(desk: Desk) -> dict[str, _Kept]:
    return msgspec.convert(desk.signin.recall(_MEMO) or {}, dict[str, _Kept])


def _remember(desk: Desk, known: dict[str, _Kept]) -> None:
    plain: dict[str, Any] = msgspec.to_builtins(known)
    desk.signin.remember(_MEMO, plain)
