"""The table of all kinds of record: where each lives, what it is called, whether it is signed."""

from __future__ import annotations

from collections.abc import Mapping

from app.records.amendment import Amendment
from app.records.base import Kind
from app.records.boundary_record import BoundaryRecord
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.closure import Closure
from app.records.consent import Consent
from app.records.consent_template import ConsentTemplate
from app.records.consultation import Consultation
from app.records.contact import Contact
from app.records.cosignature import Cosignature
from app.records.disclosure import Disclosure
from app.records.document import Document
from app.records.episode import Episode
from app.records.feedback import Feedback
from app.records.handover import Handover
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.law_pack import LawPack
from app.records.legal_hold import LegalHold
from app.records.note_template import NoteTemplate
from app.records.person import Person
from app.records.policy import Policy
from app.records.practice_profile import PracticeProfile
from app.records.preferences import Preferences
from app.records.process_note import ProcessNote
from app.records.referral import Referral
from app.records.register_entry import RegisterEntry
from app.records.related_person import RelatedPerson
from app.records.release import Release
from app.records.resource import Resource
from app.records.session_note import SessionNote
from app.records.snippet import Snippet
from app.records.treatment_plan import TreatmentPlan
from app.texts import N_

_ALL = (
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
    Kind("incident", Incident, "safety", N_("Incident"), N_("Incidents"), "triangle-alert", signed=True),
    Kind(
        "incident_response",
        IncidentResponse,
        "safety",
        N_("Response to an incident"),
        N_("Responses to incidents"),
        "list-checks",
        internal=True,
    ),
    Kind("resource", Resource, "practice", N_("Place that helps"), N_("Places that help"), "life-buoy"),
    Kind(
        "consent_template",
        ConsentTemplate,
        "practice",
        N_("Consent text"),
        N_("Consent texts"),
        "file-pen",
        signed=True,
    ),
    Kind("policy", Policy, "practice", N_("Policy"), N_("Policies"), "book-open", signed=True),
    Kind("snippet", Snippet, "personal", N_("Snippet"), N_("Snippets"), "quote"),
    Kind("note_template", NoteTemplate, "personal", N_("Note template"), N_("Note templates"), "layers"),
    Kind("amendment", Amendment, "", N_("Amendment"), N_("Amendments"), "file-pen", signed=True, internal=True),
    Kind(
        "cosignature", Cosignature, "", N_("Co-signature"), N_("Co-signatures"), "file-pen", signed=True, internal=True
    ),
    Kind("practice_profile", PracticeProfile, "practice", N_("Practice"), N_("Practices"), "building-2", internal=True),
    Kind("person", Person, "practice", N_("Person"), N_("People"), "users", internal=True),
    Kind(
        "preferences",
        Preferences,
        "personal",
        N_("Preferences"),
        N_("Preferences"),
        "sliders-horizontal",
        internal=True,
    ),
    Kind("law_pack", LawPack, "practice", N_("Law pack"), N_("Law packs"), "scale", internal=True),
    Kind(
        "register_entry",
        RegisterEntry,
        "register",
        N_("Register entry"),
        N_("Register entries"),
        "list-ordered",
        internal=True,
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
