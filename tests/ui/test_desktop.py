"""What the desktop tells locks the window: on a private bus with a desktop of its own, and without any."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.practice import practices
from app.vaults import SecretBytes
from storage.vault import TrailFilter
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.window import Window
from tests.ui.fake_desktop import SESSION_PATH, FakeDesktop, private_bus
from ui.entrance.unlock import WHY
from ui.platform import capture
from ui.platform.linux_desktop import (
    LOGIN,
    LOGIN_PATH,
    PROPERTIES,
    SAVERS,
    SESSION_NAME,
    SYSTEM_NAME,
    LinuxDesktop,
    buses,
    idle_seconds,
    is_local,
)  # fmt: skip
from ui.triggers import ENDINGS, HIDDEN, IDLE, PERSON, SCREEN, SUSPEND, SWITCH

DAEMON = shutil.which("dbus-daemon")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is asked on Linux alone")

MUTTER, FREEDESKTOP = "org.gnome.Mutter.IdleMonitor", "org.freedesktop.ScreenSaver"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A private bus that stands for both the session's and the system's."""
    if DAEMON is None:
        pytest.skip("NOT TESTED: there is no dbus-daemon on this machine, so no signal of a desktop was tried")
    with private_bus(DAEMON, tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.delenv("XDG_SESSION_ID", raising=False)
        yield address
        for name in (SESSION_NAME, SYSTEM_NAME):
            QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def fake(qapp: QApplication, address: str) -> Iterator[FakeDesktop]:
    """Whoever locks screens and sends to sleep."""
    made = FakeDesktop(address, "fake")
    made.own(LOGIN, *dict.fromkeys(name for name, _path in SAVERS))
    yield made
    made.close()


@pytest.fixture
def told(fake: FakeDesktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The triggers that a desktop which is listened to has told of."""
    found: list[str] = []
    owner = QObject()
    desktop = LinuxDesktop(*buses(), owner)
    desktop.left.connect(found.append)
    sessions, on_session = list[object](), desktop._on_session
    monkeypatch.setattr(desktop, "_on_session", lambda answer: sessions.append(on_session(answer)))
    desktop.watch()
    qtbot.waitUntil(lambda: desktop._inhibitor is not None and bool(sessions), timeout=WAIT_MS)
    assert desktop._system is not None
    desktop._system.interface().registeredServiceNames()  # the bus answers in order: it has heard what to tell
    yield found
    os.close(desktop._inhibitor or -1)
    desktop.deleteLater()


@pytest.mark.parametrize(("name", "path"), SAVERS)
def test_a_locked_screen_locks(fake: FakeDesktop, told: list[str], qtbot: QtBot, name: str, path: str) -> None:
    fake.say(path, name, "ActiveChanged", True)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert told == [SCREEN]


def test_falling_asleep_locks_and_the_computer_waits_until_the_process_has_ended(
    fake: FakeDesktop, told: list[str], qtbot: QtBot
) -> None:
    fake.say(LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", False)
    fake.say(SESSION_PATH, f"{LOGIN}.Session", "Lock")
    fake.say(LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", True)
    qtbot.waitUntil(lambda: len(told) > 1, timeout=WAIT_MS)
    assert told == [SCREEN, SUSPEND]
    asked = dict(fake.asked)
    assert asked["Inhibit"][0] == "sleep"
    assert asked["Inhibit"][3] == "delay"
    assert not fake.is_released()


def test_another_user_or_a_lock_by_logind_locks(fake: FakeDesktop, told: list[str], qtbot: QtBot) -> None:
    def change(**properties: bool) -> None:
        fake.say(SESSION_PATH, PROPERTIES, "PropertiesChanged", f"{LOGIN}.Session", properties, ["IdleHint"])

    change(Active=True)
    change(LockedHint=False)
    fake.say(SESSION_PATH, f"{LOGIN}.Session", "Lock")
    change(Active=False)
    change(LockedHint=True)
    qtbot.waitUntil(lambda: len(told) > 2, timeout=WAIT_MS)
    assert told == [SCREEN, SWITCH, SCREEN]


def test_values_of_other_types_are_dropped_and_end_nothing(fake: FakeDesktop, told: list[str], qtbot: QtBot) -> None:
    fake.say(SESSION_PATH, PROPERTIES, "PropertiesChanged", f"{LOGIN}.Session", {"Active": False}, [1])
    fake.say(LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", "yes")
    fake.say(SESSION_PATH, f"{LOGIN}.Session", "Lock")
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert told == [SCREEN]


def test_the_system_is_asked_how_long_nobody_was_there(fake: FakeDesktop, qtbot: QtBot) -> None:
    """GNOME answers in its own name; another desktop, where GNOME's is not there, under the common one."""
    owner = QObject()
    desktop = LinuxDesktop(*buses(), owner)
    fake.answers["GetSessionIdleTime"] = 7
    with qtbot.waitSignal(desktop.idle_known, timeout=WAIT_MS) as answered:
        desktop.ask_idle(540.0)
        desktop.ask_idle(540.0)  # one question at a time
    assert answered.args == [7.0]
    assert [method for method, _values in fake.asked] == ["GetSessionIdleTime"]
    assert len(desktop._idle_sources) == 1, "who knows is remembered"
    fake.own(MUTTER)
    fake.answers["GetIdletime"] = 4_242
    gnome = LinuxDesktop(*buses(), owner)
    with qtbot.waitSignal(gnome.idle_known, timeout=WAIT_MS) as answered:
        gnome.ask_idle(540.0)
    assert answered.args == [4.242]
    desktop.deleteLater()
    gnome.deleteLater()


def test_where_nobody_knows_nobody_is_asked_twice(qapp: QApplication, address: str, qtbot: QtBot) -> None:
    desktop = LinuxDesktop(*buses(), qapp)
    desktop.ask_idle(540.0)
    qtbot.waitUntil(lambda: not desktop._idle_sources, timeout=WAIT_MS)
    desktop.ask_idle(540.0)
    assert not desktop._is_asking
    desktop.deleteLater()


def test_an_unlocked_screen_and_a_waking_computer_lock_nothing(qapp: QApplication) -> None:
    found: list[str] = []
    desktop = LinuxDesktop(None, None, qapp)
    desktop.left.connect(found.append)
    desktop.on_active_changed(False)
    desktop.on_prepare_for_sleep(False)
    desktop.on_properties(f"{LOGIN}.Session", {"Active": True, "LockedHint": False}, [])
    assert found == []
    desktop.on_active_changed(True)
    desktop.on_prepare_for_sleep(True)
    assert found == [SCREEN, SUSPEND]
    desktop.deleteLater()


def test_milliseconds_and_seconds_are_told_apart_by_what_our_windows_saw() -> None:
    assert idle_seconds(30.0, 540.0) == 30.0
    assert idle_seconds(540_000.0, 540.0) == 540.0
    assert idle_seconds(541.0, 540.0) == 541.0


@pytest.mark.parametrize(
    ("bus", "local"),
    [
        ("unix:path=/run/user/1000/bus", True),
        ("unix:abstract=/tmp/dbus-x,guid=1;unix:path=/run/bus", True),
        ("tcp:host=example.org,port=1234", False),
        ("unix:path=/run/bus;tcp:host=example.org,port=1", False),
        ("unixexec:path=/bin/sh", False),
        ("autolaunch:", False),
        ("", False),
    ],
)
def test_only_local_sockets_are_connected_to(bus: str, local: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_local(bus) is local
    if not local:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        assert buses() == (None, None)


def test_without_a_bus_there_is_no_failure(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert buses() == (None, None)
    desktop = LinuxDesktop(*buses(), qapp)
    desktop.watch()
    desktop.ask_idle(100.0)
    desktop.deleteLater()


def test_the_window_locks_when_the_screen_does_and_the_trail_and_the_lock_page_say_so(
    fake: FakeDesktop, window: Window, open_window: Callable[..., Window], vault: Path
) -> None:
    window.qtbot.waitUntil(lambda: "GetSession" in dict(fake.asked), timeout=WAIT_MS)
    window.settle()
    fake.say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    assert trigger_of_last_lock(vault) == SCREEN
    again = open_window(vault, why=SCREEN)
    assert any("the screen was locked" in text for text in again.labels())


def test_input_in_another_program_stops_the_countdown(
    fake: FakeDesktop, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.platform import clocks

    window.qtbot.waitUntil(lambda: "GetSession" in dict(fake.asked), timeout=WAIT_MS)
    fake.own(MUTTER)
    fake.answers["GetIdletime"] = 2_000
    now, awake = clocks.elapsed_s(), clocks.awake_s()
    monkeypatch.setattr(clocks, "elapsed_s", lambda: now + 9 * 60 + 30)
    monkeypatch.setattr(clocks, "awake_s", lambda: awake + 9 * 60 + 30)
    monkeypatch.setattr(window.shell.idle, "_last", now)
    window.shell.idle.check()
    assert "locks in 0:30" in window.labels()
    window.qtbot.waitUntil(lambda: window.shell.idle.left_s == 598, timeout=WAIT_MS)


def test_every_trigger_has_its_words_on_the_lock_page() -> None:
    assert set(WHY) >= {PERSON, IDLE, HIDDEN, SUSPEND, SCREEN, SWITCH}
    assert not set(WHY) & ENDINGS
    assert len(set(WHY.values())) == len(WHY)


def test_linux_cannot_leave_a_window_out_of_captures_and_loads_nothing_for_it() -> None:
    assert not capture.is_possible()
    assert capture.exclude(1, wanted=True) is False
    assert "ui.platform.windows" not in sys.modules


def trigger_of_last_lock(vault: Path) -> str:
    """What the last sign-off in the trail says about why."""
    with SecretBytes.from_text(PASSPHRASE) as secret:
        desk = practices.unlock(vault, secret=secret, allow_cheap=True)
    page = desk.signin.trail(TrailFilter(limit=50, actions=("lock",)))
    practices.lock(desk, "person")
    return str(page.entries[0].facts["trigger"])
