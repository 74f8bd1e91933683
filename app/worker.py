"""Slow work in a process of its own: `python -m app.worker`, one job, keys by pipe, low priority.

The parent writes one line of JSON (the job) and keeps the pipe open; the child answers with lines
of JSON: progress, a heartbeat, and at last a result or a failure. Closing the pipe cancels: the
child looks for it and cleans up, and since a dead parent closes the pipe too, the child dies with it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from app.vaults import (
    FAILURES,
    BackupJob,
    BackupReport,
    Cost,
    Finding,
    HealthJob,
    KnownError,
    SecretBytes,
    TrailReport,
    VerifyJob,
    failure,
)

if TYPE_CHECKING:
    from app.reports.paper import Paper

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_OWN_MODULE = "app.worker"  # as a program it is called __main__
_HEARTBEAT_S = 0.2
_PROGRESS_EVERY_S = 0.05
_CLEAN_UP_S = 10.0
_NICER = 10
_FAMILY_OF_BUGS = 9


def run_backup(job: BackupJob, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> BackupReport:
    """Write a backup and read it back in a child process."""
    result = run_in_worker("backup", {"job": _text(job.to_json())}, progress, cancelled)
    return msgspec.convert(result, BackupReport)


def verify_trail(
    job: VerifyJob, *, full: bool = False, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> TrailReport:
    """Verify the trail in a child process."""
    payload = {"job": _text(job.to_json()), "full": full}
    return msgspec.convert(run_in_worker("verify_trail", payload, progress, cancelled), TrailReport)


def check_health(
    job: HealthJob, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> list[Finding]:
    """Read every page of the database and of the own index in a child process."""
    result = run_in_worker("check_health", {"job": _text(job.to_json())}, progress, cancelled)
    return msgspec.convert(result, list[Finding])


def cost_today(*, cancelled: Cancelled | None = None) -> Cost:
    """What a new passphrase would cost on this computer, measured in a child process with the usual priority."""
    return msgspec.convert(run_in_worker("cost_today", {}, None, cancelled), Cost)


def verify_backup(  # noqa: PLR0913 - one way in, all of it by keyword
    backup: Path,
    *,
    secret: SecretBytes,
    login: str | None,
    how: str,
    allow_cheap: bool,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BackupReport:
    """Read a backup as a restore would in a child process."""
    payload = {
        "path": str(backup.absolute()),
        "secret": base64.b64encode(bytes(secret)).decode(),
        "login": login,
        "how": how,
        "allow_cheap": allow_cheap,
    }
    return msgspec.convert(run_in_worker("verify_backup", payload, progress, cancelled), BackupReport)


def recovery_sheet(practice: str, login: str, code: str, vault_id: str, language: str) -> bytes:
    """Draw the recovery sheet in a child process; the PDF comes back through the pipe."""
    payload = {"practice": practice, "login": login, "code": code, "vault_id": vault_id, "language": language}
    result = run_in_worker("recovery_sheet", payload)
    return base64.b64decode(result["pdf"])


def draw_paper(paper: Paper, progress: Progress | None = None, cancelled: Cancelled | None = None) -> bytes:
    """Draw a paper as a PDF in a child process; what stands on it goes there and back through the pipe."""
    result = run_in_worker("draw_paper", {"paper": _text(paper.to_json())}, progress, cancelled)
    return base64.b64decode(result["pdf"])


def run_in_worker(
    name: str,
    payload: dict[str, Any],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    module: str = _OWN_MODULE,
) -> Any:
    """Run a job of `_JOBS` in a child process and wait for its result, in a thread that may wait.

    A layer above has jobs of its own in a `module` that ends with `main(jobs)` as this one does.

    Raises:
        KnownError: what the job raised, `stopped` after a cancel, `bug` when the child failed otherwise.
    """
    child = _spawn(module)
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes
    try:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(json.dumps({"name": name, "payload": payload}).encode() + b"\n")
            child.stdin.flush()
        return _listen(child, progress, cancelled)
    finally:
        _end(child)


def _spawn(module: str = _OWN_MODULE) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parent.parent)
    known = [path for path in (root, os.environ.get("PYTHONPATH", "")) if path]
    lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
    return subprocess.Popen(
        # -P: no module is taken from the folder the program happens to be started in.
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(known)},
        creationflags=lower,
    )


def _listen(child: subprocess.Popen[bytes], progress: Progress | None, cancelled: Cancelled | None) -> Any:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes
    is_cancelled = False
    for line in child.stdout:
        message = json.loads(line)
        if "result" in message:
            return message["result"]
        if "failure" in message:
            raise _known(message["failure"], message["values"])
        if not is_cancelled and cancelled is not None and cancelled():
            is_cancelled = True
            with contextlib.suppress(OSError):
                child.stdin.close()
        if "done" in message and progress is not None and not is_cancelled:
            progress(message["done"], message["total"])
    raise failure("stopped" if is_cancelled else "bug")


def _end(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
    try:
        child.wait(_CLEAN_UP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _known(name: str, values: dict[str, str]) -> KnownError:
    return failure(name, **values) if name in FAILURES else failure("bug")


def _text(data: bytes) -> str:
    return data.decode()


# From here on: the child.


class _Voice:
    """The child's way to say something; lines of several threads never mix."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._said_at = 0.0

    def say(self, message: dict[str, Any]) -> None:
        """Write one line. A parent that does not listen any more is no reason to fail."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write(json.dumps(message).encode() + b"\n")
            self._stream.flush()

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is, not more often than anybody can see."""
        now = time.monotonic()
        if done >= total or now - self._said_at >= _PROGRESS_EVERY_S:
            self._said_at = now
            self.say({"done": done, "total": total})


