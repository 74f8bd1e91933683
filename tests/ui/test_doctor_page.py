"""The check-up: reached from Backups, shows what was found by area, can be stopped and repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame

from app import worker
from app.services.vault import computer
from storage.vault import Cost, health_system
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.window import Window


@pytest.fixture(autouse=True)
def quiet_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine has is another matter."""
    monkeypatch.setattr(health_system, "open_swaps", list)
    monkeypatch.setattr(health_system, "may_dump_core", lambda: False)
    monkeypatch.setattr(computer, "is_same_disk", lambda _one, _other: False)
    monkeypatch.setattr(worker, "cost_today", lambda **_: Cost(32, 1))


def found(window: Window) -> list[str]:
    """The codes of what is shown."""
    lines = window.shell.findChildren(QFrame)
    return [line.objectName().removeprefix("found:") for line in lines if line.objectName().startswith("found:")]


def examine(window: Window) -> list[str]:
    window.press("examine")
    window.qtbot.waitUntil(lambda: bool(found(window)), timeout=WAIT_MS)
    window.settle()
    return found(window)


def test_from_backups_to_the_check_up_and_its_findings(window: Window) -> None:
    window.go_to("backups")
    window.press("doctor")
    codes = examine(window)
    assert {"backup_none", "data_good", "trail_good", "sheet_untried"} <= set(codes)
    assert codes.index("data_good") < codes.index("backup_none") < codes.index("sheet_untried")
    assert "things need your attention" in window.wait_for_strip("attention")
    assert "There is no backup of this practice." in window.labels()
    assert "Make one now, on a disk that is not in this computer." in window.labels()


def test_each_line_can_be_heard(window: Window) -> None:
    window.go_to("doctor")
    examine(window)
    for line in window.shell.findChildren(QFrame):
        if line.objectName().startswith("found:"):
            assert len(line.accessibleName()) > 10


def test_it_can_be_repeated_after_something_was_done(window: Window, vault: Path) -> None:
    window.go_to("doctor")
    assert "exposed" not in examine(window)
    vault.chmod(0o755)
    window.press("examine")
    window.qtbot.waitUntil(lambda: "exposed" in found(window), timeout=WAIT_MS)
    window.settle()
    assert len(found(window)) == len(set(found(window)))


def test_it_can_be_stopped(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def until_stopped(*_: object, cancelled: object = None, **__: object) -> object:
        while not cancelled():  # type: ignore[operator]
            pass
        from app.vaults import failure

        raise failure("stopped")

    monkeypatch.setattr(worker, "check_health", until_stopped)
    window.go_to("doctor")
    window.press("examine")
    window.press("cancel_job")
    window.wait_for_strip("Stopped")
    assert found(window) == []
    assert window.can_press("examine")
