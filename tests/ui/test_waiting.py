"""The waits of these tests: over as soon as they can be, loud when they are in vain."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

from tests.ui.drivers import waiting


def test_what_an_event_brings_is_seen_at_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_EVERY_MS", 60_000)
    came: list[str] = []
    QTimer.singleShot(1, lambda: came.append("it"))
    began = time.monotonic()
    qtbot.waitUntil(lambda: bool(came), timeout=20_000)
    assert time.monotonic() - began < 10


def test_what_comes_without_an_event_is_seen_too(qtbot: QtBot) -> None:
    until = time.monotonic() + 0.02
    qtbot.waitUntil(lambda: time.monotonic() > until, timeout=20_000)


def test_waiting_in_vain_says_what_did_not_hold(qtbot: QtBot) -> None:
    came: list[str] = []

    def never() -> None:
        assert came, "it never came"

    with pytest.raises(WaitedTooLong) as raised:
        qtbot.waitUntil(never, timeout=1)
    assert "it never came" in str(raised.value.__cause__)


def test_an_error_of_the_condition_is_raised(qtbot: QtBot) -> None:
    looked: list[int] = []

    def broken() -> bool:
        looked.append(1)
        if len(looked) > 1:
            raise LookupError("gone")
        return False

    with pytest.raises(LookupError, match="gone"):
        qtbot.waitUntil(broken, timeout=20_000)


def test_a_condition_may_wait_itself(qtbot: QtBot) -> None:
    came: list[str] = []
    inside: list[bool] = []
    most = 0

    def holds() -> bool:
        nonlocal most
        inside.append(True)
        most = max(most, len(inside))
        until = time.monotonic() + 0.01
        qtbot.waitUntil(lambda: time.monotonic() > until, timeout=20_000)
        inside.pop()
        return bool(came)

    QTimer.singleShot(100, lambda: came.append("it"))
    qtbot.waitUntil(holds, timeout=20_000)
    assert most == 1, "nobody asks it again while it waits"
