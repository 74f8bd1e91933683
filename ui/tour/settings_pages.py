"""The Settings page in pictures: every section, and what opens in them."""

from __future__ import annotations

from collections.abc import Callable

from ui.tour.hands import Hands, Steps
from ui.tour.words import PASSPHRASE

SECTIONS = ("security", "appearance", "language", "writing", "practice", "lists", "keys", "about")


def settings_pages(hands: Hands, passphrase: str, take: Callable[[str], None]) -> Steps:
    """Section by section; then a passphrase being changed, a sheet tried and made anew, a snippet being written."""
    for section in SECTIONS:
        hands.go_to("settings", None, section=section)
        yield None
        take(f"settings.{section}")
    hands.go_to("settings", None, section="security")
    hands.press("change_passphrase")
    yield None
    hands.type_secret("new_passphrase", PASSPHRASE)
    yield None
    take("settings.passphrase")
    hands.press("try_sheet")
    yield None
    hands.type_secret("sheet_code", "7KQ2M")
    hands.press("try_sheet_now")
    yield None
    take("settings.try-sheet")
    hands.press("new_sheet")
    yield None
    hands.type_secret("passphrase", passphrase)
    hands.press("make_sheet_now")
    yield lambda: hands.sees("recovery_code")
    yield None
    take("settings.new-sheet")
    hands.press("close_panel")
    hands.go_to("settings", None, section="writing")
    hands.press("new_snippet")
    yield lambda: hands.sees("text_name")
    yield None
    take("settings.snippet")
