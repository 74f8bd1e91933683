"""The Settings page in pictures: every section, and what opens in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app import paths
from ui.pages.settings.page import SECTIONS
from ui.tour.hands import Hands, Steps
from ui.tour.words import PASSPHRASE


def settings_pages(hands: Hands, passphrase: str, private: Path, take: Callable[[str], None]) -> Steps:
    """Section by section; then a passphrase being changed, a sheet tried and made anew, a snippet being written."""
    for section in SECTIONS:
        hands.go_to("settings", None, section=section)
        yield None
        take(f"settings.{section}")
    yield from _law_packs(hands, private, take)
    hands.go_to("settings", None, section="security")
    yield None
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
    yield from _snippet(hands, take)


def _snippet(hands: Hands, take: Callable[[str], None]) -> Steps:
    """A text block being written."""
    hands.go_to("settings", None, section="writing")
    hands.press("new_snippet")
    yield lambda: hands.sees("text_name")
    yield None
    take("settings.snippet")


def _law_packs(hands: Hands, private: Path, take: Callable[[str], None]) -> Steps:
    """The rules of a pack with their sources, and what a newer one from a file would change."""
    hands.go_to("settings", None, section="law")
    yield None
    hands.press("pack:eu")
    yield lambda: hands.sees("rules_panel")
    yield None
    take("settings.law-rules")
    shipped = (paths.resources() / "jurisdictions" / "eu.toml").read_text("utf-8")
    newer = private / "eu-2.toml"
    newer.write_text(shipped.replace("version = 1", "version = 2", 1).replace("art. 33", "art. 33 (1)", 1), "utf-8")
    hands.answer(newer)
    hands.press("load_pack")
    yield lambda: hands.sees("load_panel")
    yield None
    take("settings.law-newer")
    hands.press("close_panel")
