"""Data breaches: which clocks run, when a notice is late, and what has to be decided and reasoned before closing.

Nothing here says whether somebody has to be told. A clock ends when a person has decided and said why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from app.packs.jurisdiction_rules import Deadline
from app.records.breach_choices import Telling
from app.records.breach_parts import AuthorityDecision, BreachClock, MediaDecision, PeopleDecision
from app.records.choices import YesNo
from app.records.data_breach import DataBreach
from app.rules import deadlines
from app.rules.law_bases import basis_of
from app.texts import _

_DAY_LENGTH = len("2026-11-22")
_LAST_MINUTE = "T23:59"


def clocks(rules: Iterable[Deadline], breach: DataBreach, kept: Sequence[BreachClock] = ()) -> list[BreachClock]:
    """The clocks that a breach has started.

    Args:
        rules: The deadlines of all packs that hold; those that tell nobody of a breach are passed over.
        breach: Its moments decide when the clocks start, its numbers which of them hold.
        kept: The clocks as they were saved. One that starts at the same moment stays as it was, whatever a newer pack
            says: a clock is never reset.
    """
    known = {(clock.rule, clock.started): clock for clock in kept}
    found = []
    for rule in rules:
        started, zone = _start(rule, breach)
        if not rule.tells or not started or not _reaches(rule, breach):
            continue
        begun = deadlines.begin(rule, started, zone)
        basis = msgspec.structs.asdict(basis_of(rule))
        made = BreachClock(**basis, tells=rule.tells, started=started, zone=zone, due=begun.due)
        found.append(known.get((rule.id, started), made))
    return sorted(found, key=lambda clock: clock.due or clock.started)


def time_left(due: str, zone: str, now: datetime) -> timedelta | None:
    """How long a clock still runs; negative when it is over, None for what is due at once.

    Args:
        due: A wall time or a day, whose last minute counts; empty for at once.
        zone: The zone of the wall time.
        now: An aware time.
    """
    if not due:
        return None
    wall = due if len(due) > _DAY_LENGTH else due + _LAST_MINUTE
    end = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return end - now.astimezone(UTC)


def told_at(breach: DataBreach, tells: str) -> str:
    """When they were told first, as the record says it: a wall time or a day; empty while they were not."""
    if tells == "authority":
        first = breach.authority.first_told() if breach.authority.decided is Telling.TELL else None
        return first.at if first else ""
    decision = breach.people_told if tells == "people" else breach.media
    return decision.told_on if decision.decided is Telling.TELL else ""


def told_late(breach: DataBreach, tells: str) -> bool:
    """Whether they were told after one of the clocks had run out."""
    at = told_at(breach, tells)
    return bool(at) and any(clock.tells == tells and clock.is_late(at) for clock in breach.clocks)


def missing_to_close(breach: DataBreach) -> list[str]:
    """What is still to be written before it can be closed, in words; empty when it can."""
    return list(dict.fromkeys(_missing(breach)))


def _missing(breach: DataBreach) -> Iterator[str]:
    yield from _missing_facts(breach)
    if breach.risk is None or not breach.risk_reasons.strip():
        yield _("a conclusion about the risk to people, with its reasons")
    yield from _missing_authority(breach.authority)
    if told_late(breach, "authority") and not breach.authority.delay_reason.strip():
        yield _("why the authority was told late")
    yield from _missing_people(breach.people_told)
    if told_late(breach, "people") and not breach.people_told.delay_reason.strip():
        yield _("why the people concerned were told late")
    if breach.under_hipaa is YesNo.YES:
        yield from _missing_hipaa(breach)
    if any(clock.tells == "media" for clock in breach.clocks):
        yield from _missing_media(breach.media)
    if not all(notice.is_settled for notice in breach.state_notices):
        yield _("for every state: when it was told, or why not")
    if not all(action.is_owned for action in breach.actions):
        yield _("an owner and a date for every action")
    if not breach.lessons.strip():
        yield _("what we learned")


def _missing_facts(breach: DataBreach) -> Iterator[str]:
    if not (breach.title.strip() and breach.what_happened.strip() and breach.breach_types and breach.aware):
        yield _("what happened, what was lost, and since when it is known")
    if not breach.data_categories:
        yield _("which data")
    if breach.people_count is None:
        yield _("how many people, about")
    if breach.encrypted is None or breach.key_exposed is None:
        yield _("whether the data were encrypted and the key safe")
    if not breach.consequences.strip():
        yield _("what it can mean for the people")
    if not breach.measures_taken.strip():
        yield _("what was done")


def _missing_authority(decision: AuthorityDecision) -> Iterator[str]:
    if decision.decided is None or not decision.reason.strip():
        yield _("the decision about the authority, with its reason")
    elif decision.decided is Telling.TELL:
        if decision.first_told() is None:
            yield _("when the authority was told")
        if decision.more_follows is YesNo.YES:
            yield _("what still has to follow to the authority")


def _missing_people(decision: PeopleDecision) -> Iterator[str]:
    if decision.decided is None or not decision.reason.strip():
        yield _("the decision about the people concerned, with its reason")
    elif decision.decided is Telling.TELL and not (decision.told_on and decision.content.strip()):
        yield _("when and what the people concerned were told")


def _missing_hipaa(breach: DataBreach) -> Iterator[str]:
    part = breach.hipaa
    if not all(one.strip() for one in (part.nature, part.recipient, part.acquired, part.mitigated)):
        yield _("the four factors of HIPAA")
    if part.conclusion is None or not part.reason.strip():
        yield _("the conclusion from the four factors, with its reasons")


def _missing_media(decision: MediaDecision) -> Iterator[str]:
    if not decision.is_settled:
        yield _("the decision about the media, with its reason")


def _start(rule: Deadline, breach: DataBreach) -> tuple[str, str]:
    """The moment at which a rule starts to count, and its zone; empty while it is not known."""
    moment = breach.aware if rule.starts == "aware" else breach.discovered or breach.aware
    return (moment.at, moment.zone) if moment is not None else ("", "")


def _reaches(rule: Deadline, breach: DataBreach) -> bool:
    """Whether enough, or few enough, people are concerned. A number that is not known counts as many."""
    counts = [one.people for one in breach.state_counts if one.people is not None]
    people = max(counts, default=breach.people_count) if rule.one_state else breach.people_count
    if people is None:
        return not rule.fewer_than
    return people >= rule.at_least and (not rule.fewer_than or people < rule.fewer_than)
