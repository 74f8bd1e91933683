"""Garbage is collected on the thread of the window alone.

Python collects in whichever thread makes the next object. Garbage that holds a widget would then be destroyed on the
engine's thread, while Qt lets widgets die on their own thread only: a rare crash or standstill.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 500


class Collector(QObject):
    """Looks from time to time whether enough came together, as the collector itself would; `parent` lives as long."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, and with it all that are younger."""
        counted = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, most) in counted if 0 < most < count]
        if due:
            gc.collect(due[-1])
