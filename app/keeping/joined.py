"""Two files of one person shown as one: which file stands for a client, and which files it holds."""

from __future__ import annotations

from app.desk import Desk
from app.keeping import plans
from app.records.client import FileStatus
from storage.vault import Query


def home_of(desk: Desk, client: str) -> str:
    """The file that this client's file was joined to; the client's own when it was not."""
    query = Query(kinds=("client",), client=client, facets={"status": FileStatus.JOINED.value}, limit=1)
    if not desk.signin.ids(query):
        return client
    return str(plans.row_of(desk, client).facets.get("joined_into") or client)


def all_of(desk: Desk, client: str) -> list[str]:
    """The client's own file first, then those that were joined to it; asked by ids alone."""
    return [client, *sorted(desk.signin.ids(Query(kinds=("client",), facets={"joined_into": client})))]
