"""A desktop for the tests: a private bus, and on it whoever locks screens, sends to sleep, and counts idle time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusUnixFileDescriptor, QDBusVirtualObject

SESSION_PATH = "/org/freedesktop/login1/session/_31"


@contextmanager
def private_bus(daemon: str, folder: Path) -> Iterator[str]:
    """A bus that nobody else is on; its address."""
    command = [daemon, "--session", "--nofork", "--print-address=1", f"--address=unix:dir={folder}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.terminate()


class FakeDesktop(QDBusVirtualObject):
    """Owns names on the bus, answers their methods with what `answers` says, and sends their signals."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__()
        self.bus = QDBusConnection.connectToBus(address, name)
        self._name = name
        self.asked: list[tuple[str, list[Any]]] = []
        self.answers: dict[str, Any] = {}
        self.released = -1  # the end of the pipe that notices that the other one is closed
        registered = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert self.bus.registerVirtualObject("/", self, registered)

    def own(self, *names: str) -> None:
        """Be known under these names."""
        for name in names:
            assert self.bus.registerService(name)

    def say(self, path: str, interface: str, signal: str, *values: Any) -> None:
        """Send a signal."""
        message = QDBusMessage.createSignal(path, interface, signal)
        message.setArguments(list(values))
        assert self.bus.send(message)

    def is_released(self) -> bool:
        """Whether nobody holds the descriptor any more that `Inhibit` gave."""
        os.set_blocking(self.released, False)
        try:
            return os.read(self.released, 1) == b""
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Leave the bus."""
        QDBusConnection.disconnectFromBus(self._name)
        if self.released >= 0:
            os.close(self.released)

    # Qt overrides

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - named by Qt
        method = message.member()
        self.asked.append((method, list(message.arguments())))
        if method == "Inhibit":
            self.released, given = os.pipe()
            answer: Any = QDBusUnixFileDescriptor(given)
            os.close(given)
        elif method == "GetSession":
            answer = QDBusObjectPath(SESSION_PATH)
        elif method in self.answers:
            answer = self.answers[method]
        else:
            return False
        reply = message.createReply()
        reply.setArguments([answer])
        return connection.send(reply)
