"""The kinds of record of the practice and its people, and those that belong to another record."""

from __future__ import annotations

from app.records.amendment import Amendment
from app.records.base import Kind
from app.records.complaint import Complaint
from app.records.consent_template import ConsentTemplate
from app.records.cosignature import Cosignature
from app.records.credential import Credential
from app.records.data_breach import DataBreach
from app.records.drill import Drill
from app.records.drill_action import DrillAction
from app.records.hazard import Hazard
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.law_pack import LawPack
from app.records.lesson import Lesson
from app.records.note_template import NoteTemplate
from app.records.person import Person
from app.records.policy import Policy
from app.records.policy_reading import PolicyReading
from app.records.practice_profile import PracticeProfile
from app.records.preferences import Preferences
from app.records.professional_will import ProfessionalWill
from app.records.register_entry import RegisterEntry
from app.records.resource import Resource
from app.records.snippet import Snippet
from app.records.standards_for_minors import StandardsForMinors
from app.records.supervision_session import SupervisionSession
from app.records.supervision_task import SupervisionTask
from app.records.training import Training
from app.texts import N_

OF_PRACTICE = (
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
    Kind("lesson", Lesson, "practice", N_("Lesson"), N_("Lessons"), "message-square", signed=True),
    Kind("data_breach", DataBreach, "safety", N_("Data breach"), N_("Data breaches"), "lock-open"),
    Kind("complaint", Complaint, "safety", N_("Complaint"), N_("Complaints"), "flag"),
    Kind("hazard", Hazard, "practice", N_("Hazard"), N_("Hazards"), "octagon-alert"),
    Kind("drill", Drill, "practice", N_("Drill"), N_("Drills"), "footprints", signed=True),
    Kind(
        "drill_action",
        DrillAction,
        "practice",
        N_("Action after a drill"),
        N_("Actions after drills"),
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
    Kind(
        "standards_for_minors",
        StandardsForMinors,
        "practice",
        N_("Standards for the protection of minors"),
        N_("Standards for the protection of minors"),
        "baby",
        signed=True,
    ),
    Kind(
        "policy_reading",
        PolicyReading,
        "register",
        N_("Policy read and understood"),
        N_("Policies read and understood"),
        "badge-check",
        signed=True,
        internal=True,
    ),
    Kind(
        "professional_will",
        ProfessionalWill,
        "practice",
        N_("Professional will"),
        N_("Professional wills"),
        "handshake",
    ),
    Kind("training", Training, "personal", N_("Training"), N_("Trainings"), "notebook-pen"),
    Kind("credential", Credential, "personal", N_("Credential"), N_("Credentials"), "id-card"),
    Kind("snippet", Snippet, "personal", N_("Snippet"), N_("Snippets"), "quote"),
    Kind("note_template", NoteTemplate, "personal", N_("Note template"), N_("Note templates"), "layers"),
    Kind(
        "supervision_session",
        SupervisionSession,
        "personal",
        N_("Supervision"),
        N_("Supervisions"),
        "handshake",
        signed=True,
    ),
    Kind(
        "supervision_task",
        SupervisionTask,
        "personal",
        N_("Task from supervision"),
        N_("Tasks from supervision"),
        "list-checks",
        internal=True,
    ),
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
