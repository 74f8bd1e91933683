"""The kinds of record that belong to one client's file."""

from __future__ import annotations

from app.records.base import Kind
from app.records.boundary_record import BoundaryRecord
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.closure import Closure
from app.records.consent import Consent
from app.records.consultation import Consultation
from app.records.contact import Contact
from app.records.decision_not_to_act import DecisionNotToAct
from app.records.disclosure import Disclosure
from app.records.document import Document
from app.records.domestic_abuse_review import DomesticAbuseReview
from app.records.duty_follow_up import DutyFollowUp
from app.records.duty_to_protect import DutyToProtect
from app.records.episode import Episode
from app.records.feedback import Feedback
from app.records.handover import Handover
from app.records.legal_hold import LegalHold
from app.records.mandated_report import MandatedReport
from app.records.measure_result import MeasureResult
from app.records.process_note import ProcessNote
from app.records.referral import Referral
from app.records.related_person import RelatedPerson
from app.records.release import Release
from app.records.risk_review import RiskReview
from app.records.safety_plan import SafetyPlan
from app.records.safety_step import SafetyStep
from app.records.session_note import SessionNote
from app.records.treatment_plan import TreatmentPlan
from app.texts import N_

OF_CLIENT = (
    Kind("client", Client, "identity", N_("Client"), N_("Clients"), "user", of_client=True),
    Kind(
        "client_profile",
        ClientProfile,
        "clinical",
        N_("Client profile"),
        N_("Client profiles"),
        "id-card",
        of_client=True,
    ),
    Kind(
        "related_person",
        RelatedPerson,
        "identity",
        N_("Person around the client"),
        N_("People around the client"),
        "users-round",
        of_client=True,
    ),
    Kind("episode", Episode, "clinical", N_("Course of care"), N_("Courses of care"), "route", of_client=True),
    Kind(
        "treatment_plan",
        TreatmentPlan,
        "clinical",
        N_("Treatment plan"),
        N_("Treatment plans"),
        "compass",
        signed=True,
        of_client=True,
    ),
    Kind(
        "session_note",
        SessionNote,
        "clinical",
        N_("Session note"),
        N_("Session notes"),
        "file-text",
        signed=True,
        of_client=True,
    ),
    Kind(
        "process_note",
        ProcessNote,
        "process",
        N_("Process note (private)"),
        N_("Process notes (private)"),
        "notebook-pen",
        of_client=True,
    ),
    Kind("contact", Contact, "clinical", N_("Contact"), N_("Contacts"), "phone", signed=True, of_client=True),
    Kind("document", Document, "clinical", N_("Document"), N_("Documents"), "paperclip", signed=True, of_client=True),
    Kind("consent", Consent, "clinical", N_("Consent"), N_("Consents"), "handshake", signed=True, of_client=True),
    Kind("release", Release, "clinical", N_("Release"), N_("Releases"), "file-check", signed=True, of_client=True),
    Kind(
        "disclosure",
        Disclosure,
        "clinical",
        N_("Disclosure"),
        N_("Disclosures"),
        "external-link",
        signed=True,
        of_client=True,
    ),
    Kind("legal_hold", LegalHold, "clinical", N_("Legal hold"), N_("Legal holds"), "lock", signed=True, of_client=True),
    Kind("referral", Referral, "clinical", N_("Referral"), N_("Referrals"), "move-right", signed=True, of_client=True),
    Kind(
        "consultation",
        Consultation,
        "clinical",
        N_("Consultation"),
        N_("Consultations"),
        "message-circle",
        signed=True,
        of_client=True,
    ),
    Kind(
        "feedback", Feedback, "clinical", N_("Feedback"), N_("Feedback"), "message-square", signed=True, of_client=True
    ),
    Kind(
        "boundary_record",
        BoundaryRecord,
        "clinical",
        N_("Boundary note"),
        N_("Boundary notes"),
        "scale",
        signed=True,
        of_client=True,
    ),
    Kind(
        "measure_result",
        MeasureResult,
        "clinical",
        N_("Questionnaire result"),
        N_("Questionnaire results"),
        "activity",
        signed=True,
        of_client=True,
    ),
    Kind(
        "risk_review",
        RiskReview,
        "clinical",
        N_("Safety review"),
        N_("Safety reviews"),
        "shield-alert",
        signed=True,
        of_client=True,
    ),
    Kind(
        "safety_plan",
        SafetyPlan,
        "clinical",
        N_("Safety plan"),
        N_("Safety plans"),
        "life-buoy",
        signed=True,
        of_client=True,
    ),
    Kind(
        "safety_step",
        SafetyStep,
        "clinical",
        N_("Safety step"),
        N_("Safety steps"),
        "clipboard-check",
        signed=True,
        of_client=True,
        internal=True,
    ),
    Kind(
        "mandated_report",
        MandatedReport,
        "clinical",
        N_("Mandated report"),
        N_("Mandated reports"),
        "flag",
        signed=True,
        of_client=True,
    ),
    Kind(
        "duty_to_protect",
        DutyToProtect,
        "clinical",
        N_("Duty to warn or protect"),
        N_("Duties to warn or protect"),
        "shield-alert",
        signed=True,
        of_client=True,
    ),
    Kind(
        "decision_not_to_act",
        DecisionNotToAct,
        "clinical",
        N_("Decision not to act"),
        N_("Decisions not to act"),
        "circle-slash",
        signed=True,
        of_client=True,
    ),
    Kind(
        "domestic_abuse_review",
        DomesticAbuseReview,
        "clinical",
        N_("Review of domestic abuse"),
        N_("Reviews of domestic abuse"),
        "house",
        signed=True,
        of_client=True,
    ),
    Kind(
        "duty_follow_up",
        DutyFollowUp,
        "clinical",
        N_("What followed"),
        N_("What followed"),
        "footprints",
        signed=True,
        of_client=True,
    ),
    Kind(
        "closure",
        Closure,
        "clinical",
        N_("Closing summary"),
        N_("Closing summaries"),
        "door-open",
        signed=True,
        of_client=True,
    ),
    Kind(
        "handover",
        Handover,
        "clinical",
        N_("Hand-over"),
        N_("Hand-overs"),
        "users-round",
        signed=True,
        of_client=True,
        internal=True,
    ),
)
