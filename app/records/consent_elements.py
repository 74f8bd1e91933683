"""What a consent can be about, and what has to be explained before somebody gives it."""

from __future__ import annotations

from app.records.fields import Choice
from app.texts import N_


class ConsentType(Choice):
    """What is consented to. To tell somebody something is a release, a kind of record of its own."""

    THERAPY = "therapy", N_("Therapy")
    TELEHEALTH = "telehealth", N_("Sessions by video or phone")
    ELECTRONIC_COMMS = "electronic_comms", N_("Electronic communication")
    RECORDING = "recording", N_("Recording of sessions")
    RESEARCH = "research", N_("Research")
    TRAINING_OBSERVATION = "training_observation", N_("Observation for training")
    AI_TOOL = "ai_tool", N_("A tool with artificial intelligence")
    MINOR_ASSENT = "minor_assent", N_("The child's own agreement")
    GUARDIAN = "guardian", N_("Therapy of a child, by representatives")
    GROUP = "group", N_("Group therapy")
    COUPLE = "couple", N_("Couple or family therapy")
    SUPERVISION_DISCLOSURE = "supervision_disclosure", N_("Telling a supervisor")
    GDPR_SPECIAL_CATEGORY = "gdpr_special_category", N_("Special-category data")
    MEDIA = "media", N_("Publication or media")


class Element(Choice):
    """What has to be explained before somebody decides; which of them belong to what says `ELEMENTS`."""

    # Informed consent to therapy, in the order of the professional codes.
    PURPOSE = "purpose", N_("Purpose, goals and methods")
    RISKS = "risks", N_("Benefits, limits and risks")
    ALTERNATIVES = "alternatives", N_("Alternatives")
    QUALIFICATIONS = "qualifications", N_("Training, approach and supervision")
    CONTINUITY = "continuity", N_("If the therapist falls ill or dies")
    TECHNOLOGY = "technology", N_("Role of technology")
    DIAGNOSIS = "diagnosis", N_("Diagnosis, tests and reports")
    FEES = "fees", N_("Fees and cancelling")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality and its limits")
    RECORDS = "records", N_("Records and data protection")
    REFUSAL = "refusal", N_("Taking part, refusing and withdrawing")
    PAYER = "payer", N_("If somebody else pays")
    TIME_FRAME = "time_frame", N_("How long the consent lasts")
    QUESTIONS = "questions", N_("Time for questions")
    BETWEEN_SESSIONS = "between_sessions", N_("Between sessions and in emergencies")
    COMPLAINTS = "complaints", N_("Complaints")
    ENDING = "ending", N_("Ending and referral")
    # Several people in one room.
    OTHER_MEMBERS = "other_members", N_("What the others may tell")
    SECRETS = "secrets", N_("What one of them tells alone")
    SHARED_FILE = "shared_file", N_("Who may see the shared file")
    GROUP_RULES = "group_rules", N_("Rules of the group")
    # By video or phone.
    IDENTITY_CHECK = "identity_check", N_("How both know who is there")
    LOCATION = "location", N_("Where the client is at each session")
    LOCAL_EMERGENCY = "local_emergency", N_("Emergency help where the client is")
    PRIVATE_PLACE = "private_place", N_("A private place, and who else is there")
    PLATFORM = "platform", N_("The program that is used")
    BACKUP_CHANNEL = "backup_channel", N_("If the connection fails")
    NO_RECORDING = "no_recording", N_("Nobody records without permission")
    SUITABILITY = "suitability", N_("Whether it suits, and when to meet in person")
    LICENSURE = "licensure", N_("Whether the therapist may work there")
    MISDIRECTED = "misdirected", N_("Messages that reach somebody else")
    # In writing.
    CHANNELS = "channels", N_("Which ways of writing are used")
    CONTENT = "content", N_("What may be written")
    RESPONSE_TIME = "response_time", N_("When to expect an answer")
    NOT_FOR_EMERGENCIES = "not_for_emergencies", N_("Not for emergencies")
    UNENCRYPTED = "unencrypted", N_("Messages without encryption")
    SHARED_DEVICE = "shared_device", N_("Who else uses the device")
    # What is kept, seen or passed on.
    SOUND_OR_PICTURE = "sound_or_picture", N_("Sound or picture")
    WHO_SEES = "who_sees", N_("Who will see or hear it")
    PART_OF_FILE = "part_of_file", N_("Whether it is part of the file")
    STORAGE = "storage", N_("Where it is kept")
    DESTRUCTION = "destruction", N_("When it is destroyed")
    STOPPING = "stopping", N_("Stopping at any time, and deleting")
    NO_EFFECT_ON_CARE = "no_effect_on_care", N_("No effect on the therapy if refused")
    ASKED_EACH_TIME = "asked_each_time", N_("Asked again each time")
    OTHER_USES = "other_uses", N_("Any other use wants a consent of its own")
    TOOL = "tool", N_("Which tool, and what it does")
    LEAVES_DEVICE = "leaves_device", N_("What leaves the device")
    VENDOR_KEEPS = "vendor_keeps", N_("What the maker of the tool keeps")
    HUMAN_REVIEW = "human_review", N_("A person checks everything")
    OPTING_OUT = "opting_out", N_("Working without it")
    PROTOCOL = "protocol", N_("Which study, and who answers for it")
    ETHICS_APPROVAL = "ethics_approval", N_("Approval by an ethics committee")
    DATA_WITHDRAWAL = "data_withdrawal", N_("Until when data can be taken back")
    OBSERVER = "observer", N_("Who watches, and how")
    SUPERVISOR = "supervisor", N_("Who the supervisor is")
    IDENTIFIABILITY = "identifiability", N_("Whether the person can be recognised")
    BOUND_TO_SECRECY = "bound_to_secrecy", N_("How the other is bound to secrecy")
    PLACE_OF_PUBLICATION = "place_of_publication", N_("What is published, and where")
    NOT_RECALLABLE = "not_recallable", N_("What cannot be called back")
    # A child and those who decide for it.
    AUTHORITY = "authority", N_("Who may decide for the child")
    INVOLVEMENT = "involvement", N_("How representatives take part")
    CHILD_PRIVACY = "child_privacy", N_("What representatives are told and what not")
    CHILD_VOICE = "child_voice", N_("The child is asked too")
    GROWING_UP = "growing_up", N_("What changes as the child grows up")
    # Data protection.
    CONTROLLER = "controller", N_("Who is responsible for the data")
    CATEGORIES = "categories", N_("Which data")
    RECIPIENTS = "recipients", N_("Who receives the data")
    RIGHTS = "rights", N_("Rights over the data")
    # A release of information.
    DISCLOSER = "discloser", N_("Who tells")
    INFORMATION = "information", N_("What is told")
    EXPIRY = "expiry", N_("When it ends")
    REVOKING = "revoking", N_("Taking it back in writing")
    CONDITIONING = "conditioning", N_("Whether therapy depends on signing")
    REDISCLOSURE = "redisclosure", N_("What the recipient may do with it")
    COPY = "copy", N_("A copy for the person who signs")
    # The limits of confidentiality, each by itself.
    DANGER_TO_SELF = "danger_to_self", N_("Danger to oneself")
    DANGER_TO_OTHERS = "danger_to_others", N_("Danger to others")
    PROTECTION = "protection", N_("Children and people who need protection")
    COURTS = "courts", N_("Courts and authorities")
    # Taking something back.
    EFFECT = "effect", N_("What stops, and what stays")
    ALREADY_GONE = "already_gone", N_("What already went out")


