"""A key is lost and everything is found again, told through the window in English and in Polish.

A practice is made and the sheet put off; Today reminds of it. The person makes a sheet in Settings, tries it, forgets
the passphrase, comes in with the sheet, chooses a new passphrase with it, and comes in with that.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QCheckBox

from app.texts import _
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window

NEW = "twelve brisk otters climb the ladder"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_lost_passphrase_is_replaced_with_the_sheet(language: str, open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.shell.change_language(language)
    make_a_practice_without_a_sheet(window)
    vault = window.shell.preferences.last_vault
    assert vault is not None
    code = make_and_try_a_sheet(window)

    window = lock(window, open_window)
    window.unlock.try_to("no idea what it was any more")
    window.wait_for_strip("CS-301")
    window.unlock.enter_with_code(code)
    window.settle()
    settings = SettingsDriver(window)
    settings.press("change_passphrase")
    settings.press("other_way")
    settings.type_secret("recovery_code", code)
    settings.type_secret("new_passphrase", NEW)
    settings.type_secret("again", NEW)
    window.settle()
    settings.press("change_passphrase_now")
    window.wait_for_strip(_("The passphrase was changed. The old one opens this vault no longer."))
    settings.choose_data("idle_minutes", 3)

    window = lock(window, open_window)
    window.unlock.enter(NEW)
    assert window.shell.manners.limits.idle_minutes == 3
    assert window.shell.workspace.place()["page"] == "settings", "the window comes back to the same place"
    window.prompts.check()
    window.shell.change_language("en")


def make_a_practice_without_a_sheet(window: Window) -> None:
    """The four steps, sheet and backup put off."""
    window.press("create")
    window.create.practice("Linden Practice", "Anna Nowak")
    window.create.passphrase(PASSPHRASE)
    window.create.make()
    window.press("later")
    window.press("skip")
    window.settle()
    window.wait_for_strip(_("Try your recovery sheet: if the passphrase is forgotten, nothing else opens this vault."))


def make_and_try_a_sheet(window: Window) -> str:
    """From Today to Settings; the reminder is gone afterwards."""
    window.press("try_sheet_from_today")
    settings = SettingsDriver(window)
    code = settings.new_sheet(PASSPHRASE)
    settings.close_panel()
    settings.try_sheet(code)
    window.wait_for_strip(_("The sheet is right: it opens your account. Put it back where it was."))
    settings.go_to("appearance")
    assert not window.find(QCheckBox, "discreet_mode").isChecked()
    window.go_to("today")
    reminder = _("Try your recovery sheet: if the passphrase is forgotten, nothing else opens this vault.")
    assert reminder not in window.strips()
    window.go_to("settings")
    return code


def lock(window: Window, open_window: Callable[..., Window]) -> Window:
    """Lock; the window of the next process."""
    vault = window.shell.preferences.last_vault
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.end()
    return open_window(vault, why="person")
