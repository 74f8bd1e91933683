"""Leaves the window out of screenshots and shared screens, where the system can do that for one window.

Windows from 10 2004 on can. Linux has no way for it: under X11 every program sees every window, and Wayland asks the
person. macOS has one that its own newer capture does not keep to, and that Python cannot reach without another library.
"""

from __future__ import annotations

import sys


def is_possible() -> bool:
    """Whether this system can, so that a switch for it makes sense."""
    return sys.platform == "win32"


def exclude(window: int, *, wanted: bool) -> bool:
    """Leave a window (its native id) out of captures, or let it be seen again; whether the system did so."""
    if not is_possible():
        return False
    from ui.platform.windows import exclude_from_capture

    return exclude_from_capture(window, wanted=wanted)
