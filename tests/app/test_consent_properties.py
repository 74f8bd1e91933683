"""Whatever is signed, taken back, replaced and left to run out: what is over is never in force again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from app.records.consent_elements import ConsentType, Element
from app.rules.consent_minors import MinorFacts
from app.rules.consent_state import ConsentFacts, State, TextFacts, current, state_of

FIRST = date(2026, 1, 1)
RECORDS = tuple("abcdef")
ALL = frozenset(element.value for element in Element)


def days() -> some.SearchStrategy[str]:
    return some.integers(0, 60).map(lambda ahead: (FIRST + timedelta(days=ahead)).isoformat())


@some.composite
def consents(draw: some.DrawFn) -> list[ConsentFacts]:
    """Up to six records of one client, each perhaps about another."""
    found = []
    for record in RECORDS[: draw(some.integers(1, len(RECORDS)))]:
        given_on = draw(days())
        other = some.sampled_from(("", *RECORDS))
        decision = draw(some.sampled_from(("granted", "partial", "declined", "withdrawn", "ended")))
        is_about = decision in {"withdrawn", "ended"}
        found.append(
            ConsentFacts(
                record,
                is_signed=draw(some.booleans()),
                is_in_error=draw(some.integers(0, 9)) == 0,
                decision=decision,
                method=draw(some.sampled_from(("verbal", "paper_earlier", "implied_emergency"))),
                given_on=given_on,
                effective=draw(some.one_of(some.just(given_on), days())),
                expires_on=draw(some.one_of(some.just(""), days())),
                withdraws=draw(other) if is_about else "",
                supersedes=draw(other),
                explained=draw(some.sampled_from((ALL, frozenset({"purpose"})))),
                type=draw(some.sampled_from((ConsentType.THERAPY, ConsentType.GUARDIAN, ConsentType.RECORDING))),
                given_by=draw(some.sampled_from(("client", "parent"))),
                template="t",
                template_version="1",
                template_language="en",
                template_hash=draw(some.sampled_from(("digest", "other"))),
                minor=draw(some.sampled_from((None, MinorFacts("representatives", 2, 1, of_age_on="2026-02-01")))),
            )
        )
    return found


TEXTS = TextFacts({("t", "1", "en"): "digest"}, {"t": "2026-01-20"})


def is_over(facts: ConsentFacts, others: list[ConsentFacts], on: date) -> bool:
    """Said again from the definition, and not from the program."""
    day = on.isoformat()
    by_another = any(
        other.withdraws == facts.record
        and other.decision in {"withdrawn", "ended"}
        and other.given_on <= day
        and other.is_signed
        and not other.is_in_error
        and other.record != facts.record
        for other in others
    )
    return by_another or "" < facts.expires_on < day


@given(consents(), some.integers(0, 70))
def test_what_was_taken_back_or_has_run_out_is_never_in_force(facts: list[ConsentFacts], ahead: int) -> None:
    on = FIRST + timedelta(days=ahead)
    for one in facts:
        found = state_of(one, facts, on, TEXTS)
        assert found.reason
        if found.is_active:
            assert one.is_signed
            assert one.decision in {"granted", "partial"}
            assert not is_over(one, facts, on)
            assert one.effective <= on.isoformat()


@given(consents(), some.integers(0, 70), some.integers(0, 70))
def test_what_is_over_stays_over_as_days_pass(facts: list[ConsentFacts], first: int, more: int) -> None:
    earlier, later = FIRST + timedelta(days=first), FIRST + timedelta(days=first + more)
    for one in facts:
        if state_of(one, facts, earlier, TEXTS).state in {State.WITHDRAWN, State.EXPIRED, State.DECLINED}:
            assert not state_of(one, facts, later, TEXTS).is_active


@given(consents(), some.integers(0, 70))
def test_taking_one_back_leaves_it_not_in_force_whatever_else_there_is(facts: list[ConsentFacts], ahead: int) -> None:
    on = FIRST + timedelta(days=ahead)
    for one in facts:
        taken_back = ConsentFacts(
            "w", decision="withdrawn", given_on=on.isoformat(), effective=on.isoformat(), withdraws=one.record
        )
        assert not state_of(one, [*facts, taken_back], on, TEXTS).is_active


@given(consents(), some.integers(0, 70))
def test_a_client_is_in_force_only_by_a_consent_that_is(facts: list[ConsentFacts], ahead: int) -> None:
    on = FIRST + timedelta(days=ahead)
    for consent_type in (None, ConsentType.RECORDING):
        found = current(facts, on, consent_type, TEXTS)
        if found.is_active:
            one = next(fact for fact in facts if fact.record == found.record)
            kept = [fact for fact in facts if not fact.is_in_error]
            assert state_of(one, kept, on, TEXTS).is_active


@given(consents(), some.integers(0, 70), some.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(facts: list[ConsentFacts], ahead: int, rng: object) -> None:
    on = FIRST + timedelta(days=ahead)
    mixed = list(facts)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert current(facts, on, None, TEXTS).state is current(mixed, on, None, TEXTS).state
    for one in facts:
        assert state_of(one, facts, on, TEXTS).state is state_of(one, mixed, on, TEXTS).state
