"""What a consent to something besides therapy says about it: one group of fields for each type.

Every group can say whether it is enough: without that the decision would be about nothing in particular.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated

from app.records.choices import Channel, Identified, YesNo
from app.records.consent_choices import Medium
from app.records.consent_elements import ConsentType
from app.records.fields import Date, Tier, field
from app.records.parts import Part
from app.texts import N_


class Details(Part):
    """What every group of details has."""

    @property
    def is_enough(self) -> bool:
        """Whether it says what the consent is about."""
        return True


class Telehealth(Details):
    """Sessions by video or phone: where the client is, who helps there, and what if the connection fails."""

    identity_check: Annotated[str, field(N_("How you know that it is the client"))] = ""
    usual_place: Annotated[
        str, field(N_("Where the client usually is"), help=N_("Ask again at every session, and note it there."))
    ] = ""
    emergency_number: Annotated[str, field(N_("Emergency number there"))] = ""
    nearest_help: Annotated[str, field(N_("Nearest emergency department"))] = ""
    emergency_contact: Annotated[str, field(N_("Who can be reached near the client"))] = ""
    private_place: Annotated[YesNo | None, field(N_("A private place is agreed"))] = None
    who_else: Annotated[str, field(N_("Who else is there"))] = ""
    platform: Annotated[str, field(N_("Program or phone number"))] = ""
    backup_channel: Annotated[str, field(N_("If the connection fails"))] = ""
    no_recording: Annotated[YesNo | None, field(N_("Nobody records without permission"))] = None
    suitability: Annotated[str, field(N_("Why it suits"), long=True, tier=Tier.MORE)] = ""
    licensed_there: Annotated[str, field(N_("Right to work where the client is"), tier=Tier.MORE)] = ""
    misdirected: Annotated[str, field(N_("Messages that reach somebody else"), tier=Tier.MORE)] = ""
    in_person_when: Annotated[str, field(N_("When to meet in person again"), tier=Tier.MORE)] = ""
    guardian_permission: Annotated[YesNo | None, field(N_("Representatives agree (for a minor)"), tier=Tier.MORE)] = (
        None
    )

    @property
    def is_enough(self) -> bool:
        return bool(self.emergency_number.strip() or self.nearest_help.strip() or self.emergency_contact.strip())


class ElectronicComms(Details):
    """Writing to each other: which ways, what may be said, when an answer comes."""

    channels: Annotated[list[Channel], field(N_("Ways that are allowed"))] = []
    may_be_said: Annotated[str, field(N_("What may be written"), long=True)] = ""
    response_time: Annotated[str, field(N_("When to expect an answer"))] = ""
    not_for_emergencies: Annotated[YesNo | None, field(N_("Understood: not for emergencies"))] = None
    unencrypted_accepted: Annotated[YesNo | None, field(N_("Accepts messages without encryption"))] = None
    shared_device: Annotated[YesNo | None, field(N_("Somebody else uses the device"))] = None

    @property
    def is_enough(self) -> bool:
        return bool(self.channels)


class Recording(Details):
    """What is recorded, who sees it, where it is kept and until when."""

    purpose: Annotated[str, field(N_("What the recording is for"))] = ""
    medium: Annotated[Medium | None, field(N_("What is recorded"))] = None
    audience: Annotated[str, field(N_("Who will see or hear it"))] = ""
    part_of_file: Annotated[YesNo | None, field(N_("Part of the file"))] = None
    storage: Annotated[str, field(N_("Where it is kept"))] = ""
    destroy_on: Annotated[Date, field(N_("Destroyed by"))] = ""
    destroy_event: Annotated[str, field(N_("Or when this has happened"))] = ""
    asked_each_time: Annotated[YesNo | None, field(N_("Asked again at each session"))] = None

    @property
    def is_enough(self) -> bool:
        return bool(self.purpose.strip() and self.medium and self.audience.strip())


class AiTool(Details):
    """Which tool, what leaves the device, what its maker keeps, who checks the result."""

    tool: Annotated[str, field(N_("Which tool"))] = ""
    leaves_device: Annotated[str, field(N_("What leaves the device"), long=True)] = ""
    vendor_keeps: Annotated[str, field(N_("What its maker keeps, and how long"))] = ""
    human_review: Annotated[str, field(N_("Who checks the result"))] = ""
    opting_out: Annotated[str, field(N_("How it is done without"))] = ""

    @property
    def is_enough(self) -> bool:
        return bool(self.tool.strip() and self.leaves_device.strip())


class Research(Details):
    """Which study, who approved it, and until when data can be taken back."""

    protocol: Annotated[str, field(N_("Study and its number"))] = ""
    responsible: Annotated[str, field(N_("Who answers for it"))] = ""
    ethics_approval: Annotated[str, field(N_("Approved by"))] = ""
    data_until: Annotated[str, field(N_("Until when data can be taken back"))] = ""
    identified: Annotated[Identified | None, field(N_("Identified"))] = None

    @property
    def is_enough(self) -> bool:
        return bool(self.protocol.strip())


class SupervisionDisclosure(Details):
    """Which supervisor learns what, and how they are bound to secrecy."""

    supervisor: Annotated[str, field(N_("Supervisor"))] = ""
    body: Annotated[str, field(N_("Professional body"))] = ""
    identified: Annotated[Identified | None, field(N_("Identified"))] = None
    bound_by: Annotated[str, field(N_("Bound to secrecy by"))] = ""

    @property
    def is_enough(self) -> bool:
        return bool(self.supervisor.strip() and self.identified)


class TrainingObservation(Details):
    """Who watches, and how."""

    observer: Annotated[str, field(N_("Who watches"))] = ""
    mode: Annotated[str, field(N_("How they watch"), help=N_("In the room, behind a screen, by video."))] = ""
    may_refuse: Annotated[YesNo | None, field(N_("Knows that refusing is possible each time"))] = None

    @property
    def is_enough(self) -> bool:
        return bool(self.observer.strip())


class DataProcessing(Details):
    """Which special-category data, for what, and who receives them."""

    controller: Annotated[str, field(N_("Responsible for the data"))] = ""
    categories: Annotated[str, field(N_("Which data"), long=True)] = ""
    purpose: Annotated[str, field(N_("What for"))] = ""
    recipients: Annotated[str, field(N_("Who receives them"))] = ""

    @property
    def is_enough(self) -> bool:
        return bool(self.categories.strip() and self.purpose.strip())


class Media(Details):
    """What is published, where, and whether the person can be recognised."""

    what: Annotated[str, field(N_("What is published"), long=True)] = ""
    where: Annotated[str, field(N_("Where it is published"))] = ""
    identified: Annotated[Identified | None, field(N_("Identified"))] = None
    seen_before: Annotated[YesNo | None, field(N_("Sees it before it is published"))] = None

    @property
    def is_enough(self) -> bool:
        return bool(self.what.strip() and self.where.strip())


FIELD_OF: dict[ConsentType, tuple[str, type[Details]]] = {
    ConsentType.TELEHEALTH: ("telehealth", Telehealth),
    ConsentType.ELECTRONIC_COMMS: ("electronic_comms", ElectronicComms),
    ConsentType.RECORDING: ("recording", Recording),
    ConsentType.AI_TOOL: ("ai_tool", AiTool),
    ConsentType.RESEARCH: ("research", Research),
    ConsentType.SUPERVISION_DISCLOSURE: ("supervision", SupervisionDisclosure),
    ConsentType.TRAINING_OBSERVATION: ("observation", TrainingObservation),
    ConsentType.GDPR_SPECIAL_CATEGORY: ("data_processing", DataProcessing),
    ConsentType.MEDIA: ("media", Media),
}
"""The field of a consent that holds the details of its type, and their struct."""
