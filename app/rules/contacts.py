"""Safe contact: who must not be reached, by which number, and who must not learn that somebody is a client.

The rule never says yes to a question whether somebody is a client: it reminds, and it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.records.choices import Channel, YesNo
from app.records.client import Client, Phone
from app.records.client_profile import ClientProfile
from app.records.contact import OUTGOING, WITH_OTHERS, Contact, Direction, Reached, SafeContact
from app.records.related_person import ContactRule, RelatedPerson
from app.texts import _

_FEWEST_DIGITS = 6  # fewer than that fit too many numbers
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a client and of the people around; `persons` by the id of their record."""

    client: Client
    persons: dict[str, RelatedPerson] = field(default_factory=dict)
    profile: ClientProfile | None = None

    @property
    def has_rules(self) -> bool:
        """Whether there is any rule to follow."""
        client = self.client
        answers = [answer for phone in client.phones for answer in _answers(phone)]
        answers += [email.safe_to_write for email in client.emails]
        answers += [address.safe_to_post for address in client.addresses]
        return (
            YesNo.NO in answers
            or any(alert.do_not_contact.strip() for alert in client.desk_alerts)
            or any(person.is_unsafe for person in self.persons.values())
            or bool(_feared(self))
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks against a contact (it needs a reason), and what to keep in mind (it does not)."""

    blocks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def judge(contact: Contact, known: Known) -> Verdict:
    """What the rules say about a contact as it is written down."""
    blocks = list(_against(contact, known))
    hints = []
    if contact.direction is Direction.FROM_OTHER:
        hints.append(_("Neither confirm nor deny that somebody is a client here."))
    if contact.direction in OUTGOING or contact.direction in WITH_OTHERS:
        hints += [alert.text for alert in known.client.desk_alerts if alert.text.strip()]
    return Verdict(tuple(dict.fromkeys(blocks)), tuple(dict.fromkeys(hints)))


def outcome(contact: Contact, known: Known) -> SafeContact:
    """What the signed record says about the rule."""
    if judge(contact, known).blocks:
        return SafeContact.NOT_FOLLOWED
    return SafeContact.FOLLOWED if known.has_rules else SafeContact.NO_RULE


def _against(contact: Contact, known: Known) -> Iterator[str]:
    if contact.direction is Direction.TO_CLIENT:
        yield from _ways_to_client(contact, known.client)
    elif contact.direction is Direction.TO_OTHER:
        yield from _reaching_others(contact, known)
        yield from _others_ways(contact, known)
    elif contact.direction is Direction.FROM_OTHER and not contact.nothing_confirmed:
        for who in _unsafe(contact, known):
            yield _("{who} must not learn anything: tick that nothing was confirmed.").format(who=who)
    if contact.direction is Direction.TO_CLIENT and contact.address_used:
        for person in _owners(contact.address_used, known):
            if person.is_unsafe:
                yield _("This number or address belongs to {who}.").format(who=person.name)


def _reaching_others(contact: Contact, known: Known) -> Iterator[str]:
    for who in _unsafe(contact, known):
        yield _("{who} must not be contacted.").format(who=who)
    for person in _meant(contact, known):
        if person.contact_rule is ContactRule.EMERGENCY_ONLY and not person.is_unsafe:
            yield _("{who} may be contacted only in an emergency.").format(who=person.name)


def _unsafe(contact: Contact, known: Known) -> Iterator[str]:
    """Names of those meant by the contact who are not safe."""
    yield from (person.name for person in _meant(contact, known) if person.is_unsafe)
    said = contact.with_whom
    yield from (
        alert.do_not_contact.strip() for alert in known.client.desk_alerts if _names(alert.do_not_contact, said)
    )
    meant = {person.name for person in _meant(contact, known)}
    for name in _feared(known):
        if name in meant or _names(name, said):
            yield name


def _meant(contact: Contact, known: Known) -> list[RelatedPerson]:
    """People around the client whom the contact names, by reference, name or number."""
    chosen = known.persons.get(contact.person)
    if chosen is not None:
        return [chosen]
    named = [person for person in known.persons.values() if _names(person.name, contact.with_whom)]
    owners = _owners(contact.address_used, known)
    return named + [person for person in owners if person not in named]


def _owners(address: str, known: Known) -> list[RelatedPerson]:
    return [
        person
        for person in known.persons.values()
        if any(_same_number(phone.number, address) for phone in person.phones)
        or any(_same_text(email.address, address) for email in person.emails)
    ]


def _feared(known: Known) -> list[str]:
    """Names of those whom the client is afraid of, from the profile."""
    representatives = known.profile.representatives if known.profile else []
    found = []
    for person in representatives:
        if person.is_person_feared:
            linked = known.persons.get(person.person)
            found.append(linked.name if linked else person.name or person.relationship)
    return [name for name in found if name.strip()]


def _ways_to_client(contact: Contact, client: Client) -> Iterator[str]:
    """Refused ways: of the number that was used, or of all numbers when none is named."""
    used = contact.address_used
    phones = [phone for phone in client.phones if not used or _same_number(phone.number, used)]
    yield from _refused_phones(contact, phones, only_if_all=not used)
    if contact.channel is Channel.EMAIL:
        emails = [email for email in client.emails if not used or _same_text(email.address, used)]
        if emails and all(email.safe_to_write is YesNo.NO for email in emails):
            yield _("Writing to this address is not safe.")
    if contact.channel is Channel.LETTER:
        addresses = [address for address in client.addresses if not used or _same_text(address.text, used)]
        if addresses and all(address.safe_to_post is YesNo.NO for address in addresses):
            yield _("Sending post to this address is not safe.")


def _others_ways(contact: Contact, known: Known) -> Iterator[str]:
    for person in _meant(contact, known):
        used = contact.address_used
        phones = [phone for phone in person.phones if not used or _same_number(phone.number, used)]
        yield from _refused_phones(contact, phones, only_if_all=not used)


def _refused_phones(contact: Contact, phones: list[Phone], *, only_if_all: bool) -> Iterator[str]:
    refusals = [list(_refused(contact, phone)) for phone in phones]
    if only_if_all and not all(refusals):
        return  # some number is safe, and nobody said that it was not the one
    for refused in refusals:
        yield from refused


def _refused(contact: Contact, phone: Phone) -> Iterator[str]:
    calls = contact.channel in {Channel.PHONE, Channel.VIDEO}
    if calls and phone.safe_to_call is YesNo.NO:
        yield _("Calling {number} is not safe.").format(number=phone.number)
    if calls and contact.reached is Reached.VOICEMAIL and phone.safe_to_leave_voicemail is YesNo.NO:
        yield _("A voicemail on {number} is not safe.").format(number=phone.number)
    if contact.channel is Channel.TEXT and phone.safe_to_text is YesNo.NO:
        yield _("A text message to {number} is not safe.").format(number=phone.number)


def _answers(phone: Phone) -> tuple[YesNo | None, ...]:
    return phone.safe_to_call, phone.safe_to_leave_voicemail, phone.safe_to_text


def _names(name: str, said: str) -> bool:
    """Whether what was written names this person: every word of the name, or of what was written, is in the other."""
    ours, theirs = _words(name), _words(said)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST_NAME}


def _same_number(number: str, other: str) -> bool:
    """The same number, with or without the code of the country."""
    ours, theirs = (re.sub(r"\D", "", text) for text in (number, other))
    shorter, longer = sorted((ours, theirs), key=len)
    return len(shorter) >= _FEWEST_DIGITS and longer.endswith(shorter)


def _same_text(text: str, other: str) -> bool:
    return bool(text.strip()) and text.strip().casefold() == other.strip().casefold()
