"""`python -m ui.tour --out FOLDER [--screenshots | --desks] [--language en|pl]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Run the tour in folders of its own; 0 when every step was done."""
    asked = parse()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="clientsafe-tour-") as private:
        settle_in(Path(private), on_screen=asked.onscreen)
        from ui.tour.guide import show_around

        return show_around(asked.out.resolve(), Path(private), what=asked.what, language=asked.language)


def parse() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m ui.tour", description="Shows ClientSafe at work.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    what = parser.add_mutually_exclusive_group()
    every, desks = "every page, light and dark, in both languages", "only the desks of a practice of four people, light"
    what.add_argument("--screenshots", action="store_const", const="screenshots", dest="what", help=every)
    what.add_argument("--desks", action="store_const", const="desks", dest="what", help=desks)
    parser.add_argument("--language", choices=("en", "pl"), default="en", help="of the main job, or of the desks")
    parser.add_argument("--onscreen", action="store_true", help="show the windows while it runs")
    return parser.parse_args()


def settle_in(private: Path, *, on_screen: bool) -> None:
    """Keep away from this person's home, settings and screen."""
    for variable, name in (("HOME", "home"), ("XDG_CONFIG_HOME", "settings")):
        folder = private / name
        folder.mkdir(mode=0o700)
        os.environ[variable] = str(folder)
    os.environ.pop("XDG_DATA_HOME", None)
    if not on_screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


if __name__ == "__main__":
    sys.exit(main())
