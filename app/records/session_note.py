"""The note of one session: free text, SOAP or DAP, with the facts of the meeting around it."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from app import formats
from app.records.base import RecordBody
from app.records.choices import Channel, Modality, Setting, Source
from app.records.fields import Choice, Date, LocalTime, Part, Tier, field
from app.texts import N_, _

_LONGEST_SESSION_MINUTES = 24 * 60


class NoteFormat(Choice):
    """How the note is divided."""

    FREE = "free", N_("Free text")
    SOAP = "soap", N_("SOAP")
    DAP = "dap", N_("DAP")


class Attendance(Choice):
    """Whether the session took place."""

    ATTENDED = "attended", N_("Attended")
    LATE = "late", N_("Came late")
    PARTIAL = "partial", N_("Left early")
    CANCELLED_BY_CLIENT = "cancelled_client", N_("Cancelled by the client")
    CANCELLED_BY_THERAPIST = "cancelled_therapist", N_("Cancelled by the therapist")
    NO_SHOW = "no_show", N_("Did not come")


class Present(Choice):
    """Who was in the session, by role: other people's names do not belong in a client's file."""

    CLIENT = "client", N_("Client")
    PARTNER = "partner", N_("Partner")
    PARENT = "parent", N_("Parent")
    GUARDIAN = "guardian", N_("Legal representative")
    FAMILY_MEMBER = "family_member", N_("Family member")
    GROUP = "group", N_("Group")
    INTERPRETER = "interpreter", N_("Interpreter")
    CO_THERAPIST = "co_therapist", N_("Co-therapist")
    OBSERVER = "observer", N_("Observer")
    OTHER = "other", N_("Somebody else")


class RiskStatement(Choice):
    """What was said about safety in this session; never a level."""

    NOT_REVIEWED = "not_reviewed", N_("Not talked about")
    NO_CONCERN = "no_current_concern_expressed", N_("No concern expressed")
    CONCERN = "concern_present", N_("Concern present")


class NoConsentReason(Choice):
    """Why a session took place without a consent in force."""

    EMERGENCY = "emergency", N_("Emergency")
    COURT_ORDER = "court_order", N_("Court order")
    OTHER = "other", N_("Another reason")


class ContactBetween(Part):
    """A contact since the last session."""

    on: Annotated[Date, field(N_("Date"))] = ""
    channel: Annotated[Channel | None, field(N_("How"))] = None
    with_whom: Annotated[str, field(N_("With whom (role)"))] = ""
    gist: Annotated[str, field(N_("What about"))] = ""


_REMOTE = (Setting.VIDEO, Setting.PHONE, Setting.TEXT)
_SOAP, _DAP = (NoteFormat.SOAP,), (NoteFormat.DAP,)
_SECTIONS = {
    NoteFormat.FREE: ("text",),
    NoteFormat.SOAP: ("subjective", "objective", "assessment", "plan"),
    NoteFormat.DAP: ("data", "assessment", "plan"),
}


class SessionNote(RecordBody):
    """What happened in a session, when, with whom, and what was said about safety."""

    started: Annotated[LocalTime | None, field(N_("Start"), needed=True, prefill="last")] = None
    minutes: Annotated[
        int,
        field(N_("Minutes"), needed=True, prefill="last", least=0, most=_LONGEST_SESSION_MINUTES),
    ] = 50
    setting: Annotated[Setting, field(N_("Setting"), needed=True, prefill="last")] = Setting.IN_PERSON
    modality: Annotated[Modality, field(N_("Kind of work"), needed=True, prefill="last")] = Modality.INDIVIDUAL
    attendance: Annotated[Attendance, field(N_("Attendance"), needed=True)] = Attendance.ATTENDED
    present: Annotated[list[Present], field(N_("Present"), needed=True, prefill="last")] = msgspec.field(
        default_factory=lambda: [Present.CLIENT]
    )
    format: Annotated[NoteFormat, field(N_("Format"), needed=True, prefill="last")] = NoteFormat.FREE
    text: Annotated[str, field(N_("Note"), long=True, show_when=("format", (NoteFormat.FREE,)))] = ""
    subjective: Annotated[
        str,
        field(
            N_("Subjective"),
            help=N_("What the client says and feels."),
            long=True,
            show_when=("format", _SOAP),
        ),
    ] = ""
    objective: Annotated[
        str,
        field(
            N_("Objective"),
            help=N_("What you see and hear, results."),
            long=True,
            show_when=("format", _SOAP),
        ),
    ] = ""
    data: Annotated[
        str,
        field(
            N_("Data"),
            help=N_("What was said and what you observed."),
            long=True,
            show_when=("format", _DAP),
        ),
    ] = ""
    assessment: Annotated[
        str,
        field(
            N_("Assessment"),
            help=N_("How you understand it."),
            long=True,
            show_when=("format", _SOAP + _DAP),
        ),
    ] = ""
    plan: Annotated[
        str,
        field(
            N_("Plan"),
            help=N_("What happens next."),
            long=True,
            show_when=("format", _SOAP + _DAP),
        ),
    ] = ""
    risk_statement: Annotated[RiskStatement | None, field(N_("Safety"), needed=True)] = None
    risk_reason: Annotated[
        str,
        field(
            N_("Why it was not talked about"),
            show_when=("risk_statement", (RiskStatement.NOT_REVIEWED,)),
        ),
    ] = ""
    risk_note: Annotated[
        str,
        field(
            N_("What is the concern, and what was done"),
            needed=True,
            long=True,
            show_when=("risk_statement", (RiskStatement.CONCERN,)),
        ),
    ] = ""
    client_location: Annotated[
        str,
        field(
            N_("Where the client is now"),
            help=N_("Ask at every session at a distance: help has to find the place."),
            needed=True,
            show_when=("setting", (Setting.VIDEO, Setting.PHONE)),
        ),
    ] = ""
    identity_checked: Annotated[bool, field(N_("Identity checked"), tier=Tier.MORE, show_when=("setting", _REMOTE))] = (
        False
    )
    privacy_checked: Annotated[
        bool, field(N_("Private place checked"), tier=Tier.MORE, show_when=("setting", _REMOTE))
    ] = False
    emergency_contact_confirmed: Annotated[
        bool,
        field(N_("Emergency contact confirmed"), tier=Tier.MORE, show_when=("setting", _REMOTE)),
    ] = False
    methods: Annotated[list[str], field(N_("Methods used"), tier=Tier.MORE)] = []
    homework: Annotated[str, field(N_("Tasks until next time"), tier=Tier.MORE, long=True)] = ""
    next_steps: Annotated[str, field(N_("Next steps"), tier=Tier.MORE, long=True)] = ""
    next_session: Annotated[LocalTime | None, field(N_("Next session"), tier=Tier.MORE)] = None
    contacts_between: Annotated[list[ContactBetween], field(N_("Contacts between sessions"), tier=Tier.MORE)] = []
    place: Annotated[str, field(N_("Place"), tier=Tier.RARE)] = ""
    present_note: Annotated[str, field(N_("More about who was present"), tier=Tier.RARE)] = ""
    medication: Annotated[str, field(N_("Medication"), tier=Tier.RARE, long=True)] = ""
    fee: Annotated[str, field(N_("Fee and payment"), tier=Tier.RARE)] = ""
    source: Annotated[Source, field(N_("Where the facts come from"), tier=Tier.RARE)] = Source.CLIENT
    third_party_confidential: Annotated[
        bool,
        field(
            N_("Holds what somebody else said in confidence"),
            help=N_("Left out when the client asks for a copy, until you decide otherwise."),
            tier=Tier.RARE,
        ),
    ] = False
    no_consent_reason: Annotated[
        NoConsentReason | None, field(N_("Reason for meeting without a consent"), tier=Tier.RARE)
    ] = None
    no_consent_note: Annotated[
        str,
        field(
            N_("The reason in words"),
            tier=Tier.RARE,
            needed=True,
            show_when=("no_consent_reason", (NoConsentReason.OTHER,)),
        ),
    ] = ""
    late_reason: Annotated[str, field(N_("Why the note is written late"), tier=Tier.RARE)] = ""
    late_entry: Annotated[bool, field(N_("Late entry"), tier=Tier.HIDDEN)] = False

    def also_missing(self) -> tuple[str, ...]:
        """A note needs some text; which section holds it is the writer's choice."""
        sections = _SECTIONS[self.format]
        if self.attendance not in _TOOK_PLACE:
            return ()
        return () if any(getattr(self, name).strip() for name in sections) else sections[:1]

    def summary(self) -> str:
        return self.started.at if self.started else ""

    def at(self) -> str | None:
        return self.started.at if self.started else None

    def due(self) -> str | None:
        return None

    def facets(self) -> dict[str, Any]:
        return {
            "format": self.format.value,
            "attendance": self.attendance.value,
            "setting": self.setting.value,
            "minutes": str(self.minutes),
            "late": "1" if self.late_entry else "",
            "no_consent_reason": self.no_consent_reason.value if self.no_consent_reason else "",
            "next": self.next_session.at if self.next_session else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, SOAP`: useful in a timeline, without a word of the content."""
        parts = [formats.short_date(title[:10]) if title else _("No date yet")]
        attendance = facets.get("attendance", "")
        if attendance and attendance not in _TOOK_PLACE:
            parts.append(_(Attendance.label_of(attendance)))
        elif facets.get("format"):
            parts.append(_(NoteFormat.label_of(facets["format"])))
        if facets.get("late"):
            parts.append(_("late entry"))
        return ", ".join(parts)


_TOOK_PLACE = (Attendance.ATTENDED, Attendance.LATE, Attendance.PARTIAL)
