"""Dates, times and numbers as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app import clock, formats, texts

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        ("2026-11-22", "22 November 2026", "22 Nov 2026"),
        ("2026-05-01", "1 May 2026", "1 May 2026"),
        ("1987-04", "April 1987", "April 1987"),
        ("1987", "1987", "1987"),
    ],
)
def test_dates_and_partial_dates_in_english(value: str, long: str, short: str) -> None:
    assert formats.long_date(value) == long
    assert formats.short_date(value) == short


def test_a_day_has_its_weekday() -> None:
    assert formats.day(date(2026, 11, 22)) == "Sunday, 22 November 2026"
    assert formats.day("2026-11-23") == "Monday, 23 November 2026"


def test_an_envelope_time_is_shown_in_local_time_and_a_wall_time_as_it_is() -> None:
    there = "12:00" if clock.local_zone() == "Europe/Warsaw" else "06:00"  # or in New York, late in the evening
    assert formats.moment("2026-07-01T10:00:00.000Z") == f"1 Jul 2026, {there}"
    assert formats.moment("2026-07-01T10:00") == "1 Jul 2026, 10:00"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=3), "19 Nov 2026"),
        (timedelta(seconds=-30), "just now"),
    ],
)
def test_how_long_ago_something_was(before: timedelta, expected: str) -> None:
    then = (NOON - before).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert formats.ago(then, NOON) == expected


@pytest.mark.parametrize(
    ("count", "in_english", "in_polish"),
    [(0, "0 B", "0 B"), (999, "999 B", "999 B"), (1500, "1.5 kB", "1,5 kB"), (12_345_678, "12.3 MB", "12,3 MB")],
)
def test_sizes(count: int, in_english: str, in_polish: str) -> None:
    assert formats.size(count) == in_english.replace(" ", "\u00a0")
    texts.set_language("pl")
    assert formats.size(count) == in_polish.replace(" ", "\u00a0")


@pytest.mark.parametrize(("code", "name"), [("en", "September"), ("pl", "wrzesień")])
def test_a_month_has_a_name_without_its_year(code: str, name: str) -> None:
    with texts.speaking(code):
        assert formats.month(9) == name


@pytest.mark.parametrize("code", ["en", "pl"])
def test_a_length_has_the_same_signs_whatever_it_is_made_of(code: str) -> None:
    with texts.speaking(code):
        assert [formats.length(minutes) for minutes in (0, 30, 300, 450)] == ["0 min", "30 min", "5 h", "7 h 30 min"]


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert formats.number(1_234_567) == "1,234,567"
    texts.set_language("pl")
    assert formats.number(1_234_567) == "1\u00a0234\u00a0567"
