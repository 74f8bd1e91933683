"""Birthdays at which a minor's rights change come up on Today, until somebody has looked at what they change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock, texts
from app.desk import Desk
from app.records import birthdays as rules
from app.records.birthdays import Birthday
from app.records.client import Client, DeskAlert, FileStatus, Unit
from app.rules import due_words
from app.services import clients
from app.services.client_files import birthdays, files, summaries
from app.services.clients import ClientRef
from app.services.reading import today
from tests.app.helpers import fails

DAY = timedelta(days=1)


LONG_AGO = (clock.today() - 300 * DAY).isoformat()


def registered(desk: Desk, born: str, opened: str = LONG_AGO, **values: Any) -> ClientRef:
    return clients.register(desk, Client(name="Ola Maj", birth_date=born, opened_on=opened, **values))


def turning(age: int, days: int) -> str:
    """The date of birth of somebody who reaches an age in so many days."""
    day = clock.today() + timedelta(days=days)
    return f"{day.year - age:04d}{day.isoformat()[4:]}"


@pytest.mark.parametrize(
    ("born", "since", "reviewed", "expected"),
    [
        ("2014-05-01", "2024-01-10", 0, Birthday("2026-05-01", 12)),
        ("2014-05-01", "2024-01-10", 12, Birthday("2027-05-01", 13)),
        ("2014-05-01", "2024-01-10", 13, Birthday("2030-05-01", 16)),
        ("2014-05-01", "2024-01-10", 16, Birthday("2032-05-01", 18)),
        ("2014-05-01", "2024-01-10", 18, None),
        ("2014-05-01", "2027-05-01", 0, Birthday("2030-05-01", 16)),  # opened on the birthday: known then
        ("2014-05-01", "2027-04-30", 0, Birthday("2027-05-01", 13)),
        ("1987-04-12", "2024-01-10", 0, None),
        ("2014-05", "2024-01-10", 0, None),
        ("2014", "2024-01-10", 0, None),
        ("", "2024-01-10", 0, None),
        ("2014-05-01", "", 0, None),
        ("2012-02-29", "2024-03-02", 0, Birthday("2025-03-01", 13)),  # no such day in that year
        ("2012-02-29", "2024-01-10", 0, Birthday("2024-02-29", 12)),
    ],
)
def test_the_birthday_to_look_at(born: str, since: str, reviewed: int, expected: Birthday | None) -> None:
    assert rules.to_look_at(born, since, reviewed) == expected


@pytest.mark.parametrize(
    ("on", "age"), [("2026-04-30", 0), ("2026-05-01", 12), ("2027-05-01", 13), ("2032-04-30", 16), ("2040-01-01", 18)]
)
def test_the_ages_that_have_passed(on: str, age: int) -> None:
    assert rules.passed("2014-05-01", on) == age


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Turns 16 on {date}: look again at consents and at what representatives are told."),
        (14, "Turns 16 on {date}: look again at consents and at what representatives are told."),
        (-3, "Turned 16 on {date}: look again at consents and at what representatives are told."),
    ],
)
def test_a_birthday_is_due_from_two_weeks_before_it_on(desk: Desk, days: int, words: str) -> None:
    from app import formats

    ola = registered(desk, turning(16, days))
    found = [item for item in today.due(desk) if ola.id in {item.client, item.record}]
    assert [item.words for item in found] == [words.format(date=formats.long_date(clock.today() + days * DAY))]
    assert found[0].is_late is (days < 0)


def test_a_birthday_further_away_is_neither_due_nor_listed(desk: Desk) -> None:
    ola = registered(desk, turning(16, 15))
    assert today.due(desk) == []
    assert birthdays.pending(desk, ola.id) is None
    assert summaries.due(desk, ola.id) == []


def test_looking_at_it_is_one_step_and_the_next_one_comes(desk: Desk) -> None:
    ola = registered(desk, turning(16, -3))
    assert birthdays.pending(desk, ola.id) == Birthday((clock.today() - 3 * DAY).isoformat(), 16)
    assert summaries.of(desk, files.open(desk, ola.id)).birthday is not None
    birthdays.reviewed(desk, ola.id)
    assert (today.due(desk), birthdays.pending(desk, ola.id)) == ([], None)
    with fails("no_birthday"):
        birthdays.reviewed(desk, ola.id)


def test_several_birthdays_that_were_missed_are_looked_at_at_once(desk: Desk) -> None:
    ola = registered(desk, turning(16, 3), opened="2016-01-01")
    assert birthdays.pending(desk, ola.id) == Birthday((clock.today() + 3 * DAY).isoformat(), 16)
    assert "Turns 16" in today.due(desk)[0].words, "not the twelfth birthday, years ago"
    birthdays.reviewed(desk, ola.id)
    assert birthdays.pending(desk, ola.id) is None


@pytest.mark.parametrize("values", [{"status": FileStatus.CLOSED}, {"unit": Unit.COUPLE}])
def test_closed_files_and_units_of_several_have_no_birthday(desk: Desk, values: dict[str, Any]) -> None:
    registered(desk, turning(16, -3), **values)
    assert today.due(desk) == []


def test_an_alert_and_a_birthday_are_said_together(desk: Desk) -> None:
    soon = (clock.today() + 2 * DAY).isoformat()
    registered(desk, turning(13, 1), desk_alerts=[DeskAlert(text="Ring before", review_on=soon)])
    item = today.due(desk)[0]
    assert item.due == (clock.today() + DAY).isoformat()
    assert "Turns 13" in item.words
    assert "alert" in item.words


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_needs_no_sentence_has_none(language: str) -> None:
    texts.set_language(language)
    assert due_words.words("episode", {}, "2026-12-01", date(2026, 11, 22)) == ""
    assert due_words.words("amendment", {"kind": "addendum"}, "2026-12-01", date(2026, 11, 22)) == ""
