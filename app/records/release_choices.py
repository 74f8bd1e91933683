"""Value lists of releases and disclosures: classes of information, purposes, laws, elements, legal bases, ways."""

from __future__ import annotations

from app.records.fields import Choice, OpenChoice
from app.texts import N_


class InformationClass(Choice):
    """What a release may cover. There is no *everything*: each class is ticked for itself."""

    ATTENDANCE = "attendance", N_("That somebody comes, and when")
    IDENTITY = "identity", N_("Name and contact details")
    HISTORY = "history", N_("History and reason for coming")
    DIAGNOSIS = "diagnosis", N_("Diagnosis")
    TREATMENT_PLAN = "treatment_plan", N_("Treatment plan")
    SESSION_NOTES = "session_notes", N_("Session notes")
    SUMMARY = "summary", N_("Summary, course and outcome")
    RISK = "risk", N_("Safety and risk")
    MEASURES = "measures", N_("Questionnaires and tests")
    CONTACTS = "contacts", N_("Contacts and letters")
    DOCUMENTS = "documents", N_("Documents from others")
    CONSENTS = "consents", N_("Consents and releases")
    BILLING = "billing", N_("Fees and payments")
    OTHER = "other", N_("Something else, in words")
    PSYCHOTHERAPY_NOTES = "psychotherapy_notes", N_("Private psychotherapy notes")
    SUBSTANCE_USE = "substance_use", N_("Alcohol and drug treatment")
    SUD_COUNSELING_NOTES = "sud_counseling_notes", N_("Counselling notes on alcohol and drugs")
    HIV = "hiv", N_("HIV and AIDS")
    SEXUAL_HEALTH = "sexual_health", N_("Sexual health")
    REPRODUCTIVE = "reproductive", N_("Pregnancy and reproductive health")
    GENETIC = "genetic", N_("Genetic information")
    HIDDEN_ADDRESS = "hidden_address", N_("An address that is kept secret")
    CRIMINAL = "criminal", N_("Offences and proceedings")
    MINOR_CONFIDENTIAL = "minor_confidential", N_("What a minor told in confidence")
    THIRD_PARTY = "third_party", N_("What others said in confidence")


SENSITIVE = tuple(InformationClass)[tuple(InformationClass).index(InformationClass.PSYCHOTHERAPY_NOTES) :]
"""Covered only where ticked for themselves, whatever else a release covers."""
ON_A_FORM_OF_ITS_OWN = (InformationClass.PSYCHOTHERAPY_NOTES, InformationClass.SUD_COUNSELING_NOTES)
"""A release that covers one of these covers nothing else."""


class ReleasePurpose(Choice):
    """What the other side needs it for."""

    TREATMENT = "treatment", N_("Treatment and joint care")
    PAYMENT = "payment", N_("Payment and insurance")
    OPERATIONS = "operations", N_("Running the service")
    AT_REQUEST = "at_request", N_("At the client's own wish")
    LEGAL_PROCEEDINGS = "legal_proceedings", N_("Court or other proceedings")
    BENEFITS = "benefits", N_("Benefits, pension, certificate")
    SCHOOL = "school", N_("School")
    WORK = "work", N_("Work")
    FAMILY = "family", N_("Involving the family")
    RESEARCH = "research", N_("Research")
    OTHER = "other", N_("Another purpose, in words")


CARE_PURPOSES = (ReleasePurpose.TREATMENT, ReleasePurpose.PAYMENT, ReleasePurpose.OPERATIONS)
"""A release for these alone may name its recipients as a class and last without an end (42 CFR 2.31)."""


class Regime(Choice):
    """The law that a release is to satisfy."""

    HIPAA = "hipaa", N_("HIPAA (45 CFR 164.508)")
    PART2 = "part2", N_("42 CFR Part 2 (alcohol and drug treatment)")
    GDPR = "gdpr", N_("GDPR")
    UK_GDPR = "uk_gdpr", N_("UK GDPR")
    PL = "pl", N_("Polish law on professional secrecy")


