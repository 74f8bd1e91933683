"""The command line: the work of the window, without Qt."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.cli import running


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    return running.run(list(sys.argv[1:] if arguments is None else arguments))
