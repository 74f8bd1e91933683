"""Where something goes that leaves the program, and all that the register of disclosures wants to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.records.choices import YesNo
from app.records.disclosure import Agency
from app.records.fields import Choice
from app.records.release_choices import DisclosureBasis, InformationClass, ReleasePurpose, WayOut
from app.texts import N_


class Destination(Choice):
    """Where something goes."""

    PRACTICE = "practice", N_("It stays with us")
    CLIENT = "client", N_("To the client")
    SOMEBODY_ELSE = "somebody_else", N_("To somebody else")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Where it goes and, for somebody else, all that the register of disclosures wants to know.

    Args:
        destination: With us, to the client, to somebody else.
        recipient: Name of the person; empty takes the only recipient of the release.
        organisation: Their organisation.
        address: Their address, if it is known.
        release: The id of the release it rests on.
        within_class: The recipient belongs to the class that the release names.
        basis: The ground, where it does not rest on a release.
        reason: For what, in words.
        purposes: For what, as releases name it.
        information: Classes of information in it that its kinds of record do not tell, such as HIV.
        description: What it is, in words; empty lets the program say it.
        minimum_necessary: Why this is the least that is enough, where the ground asks for it.
        method: In which way it goes.
        informed_on: The day on which the client was told, or `not_informed` why not.
        request, report: Ids of the written request, and of the record that it belongs to.
        notice: Filled from the release: the notice that has to go with it.
    """

    destination: Destination = Destination.PRACTICE
    recipient: str = ""
    organisation: str = ""
    address: str = ""
    release: str = ""
    within_class: bool = False
    basis: DisclosureBasis | None = None
    reason: str = ""
    purposes: tuple[ReleasePurpose, ...] = ()
    information: frozenset[InformationClass] = frozenset()
    description: str = ""
    minimum_necessary: str = ""
    method: WayOut | None = None
    encrypted: YesNo | None = None
    tracking: str = ""
    informed_on: str = ""
    not_informed: str = ""
    withheld: tuple[tuple[str, str], ...] = ()
    request: str = ""
    report: str = ""
    approved_by: str = ""
    suspended_until: str = ""
    suspension_how: Agency | None = None
    suspension_stated_on: str = ""
    suspension_statement: str = ""
    is_medical_record: bool = False
    pl_body: str = ""
    notice: str = ""


STAYS = Sending()
TO_CLIENT = Sending(destination=Destination.CLIENT)
