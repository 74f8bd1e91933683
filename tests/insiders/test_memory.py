"""The memory of somebody's own process, while it works: no word in it that was not shared with them (invariant 2)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.insiders.place import AFTER, ASKED, DRAFT, FILE, IDENTITY, OWNER, PASSPHRASES, STEMS, SUPERVISED, WHOM, Place

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).with_name("worker.py")
# What each may read, so that it may lie in the memory; what must be there shows that the looking works.
MAY = {
    OWNER: (set(STEMS), set(STEMS) - {ASKED, DRAFT, FILE}),
    "colleague": ({AFTER}, {AFTER}),
    "desk": ({IDENTITY, WHOM, AFTER}, {IDENTITY, WHOM, AFTER}),
    "privacy": ({AFTER}, {AFTER}),
    "supervisor": ({SUPERVISED, WHOM, AFTER}, {SUPERVISED, WHOM, AFTER}),
    "revoked": ({AFTER}, {AFTER}),
}


@contextlib.contextmanager
def at_work(path: Path, login: str) -> Iterator[int]:
    """The process of somebody who has looked at everything they may; its id."""
    command = [sys.executable, str(WORKER), str(path), login]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe) as child:
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(f"{PASSPHRASES[login]}\n".encode())
            child.stdin.flush()
            assert child.stdout.readline() == b"ready\n"
            yield child.pid
        finally:
            child.kill()


def memory_of(pid: int) -> Iterator[bytes]:
    """Every part of a process that can be written to, piece by piece."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("ascii", "replace").splitlines():
            span, rights, *_ = line.split()
            first, end = (int(edge, 16) for edge in span.split("-"))
            if rights.startswith("rw"):
                with contextlib.suppress(OSError, ValueError, OverflowError):
                    memory.seek(first)
                    yield memory.read(end - first)


def stems_in_memory(pid: int) -> set[str]:
    """Which planted words lie there as text, whatever the case and the width of a letter."""
    found = set[str]()
    begins = forms("Qzor")  # as all of them begin: nothing else is looked for where that is not
    for part in memory_of(pid):
        if any(form in part for form in begins):
            found |= {stem for stem in STEMS if any(form in part for form in forms(stem))}
    return found


def forms(word: str) -> list[bytes]:
    written = (word, word.lower(), word.upper())
    return [each.encode(encoding) for each in written for encoding in ("utf-8", "utf-16-le", "utf-32-le")]


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read through /proc")
@pytest.mark.parametrize("login", MAY)
def test_nothing_that_was_not_shared_reaches_the_process(
    planted: Place, settings: Path, tmp_path: Path, login: str
) -> None:
    """While they are signed in, after listing, searching and opening all they may and trying all the rest."""
    path = tmp_path / "practice.clientsafe"
    shutil.copytree(planted.path, path)
    may, must = MAY[login]
    with at_work(path, login) as pid:
        found = stems_in_memory(pid)
    assert found <= may
    assert must <= found
