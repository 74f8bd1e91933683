"""Deadlines at their edges: ends of months, the leap day, clocks that change, weekends; extended once, with reason."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.packs import jurisdictions, law
from app.packs.jurisdiction_rules import Deadline
from app.rules import deadlines
from app.texts import speaking
from tests.app.helpers import WARSAW, fails

NEW_YORK, LOS_ANGELES, UTC = "America/New_York", "America/Los_Angeles", "UTC"
LONDON = "Europe/London"
LAW = law.of(jurisdictions.SHIPPED, ["PL", "US-CA", "US-WA", "GB"])


def rule(name: str) -> Deadline:
    """A deadline that ships."""
    found = LAW.deadline(name)
    assert found is not None, name
    return found


def due(name: str, started: str, zone: str = WARSAW) -> str:
    """When something is due."""
    return deadlines.begin(rule(name), started, zone).due


EDGES = [
    # Hours are elapsed hours: the clock on the wall jumps in between.
    ("gdpr_breach", "2026-11-22T15:00", WARSAW, "2026-11-25T15:00"),
    ("gdpr_breach", "2026-03-27T15:00", WARSAW, "2026-03-30T16:00"),
    ("gdpr_breach", "2026-10-23T15:00", WARSAW, "2026-10-26T14:00"),
    ("gdpr_breach", "2026-03-06T15:00", NEW_YORK, "2026-03-09T16:00"),
    ("gdpr_breach", "2026-10-30T15:00", NEW_YORK, "2026-11-02T14:00"),
    ("gdpr_breach", "2026-11-20T18:30", WARSAW, "2026-11-23T18:30"),  # over a weekend
    ("gdpr_breach", "2026-12-30T09:00", WARSAW, "2027-01-02T09:00"),
    ("gdpr_breach", "2024-02-27T12:00", WARSAW, "2024-03-01T12:00"),
    ("gdpr_breach", "2026-02-26T12:00", WARSAW, "2026-03-01T12:00"),
    ("gdpr_breach", "2026-10-25T02:30", WARSAW, "2026-10-28T01:30"),  # twice on that day: the first counts
    ("gdpr_breach", "2026-03-29T02:30", WARSAW, "2026-04-01T03:30"),  # never on that day: half past three
    ("gdpr_breach", "2026-11-22", WARSAW, "2026-11-25T00:00"),  # only the day is known: from its beginning
    ("ca_child_written", "2026-03-07T20:00", LOS_ANGELES, "2026-03-09T09:00"),
    ("ca_child_written", "2026-10-31T20:00", LOS_ANGELES, "2026-11-02T07:00"),
    ("ca_child_written", "2026-11-20T17:00", LOS_ANGELES, "2026-11-22T05:00"),  # due on a Sunday
    ("wa_bha_incident", "2026-10-31T10:00", LOS_ANGELES, "2026-11-02T09:00"),
    ("wa_bha_incident", "2024-02-28T10:00", LOS_ANGELES, "2024-03-01T10:00"),
    ("uk_gdpr_breach", "2026-03-27T15:00", LONDON, "2026-03-30T16:00"),
    ("uk_gdpr_breach", "2026-10-23T15:00", LONDON, "2026-10-26T14:00"),
    # Months end where they end.
    ("uk_gdpr_dsar", "2028-01-30", LONDON, "2028-02-29"),
    ("uk_gdpr_rectification", "2026-10-31", LONDON, "2026-11-30"),
    ("gdpr_dsar", "2026-01-31", WARSAW, "2026-02-28"),
    ("gdpr_dsar", "2028-01-31", WARSAW, "2028-02-29"),
    ("gdpr_dsar", "2026-01-28", WARSAW, "2026-02-28"),
    ("gdpr_dsar", "2026-02-28", WARSAW, "2026-03-28"),
    ("gdpr_dsar", "2028-02-29", WARSAW, "2028-03-29"),
    ("gdpr_dsar", "2026-03-31", WARSAW, "2026-04-30"),
    ("gdpr_dsar", "2026-12-31", WARSAW, "2027-01-31"),
    ("gdpr_dsar", "2026-11-22T23:59", WARSAW, "2026-12-22"),
    ("gdpr_dsar", "2026-10-21", WARSAW, "2026-11-21"),  # a Saturday, and it stays
    ("gdpr_rectification", "2026-08-31", WARSAW, "2026-09-30"),
    # Calendar days count on over weekends, leap days and clocks.
    ("hipaa_access", "2026-01-31", NEW_YORK, "2026-03-02"),
    ("hipaa_access", "2028-01-31", NEW_YORK, "2028-03-01"),
    ("hipaa_access", "2026-03-01", NEW_YORK, "2026-03-31"),
    ("hipaa_access", "2026-10-22", NEW_YORK, "2026-11-21"),  # a Saturday, and it stays
    ("hipaa_amend", "2026-11-22", NEW_YORK, "2027-01-21"),
    ("hipaa_amend", "2027-12-31", NEW_YORK, "2028-02-29"),
    ("hipaa_accounting", "2026-12-31", NEW_YORK, "2027-03-01"),
    ("hipaa_breach_individual", "2026-01-01", NEW_YORK, "2026-03-02"),
    ("hipaa_breach_individual", "2028-01-01", NEW_YORK, "2028-03-01"),
    ("hipaa_breach_hhs_large", "2026-01-01", NEW_YORK, "2026-03-02"),
    ("hipaa_breach_media", "2028-01-01", NEW_YORK, "2028-03-01"),
    ("complaint_response", "2026-11-22", WARSAW, "2026-12-22"),
    ("hipaa_breach_hhs_small", "2026-03-15", NEW_YORK, "2027-03-01"),
    ("hipaa_breach_hhs_small", "2027-12-31", NEW_YORK, "2028-02-29"),
    ("oral_suspension_of_accounting", "2026-01-30", NEW_YORK, "2026-03-01"),
    ("oral_suspension_of_accounting", "2028-01-30", NEW_YORK, "2028-02-29"),
    # Years.
    ("hipaa_docs", "2024-02-29", NEW_YORK, "2030-02-28"),
    ("hipaa_docs", "2026-11-22", NEW_YORK, "2032-11-22"),
    # Working days: from Monday to Friday.
    ("ca_elder_written", "2026-11-16", LOS_ANGELES, "2026-11-18"),  # Monday
    ("ca_elder_written", "2026-11-19", LOS_ANGELES, "2026-11-23"),  # Thursday
    ("ca_elder_written", "2026-11-20", LOS_ANGELES, "2026-11-24"),  # Friday
    ("ca_elder_written", "2026-11-21", LOS_ANGELES, "2026-11-24"),  # Saturday
    ("ca_elder_written", "2026-11-22T09:00", LOS_ANGELES, "2026-11-24"),  # Sunday
    ("complaint_acknowledgment", "2026-11-20", WARSAW, "2026-11-25"),  # Friday
    ("tjc_rca", "2026-11-20", NEW_YORK, "2027-01-22"),
    # The practice's own.
    ("consent_review", "2024-02-29", WARSAW, "2025-02-28"),
    ("consent_review_minor", "2026-08-31", WARSAW, "2027-02-28"),
]


@pytest.mark.parametrize(("name", "started", "zone", "expected"), EDGES)
def test_a_deadline_at_its_edges(name: str, started: str, zone: str, expected: str) -> None:
    assert due(name, started, zone) == expected


def test_every_deadline_with_a_length_is_in_the_table() -> None:
    names = {found.id for pack in jurisdictions.SHIPPED.values() for found in pack.deadlines if found.length}
    assert names == {name for name, *_rest in EDGES}


@pytest.mark.parametrize(
    ("name", "english", "polish"),
    [
        ("pl_240", "at once", "natychmiast"),
        ("pl_blue_card_forward", "no date: how long was not verified", "brak daty: długości terminu nie zweryfikowano"),
        ("plan_review", "the practice sets the day", "dzień wyznacza praktyka"),
        ("risk_follow_up", "the practice sets the day", "dzień wyznacza praktyka"),
        ("safety_plan_review", "the practice sets the day", "dzień wyznacza praktyka"),
    ],
)
def test_what_has_no_length_has_no_date_and_says_why(name: str, english: str, polish: str) -> None:
    found = deadlines.begin(rule(name), "2026-11-22", WARSAW)
    assert (found.due, found.due_on, found.why) == ("", None, english)
    assert not deadlines.is_late(found, datetime(2099, 1, 1, tzinfo=ZoneInfo(UTC)))
    with speaking("pl"):
        assert deadlines.begin(rule(name), "2026-11-22", WARSAW).why in {polish, english}


@pytest.mark.parametrize(
    ("name", "started", "expected"),
    [
        ("hipaa_access", "2026-01-31", "2026-04-01"),
        ("hipaa_amend", "2027-12-31", "2028-03-30"),
        ("hipaa_accounting", "2026-11-22", "2027-02-20"),
        ("gdpr_dsar", "2026-01-31", "2026-04-30"),
        ("gdpr_dsar", "2027-11-30", "2028-02-29"),
        ("gdpr_dsar", "2026-11-30", "2027-02-28"),
        ("gdpr_rectification", "2026-11-22", "2027-02-22"),
    ],
)
def test_a_deadline_is_extended_once_with_a_reason(name: str, started: str, expected: str) -> None:
    begun = deadlines.begin(rule(name), started, WARSAW)
    later = deadlines.extend(begun, rule(name), reason=" Many old files. ", on=begun.due)
    assert (later.due, later.first_due, later.reason, later.extended_on) == (
        expected, begun.due, "Many old files.", begun.due,
    )  # fmt: skip
    assert (later.started, later.rule, later.pack) == (begun.started, begun.rule, begun.pack)
    with fails("already_extended"):
        deadlines.extend(later, rule(name), reason="And again.", on=begun.due)


def test_an_extension_comes_before_the_first_deadline_is_over() -> None:
    begun = deadlines.begin(rule("hipaa_amend"), "2026-11-22", NEW_YORK)
    with fails("extension_too_late"):
        deadlines.extend(begun, rule("hipaa_amend"), reason="Late.", on="2027-01-22")


def test_an_extension_wants_a_reason() -> None:
    begun = deadlines.begin(rule("hipaa_amend"), "2026-11-22", NEW_YORK)
    with fails("text_needed"):
        deadlines.extend(begun, rule("hipaa_amend"), reason="  ", on="2026-12-01")


@pytest.mark.parametrize("name", ["gdpr_breach", "hipaa_breach_individual", "pl_240", "ca_elder_written"])
def test_what_the_law_does_not_extend_is_not_extended(name: str) -> None:
    begun = deadlines.begin(rule(name), "2026-11-22", NEW_YORK)
    with fails("not_extendable"):
        deadlines.extend(begun, rule(name), reason="Please.", on="2026-11-23")


def test_a_clock_is_not_extended_by_the_rule_of_another() -> None:
    begun = deadlines.begin(rule("hipaa_amend"), "2026-11-22", NEW_YORK)
    with fails("not_extendable"):
        deadlines.extend(begun, rule("hipaa_access"), reason="Mixed up.", on="2026-11-23")


@pytest.mark.parametrize(
    ("name", "started", "zone", "now", "is_late"),
    [
        ("hipaa_amend", "2026-11-22", NEW_YORK, "2027-01-22T04:59+00:00", False),  # 23:59 on the last day there
        ("hipaa_amend", "2026-11-22", NEW_YORK, "2027-01-22T05:00+00:00", True),
        ("hipaa_amend", "2026-11-22", WARSAW, "2027-01-21T22:59+00:00", False),
        ("hipaa_amend", "2026-11-22", WARSAW, "2027-01-21T23:00+00:00", True),
        ("gdpr_breach", "2026-10-23T15:00", WARSAW, "2026-10-26T13:00+00:00", False),
        ("gdpr_breach", "2026-10-23T15:00", WARSAW, "2026-10-26T13:01+00:00", True),
        ("gdpr_breach", "2026-03-27T15:00", WARSAW, "2026-03-30T14:00+00:00", False),
        ("gdpr_breach", "2026-03-27T15:00", WARSAW, "2026-03-30T14:01+00:00", True),
    ],
)
def test_late_is_late_where_the_practice_is(name: str, started: str, zone: str, now: str, *, is_late: bool) -> None:
    begun = deadlines.begin(rule(name), started, zone)
    assert deadlines.is_late(begun, datetime.fromisoformat(now)) is is_late


def test_hours_are_72_in_every_hour_of_a_year_with_two_changes_of_the_clocks() -> None:
    for zone in (WARSAW, NEW_YORK):
        here = ZoneInfo(zone)
        for day in range(1, 29):
            for month in (3, 10, 11):
                for hour in (0, 1, 2, 3, 12, 23):
                    begun = datetime(2026, month, day, hour, 30, tzinfo=here)
                    found = deadlines.begin(rule("gdpr_breach"), f"{begun:%Y-%m-%dT%H:%M}", zone)
                    ended = datetime.fromisoformat(found.due).replace(tzinfo=here)
                    hours = (ended.timestamp() - begun.timestamp()) / 3600
                    # A wall time that exists twice stands for its first occurrence, which may be an hour early.
                    assert hours in ((72, 71) if ended.replace(fold=1).utcoffset() != ended.utcoffset() else (72,))


def test_a_due_day_is_never_moved_and_never_before_the_event() -> None:
    for name in ("hipaa_access", "gdpr_dsar", "ca_elder_written", "hipaa_docs"):
        for month in range(1, 13):
            begun = deadlines.begin(rule(name), f"2027-{month:02}-28", WARSAW)
            assert begun.due_on is not None
            assert begun.due_on > date(2027, month, 28)
            again = deadlines.begin(rule(name), begun.started, begun.zone)
            assert again == begun, "computed anew it is the same: nothing resets it"


def test_the_clock_says_by_which_rule_and_pack_it_was_computed() -> None:
    begun = deadlines.begin(rule("gdpr_breach"), "2026-11-22T15:00", WARSAW)
    assert (begun.rule, begun.pack, begun.zone) == ("gdpr_breach", "eu 1", WARSAW)
