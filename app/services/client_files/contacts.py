"""Safe contact: what is known of a client and of the people around, and what the rules say about a contact."""

from __future__ import annotations

from app.desk import Action, Desk
from app.keeping import compartments, joined, opening, why
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.contact import Contact
from app.records.related_person import RelatedPerson
from app.rules import contacts as rules
from app.rules.contacts import Known
from app.vaults import failure
from storage.vault import Query


def known(desk: Desk, client_id: str) -> Known:
    """Numbers, alerts, people around the client and whom the client fears: read once, asked often."""
    desk.require_record(Action.VIEW, client_id)
    files = joined.all_of(desk, joined.home_of(desk, client_id))
    query = [Query(kinds=("related_person",), client=client, states=("saved",)) for client in files]
    people = [record for one in query for record in desk.signin.ids(one)]
    profile = compartments.profile_of(desk, files[0])
    wanted = [files[0], *people, *([profile] if profile and desk.signin.head_of(profile) else [])]
    purpose = why.purpose_of_writing(desk, compartments.identity_of(desk, files[0]))
    found = {record.record: opening.plain(record).body for record in desk.signin.read_many(wanted, purpose=purpose)}
    client = found.get(files[0])
    if not isinstance(client, Client):
        raise failure("not_found", what=client_id)
    persons = {record: body for record, body in found.items() if isinstance(body, RelatedPerson)}
    return Known(client, persons, next((body for body in found.values() if isinstance(body, ClientProfile)), None))


def check(desk: Desk, contact: Contact, client_id: str) -> None:
    """Note whether the safe-contact rule was followed.

    Raises:
        KnownError: `contact_not_safe` for a contact that the rule forbids and nobody gave a reason for.
    """
    desk.require(Action.SIGN, "clinical", record=client_id)
    rule = known(desk, client_id)
    blocks = rules.judge(contact, rule).blocks
    if blocks and not contact.unsafe_reason.strip():
        raise failure("contact_not_safe", rules=" ".join(blocks))
    contact.safe_contact = rules.outcome(contact, rule)
