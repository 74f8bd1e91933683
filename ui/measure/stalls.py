"""The longest stall of the window's thread while the program works: `python -m ui.measure.stalls VAULT FOLDER EFFORT`.

A heartbeat that is due every 10 ms, with a table being painted, while: the index is rebuilt, somebody arrives (from
the answer of the vault until the first page is complete), nobody does anything, somebody searches, a backup is written
and read back, the trail is verified. Prints one JSON object: activity → by how many milliseconds each beat was late.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer

from app.bench import prose
from app.bench.building import times
from app.services.reading import searches, trails
from app.services.vault import backups
from ui.forms.steps import steps
from ui.measure.program import Program

if TYPE_CHECKING:
    from app.desk import Desk
    from app.vaults import BackupJob, BackupReport, VerifyJob

T = TypeVar("T")

BEAT_MS = 10
IDLE_MS = 2_000
LOOK_MS = 5
PAINTED_MS = 200
SEARCHES = 60  # at the usual effort of 1.0
NOTES = 60  # of the smallest practice, so that every query finds something


class Heartbeat(QObject):
    """Remembers for each activity how late its beats were, in milliseconds."""

    def __init__(self, parent: QObject, paint: Callable[[], None]) -> None:
        super().__init__(parent)
        self.late: dict[str, list[float]] = {}
        self._paint = paint
        self._activity = ""
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self, activity: str) -> None:
        """Beat from now on; the first frames of the window are no matter of the activity."""
        self.turn_to(activity)
        self._timer.start(BEAT_MS)

    def turn_to(self, activity: str) -> None:
        """From now on, this is what goes on. A beat that was late until now counts for what went on before."""
        if self._timer.isActive():
            self._note()
        self._activity = activity
        self._last = time.perf_counter()

    def _beat(self) -> None:
        self._note()
        self._paint()

    def _note(self) -> None:
        now = time.perf_counter()
        self.late.setdefault(self._activity, []).append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now


class Walk(QObject):
    """One activity after the other; each step goes on when the one before has its answer."""

    def __init__(self, program: Program, folder: Path, effort: float) -> None:
        super().__init__(program.shell)
        self._program = program
        self._ops = program.shell.ops
        self._folder = folder
        self._heart = Heartbeat(self, program.shell.update)
        self._words: Iterator[str] = iter(prose.queries(NOTES, times(SEARCHES, effort)))
        self._idle_ms = times(IDLE_MS, effort)
        program.shell.painted.connect(lambda: QTimer.singleShot(self._idle_ms, self, self._begin))
        program.shell.entered.connect(lambda _arrival: self._settle())

    def _begin(self) -> None:
        self._heart.start("rebuild")
        self._program.sign_in(lambda: self._turn_to("arrive"))

    def _settle(self) -> None:
        """Wait until nothing is under way; what was just laid out is painted in the turns after that."""
        is_under_way = self._ops.busy or not steps().is_idle
        QTimer.singleShot(LOOK_MS if is_under_way else PAINTED_MS, self, self._settle if is_under_way else self._rest)

    def _rest(self) -> None:
        self._turn_to("idle")
        QTimer.singleShot(self._idle_ms, self, self._begin_searching)

    def _begin_searching(self) -> None:
        self._turn_to("search")
        self._search()

    def _search(self) -> None:
        words = next(self._words, None)
        if words is None:
            self._turn_to("backup")
            self._ask(lambda desk: backups.begin(desk, self._folder / "stalls"), self._back_up)
        else:
            self._ask(lambda desk: searches.find(desk, words), lambda _found: self._search())

    def _back_up(self, job: BackupJob) -> None:
        def finish(report: BackupReport) -> None:
            self._ask(lambda desk: backups.finish(desk, job, report), lambda _receipt: self._verify())

        self._ops.job(self, lambda progress: backups.run(job, progress, progress.cancelled), finish)

    def _verify(self) -> None:
        self._turn_to("verify")
        self._ask(trails.verify_job, self._verify_in_worker)

    def _verify_in_worker(self, job: VerifyJob) -> None:
        self._ops.job(self, lambda progress: trails.verify(job, progress=progress), lambda _report: self._tell())

    def _tell(self) -> None:
        os.write(1, json.dumps(self._heart.late).encode() + b"\n")
        self._program.end()

    def _turn_to(self, activity: str) -> None:
        self._program.waits_for(f"the end of: {activity}")
        self._heart.turn_to(activity)

    def _ask(self, work: Callable[[Desk], T], done: Callable[[T], None]) -> None:
        self._ops.query(self, work, done)


def main(arguments: list[str]) -> int:
    """Sign in and walk."""
    program = Program(Path(arguments[0]))
    Walk(program, Path(arguments[1]), float(arguments[2]))
    return program.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
