"""A process that signs in as somebody, opens all it may, tries the rest, and waits to be looked into."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from app.desk import Desk
from app.services import incidents, records
from app.services.client_files import files
from app.services.practice import practices
from app.services.reading import today, trails
from app.vaults import KnownError, SecretBytes
from storage.vault import Query, Record


def main(path: Path, login: str) -> None:
    """Work until there is nothing left to try, then wait for the end of stdin."""
    # Read as bytes and wiped: what was typed is not what is looked for.
    with SecretBytes.from_text(sys.stdin.readline().rstrip("\n")) as secret:
        desk = practices.unlock(path, secret=secret, login=login, allow_cheap=True)
    seen = _look(desk)
    _try(desk)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    practices.lock(desk, "test")
    seen.clear()


def _look(desk: Desk) -> list[Record]:
    """Everything the window shows this person; what was read stays in memory, as on a page."""
    seen: list[Record] = []
    for page in (records.listing, today.overview, trails.page, incidents.ids):
        with contextlib.suppress(KnownError):
            page(desk)
    desk.signin.search("Qzo", limit=100)
    desk.signin.listing(Query())
    for client in desk.signin.ids(Query(kinds=("client",))):
        with contextlib.suppress(KnownError):
            files.open(desk, client, "treatment")
            files.timeline(desk, client)
    for record in desk.signin.ids(Query()):
        with contextlib.suppress(KnownError):
            seen.append(desk.signin.read(record))
    return seen


def _try(desk: Desk) -> None:
    """Every record, draft and compartment there is, whoever's it is."""
    connection = desk.signin._vault.connection
    sql = "SELECT record FROM revision UNION SELECT record FROM draft WHERE record NOT LIKE 'memo:%'"
    for (record,) in connection.execute(sql).fetchall():
        for read in (desk.signin.read, desk.signin.history, desk.signin.draft):
            with contextlib.suppress(KnownError):
                read(record)
    for (place,) in connection.execute("SELECT DISTINCT compartment FROM generation").fetchall():
        with contextlib.suppress(KnownError):
            desk.signin.label(place)
    for table in ("body", "draft", "trail", "revision", "generation"):
        connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
