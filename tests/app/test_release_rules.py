"""Releases: every element per regime, every state at its edges, and in words why one does not cover something."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.packs import jurisdictions
from app.packs import law as laws
from app.records.release import Release
from app.records.release_choices import InformationClass, ReleaseElement, ReleasePurpose
from app.rules import release_match, release_state
from app.rules.release_match import Asked
from app.rules.release_state import ReleaseFacts, State
from tests.app.helpers import fails
from tests.app.releases_made import WHOLE

TODAY = date(2026, 11, 22)
FIRST = "0193b1c2-0000-7000-8000-000000000001"
PLACES = {"hipaa": "US", "part2": "US", "gdpr": "PL", "uk_gdpr": "GB"}
# How each element is taken away from a release that has it.
TAKEN: dict[str, dict[str, Any]] = {
    "patient_name": {"client_name": ""},
    "discloser": {"discloser": " "},
    "information": {"information": []},
    "recipient": {"recipients": []},
    "intermediary": {"has_intermediary": True, "intermediaries": []},
    "purpose": {"purposes": []},
    "expiry": {"expires_on": "", "purposes": ["school"]},
    "signature": {"method": None},
    "representative_authority": {"signed_by": "representative", "signer_name": "Ola Lis"},
    "right_to_revoke": {"statements": ["conditioning", "redisclosure"]},
    "conditioning": {"statements": ["right_to_revoke", "redisclosure"]},
    "redisclosure": {"statements": ["right_to_revoke", "conditioning"]},
    "plain_language": {"plain_language": "no"},
    "copy": {"copy_given": None},
    "separate_psychotherapy_notes": {"information": ["psychotherapy_notes", "session_notes"]},
    "separate_counselling_notes": {"information": ["sud_counseling_notes", "session_notes"]},
    "separate_legal_proceedings": {"purposes": ["legal_proceedings", "school"]},
}


def law_of(regime: str) -> list[Any]:
    packs = {code: found for code in jurisdictions.codes() if (found := jurisdictions.shipped(code))}
    return list(laws.of(packs, [PLACES[regime]]).release(regime))


def needed_pairs() -> Iterator[tuple[str, str]]:
    for regime in PLACES:
        for rule in law_of(regime):
            if rule.element in set(ReleaseElement):
                yield regime, str(rule.element)


def facts(record: str = "r", **values: Any) -> ReleaseFacts:
    body = msgspec.convert({**WHOLE, **values}, Release)
    return release_state.facts_from(record, body.facets(), is_signed=True, is_in_error=False)


def state(found: ReleaseFacts, *others: ReleaseFacts, on: date = TODAY, regime: str = "gdpr") -> Any:
    return release_state.state_of(found, [found, *others], on, law_of(regime))


@pytest.mark.parametrize("regime", PLACES)
def test_a_release_that_has_it_all_is_in_force(regime: str) -> None:
    found = state(facts(regimes=[regime]), regime=regime)
    assert (found.state, found.until) == (State.ACTIVE, "2099-12-31")


@pytest.mark.parametrize(("regime", "element"), list(needed_pairs()))
def test_without_one_element_of_the_law_it_is_defective_and_names_it(regime: str, element: str) -> None:
    found = state(facts(regimes=[regime], **TAKEN[element]), regime=regime)
    assert found.state is State.DEFECTIVE
    assert [rule.element for rule in found.missing] == [element]
    assert found.missing[0].citation in found.reason


def test_every_element_is_asked_by_some_law() -> None:
    asked = {element for _regime, element in needed_pairs()}
    assert asked == {element.value for element in ReleaseElement}
    assert {element for regime, element in needed_pairs() if regime == "hipaa"} >= {"expiry", "copy", "redisclosure"}


@pytest.mark.parametrize("element", ["information", "recipient", "purpose", "expiry", "signature"])
def test_where_no_law_is_known_good_practice_asks_for_the_least(element: str) -> None:
    assert state(facts(regimes=[])).is_active
    assert state(facts(regimes=[], **TAKEN[element])).state is State.DEFECTIVE
    assert state(facts(regimes=[], copy_given=None)).is_active
    assert state(facts(regimes=["hipaa"], **TAKEN[element]), regime="gdpr").state is State.DEFECTIVE


def test_part_2_lets_a_release_for_care_alone_last_and_no_other() -> None:
    endless: dict[str, Any] = {"regimes": ["part2"], "expires_on": ""}
    assert state(facts(**endless, purposes=["treatment", "payment"]), regime="part2").is_active
    other = state(facts(**endless, purposes=["treatment", "school"]), regime="part2")
    assert (other.state, other.missing[0].element) == (State.DEFECTIVE, "expiry")
    assert not state(facts(expires_on="", regimes=["hipaa"]), regime="hipaa").is_active


@pytest.mark.parametrize(
    ("values", "on", "wanted"),
    [
        ({"expires_on": "2026-11-22"}, date(2026, 11, 22), State.ACTIVE),
        ({"expires_on": "2026-11-22"}, date(2026, 11, 23), State.EXPIRED),
        ({"expires_on": "2028-02-29"}, date(2028, 2, 29), State.ACTIVE),
        ({"expires_on": "2028-02-29"}, date(2028, 3, 1), State.EXPIRED),
        ({"expires_on": "2026-12-31"}, date(2027, 1, 1), State.EXPIRED),
        ({"signed_on": "2026-11-23"}, date(2026, 11, 22), State.DRAFT),
        ({"decision": "declined"}, TODAY, State.DECLINED),
        ({"expires_on": "", "expires_event": "end of the therapy"}, date(2090, 1, 1), State.ACTIVE),
        ({"unit": "couple"}, TODAY, State.DEFECTIVE),
        ({"unit": "couple", "everybody_signed": "yes"}, TODAY, State.ACTIVE),
        ({"information": ["other"], "information_other": "any and all pertinent information"}, TODAY, State.DEFECTIVE),
    ],
)
def test_what_it_is_worth_on_a_day(values: dict[str, Any], on: date, wanted: State) -> None:
    assert state(facts(**values), on=on).state is wanted


def test_a_draft_and_one_in_error_are_worth_nothing() -> None:
    assert state(replace(facts(), is_signed=False)).state is State.DRAFT
    assert state(replace(facts(), is_in_error=True)).state is State.DEFECTIVE


def test_what_ends_it() -> None:
    first = facts(FIRST, expires_on="", expires_event="end of the therapy")
    happened = facts("second", decision="event_happened", ends=FIRST, signed_on="2026-11-22")
    taken = facts("third", decision="withdrawn", ends=FIRST, signed_on="2026-11-25")
    newer = facts("fourth", supersedes=FIRST, signed_on="2026-11-22")
    assert state(first, happened).state is State.EXPIRED
    assert "end of the therapy" in state(first, happened).reason
    assert state(first, happened, on=date(2026, 11, 21)).is_active
    assert state(first, taken).state is State.WITHDRAWN, "taking it back counts at once"
    assert state(first, happened, taken, newer).state is State.WITHDRAWN
    assert state(first, newer).state is State.SUPERSEDED
    assert state(first, replace(newer, decision="declined")).is_active
    for one in (happened, taken, newer):
        assert state(first, replace(one, is_in_error=True)).is_active
        assert state(first, replace(one, is_signed=False)).is_active
    assert state(taken).state is State.ENDS_ANOTHER


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def choose(name: str, moment: datetime) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

        class Fixed(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return moment.astimezone(tz).replace(tzinfo=tz) if tz else moment.astimezone().replace(tzinfo=None)

        monkeypatch.setattr(clock, "datetime", Fixed)

    before = os.environ.get("TZ")
    yield choose
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


@pytest.mark.parametrize(
    ("name", "moment", "wanted"),
    [
        ("Europe/Warsaw", datetime(2026, 11, 22, 22, 59, tzinfo=UTC), State.ACTIVE),  # 23:59 there
        ("Europe/Warsaw", datetime(2026, 11, 22, 23, 0, tzinfo=UTC), State.EXPIRED),  # midnight there
        ("America/New_York", datetime(2026, 11, 23, 4, 59, tzinfo=UTC), State.ACTIVE),
        ("America/New_York", datetime(2026, 11, 23, 5, 0, tzinfo=UTC), State.EXPIRED),
        ("Europe/Warsaw", datetime(2026, 10, 25, 22, 59, tzinfo=UTC), State.ACTIVE),  # a day of 25 hours
    ],
)
def test_it_holds_until_midnight_where_the_practice_is(zone: Any, name: str, moment: datetime, wanted: State) -> None:
    zone(name, moment)
    last = "2026-10-25" if moment.month == 10 else "2026-11-22"
    assert state(facts(expires_on=last), on=clock.today()).state is wanted


def test_on_the_night_when_clocks_go_forward_it_ends_at_midnight(zone: Any) -> None:
    zone("Europe/Warsaw", datetime(2026, 3, 29, 21, 59, tzinfo=UTC))
    assert state(facts(expires_on="2026-03-29"), on=clock.today()).is_active
    zone("Europe/Warsaw", datetime(2026, 3, 29, 22, 0, tzinfo=UTC))
    assert state(facts(expires_on="2026-03-29"), on=clock.today()).state is State.EXPIRED


@pytest.mark.parametrize(
    "words",
    [
        "everything",
        "any and all information",
        "all records",
        "my entire file",
        "wszystko",
        "cała dokumentacja",
        "all my notes",
    ],
)
def test_a_release_for_everything_is_refused(words: str) -> None:
    body = Release(information=[InformationClass.OTHER], information_other=words)
    with fails("everything_refused"):
        body.check_specific()
    assert ReleaseElement.INFORMATION not in body.elements()


@pytest.mark.parametrize(
    "words", ["attendance at all sessions in May", "the letter of 3 May", "zaświadczenie o obecności"]
)
def test_something_named_is_no_everything(words: str) -> None:
    Release(information=[InformationClass.OTHER], information_other=words).check_specific()


NOTES = frozenset({InformationClass.SESSION_NOTES})
KOS = Asked(recipient="Dr Maria Kos", information=NOTES, purposes=(ReleasePurpose.TREATMENT,))


@pytest.mark.parametrize(
    ("values", "asked", "codes"),
    [
        ({}, KOS, []),
        ({}, replace(KOS, recipient=" dr  maria KOS "), []),
        ({}, replace(KOS, recipient="", organisation="City Clinic"), ["recipient"]),
        ({}, replace(KOS, organisation="Other Clinic"), ["recipient"]),
        ({"recipients": [{"organisation": "City Clinic"}]}, replace(KOS, organisation="city clinic"), []),
        ({}, replace(KOS, recipient="Dr Jan Nowak"), ["recipient"]),
        ({"recipients": [{"name": "my doctors", "is_class": True}]}, KOS, ["recipient"]),
        ({"recipients": [{"name": "my doctors", "is_class": True}]}, replace(KOS, within_class=True), []),
        ({}, replace(KOS, within_class=True, recipient="Somebody"), ["recipient"]),
        ({"direction": "from"}, KOS, ["direction"]),
        ({"direction": "two_way"}, KOS, []),
        ({}, replace(KOS, information=NOTES | {InformationClass.RISK}), ["information"]),
        ({}, replace(KOS, information=NOTES | {InformationClass.HIV}), ["sensitive"]),
        ({"information": ["session_notes", "hiv"]}, replace(KOS, information=NOTES | {InformationClass.HIV}), []),
        ({}, replace(KOS, information=frozenset({InformationClass.PSYCHOTHERAPY_NOTES})), ["sensitive", "own_form"]),
        (
            {"information": ["psychotherapy_notes"]},
            replace(KOS, information=frozenset({InformationClass.PSYCHOTHERAPY_NOTES})),
            [],
        ),
        ({"covers_from": "2026-02-01"}, replace(KOS, dates=("2026-01-31", "2026-02-03")), ["dates"]),
        ({"covers_from": "2026-02-01"}, replace(KOS, dates=("2026-02-01T15:00", "2026-02-03")), []),
        ({"covers_until": "2026-02-01"}, replace(KOS, dates=("2026-01-31", "2026-02-01T15:00")), []),
        ({"covers_until": "2026-02-01"}, replace(KOS, dates=("2026-01-31", "2026-02-02T09:00")), ["dates"]),
        ({}, replace(KOS, purposes=(ReleasePurpose.SCHOOL,)), ["purpose"]),
        ({}, replace(KOS, purposes=()), []),
        ({"regimes": ["gdpr", "part2"]}, replace(KOS, purposes=()), ["purpose"]),
        ({"expires_on": "2026-11-21"}, KOS, ["state"]),
    ],
)
def test_what_a_release_covers_and_in_words_why_not(values: dict[str, Any], asked: Asked, codes: list[str]) -> None:
    found = facts(**values)
    against = release_match.mismatches(found, state(found), asked)
    assert [one.code for one in against] == codes
    assert all(one.words.strip() for one in against)


@given(
    st.sets(st.sampled_from(list(InformationClass)), min_size=1),
    st.sets(st.sampled_from(list(InformationClass)), min_size=1),
)
def test_nothing_beyond_what_was_ticked_is_ever_covered(
    ticked: set[InformationClass], asked: set[InformationClass]
) -> None:
    words = {"information_other": "the letter of May"} if InformationClass.OTHER in ticked else {}
    found = facts(information=sorted(ticked), **words)
    covered = not release_match.mismatches(found, state(found), replace(KOS, information=frozenset(asked)))
    assert not covered or asked <= ticked
    own = {InformationClass.PSYCHOTHERAPY_NOTES, InformationClass.SUD_COUNSELING_NOTES} & asked
    assert not (covered and own and len(asked) > 1)
