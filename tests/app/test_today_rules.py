"""Whom a day expects, from slots, notes and what was marked by hand: no storage."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.slots import Slot
from app.rules.today import Expected, Facts, Source, expected, reminder_key

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
AT_THREE = Slot(1, "15:00", 50)


def clients_of(found: list[Expected]) -> list[str]:
    return [one.client for one in found]


def test_a_usual_slot_is_expected_on_its_weekday_only() -> None:
    facts = Facts(slots={"anna": [AT_THREE]})
    assert expected(TUESDAY, facts) == [Expected("15:00", "anna", 50, Source.USUAL)]
    assert expected(WEDNESDAY, facts) == []


def test_the_time_a_note_names_wins_over_the_usual_one() -> None:
    facts = Facts(slots={"anna": [AT_THREE]}, planned={"anna": "16:30"})
    assert expected(TUESDAY, facts) == [Expected("16:30", "anna", 50, Source.PLANNED)]


def test_a_later_next_session_says_that_the_usual_one_does_not_take_place() -> None:
    facts = Facts(slots={"anna": [AT_THREE]}, away_until={"anna": date(2026, 12, 8)})
    assert expected(TUESDAY, facts) == []
    assert clients_of(expected(date(2026, 12, 8), facts)) == ["anna"]


def test_what_was_taken_out_is_not_expected_unless_it_was_added_again() -> None:
    taken_out = Facts(slots={"anna": [AT_THREE]}, skipped=frozenset({"anna"}))
    assert expected(TUESDAY, taken_out) == []
    again = Facts(slots={"anna": [AT_THREE]}, skipped=frozenset({"anna"}), added={"anna": ("18:00", 0)})
    assert clients_of(expected(TUESDAY, again)) == ["anna"]


def test_sessions_come_in_the_order_of_their_times() -> None:
    slots = {"late": [Slot(1, "18:00")], "early": [Slot(1, "09:00")], "noon": [Slot(1, "12:00")]}
    assert clients_of(expected(TUESDAY, Facts(slots=slots))) == ["early", "noon", "late"]


@pytest.mark.parametrize(("day", "comes"), [(TUESDAY, True), (date(2026, 12, 1), False), (date(2026, 12, 8), True)])
def test_every_second_week_means_every_second_week(day: date, comes: bool) -> None:
    facts = Facts(slots={"anna": [Slot(1, "15:00", 50, 2, "2026-11-24")]})
    assert bool(expected(day, facts)) is comes


def test_a_reminder_comes_back_when_its_date_changes() -> None:
    assert reminder_key("r", "2026-11-24") != reminder_key("r", "2026-11-25")
