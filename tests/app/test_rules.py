"""Small rules: the strip about consent, late entries, age and group, permissions, purposes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.records.fields import LocalTime
from app.rules import permissions
from app.rules.consent_state import ConsentState, State
from app.rules.notes import is_late
from app.rules.people import age_on, group_of
from app.rules.permissions import TABLE, VAULT, Action, Role, allowed, allowed_anywhere, role_of
from app.rules.session_consent import GivenReason, strip
from app.vaults import ACTIONS

TODAY = date(2026, 11, 22)
KINDS = ("register", "practice", "personal", "identity", "clinical", "process", "safety", VAULT)


@pytest.mark.parametrize("state", State)
def test_the_first_note_wants_no_consent(state: State) -> None:
    assert strip(0, ConsentState(state), None, TODAY) is None


def test_a_consent_in_force_is_all_that_is_wanted() -> None:
    assert strip(5, ConsentState(State.ACTIVE), None, TODAY) is None


@pytest.mark.parametrize("state", [state for state in State if state is not State.ACTIVE])
def test_after_the_first_note_the_strip_says_what_is_wrong(state: State) -> None:
    found = strip(1, ConsentState(state, "because"), None, TODAY)
    assert found is not None
    assert found.text
    assert found.reason == "because"
    assert not found.is_satisfied


@pytest.mark.parametrize(("age", "holds"), [(0, True), (1, True), (90, True), (91, False), (-1, False)])
def test_a_stated_reason_holds_for_ninety_days(age: int, holds: bool) -> None:
    reason = GivenReason("Emergency", TODAY - timedelta(days=age))
    found = strip(1, ConsentState(State.NONE), reason, TODAY)
    assert found is not None
    assert found.is_satisfied is holds


@pytest.mark.parametrize(
    ("at", "zone", "recorded", "late"),
    [
        ("2026-11-19T13:00", "Europe/Warsaw", "2026-11-22T12:00", False),  # exactly 72 hours
        ("2026-11-19T12:59", "Europe/Warsaw", "2026-11-22T12:00", True),
        ("2026-11-19T13:00", "America/New_York", "2026-11-22T12:00", False),
        ("2026-10-24T13:00", "Europe/Warsaw", "2026-10-27T12:00", True),  # the clocks went back in between
        ("2026-11-23T13:00", "Europe/Warsaw", "2026-11-22T12:00", False),
    ],
)
def test_a_note_is_late_after_72_elapsed_hours(at: str, zone: str, recorded: str, late: bool) -> None:
    assert is_late(LocalTime(at=at, zone=zone), datetime.fromisoformat(recorded).replace(tzinfo=UTC)) is late


def test_a_note_without_a_start_is_not_late() -> None:
    assert not is_late(None, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2008-11-22", 18), ("2008-11-23", 17), ("2008-11", 17), ("2008-10", 18), ("2008", 17), ("2007", 18),
        ("", None), ("2027", None), ("1926-01-01", 100),
    ],
)  # fmt: skip
def test_age_is_the_least_that_is_certain(born: str, age: int | None) -> None:
    assert age_on(born, TODAY) == age


@pytest.mark.parametrize(
    ("unit", "born", "group"),
    [
        ("person", "2015", "Child"), ("person", "2010-01-01", "Adolescent"), ("person", "1990", "Adult"),
        ("person", "1950", "Older adult"), ("person", "", ""), ("couple", "1990", "Couple"), ("", "1990", "Adult"),
    ],
)  # fmt: skip
def test_the_group_of_a_client(unit: str, born: str, group: str) -> None:
    assert group_of(unit, born, TODAY) == group


def test_actions_carry_the_names_that_the_trail_knows() -> None:
    assert {action.in_trail for action in Action} <= ACTIONS


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_may_do_nothing(action: Action, kind: str) -> None:
    assert not allowed(Role.NOBODY, action, kind)
    assert not allowed_anywhere(Role.NOBODY, action)


def test_an_owner_may_change_the_practice_and_a_clinician_may_not() -> None:
    assert allowed(Role.OWNER, Action.SETTING, "practice")
    assert not allowed(Role.CLINICIAN, Action.SETTING, "practice")
    assert not allowed(Role.CLINICIAN, Action.SAVE, "practice")
    assert allowed(Role.CLINICIAN, Action.SIGN, "clinical")


def test_a_kind_of_compartment_that_nobody_listed_is_closed_to_all() -> None:
    assert not any(allowed(role, action, "attic") for role in Role for action in Action)


def test_every_role_has_a_row_and_a_label() -> None:
    assert set(TABLE) == set(Role) == set(permissions.ROLE_LABELS)


@pytest.mark.parametrize(("name", "role"), [("owner", Role.OWNER), ("superuser", Role.NOBODY), ("", Role.NOBODY)])
def test_a_role_that_this_version_does_not_know_may_do_nothing(name: str, role: Role) -> None:
    assert role_of(name) is role
