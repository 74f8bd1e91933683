"""A view is shown in the turn after the one that made it, before its parts, and never once something else is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.forms.in_turns import InTurns
from ui.forms.steps import Steps, steps


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Steps]:
    """No turn has any time, until a test gives it some."""
    queue = steps()
    monkeypatch.setattr(queue, "slice_s", 0.0)
    yield queue
    monkeypatch.undo()


def go_on(queue: Steps, qtbot: QtBot) -> None:
    """Let all that waits be done."""
    queue.slice_s = 1.0
    queue.do(queue, lambda: None)
    qtbot.waitUntil(lambda: queue.is_idle)


def test_it_is_shown_before_the_parts_that_it_makes_in_steps(slowly: Steps, qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    coming = InTurns[QWidget](owner, lambda _view: done.append("shown"))

    def make() -> QWidget:
        steps().do(owner, lambda: done.append("its part"))
        done.append("made")
        return QWidget()

    coming.begin(make)
    assert done == []
    go_on(slowly, qtbot)
    assert done == ["made", "shown", "its part"]


def test_the_newest_alone_is_shown(slowly: Steps, qtbot: QtBot) -> None:
    owner, shown, made = QObject(), list[str](), list[str]()
    coming = InTurns[QWidget](owner, lambda view: shown.append(view.objectName()))

    def make(name: str) -> QWidget:
        made.append(name)
        view = QWidget()
        view.setObjectName(name)
        return view

    coming.begin(lambda: make("first"))
    coming.begin(lambda: make("second"))
    go_on(slowly, qtbot)
    assert (made, shown) == (["second"], ["second"])


@pytest.mark.parametrize("is_made", [False, True])
def test_what_is_forgotten_never_arrives(is_made: bool, slowly: Steps, qtbot: QtBot) -> None:
    owner, shown = QObject(), list[QWidget]()
    coming = InTurns[QWidget](owner, shown.append)

    def make() -> QWidget:
        if is_made:
            coming.forget()  # another view was put in sight between the two turns
        return QWidget()

    coming.begin(make)
    if not is_made:
        coming.forget()
    go_on(slowly, qtbot)
    assert shown == []


def test_nothing_is_made_for_a_page_that_is_gone(slowly: Steps, qtbot: QtBot) -> None:
    owner, made = QObject(), list[QWidget]()
    coming = InTurns[QWidget](owner, lambda _view: None)

    def make() -> QWidget:
        made.append(QWidget())
        return made[0]

    coming.begin(make)
    delete(owner)
    go_on(slowly, qtbot)
    assert made == []
