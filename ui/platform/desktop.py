"""What the desktop tells: the screen was locked, the computer falls asleep, somebody else sits down, nobody is there.

Every system may tell less; one that tells nothing is no failure. Linux is asked by D-Bus; elsewhere there is the input
of our own windows, and the clocks, which notice a sleep after waking.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Desktop(QObject):
    """A desktop that tells nothing; the ground of those that do.

    Signals:
        left(trigger): lock now: one of ui.triggers.
        idle_known(seconds): answer to `ask_idle`: so long nobody did anything in any window.
    """

    left = Signal(str)
    idle_known = Signal(float)

    def watch(self) -> None:
        """Begin to listen. Waits for nothing."""

    def ask_idle(self, own_idle_s: float) -> None:
        """Ask how long the system has been idle, our windows for `own_idle_s`. The answer comes later, or never."""


def desktop(parent: QObject) -> Desktop:
    """The desktop of this system, not listened to yet."""
    system = sys.platform
    if system == "linux":
        from ui.platform.linux_desktop import LinuxDesktop, buses

        return LinuxDesktop(*buses(), parent)
    return Desktop(parent)
