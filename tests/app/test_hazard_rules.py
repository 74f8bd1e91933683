"""The risk matrix: bands at every boundary, order of the register, when a hazard or drill is due again."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import KINDS, missing
from app.records.drill import Drill
from app.records.fields import LocalTime, specs
from app.records.hazard import Contingency, Hazard, ReviewEvery, Scope
from app.records.risk_matrix import REVIEW_MONTHS, STEPS, Band, Likelihood, Rating, band
from app.rules import drills, hazards
from app.rules.days import months_on
from app.rules.drills import DrillFacts
from app.rules.hazards import CELLS, View

TODAY = date(2026, 11, 22)
places = st.tuples(st.sampled_from(STEPS), st.sampled_from(STEPS))
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def rated(likelihood: int, severity: int, **values: object) -> Hazard:
    steps = {"likelihood": str(likelihood), "severity": str(severity), "rationale": "seen twice"}
    rating = msgspec.convert(steps, Rating)
    return Hazard(hazard="Loose carpet", current=rating, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        *((score, Band.LOW) for score in (1, 3)),
        *((score, Band.MODERATE) for score in (4, 6)),
        *((score, Band.HIGH) for score in (8, 12)),
        *((score, Band.EXTREME) for score in (15, 25)),
    ],
)
def test_bands_begin_and_end_where_they_are_said_to(score: int, expected: Band) -> None:
    assert band(score) is expected


@given(places, places)
def test_a_higher_score_never_has_a_lower_band(one: tuple[int, int], other: tuple[int, int]) -> None:
    order = list(Band)
    low, high = sorted((hazards.score(one), hazards.score(other)))
    assert order.index(band(low)) <= order.index(band(high))


@given(places)
def test_the_score_is_likelihood_times_severity_and_nothing_else(place: tuple[int, int]) -> None:
    body = rated(*place)
    assert (body.current.cell, body.current.score) == (place, place[0] * place[1])
    assert hazards.cell(body.facets()) == place
    assert hazards.cell(body.facets(), View.TARGET) is None


def test_a_rating_that_is_half_made_has_no_score() -> None:
    half = Rating(likelihood=Likelihood.LIKELY)
    assert (half.cell, half.score, half.band) == (None, 0, None)


def test_a_hazard_has_no_place_for_a_client() -> None:
    assert not KINDS["hazard"].of_client
    assert "client" not in {name for spec in specs(Hazard) for name in spec.to}
    assert {scope.value for scope in Scope} == {"practice", "client_group", "session_type"}


@given(places)
def test_only_the_two_worse_bands_want_a_contingency_plan(place: tuple[int, int]) -> None:
    named = {spec.name for spec in missing(rated(*place))}
    assert ("contingency" in named) is (place[0] * place[1] >= 8)
    assert "current" not in named
    made = Contingency(trigger="smoke", plan="out by the stairs", who="whoever sees it", resources="torch")
    assert "contingency" not in {spec.name for spec in missing(rated(*place, contingency=made))}


@given(places, days, st.sampled_from([None, *ReviewEvery]))
def test_the_next_look_follows_from_the_band_or_from_what_was_chosen(
    place: tuple[int, int], looked: date, chosen: ReviewEvery | None
) -> None:
    body = rated(*place, last_review=looked.isoformat(), review_every=chosen)
    months = int(chosen) if chosen else REVIEW_MONTHS[band(hazards.score(place))]
    assert hazards.finished(body, TODAY).next_review == months_on(looked, months).isoformat()


@given(days, st.integers(1, 400))
def test_a_day_that_was_named_stays_until_somebody_has_looked(looked: date, ahead: int) -> None:
    named = (looked + timedelta(ahead)).isoformat()
    assert hazards.finished(rated(2, 2, next_review=named, last_review=looked.isoformat()), TODAY).next_review == named
    passed = rated(2, 2, next_review=looked.isoformat(), last_review=named)
    assert hazards.finished(passed, TODAY).next_review > named


@given(st.lists(st.one_of(st.none(), places)))
def test_every_rated_hazard_stands_in_one_cell(found: list[tuple[int, int] | None]) -> None:
    counted = hazards.counts(found)
    assert tuple(counted) == CELLS
    assert sum(counted.values()) == len([place for place in found if place])


@given(st.lists(st.tuples(st.one_of(st.none(), places), st.booleans())))
def test_the_register_begins_with_the_highest_score_and_ends_with_what_is_gone(
    found: list[tuple[tuple[int, int] | None, bool]],
) -> None:
    ranked = sorted(found, key=lambda one: hazards.rank(one[0], is_gone=one[1]))
    assert [gone for _place, gone in ranked] == sorted(gone for _place, gone in ranked)
    scores = [hazards.score(place) for place, gone in ranked if not gone]
    assert scores == sorted(scores, reverse=True)


def test_what_is_gone_is_never_due() -> None:
    body = hazards.finished(rated(5, 5), TODAY)
    assert body.due() == "2026-12-22"
    assert body.severity() == 1
    body.closed_on = "2026-11-22"
    assert (body.due(), body.severity()) == (None, 0)


def test_a_drill_is_due_again_in_twelve_months_unless_it_says_when() -> None:
    held = LocalTime(at="2026-02-28T10:00", zone="Europe/Warsaw")
    assert drills.finished(Drill(started=held), TODAY).due() == "2027-02-28"
    assert drills.finished(Drill(started=held, next_due="2026-06-01"), TODAY).due() == "2026-06-01"


@given(
    st.lists(
        st.builds(DrillFacts, st.uuids().map(str), st.sampled_from(["fire", "restore"]), days.map(str), st.just(False))
    )
)
def test_the_last_drill_of_each_kind_counts(found: list[DrillFacts]) -> None:
    newest = drills.newest(found)
    assert len(newest) == len({drill.kind for drill in found})
    assert all(max(one.at for one in found if one.kind == drill.kind) == drill.at
               for drill in found if drill.record in newest)  # fmt: skip


def test_a_drill_entered_in_error_counts_for_nothing() -> None:
    wrong = DrillFacts("b", "fire", "2026-05-01", is_in_error=True)
    assert drills.newest([DrillFacts("a", "fire", "2026-01-01"), wrong]) == {"a"}
