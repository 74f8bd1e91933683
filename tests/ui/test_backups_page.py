"""The Backups page: making, checking and restoring, with real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.drivers.base import PASSPHRASE, folder
from tests.ui.drivers.window import BackupsDriver, Window


@pytest.fixture
def made(window: Window, tmp_path: Path) -> Path:
    """A backup that was made through the page."""
    window.prompts.answer(folder(tmp_path / "stick"))
    window.backups.press("choose_folder")
    window.wait_for_strip("read back")
    window.settle()
    return next((tmp_path / "stick").iterdir())


def test_without_a_backup_the_page_says_what_to_do_first(window: Window) -> None:
    assert window.backups.labels()
    window.settle()
    assert "No backup yet" in window.labels()
    assert "no backup yet" in window.labels()


def test_a_backup_is_written_read_back_listed_and_shown_in_the_status_bar(window: Window, made: Path) -> None:
    backups = BackupsDriver(window._root, window.qtbot)
    row = backups.receipts.wait_for(made.name)
    assert row[1] == "Written and read back"
    assert "backup just now" in window.labels()
    assert "Anna" not in made.name
    assert "Linden" not in made.name


def test_the_folder_is_remembered_and_the_next_backup_is_one_press(window: Window, made: Path) -> None:
    window.press("back_up:0")
    window.settle()
    assert len(list(made.parent.iterdir())) == 2


def test_a_missing_folder_is_told_and_earlier_backups_stay(window: Window, made: Path) -> None:
    kept = made.parent.with_name("kept")
    made.parent.rename(kept)
    window.press("back_up:0")
    told = window.wait_for_strip("CS-")
    assert str(made.parent) in told
    assert (kept / made.name).exists()
    window.settle()
    assert window.can_press("back_up:0")


def test_a_whole_backup_is_said_to_be_whole(window: Window, made: Path) -> None:
    window.prompts.answer(made)
    window.press("check_backup")
    window.type_secret("passphrase", PASSPHRASE)
    window.press("go")
    assert "can be restored" in window.wait_for_strip("is whole")


def test_a_damaged_backup_is_told(window: Window, made: Path) -> None:
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    made.write_bytes(data)
    window.prompts.answer(made)
    window.press("check_backup")
    window.type_secret("passphrase", PASSPHRASE)
    window.press("go")
    assert "CS-5" in window.wait_for_strip("CS-")


def test_a_wrong_passphrase_for_a_backup_is_told_and_can_be_typed_again(window: Window, made: Path) -> None:
    window.prompts.answer(made)
    window.press("check_backup")
    window.type_secret("passphrase", "not the passphrase at all")
    window.press("go")
    assert "CS-301" in window.wait_for_strip("CS-")
    window.settle()
    window.type_secret("passphrase", PASSPHRASE)
    window.press("go")
    window.wait_for_strip("is whole")


def test_restoring_makes_a_new_vault_beside_and_changes_nothing_here(
    window: Window, made: Path, tmp_path: Path
) -> None:
    window.prompts.answer(made, tmp_path / "second")
    window.press("restore")
    window.press("change_place")
    window.type_secret("passphrase", PASSPHRASE)
    window.press("go")
    window.wait_for_strip("Restored into")
    assert (tmp_path / "second.clientsafe" / "vault.json").exists()
    window.settle()
    window.prompts.check()
