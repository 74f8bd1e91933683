"""kill -9 at random moments (R2): what a killed child has told is there, and the trail verifies."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from random import Random

from tests.torture import flows, oracle, people_flows, recorder
from tests.torture.ground import Ground

_LIVES_OF_A_VAULT = 6
_MOST_LINES = 40
_PATIENCE_S = 60.0
_LONGEST_UNLOCK_S = 0.1
_LONGEST_STEP_S = 0.01


@dataclass
class KillReport:
    """How often, what had been told by then, and what was wrong."""

    kills: int = 0
    told: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, number: int, told: list[str], wrong: list[str]) -> None:
        """One more kill: what had been told by then, and what was wrong."""
        self.kills += 1
        self.told += len(told)
        if wrong:
            self.problems.append(f"kill {number}: {'; '.join(wrong)}")


def run(
    work: Path, kills: int, random: Random, prepare: Callable[[], None] = lambda: None, only: Sequence[str] = ()
) -> KillReport:
    """Kill `kills` children at work on the same vault, and open it after each; now and then begin with a fresh one.

    Each sixth is killed on the way to another computer, each sixth while people are changed; with `only` each of them
    in one of these flows.
    """
    base, root, report = work / "base", work / "killed", KillReport()
    if not base.exists():
        flows.make_base(base)
    lines = list[str]()
    for number in range(kills):
        if number % _LIVES_OF_A_VAULT == 0:
            shutil.rmtree(root, ignore_errors=True)
            flows.fresh(base, root, "kill")
            lines = []
        flow = _flow_of(number, only)
        if flow:
            report.add(number, *_cut(base, work / "cut", flow, random, prepare))
            continue
        new = _lines_until_killed(_endless(root, random), random, prepare)
        # What a search left in the trail is counted for the last session alone.
        lines = [line for line in lines if not line.startswith("searched")] + new
        report.add(number, new, oracle.problems(root, lines, "kill", is_twice=number % 4 == 0))
    return report


def _endless(root: Path, random: Random) -> Callable[[], None]:
    seed = random.getrandbits(32)
    return lambda: flows.work_for_ever(Ground(root), seed)


def _flow_of(number: int, only: Sequence[str]) -> str:
    """The flow that is killed once; empty for endless work on a vault that lives on."""
    if only:
        return only[number % len(only)]
    round_, turn = divmod(number, _LIVES_OF_A_VAULT)
    several = tuple(people_flows.FLOWS)
    return {_LIVES_OF_A_VAULT - 1: "move", _LIVES_OF_A_VAULT - 2: several[round_ % len(several)]}.get(turn, "")


def _cut(base: Path, root: Path, flow: str, random: Random, prepare: Callable[[], None]) -> tuple[list[str], list[str]]:
    """What somebody told who was killed in the midst of a flow, and what was wrong."""
    ground = flows.fresh(base, root, flow)
    lines = _lines_until_killed(lambda: flows.FLOWS[flow](ground), random, prepare)
    wrong = oracle.problems(root, lines, flow, is_twice=random.random() < 0.25)
    shutil.rmtree(root)
    return lines, [f"{flow}: {problem}" for problem in wrong]


def _lines_until_killed(work: Callable[[], None], random: Random, prepare: Callable[[], None]) -> list[str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(work, writing, prepare)
    os.close(writing)
    with FileIO(reading) as stream:
        if random.random() < 0.25:
            # Somewhere in the unlock, or soon after it.
            data = _heard(stream, time.monotonic() + random.uniform(0.005, _LONGEST_UNLOCK_S))
        else:
            # So far into the work, however slow the computer is, and then in the midst of the next step.
            data = _heard(stream, time.monotonic() + _PATIENCE_S, random.randint(2, _MOST_LINES))
            data += _heard(stream, time.monotonic() + random.uniform(0, _LONGEST_STEP_S))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        data += stream.read()
    return data.decode().split("\n")[:-1]


def _heard(stream: FileIO, end: float, lines: int = 1 << 30) -> bytes:
    """What a child told until so many lines, the end of the time, or its own end."""
    data = b""
    while data.count(b"\n") < lines and (left := end - time.monotonic()) > 0:
        if select.select([stream], [], [], left)[0]:
            part = stream.read(1 << 16) or b""
            data += part
            if not part:
                break
    return data


def _be_the_child(work: Callable[[], None], writing: int, prepare: Callable[[], None]) -> None:
    os.dup2(writing, recorder.ACK)
    os.close(writing)
    try:
        prepare()
        work()
    finally:
        os._exit(1)
