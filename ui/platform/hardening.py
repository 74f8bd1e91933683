"""What the process asks of the operating system before it knows a secret: no core dumps, private files, quiet logs."""

from __future__ import annotations

import os
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Forbid core dumps; make new files private."""
    if sys.platform != "win32":
        _no_core_dumps()
        os.umask(0o077)
    os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false;*.info=false")


def refuse_debuggers() -> None:
    """Forbid attaching debuggers of the same user. Loads ctypes: called before the first key, after the first frame.

    Not being able to is no failure: the vault is as encrypted as before.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (OSError, AttributeError):
        return


def _no_core_dumps() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
