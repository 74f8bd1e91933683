"""A client who lives elsewhere is under two laws: clocks, releases, retention, and what a birthday changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.services import clients
from app.services.client_files import amendment_requests, birthdays, retention
from app.services.outgoing import releases
from app.services.practice import packs, practices
from tests.app.helpers import write_note
from tests.app.releases_made import sign_release


def live(desk: Desk, jurisdiction: str, country: str, **values: Any) -> str:
    practices.save_profile(desk, structs.replace(practices.profile(desk), jurisdiction=jurisdiction))
    return clients.register(desk, Client(name="Jan", country=country, **values)).id


@pytest.mark.parametrize(
    ("jurisdiction", "country", "named"),
    [
        ("PL", "", ["PL"]),
        ("PL", "pl", ["PL"]),
        ("US-CA", "US", ["US-CA"]),
        ("US", "US-CA", ["US", "US-CA"]),
        ("PL", "US", ["PL", "US"]),
        ("", "DE", ["", "DE"]),
    ],
)
def test_a_place_counts_once(desk: Desk, jurisdiction: str, country: str, named: list[str]) -> None:
    assert packs.places_of(desk, [live(desk, jurisdiction, country)]) == named


@pytest.mark.parametrize(
    ("jurisdiction", "country", "rule"),
    [("US-CA", "", "hipaa_amend"), ("PL", "", "gdpr_rectification"), ("US-CA", "PL", "gdpr_rectification")],
)
def test_the_first_date_of_two_laws_counts(desk: Desk, jurisdiction: str, country: str, rule: str) -> None:
    note = write_note(desk, live(desk, jurisdiction, country)).record
    asked = amendment_requests.request(desk, note, "Not so.", reason="It was not.", requested_on="2026-11-01")
    kept = desk.signin.read(asked.record, purpose="treatment").body
    assert kept["clock_rule"] == rule
    amendment_requests.extend(desk, asked.record, "More to read.", told_on="2026-11-02")


def test_a_release_has_to_satisfy_both(desk: Desk) -> None:
    client = live(desk, "US-CA", "DE")
    record = sign_release(desk, client, regimes=[], statements=[]).record
    (row,) = releases.rows(desk, client)
    assert row.record == record
    assert row.facts.regimes == {"hipaa", "gdpr"}
    assert row.state.missing


def test_the_longest_of_two_laws_keeps_a_file(desk: Desk) -> None:
    client = live(desk, "PL", "")
    write_note(desk, client)
    alone = {row.pack for row in retention.of(desk, client).rows}
    found = clients.read(desk, client)
    body = found.body
    assert isinstance(body, Client)
    body.country = "US"
    clients.save(desk, client, body, found.record.revision)
    both = {row.pack for row in retention.of(desk, client).rows}
    assert alone < both
    assert "us 1" in both


def turning(age: int) -> str:
    day = clock.today() + timedelta(days=5)
    return f"{day.year - age:04d}{day.isoformat()[4:]}"


@pytest.mark.parametrize(
    ("jurisdiction", "age", "begun", "ended"),
    [
        ("US-CA", 12, {"California: a minor of 12 or older"}, set()),
        ("US-CA", 18, set(), {"California: a minor of 12 or older"}),
    ],
)
def test_a_birthday_says_which_rule_begins_and_which_ends(
    desk: Desk, jurisdiction: str, age: int, begun: set[str], ended: set[str]
) -> None:
    long_ago = (clock.today() - timedelta(days=300)).isoformat()
    client = live(desk, jurisdiction, "", birth_date=turning(age), opened_on=long_ago)
    found = birthdays.what_changes(desk, client)
    assert begun <= {one.title for one in found if one.begins}
    assert ended <= {one.title for one in found if not one.begins}
    assert all(one.citation and one.mark for one in found)


def test_nothing_is_said_to_change_where_no_birthday_waits(desk: Desk) -> None:
    assert birthdays.what_changes(desk, live(desk, "US-CA", "", birth_date="1980-01-01")) == []
