"""Settings: which rules of keeping records are the practice's own, its own period, and loading a newer law pack."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QTextBrowser, QWidget

from app import texts
from app.records.practice_profile import PracticeProfile
from app.services.practice import packs, practices
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window
from ui.shell import SMALLEST

PACKS = Path(__file__).resolve().parents[2] / "resources" / "jurisdictions"


@pytest.fixture
def settings(window: Window) -> FormDriver:
    return open_section(window, "retention")


def open_section(window: Window, name: str) -> FormDriver:
    window.shell.workspace.context.navigator.go_to("settings", None, section=name)
    window.settle()
    driver = FormDriver(window._root, window.qtbot)
    driver.find(QWidget, f"settings:{name}")
    window.settle()
    return driver


def profile(window: Window) -> PracticeProfile:
    found: list[PracticeProfile] = []
    window.shell.ops.query(window.shell, practices.profile, found.append)
    window.settle()
    return found[0]


def newer(path: Path, version: int) -> Path:
    """The Polish pack with another period for medical records."""
    shipped = (PACKS / "pl.toml").read_text("utf-8")
    text = shipped.replace("adult_years = 20", "adult_years = 25")
    assert text != shipped
    lines = [f"version = {version}" if line.startswith("version =") else line for line in text.splitlines()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_rule_is_ticked_and_its_source_stands_beside_it(window: Window, settings: FormDriver) -> None:
    words = "\n".join(settings.labels())
    assert "art. 29" in words
    assert "Your practice decides." in words
    settings.press("rule:pl_private")
    window.settle()
    assert profile(window).keep_rules == ["pl_private"]
    settings.press("rule:pl_private")
    window.settle()
    assert profile(window).keep_rules == []


def test_an_own_period_is_kept_with_its_reason(window: Window, settings: FormDriver) -> None:
    settings.type("keep_years", "6")
    settings.type("keep_reason", "Limitation periods")
    settings.press("save_retention")
    window.settle()
    assert (profile(window).keep_years, profile(window).keep_reason) == (6, "Limitation periods")


def test_a_newer_pack_shows_its_difference_before_it_is_taken_into_use(window: Window, tmp_path: Path) -> None:
    driver = open_section(window, "law")
    window.prompts.answer(newer(tmp_path / "pl.toml", 99))
    driver.press("load_pack")
    panel = driver.find(QWidget, "load_panel")
    told = "\n".join(each.toPlainText() for each in panel.findChildren(QTextBrowser))
    assert "adult_years: 20 → 25" in told
    assert years(window) == 20, "nothing is in use before it was looked at"
    driver.press("take_pack")
    window.settle()
    assert years(window) == 25
    assert any("version 99" in text for text in driver.labels())
    assert any("loaded from a file" in text for text in driver.labels())


def years(window: Window) -> int | None:
    found: list[int | None] = []
    window.shell.ops.query(
        window.shell,
        lambda desk: next(rule.adult_years for rule in packs.law(desk).retention if rule.id == "pl_medical"),
        found.append,
    )
    window.settle()
    return found[0]


def test_an_older_pack_and_a_broken_one_are_refused_with_the_reason(window: Window, tmp_path: Path) -> None:
    driver = open_section(window, "law")
    window.prompts.answer(newer(tmp_path / "old.toml", 1))
    driver.press("load_pack")
    assert driver.wait_for_strip("CS-")
    broken = tmp_path / "broken.toml"
    broken.write_text("code = 3", "utf-8")
    window.prompts.answer(broken)
    driver.press("load_pack")
    window.settle()
    assert driver.wait_for_strip("CS-")
    assert not [one for one in window.shell.findChildren(QWidget, "load_panel") if one.isVisible()]


def test_every_rule_of_a_pack_is_read_with_its_source(window: Window) -> None:
    driver = open_section(window, "law")
    driver.press("pack:pl")
    panel = driver.find(QWidget, "rules_panel")
    told = "\n".join(each.toPlainText() for each in panel.findChildren(QTextBrowser))
    assert "art. 29" in told
    assert "not verified" in told


@pytest.mark.parametrize("language", ["en", "pl"])
def test_both_sections_can_be_used_by_everybody(language: str, open_window: Callable[..., Window], vault: Path) -> None:
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    window.shell.resize(*SMALLEST)
    for name in ("retention", "law"):
        section = open_section(window, name).find(QWidget, f"settings:{name}")
        window.shell.grab()
        # What the vault was asked for has come; it is laid out level by level.
        window.qtbot.waitUntil(partial(_is_whole, section))
        assert nameless(section) == []
        assert unreachable(section) == []
        assert section.findChildren(QCheckBox) or name == "law"


def _is_whole(section: QWidget) -> bool:
    return clipped(section) == []
