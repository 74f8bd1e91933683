"""Safe contact: a feared person, an unsafe number, a forbidden way; a refusal with advice, and a reason that holds."""

from __future__ import annotations

from typing import Any

import pytest

from app.desk import Desk
from app.records import decode
from app.records.client import Client
from app.records.client_profile import ClientProfile, Representative
from app.records.contact import Contact, SafeContact
from app.records.related_person import RelatedPerson
from app.rules.contacts import Known, judge, outcome
from app.services import clients, records
from app.services.client_files import contacts, files
from app.services.clients import ClientRef
from tests.app.helpers import entries, fails

JAN, MARIA = "01a20274-0000-7000-8000-000000000001", "01a20274-0000-7000-8000-000000000002"
MOBILE = {"number": "600 100 200", "safe_to_call": "no", "safe_to_leave_voicemail": "no", "safe_to_text": "yes"}
OFFICE = {"number": "+48 22 555 66 77", "safe_to_call": "yes", "safe_to_leave_voicemail": "no"}


def known(**values: Any) -> Known:
    """A client with a forbidden mobile, and Jan, who must not know; `values` change the client."""
    given = {
        "name": "Anna",
        "phones": [MOBILE, OFFICE],
        "emails": [{"address": "anna@example.org", "safe_to_write": "no"}],
        "addresses": [{"text": "Lipowa 1", "safe_to_post": "no"}],
        "desk_alerts": [{"text": "Call after noon only.", "do_not_contact": "her former husband"}],
    }
    client = decode("client", 1, {**given, **values})
    jan = {
        "name": "Jan Zawadzki",
        "relationship": "husband",
        "must_not_know": True,
        "phones": [{"number": "501 502 503"}],
    }
    maria = {"name": "Maria Lis", "relationship": "sister", "contact_rule": "emergency_only"}
    persons = {JAN: decode("related_person", 1, jan), MARIA: decode("related_person", 1, maria)}
    assert isinstance(client, Client)
    return Known(client, {name: body for name, body in persons.items() if isinstance(body, RelatedPerson)})


def contact(**values: Any) -> Contact:
    """A contact with these values."""
    body = decode("contact", 1, values)
    assert isinstance(body, Contact)
    return body


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"direction": "to_other", "person": JAN}, "Jan Zawadzki must not be contacted."),
        ({"direction": "to_other", "with_whom": "Jan"}, "Jan Zawadzki must not be contacted."),
        ({"direction": "to_other", "with_whom": "the husband's office", "address_used": "+48 501-502-503"},
         "Jan Zawadzki must not be contacted."),
        ({"direction": "to_other", "with_whom": "former husband"}, "her former husband must not be contacted."),
        ({"direction": "to_other", "person": MARIA}, "Maria Lis may be contacted only in an emergency."),
        ({"direction": "from_other", "person": JAN},
         "Jan Zawadzki must not learn anything: tick that nothing was confirmed."),
        ({"direction": "to_client", "channel": "phone", "address_used": "600100200"},
         "Calling 600 100 200 is not safe."),
        ({"direction": "to_client", "channel": "phone", "reached": "voicemail", "address_used": "225556677"},
         "A voicemail on +48 22 555 66 77 is not safe."),
        ({"direction": "to_client", "channel": "text", "address_used": "501 502 503"},
         "This number or address belongs to Jan Zawadzki."),
        ({"direction": "to_client", "channel": "email"}, "Writing to this address is not safe."),
        ({"direction": "to_client", "channel": "email", "address_used": "Anna@Example.org"},
         "Writing to this address is not safe."),
        ({"direction": "to_client", "channel": "letter"}, "Sending post to this address is not safe."),
    ],
)  # fmt: skip
def test_what_the_rule_forbids(values: dict[str, Any], said: str) -> None:
    assert judge(contact(**values), known()).blocks == (said,)
    assert outcome(contact(**values), known()) is SafeContact.NOT_FOLLOWED


@pytest.mark.parametrize(
    "values",
    [
        {"direction": "from_client", "channel": "phone"},
        {"direction": "to_client", "channel": "phone"},  # one of the numbers is safe, and nobody said which it was
        {"direction": "to_client", "channel": "phone", "address_used": "225556677"},
        {"direction": "to_client", "channel": "text", "address_used": "600 100 200"},
        {"direction": "to_client", "channel": "email", "address_used": "work@example.org"},
        {"direction": "from_other", "person": JAN, "nothing_confirmed": True},
        {"direction": "from_other", "with_whom": "a stranger"},
        {"direction": "to_other", "with_whom": "GP"},
        {"direction": "to_other", "with_whom": "school", "address_used": "22"},
    ],
)
def test_what_the_rule_lets_pass(values: dict[str, Any]) -> None:
    assert judge(contact(**values), known()).blocks == ()
    assert outcome(contact(**values), known()) is SafeContact.FOLLOWED


