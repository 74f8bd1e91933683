"""Power loss (R1): a flow is recorded once, and every disk it could leave behind is opened by the real unlock."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture import disk, flows, oracle
from tests.torture.disk import Disk, Kept
from tests.torture.recorder import Event, Recording, record

_TRIES_FOR_A_NEW_STATE = 3
_END = 60  # events at the end of a flow, where index and main file are written: a third of the cuts are there
_SHARP: tuple[tuple[Kept, Kept], ...] = (("none", "none"), ("none", "all"), ("all", "none"))
State = dict[str, bytes | None]


@dataclass(frozen=True)
class Cut:
    """After how many events the power goes, and what of the unsynced files and folders stays."""

    after: int
    file: Kept
    folder: Kept
    seed: int


@dataclass(frozen=True)
class Wanted:
    """How many states; with `last`, only in so many last events."""

    states: int
    last: int = 0


@dataclass
class PowerReport:
    """How many states of which flow, and what was wrong."""

    states: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Power:
    """One recorded flow and the disks it could leave behind; `prepare` runs in the child first."""

    def __init__(self, flow: str, work: Path, prepare: Callable[[], None] = lambda: None) -> None:
        base, self._root = work / "base", work / flow
        if not base.exists():
            flows.make_base(base)
        ground = flows.fresh(base, self._root, flow)
        self._flow, self._model = flow, Disk(self._root)

        def child() -> None:
            prepare()
            flows.FLOWS[flow](ground)

        self._recording = record(child, self._root)
        self._report = PowerReport({flow: 0}, _of_recording(flow, self._recording))

    def run(self, wanted: Wanted, random: Random) -> PowerReport:
        """Open so many different states, each in a folder of its own."""
        if not self._report.problems:
            place = self._root.with_name(f"{self._flow}-state")
            for cut, state in self._states(wanted, random):
                disk.put(place, state)
                self._look(place, cut)
                shutil.rmtree(place)
        shutil.rmtree(self._root)
        return self._report

    def _look(self, place: Path, cut: Cut) -> None:
        events = self._recording.events[: cut.after]
        lines = [event.data.decode().rstrip("\n") for event in events if event.call == "ack"]
        self._report.states[self._flow] += 1
        is_twice = self._report.states[self._flow] % 10 == 0
        wrong = oracle.problems(place, lines, self._flow, is_twice=is_twice)
        if wrong:
            last = events[-1] if events else Event("start")
            told = lines[-1] if lines else "nothing"
            place_of = last.path.removeprefix(f"{self._root}/")
            what = f"{self._flow} {cut} last {last.call} {place_of} told {told}"
            self._report.problems.append(f"{what}: {'; '.join(wrong)}")

    def _states(self, wanted: Wanted, random: Random) -> Iterator[tuple[Cut, State]]:
        """States that were not seen yet, in the order of the log and spread over all of it."""
        events, plan = self._recording.events, self._plan(wanted, random)
        seen, applied, given = set[bytes](), 0, 0
        for number, cut in enumerate(sorted(plan, key=lambda cut: cut.after), start=1):
            for event in events[applied : cut.after]:
                self._model.apply(event)
            applied = cut.after
            is_sharp = (cut.file, cut.folder) in _SHARP
            if not is_sharp and given * len(plan) > number * wanted.states:
                continue
            state = self._model.states(cut.file, cut.folder, Random(cut.seed))
            digest = _digest(state, sum(event.call == "ack" for event in events[:applied]))
            if digest not in seen:
                seen.add(digest)
                given += 1
                yield cut, state

    def _plan(self, wanted: Wanted, random: Random) -> list[Cut]:
        """Where the power goes: right after each word to the person, evenly, and more often near the end.

        More than wanted, because some come to the same state.
        """
        events = self._recording.events
        first = max(0, len(events) - wanted.last) if wanted.last else 0
        told = [number for number, event in enumerate(events, start=1) if _is_told(event) and number > first]
        plan = [Cut(number, *kept, 0) for number in told for kept in _SHARP][: wanted.states]
        while len(plan) < wanted.states * _TRIES_FOR_A_NEW_STATE:
            begin = max(first, len(events) - _END) if random.random() < 1 / 3 else first
            kept = random.choice(disk.FILES_KEEP), random.choice(disk.FOLDERS_KEEP)
            plan.append(Cut(random.randint(begin, len(events)), *kept, random.getrandbits(32)))
        return plan


def _of_recording(flow: str, recording: Recording) -> list[str]:
    """A flow that failed by itself, or did something that the model does not know, proves nothing."""
    wrong = [line for line in recording.acks if line.startswith(("failed", "traceback"))]
    wrong += [f"not recorded: {event.path}" for event in recording.events if event.call == "unknown"]
    if recording.status:
        wrong.append(f"status {recording.status}")
    return [f"{flow}: {line}" for line in wrong]


def _is_told(event: Event) -> bool:
    return event.call == "ack" and not event.data.startswith(b"begin")


def _digest(state: State, told: int) -> bytes:
    found = hashlib.blake2b(str(told).encode())
    for path, content in sorted(state.items(), key=lambda item: item[0]):
        found.update(path.encode() + b"\0" + hashlib.blake2b(content or b"").digest())
    return found.digest()
