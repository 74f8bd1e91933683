"""Whose work it is where several people share files: one's own clients and those one stands in for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.desk import Action, Desk
from app.keeping import colleagues, compartments, safety
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a colleague waits for: the row of the record to open, the day it is wanted by, what to do."""

    row: Row
    due: str
    words: str


@dataclass(slots=True)
class Mine:
    """One look at one's own work; asked by ids, so that nobody else's file is listed on the way.

    `clients` are those whom this person leads, or stands in for: access to the clinical file that has an end and lets
    write. None in a practice of one, where everything is one's own.
    """

    desk: Desk
    clients: tuple[str, ...] | None = field(init=False)

    def __post_init__(self) -> None:
        self.clients = None if colleagues.is_alone(self.desk) else tuple(sorted({*self._led(), *self._covered()}))

    def has(self, client: str | None) -> bool:
        """Whether this person works with a client."""
        return self.clients is None or client in self.clients

    def ids(self, query: Query) -> list[str]:
        """Records of one's own clients, in the order of the query."""
        if self.clients is None:
            return self.desk.signin.ids(query)
        return self.desk.signin.ids(replace(query, clients=self.clients)) if self.clients else []

    def concerns(self, row: Row) -> bool:
        """Whether something with a date that is about no client is for this person to do."""
        if self.clients is None or row.client is not None:
            return self.has(row.client)
        if row.kind == "incident_response":
            persons = row.facets.get("persons") or ()
            return self.desk.account in persons or safety.may_manage(self.desk, row.compartment)
        return self.desk.may(Action.SAVE, self.desk.signin.compartment_kind(row.compartment))

    def _led(self) -> list[str]:
        return self.desk.signin.ids(Query(kinds=("client",), facets={"lead": self.desk.account}, states=("saved",)))

    def _covered(self) -> set[str]:
        sharing, clinical = self.desk.signin.sharing, set(self.desk.signin.compartments("clinical"))
        found = [one for one in sharing.ending() if one in clinical and "write" in sharing.rights(one)]
        return {client for one in found if (client := compartments.client_of(self.desk, one)) is not None}
