"""Several people in any order (`tests/storage/test_people_machine.py`), for as long as one likes."""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import get_state_machine_test

from tests.storage import people_steps
from tests.storage.test_people_machine import PeopleMachine

_STEPS = 60


@dataclass
class PeopleReport:
    """How many days of several people, how many steps they took, and what was wrong."""

    days: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def run(days: int, random: Random) -> PeopleReport:
    """So many days of other people each time; the first that goes wrong ends it, with the steps to see it again."""
    report, chance = PeopleReport(days), random.getrandbits(32)
    people_steps.TAKEN.clear()
    machine = get_state_machine_test(PeopleMachine, settings=_settings(days))
    try:
        seed(chance)(machine)()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
        steps = "; ".join(line for note in getattr(error, "__notes__", ()) for line in note.splitlines())
        report.problems.append(f"{type(error).__name__} {error} at {_place(error)}: {steps}")
    report.steps.update(people_steps.TAKEN)
    return report


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.name} {last.lineno}"


def _settings(days: int) -> settings:
    return settings(
        max_examples=days,
        stateful_step_count=_STEPS,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
