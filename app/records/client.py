"""The client: who they are and how they may be reached. The identity compartment, nothing clinical."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from app.records import birthdays, checks
from app.records.base import RecordBody
from app.records.choices import YesNo
from app.records.fields import Choice, Date, PartialDate, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_, _
from storage.vault import failure

_PESEL_LENGTH = 11
_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


class Unit(Choice):
    """Who the client is: one person, or several who come together."""

    PERSON = "person", N_("One person")
    COUPLE = "couple", N_("Couple")
    FAMILY = "family", N_("Family")
    GROUP = "group", N_("Group")


class FileStatus(Choice):
    """Where the work with the client stands."""

    ENQUIRY = "enquiry", N_("Enquiry")
    WAITING = "waiting", N_("Waiting")
    OPEN = "open", N_("In progress")
    PAUSED = "paused", N_("Paused")
    CLOSED = "closed", N_("Closed")
    DECEASED = "deceased", N_("Deceased")
    TRANSFERRED = "transferred", N_("Transferred")
    JOINED = "joined", N_("Joined to another file")


AT_REST = frozenset({FileStatus.CLOSED, FileStatus.DECEASED, FileStatus.TRANSFERRED, FileStatus.JOINED})
"""The work with the client has ended, or goes on in another file."""


class Sex(Choice):
    """Sex as recorded in documents."""

    FEMALE = "female", N_("Female")
    MALE = "male", N_("Male")
    OTHER = "other", N_("Other or undetermined")


class NationalId(Choice):
    """Which register a personal number belongs to."""

    PESEL = "pesel", N_("PESEL")
    OTHER = "other", N_("Another number")


class Phone(Part):
    """A telephone number and what is safe to do with it."""

    number: Annotated[str, field(N_("Number"))] = ""
    safe_to_call: Annotated[YesNo | None, field(N_("Safe to call"))] = None
    safe_to_leave_voicemail: Annotated[YesNo | None, field(N_("Safe to leave a voicemail"))] = None
    safe_to_text: Annotated[YesNo | None, field(N_("Safe to text"))] = None
    note: Annotated[str, field(N_("When and how"))] = ""


class Email(Part):
    """An e-mail address and what is safe to do with it."""

    address: Annotated[str, field(N_("Address"))] = ""
    safe_to_write: Annotated[YesNo | None, field(N_("Safe to write"))] = None
    discreet_sender_name: Annotated[str, field(N_("Sender name to show"))] = ""


class Address(Part):
    """A postal address and what is safe to do with it."""

    text: Annotated[str, field(N_("Address"), long=True)] = ""
    safe_to_post: Annotated[YesNo | None, field(N_("Safe to send post"))] = None
    discreet_sender_name: Annotated[str, field(N_("Sender name to show"))] = ""


class EmergencyContact(Part):
    """Somebody to call in an emergency."""

    name: Annotated[str, field(N_("Name"))] = ""
    relationship: Annotated[str, field(N_("Relationship"))] = ""
    phone: Annotated[str, field(N_("Phone"))] = ""
    may_be_told: Annotated[str, field(N_("May be told"))] = ""


class DeskAlert(Part):
    """What everybody at the desk has to know, without the reason."""

    text: Annotated[str, field(N_("Alert"), help=N_("Without the reason."))] = ""
    do_not_contact: Annotated[str, field(N_("Do not contact"), help=N_("Whom: a name or a role."))] = ""
    review_on: Annotated[Date, field(N_("Look at it again on"))] = ""


class Member(Part):
    """One person of a couple, family or group, with a client file of their own."""

    client: Annotated[Reference, field(N_("Client"), to=("client",))] = ""
    role: Annotated[str, field(N_("Role"))] = ""


SEVERAL = (Unit.COUPLE, Unit.FAMILY, Unit.GROUP)
"""Units of several people, who have a shared file beside their own."""


class Client(RecordBody):
    """Who the client is: names, contacts that are safe, language, status, emergency contact."""

    name: Annotated[str, field(N_("Name or alias"), help=N_("How the client is called here."), needed=True)] = ""
    pronouns: Annotated[str, field(N_("Pronouns"), tier=Tier.MORE)] = ""
    birth_date: Annotated[
        PartialDate,
        field(N_("Date of birth"), help=N_("As much of it as is known."), tier=Tier.MORE),
    ] = ""
    phones: Annotated[list[Phone], field(N_("Phones"), tier=Tier.MORE)] = []
    emails: Annotated[list[Email], field(N_("E-mail addresses"), tier=Tier.MORE)] = []
    addresses: Annotated[list[Address], field(N_("Postal addresses"), tier=Tier.MORE)] = []
    emergency_contacts: Annotated[list[EmergencyContact], field(N_("Emergency contacts"), tier=Tier.MORE)] = []
    desk_alerts: Annotated[list[DeskAlert], field(N_("Desk alerts"), tier=Tier.MORE)] = []
    status: Annotated[FileStatus, field(N_("Status"), tier=Tier.MORE)] = FileStatus.OPEN
    unit: Annotated[Unit, field(N_("Who comes"), tier=Tier.MORE)] = Unit.PERSON
    members: Annotated[list[Member], field(N_("Members"), tier=Tier.MORE, show_when=("unit", SEVERAL))] = []
    language: Annotated[str, field(N_("Preferred language"), tier=Tier.MORE)] = ""
    country: Annotated[
        str,
        field(
            N_("Country"),
            help=N_("Where the client lives, in two letters as in PL; empty for that of the practice."),
            tier=Tier.RARE,
        ),
    ] = ""
    interpreter_needed: Annotated[bool, field(N_("Interpreter needed"), tier=Tier.RARE)] = False
    communication_needs: Annotated[str, field(N_("Communication needs"), tier=Tier.RARE, long=True)] = ""
    legal_name: Annotated[str, field(N_("Full name in documents"), tier=Tier.RARE)] = ""
    name_at_birth: Annotated[str, field(N_("Name at birth"), tier=Tier.RARE)] = ""
    aliases: Annotated[list[str], field(N_("Other names"), tier=Tier.RARE)] = []
    sex_recorded: Annotated[Sex | None, field(N_("Sex in documents"), tier=Tier.RARE)] = None
    gender_identity: Annotated[str, field(N_("Gender identity"), tier=Tier.RARE)] = ""
    national_id_kind: Annotated[NationalId | None, field(N_("Personal number: which"), tier=Tier.RARE)] = None
    national_id: Annotated[
        str,
        field(
            N_("Personal number"),
            help=N_("Only where the law asks for it."),
            tier=Tier.RARE,
            show_when=("national_id_kind", tuple(NationalId)),
        ),
    ] = ""
    opened_on: Annotated[Date, field(N_("File opened on"), tier=Tier.RARE, prefill="today")] = ""
    closed_on: Annotated[
        Date,
        field(N_("File closed on"), tier=Tier.RARE, show_when=("status", (FileStatus.CLOSED,))),
    ] = ""
    code: Annotated[
        str,
        field(
            N_("Client code"),
            help=N_("Shown instead of the name. Left empty, the next free one is given."),
            tier=Tier.RARE,
        ),
    ] = ""
    lead: Annotated[Reference, field(N_("Lead"), tier=Tier.HIDDEN, to=("account",))] = ""
    joined_into: Annotated[Reference, field(N_("Joined to"), tier=Tier.HIDDEN, to=("client",))] = ""
    joined_from: Annotated[str, field(N_("Status before it was joined"), tier=Tier.HIDDEN)] = ""
    joined_codes: Annotated[list[str], field(N_("Codes of joined files"), tier=Tier.HIDDEN)] = []
    birthday_reviewed: Annotated[
        int, field(N_("Birthday that was looked at"), tier=Tier.HIDDEN, least=0, most=max(birthdays.CHECKED))
    ] = 0

    def check(self) -> None:
        checks.check_order((N_("File opened on"), self.opened_on), (N_("File closed on"), self.closed_on))
        checks.check_order((N_("Date of birth"), self.birth_date), (N_("File opened on"), self.opened_on))
        if (self.status is FileStatus.JOINED) != bool(self.joined_into):
            raise failure("joined_by_joining")
        if self.national_id_kind is NationalId.PESEL and self.national_id:
            _check_pesel(self.national_id)

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date of birth"), self.birth_date, today)
        checks.check_not_future(N_("File opened on"), self.opened_on, today)

    def summary(self) -> str:
        return self.name

    def search_text(self) -> str:
        return "\n".join(self._found_by())

    def _found_by(self) -> Iterator[str]:
        yield from (self.name, self.code, *self.joined_codes, self.legal_name, self.name_at_birth, *self.aliases)
        yield from (phone.number for phone in self.phones)
        yield from (email.address for email in self.emails)
        yield from (address.text for address in self.addresses)
        yield from (contact.name for contact in self.emergency_contacts)

    @property
    def birthday(self) -> birthdays.Birthday | None:
        """The next birthday at which a minor's rights change, as long as nobody has looked at it."""
        if self.unit in SEVERAL or self.status in AT_REST:
            return None
        return birthdays.to_look_at(self.birth_date, self.opened_on, self.birthday_reviewed)

    def _alert_due(self) -> str:
        return min((alert.review_on for alert in self.desk_alerts if alert.review_on), default="")

    def due(self) -> str | None:
        dates = [self._alert_due(), self.birthday.day if self.birthday else ""]
        return min((day for day in dates if day), default=None)

    def facets(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "status": self.status.value,
            "unit": self.unit.value,
            "lead": self.lead,
            "born": self.birth_date,
            "country": self.country,
            "pronouns": self.pronouns,
            "members": [member.client for member in self.members if member.client],
            "joined_into": self.joined_into,
            "alert_on": self._alert_due(),
            "birthday": self.birthday.day if self.birthday else "",
            "birthday_age": str(self.birthday.age) if self.birthday else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        return title or str(facets.get("code", "")) or _("Client")


def safe_contact(client: Client) -> list[str]:
    """What not to do when reaching the client, in words, for the header of the file."""
    hints = []
    for phone in client.phones:
        refused = [
            _(label)
            for label, answer in (
                (N_("do not call"), phone.safe_to_call),
                (N_("no voicemail"), phone.safe_to_leave_voicemail),
                (N_("no text messages"), phone.safe_to_text),
            )
            if answer is YesNo.NO
        ]
        if refused:
            hints.append(f"{phone.number}: {', '.join(refused)}")
    do_not_write = _("do not write")
    hints += [f"{email.address}: {do_not_write}" for email in client.emails if email.safe_to_write is YesNo.NO]
    if any(address.safe_to_post is YesNo.NO for address in client.addresses):
        hints.append(_("no post"))
    hints += [
        _("do not contact: {who}").format(who=alert.do_not_contact)
        for alert in client.desk_alerts
        if alert.do_not_contact.strip()
    ]
    return hints


def _check_pesel(number: str) -> None:
    digits = [int(digit) for digit in number if digit in "0123456789"]
    total = sum(weight * digit for weight, digit in zip(_PESEL_WEIGHTS, digits, strict=False))
    if len(number) != _PESEL_LENGTH or len(digits) != _PESEL_LENGTH or (total + digits[-1]) % 10:
        raise failure("bad_check_digit", field=_("Personal number"), path="national_id")
