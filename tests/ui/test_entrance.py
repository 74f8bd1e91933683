"""Creating, unlocking and restoring through the window, on real vaults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.ui.drivers.base import PASSPHRASE, folder
from tests.ui.drivers.window import Window


def test_a_practice_is_created_in_four_steps_and_opens_with_its_recovery_code(
    open_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = open_window()
    window.press("create")
    window.create.practice("Linden Practice", "Anna Nowak")
    window.create.passphrase(PASSPHRASE)
    window.create.make()
    code = window.create.recovery_code()
    sheet = tmp_path / "sheet.pdf"
    window.prompts.answer(sheet)
    window.press("save_sheet")
    window.wait_for_strip("sheet.pdf")
    assert sheet.read_bytes().startswith(b"%PDF")
    window.press("continue")
    backups = folder(tmp_path / "stick")
    window.prompts.answer(backups)
    window.press("choose_folder")
    window.press("finish")
    window.settle()
    assert window.shell.workspace.current_page() is not None
    assert len(list(backups.iterdir())) == 1
    window.prompts.check()
    made = window.shell.preferences.last_vault
    assert made is not None
    window.end()
    again = open_window(made)
    again.unlock.enter_with_code(code)
    again.settle()
    again.prompts.check()


def test_the_program_says_what_is_wrong_with_a_passphrase_before_it_makes_anything(
    open_window: Callable[..., Window],
) -> None:
    window = open_window()
    window.press("create")
    window.create.practice("Linden Practice", "Anna Nowak")
    window.create.passphrase("too short")
    window.settle()
    assert not window.can_press("make")
    assert "It is shorter than 15 characters." in window.labels()
    window.create.passphrase(PASSPHRASE, again=f"{PASSPHRASE}s")
    window.settle()
    assert not window.can_press("make")
    assert "The two are not the same." in window.labels()


def test_a_suggestion_of_six_words_is_shown_and_must_be_typed_once_more(open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.press("create")
    window.create.practice("Linden Practice", "Anna Nowak")
    window.press("suggest")
    window.wait_for_strip("Write these words down")
    window.settle()
    assert not window.can_press("make")


def test_a_wrong_passphrase_is_told_with_its_code_and_the_window_can_be_used_again(
    open_window: Callable[..., Window], vault: Path
) -> None:
    window = open_window(vault)
    window.unlock.try_to("not the passphrase at all")
    told = window.wait_for_strip("CS-301")
    assert len(told) > len("CS-301") + 20
    window.unlock.enter(PASSPHRASE)
    window.wait_for_strip("1 time")


def test_after_five_failures_the_button_counts_the_waiting_time_down(
    open_window: Callable[..., Window], vault: Path
) -> None:
    window = open_window(vault)
    for _attempt in range(5):
        window.unlock.try_to("not the passphrase at all")
        window.settle()
    window.wait_for_strip("CS-301")
    window.settle()
    window.qtbot.waitUntil(lambda: "Try again in" in window.unlock_text(), timeout=5000)
    window.qtbot.waitUntil(lambda: window.unlock_text() == "Unlock", timeout=5000)


def test_the_unlock_screen_says_what_locked_it(open_window: Callable[..., Window], vault: Path) -> None:
    window = open_window(vault, why="idle")
    assert any("nobody used the computer" in text for text in window.labels())


def test_a_vault_that_is_open_elsewhere_is_refused_with_a_message(
    open_window: Callable[..., Window], window: Window, vault: Path
) -> None:
    second = open_window(vault)
    second.unlock.try_to(PASSPHRASE)
    assert "CS-401" in second.wait_for_strip("CS-4")


def test_a_folder_that_is_no_vault_is_refused_with_a_message(
    open_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = open_window(folder(tmp_path / "empty"))
    assert "CS-" in window.wait_for_strip("CS-")


def test_a_backup_is_restored_from_the_first_screen_and_opens_at_once(
    open_window: Callable[..., Window], window: Window, tmp_path: Path
) -> None:
    window.prompts.answer(folder(tmp_path / "stick"))
    window.backups.press("choose_folder")
    window.wait_for_strip("read back")
    window.settle()
    window.end()
    backup = next((tmp_path / "stick").iterdir())
    other = open_window()
    other.press("other_vault")
    other.press("restore")
    other.prompts.answer(backup, tmp_path / "restored")
    other.press("choose_backup")
    other.press("change_place")
    other.unlock.type_secret("passphrase", PASSPHRASE)
    other.press("restore_now")
    other.wait_for_strip("Restored from the backup")
    assert (tmp_path / "restored.clientsafe" / "vault.json").exists()
    other.prompts.check()


def test_another_language_is_shown_at_once_on_the_first_screen(open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.shell.change_language("pl")
    assert window.shell.preferences.language == "pl"
    assert window.can_press("create")
