"""Rules of the day: usual slots, resources and policies, merge fields, rules of the practice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.records import decode
from app.records.choices import Modality
from app.records.consent import Decision
from app.records.practice_profile import PracticeProfile, ValueList
from app.rules import merging, policies, practice_rules, resources, slots
from app.rules.policies import PolicyFacts
from app.rules.slots import Slot

TODAY = date(2026, 11, 22)
TUESDAY = 1


@pytest.mark.parametrize(
    ("slot", "day", "expected"),
    [
        (Slot(TUESDAY, "15:00"), "2026-11-24", True),
        (Slot(TUESDAY, "15:00"), "2026-11-25", False),
        (Slot(TUESDAY, "15:00", since="2026-11-25"), "2026-11-24", False),
        (Slot(TUESDAY, "15:00", until="2026-11-23"), "2026-11-24", False),
        (Slot(TUESDAY, "15:00", until="2026-11-24"), "2026-11-24", True),
        (Slot(TUESDAY, "15:00", every=2, since="2026-11-10"), "2026-11-24", True),
        (Slot(TUESDAY, "15:00", every=2, since="2026-11-10"), "2026-11-17", False),
        (Slot(TUESDAY, "15:00", every=2, since="2026-11-12"), "2026-11-17", False),
        (Slot(TUESDAY, "15:00", every=2, since="2026-11-12"), "2026-11-24", True),
        (Slot(TUESDAY, "15:00", every=3, since="2025-12-30"), "2026-01-20", True),
        (Slot(TUESDAY, "15:00", every=2), "2026-11-17", True),
    ],
)
def test_on_which_days_a_slot_falls(slot: Slot, day: str, *, expected: bool) -> None:
    assert slots.falls_on(slot, date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        (Slot(TUESDAY, "15:00"), "2026-11-24"),
        (Slot(6, "15:00"), "2026-11-22"),
        (Slot(TUESDAY, "15:00", since="2026-12-02"), "2026-12-08"),
        (Slot(TUESDAY, "15:00", every=2, since="2026-11-12"), "2026-11-24"),
        (Slot(TUESDAY, "15:00", every=4, since="2026-11-18"), "2026-12-15"),
        (Slot(TUESDAY, "15:00", until="2026-11-23"), None),
    ],
)
def test_the_next_day_of_a_slot(slot: Slot, expected: str | None) -> None:
    found = slots.next_on(slot, TODAY)
    assert (found.isoformat() if found else None) == expected


def test_slots_are_read_from_the_row_of_an_episode_that_goes_on() -> None:
    values: dict[str, Any] = {
        "usual_slots": [
            {"weekday": "tue", "time": "15:00", "every_weeks": 2, "since": "2026-11-10"},
            {"weekday": "fri"},
        ]
    }
    facets = decode("episode", 1, values).facets()
    assert slots.slots_from(facets) == [Slot(TUESDAY, "15:00", 50, 2, "2026-11-10")]
    assert (facets["on_tue"], facets.get("on_fri")) == ("1", None)
    assert slots.slots_from(decode("episode", 1, {**values, "state": "paused"}).facets()) == []


@pytest.mark.parametrize(
    ("verified", "rang", "said"),
    [
        ("2026-06-01", "", ""),
        ("2026-05-20", "", "checked May 2026, please confirm"),
        ("2025-11-01", "", "checked November 2025, please confirm"),
        ("2025-11-01", "2026-11-01", ""),
        ("", "", "never checked, please confirm"),
    ],
)
def test_an_old_number_is_marked_and_never_hidden(verified: str, rang: str, said: str) -> None:
    facets = decode("resource", 1, {"verified_on": verified, "rang_on": rang}).facets()
    assert resources.confirmation(facets, TODAY) == said
    assert resources.is_stale(facets, TODAY) is bool(said)


def test_the_policy_in_force_is_the_one_that_nothing_valid_replaces() -> None:
    old = PolicyFacts("a", "emergency_protocol", "2025-01-01")
    new = PolicyFacts("b", "emergency_protocol", "2026-01-01", supersedes="a")
    draft = PolicyFacts("c", "emergency_protocol", "2026-06-01", supersedes="b", is_signed=False)
    wrong = PolicyFacts("d", "emergency_protocol", "2026-07-01", supersedes="b", is_in_error=True)
    other = PolicyFacts("e", "complaints", "2024-01-01")
    assert policies.in_force([old, new, draft, wrong, other]) == [new, other]
    assert policies.in_force([old, wrong]) == [old]


def test_merge_fields_are_filled_and_unknown_ones_are_named() -> None:
    values = {"client": "Anna", "last_session": "15 Nov 2026"}
    assert merging.fill("{client}, {last_session}: {code}{mood} {client}", values) == (
        "Anna, 15 Nov 2026: {mood} Anna",
        ("mood",),
    )
    assert merging.fill("{Client} {} { client } {{client}}", values) == ("{Client} {} { client } {Anna}", ())
    assert merging.names_in("{date} {x} {date}") == ("date", "x")


def test_a_value_that_looks_like_a_field_is_not_filled_again() -> None:
    assert merging.fill("{client}", {"client": "{code}", "code": "K-0001"}).text == "{code}"


def test_when_the_window_locks() -> None:
    assert practice_rules.idle_minutes(PracticeProfile(), alone=True) == 10
    assert practice_rules.idle_minutes(PracticeProfile(), alone=False) == 5
    assert practice_rules.idle_minutes(PracticeProfile(idle_minutes=30), alone=False) == 30
    assert PracticeProfile().hide_minutes == 3


def test_a_practice_adds_to_a_list_and_hides_from_it() -> None:
    changed = ValueList(name="Modality", added=["Art therapy", " "], hidden=["crisis", "group"])
    profile = PracticeProfile(value_lists=[changed])
    offered = [choice.label for choice in practice_rules.offered(Modality, profile)]
    assert offered == ["Individual", "Couple", "Family", "Assessment only", "Consultation", "Art therapy"]
    assert practice_rules.offered(Modality, PracticeProfile()) == list(Modality)


def test_a_list_that_is_law_stays_whole_and_no_list_is_emptied() -> None:
    law = PracticeProfile(value_lists=[ValueList(name="Decision", hidden=[Decision.WITHDRAWN.value])])
    assert practice_rules.offered(Decision, law) == list(Decision)
    everything = PracticeProfile(value_lists=[ValueList(name="Modality", hidden=[one.value for one in Modality])])
    assert practice_rules.offered(Modality, everything) == list(Modality)
