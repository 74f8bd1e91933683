"""Large files in a process of their own: killed between transactions, and measured."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.storage.attached import ROW, content, rows_of
from tests.storage.kit import Practice, entries_of, findings, verify

ROOT = Path(__file__).resolve().parents[2]
LARGE_MIB = 120
MOST_MEMORY_MIB = 104  # the page cache of 64, eight rows, and the index of the log


@contextmanager
def process(*arguments: object) -> Iterator[Iterator[list[str]]]:
    """What a worker tells, line by line; it is killed at the end of the block."""
    command = [sys.executable, "-m", "tests.storage.attaching_worker", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield (line.split() for line in child.stdout)
        finally:
            child.kill()


@pytest.mark.parametrize("after", [1, 9, 18, 40])
def test_killed_while_attaching_nothing_stays_but_the_draft(practice: Practice, after: int) -> None:
    """V-5.9, invariant 4: transactions that were committed are removed at the next start; a draft's file is not."""
    with process("endless", practice.path, practice.clinical) as told:
        _, record, small = next(told)
        for _, done in told:
            if int(done) >= after * ROW:
                break
    with practice.open() as signin:
        assert rows_of(signin) == rows_of(signin, small)
        assert signin.read_attachment(record, small) == content(3)
        swept = [entry for entry in entries_of(signin, "maintenance") if entry.facts["what"] == "attachments"]
        assert len(swept) == (after > 8)
        assert findings(verify(signin, full=True)) == {"session_without_end"}


def test_memory_does_not_grow_with_the_file(practice: Practice) -> None:
    """V-5.9: 120 MiB are written with the memory of some rows and the page cache, and read into memory once."""
    with process("round_trip", practice.path, practice.clinical, LARGE_MIB) as told:
        measured = dict(told)
    assert measured["same"] == "True"
    assert int(measured["writing"]) < MOST_MEMORY_MIB
    assert int(measured["reading"]) < MOST_MEMORY_MIB + LARGE_MIB * 3 // 2
