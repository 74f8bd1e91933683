"""After a client's suicide: the files that the incident names, and putting a hold on each of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import joined, naming, plans
from app.keeping.plans import Saved
from app.records.legal_hold import HoldReason
from app.services.client_files import holds, open_incidents
from app.texts import _


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the incident names, and since when it is on hold for it; empty: it is not."""

    client: str
    code: str
    name: str
    held_since: str


def files(desk: Desk, incident_id: str) -> list[NamedFile]:
    """The files that an incident names."""
    desk.require_record(Action.VIEW, incident_id)
    homes = dict.fromkeys(joined.home_of(desk, one) for one in open_incidents.clients_in(desk, [incident_id]))
    return [_file(desk, client) for client in homes]


def hold(desk: Desk, incident_id: str) -> list[Saved]:
    """Put a hold on every file that the incident names and that has none for an incident yet: nothing is destroyed.

    Raises:
        KnownError: `refused` for whoever may not sign in client files.
    """
    desk.require_record(Action.SAVE, incident_id)
    desk.require(Action.SIGN, "clinical")
    note = _("After the death of the client")
    return [
        holds.place(desk, one.client, reason=HoldReason.INCIDENT, note=note, about=incident_id)
        for one in files(desk, incident_id)
        if not one.held_since
    ]


def _file(desk: Desk, client: str) -> NamedFile:
    (row,) = plans.rows_of(desk, [client])
    code, name = naming.client_words(desk, row)
    standing = [one.since for one in holds.in_force(desk, client) if one.reason == HoldReason.INCIDENT]
    return NamedFile(client, code, name, min(standing, default=""))
