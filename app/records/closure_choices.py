"""Value lists and parts of a closing summary: reasons, ways of telling, letters, what was still open."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated

from app.records.choices import Channel
from app.records.fields import Choice, Date, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_


class ClosingReason(Choice):
    """Why the work ends."""

    GOALS_MET = "goals_met", N_("The goals were reached")
    MUTUAL = "mutual", N_("Agreed by both")
    CLIENT_CHOICE = "client_choice", N_("The client's decision")
    DROP_OUT = "drop_out", N_("The client stopped coming")
    REFERRAL = "referral", N_("Referred elsewhere")
    TRANSFER = "transfer", N_("Handed over to a colleague")
    THERAPIST_UNAVAILABLE = "therapist_unavailable", N_("The therapist is not available any more")
    NON_PAYMENT = "non_payment", N_("Fees were not paid")
    SAFETY = "safety", N_("Safety of the therapist or others")
    SCOPE = "scope_of_competence", N_("Outside what the therapist can offer")
    DEATH = "death", N_("The client has died")
    OTHER = "other", N_("Another reason")


class ToldHow(Choice):
    """How the client learned that the work ends."""

    SESSION = "session", N_("In a session")
    PHONE = "phone", N_("By phone")
    LETTER = "letter", N_("By letter")
    EMAIL = "email", N_("By e-mail")
    NOT_REACHED = "not_reached", N_("Could not be reached")
    NOT_TOLD = "not_told", N_("Was not told, for a reason")


class ProcessNotes(Choice):
    """What becomes of the private notes."""

    NONE = "none", N_("There are none")
    KEEP_UNTIL = "keep_until", N_("Keep them for now")
    DESTROY_NOW = "destroy_now", N_("Destroy them now")


class ObligationKind(Choice):
    """What a file can still owe when it is closed."""

    INCIDENT = "incident", N_("Open incident")
    DRAFT = "draft", N_("Unsigned draft")
    AMENDMENT_REQUEST = "amendment_request", N_("Open request to amend a record")
    CONSENT = "consent", N_("Consent that was not given back")
    RELEASE = "release", N_("Release still in force")
    HOLD = "hold", N_("Legal hold")
    SAFETY_REVIEW = "safety_review", N_("Safety review before the ending")
    WANTED_REVIEW = "wanted_review", N_("Safety review that is wanted")
    AGREED_CONTACT = "agreed_contact", N_("Agreed contact after a safety review")


class Letter(Part):
    """A letter that was sent about the ending."""

    sent_on: Annotated[Date, field(N_("Sent on"))] = ""
    to_whom: Annotated[str, field(N_("To whom"))] = ""
    about: Annotated[str, field(N_("What about"))] = ""


class ContactAttempt(Part):
    """A try to reach a client who stopped coming."""

    on: Annotated[Date, field(N_("Date"), needed=True)] = ""
    channel: Annotated[Channel | None, field(N_("How"), needed=True)] = None
    outcome: Annotated[str, field(N_("What came of it"), needed=True)] = ""


class Obligation(Part):
    """Something that was open on the day of closing; the program finds it and keeps what it found."""

    what: Annotated[ObligationKind | None, field(N_("What"))] = None
    title: Annotated[str, field(N_("Which"))] = ""
    due: Annotated[Date, field(N_("Due"))] = ""
    record: Annotated[Reference, field(N_("Record"), tier=Tier.HIDDEN)] = ""


class KeptBy(Part):
    """One rule of how long, with its source."""

    until: Annotated[Date, field(N_("Keep until"))] = ""
    rule: Annotated[str, field(N_("Rule"))] = ""
    citation: Annotated[str, field(N_("Source"))] = ""
    mark: Annotated[str, field(N_("How sure it is"))] = ""


class Retention(Part):
    """Until when the file is kept, by which rules, as computed on the day of closing; nothing destroys itself."""

    until: Annotated[Date, field(N_("Keep until"))] = ""
    rules: Annotated[list[KeptBy], field(N_("By which rules"))] = []
    law: Annotated[str, field(N_("Computed with"))] = ""
