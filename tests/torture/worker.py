"""One share of a torture, in a process of its own: `python -m tests.torture.worker WHAT …`; answers with JSON lines."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.torture import damage, failing, faults, flows, fuzz, kills, power
from tests.torture.answer import Answer

_DAYS = 20
_ROUND = 250  # states, kills, changes between two words about how far it is


@dataclass(frozen=True)
class Share:
    """Which part of the work this process does, and how."""

    number: int
    of: int
    amount: int
    seed: int
    flows: tuple[str, ...]
    every: bool
    only: str
    one_in: int
    last: int
    plant: Callable[[], None]
    work: Path

    @property
    def own_amount(self) -> int:
        """Its part of the whole amount."""
        return self.amount // self.of + (self.number < self.amount % self.of)

    @property
    def own_flows(self) -> tuple[str, ...]:
        """Its part of the flows, each of which is then recorded in one process only; all where they are too few."""
        return self.flows[self.number :: self.of] if len(self.flows) >= self.of else self.flows

    @property
    def random(self) -> Random:
        """Chance of its own, the same in every run."""
        return Random(f"{self.seed} {self.number}")

    def rounds(self) -> Iterator[tuple[int, Path]]:
        """How many each round does, and a folder for it."""
        left, number = self.own_amount, 0
        while left > 0:
            place = self.work / str(number)
            place.mkdir()
            yield min(_ROUND, left), place
            shutil.rmtree(place)
            left, number = left - _ROUND, number + 1


def power_loss(share: Share, answer: Answer) -> None:
    """R1."""
    random = share.random
    for states, place in share.rounds():
        each = -(-states // len(share.own_flows))
        for flow in share.own_flows:
            report = power.Power(flow, place, share.plant).run(power.Wanted(each, share.last), random)
            answer.add(report.states, report.problems)
        _tell(answer)


def killed(share: Share, answer: Answer) -> None:
    """R2."""
    random = share.random
    for amount, place in share.rounds():
        only = () if share.flows == tuple(flows.FLOWS) else share.flows
        report = kills.run(place, amount, random, share.plant, only)
        answer.add({"kills": report.kills, "acknowledged before a kill": report.told}, report.problems)
        _tell(answer)


def refused(share: Share, answer: Answer) -> None:
    """R3: each distinct place once, or one in some of them; with `every` each call in every way."""
    sweep = failing.Sweep(share.work, share.plant)
    random, tried, seen = share.random, 0, set[str]()
    for flow in (flow for flow in share.flows if flow not in flows.PATIENT):
        for attempt in sweep.attempts(flow, random, every=share.every):
            key = f"{flow} {attempt.number} {attempt.kind}" if share.every else failing.place_of(attempt.site)
            is_ours = zlib.crc32(key.encode()) % (share.of * share.one_in) == share.number
            is_ours = is_ours and re.search(share.only, attempt.site) is not None
            if key in seen or not is_ours:
                continue
            seen.add(key)
            sweep.run(attempt)
            tried += 1
            if tried % 100 == 0:
                _tell(Answer({"so far": tried}, sweep.report.problems))
    answer.add(dict(sweep.report.attempts), sweep.report.problems)
    answer.notes = {"places": sorted(sweep.report.sites), "answers": dict(sweep.report.answers)}


def damaged(share: Share, answer: Answer) -> None:
    """R4."""
    random = share.random
    for amount, place in share.rounds():
        tried = damage.Damage(place)
        share.plant()
        tried.run(amount, random, share.only)
        answer.add(dict(tried.report.changes), tried.report.problems)
        answer.notes = {"outcomes": dict(tried.report.outcomes)}
        _tell(answer)


def leaking(share: Share, answer: Answer) -> None:
    """R6 and R7; one share is all there is. With an amount of 1 only the writing."""
    from tests.torture import leaks  # all services, which no other torture needs

    report = leaks.run(share.work, share.plant, is_short=share.amount == 1)
    counts = {"kinds": report.kinds, "fields": report.fields, "files": report.files, "bytes": report.bytes}
    answer.add(counts | {"sockets": report.sockets}, report.problems)
    answer.notes = {"refused": report.refused}


def fuzzed(share: Share, answer: Answer) -> None:
    """R9 for the readers of storage."""
    random = share.random
    for amount, place in share.rounds():
        flows.make_base(place / "base")
        share.plant()
        report = fuzz.run(place, amount, random)
        answer.add(dict(report.answers), report.problems)
        answer.notes = {"slowest_s": report.slowest_s, "peak_bytes": report.peak_bytes}
    _tell(answer)


def in_any_order(share: Share, answer: Answer) -> None:
    """Invariants 1 to 3 with several people."""
    from tests.torture import people  # and Hypothesis

    random, left = share.random, share.own_amount
    share.plant()
    while left > 0 and not answer.problems:
        report = people.run(min(_DAYS, left), random)
        answer.add({"days of several people": report.days}, report.problems)
        known = answer.notes.setdefault("steps", {})
        known.update({step: known.get(step, 0) + count for step, count in report.steps.items()})
        left -= _DAYS
        _tell(answer)


WORK: dict[str, Callable[[Share, Answer], None]] = {
    "power": power_loss,
    "kill": killed,
    "fail": refused,
    "damage": damaged,
    "leak": leaking,
    "fuzz": fuzzed,
    "people": in_any_order,
}


def _tell(answer: Answer) -> None:
    line = {"counts": answer.counts, "problems": answer.problems}
    sys.stdout.write(json.dumps({"so far": line}) + "\n")
    sys.stdout.flush()


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=WORK)
    parser.add_argument("--amount", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", default="0/1")
    parser.add_argument("--flows", default=",".join(flows.FLOWS))
    parser.add_argument("--every", action="store_true", help="every call in every way")
    parser.add_argument("--only", default="", help="a pattern of places")
    parser.add_argument("--one-in", type=int, default=1, help="only one in so many places")
    parser.add_argument("--last", type=int, default=0, help="the power goes in so many last steps of a flow")
    parser.add_argument("--plant", choices=faults.PLANTED, default="")
    return parser.parse_args()


def main() -> None:
    """Do a share of the work and say what came of it."""
    given = _parsed()
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    work = Path(tempfile.mkdtemp(prefix="clientsafe-torture-", dir=place)).resolve()
    number, of = (int(part) for part in given.share.split("/"))
    answer = Answer()
    share = Share(
        number, of, given.amount, given.seed, tuple(given.flows.split(",")), given.every, given.only,
        given.one_in, given.last, faults.PLANTED[given.plant], work,
    )  # fmt: skip
    try:
        WORK[given.what](share, answer)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    last = {"counts": answer.counts, "problems": answer.problems, "notes": answer.notes}
    sys.stdout.write(json.dumps({"answer": last}) + "\n")


if __name__ == "__main__":
    main()
