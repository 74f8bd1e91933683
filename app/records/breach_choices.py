"""Value lists of the register of data breaches."""

from __future__ import annotations

from app.records.fields import Choice, OpenChoice
from app.texts import N_


class Answer(Choice):
    """Yes, no, or nobody knows yet."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    UNKNOWN = "unknown", N_("Not known yet")


class BreachType(Choice):
    """What was lost: secrecy, correctness, or the data themselves."""

    CONFIDENTIALITY = "confidentiality", N_("Confidentiality: somebody saw them, or could have")
    INTEGRITY = "integrity", N_("Integrity: they were changed, or are wrong")
    AVAILABILITY = "availability", N_("Availability: they are lost, or out of reach")


class DataCategory(OpenChoice):
    """Which data it concerns."""

    IDENTITY = "identity", N_("Names and contact details")
    APPOINTMENTS = "appointments", N_("Appointments")
    CLINICAL = "clinical", N_("Session notes and other clinical records")
    PRIVATE_NOTES = "private_notes", N_("Private notes")
    LETTERS = "letters", N_("Letters and documents")
    BILLING = "billing", N_("Fees and payments")
    STAFF = "staff", N_("Data of people who work here")
    SECRETS = "secrets", N_("Passwords or keys")
    OTHER = "other", N_("Other")


class SpecialCategory(Choice):
    """Data that the law protects more than others."""

    HEALTH = "health", N_("Health")
    SEX_LIFE = "sex_life", N_("Sex life or sexual orientation")
    BELIEFS = "beliefs", N_("Religion, beliefs or politics")
    ORIGIN = "origin", N_("Ethnic origin")
    CRIMINAL = "criminal", N_("Offences and convictions")
    BIOMETRIC = "biometric", N_("Biometric or genetic data")
    NONE = "none", N_("None of these")


class Encrypted(Choice):
    """Whether the data were encrypted when it happened."""

    YES = "yes", N_("Yes, all of them")
    PARTLY = "partly", N_("Some of them")
    NO = "no", N_("No")
    UNKNOWN = "unknown", N_("Not known yet")


class Likelihood(Choice):
    """How likely harm to people is, as a person judges it."""

    UNLIKELY = "unlikely", N_("Unlikely")
    POSSIBLE = "possible", N_("Possible")
    LIKELY = "likely", N_("Likely")
    HAPPENED = "happened", N_("It has happened")
    UNKNOWN = "unknown", N_("Cannot be judged yet")


class Gravity(Choice):
    """How grave harm to people would be, as a person judges it."""

    SMALL = "small", N_("An inconvenience")
    NOTABLE = "notable", N_("Notable, can be overcome")
    GRAVE = "grave", N_("Grave, hard to overcome")
    LASTING = "lasting", N_("Cannot be made good")
    UNKNOWN = "unknown", N_("Cannot be judged yet")


class RiskToPeople(Choice):
    """The conclusion of whoever judges it; the program never draws one."""

    UNLIKELY = "unlikely", N_("A risk to people is unlikely")
    RISK = "risk", N_("There is a risk to people")
    HIGH = "high", N_("There is a high risk to people")


class Telling(Choice):
    """What was decided about telling somebody."""

    TELL = "tell", N_("They are told")
    NOT_TELL = "not_tell", N_("They are not told")


class Exemption(Choice):
    """Why the people concerned need not be told one by one."""

    PROTECTED = "protected", N_("The data were protected, for example encrypted")
    MITIGATED = "mitigated", N_("What was done since makes a high risk unlikely")
    DISPROPORTIONATE = "disproportionate", N_("It would take too much: a public notice instead")
    NONE = "none", N_("None of these")


class HipaaException(Choice):
    """What HIPAA does not call a breach."""

    NONE = "none", N_("None")
    GOOD_FAITH = "good_faith", N_("Somebody of the practice saw them by mistake, in good faith")
    INADVERTENT = "inadvertent", N_("They passed between two authorised people by mistake")
    NOT_RETAINED = "not_retained", N_("Whoever got them could not have kept them")


class HipaaConclusion(Choice):
    """What the four factors come to, as a person judges them."""

    BREACH = "breach", N_("It counts as a breach")
    LOW_PROBABILITY = "low_probability", N_("A low probability that the data were compromised")
