"""A contact between sessions: who got in touch with whom, what about, and whether it was safe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import Channel
from app.records.fields import Choice, Date, LocalTime, Reference, Tier, field
from app.records.movable import Movable
from app.texts import N_, _

_LONGEST_MINUTES = 24 * 60


class Direction(Choice):
    """Who got in touch with whom."""

    FROM_CLIENT = "from_client", N_("From the client")
    TO_CLIENT = "to_client", N_("To the client")
    FROM_OTHER = "from_other", N_("From somebody else")
    TO_OTHER = "to_other", N_("To somebody else")


class Reached(Choice):
    """What came of the attempt."""

    TALKED = "talked", N_("We talked")
    VOICEMAIL = "voicemail", N_("Voicemail left")
    NO_ANSWER = "no_answer", N_("No answer")
    SENT = "sent", N_("Message sent or received")


class SafeContact(Choice):
    """Whether the safe-contact rule was followed; filled in at signing."""

    FOLLOWED = "followed", N_("Followed")
    NOT_FOLLOWED = "not_followed", N_("Not followed, with a reason")
    NO_RULE = "no_rule", N_("There was none")


OUTGOING = (Direction.TO_CLIENT, Direction.TO_OTHER)
WITH_OTHERS = (Direction.FROM_OTHER, Direction.TO_OTHER)


class Contact(Movable):
    """When, how, with whom, what about, what came of it, and when to get in touch again."""

    happened: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    channel: Annotated[Channel | None, field(N_("How"), needed=True)] = None
    direction: Annotated[Direction, field(N_("Direction"))] = Direction.FROM_CLIENT
    with_whom: Annotated[str, field(N_("With whom (role)"), needed=True, show_when=("direction", WITH_OTHERS))] = ""
    person: Annotated[
        Reference,
        field(N_("Known as"), show_when=("direction", WITH_OTHERS), to=("related_person",)),
    ] = ""
    nothing_confirmed: Annotated[
        bool,
        field(
            N_("Nothing was confirmed: neither that somebody is a client here nor that they are not"),
            show_when=("direction", (Direction.FROM_OTHER,)),
        ),
    ] = False
    gist: Annotated[str, field(N_("What about"), needed=True, long=True)] = ""
    outcome: Annotated[str, field(N_("What came of it"), tier=Tier.MORE, long=True)] = ""
    next_check_in: Annotated[Date, field(N_("Get in touch again on"), tier=Tier.MORE)] = ""
    reached: Annotated[Reached | None, field(N_("How it went"), tier=Tier.MORE)] = None
    address_used: Annotated[
        str,
        field(N_("Number or address used"), tier=Tier.MORE, show_when=("direction", OUTGOING)),
    ] = ""
    minutes: Annotated[int | None, field(N_("Minutes"), tier=Tier.MORE, least=0, most=_LONGEST_MINUTES)] = None
    unsafe_reason: Annotated[
        str,
        field(
            N_("Why the safe-contact rule was not followed"),
            help=N_("Only where it was necessary all the same."),
            tier=Tier.MORE,
            long=True,
        ),
    ] = ""
    third_party_confidential: Annotated[
        bool,
        field(
            N_("Holds what somebody else said in confidence"),
            help=N_("Left out when the client asks for a copy, until you decide otherwise."),
            tier=Tier.RARE,
        ),
    ] = False
    late_reason: Annotated[str, field(N_("Why it is written late"), tier=Tier.RARE)] = ""
    safe_contact: Annotated[SafeContact, field(N_("Safe-contact rule"), tier=Tier.HIDDEN)] = SafeContact.NO_RULE
    late_entry: Annotated[bool, field(N_("Late entry"), tier=Tier.HIDDEN)] = False

    def check(self) -> None:
        if self.happened is not None:
            again = (N_("Get in touch again on"), self.next_check_in)
            checks.check_order((N_("When"), self.happened.day), again)

    def check_today(self, today: date) -> None:
        if self.happened is not None:
            checks.check_not_future(N_("When"), self.happened.day, today)

    def summary(self) -> str:
        return self.happened.at if self.happened else ""

    def at(self) -> str | None:
        return self.happened.at if self.happened else None

    def due(self) -> str | None:
        return self.next_check_in or None

    def severity(self) -> int:
        return 1 if self.safe_contact is SafeContact.NOT_FOLLOWED else 0

    def facets(self) -> dict[str, Any]:
        return {
            "channel": self.channel.value if self.channel else "",
            "direction": self.direction.value,
            "safe": self.safe_contact.value,
            "late": "1" if self.late_entry else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, Phone call, From the client`: never what it was about."""
        parts = [formats.short_date(title[:10])] if title else []
        parts.append(_(Channel.label_of(str(facets.get("channel", "")))))
        parts.append(_(Direction.label_of(str(facets.get("direction", "")))))
        parts.append(_("late entry") if facets.get("late") else "")
        return ", ".join(part for part in parts if part)
