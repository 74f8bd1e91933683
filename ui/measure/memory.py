"""How much memory the program holds, unlocked and idle for a while: `python -m ui.measure.memory VAULT IDLE_MS`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

_STATUS = Path("/proc/self/status")


def resident_kib() -> int:
    """The memory of this process that is in RAM; 0 where the system does not tell."""
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text("ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def tell_memory(app: QApplication) -> None:
    """Write the figure and end."""
    os.write(1, f"memory {resident_kib()}\n".encode())
    app.quit()


def main(arguments: list[str]) -> int:
    """Sign in, wait, tell."""
    from ui.measure.program import Program

    program, idle_ms = Program(Path(arguments[0])), int(arguments[1])
    program.shell.entered.connect(lambda _arrival: QTimer.singleShot(idle_ms, program.shell, tell))

    def tell() -> None:
        os.write(1, f"memory {resident_kib()}\n".encode())
        program.end()

    program.sign_in()
    return program.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
