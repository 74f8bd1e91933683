"""Backups that nobody presses a button for: due ones are made, a missing drive is said, a lock waits for none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton, QSpinBox

from app.records.practice_profile import BackupDestination
from app.services.practice import practices
from app.services.vault import backup_plan
from app.services.vault.backup_plan import Moment
from app.vaults import SecretBytes, inspect
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.window import Window
from ui.leaving import Leaving


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def with_destination(vault: Path, stick: Path) -> BackupDestination:
    """A folder is named, and no backup was made there."""
    where = BackupDestination(folder=str(stick))
    with SecretBytes.from_text(PASSPHRASE) as secret:
        desk = practices.unlock(vault, secret=secret, allow_cheap=True)
    backup_plan.save(desk, [where])
    practices.lock(desk, "test")
    return where


@pytest.fixture
def watched(open_window: Callable[..., Window], vault: Path, with_destination: BackupDestination) -> Window:
    window = open_window(vault)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    return window


def made(stick: Path) -> list[str]:
    return [path.name for path in stick.iterdir() if path.name.endswith(".clientsafe-backup")]


def look(window: Window, moment: Moment = Moment.SIGN_IN) -> None:
    window.shell.backups.look(moment)


def test_after_signing_in_what_is_due_is_made_and_shown_in_the_status_bar(watched: Window, stick: Path) -> None:
    look(watched)
    watched.qtbot.waitUntil(lambda: "backup just now" in watched.labels(), timeout=WAIT_MS)
    assert len(made(stick)) == 1
    look(watched)
    watched.settle()
    assert len(made(stick)) == 1


def test_nothing_is_begun_while_somebody_types_and_it_is_while_nobody_does(
    watched: Window, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, asked = watched.shell.backups, list[Moment]()
    with monkeypatch.context() as patched:
        patched.setattr(watch, "look", asked.append)
        for left in (600, 599, 600):
            watch._on_tick(left)
        watch._on_look()
        assert asked == []
    for left in range(600, 538, -1):
        watch._on_tick(left)
    watch._on_look()
    watched.qtbot.waitUntil(lambda: bool(made(stick)), timeout=WAIT_MS)


def test_a_drive_that_is_not_there_is_said_once(watched: Window, stick: Path) -> None:
    stick.rmdir()
    for _ in range(2):
        look(watched)
        watched.settle()
        watched.qtbot.waitUntil(lambda: "is not there" in " ".join(watched.labels()), timeout=WAIT_MS)
        watched.settle()
    assert sum("is not there" in text for text in watched.labels()) == 1
    stick.mkdir()
    look(watched)
    watched.qtbot.waitUntil(lambda: bool(made(stick)), timeout=WAIT_MS)


def test_a_backup_that_a_lock_cut_off_is_said_at_the_next_sign_in(
    open_window: Callable[..., Window], vault: Path, with_destination: BackupDestination
) -> None:
    with SecretBytes.from_text(PASSPHRASE) as secret:
        desk = practices.unlock(vault, secret=secret, allow_cheap=True)
    backup_plan.begin(desk, with_destination)
    practices.lock(desk, "idle")
    window = open_window(vault)
    window.unlock.enter(PASSPHRASE)
    window.shell.backups._on_settled()
    window.wait_for_strip("was cut off")


def test_no_idle_lock_waits_for_a_backup_that_nobody_started(watched: Window) -> None:
    ops = watched.shell.ops
    ops.job(ops, lambda progress: progress.cancelled(), lambda _none: None, quietly=True)
    quietly = ops.jobs_running
    ops.job(ops, lambda progress: progress.cancelled(), lambda _none: None)
    assert (quietly, ops.jobs_running) == (False, True)
    watched.qtbot.waitUntil(lambda: not ops.jobs_running, timeout=WAIT_MS)


def test_at_quit_a_last_backup_is_made_and_then_the_window_closes(watched: Window, stick: Path) -> None:
    watched.settle()
    look(watched, Moment.IDLE)
    watched.qtbot.waitUntil(lambda: len(made(stick)) == 1, timeout=WAIT_MS)
    watched.settle()
    watched.shell.ops.command(
        watched.shell, lambda desk: practices.rename_me(desk, "Anna Maria Nowak"), lambda _saved: None
    )
    watched.settle()
    watched.shell.close()
    watched.qtbot.waitUntil(lambda: bool(watched.left), timeout=WAIT_MS)
    assert len(made(stick)) == 2


def test_at_quit_it_can_be_skipped(watched: Window, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look(watched, Moment.IDLE)
    watched.qtbot.waitUntil(lambda: len(made(stick)) == 1, timeout=WAIT_MS)
    watched.settle()
    monkeypatch.setattr(watched.shell.backups, "look", lambda *_: None)  # a drive that takes for ever
    watched.shell.close()
    assert watched.shell.findChild(Leaving) is not None
    watched.press("skip_backup")
    watched.qtbot.waitUntil(lambda: bool(watched.left), timeout=WAIT_MS)


def test_without_a_destination_the_window_closes_at_once(window: Window) -> None:
    window.shell.close()
    assert window.shell.findChild(Leaving) is None
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)


def test_a_full_disk_is_said(watched: Window) -> None:
    def fill(desk: object) -> None:
        assert desk.signin._vault.ballast.release()  # type: ignore[attr-defined]

    watched.shell.ops.query(watched.shell, fill, lambda _none: None)
    watched.wait_for_strip("The disk is full")
    watched.shell.backups._on_look()
    watched.settle()
    assert "There is room on the disk again." in watched.labels()


def test_the_rule_of_a_folder_is_changed_on_the_page(watched: Window) -> None:
    watched.go_to("backups")
    watched.press("rule:0")
    watched.find(QSpinBox, "keep_last").setValue(9)
    watched.find(QCheckBox, "at_quit").setChecked(False)
    watched.press("keep_rule")
    watched.settle()
    assert "By itself: every day." in " ".join(watched.labels())
    kept: list[BackupDestination] = []
    watched.shell.ops.query(watched.shell, backup_plan.destinations, kept.extend)
    watched.settle()
    assert (kept[0].keep_last, kept[0].at_quit) == (9, False)


def test_a_drive_that_answers_late_does_not_bring_back_what_was_changed_since(
    watched: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, first, really = threading.Event(), [True], backup_plan.looked_at

    def late(found: list[backup_plan.State]) -> list[backup_plan.State]:
        if first and first.pop():
            answers.wait(WAIT_MS / 1000)
        return really(found)

    monkeypatch.setattr(backup_plan, "looked_at", late)
    watched.go_to("backups")
    watched.settle()
    watched.press("rule:0")
    watched.find(QCheckBox, "at_quit").setChecked(False)
    watched.press("keep_rule")
    watched.settle()
    answers.set()
    watched.qtbot.waitUntil(lambda: not watched.shell.ops._jobs, timeout=WAIT_MS)
    assert "By itself: every day." in " ".join(watched.labels())


def test_a_folder_is_taken_off_the_list_and_its_backups_stay(watched: Window, stick: Path) -> None:
    watched.go_to("backups")
    watched.press("back_up:0")
    watched.wait_for_strip("read back")
    watched.settle()
    watched.press("remove:0")
    watched.wait_for_strip("No more backups")
    watched.settle()
    assert len(made(stick)) == 1
    assert not [each for each in watched.shell.findChildren(QPushButton, "back_up:0") if each.isVisible()]


def test_the_practice_is_moved_and_the_lock_page_says_so(watched: Window, stick: Path, vault: Path) -> None:
    watched.go_to("backups")
    watched.prompts.answer(stick, "move")
    watched.press("move")
    watched.qtbot.waitUntil(lambda: bool(watched.left), timeout=WAIT_MS)
    moved = inspect(vault).moved
    assert moved is not None
    assert moved.file in made(stick)


def test_a_moved_practice_is_taken_back_on_the_unlock_page(
    open_window: Callable[..., Window], vault: Path, stick: Path
) -> None:
    from app.services.vault import moving

    with SecretBytes.from_text(PASSPHRASE) as secret:
        moving.now(practices.unlock(vault, secret=secret, allow_cheap=True), stick)
    window = open_window(vault)
    assert "was moved to another computer" in window.wait_for_strip("was moved")
    window.unlock.try_to(PASSPHRASE)
    window.wait_for_strip("CS-107")
    window.press("take_back")
    window.wait_for_strip("another history")
    window.unlock.enter(PASSPHRASE)
    assert inspect(vault).moved is None


def test_a_move_that_is_stopped_leaves_everybody_at_work(watched: Window, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    watched.go_to("backups")
    gone.rmdir()
    watched.prompts.answer(gone / "deeper", "move")
    watched.press("move")
    watched.wait_for_strip("CS-703")
    watched.settle()
    assert watched.can_press("move")
    watched.go_to("clients")
    watched.prompts.check()
