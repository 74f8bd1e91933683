"""Value lists that several kinds of record share."""

from __future__ import annotations

from app.records.fields import Choice, OpenChoice
from app.texts import N_


class YesNo(Choice):
    """An answer that was really given; no answer is None."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")


class Setting(OpenChoice):
    """Where client and therapist meet."""

    IN_PERSON = "in_person", N_("In person")
    VIDEO = "video", N_("Video")
    PHONE = "phone", N_("Phone")
    TEXT = "text", N_("Text messages")
    HOME_VISIT = "home_visit", N_("Home visit")
    OUTDOORS = "outdoors", N_("Outdoors")


class Modality(OpenChoice):
    """With whom the work is done."""

    INDIVIDUAL = "individual", N_("Individual")
    COUPLE = "couple", N_("Couple")
    FAMILY = "family", N_("Family")
    GROUP = "group", N_("Group")
    ASSESSMENT = "assessment_only", N_("Assessment only")
    CONSULTATION = "consultation", N_("Consultation")
    CRISIS = "crisis", N_("Crisis intervention")


class Channel(OpenChoice):
    """How people reach each other outside a session."""

    PHONE = "phone", N_("Phone call")
    TEXT = "text", N_("Text message")
    EMAIL = "email", N_("E-mail")
    LETTER = "letter", N_("Letter")
    IN_PERSON = "in_person", N_("In person")
    VIDEO = "video", N_("Video call")
    FORM = "form", N_("Online form")
    OTHER = "other", N_("Other")


class Source(Choice):
    """Where a statement comes from, so that fact and opinion stay apart."""

    CLIENT = "client", N_("Told by the client")
    OBSERVED = "observed", N_("Observed")
    THIRD_PARTY = "third_party", N_("Told by somebody else")
    DOCUMENT = "document", N_("From a document")
    INFERRED = "inferred", N_("Inferred")


class Information(Choice):
    """How much somebody may be told about the client."""

    NONE = "none", N_("Nothing")
    ATTENDANCE_ONLY = "attendance_only", N_("Attendance only")
    GENERAL_PROGRESS = "general_progress", N_("General progress")
    FULL = "full", N_("Everything")
    EMERGENCY_ONLY = "emergency_only", N_("Only in an emergency")


class SharingBasis(Choice):
    """Why something may be said about a client to a colleague or another service."""

    CONSENT = "consent", N_("The client agreed")
    TREATMENT = "treatment", N_("Needed for the treatment")
    EMERGENCY = "emergency", N_("Emergency")
    SUPERVISION = "supervision", N_("Supervision")


class Identified(Choice):
    """Whether the other side could know who it was about."""

    IDENTIFIED = "identified", N_("By name")
    PSEUDONYMISED = "pseudonymised", N_("Under a code or changed name")
    ANONYMOUS = "anonymous", N_("Without anything that points to the person")
