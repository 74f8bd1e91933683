"""Value lists of reports, duties to protect, decisions not to act, reviews of domestic abuse, and what follows them."""

from __future__ import annotations

from app.records.fields import Choice, OpenChoice
from app.texts import N_


class ReportKind(Choice):
    """What a report is about."""

    CHILD = "child", N_("A child")
    ELDER = "elder", N_("An older person")
    DEPENDENT_ADULT = "dependent_adult", N_("An adult who depends on others")
    DOMESTIC_VIOLENCE = "domestic_violence", N_("Domestic violence")
    CRIME = "crime", N_("A crime")
    PROFESSIONAL_MISCONDUCT = "professional_misconduct", N_("Misconduct of a professional")
    TRAFFICKING = "trafficking", N_("Trafficking in human beings")


class Known(Choice):
    """An answer in which *nobody knows* is said and not left out."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    NOT_KNOWN = "not_known", N_("Not known")


class KnowledgeBasis(Choice):
    """How it came to be known."""

    DISCLOSED = "disclosed", N_("Told by the person concerned")
    OBSERVED = "observed", N_("Observed")
    THIRD_PARTY = "third_party", N_("Told by somebody else")
    DOCUMENT = "document", N_("From a document")


class AbuseType(Choice):
    """Of what kind it is."""

    PHYSICAL = "physical", N_("Physical")
    SEXUAL = "sexual", N_("Sexual")
    EMOTIONAL = "emotional", N_("Emotional")
    NEGLECT = "neglect", N_("Neglect")
    SELF_NEGLECT = "self_neglect", N_("Self-neglect")
    FINANCIAL = "financial", N_("Financial")
    ABANDONMENT = "abandonment", N_("Abandonment")
    ISOLATION = "isolation", N_("Isolation")
    ABDUCTION = "abduction", N_("Abduction")
    MENTAL_SUFFERING = "mental_suffering", N_("Mental suffering")
    OTHER = "other", N_("Something else, in words")


class CallState(Choice):
    """Whether the agency was told by word of mouth."""

    MADE = "made", N_("I called and told them")
    NOT_REACHED = "not_reached", N_("I tried and reached nobody")
    NOT_MADE = "not_made", N_("Not yet")


class WrittenState(Choice):
    """How the written report stands."""

    TO_SEND = "to_send", N_("Still to be sent")
    SENT = "sent", N_("Sent")
    NOT_NEEDED = "not_needed", N_("None is needed")


class ClientTold(Choice):
    """Whether the client, or a parent, was told."""

    BEFORE = "before", N_("Told before")
    AFTER = "after", N_("Told afterwards")
    NOT_TOLD = "not_told", N_("Not told")


class AttemptResult(Choice):
    """What came of an attempt to reach somebody."""

    TALKED = "talked", N_("We talked")
    SENT = "sent", N_("A message was sent")
    VOICEMAIL = "voicemail", N_("Voicemail, without what it is about")
    NO_ANSWER = "no_answer", N_("No answer")
    REFUSED = "refused", N_("They did not want to hear it")


REACHED = (AttemptResult.TALKED, AttemptResult.SENT)


class CommunicatedBy(Choice):
    """Who told of the threat."""

    CLIENT = "client", N_("The client")
    FAMILY = "family", N_("The family")
    INFORMANT = "credible_informant", N_("Somebody who can be believed")
    STAFF = "staff", N_("A colleague")


class Clarity(Choice):
    """How clear the threat was, as it was said."""

    CLEAR = "clear", N_("Clear and definite")
    VAGUE = "vague", N_("Vague")


class Victim(Choice):
    """How far it is known against whom the threat is."""

    NAMED = "named", N_("Named")
    IDENTIFIABLE = "identifiable", N_("Not named, but it can be found out who")
    GROUP = "class", N_("A group of people")
    NONE = "none", N_("Nobody in particular")


class ProtectStep(Choice):
    """What was decided in order to protect."""

    WARN_VICTIM = "warn_victim", N_("Warn the person")
    POLICE = "police", N_("Tell the police")
    HOSPITALISE = "hospitalise", N_("Hospital treatment")
    INTENSIFY = "intensify", N_("Closer treatment")
    NONE = "none", N_("None of these")


OUTSIDE = (ProtectStep.WARN_VICTIM, ProtectStep.POLICE)


class Question(Choice):
    """What was decided not to be done."""

    REPORT_CHILD = "report_child", N_("Report concern about a child")
    REPORT_ADULT = "report_adult", N_("Report concern about an adult")
    WARN = "warn", N_("Warn a person under threat")
    POLICE = "police", N_("Tell the police")
    BLUE_CARD = "blue_card", N_("Begin “Niebieska Karta”")
    HOSPITALISE = "hospitalise", N_("Hospital treatment against the will")
    NOTIFY_BREACH = "notify_breach", N_("Notify a data breach")
    GIVE_ACCESS = "give_access", N_("Give access to the records")
    ANSWER_SUBPOENA = "answer_subpoena", N_("Answer a summons with records")
    OTHER = "other", N_("Something else, in words")


class AbuseConcern(Choice):
    """What a professional takes seriously in domestic abuse; a list to think with, not to add up."""

    SEPARATION = "separation", N_("Separation, recent or planned")
    CONTROL = "control", N_("Control of daily life")
    STRANGULATION = "strangulation", N_("Strangling or choking")
    STALKING = "stalking", N_("Stalking")
    THREATS_TO_KILL = "threats_to_kill", N_("Threats to kill")
    ESCALATION = "escalation", N_("It happens more often, or gets worse")
    HONOUR = "honour", N_("“Honour” of the family")
    OWN_VIEW = "own_view", N_("The person is afraid for their life")
    NONE_SEEN = "none_seen", N_("None of these was seen or told")


class AbuseHelp(OpenChoice):
    """Where somebody who suffers domestic abuse was pointed to."""

    ADVOCATE = "idva", N_("Advocate for people suffering abuse (IDVA)")
    CONFERENCE = "marac", N_("Conference of the services (MARAC)")
    BLUE_CARD = "blue_card", N_("“Niebieska Karta”")
    SHELTER = "shelter", N_("Shelter")
    POLICE = "police", N_("Police")
    LEGAL = "legal", N_("Legal help")
    OTHER = "other", N_("Other")


class FollowUpStep(Choice):
    """What happened after a report, a duty, a decision or a review was signed."""

    ATTEMPT = "attempt", N_("Call, or another attempt")
    WRITTEN = "written", N_("Written report sent")
    RESPONSE = "response", N_("Answer of the agency")
    LOOKED_AGAIN = "looked_again", N_("Looked at again")
    SETTLED = "settled", N_("Settled: nothing is left to follow")
