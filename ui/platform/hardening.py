"""What the process asks of the operating system before it knows a secret: no core dumps, private files, quiet logs."""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Forbid core dumps and attaching debuggers of the same user; make new files private.

    Not being able to is no failure: the vault is as encrypted as before.
    """
    if sys.platform != "win32":
        _no_core_dumps()
        os.umask(0o077)
    if sys.platform == "linux":
        _not_dumpable()
    os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false;*.info=false")


def _no_core_dumps() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _not_dumpable() -> None:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (OSError, AttributeError):
        return
