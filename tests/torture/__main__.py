"""The long forms, by hand or every night: `python -m tests.torture [WHAT …] [--quick]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from tests.torture import shares
from tests.torture.answer import Answer

# What each torture tries: amounts of the long form, and of a short one to see that all of it works.
LONG: dict[str, tuple[str, ...]] = {
    "power": ("--amount", "20000"),
    "kill": ("--amount", "1000"),
    "fail": ("--every",),
    "damage": ("--amount", "10000"),
    "leak": (),
    "fuzz": ("--amount", "2000000"),
    "people": ("--amount", "5000"),
}
QUICK = LONG | {
    "power": ("--amount", "300"),
    "kill": ("--amount", "12"),
    "fail": (),
    "damage": ("--amount", "200"),
    "fuzz": ("--amount", "4000"),
    "people": ("--amount", "40"),
}
TITLES = {
    "power": "simulated power loss (R1)",
    "kill": "kill -9 (R2)",
    "fail": "failing system calls (R3)",
    "damage": "flips, cuts, swaps, stale copies (R4)",
    "leak": "planted words and sockets (R6, R7)",
    "fuzz": "foreign headers and backups (R9)",
    "people": "several people in any order (invariants 1 to 3)",
}
_MOST_SHOWN = 20
_LONGEST_PROBLEM = 1200


class _Listener:
    """Prints how far the shares are, and each problem as soon as it is known."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def hear(self, number: int, so_far: dict[str, Any]) -> None:
        """A share told what it did so far."""
        done, problems = sum(so_far["counts"].values()), so_far["problems"]
        sys.stdout.write(f"  share {number + 1}: {done:,} tried, {len(problems)} wrong\n")
        for problem in problems[self._known.get(number, 0) :][:_MOST_SHOWN]:
            sys.stdout.write(f"  WRONG {problem[:_LONGEST_PROBLEM]}\n")
        self._known[number] = len(problems)
        sys.stdout.flush()


def _tell(what: str, answer: Answer, seconds: float) -> None:
    sys.stdout.write(f"{TITLES[what]}: {answer.total:,} tried in {seconds:,.0f} s, {len(answer.problems)} wrong\n")
    for name, count in sorted(answer.counts.items()):
        sys.stdout.write(f"    {name:40} {count:>12,}\n")
    for name, value in answer.notes.items():
        shown = f"{len(value)} different" if isinstance(value, list) else value
        sys.stdout.write(f"    {name:40} {shown}\n")
    for problem in answer.problems[:_MOST_SHOWN]:
        sys.stdout.write(f"  WRONG {problem[:_LONGEST_PROBLEM]}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the tortures that are named, or all; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*LONG, []], help="which ones; all without a name")
    parser.add_argument("--quick", action="store_true", help="small amounts, to see that everything works")
    parser.add_argument("--seed", default="7", help="another seed tries other states")
    parser.add_argument("--shares", type=int, default=os.cpu_count() or 2, help="how many processes")
    given = parser.parse_args()
    refusal = shares.refusal()
    if refusal is not None:
        sys.stdout.write(f"NOT TORTURED: {refusal}\n")
        return 1
    wrong = 0
    for what in given.what or LONG:
        sys.stdout.write(f"{TITLES[what]} …\n")
        sys.stdout.flush()
        start = time.monotonic()
        options = (QUICK if given.quick else LONG)[what]
        of = 1 if what == "leak" else given.shares
        answer = shares.run(what, *options, "--seed", given.seed, of=of, heard=_Listener().hear)
        _tell(what, answer, time.monotonic() - start)
        wrong += len(answer.problems)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
