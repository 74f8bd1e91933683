"""Looking around with the fictional practice: made, opened with the passphrase that is filled in, marked, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from app import paths
from app.demo import example
from app.texts import _
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from ui.entrance.start import StartScreen
from ui.triggers import EXAMPLE_REMOVED
from ui.widgets import SecretField

Open = Callable[..., Window]


def look_around(window: Window) -> Path:
    """Press *Look around* and *Unlock*; the vault that is open."""
    window.press("look")
    filled_in(window)
    window.press("unlock")
    window.qtbot.waitUntil(lambda: window.shell.is_signed_in, timeout=WAIT_MS)
    window.settle()
    return example.existing()[0]


def filled_in(window: Window) -> str:
    """The passphrase on the unlock screen, once it is there; it can be read."""
    inner = window.find(SecretField, "passphrase").findChild(QLineEdit, "secret")
    assert inner is not None
    window.qtbot.waitUntil(lambda: bool(inner.text()), timeout=WAIT_MS)
    assert inner.echoMode() is QLineEdit.EchoMode.Normal
    return inner.text()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_it_is_made_opened_and_marked_and_removed_from_settings(open_window: Open, language: str) -> None:
    window = open_window()
    window.shell.change_language(language)
    vault = look_around(window)
    assert vault == paths.example_vault(language)
    assert _("Fictional example") in window.labels()
    assert not any(_("Try your recovery sheet") in text for text in window.strips())
    assert window.shell.preferences.last_vault is None
    settings = SettingsDriver(window, "about")
    window.prompts.answer("remove")
    settings.press("remove_example")
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.prompts.check()
    window.end()
    following = open_window(vault, why=EXAMPLE_REMOVED)
    following.wait_for_strip(_("The fictional practice was removed."))
    assert not vault.exists()
    following.shell.change_language("en")


def test_after_a_lock_the_passphrase_is_filled_in_again(open_window: Open) -> None:
    window = open_window()
    vault = look_around(window)
    window.end()
    following = open_window(vault, why="idle")
    assert filled_in(following) == example.passphrase("en")
    following.wait_for_strip("nobody in it exists")


def test_it_is_removed_from_the_first_screen(open_window: Open) -> None:
    window = open_window()
    vault = look_around(window)
    window.end()
    following = open_window()
    following.press("remove_example")
    following.wait_for_strip("The fictional practice was removed.")
    assert not vault.exists()
    assert not any(each.isVisible() for each in following.shell.findChildren(QLineEdit))


def test_a_real_practice_stays_the_one_that_is_offered_and_is_never_removed(
    open_window: Open, window: Window, vault: Path
) -> None:
    window.end()
    second = open_window()
    second.press("other_vault")
    example_path = look_around(second)
    assert second.shell.preferences.last_vault == vault
    second.end()
    third = open_window(vault, why=EXAMPLE_REMOVED)
    assert (vault / "vault.json").exists()
    third.unlock.enter(PASSPHRASE)
    assert _("Fictional example") not in third.labels()
    third.prompts.answer("remove")
    SettingsDriver(third, "about").press("remove_example")
    third.qtbot.waitUntil(lambda: not example_path.exists(), timeout=WAIT_MS)
    assert third.shell.is_signed_in


def test_making_it_can_be_cancelled(open_window: Open) -> None:
    window = open_window()
    window.press("look")
    window.press("cancel_job")
    window.qtbot.waitUntil(lambda: isinstance(window.shell.entrance.screen_shown, StartScreen), timeout=WAIT_MS)
    window.settle()
    assert example.existing() == []


def test_a_disk_that_refuses_is_told_and_leaves_the_way_back(open_window: Open) -> None:
    folder = paths.data_folder()
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder should be")
    window = open_window()
    window.press("look")
    assert "CS-" in window.wait_for_strip("CS-")
    window.press("back")
    assert window.can_press("create")
