"""Which backups are kept: the rule by itself, for any history of backups (V-8.4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.keep import KeepRule, kept

FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
counts = st.integers(min_value=0, max_value=6)
rules = st.builds(KeepRule, last=counts, daily=counts, weekly=counts, monthly=counts)
histories = st.lists(st.integers(min_value=0, max_value=24 * 500), min_size=1, max_size=60).map(
    lambda hours: [(FIRST + timedelta(hours=hour), number) for number, hour in enumerate(sorted(hours))]
)
History = list[tuple[datetime, int]]


def every(hours: int, count: int) -> History:
    return [(FIRST + timedelta(hours=hours * number), number) for number in range(count)]


@given(histories, rules)
def test_the_newest_is_always_kept_and_nothing_else_is_made_up(history: History, rule: KeepRule) -> None:
    found = kept(history, rule)
    assert history[-1][1] in found
    assert found <= {number for _, number in history}


@given(histories, rules)
def test_as_many_of_the_newest_as_the_rule_says(history: History, rule: KeepRule) -> None:
    newest = {number for _, number in history[-rule.last :]} if rule.last else set()
    assert newest <= kept(history, rule)


@given(histories, rules)
def test_each_day_week_and_month_that_counts_has_its_newest(history: History, rule: KeepRule) -> None:
    found = kept(history, rule)
    periods = (
        (rule.daily, lambda at: at.date()),
        (rule.weekly, lambda at: at.isocalendar()[:2]),
        (rule.monthly, lambda at: (at.year, at.month)),
    )
    for count, period in periods:
        newest = {period(at): number for at, number in history}  # later ones replace earlier ones
        for number in list(newest.values())[::-1][:count]:
            assert number in found


@given(histories, rules)
def test_nothing_is_kept_without_a_reason(history: History, rule: KeepRule) -> None:
    assert len(kept(history, rule)) <= max(1, rule.last) + rule.daily + rule.weekly + rule.monthly


@given(histories, rules)
def test_what_was_let_go_is_not_missed_later(history: History, rule: KeepRule) -> None:
    """Clearing out after each backup keeps what clearing out once at the end keeps."""
    there: History = []
    for made in history:
        there.append(made)
        wanted = kept(there, rule)
        there = [each for each in there if each[1] in wanted]
    assert {number for _, number in there} == kept(history, rule)


def test_the_usual_rule_over_two_years_of_daily_backups() -> None:
    found = kept(every(24, 730), KeepRule(last=5, daily=7, weekly=8, monthly=12))
    assert 20 <= len(found) <= 27
    assert {729, 728, 727, 726, 725} <= found


def test_a_long_holiday_takes_nothing() -> None:
    history = every(24, 10)
    later = (history[-1][0] + timedelta(days=200), 10)
    rule = KeepRule(last=1, daily=7)
    assert kept([*history, later], rule) == {10, 9, 8, 7, 6, 5, 4}


def test_a_week_is_one_of_its_year() -> None:
    history = [(datetime(year, 3, 4, tzinfo=UTC), number) for number, year in enumerate((2024, 2025, 2026))]
    assert {at.isocalendar().week for at, _ in history} == {10}
    assert kept(history, KeepRule(last=1, weekly=3)) == {0, 1, 2}
