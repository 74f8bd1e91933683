"""Two files of one person shown as one: which file stands for a client, and which files it holds."""

from __future__ import annotations

from dataclasses import replace

from app.desk import Desk
from app.keeping import plans
from app.records.client import FileStatus
from storage.vault import Query, Row


def home_of(desk: Desk, client: str) -> str:
    """The file that this client's file was joined to; the client's own when it was not. Looked up once a sign-in."""
    if client not in desk.homes:
        query = Query(kinds=("client",), client=client, facets={"status": FileStatus.JOINED.value}, limit=1)
        found = plans.rows_of(desk, desk.signin.ids(query))
        desk.homes[client] = str(found[0].facets.get("joined_into") or client) if found else client
    return desk.homes[client]


def all_of(desk: Desk, client: str) -> list[str]:
    """The client's own file first, then those that were joined to it; asked by ids alone."""
    return [client, *sorted(desk.signin.ids(Query(kinds=("client",), facets={"joined_into": client})))]


def found(desk: Desk, client: str, query: Query) -> list[Row]:
    """The list rows that a query finds in all files of a client, file by file; a limit counts for each file."""
    every = all_of(desk, home_of(desk, client))
    return plans.rows_of(desk, [record for one in every for record in desk.signin.ids(replace(query, client=one))])


def rows(desk: Desk, client: str, kind: str) -> list[Row]:
    """The list rows of one kind in all files of a client, newest first; drafts of this person are among them."""
    listed = found(desk, client, Query(kinds=(kind,), order="-at"))
    return sorted(listed, key=lambda row: (row.at or "", row.updated), reverse=True)
