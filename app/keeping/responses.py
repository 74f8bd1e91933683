"""What a response to an incident has to keep when it is saved: earlier gradings, and what closing asked for."""

from __future__ import annotations

from app.desk import Desk
from app.keeping import colleagues, opening, why
from app.records.incident_response import IncidentResponse
from app.rules import incidents
from app.rules.safety import settle
from app.vaults import failure


def check(desk: Desk, record: str, compartment: str, body: IncidentResponse) -> None:
    """Hold a response against what was saved of it before.

    Harm gradings are added, never changed: the ones that were saved must still begin the list. Nothing that closing
    asked for goes while the incident is closed. Another name in place of a colleague who was responsible takes the
    responsibility from them.

    Raises:
        KnownError: `first_estimate_kept`, `cannot_close`.
    """
    lacking = incidents.missing_to_close(body, alone=colleagues.is_alone(desk)) if body.closed_on else []
    if lacking:
        raise failure("cannot_close", steps=", ".join(lacking))
    if desk.signin.head_of(record) is None:
        return
    before = opening.body_of(desk, record, why.purpose_in(desk, compartment, None))
    if not isinstance(before, IncidentResponse):
        return
    if body.harm[: len(before.harm)] != before.harm:
        raise failure("first_estimate_kept")
    settle(before, body)
