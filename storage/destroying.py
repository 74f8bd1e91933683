"""Destroying compartments for good: keys, words, drafts and files go; signed rows and the trail stay (V-5.10)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from storage import database, index_file
from storage.database import Connection, many
from storage.errors import KnownError, failure
from storage.opened import PERSONAL, PRACTICE, REGISTER, OpenVault
from storage.trail import Event

_MADE_ONCE = frozenset({PRACTICE, PERSONAL, REGISTER})


def destroy(
    vault: OpenVault, compartments: Sequence[str], purpose: str, also: Callable[[], None] = lambda: None
) -> None:
    """Destroy all of them or none; one entry for each. Durable on return. `also` runs in the same transaction.

    Raises `not_shared` without the right to share, and `database_busy` while a backup copies the file:
    what it copies must not be half of this.
    """
    for compartment in compartments:
        if vault.keyring.open(compartment, "share").kind in _MADE_ONCE:
            raise ValueError(compartment)
    if vault.checkpoints_held:
        raise failure("database_busy")
    named: list[str] = []
    with vault.trail.transaction():
        for compartment in compartments:
            facts = _delete(vault.connection, compartment, named)
            vault.trail.append(Event(action="destroy", compartment=compartment, purpose=purpose, facts=facts))
        also()
    vault.keyring.forget(list(compartments))
    # An index that cannot be cleaned up now is thrown away.
    with contextlib.suppress(KnownError):
        vault.index.purge(compartments)
    _remove_other_indexes(vault)
    vault.clear_away(named)
    database.checkpoint(vault.connection)


def _delete(connection: Connection, compartment: str, named: list[str]) -> dict[str, int]:
    """Delete inside the running transaction; how much it was. `named` takes the ids of files."""
    records = _column(connection, "SELECT DISTINCT record FROM revision WHERE compartment = ?", compartment)
    drafts = _column(connection, "SELECT record FROM draft WHERE compartment = ?", compartment)
    for record in dict.fromkeys([*records, *drafts]):
        named += _column(connection, "SELECT attachment FROM attached WHERE record = ?", record)
        connection.execute("DELETE FROM attached WHERE record = ?", (record,))
        connection.execute("DELETE FROM body WHERE record = ?", (record,))
        connection.execute("DELETE FROM draft WHERE record = ?", (record,))
    sql = 'DELETE FROM grant_key WHERE "grant" IN (SELECT id FROM "grant" WHERE compartment = ?)'
    keys = connection.execute(sql, (compartment,)).rowcount
    return {"drafts": len(drafts), "keys": keys, "records": len(records)}


def _column(connection: Connection, sql: str, value: str) -> list[str]:
    return [row[0] for row in many(connection, sql, (value,))]


def _remove_other_indexes(vault: OpenVault) -> None:
    """Other people's indexes hold the words too, and only they could open them: they are made anew."""
    for path in (vault.path / "index").glob("*.db"):
        if path.stem != vault.account:
            index_file.remove(path)
