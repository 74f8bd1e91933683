"""Value lists and parts of a safety review: what it is about, why now, what was decided. None of them is a level."""

from __future__ import annotations

from typing import Annotated

from app.records.choices import YesNo
from app.records.fields import Choice, LocalTime, OpenChoice, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_


class Danger(Choice):
    """What the review is about."""

    SUICIDE = "suicide", N_("Suicide")
    SELF_HARM = "self_harm", N_("Self-harm")
    TO_OTHERS = "harm_to_others", N_("Harm to others")
    FROM_OTHERS = "from_others", N_("Harm from others")
    CHILD = "child_at_risk", N_("A child in danger")
    NEGLECT = "neglect_self", N_("Self-neglect")
    SUBSTANCE = "substance", N_("Alcohol, drugs, medicines")
    EXPLOITATION = "exploitation", N_("Exploitation")
    ONLINE = "online", N_("Danger online")
    EATING = "eating", N_("Eating")
    OTHER = "other", N_("Something else")


class ReviewTrigger(Choice):
    """Why it is done now."""

    FIRST_CONTACT = "first_contact", N_("First contact")
    CHANGE = "change_in_state", N_("Something has changed")
    CARE_CHANGES = "change_in_care", N_("The care changes")
    INCIDENT = "incident", N_("Something has happened")
    SCREENER = "screener", N_("An answer in a questionnaire")
    THIRD_PARTY = "third_party", N_("Somebody else told of it")
    AGAIN = "follow_up", N_("Looked at again")
    BEFORE_ENDING = "before_ending", N_("Before the ending")


class ReviewSource(OpenChoice):
    """Where what is written comes from."""

    CLIENT = "client", N_("The client")
    FAMILY = "family", N_("Family or friends")
    RECORD = "record", N_("The record")
    CLINICIAN = "other_clinician", N_("Another professional")


class Presence(Choice):
    """Whether something was there when it was asked about."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No, when asked")
    NOT_CLEAR = "not_clear", N_("Not clear")
    NOT_ASKED = "not_asked", N_("Not asked")


class ReviewDecision(Choice):
    """What was decided together."""

    SAFETY_PLAN = "safety_plan", N_("A safety plan, or a new version of it")
    MORE_CONTACT = "more_contact", N_("More contact")
    FAMILY = "family", N_("Bringing in family or friends")
    REFERRAL = "referral", N_("Referral")
    EMERGENCY = "emergency", N_("Emergency help")
    DUTY = "duty", N_("A duty to tell somebody is looked at")
    AS_BEFORE = "as_before", N_("The work goes on as before")


class ClinicianLevel(Choice):
    """A word that some schools of work ask for. It is the clinician's own: never computed, sorted by or coloured."""

    LOW = "low", N_("Low level")
    MODERATE = "moderate", N_("Moderate level")
    HIGH = "high", N_("High level")
    IMMINENT = "imminent", N_("Imminent")


class Worsening(Part):
    """Something that makes it worse, and whether it can be changed."""

    what: Annotated[str, field(N_("What makes it worse"), needed=True)] = ""
    can_change: Annotated[YesNo | None, field(N_("Can it be changed"))] = None


class Protecting(Part):
    """Something that protects, and whether it can be made stronger."""

    what: Annotated[str, field(N_("What protects"), needed=True)] = ""
    can_grow: Annotated[YesNo | None, field(N_("Can it be made stronger"))] = None


class Consulted(Part):
    """Somebody who was asked."""

    who: Annotated[str, field(N_("Who was asked"), needed=True)] = ""
    at: Annotated[LocalTime | None, field(N_("When"), prefill="now")] = None
    advice: Annotated[str, field(N_("What they advised"), needed=True, long=True)] = ""


class OpenedBy(Part):
    """What asked for the review."""

    item: Annotated[str, field(N_("The answer"))] = ""
    result: Annotated[Reference, field(N_("Questionnaire"), to=("measure_result",))] = ""
    step: Annotated[Reference, field(N_("Asked for by"), tier=Tier.HIDDEN, to=("safety_step",))] = ""