def _backup(payload: dict[str, Any], progress: Progress, cancelled: Cancelled) -> Any:
    from storage.vault import run_backup as work

    return msgspec.to_builtins(work(BackupJob.from_json(payload["job"].encode()), progress, cancelled))


def _verify_trail(payload: dict[str, Any], progress: Progress, cancelled: Cancelled) -> Any:
    from storage.vault import verify_trail as work

    job = VerifyJob.from_json(payload["job"].encode())
    return msgspec.to_builtins(work(job, full=payload["full"], progress=progress, cancelled=cancelled))


def _check_health(payload: dict[str, Any], progress: Progress, cancelled: Cancelled) -> Any:
    from storage.vault import check_health as work

    return msgspec.to_builtins(work(HealthJob.from_json(payload["job"].encode()), progress, cancelled))


def _cost_today(_payload: dict[str, Any], _progress: Progress, _cancelled: Cancelled) -> Any:
    from storage.vault import cost_today as work

    return msgspec.to_builtins(work())


def _verify_backup(payload: dict[str, Any], progress: Progress, cancelled: Cancelled) -> Any:
    from storage.vault import verify_backup as work

    with SecretBytes(bytearray(base64.b64decode(payload["secret"]))) as secret:
        report = work(
            Path(payload["path"]),
            secret=secret,
            login=payload["login"],
            how=payload["how"],
            allow_cheap=payload["allow_cheap"],
            progress=progress,
            cancelled=cancelled,
        )
    return msgspec.to_builtins(report)


def _recovery_sheet(payload: dict[str, Any], _progress: Progress, _cancelled: Cancelled) -> Any:
    from app.reports import recovery_sheet as sheet

    return {"pdf": base64.b64encode(sheet.make(**payload)).decode()}


def _draw_paper(payload: dict[str, Any], progress: Progress, cancelled: Cancelled) -> Any:
    from app.reports import drawing
    from app.reports.paper import Paper

    pdf = drawing.pdf(Paper.from_json(payload["paper"].encode()), progress, cancelled)
    return {"pdf": base64.b64encode(pdf).decode()}


Job = Callable[[dict[str, Any], Progress, Cancelled], Any]
_JOBS: dict[str, Job] = {
    "backup": _backup,
    "verify_trail": _verify_trail,
    "verify_backup": _verify_backup,
    "check_health": _check_health,
    "cost_today": _cost_today,
    "recovery_sheet": _recovery_sheet,
    "draw_paper": _draw_paper,
}


def _work(do: Job, payload: dict[str, Any], voice: _Voice, cancelled: threading.Event) -> None:
    try:
        result = do(payload, voice.progress, cancelled.is_set)
        voice.say({"result": result})
    except KnownError as error:
        voice.say({"failure": error.name, "values": error.values})
    except Exception:  # noqa: BLE001 - whatever it is, the parent must hear that it ended; no content leaves
        voice.say({"failure": "bug", "values": {}})


def _watch(stream: IO[bytes], cancelled: threading.Event) -> None:
    """The end of the pipe is the parent's word to stop; a job that does not hear it is ended."""
    stream.read()
    cancelled.set()
    time.sleep(_CLEAN_UP_S)
    os._exit(1)


def _beat(voice: _Voice) -> None:
    while True:
        time.sleep(_HEARTBEAT_S)
        voice.say({"alive": True})


def main(jobs: Mapping[str, Job] = _JOBS) -> None:
    """The child process: read the job, do it, answer."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(_NICER)
    source, voice = sys.stdin.buffer, _Voice(sys.stdout.buffer)
    voice.say({"alive": True})
    job = json.loads(source.readline())
    cancelled = threading.Event()
    threading.Thread(target=_watch, args=(source, cancelled), daemon=True).start()
    threading.Thread(target=_beat, args=(voice,), daemon=True).start()
    _work(jobs[job["name"]], job["payload"], voice, cancelled)
    # Not through the interpreter's end: a daemon thread that reads standard input would hold its lock.
    os._exit(0)


if __name__ == "__main__":
    main()