class ReleaseElement(Choice):
    """What a release has to contain; which of them, the law of the place says."""

    PATIENT_NAME = "patient_name", N_("Name of the client")
    DISCLOSER = "discloser", N_("Who gives the information")
    INFORMATION = "information", N_("What information exactly")
    RECIPIENT = "recipient", N_("Who receives it")
    INTERMEDIARY = "intermediary", N_("Through whom it goes")
    PURPOSE = "purpose", N_("For what purpose")
    EXPIRY = "expiry", N_("Until when it holds")
    SIGNATURE = "signature", N_("Signature and date")
    REPRESENTATIVE_AUTHORITY = "representative_authority", N_("Authority of who signed for the client")
    RIGHT_TO_REVOKE = "right_to_revoke", N_("That it can be taken back, and how")
    CONDITIONING = "conditioning", N_("Whether anything depends on signing")
    REDISCLOSURE = "redisclosure", N_("That it may be passed on by who receives it")
    PLAIN_LANGUAGE = "plain_language", N_("Plain language")
    COPY = "copy", N_("Copy for who signed")
    SEPARATE_PSYCHOTHERAPY_NOTES = "separate_psychotherapy_notes", N_("Private notes on a form of their own")
    SEPARATE_COUNSELLING_NOTES = "separate_counselling_notes", N_("Counselling notes on a form of their own")
    SEPARATE_LEGAL_PROCEEDINGS = "separate_legal_proceedings", N_("Proceedings on a form of their own")


class ReleaseStatement(Choice):
    """What the text of the form says to whoever signs it."""

    RIGHT_TO_REVOKE = "right_to_revoke", N_("It can be taken back in writing, how, and what that does not change")
    CONDITIONING = "conditioning", N_("Whether the therapy depends on signing")
    REDISCLOSURE = "redisclosure", N_("Who receives it may pass it on")


class ReleaseDecision(Choice):
    """What this record says about the release."""

    GIVEN = "given", N_("Given")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    EVENT_HAPPENED = "event_happened", N_("The event that ends it has happened")


class Direction(Choice):
    """Which way information goes."""

    TO = "to", N_("From us to them")
    FROM = "from", N_("From them to us")
    TWO_WAY = "two_way", N_("Both ways")


class SignedBy(Choice):
    """Who signed."""

    CLIENT = "client", N_("The client")
    REPRESENTATIVE = "representative", N_("Somebody for the client")
    BOTH = "both", N_("The client and a representative")


class WayOut(OpenChoice):
    """How it reaches the other side."""

    HANDED_OVER = "handed_over", N_("Handed over")
    POST = "post", N_("By post")
    ENCRYPTED_EMAIL = "encrypted_email", N_("By encrypted e-mail")
    EMAIL = "email", N_("By e-mail, not encrypted")
    PORTAL = "portal", N_("Through a secure portal")
    FAX = "fax", N_("By fax")
    PHONE = "phone", N_("Told by phone")
    TOLD = "told", N_("Told in person")
    OTHER = "other", N_("Another way")


class DisclosureBasis(Choice):
    """On what ground something left the practice."""

    ROI = "roi", N_("Release signed by the client")
    CLIENT_ACCESS = "client_access", N_("Given to the client")
    TREATMENT = "treatment", N_("Needed for the treatment")
    PAYMENT = "payment", N_("Needed for payment")
    OPERATIONS = "operations", N_("Running the practice")
    MANDATED_REPORT_CHILD = "mandated_report_child", N_("Report required by law: a child")
    MANDATED_REPORT_ADULT = "mandated_report_adult", N_("Report required by law: an adult")
    DUTY_TO_PROTECT = "duty_to_protect", N_("Duty to warn or protect")
    COURT_ORDER = "court_order", N_("Court order")
    SUBPOENA_ASSURANCE = "subpoena_assurance", N_("Summons, with the assurance that the law asks for")
    CORONER = "coroner", N_("Coroner or medical examiner")
    OVERSIGHT = "oversight", N_("Supervising authority")
    LAW_ENFORCEMENT = "law_enforcement", N_("Police or prosecutor")
    EMERGENCY = "emergency", N_("Emergency")
    VITAL_INTERESTS = "vital_interests", N_("Vital interests of somebody")
    SUPERVISION = "supervision", N_("Supervision")
    EXECUTOR = "executor", N_("Professional executor")
    OTHER_LAW = "other_law", N_("Another law, named in the reason")


NAMED_BASES = tuple(
    basis for basis in DisclosureBasis if basis not in {DisclosureBasis.ROI, DisclosureBasis.CLIENT_ACCESS}
)
"""The grounds on which something goes to somebody else without a release."""
