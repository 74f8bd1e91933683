"""Windows alone, and untested: written after Microsoft's documentation, and never run by those who wrote it.

No module imports it on another system.
"""

from __future__ import annotations

import ctypes

# SetWindowDisplayAffinity
_NONE = 0x00
_EXCLUDE_FROM_CAPTURE = 0x11


def exclude_from_capture(window: int, *, wanted: bool) -> bool:
    """Leave a window of this process out of captures, or let it be seen; False where Windows is too old."""
    user32 = getattr(ctypes, "WinDLL")("user32", use_last_error=True)  # noqa: B009 - not there elsewhere
    affinity = _EXCLUDE_FROM_CAPTURE if wanted else _NONE
    return bool(user32.SetWindowDisplayAffinity(ctypes.c_void_p(window), ctypes.c_uint32(affinity)))
