"""Value lists of the response to an incident."""

from __future__ import annotations

from app.records.fields import Choice
from app.texts import N_


class EventType(Choice):
    """Whether somebody was harmed, nearly, or could have been."""

    HARM = "incident_harm", N_("Incident with harm")
    NO_HARM = "incident_no_harm", N_("Incident without harm")
    NEAR_MISS = "near_miss", N_("Near miss")
    HAZARD = "hazard", N_("Hazard")
    GOOD_CATCH = "good_catch", N_("Good catch")
    GOOD_CARE = "good_care", N_("Good care")


class Category(Choice):
    """What it was about."""

    DEATH_SUICIDE = "death_suicide", N_("Death by suicide")
    DEATH_OTHER = "death_other", N_("Death, other")
    SUICIDE_ATTEMPT = "suicide_attempt", N_("Suicide attempt")
    SELF_HARM = "self_harm", N_("Self-harm")
    THREAT_BY_CLIENT = "threat_or_assault_by_client", N_("Threat or assault by a client")
    THREAT_TO_CLIENT = "threat_or_assault_to_client", N_("Threat or assault against a client")
    WEAPON = "weapon", N_("Weapon")
    STALKING = "stalking_of_therapist", N_("Stalking of the therapist")
    ALLEGED_ABUSE = "alleged_abuse_of_client", N_("Suspected abuse of a client")
    ABUSE_BY_PROFESSIONAL = "abuse_by_professional", N_("Abuse by a professional")
    BOUNDARY = "boundary_violation", N_("Boundary violation")
    MISSING = "missing_client", N_("Missing client")
    MEDICAL = "medical_emergency", N_("Medical emergency")
    OVERDOSE = "overdose_intoxication", N_("Overdose or intoxication")
    FALL = "fall_injury", N_("Fall or injury")
    ADVERSE_REACTION = "adverse_reaction_to_session", N_("Adverse reaction to a session")
    MEDICATION = "medication", N_("Medication")
    POLICE = "police_or_arrest", N_("Police or arrest")
    DAMAGE = "property_damage_fire_flood", N_("Damage, fire or flood")
    EQUIPMENT = "equipment_failure", N_("Equipment failure")
    ENVIRONMENT = "environmental_hazard", N_("Hazard in the surroundings")
    INFECTION = "infection", N_("Infection")
    CHILD_UNSUPERVISED = "child_unsupervised", N_("Child left unattended")
    COMPLAINT = "complaint", N_("Complaint")
    CONSENT_FAILURE = "consent_failure", N_("Consent missing or wrong")
    RECORD_ERROR = "record_error", N_("Error in a record")
    CONFIDENTIALITY = "confidentiality_breach", N_("Breach of confidentiality")
    IT_OUTAGE = "it_outage", N_("Computer failure")
    TELEHEALTH = "telehealth_failure_in_crisis", N_("Connection lost in a crisis")
    NEAR_MISS = "near_miss", N_("Near miss, other")
    MEDIA = "media", N_("Media interest")
    ENDING = "non_routine_ending", N_("Unplanned ending")
    GOOD_CARE = "good_care", N_("Good care worth sharing")


class HarmGrade(Choice):
    """How much harm, physical or psychological; ordered from least to most."""

    NONE = "none", N_("None")
    LOW = "low", N_("Low")
    MODERATE = "moderate", N_("Moderate")
    SEVERE = "severe", N_("Severe")
    FATAL = "fatal", N_("Fatal")


class HarmBasis(Choice):
    """How sure a grading is."""

    ACTUAL = "actual", N_("Known")
    BEST_ESTIMATE = "best_estimate", N_("Best estimate")
    UNKNOWN_YET = "unknown_yet", N_("Not known yet")


class Duty(Choice):
    """Who may have to be told."""

    POLICE = "police", N_("Police")
    AMBULANCE = "ambulance", N_("Ambulance")
    CHILD_PROTECTION = "child_protection", N_("Child protection")
    ADULT_PROTECTION = "adult_protection", N_("Protection of adults")
    SUPERVISOR = "supervisor", N_("Supervisor")
    INSURER = "insurer", N_("Insurer")
    LICENSING_BOARD = "licensing_board", N_("Licensing board")
    STATE_AGENCY = "state_agency", N_("State agency")
    DATA_PROTECTION = "data_protection_authority", N_("Data protection authority")
    DATA_SUBJECT = "data_subject", N_("The people whose data it is")
    HHS = "hhs", N_("Department of Health and Human Services")
    CORONER = "coroner", N_("Coroner or prosecutor")
    COURT = "court", N_("Court")
    FAMILY = "family", N_("Family")
    MEDIA = "media", N_("Media")
    OTHER = "other", N_("Somebody else")


class Threshold(Choice):
    """Whether the duty applies."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    UNCLEAR = "unclear", N_("Unclear")


class NoticeDecision(Choice):
    """What was decided about one notification."""

    SENT = "sent", N_("Notified")
    NOT_REQUIRED = "not_required", N_("Not needed")


class Strength(Choice):
    """How well an action prevents it from happening again."""

    STRONGER = "stronger", N_("Strong: changes the place or the procedure itself")
    INTERMEDIATE = "intermediate", N_("Medium: checklists, fewer distractions")
    WEAKER = "weaker", N_("Weak: reminders, training")


class Effect(Choice):
    """What was seen when somebody looked whether an action works."""

    WORKS = "works", N_("It works")
    PARTLY = "partly", N_("It works in part")
    FAILS = "does_not_work", N_("It does not work")


class Factor(Choice):
    """What contributed to it."""

    CLIENT = "client", N_("Client")
    TASK = "task", N_("Task")
    INDIVIDUAL = "individual", N_("Therapist or staff member")
    TEAM = "team_communication", N_("Team and communication")
    EQUIPMENT = "equipment_it", N_("Equipment and computers")
    ENVIRONMENT = "environment", N_("Surroundings")
    TRAINING = "training", N_("Training")
    ORGANISATION = "organisational", N_("Organisation")
    EXTERNAL = "external", N_("Outside the practice")


class DebriefKind(Choice):
    """How it was talked over."""

    HOT = "hot_debrief", N_("Talk right after")
    SUPERVISION = "supervision", N_("Supervision")
    PEER = "peer", N_("With colleagues")
    FORMAL = "formal_rca", N_("Formal root-cause analysis")
    POSTVENTION = "postvention", N_("After a death by suicide")


class AfterSuicide(Choice):
    """What to think of after a client's suicide, nearest first; a checklist, not an order."""

    NOT_ALONE = "not_alone", N_("I have told a colleague or my supervisor, and am not alone with it")
    ADVICE = "advice", N_("Insurer and legal advice first, before anything was said outside")
    DIARY = "diary", N_("Appointments of the next days moved or taken over")
    WHO_DECIDES = "who_decides", N_("Found out who now decides about the file; confidentiality goes on")
    FAMILY = "family", N_("Family contacted, or decided who does it and what may be said")
    SURVIVORS = "survivors", N_("Places of help for those left behind passed on")
    RECORD = "record", N_("Record completed by new entries only, marked as later ones")
    OTHER_CLIENTS = "other_clients", N_("Thought of other clients whom it reaches")
    FEES = "fees", N_("Open bills held back, nothing sent automatically")
    OWN_CARE = "own_care", N_("Time and care for myself and the team arranged")
    CASE_REVIEW = "case_review", N_("Day for the review of the case set, not in the first weeks")
