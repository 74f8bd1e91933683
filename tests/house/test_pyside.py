"""PySide6 and this Python go together."""

from __future__ import annotations

import subprocess
import sys

# Each call gives back a reference to None that it never took, where the fault is: Python before 3.12 then aborts.
CALLS = """
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
print(label.text())
"""


def test_twenty_thousand_calls_do_not_abort() -> None:
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "19999"), done.stderr