_E = Element
_THERAPY = tuple(Element)[:17]
_DECIDING = (_E.REFUSAL, _E.TIME_FRAME, _E.QUESTIONS)
_SEVERAL = (_E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.QUALIFICATIONS, _E.FEES, _E.CONFIDENTIALITY, _E.OTHER_MEMBERS)
_KEPT = (_E.WHO_SEES, _E.PART_OF_FILE, _E.STORAGE, _E.DESTRUCTION, _E.STOPPING, _E.NO_EFFECT_ON_CARE)

ELEMENTS: dict[ConsentType, tuple[Element, ...]] = {
    ConsentType.THERAPY: _THERAPY,
    ConsentType.TELEHEALTH: (
        *(_E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.IDENTITY_CHECK, _E.LOCATION, _E.LOCAL_EMERGENCY),
        *(_E.PRIVATE_PLACE, _E.PLATFORM, _E.BACKUP_CHANNEL, _E.NO_RECORDING, _E.SUITABILITY, _E.LICENSURE),
        *(_E.MISDIRECTED, _E.FEES, _E.CONFIDENTIALITY, *_DECIDING),
    ),
    ConsentType.ELECTRONIC_COMMS: (
        *(_E.CHANNELS, _E.CONTENT, _E.RESPONSE_TIME, _E.NOT_FOR_EMERGENCIES, _E.UNENCRYPTED, _E.SHARED_DEVICE),
        *(_E.MISDIRECTED, _E.RECORDS, *_DECIDING),
    ),
    ConsentType.RECORDING: (
        *(_E.PURPOSE, _E.SOUND_OR_PICTURE, *_KEPT, _E.ASKED_EACH_TIME, _E.OTHER_USES),
        *(_E.TIME_FRAME, _E.QUESTIONS),
    ),
    ConsentType.RESEARCH: (
        *(_E.PROTOCOL, _E.PURPOSE, _E.ETHICS_APPROVAL, _E.RISKS, _E.WHO_SEES, _E.IDENTIFIABILITY, _E.STORAGE),
        *(_E.DATA_WITHDRAWAL, _E.NO_EFFECT_ON_CARE, *_DECIDING),
    ),
    ConsentType.TRAINING_OBSERVATION: (
        *(_E.PURPOSE, _E.OBSERVER, _E.BOUND_TO_SECRECY, _E.STOPPING, _E.NO_EFFECT_ON_CARE, _E.ASKED_EACH_TIME),
        *(_E.TIME_FRAME, _E.QUESTIONS),
    ),
    ConsentType.AI_TOOL: (
        *(_E.PURPOSE, _E.TOOL, _E.LEAVES_DEVICE, _E.VENDOR_KEEPS, _E.HUMAN_REVIEW, _E.RISKS, _E.OPTING_OUT),
        *(_E.NO_EFFECT_ON_CARE, _E.TIME_FRAME, _E.QUESTIONS),
    ),
    ConsentType.MINOR_ASSENT: (
        *(_E.PURPOSE, _E.RISKS, _E.CHILD_PRIVACY, _E.CONFIDENTIALITY, _E.REFUSAL, _E.QUESTIONS),
        *(_E.BETWEEN_SESSIONS, _E.COMPLAINTS),
    ),
    ConsentType.GUARDIAN: (
        *(_E.AUTHORITY, _E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.QUALIFICATIONS, _E.CONTINUITY, _E.DIAGNOSIS),
        *(_E.FEES, _E.CONFIDENTIALITY, _E.CHILD_PRIVACY, _E.CHILD_VOICE, _E.INVOLVEMENT, _E.RECORDS, *_DECIDING),
        *(_E.BETWEEN_SESSIONS, _E.GROWING_UP, _E.COMPLAINTS, _E.ENDING),
    ),
    ConsentType.GROUP: (
        *(*_SEVERAL, _E.GROUP_RULES, _E.RECORDS, *_DECIDING, _E.BETWEEN_SESSIONS),
        *(_E.COMPLAINTS, _E.ENDING),
    ),
    ConsentType.COUPLE: (
        *(*_SEVERAL, _E.SECRETS, _E.SHARED_FILE, _E.COURTS, *_DECIDING, _E.BETWEEN_SESSIONS),
        *(_E.COMPLAINTS, _E.ENDING),
    ),
    ConsentType.SUPERVISION_DISCLOSURE: (
        *(_E.PURPOSE, _E.SUPERVISOR, _E.IDENTIFIABILITY, _E.CONTENT, _E.BOUND_TO_SECRECY, _E.NO_EFFECT_ON_CARE),
        *_DECIDING,
    ),
    ConsentType.GDPR_SPECIAL_CATEGORY: (
        *(_E.CONTROLLER, _E.CATEGORIES, _E.PURPOSE, _E.RECIPIENTS, _E.RECORDS, _E.RIGHTS, _E.NO_EFFECT_ON_CARE),
        *_DECIDING,
    ),
    ConsentType.MEDIA: (
        *(_E.PURPOSE, _E.PLACE_OF_PUBLICATION, _E.IDENTIFIABILITY, _E.RISKS, _E.NOT_RECALLABLE),
        *(_E.NO_EFFECT_ON_CARE, *_DECIDING),
    ),
}
"""What the text of each consent goes through, in the order of its numbers."""

