"""Queries, commands and jobs: one engine thread, answers on the GUI thread, dropped with their owner."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtWidgets import QWidget

from app.desk import Desk
from app.records.client import Client
from app.services import clients
from app.vaults import failure
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.window import Window
from ui.engine import Engine
from ui.operations import Operations, Progress
from ui.reports import bug_report


@pytest.fixture
def ops(window: Window) -> Operations:
    """The operations of a window in which Anna has signed in."""
    window.settle()
    return window.shell.ops


def test_work_runs_on_one_engine_thread_and_the_answer_comes_on_the_gui_thread(window: Window, ops: Operations) -> None:
    threads: list[str] = []
    answers: list[str] = []
    for _time in range(3):
        ops.query(
            window.shell,
            lambda _desk: threads.append(threading.current_thread().name),
            lambda _none: answers.append(threading.current_thread().name),
        )
    window.settle()
    assert len(set(threads)) == 1
    assert threads[0].startswith("engine")
    assert answers == [threading.main_thread().name] * 3


def test_an_answer_is_dropped_when_its_owner_is_gone(window: Window, ops: Operations) -> None:
    owner = QWidget()
    answers: list[str] = []
    go_on = threading.Event()
    ops.query(owner, lambda _desk: go_on.wait(20), lambda _none: answers.append("late"))
    owner.deleteLater()
    gone: list[bool] = []
    owner.destroyed.connect(lambda: gone.append(True))
    window.qtbot.waitUntil(lambda: bool(gone), timeout=WAIT_MS)
    go_on.set()
    window.settle()
    assert answers == []


def test_only_the_newest_of_several_queries_with_one_name_is_answered(window: Window, ops: Operations) -> None:
    answers: list[int] = []
    for number in range(5):
        ops.query(window.shell, partial(_number, number), answers.append, latest="typed")
    window.settle()
    assert answers == [4]


def test_a_known_failure_reaches_the_asker_and_else_the_prompts(window: Window, ops: Operations) -> None:
    def fail(_desk: Desk) -> None:
        raise failure("refused")

    names: list[str] = []
    ops.query(window.shell, fail, lambda _none: None, lambda error: names.append(error.name))
    ops.query(window.shell, fail, lambda _none: None)
    window.settle()
    assert names == ["refused"]
    assert [text[:6] for text in window.prompts.errors] == ["CS-101"]
    window.prompts.errors.clear()


def test_an_unexpected_error_becomes_a_report_without_its_words(window: Window, ops: Operations) -> None:
    def fail(_desk: Desk) -> None:
        raise ValueError("the words of a note")

    ops.query(window.shell, fail, lambda _none: None)
    window.settle()
    assert len(window.prompts.bugs) == 1
    assert "ValueError" in window.prompts.bugs[0]
    assert "test_operations.py" in window.prompts.bugs[0]
    assert "words of a note" not in window.prompts.bugs[0]
    window.prompts.bugs.clear()


def test_a_command_tells_everybody_what_it_changed(window: Window, ops: Operations) -> None:
    heard: list[frozenset[str]] = []
    ops.changed.connect(heard.append)
    ops.command(
        window.shell, lambda desk: clients.register(desk, Client(name="Ewa")), lambda _ref: None, changes={"client"}
    )
    window.settle()
    assert heard == [frozenset({"client"})]


def test_a_job_tells_how_far_it_is_and_can_be_cancelled(window: Window, ops: Operations) -> None:
    seen: list[tuple[int, int, str]] = []
    ended: list[str] = []

    listening = threading.Event()

    def work(progress: Progress) -> None:
        listening.wait(20)
        progress(1, 10, "first")
        while not progress.cancelled():
            threading.Event().wait(0.01)
        raise failure("stopped")

    job = ops.job(window.shell, work, lambda _none: ended.append("done"))
    job.progressed.connect(lambda done, total, text: seen.append((done, total, text)))
    job.stopped.connect(lambda: ended.append("stopped"))
    listening.set()
    window.qtbot.waitUntil(lambda: bool(seen), timeout=WAIT_MS)
    job.cancel()
    window.settle()
    assert seen == [(1, 10, "first")]
    assert ended == ["stopped"]
    window.prompts.check()


def _number(number: int, _desk: Desk) -> int:
    return number


def test_a_report_names_places_in_the_program_and_not_on_the_disk() -> None:
    with pytest.raises(LookupError) as caught:
        Engine().desk()
    report = bug_report(caught.value)
    assert "ui/engine.py" in report
    assert "/work" not in report
    assert "nobody is signed in" not in report


def test_after_a_command_that_ended_the_session_nothing_more_is_asked_of_the_desk(
    window: Window, ops: Operations
) -> None:
    answers: list[str] = []

    def end(desk: Desk) -> str:
        desk.signin.lock("removed")
        return "ended"

    ops.final(window.shell, end, answers.append)
    ops.query(window.shell, lambda desk: desk.signin.trail, lambda _found: answers.append("asked"))
    ops.command(window.shell, lambda desk: desk.signin.new_id(), lambda _none: answers.append("told"))
    window.settle()
    assert answers == ["ended"]
    window.prompts.check()


def test_after_a_command_that_failed_to_end_the_session_work_goes_on(window: Window, ops: Operations) -> None:
    def fail(_desk: Desk) -> None:
        raise failure("refused")

    answers: list[str] = []
    ops.final(window.shell, fail, lambda _none: answers.append("ended"), lambda error: answers.append(error.name))
    ops.query(window.shell, lambda desk: desk.signin.account, lambda _found: answers.append("asked"))
    window.settle()
    assert answers == ["refused", "asked"]
