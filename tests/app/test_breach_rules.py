"""Data breaches: clocks are never reset, and nothing closes before each decision is made and reasoned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs import jurisdictions, law
from app.records import KINDS, decode, encode
from app.records.data_breach import DataBreach
from app.rules import breaches as rules

WARSAW, NEW_YORK = "Europe/Warsaw", "America/New_York"
FRIDAY = {"at": "2026-11-20T16:30", "zone": WARSAW}
NOT_TOLD = {"decided": "not_tell", "reason": "Encrypted, and the key was never with it."}
TOLD_AUTHORITY = {
    "decided": "tell",
    "reason": "Names of clients were in the e-mail.",
    "notices": [{"authority": "UODO", "told": {"at": "2026-11-21T10:00", "zone": WARSAW}}],
}
TOLD_PEOPLE = {
    "decided": "tell",
    "reason": "They can be recognised.",
    "told_on": "2026-11-21",
    "content": "What it was.",
}
FACTORS = {
    **dict.fromkeys(("nature", "recipient", "acquired", "mitigated"), "In words."),
    "conclusion": "low_probability",
    "reason": "The key was safe.",
}
COMPLETE: dict[str, Any] = {
    "title": "E-mail to the wrong address",
    "breach_types": ["confidentiality"],
    "aware": FRIDAY,
    "what_happened": "A letter went to another address.",
    "data_categories": ["letters"],
    "people_count": 1,
    "encrypted": "no",
    "key_exposed": "no",
    "consequences": "Somebody may learn of the therapy.",
    "risk": "risk",
    "risk_reasons": "The recipient knows the family.",
    "measures_taken": "The recipient deleted it.",
    "authority": TOLD_AUTHORITY,
    "people_told": TOLD_PEOPLE,
    "lessons": "Addresses are read back.",
}


def breach(place: str = "PL", **changes: Any) -> DataBreach:
    """A complete breach under the law of a place, with changes."""
    made = decode("data_breach", KINDS["data_breach"].version, {**COMPLETE, **changes})
    assert isinstance(made, DataBreach)
    found = law.of(jurisdictions.SHIPPED, [place])
    made.clocks = rules.clocks(found.deadlines(), made, made.clocks)
    if "hipaa" in found.regimes:
        made = decode("data_breach", 1, {**encode(made), "under_hipaa": "yes"})
        assert isinstance(made, DataBreach)
    return made


def running(made: DataBreach) -> dict[str, str]:
    return {clock.rule: clock.due for clock in made.clocks}


def test_the_clock_of_the_authority_does_not_skip_the_weekend_and_is_told_in_utc() -> None:
    (clock,) = [one for one in breach().clocks if one.tells == "authority"]
    assert (clock.rule, clock.due, clock.due_utc()) == ("gdpr_breach", "2026-11-23T16:30", "2026-11-23T15:30")


def test_seventy_two_hours_are_elapsed_hours_when_the_clocks_change() -> None:
    made = breach(aware={"at": "2026-10-24T12:00", "zone": WARSAW})
    assert running(made)["gdpr_breach"] == "2026-10-27T11:00"


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"people_count": None}, {"hipaa_breach_individual", "hipaa_breach_hhs_large", "hipaa_breach_media"}),
        ({"people_count": 40}, {"hipaa_breach_individual", "hipaa_breach_hhs_small"}),
        ({"people_count": 499}, {"hipaa_breach_individual", "hipaa_breach_hhs_small"}),
        ({"people_count": 500}, {"hipaa_breach_individual", "hipaa_breach_hhs_large"}),
        (
            {"people_count": 900, "state_counts": [{"place": "US-NY", "people": 500}]},
            {"hipaa_breach_individual", "hipaa_breach_hhs_large"},
        ),
        (
            {"people_count": 900, "state_counts": [{"place": "US-NY", "people": 501}]},
            {"hipaa_breach_individual", "hipaa_breach_hhs_large", "hipaa_breach_media"},
        ),
    ],
)
def test_which_clocks_run_in_the_united_states(values: dict[str, Any], wanted: set[str]) -> None:
    made = breach("US-NY", aware={"at": "2026-11-20T16:30", "zone": NEW_YORK}, **values)
    found = running(made)
    assert found.keys() == wanted
    assert found["hipaa_breach_individual"] == "2027-01-19"


def test_small_breaches_count_from_the_end_of_the_year_and_from_when_it_could_have_been_known() -> None:
    made = breach("US", discovered={"at": "2025-12-30T09:00", "zone": NEW_YORK}, people_count=3)
    assert running(made)["hipaa_breach_hhs_small"] == "2026-03-01"
    assert running(made)["hipaa_breach_individual"] == "2026-02-28"


def test_no_other_deadline_is_taken_for_one_of_a_breach() -> None:
    assert running(breach("US-WA")).keys() == {"hipaa_breach_individual", "hipaa_breach_hhs_small"}
    assert running(breach("CH")) == {}


@given(st.integers(0, 60 * 24 * 2000), st.sampled_from(["PL", "GB", "US-CA", "DE"]))
def test_a_clock_that_runs_is_never_reset(minutes: int, place: str) -> None:
    """Whatever pack holds later: as long as the moment stays, so does every day."""
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    aware = {"at": f"{moment:%Y-%m-%dT%H:%M}", "zone": "UTC"}
    made = breach(place, aware=aware)
    for clock in made.clocks:
        clock.due = "2031-01-01" if clock.due else ""
    again = rules.clocks(law.of(jurisdictions.SHIPPED, [place]).deadlines(), made, made.clocks)
    assert again == sorted(made.clocks, key=lambda one: one.due or one.started)
    hours = [one for one in breach(place, aware=aware).clocks if one.due_utc()]
    for clock in hours:
        assert clock.due_utc() == f"{moment + timedelta(hours=72):%Y-%m-%dT%H:%M}"


def test_how_long_a_clock_still_runs() -> None:
    (clock,) = [one for one in breach().clocks if one.tells == "authority"]
    now = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo(WARSAW))
    assert rules.time_left(clock.due, clock.zone, now) == timedelta(hours=1, minutes=30)
    (at_once,) = [one for one in breach().clocks if one.tells == "people"]
    assert rules.time_left(at_once.due, at_once.zone, now) is None


def test_a_complete_one_can_be_closed_in_every_place() -> None:
    assert rules.missing_to_close(breach()) == []
    assert rules.missing_to_close(breach("US", hipaa=FACTORS)) == []


def test_nobody_told_needs_its_reasons_as_well() -> None:
    assert rules.missing_to_close(breach(authority=NOT_TOLD, people_told=NOT_TOLD)) == []
    for name, words in (("authority", "authority"), ("people_told", "people concerned")):
        (lacking,) = rules.missing_to_close(breach("PL", **{name: {**NOT_TOLD, "reason": " "}}))
        assert words in lacking
        assert "reason" in lacking


@given(st.fixed_dictionaries({}, optional={name: st.just(None) for name in COMPLETE}))
def test_nothing_is_closed_while_anything_of_it_is_missing(gone: dict[str, None]) -> None:
    """Each answer of the complete one is needed: whatever is left out, closing says so."""
    kept = {name: value for name, value in COMPLETE.items() if name not in gone}
    made = decode("data_breach", 1, kept)
    assert isinstance(made, DataBreach)
    assert bool(rules.missing_to_close(made)) == bool(gone)


_DECISIONS = st.fixed_dictionaries(
    {},
    optional={
        "decided": st.sampled_from([None, "tell", "not_tell"]),
        "reason": st.sampled_from(["", "  ", "Because."]),
        "told_on": st.sampled_from(["", "2026-11-21"]),
        "content": st.sampled_from(["", "What it was."]),
    },
)


@given(_DECISIONS)
def test_a_closed_one_has_every_decision_made_and_reasoned(people: dict[str, Any]) -> None:
    made = breach(people_told=people)
    if not rules.missing_to_close(made):
        assert made.people_told.decided is not None
        assert made.people_told.reason.strip()
        assert made.open_clocks() == []
    elif made.people_told.is_settled:
        assert not made.people_told.content


def test_a_late_notice_wants_its_reason() -> None:
    late = {**TOLD_AUTHORITY, "notices": [{"told": {"at": "2026-11-23T16:31", "zone": WARSAW}}]}
    assert rules.missing_to_close(breach(authority=late)) == ["why the authority was told late"]
    assert rules.missing_to_close(breach(authority={**late, "delay_reason": "Nobody was here."})) == []
    in_time = {**TOLD_AUTHORITY, "notices": [{"told": {"at": "2026-11-23T16:30", "zone": WARSAW}}]}
    assert rules.missing_to_close(breach(authority=in_time)) == []


def test_a_phase_that_follows_keeps_it_open_and_on_today() -> None:
    made = breach(authority={**TOLD_AUTHORITY, "more_follows": "yes", "follow_by": "2026-12-01"})
    assert rules.missing_to_close(made) == ["what still has to follow to the authority"]
    assert made.due() == "2026-12-01"


def test_where_hipaa_holds_the_four_factors_and_the_conclusion_are_needed() -> None:
    assert len(rules.missing_to_close(breach("US"))) == 2
    (lacking,) = rules.missing_to_close(breach("US", hipaa={**FACTORS, "acquired": ""}))
    assert "factors" in lacking


def test_a_decision_without_its_reason_lets_the_clock_run_on() -> None:
    undecided = breach(authority={"decided": "not_tell"}, people_told=NOT_TOLD)
    assert undecided.due() == "2026-11-23"
    assert breach(authority=NOT_TOLD, people_told=NOT_TOLD).due() is None
    assert breach(authority=NOT_TOLD, people_told={}).due() == "2026-11-20", "at once means from that day on"


def test_states_and_actions_are_settled_before_it_closes() -> None:
    notice = {"place": "US-CA", "due": "2026-12-01"}
    assert breach(state_notices=[notice]).due() == "2026-12-01"
    assert len(rules.missing_to_close(breach(state_notices=[notice], actions=[{"action": "Lock it"}]))) == 2