def test_a_call_from_outside_always_reminds_never_to_confirm() -> None:
    hints = judge(contact(direction="from_other", with_whom="a stranger"), known()).hints
    assert hints == ("Neither confirm nor deny that somebody is a client here.", "Call after noon only.")


def test_every_number_forbidden_is_forbidden_without_saying_which() -> None:
    found = judge(contact(direction="to_client", channel="phone"), known(phones=[MOBILE]))
    assert found.blocks == ("Calling 600 100 200 is not safe.",)


def test_whom_the_client_fears_is_not_called_back() -> None:
    profile = ClientProfile(representatives=[Representative(name="Marek Wolny", is_person_feared=True)])
    feared = Known(Client(name="Anna"), {}, profile)
    assert judge(contact(direction="to_other", with_whom="Mr Wolny"), feared).blocks == (
        "Marek Wolny must not be contacted.",
    )
    assert judge(contact(direction="to_other", with_whom="Ewa Wolny"), feared).blocks == ()
    linked = Known(
        Client(name="Anna"),
        {MARIA: RelatedPerson(name="Maria Lis", relationship="mother")},
        ClientProfile(representatives=[Representative(person=MARIA, is_person_feared=True)]),
    )
    assert judge(contact(direction="to_other", person=MARIA), linked).blocks == ("Maria Lis must not be contacted.",)


def test_without_any_rule_none_is_said_to_be_followed() -> None:
    free = Known(Client(name="Anna"))
    assert outcome(contact(direction="to_client", channel="phone"), free) is SafeContact.NO_RULE


def add_jan(desk: Desk, anna: ClientRef) -> str:
    """The husband who must not know, kept in the file."""
    values = {"name": "Jan Zawadzki", "relationship": "husband", "must_not_know": True}
    return records.save(desk, records.start(desk, "related_person", anna.id, **values)).record


def test_a_call_back_to_the_feared_person_is_refused_until_there_is_a_reason(desk: Desk, anna: ClientRef) -> None:
    jan = add_jan(desk, anna)
    call = records.start(
        desk, "contact", anna.id, channel="phone", direction="to_other", with_whom="husband", person=jan
    )
    call = records.keep(desk, call.with_values({"gist": "Asked to be called back."}))
    with fails("contact_not_safe") as found:
        records.sign(desk, call)
    assert found[0].values["rules"] == "Jan Zawadzki must not be contacted."
    assert desk.signin.head_of(call.record) is None
    assert records.unfinished(desk) == [call.record]
    signed = records.sign(desk, call.with_values({"unsafe_reason": "Ambulance on its way, door locked."}))
    body = records.open(desk, signed.record).body
    assert isinstance(body, Contact)
    assert body.safe_contact is SafeContact.NOT_FOLLOWED
    line = next(line for line in files.timeline(desk, anna.id) if line.record == signed.record)
    assert line.severity == 1


def test_his_call_is_kept_once_nothing_was_confirmed(desk: Desk, anna: ClientRef) -> None:
    jan = add_jan(desk, anna)
    call = records.start(
        desk, "contact", anna.id, channel="phone", direction="from_other", with_whom="husband", person=jan
    )
    call = call.with_values({"gist": "Asked whether his wife comes here."})
    with fails("contact_not_safe"):
        records.sign(desk, call)
    signed = records.sign(desk, call.with_values({"nothing_confirmed": True}))
    body = records.open(desk, signed.record).body
    assert isinstance(body, Contact)
    assert body.safe_contact is SafeContact.FOLLOWED


def test_what_is_known_is_read_under_one_entry(desk: Desk, anna: ClientRef) -> None:
    jan = add_jan(desk, anna)
    found = contacts.known(desk, anna.id)
    assert (found.client.name, list(found.persons)) == ("Anna Zawadzka", [jan])
    entry = entries(desk)[-1]
    assert (entry.action, sorted(entry.records)) == ("view", sorted([anna.id, jan]))


def test_a_client_lists_whom_not_to_contact_among_the_hints(desk: Desk, anna: ClientRef) -> None:
    opened = clients.read(desk, anna.id)
    assert isinstance(opened.body, Client)
    changed = decode("client", 1, {"name": "Anna", "desk_alerts": [{"do_not_contact": "her brother"}]})
    assert isinstance(changed, Client)
    clients.save(desk, anna.id, changed, opened.record.revision)
    assert files.open(desk, anna.id).safe_contact == ["do not contact: her brother"]
