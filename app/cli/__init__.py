"""The command line: the work of the window, without Qt."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, or open the window when it says nothing; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words:
        from app.cli import running

        return running.run(words)
    from app.cli import window

    try:
        return window.open_window()
    except window.WindowError as error:
        from app.cli import running

        return running.tell_no_window(error)
