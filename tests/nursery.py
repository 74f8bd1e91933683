"""Workers for tests: forked from one process that has loaded what they need, instead of loading it again each time.

What a worker does, hears and says is `app.worker`; how the program starts one, `tests/app/test_worker.py` looks at.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from io import BufferedReader, BufferedWriter, FileIO
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_MOST_BYTES = 1 << 17
_WANTED = ("app.reports.drawing", "app.reports.recovery_sheet", "storage.vault")
CAN_FORK = sys.platform == "linux"


class Worker:
    """A forked worker, as `app.worker` sees a process."""

    def __init__(self, process: int, stdin: int, stdout: int) -> None:
        self.stdin, self.stdout = BufferedWriter(FileIO(stdin, "w")), BufferedReader(FileIO(stdout))
        self._handle = os.pidfd_open(process)

    def wait(self, seconds: float | None = None) -> None:
        """Until it has ended; it is somebody else's child.

        Raises:
            subprocess.TimeoutExpired: it has not ended within so many seconds.
        """
        if not select.select([self._handle], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired("worker", seconds or 0)

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def __del__(self) -> None:
        os.close(self._handle)


class Nursery:
    """The process that workers are forked from: it starts with the first of them, and ends with this one."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def _start(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tests.nursery", str(theirs.fileno())],
                cwd=_ROOT,
                env=os.environ | {"PYTHONPATH": str(_ROOT)},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def spawn(self) -> Worker:
        """A worker with the environment and the folder of now, which waits for its job."""
        (reads, tells), (hears, writes) = os.pipe(), os.pipe()
        with self._one_at_a_time:
            if self._process is None:
                self._start()
            now = json.dumps([dict(os.environ), str(Path.cwd())]).encode()
            socket.send_fds(self._ours, [now], [reads, writes])
            process = int(self._ours.recv(_MOST_BYTES))
            os.close(reads)
            os.close(writes)
            return Worker(process, tells, hears)

    def end(self) -> None:
        """No more workers."""
        if self._process is not None:
            self._ours.close()
            self._process.wait()


def main() -> None:
    """Load what workers need, and fork one for each message: its environment, folder, standard input and output."""
    from app import worker

    for name in _WANTED:
        importlib.import_module(name)
    orders = socket.socket(fileno=int(sys.argv[1]))
    while True:
        data, descriptors, _, _ = socket.recv_fds(orders, _MOST_BYTES, 2)
        if not data:
            return
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        process = os.fork()
        if process == 0:
            orders.close()
            environment, folder = json.loads(data)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            for descriptor, place in zip(descriptors, (0, 1), strict=True):
                os.dup2(descriptor, place)
                os.close(descriptor)
            worker.main()
        for descriptor in descriptors:
            os.close(descriptor)
        orders.send(str(process).encode())


if __name__ == "__main__":
    main()
