"""A Linux desktop over its session bus and the system bus, both local sockets.

Calls are never waited for. Without a bus, or where nobody owns a name yet, the signals simply do not come; Qt
connects them when somebody takes the name, and drops what comes from anybody else. Each signal is connected with the
types of its values: Qt ends the program over values of other types.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from ui.platform.desktop import Desktop
from ui.triggers import SCREEN, SUSPEND, SWITCH

# Who locks the screen: name, which is the interface too, and path.
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
PROPERTIES = "org.freedesktop.DBus.Properties"
# Who knows how long nobody did anything: name, which is the interface too, path and method.
IDLE = (
    ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "GetIdletime"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "GetSessionIdleTime"),
)
SESSION_NAME, SYSTEM_NAME = "clientsafe-session", "clientsafe-system"  # of our connections, in this process alone
SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
PATIENCE_MS = 1_000
MS = 1_000


def is_local(address: str) -> bool:
    """Whether every way that a bus address names is a local socket."""
    return bool(address) and all(part.startswith("unix:") for part in address.split(";"))


def buses() -> tuple[QDBusConnection | None, QDBusConnection | None]:
    """The session and the system bus; None for one that is not there."""
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    own = f"unix:path={run}/bus" if run and Path(run, "bus").is_socket() else ""
    return (
        _bus(os.environ.get("DBUS_SESSION_BUS_ADDRESS", own), SESSION_NAME),
        _bus(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", SYSTEM_BUS), SYSTEM_NAME),
    )


class LinuxDesktop(Desktop):
    """GNOME, KDE and what follows them; logind for sleep and for the switch to another user."""

    def __init__(self, session: QDBusConnection | None, system: QDBusConnection | None, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._system = system
        self._idle_sources = list(IDLE)
        self._is_asking = False
        self._inhibitor: int | None = None  # kept to the end of the process, which is what lets the computer sleep

    def watch(self) -> None:
        if self._session is not None:
            for name, path in SAVERS:
                self._session.connect(name, path, name, "ActiveChanged", "b", self, _slot("on_active_changed(bool)"))
        if self._system is not None:
            self._system.connect(
                LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", "b", self, _slot("on_prepare_for_sleep(bool)")
            )
            # Others see who holds sleep back and why: nothing personal stands there.
            reason = "Locks the vault before the computer sleeps"
            self._ask_login("Inhibit", ["sleep", "ClientSafe", reason, "delay"], self._on_inhibited)
            self._ask_login("GetSession", [os.environ.get("XDG_SESSION_ID") or "auto"], self._on_session)

    def ask_idle(self, own_idle_s: float) -> None:
        if self._session is None or not self._idle_sources or self._is_asking:
            return
        self._is_asking = True
        name, path, method = self._idle_sources[0]
        call = QDBusMessage.createMethodCall(name, path, name, method)
        self._send(self._session, call, lambda answer: self._on_idle(answer, own_idle_s))

    @Slot(bool)
    def on_active_changed(self, active: bool) -> None:  # noqa: FBT001 - called by Qt
        """The screen was locked, or unlocked."""
        if active:
            self.left.emit(SCREEN)

    @Slot(bool)
    def on_prepare_for_sleep(self, begins: bool) -> None:  # noqa: FBT001 - called by Qt
        """The computer is about to sleep and waits for our inhibitor, or has woken."""
        if begins:
            self.left.emit(SUSPEND)

    @Slot()
    def on_lock(self) -> None:
        """Somebody asked logind to lock this session."""
        self.left.emit(SCREEN)

    @Slot(str, "QVariantMap", "QStringList")
    def on_properties(self, _interface: str, changed: dict[str, Any], _gone: list[str]) -> None:
        """Another user is shown now, or the screen was locked by a desktop that tells only logind."""
        if changed.get("Active") is False:
            self.left.emit(SWITCH)
        elif changed.get("LockedHint") is True:
            self.left.emit(SCREEN)

    def _on_inhibited(self, answer: list[Any] | None) -> None:
        if answer:
            self._inhibitor = os.dup(answer[0].fileDescriptor())

    def _on_session(self, answer: list[Any] | None) -> None:
        if not answer or self._system is None:
            return
        path = answer[0].path()
        self._system.connect(LOGIN, path, f"{LOGIN}.Session", "Lock", self, _slot("on_lock()"))
        slot = _slot("on_properties(QString,QVariantMap,QStringList)")
        self._system.connect(LOGIN, path, PROPERTIES, "PropertiesChanged", "sa{sv}as", self, slot)

    def _on_idle(self, answer: list[Any] | None, own_idle_s: float) -> None:
        self._is_asking = False
        if answer:
            self.idle_known.emit(idle_seconds(float(answer[0]), own_idle_s))
        else:
            self._idle_sources.pop(0)  # nobody there who knows
            self.ask_idle(own_idle_s)

    def _ask_login(self, method: str, arguments: list[str], done: Callable[[list[Any] | None], None]) -> None:
        assert self._system is not None
        call = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", method)
        call.setArguments(arguments)
        self._send(self._system, call, done)

    def _send(self, bus: QDBusConnection, call: QDBusMessage, done: Callable[[list[Any] | None], None]) -> None:
        """Send a call; `done(what came back)` follows, with None for an error or no answer in time."""
        call.setAutoStartService(False)
        watcher = QDBusPendingCallWatcher(bus.asyncCall(call, PATIENCE_MS), self)

        def on_finished(finished: QDBusPendingCallWatcher) -> None:
            done(None if finished.isError() else finished.reply().arguments())
            finished.deleteLater()

        watcher.finished.connect(on_finished)


def idle_seconds(told: float, own_idle_s: float) -> float:
    """What a desktop told, in seconds: some count in milliseconds where others count in seconds.

    Nobody can be idle for longer in all windows than in ours: what is more than that was milliseconds. Of what could
    be either the longer is taken, which locks rather too early.
    """
    return told if told <= own_idle_s + 1 else told / MS


def _slot(signature: str) -> bytes:
    """A slot under the name that Qt finds it by; PySide6 says bytes and gives text."""
    return SLOT(signature)  # type: ignore[return-value]


def _bus(address: str, name: str) -> QDBusConnection | None:
    if not is_local(address):
        return None
    bus = QDBusConnection.connectToBus(address, name)
    if bus.isConnected():
        return bus
    QDBusConnection.disconnectFromBus(name)
    return None
