"""Q6: opening and scrolling a list of 20,000 clients: `python -m ui.measure.client_list EFFORT`.

The columns, the model and the table of the Clients page over rows made up here, which arrive in a later turn of the
event loop as they do from the engine. Prints one JSON object: "open" → milliseconds of the first frame, "scroll" →
of each frame after it, by the wheel, by pages and by jumps to anywhere, "processor" → of processor time of each of
these, which tells a slow frame from a busy machine.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from app.bench import prose
from app.bench.building import LISTED, times
from app.records.client import FileStatus
from app.services.clients import ClientRow
from ui.application import make_application
from ui.measure.patience import Patience, fail_at_bugs
from ui.pages.clients.page import columns
from ui.preferences import Preferences
from ui.theme import Theme
from ui.widgets import DataTable, RowsModel

CLIENTS = LISTED
WHEEL, PAGES, JUMPS = 400, 200, 200  # frames of each, at the usual effort of 1.0
_STATUSES = tuple(one.value for one in FileStatus)


def made_up(number: int) -> ClientRow:
    """One line of the list."""
    at = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}T10:00:00.000Z"
    status = _STATUSES[number % len(_STATUSES)]
    who = (str(number), f"K-{number:05d}", prose.name(number))
    return ClientRow(*who, status, "Adult", at, "", "", "", 20 + number % 60, None, "saved")


class Scroller(QObject):
    """Shows the list, scrolls it a frame at a time and says how long each took."""

    def __init__(self, window: QMainWindow, effort: float) -> None:
        super().__init__(window)
        self._effort = effort
        self._window = window
        self._model: RowsModel[ClientRow] = RowsModel(columns())
        self._model.rows_wanted.connect(self._on_wanted)
        self._table = DataTable(self._model, "clients_table", "Clients", Preferences())
        window.setCentralWidget(self._table)
        self._places: Iterator[int] = iter(())
        self._frames: list[tuple[float, float]] = []

    def open(self) -> None:
        """The first frame."""
        self._model.set_ids([str(number) for number in range(CLIENTS)])
        self._window.show()
        self._frame()
        bar = self._table.verticalScrollBar()
        page, most = bar.pageStep(), bar.maximum()
        wheel = (at * 3 * self._table.rowHeight(0) for at in range(times(WHEEL, self._effort)))
        pages = (at * page for at in range(times(PAGES, self._effort)))
        jumps = (at * 7919 * page % most for at in range(times(JUMPS, self._effort)))
        self._places = iter([*wheel, *pages, *jumps])
        QTimer.singleShot(0, self._scroll)

    def _scroll(self) -> None:
        place = next(self._places, None)
        if place is None:
            self._tell()
            return
        began = _now()
        self._table.verticalScrollBar().setValue(place)
        self._frame(began)
        QTimer.singleShot(0, self._scroll)

    def _frame(self, began: tuple[float, float] | None = None) -> None:
        by_clock, by_processor = began or _now()
        self._table.viewport().repaint()
        clock, processor = _now()
        self._frames.append((clock - by_clock, processor - by_processor))

    def _on_wanted(self, ids: list[str]) -> None:
        rows = {each: made_up(int(each)) for each in ids}
        QTimer.singleShot(0, lambda: self._supply(rows))

    def _supply(self, rows: dict[str, ClientRow]) -> None:
        """The frame that an answer asks for."""
        began = _now()
        self._model.supply(rows)
        self._frame(began)

    def _tell(self) -> None:
        first, *rest = self._frames
        told = {"open": first[0], "scroll": [clock for clock, _ in rest], "processor": [busy for _, busy in rest]}
        os.write(1, json.dumps(told).encode() + b"\n")
        os._exit(0)


def _now() -> tuple[float, float]:
    """Milliseconds by the clock, and of processor time of this thread."""
    return time.perf_counter() * 1000, time.thread_time() * 1000


def main(arguments: list[str]) -> int:
    """Show, scroll, tell."""
    app = make_application()
    Theme(app, "light").apply()
    fail_at_bugs()
    Patience().waits_for("the last frame")
    window = QMainWindow()
    window.resize(1240, 800)
    scroller = Scroller(window, float(arguments[0]))
    gc.freeze()  # as the program does when its pages are loaded (ui/warming.py)
    QTimer.singleShot(0, scroller.open)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
