"""The names of the people in one's own files, read once from lists, so that a text about them can be checked."""

from __future__ import annotations

from app.desk import Action, Desk
from app.keeping import plans
from app.keeping.whose import Mine
from app.rules.names import Known, NameBook
from storage.vault import Query, Row


def book(desk: Desk) -> NameBook:
    """The names by which one's own clients and the people around them are listed; delivering them is a listing entry.

    Other names of a client, such as the one in documents, stand in the record alone and are not in it.
    """
    desk.require(Action.LIST, "identity")
    mine = Mine(desk)
    clients = plans.rows_of(desk, mine.ids(Query(kinds=("client",), states=("saved",))))
    around = plans.rows_of(desk, mine.ids(Query(kinds=("related_person",), states=("saved",))))
    codes = {row.record: str(row.facets.get("code", "")) for row in clients}
    known = [Known(row.record, codes[row.record], row.title) for row in clients]
    known += [_around(row, codes) for row in around if row.client in codes]
    return NameBook.of(known)


def _around(row: Row, codes: dict[str, str]) -> Known:
    """Somebody around a client is told by what they are to the client: `K-0007 (mother)`."""
    client = row.client or ""
    relationship = str(row.facets.get("relationship", ""))
    return Known(client, f"{codes[client]} ({relationship})" if relationship else codes[client], row.title)
