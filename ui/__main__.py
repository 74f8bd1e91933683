"""`python -m ui` opens the window."""

from __future__ import annotations

import gc
import sys


def start() -> int:
    """Open the window; returns when it is closed.

    Hardly anything that is loaded on the way to the first frame is garbage, so looking for some only takes time:
    `ui.application.settle` has it looked for once the frame can be seen.
    """
    gc.disable()
    from ui.application import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
