"""Clocks of reports over any change of the clocks, and what of a duty is still open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs import jurisdictions, law
from app.packs.jurisdiction_rules import Deadline, ReportingRule
from app.records.fields import LocalTime
from app.rules import duties
from app.rules.duties import DutyFacts

CALIFORNIA = law.of(jurisdictions.SHIPPED, ["US-CA"])
ZONES = ("America/Los_Angeles", "Europe/Warsaw", "Australia/Lord_Howe", "UTC")
HOURS = 36


def rules_of(about: str, place: str = "US-CA") -> list[tuple[ReportingRule, Deadline]]:
    """The rules of a place for reports, with their deadlines."""
    here = law.of(jurisdictions.SHIPPED, [place])
    found = [(rule, here.deadline(rule.deadline)) for rule in here.reporting(about)]
    return [(rule, deadline) for rule, deadline in found if deadline is not None]


def wall(moment: datetime, zone: str) -> LocalTime:
    """The wall time of a moment in a zone."""
    return LocalTime(at=f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}", zone=zone)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 - hypothesis wants them naive
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(moments, st.sampled_from(ZONES))
def test_thirty_six_hours_are_elapsed_hours_whatever_the_clocks_do(moment: datetime, zone: str) -> None:
    known = wall(moment, zone)
    (clock,) = duties.clocks(rules_of("child"), known, None)
    assert clock.due is not None
    begun = datetime.fromisoformat(known.at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    due = (begun + timedelta(hours=HOURS)).astimezone(ZoneInfo(zone))
    assert clock.due == LocalTime(at=f"{due:%Y-%m-%dT%H:%M}", zone=zone)
    assert clock.is_law


def test_over_the_night_of_the_change_the_wall_time_moves() -> None:
    spring = LocalTime(at="2026-03-07T20:00", zone="America/Los_Angeles")
    autumn = LocalTime(at="2026-10-31T20:00", zone="America/Los_Angeles")
    found = [duties.clocks(rules_of("child"), known, None)[0].due for known in (spring, autumn)]
    assert [one.at for one in found if one] == ["2026-03-09T09:00", "2026-11-02T07:00"]


@given(moments, st.integers(0, 72))
def test_working_days_count_from_the_call_and_before_it_from_the_knowledge(moment: datetime, hours: int) -> None:
    zone = "America/Los_Angeles"
    known, called = wall(moment, zone), wall(moment + timedelta(hours=hours), zone)
    (early,), (late,) = (duties.clocks(rules_of("elder"), known, one) for one in (None, called))
    assert early.due is not None
    assert late.due is not None
    assert early.due.at <= late.due.at
    assert late.due.at.endswith("T23:59")
    day = datetime.fromisoformat(called.at)
    passed = [day + timedelta(days=step) for step in range(1, 6)]
    assert [one for one in passed if one.weekday() < 5][1].date().isoformat() == late.due.day


def test_what_nobody_verified_gives_no_date() -> None:
    known = LocalTime(at="2026-11-20T15:00", zone="Europe/Warsaw")
    found = duties.clocks(rules_of("domestic_violence", "PL"), known, None)
    assert {one.rule.id: (one.due, one.is_law) for one in found} == {
        "pl_240": (None, True), "pl_blue_card_forward": (None, False),
    }  # fmt: skip
    assert next(one.form for one in found if one.form) == "Niebieska Karta – A"
    assert duties.clocks(rules_of("child", "US-NY"), known, None) == []


REPORT = DutyFacts(
    "r",
    "mandated_report",
    "2026-11-20T15:00",
    "2026-11-20",
    call="not_reached",
    written="to_send",
    due_at="2026-11-22T03:00",
)


def after(step: str, at: str = "2026-11-20T16:00", **values: str) -> DutyFacts:
    """Something that followed."""
    return DutyFacts(f"{step} {at}", "duty_follow_up", at, step=step, about="r", **values)


@pytest.mark.parametrize(
    ("more", "due", "needs"),
    [
        ([], "2026-11-20", (True, True)),
        ([after("attempt", result="no_answer")], "2026-11-20", (True, True)),
        ([after("attempt", result="voicemail")], "2026-11-20", (True, True)),
        ([after("attempt", result="talked")], "2026-11-22", (False, True)),
        ([after("attempt", result="talked", next_on="2026-12-24")], "2026-11-22", (False, True)),
        ([after("attempt", result="talked"), after("written")], "", (False, False)),
        ([after("attempt", result="talked"), after("written", next_on="2026-12-01")], "2026-12-01", (False, False)),
        ([after("settled")], "", (False, False)),
    ],
)
def test_a_report_is_open_until_it_was_told_and_sent(more: list[DutyFacts], due: str, needs: tuple[bool, bool]) -> None:
    found = duties.standings([REPORT, *more])["r"]
    assert (found.due, (found.needs_call, found.needs_written)) == (due, needs)


def test_the_earlier_of_the_law_and_the_agency_counts() -> None:
    from dataclasses import replace

    called = replace(REPORT, call="made")
    assert duties.standings([replace(called, asked_by="2026-11-21")])["r"].due == "2026-11-21"
    assert duties.standings([replace(called, asked_by="2026-11-30")])["r"].due == "2026-11-22"
    assert duties.standings([replace(called, due_at="")])["r"].due == "2026-11-20"


def test_a_decision_comes_back_until_it_is_replaced_or_settled() -> None:
    decision = DutyFacts("r", "decision_not_to_act", "2026-11-20T15:00", "2026-11-27")
    assert duties.standings([decision])["r"].due == "2026-11-27"
    again = after("looked_again", next_on="2027-01-01")
    found = duties.standings([decision, again])["r"]
    assert (found.record, found.due) == (again.record, "2027-01-01")
    assert duties.standings([decision, again, after("settled", "2027-01-01T10:00")])["r"].is_settled
    later = DutyFacts("n", "mandated_report", "2026-11-27T10:00", earlier="r")
    found = duties.standings([decision, again, later])["r"]
    assert (found.taken_over, found.due) == (True, "")
