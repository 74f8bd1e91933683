"""A bare PySide6 window: `python -m ui.measure.bare_window [--memory IDLE_MS]`.

Says `shown` once its first frame is painted; with --memory it then stays idle for so many milliseconds, says
how much memory it holds, and ends.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from ui.measure.memory import tell_memory


class BareWindow(QMainWindow):
    """A window of the size of ours with one label.

    Signals:
        painted(): a frame was painted.
    """

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()


def main(arguments: list[str]) -> int:
    """Show the window."""
    app = QApplication(["bare"])
    window = BareWindow()
    window.resize(1240, 800)
    window.setCentralWidget(QLabel("bare"))
    window.painted.connect(lambda: QTimer.singleShot(0, lambda: os.write(1, b"shown\n")))
    if "--memory" in arguments:
        QTimer.singleShot(int(arguments[-1]), lambda: tell_memory(app))
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
