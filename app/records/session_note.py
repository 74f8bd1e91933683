"""The note of one session in one of its formats, with the facts of the meeting around it."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from app import formats
from app.records.choices import Channel, Modality, Setting, Source
from app.records.fields import Choice, Date, LocalTime, OpenChoice, Tier, field, is_empty
from app.records.movable import Movable
from app.records.parts import Part
from app.texts import N_, _

_LONGEST_SESSION_MINUTES = 24 * 60


class NoteFormat(Choice):
    """How the note is divided."""

    FREE = "free", N_("Free text")
    SOAP = "soap", N_("SOAP")
    DAP = "dap", N_("DAP")
    BIRP = "birp", N_("BIRP")
    GIRP = "girp", N_("GIRP")
    PIRP = "pirp", N_("PIRP")
    PIE = "pie", N_("PIE")
    CRISIS_CONTACT = "crisis_contact", N_("Crisis contact")
    NON_ATTENDANCE = "non_attendance", N_("Non-attendance")
    GROUP = "group", N_("Group")


SECTIONS: Mapping[NoteFormat, tuple[str, ...]] = {
    NoteFormat.FREE: ("text",),
    NoteFormat.SOAP: ("subjective", "objective", "assessment", "plan"),
    NoteFormat.DAP: ("data", "assessment", "plan"),
    NoteFormat.BIRP: ("behaviour", "intervention", "response", "plan"),
    NoteFormat.GIRP: ("goals", "intervention", "response", "plan"),
    NoteFormat.PIRP: ("problem", "intervention", "response", "plan"),
    NoteFormat.PIE: ("problem", "intervention", "evaluation"),
    NoteFormat.CRISIS_CONTACT: ("contact_reason", "risk_review", "actions", "outcome", "follow_up"),
    NoteFormat.NON_ATTENDANCE: ("attempts", "risk_consideration", "decision"),
    NoteFormat.GROUP: ("theme", "group_process", "plan"),
}
"""The fields of a session note that hold its text, in the order in which they are written and read."""


def _shown_in(section: str) -> tuple[str, tuple[NoteFormat, ...]]:
    """The `show_when` of a section: the formats that have it."""
    return "format", tuple(found for found, sections in SECTIONS.items() if section in sections)


class Attendance(Choice):
    """Whether the session took place."""

    ATTENDED = "attended", N_("Attended")
    LATE = "late", N_("Came late")
    PARTIAL = "partial", N_("Left early")
    CANCELLED_BY_CLIENT = "cancelled_client", N_("Cancelled by the client")
    CANCELLED_BY_THERAPIST = "cancelled_therapist", N_("Cancelled by the therapist")
    NO_SHOW = "no_show", N_("Did not come")


class Present(OpenChoice):
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


class Attempt(Part):
    """A try to reach somebody who did not come."""

    at: Annotated[LocalTime | None, field(N_("When"), prefill="now")] = None
    channel: Annotated[Channel | None, field(N_("How"))] = None
    outcome: Annotated[str, field(N_("What came of it"))] = ""


_REMOTE = (Setting.VIDEO, Setting.PHONE, Setting.TEXT)
TOOK_PLACE = (Attendance.ATTENDED, Attendance.LATE, Attendance.PARTIAL)
"""There was a session; after the others nobody was there to be named as present."""


def _section(label: str, name: str, help_text: str = "") -> msgspec.Meta:
    """A section of the note, shown in the formats that have it."""
    return field(label, help=help_text, long=True, show_when=_shown_in(name))


class SessionNote(Movable):
    """What happened in a session, when, with whom, and what was said about safety."""

    started: Annotated[LocalTime | None, field(N_("Start"), needed=True, prefill="last")] = None
    minutes: Annotated[
        int,
        field(N_("Minutes"), needed=True, prefill="last", least=0, most=_LONGEST_SESSION_MINUTES),
    ] = 50
    setting: Annotated[Setting, field(N_("Setting"), needed=True, prefill="last")] = Setting.IN_PERSON
    modality: Annotated[Modality, field(N_("Kind of work"), needed=True, prefill="last")] = Modality.INDIVIDUAL
    attendance: Annotated[Attendance, field(N_("Attendance"), needed=True)] = Attendance.ATTENDED
    present: Annotated[
        list[Present],
        field(N_("Present"), needed=True, prefill="last", show_when=("attendance", TOOK_PLACE)),
    ] = msgspec.field(default_factory=lambda: [Present.CLIENT])
    format: Annotated[NoteFormat, field(N_("Format"), needed=True, prefill="last")] = NoteFormat.FREE
    text: Annotated[str, _section(N_("Note"), "text")] = ""
    theme: Annotated[str, _section(N_("Theme"), "theme", N_("What the group worked on. No names of members."))] = ""
    group_process: Annotated[
        str,
        _section(
            N_("What happened in the group"),
            "group_process",
            N_("What concerns one member goes into that member's own file."),
        ),
    ] = ""
    subjective: Annotated[str, _section(N_("Subjective"), "subjective", N_("What the client says and feels."))] = ""
    objective: Annotated[str, _section(N_("Objective"), "objective", N_("What you see and hear, results."))] = ""
    data: Annotated[str, _section(N_("Data"), "data", N_("What was said and what you observed."))] = ""
    behaviour: Annotated[
        str, _section(N_("Behaviour"), "behaviour", N_("What the client said and did, and how they seemed."))
    ] = ""
    goals: Annotated[str, _section(N_("Goals"), "goals", N_("Which goals this session served."))] = ""
    problem: Annotated[str, _section(N_("Problem"), "problem", N_("What this session was about."))] = ""
    intervention: Annotated[str, _section(N_("Intervention"), "intervention", N_("What you did, and why."))] = ""
    response: Annotated[str, _section(N_("Response of the client"), "response", N_("How the client took it."))] = ""
    evaluation: Annotated[str, _section(N_("Evaluation"), "evaluation", N_("What it did, what remains."))] = ""
    assessment: Annotated[str, _section(N_("Assessment"), "assessment", N_("How you understand it."))] = ""
    contact_reason: Annotated[
        str, _section(N_("Why they got in touch"), "contact_reason", N_("In their own words."))
    ] = ""
    risk_review: Annotated[
        str,
        _section(
            N_("Danger and protection"),
            "risk_review",
            N_("What was asked and said about danger, means, plans, and what protects."),
        ),
    ] = ""
    actions: Annotated[str, _section(N_("What was done"), "actions", N_("By whom and when."))] = ""
    outcome: Annotated[str, _section(N_("How it ended"), "outcome")] = ""
    follow_up: Annotated[str, _section(N_("What follows"), "follow_up", N_("Who gets in touch, when."))] = ""
    attempts: Annotated[list[Attempt], field(N_("Attempts to reach them"), show_when=_shown_in("attempts"))] = []
    risk_consideration: Annotated[
        str,
        _section(
            N_("Is there reason to worry"), "risk_consideration", N_("What you know that makes it better or worse.")
        ),
    ] = ""
    decision: Annotated[str, _section(N_("What you decided"), "decision")] = ""
    plan: Annotated[str, _section(N_("Plan"), "plan", N_("What happens next."))] = ""
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
        if self.attendance not in TOOK_PLACE:
            return ()
        sections = SECTIONS[self.format]
        return () if any(not is_empty(getattr(self, name)) for name in sections) else sections[:1]

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
            "next_on": self.next_session.day if self.next_session else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, SOAP`: useful in a timeline, without a word of the content."""
        parts = [formats.short_date(title[:10]) if title else _("No date yet")]
        attendance = facets.get("attendance", "")
        if attendance and attendance not in TOOK_PLACE:
            parts.append(_(Attendance.label_of(attendance)))
        elif facets.get("format"):
            parts.append(_(NoteFormat.label_of(facets["format"])))
        if facets.get("late"):
            parts.append(_("late entry"))
        return ", ".join(parts)
