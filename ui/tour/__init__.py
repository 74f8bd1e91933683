"""The tour: drives the real program over a fictional practice, step by step, and saves pictures of it.

`python -m ui.tour --out FOLDER` tells the main job; with `--screenshots` it saves every page, light and dark,
in English and Polish. It needs no screen and leaves the settings of the person who runs it alone.
"""

from __future__ import annotations
