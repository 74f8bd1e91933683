"""Starting the shares of a torture, one process for each core, and putting their answers together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.torture import ptrace
from tests.torture.answer import Answer

ROOT = Path(__file__).absolute().parents[2]


def refusal() -> str | None:
    """Why system calls cannot be recorded here, in a sentence; None where they can."""
    found = ptrace.why_not()
    if found is not None:
        return found
    command = [sys.executable, "-P", "-m", "tests.torture.recorder"]
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
    said = done.stderr.strip().splitlines() or ["it was killed"]
    return f"this machine does not let a process be traced: {said[-1]}" if done.returncode else None


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def run(what: str, *options: str, of: int = 2, heard: Callable[[int, dict[str, Any]], None] | None = None) -> Answer:
    """Run a torture in `of` processes; `heard` is told by which share how far it is.

    Raises:
        RuntimeError: a share ended without an answer; with what it wrote to standard error.
    """
    command = [sys.executable, "-P", "-m", "tests.torture.worker", what, *options]
    children = [
        subprocess.Popen(
            [*command, "--share", f"{number}/{of}"],
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(of)
    ]
    together = Answer()
    try:
        with ThreadPoolExecutor(of) as pool:
            for answer in pool.map(lambda number: _answer_of(children[number], number, heard), range(of)):
                together.join(answer)
    finally:
        for child in children:
            child.kill()
            child.communicate()
    return together


def _answer_of(
    child: subprocess.Popen[str], number: int, heard: Callable[[int, dict[str, Any]], None] | None
) -> Answer:
    assert child.stdout is not None
    for line in child.stdout:
        said = json.loads(line)
        if "answer" in said:
            child.wait()
            return Answer(**said["answer"])
        if heard is not None:
            heard(number, said["so far"])
    _, complaint = child.communicate()
    raise RuntimeError(complaint)
