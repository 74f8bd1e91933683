"""Garbage: looked for on the thread of the window alone, when enough came together."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.ui.drivers.base import WAIT_MS
from ui.collecting import Collector

ENOUGH = 5_000


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    owner = QObject()
    yield Collector(owner)
    owner.deleteLater()
    gc.enable()


class Told:
    """Part of a circle; tells on which thread it was collected."""

    def __init__(self, threads: list[int]) -> None:
        self.circle = self
        self._threads = threads

    def __del__(self) -> None:
        self._threads.append(threading.get_ident())


def test_what_another_thread_leaves_is_collected_on_this_one(collector: Collector, qtbot: QtBot) -> None:
    threads: list[int] = []
    maker = threading.Thread(target=lambda: [Told(threads) for _ in range(ENOUGH)] and None)
    maker.start()
    maker.join()
    assert threads == []
    qtbot.waitUntil(lambda: len(threads) == ENOUGH, timeout=WAIT_MS)
    assert set(threads) == {threading.get_ident()}


def test_where_little_came_together_nothing_is_done(collector: Collector) -> None:
    gc.collect()
    threads: list[int] = []
    Told(threads)
    collector.look()
    assert threads == []
