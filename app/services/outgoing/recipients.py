"""Whom something can go to: people around the client, and those who received something of the file before."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.records.release_choices import DisclosureBasis
from app.services.client_files import summaries
from app.services.outgoing import disclosures, releases


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to offer. `known_as`: doctor, sister, or empty for who is known from the register alone."""

    name: str
    organisation: str
    known_as: str


def known(desk: Desk, client_id: str) -> list[Recipient]:
    """Whom to offer for a client, each once: whom releases name, people around the client, earlier recipients.

    Never somebody who must not be contacted, or must not learn that this person is a client.
    """
    desk.require(Action.LIST, "clinical", record=client_id)
    people, register = summaries.people(desk, client_id), disclosures.rows(desk, client_id)
    left_out = {_key(person.name) for person in people if person.is_unsafe}
    left_out |= {_key(line.recipient) for line in register if line.basis == DisclosureBasis.CLIENT_ACCESS}
    found: dict[tuple[str, str], Recipient] = {}
    for row in releases.rows(desk, client_id):
        for name, organisation in row.facts.recipients:
            _add(found, Recipient(name, organisation, ""))
    for person in people:
        _add(found, Recipient(person.name, "", person.relationship or ", ".join(person.roles)))
    for line in register:
        _add(found, Recipient(line.recipient, line.organisation, ""))
    return [one for one in found.values() if _key(one.name) not in left_out or not one.name.strip()]


def _add(found: dict[tuple[str, str], Recipient], one: Recipient) -> None:
    if one.name.strip() or one.organisation.strip():
        found.setdefault((_key(one.name), _key(one.organisation)), one)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())
