"""How much of somebody else's file the program is willing to unpack."""

from __future__ import annotations

MOST_PIXELS = 120_000_000
"""Of one picture: the largest phone camera in its largest mode is refused, any scan is not."""

MOST_PICTURE_BYTES = 256 << 20
MOST_PAGES = 20_000
MOST_SHOWN_PIXELS = 24_000_000
"""Of one page as it is shown, whatever width is asked for."""

MEMORY_BYTES = 2 << 30
"""What the viewer's process may have beside the file itself."""

SECONDS = 60.0
"""How long one page may take before the viewer's process is ended."""
