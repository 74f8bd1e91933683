"""How long F1 takes until the crisis card is painted: `python -m ui.measure.crisis_card VAULT EFFORT`.

On the unlock page, where nothing of it was loaded before; then over a client's file, at the first press and at later
ones, and until the client's part is painted too. Prints one JSON object: name → milliseconds of each press.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.bench.building import times
from app.desk import Desk
from app.services import clients
from ui.measure.program import Program

PRESSES = 20  # at the usual effort of 1.0
IDLE_MS = 2_000  # the program has loaded then what it loads by itself


class Presses(QObject):
    """Presses F1, looks at the clock, goes back, and presses again."""

    def __init__(self, program: Program, effort: float) -> None:
        super().__init__(program.shell)
        self._presses, self._idle_ms = times(PRESSES, effort), times(IDLE_MS, effort)
        self._program = program
        self._shell = program.shell
        self._took: dict[str, list[float]] = {}
        self._began = 0.0
        self._shell.preferences.crisis_place = "PL"
        self._shell.painted.connect(lambda: QTimer.singleShot(self._idle_ms, self, self._on_unlock_page))
        self._shell.entered.connect(lambda _arrival: QTimer.singleShot(self._idle_ms, self, self._open_file))

    def _on_unlock_page(self) -> None:
        self._program.waits_for("F1 on the unlock page")
        self._press("unlock page, first")
        self._go_back()
        self._press("unlock page")
        self._go_back()
        self._program.sign_in()

    def _open_file(self) -> None:
        def go(client: str) -> None:
            self._shell.workspace.context.navigator.go_to("client", client)
            self._program.waits_for("the client's file and its crisis card")
            self._shell.crisis.completed.connect(self._on_completed)
            QTimer.singleShot(self._idle_ms, self, lambda: self._press("file, first"))

        self._shell.ops.query(self, _any_client, go)

    def _press(self, name: str) -> None:
        self._began = time.perf_counter()
        self._shell.open_crisis_card()
        self._shell.repaint()
        self._note(name)

    def _on_completed(self) -> None:
        self._shell.repaint()
        self._note("file, with the client's part")
        self._go_back()
        if len(self._took["file, with the client's part"]) > self._presses:
            os.write(1, json.dumps(self._took).encode() + b"\n")
            self._program.end()
        else:
            QTimer.singleShot(0, self, lambda: self._press("file"))

    def _note(self, name: str) -> None:
        self._took.setdefault(name, []).append((time.perf_counter() - self._began) * 1000)

    def _go_back(self) -> None:
        card = self._shell.crisis.card
        if card is not None:
            card.close_overlay()


def _any_client(desk: Desk) -> str:
    return clients.ids(desk)[0]


def main(arguments: list[str]) -> int:
    """Press and tell."""
    program = Program(Path(arguments[0]))
    Presses(program, float(arguments[1]))
    return program.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
