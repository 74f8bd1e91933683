"""What a consent is worth on a day, and why: draft, active, declined, expired, withdrawn, superseded, defective."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from app import formats
from app.records.client import SEVERAL
from app.records.consent_choices import ConsentCapacity, Decision, GivenBy, Method, MinorBasis
from app.records.consent_elements import ELEMENTS, NEEDED, ConsentType, Element
from app.rules import consent_minors
from app.rules.consent_facts import ConsentFacts, ConsentState, State, TextFacts, facts_from
from app.texts import _

__all__ = [
    "NEEDED_ELEMENTS",
    "ConsentFacts",
    "ConsentState",
    "State",
    "TextFacts",
    "current",
    "facts_from",
    "is_later",
    "is_to_therapy",
    "missing_elements",
    "state_of",
]

NEEDED_ELEMENTS = NEEDED[ConsentType.THERAPY]

_NO_TEXTS = TextFacts()
_ALONE = (ConsentType.THERAPY, ConsentType.GUARDIAN)
_TOGETHER = (ConsentType.THERAPY, ConsentType.COUPLE, ConsentType.GROUP)
_NEEDS_END = (ConsentType.RECORDING, ConsentType.RESEARCH, ConsentType.MEDIA)
# What was explained then is on the paper, or could not be explained at all.
_NOT_JUDGED = (Method.PAPER_EARLIER, Method.EMERGENCY)
_OF_REPRESENTATIVES = (GivenBy.PARENT, GivenBy.BOTH_PARENTS, GivenBy.GUARDIAN)
_LATER = (Decision.WITHDRAWN, Decision.ENDED)


def is_to_therapy(facts: ConsentFacts) -> bool:
    """Whether sessions may rest on it: in the file of several people, what they agreed to together."""
    return facts.type in (_TOGETHER if facts.unit in SEVERAL else _ALONE)


def is_later(facts: ConsentFacts) -> bool:
    """Whether it is about an earlier consent: taken back, or ended as agreed."""
    return facts.decision in _LATER


def missing_elements(facts: ConsentFacts) -> tuple[Element, ...]:
    """Needed elements that were not explained; empty where that cannot be judged."""
    if facts.method in _NOT_JUDGED or facts.decision == Decision.DECLINED:
        return ()
    return tuple(element for element in NEEDED[facts.type] if element.value not in facts.explained)


def state_of(
    facts: ConsentFacts, others: Iterable[ConsentFacts], on: date, texts: TextFacts = _NO_TEXTS
) -> ConsentState:
    """What one consent is worth on a day; `others` are the other consents of the client."""
    if not facts.is_signed:
        return ConsentState(State.DRAFT, _("Not signed yet."), facts.record)
    if facts.is_in_error:
        return ConsentState(State.DEFECTIVE, _("Entered in error."), facts.record, is_settled=True)
    signed = [other for other in others if other.is_signed and not other.is_in_error and other.record != facts.record]
    if facts.decision in _LATER:
        return _of_later(facts, signed)
    ended = _ended_by_another(facts, signed, on)
    if ended is not None:
        return ended
    if facts.decision == Decision.DECLINED:
        reason = _("Declined on {date}.").format(date=formats.long_date(facts.given_on))
        return ConsentState(State.DECLINED, reason, facts.record)
    # What has run out is no longer worth mending.
    found = _run_out(facts, on) or _defect(facts, signed, on, texts) or _in_time(facts, on)
    newer = texts.newer.get(facts.template, "")
    return replace(found, ask_again=newer) if found.is_active and "" < newer <= on.isoformat() else found


def current(
    all_facts: Sequence[ConsentFacts],
    on: date,
    consent_type: ConsentType | None = None,
    texts: TextFacts = _NO_TEXTS,
) -> ConsentState:
    """The state of the client: the newest decision counts, and an older one in force if that one fails.

    Without a type it is about therapy, whichever consent that rests on.
    """
    kept = [facts for facts in all_facts if not facts.is_in_error]
    valid = [facts for facts in kept if facts.decision not in _LATER and _is_about(facts, consent_type)]
    newest_first = sorted(valid, key=lambda facts: (facts.is_signed, facts.effective, facts.record), reverse=True)
    newest: ConsentState | None = None
    for facts in newest_first:
        found = state_of(facts, kept, on, texts)
        if found.state is State.SUPERSEDED:
            continue
        newest = newest or found
        # A client who has declined since is not bound by what was agreed before.
        if found.is_active or newest.state is State.DECLINED:
            return found
    return newest or ConsentState(State.NONE, _("No consent has been recorded."))


def _is_about(facts: ConsentFacts, consent_type: ConsentType | None) -> bool:
    return is_to_therapy(facts) if consent_type is None else facts.type is consent_type


def _of_later(facts: ConsentFacts, others: Sequence[ConsentFacts]) -> ConsentState:
    """A record that takes an earlier consent back, or says that it ended; and what it leaves to be decided."""
    target = next((other for other in others if other.record == facts.withdraws), None)
    given = formats.long_date(target.given_on) if target is not None and target.given_on else ""
    replaced = any(other.supersedes == facts.record for other in others)
    if replaced:
        reason = _("Replaced by what was decided later.")
        return ConsentState(State.SUPERSEDED, reason, facts.record)
    if facts.decision == Decision.ENDED:
        words = _("Says that the consent of {date} has ended.") if given else _("Says that a consent has ended.")
        return ConsentState(State.EXPIRED, words.format(date=given), facts.record, is_settled=True)
    words = _("Takes back the consent of {date}.") if given else _("Takes back a consent.")
    is_settled = facts.retention != "open"
    return ConsentState(State.WITHDRAWN, words.format(date=given), facts.record, is_settled=is_settled)


def _ended_by_another(facts: ConsentFacts, others: Sequence[ConsentFacts], on: date) -> ConsentState | None:
    """Taken back counts before all else, so that no newer consent and no lapse of time hides it."""
    day = on.isoformat()
    about = [other for other in others if other.withdraws == facts.record and other.given_on <= day]
    for decision, state in ((Decision.WITHDRAWN, State.WITHDRAWN), (Decision.ENDED, State.EXPIRED)):
        found = next((other for other in about if other.decision == decision), None)
        if found is not None:
            return ConsentState(state, _end_in_words(found), facts.record, found.given_on, is_settled=True)
    for other in others:
        if other.supersedes == facts.record and other.decision not in _LATER and other.effective <= day:
            reason = _("Replaced by the consent of {date}.").format(date=formats.long_date(other.given_on))
            return ConsentState(State.SUPERSEDED, reason, facts.record)
    return None


def _end_in_words(found: ConsentFacts) -> str:
    when = formats.long_date(found.given_on) if found.given_on else ""
    if found.decision == Decision.WITHDRAWN:
        return _("Withdrawn on {date}.").format(date=when)
    return _("Ended on {date}: what was agreed as its end has happened.").format(date=when)


def _run_out(facts: ConsentFacts, on: date) -> ConsentState | None:
    day = on.isoformat()
    if facts.expires_on and facts.expires_on < day:
        reason = _("Expired on {date}.").format(date=formats.long_date(facts.expires_on))
        return ConsentState(State.EXPIRED, reason, facts.record, facts.expires_on)
    of_age = facts.minor.of_age_on if facts.minor is not None and _is_for_a_child(facts) else ""
    if of_age and of_age <= day:
        reason = _("Of age since {date}: from then on the person decides.").format(date=formats.long_date(of_age))
        return ConsentState(State.EXPIRED, reason, facts.record, of_age)
    return None


def _is_for_a_child(facts: ConsentFacts) -> bool:
    return facts.given_by in _OF_REPRESENTATIVES or facts.type in {ConsentType.GUARDIAN, ConsentType.MINOR_ASSENT}


def _defect(facts: ConsentFacts, others: Sequence[ConsentFacts], on: date, texts: TextFacts) -> ConsentState | None:
    missing = missing_elements(facts)
    if missing:
        names = ", ".join(_(element.label) for element in missing)
        reason = _("Not explained: {elements}.").format(elements=names)
        return ConsentState(State.DEFECTIVE, reason, facts.record, missing=missing)
    reason = _lack_of_capacity(facts) or _lack_of_end(facts) or _changed_text(facts, texts)
    if not reason and facts.minor is not None and facts.method not in _NOT_JUDGED:
        reason = _defect_of_minor(facts, others, on)
    return ConsentState(State.DEFECTIVE, reason, facts.record) if reason else None


def _lack_of_capacity(facts: ConsentFacts) -> str:
    if facts.capacity == ConsentCapacity.LACKING and facts.given_by == GivenBy.CLIENT:
        return _("The person was not able to decide, and nobody decided for them.")
    return ""


def _lack_of_end(facts: ConsentFacts) -> str:
    if facts.type not in _NEEDS_END or facts.expires_on or facts.has_end_event or facts.method in _NOT_JUDGED:
        return ""
    if facts.type is ConsentType.RECORDING:
        return _("No expiry: it does not say by when the recording is destroyed.")
    return _("No expiry: neither a day nor an event ends it.")


def _changed_text(facts: ConsentFacts, texts: TextFacts) -> str:
    known = texts.digests.get((facts.template, facts.template_version, facts.template_language), "")
    if known and facts.template_hash and known != facts.template_hash:
        return _("Text changed since: what was agreed to are not the words of this version.")
    return ""


def _defect_of_minor(facts: ConsentFacts, others: Sequence[ConsentFacts], on: date) -> str:
    minor = facts.minor
    if minor is None:
        return ""
    if facts.type is ConsentType.MINOR_ASSENT:
        return _("The child does not agree.") if minor.assent == "no" else ""
    assents = (other for other in others if other.type is ConsentType.MINOR_ASSENT)
    has_assented = minor.basis == MinorBasis.BOTH and any(state_of(one, others, on).is_active for one in assents)
    return consent_minors.defect(minor, facts.given_by, has_assented=has_assented)


def _in_time(facts: ConsentFacts, on: date) -> ConsentState:
    day = on.isoformat()
    if facts.effective > day:
        reason = _("Comes into force on {date}.").format(date=formats.long_date(facts.effective))
        return ConsentState(State.DRAFT, reason, facts.record)
    review = min((found for found in (facts.review_due, facts.recheck_on) if found), default="")
    return ConsentState(
        State.ACTIVE,
        _active_reason(facts, review, day),
        facts.record,
        facts.expires_on or None,
        review or None,
        not_explained=_not_explained(facts),
        remarks=tuple(_remarks(facts)),
    )


def _active_reason(facts: ConsentFacts, review: str, day: str) -> str:
    if review and review < day:
        return _("In force; it should have been talked about again on {date}.").format(date=formats.long_date(review))
    if facts.method == Method.EMERGENCY:
        return _("Assumed in an emergency; talk about it as soon as possible.")
    if facts.method == Method.PAPER_EARLIER and facts.paper_on:
        return _("Given earlier on paper: {date}.").format(date=formats.long_date(facts.paper_on))
    if facts.decision == Decision.PARTIAL:
        return _("Given in part on {date}.").format(date=formats.long_date(facts.given_on))
    return _("Given on {date}.").format(date=formats.long_date(facts.given_on))


def _not_explained(facts: ConsentFacts) -> tuple[Element, ...]:
    if facts.method in _NOT_JUDGED:
        return ()
    return tuple(element for element in ELEMENTS[facts.type] if element.value not in facts.explained)


def _remarks(facts: ConsentFacts) -> list[str]:
    if facts.minor is None or facts.method in _NOT_JUDGED:
        return []
    return consent_minors.remarks(facts.minor, facts.given_by)