NEEDED: dict[ConsentType, tuple[Element, ...]] = {
    ConsentType.THERAPY: (*(_E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.FEES, _E.CONFIDENTIALITY, *_DECIDING),),
    ConsentType.TELEHEALTH: (
        *(_E.RISKS, _E.LOCATION, _E.LOCAL_EMERGENCY, _E.PRIVATE_PLACE, _E.BACKUP_CHANNEL, _E.CONFIDENTIALITY),
        *(_E.REFUSAL, _E.QUESTIONS),
    ),
    ConsentType.ELECTRONIC_COMMS: (_E.CHANNELS, _E.CONTENT, _E.NOT_FOR_EMERGENCIES, _E.UNENCRYPTED, _E.REFUSAL),
    ConsentType.RECORDING: (_E.PURPOSE, _E.SOUND_OR_PICTURE, *_KEPT),
    ConsentType.RESEARCH: (
        *(_E.PROTOCOL, _E.PURPOSE, _E.RISKS, _E.WHO_SEES, _E.DATA_WITHDRAWAL, _E.NO_EFFECT_ON_CARE, *_DECIDING),
    ),
    ConsentType.TRAINING_OBSERVATION: (_E.PURPOSE, _E.OBSERVER, _E.STOPPING, _E.NO_EFFECT_ON_CARE),
    ConsentType.AI_TOOL: (
        *(_E.TOOL, _E.LEAVES_DEVICE, _E.VENDOR_KEEPS, _E.HUMAN_REVIEW, _E.OPTING_OUT, _E.NO_EFFECT_ON_CARE),
    ),
    ConsentType.MINOR_ASSENT: (_E.PURPOSE, _E.CHILD_PRIVACY, _E.CONFIDENTIALITY, _E.REFUSAL),
    ConsentType.GUARDIAN: (
        *(_E.AUTHORITY, _E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.FEES, _E.CONFIDENTIALITY, _E.CHILD_PRIVACY),
        *_DECIDING,
    ),
    ConsentType.GROUP: (
        *(_E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.FEES, _E.CONFIDENTIALITY, _E.OTHER_MEMBERS, *_DECIDING),
    ),
    ConsentType.COUPLE: (
        *(_E.PURPOSE, _E.RISKS, _E.ALTERNATIVES, _E.FEES, _E.CONFIDENTIALITY, _E.OTHER_MEMBERS, _E.SECRETS),
        *(_E.SHARED_FILE, *_DECIDING),
    ),
    ConsentType.SUPERVISION_DISCLOSURE: (_E.SUPERVISOR, _E.IDENTIFIABILITY, _E.BOUND_TO_SECRECY, _E.REFUSAL),
    ConsentType.GDPR_SPECIAL_CATEGORY: (_E.CONTROLLER, _E.CATEGORIES, _E.PURPOSE, _E.NO_EFFECT_ON_CARE, _E.REFUSAL),
    ConsentType.MEDIA: (*(_E.PURPOSE, _E.PLACE_OF_PUBLICATION, _E.IDENTIFIABILITY, _E.NOT_RECALLABLE, _E.REFUSAL),),
}
"""Without one of these a consent is defective. To therapy: what NASW 1.03(a) names for every client, and
the limits of confidentiality. To the others: what makes the decision one about this matter at all."""

