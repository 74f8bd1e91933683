"""The value lists of consents: what was decided, how, by whom, and what that rests on."""

from __future__ import annotations

from app.records.fields import Choice
from app.texts import N_


class Decision(Choice):
    """What was decided, or what became of an earlier decision."""

    GRANTED = "granted", N_("Given")
    PARTIAL = "partial", N_("Given in part")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    ENDED = "ended", N_("Ended as agreed")


class Method(Choice):
    """How the decision was expressed."""

    PAPER = "wet_ink_scan", N_("Signed on paper")
    ON_SCREEN = "on_screen", N_("Signed on screen")
    VERBAL_WITNESSED = "verbal_witnessed", N_("Spoken, with a witness")
    VERBAL = "verbal", N_("Spoken")
    EMAIL = "email", N_("By e-mail")
    PAPER_EARLIER = "paper_earlier", N_("Given earlier, on paper")
    EMERGENCY = "implied_emergency", N_("Assumed in an emergency")


class GivenBy(Choice):
    """Who decided."""

    CLIENT = "client", N_("The client")
    PARENT = "parent", N_("A parent")
    BOTH_PARENTS = "both_parents", N_("Both parents")
    GUARDIAN = "guardian", N_("A legal representative")
    CLIENT_AND_REPRESENTATIVE = "client_and_representative", N_("Client and representative")
    COURT = "court", N_("A court")


class ConsentCapacity(Choice):
    """Whether the person could decide."""

    PRESUMED = "presumed", N_("No reason to doubt it")
    ASSESSED = "assessed", N_("Assessed: able to decide")
    SUPPORTED = "supported", N_("Able to decide with support")
    LACKING = "lacking", N_("Not able to decide")


class AccessRule(Choice):
    """Who may see the shared file of several people; agreed before the work begins."""

    TOGETHER = "together", N_("Only all of them together")
    EACH_WHOLE = "each_whole", N_("Each of them, the whole file")
    EACH_OWN_WORDS = "each_own_words", N_("Each of them, without what others said")
    OTHER = "other", N_("Another rule, in words")


class MinorBasis(Choice):
    """What the consent of a minor rests on in law."""

    REPRESENTATIVES = "representatives", N_("Those who represent the child decide")
    BOTH = "minor_and_representatives", N_("The young person and those who represent them")
    PRESUMED_ABLE = "presumed_able", N_("Old enough to decide alone")
    FOUND_ABLE = "found_able", N_("Found mature enough to decide alone")
    COURT = "court", N_("A court decided")
    IMMEDIATE_SUPPORT = "immediate_support", N_("Immediate support in a crisis")


class Involvement(Choice):
    """Whether representatives take part although the young person decides."""

    INVOLVE = "involve", N_("They take part")
    NOT_INVOLVE = "not_involve", N_("They do not take part")


class SignerRole(Choice):
    """Whose signature it is."""

    CLIENT = "client", N_("Client")
    PARTNER = "partner", N_("Partner or member")
    CHILD = "child", N_("Child")
    PARENT = "parent", N_("Parent")
    REPRESENTATIVE = "representative", N_("Legal representative")
    WITNESS = "witness", N_("Witness")
    INTERPRETER = "interpreter", N_("Interpreter")
    THERAPIST = "therapist", N_("Therapist")


class Explaining(Choice):
    """How something was explained."""

    SPOKEN = "spoken", N_("In conversation")
    READ = "read", N_("Read together")
    GIVEN_TO_READ = "given_to_read", N_("Given to read")
    PICTURES = "pictures", N_("With pictures or simple words")
    INTERPRETED = "interpreted", N_("Through an interpreter")


class RetentionDecision(Choice):
    """What becomes of the file after consent to special-category data was withdrawn. Nothing is deleted by it."""

    OPEN = "open", N_("Not decided yet")
    KEEP_BY_LAW = "keep_by_law", N_("Kept: the law demands it")
    KEEP_FOR_CLAIMS = "keep_for_claims", N_("Kept: for legal claims")
    RESTRICT = "restrict", N_("Kept, but no longer used")
    ERASE = "erase", N_("To be destroyed")
    ANONYMISE = "anonymise", N_("To be made anonymous")


class Medium(Choice):
    """What is recorded."""

    SOUND = "sound", N_("Sound")
    VIDEO = "video", N_("Sound and picture")


BEFORE = (Decision.GRANTED, Decision.PARTIAL, Decision.DECLINED)
"""Decisions that a person makes in a conversation; the others are about an earlier one."""

GIVEN = (Decision.GRANTED, Decision.PARTIAL)
LATER = (Decision.WITHDRAWN, Decision.ENDED)
FOR_CLIENT = tuple(giver for giver in GivenBy if giver is not GivenBy.CLIENT)
REPRESENTED = (GivenBy.PARENT, GivenBy.BOTH_PARENTS, GivenBy.GUARDIAN)
