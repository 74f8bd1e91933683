"""The worker process: a result or a known failure, progress, cancel by closing the pipe, no life of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import worker
from app.desk import Desk
from app.services.reading import trails
from app.services.vault import backups
from tests.app.helpers import fails

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20


@pytest.fixture(autouse=True)
def quick_workers() -> None:
    """Here each starts as the program starts it."""


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A worker process as the program starts it, seen from outside."""
    started = worker._spawn()
    yield started
    worker._end(started)


def say(child: subprocess.Popen[bytes], name: str, payload: dict[str, Any]) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps({"name": name, "payload": payload}).encode() + b"\n")
    child.stdin.flush()


def test_a_job_nobody_knows_is_a_bug_and_no_silence() -> None:
    with fails("bug"):
        worker.run_in_worker("make_coffee", {})


def test_a_job_with_nonsense_inside_is_a_bug_that_gives_nothing_away() -> None:
    with fails("bug") as found:
        worker.run_in_worker("backup", {"job": "SECRET"})
    assert found[0].values == {}


def test_a_known_failure_keeps_its_name_and_values(desk: Desk, tmp_path: Path) -> None:
    job = backups.begin(desk, tmp_path / "gone" / "deeper")
    with fails("destination_missing") as found:
        worker.run_backup(job)
    assert found[0].values["path"] == str(tmp_path / "gone")


def test_progress_is_heard_and_ends_at_its_end(desk: Desk, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    worker.run_backup(backups.begin(desk, tmp_path), progress=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]


def test_cancelling_ends_it_as_stopped(desk: Desk, tmp_path: Path) -> None:
    with fails("stopped"):
        worker.run_backup(backups.begin(desk, tmp_path), cancelled=lambda: True)
    assert not list(tmp_path.glob("*backup*"))


def test_the_child_ends_when_its_parent_is_gone(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(PATIENCE_S) is not None


def test_the_child_that_has_nothing_to_do_yet_waits(child: subprocess.Popen[bytes]) -> None:
    assert child.poll() is None
    say(child, "recovery_sheet", {})
    assert child.stdout is not None
    lines = iter(child.stdout.readline, b"")
    last = next(message for message in map(json.loads, lines) if "failure" in message)
    assert last == {"failure": "bug", "values": {}}


def test_the_child_has_a_low_priority(child: subprocess.Popen[bytes]) -> None:
    assert child.stdout is not None
    assert json.loads(child.stdout.readline()) == {"alive": True}
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(own + 10, 19)


def test_no_key_is_in_the_arguments_or_the_environment(desk: Desk, child: subprocess.Popen[bytes]) -> None:
    job = trails.verify_job(desk)
    assert child.stdout is not None
    child.stdout.readline()
    for name in ("cmdline", "environ"):
        path = Path(f"/proc/{child.pid}/{name}")
        if path.exists():
            assert job.key.encode() not in path.read_bytes()


def test_the_worker_runs_from_any_folder(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('a planted module was loaded')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert trails.verify(trails.verify_job(desk)).findings == []


def test_several_workers_at_once_do_not_disturb_each_other(desk: Desk) -> None:
    job = trails.verify_job(desk)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(trails.verify(job).verified_to)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(found) == 2
    assert found[0] == found[1]


def test_the_worker_does_not_load_qt() -> None:
    code = "import sys, app.worker; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