_ASSENT = ELEMENTS[ConsentType.MINOR_ASSENT]

TEXTS: dict[str, tuple[Element, ...]] = {
    **{consent_type.value: elements for consent_type, elements in ELEMENTS.items()},
    "assent_younger": _ASSENT,
    "assent_older": _ASSENT,
    "release": (
        *(_E.DISCLOSER, _E.INFORMATION, _E.RECIPIENTS, _E.PURPOSE, _E.EXPIRY, _E.REVOKING, _E.CONDITIONING),
        *(_E.REDISCLOSURE, _E.QUESTIONS, _E.COPY),
    ),
    "limits_of_confidentiality": (
        *(_E.CONFIDENTIALITY, _E.DANGER_TO_SELF, _E.DANGER_TO_OTHERS, _E.PROTECTION, _E.COURTS, _E.SUPERVISOR),
        *(_E.PAYER, _E.RIGHTS),
    ),
    "withdrawal": (_E.EFFECT, _E.ALREADY_GONE, _E.NO_EFFECT_ON_CARE, _E.RECORDS),
    "closing_letter": (_E.ENDING, _E.RECORDS, _E.BETWEEN_SESSIONS),
}
"""The paragraphs of every text that ships, by the name of its file, in the order of their numbers."""

NUMBERS: dict[Element, int] = {element: number for number, element in enumerate(_THERAPY, 1)}
"""The number of each element in the list of what informed consent to therapy has to cover."""


def type_of(text: str) -> ConsentType | None:
    """What a text of this name is consented to with; None for a text that is no consent."""
    if text.startswith("assent_"):
        return ConsentType.MINOR_ASSENT
    return next((found for found in ConsentType if found.value == text), None)
