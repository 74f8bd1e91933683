"""The lock page of a practice with several people: buttons with sign-in names, keys, and no trace of who was here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from app import lock_names, paths
from app.services.practice import lock_page
from tests.ui.colleagues import EWA, TOMASZ, add_people, as_person
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS, folder
from tests.ui.drivers.people import LockPage
from tests.ui.drivers.window import Window

Open = Callable[..., Window]


def lock(window: Window) -> None:
    """Ctrl+L, and all that follows in this process."""
    window.shell.lock()
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    window.end()


def test_with_one_account_only_the_passphrase_is_asked_as_before(open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    window.settle()
    assert not LockPage(window).has_buttons()
    window.unlock.enter(PASSPHRASE)
    window.settle()
    assert not (vault / "names.json").exists()


def test_each_person_has_a_button_in_the_order_of_names_and_signs_in_with_it(open_window: Open, vault: Path) -> None:
    add_people(vault)
    window = open_window(vault)
    page = LockPage(window)
    assert page.names() == ["an", "ez", "recepcja", "tw"]
    assert page.chosen() == ""
    assert not page.can_press("unlock")
    page.enter("tw", TOMASZ)
    window.settle()
    assert window.shell.workspace.context.who.name == "Tomasz Wilk"
    assert not window.shell.workspace.context.who.alone


def test_arrows_letters_and_enter_are_enough(open_window: Open, vault: Path) -> None:
    add_people(vault)
    window = open_window(vault)
    page = LockPage(window)
    window.settle()
    page.letters("t")
    assert page.chosen() == "tw"
    page.key(Qt.Key.Key_Left)
    assert page.chosen() == "recepcja"
    page.key(Qt.Key.Key_Up)
    assert page.chosen() == "ez"
    page.key(Qt.Key.Key_Return)
    page.letters(EWA)
    page.key(Qt.Key.Key_Return)
    page.wait_for_workspace()
    assert window.shell.workspace.context.who.login == "ez"


def test_a_desk_that_people_share_forgets_who_was_last_and_an_own_one_remembers(open_window: Open, vault: Path) -> None:
    add_people(vault)
    first = open_window(vault)
    LockPage(first).enter("ez", EWA)
    first.settle()
    lock(first)
    second = open_window(vault, why="person")
    assert LockPage(second).chosen() == "ez", "the only one who has signed in on this computer"
    LockPage(second).enter("tw", TOMASZ)
    second.settle()
    lock(second)
    third = open_window(vault, why="person")
    assert LockPage(third).chosen() == ""
    assert LockPage(third).names() == ["an", "ez", "recepcja", "tw"]
    kept = (paths.settings_folder() / "settings.json").read_text("utf-8")
    assert json.loads(json.loads(kept)["window"])["accounts"] == {str(vault): "shared"}


def test_where_the_practice_hides_the_names_one_is_typed(open_window: Open, vault: Path) -> None:
    add_people(vault)
    as_person(vault, "an", PASSPHRASE, lambda desk: lock_page.set_shown(desk, on=False))
    assert not (vault / "names.json").exists()
    window = open_window(vault)
    window.settle()
    page = LockPage(window)
    assert not page.has_buttons()
    page.typed_name().setText("TW")
    window.unlock.enter(TOMASZ)
    window.settle()
    assert window.shell.workspace.context.who.name == "Tomasz Wilk"
    assert not (vault / "names.json").exists()


def test_a_name_that_has_no_button_can_be_typed(open_window: Open, vault: Path) -> None:
    accounts = add_people(vault)
    lock_names.leave_out(vault, accounts["tw"])
    window = open_window(vault)
    page = LockPage(window)
    assert page.names() == ["an", "ez", "recepcja"]
    page.press("type_name")
    page.typed_name().setText("tw")
    window.unlock.enter(TOMASZ)
    window.settle()
    assert set(lock_names.read(vault).values()) == {"an", "ez", "recepcja", "tw"}, "mended by the sign-in"


def test_the_recovery_code_is_each_persons_own(open_window: Open, vault: Path) -> None:
    add_people(vault, 1)
    window = open_window(vault)
    page = LockPage(window)
    page.choose_person("tw")
    page.press("other_way")
    page.type_secret("recovery_code", "ABCDE-FGHJK-LMNPQ-RSTVW-XYZ23-45678")
    page.press("unlock")
    window.wait_for_strip("CS-")
    assert page.chosen() == "tw"


def test_after_failures_the_time_left_counts_down_whoever_is_chosen(open_window: Open, vault: Path) -> None:
    add_people(vault, 1)
    window = open_window(vault)
    page = LockPage(window)
    page.choose_person("tw")
    for _attempt in range(5):
        window.unlock.try_to("not the passphrase at all")
        window.settle()
    page.choose_person("an")
    window.qtbot.waitUntil(lambda: "Try again in" in window.unlock_text(), timeout=5000)
    window.qtbot.waitUntil(lambda: window.unlock_text() == "Unlock", timeout=5000)


def test_a_file_of_names_that_somebody_wrote_by_hand_harms_nothing(tmp_path: Path) -> None:
    for text in ("", "{", "[]", '{"version":2}', '{"version":1,"names":[]}', '{"version":1,"names":{"a":7,"b":""}}'):
        (tmp_path / "names.json").write_text(text, "utf-8")
        assert lock_names.read(tmp_path) == {}
    long, odd = "x" * 41, "two\nlines"
    told = {"version": 1, "names": {"1": long, "2": odd, "3": " an ", "4": "an", "5": "ez"}}
    (tmp_path / "names.json").write_text(json.dumps(told), "utf-8")
    assert lock_names.read(tmp_path) == {"4": "an", "5": "ez"}
    (tmp_path / "names.json").write_text("[" * 100_000, "utf-8")
    assert lock_names.read(tmp_path) == {}


def test_the_file_of_names_is_private_and_goes_when_one_is_left(tmp_path: Path) -> None:
    vault = folder(tmp_path / "practice.clientsafe")
    lock_names.write(vault, {"1": "an", "2": "ez"})
    assert (vault / "names.json").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in vault.iterdir()] == ["names.json"]
    lock_names.leave_out(vault, "2")
    assert list(vault.iterdir()) == []
