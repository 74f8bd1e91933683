"""Hours of supervision: the boundaries of the schemes as their sources print them, and what holds for any hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.supervision_schemes import schemes
from app.rules import supervision

TRAINEE, BACP = schemes()["abc_trainee_log"], schemes()["bacp_accredited"]


@pytest.mark.parametrize(("client_minutes", "needed"), [
    (0, 0), (1, 90), (12 * 60, 90), (12 * 60 + 1, 120), (13 * 60, 120), (16 * 60, 120), (16 * 60 + 1, 150),
    (17 * 60, 150), (20 * 60, 150), (20 * 60 + 1, None), (60 * 60, None),
])  # fmt: skip
def test_the_trainee_log_asks_for_its_steps_and_says_nothing_beyond(client_minutes: int, needed: int | None) -> None:
    assert supervision.needed(TRAINEE, client_minutes) == needed


@pytest.mark.parametrize(
    ("minutes", "counted"), [(30, 30), (49, 49), (50, 60), (60, 60), (61, 61), (100, 100), (110, 120)]
)
def test_fifty_minutes_are_a_client_hour_of_the_trainee_log(minutes: int, counted: int) -> None:
    assert supervision.client_minutes(minutes, TRAINEE) == counted
    assert supervision.client_minutes(minutes, BACP) == minutes


def test_accredited_members_need_an_hour_and_a_half_in_a_month_with_clients() -> None:
    assert [supervision.needed(BACP, minutes) for minutes in (0, 50, 6000)] == [0, 90, 90]
    assert [supervision.short_of(BACP, 50, had) for had in (0, 60, 89, 90, 200)] == [90, 30, 1, 0, 0]


def test_the_ratio_needs_supervision() -> None:
    assert supervision.ratio(600, 0) is None
    assert supervision.ratio(600, 90) == pytest.approx(6.667, abs=0.001)


@pytest.mark.parametrize("scheme", schemes().values(), ids=list(schemes()))
def test_every_scheme_names_its_source(scheme: object) -> None:
    assert all(getattr(scheme, name) for name in ("source", "checked_on", "mark"))
    steps = getattr(scheme, "step")  # noqa: B009 - of any scheme
    assert list(steps) == sorted(steps, key=lambda step: step.client_hours)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 600))
def test_more_clients_never_need_less_and_more_supervision_never_lacks_more(less: int, more: int, had: int) -> None:
    less, more = sorted((less, more))
    wanted = [supervision.needed(TRAINEE, minutes) for minutes in (less, more)]
    if wanted[0] is not None and wanted[1] is not None:
        assert wanted[0] <= wanted[1]
    first, second = (supervision.short_of(TRAINEE, less, minutes) for minutes in (had, had + 1))
    assert (first is None) == (second is None)
    assert first is None or second is None or first >= second >= 0


@given(st.integers(1, 24 * 60))
def test_rounding_up_never_takes_away_and_never_adds_more_than_its_part(minutes: int) -> None:
    assert minutes <= supervision.client_minutes(minutes, TRAINEE) <= minutes + 60 - TRAINEE.hour_from
