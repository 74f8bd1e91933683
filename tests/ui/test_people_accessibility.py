"""Whatever several people see of each other, at the smallest size of the window, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import texts
from tests.ui.colleagues import add_people
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.people import InvitingDriver, LockPage, PeopleDriver
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from tests.ui.test_accessibility import LARGE_PERCENT, check, cut_off_in

NEW = "five grey geese on a frozen lake"


@pytest.fixture(params=["en", "pl"])
def desk(request: pytest.FixtureRequest, open_window: Callable[..., Window], vault: Path) -> Iterator[Window]:
    """The owner among four, in a language."""
    add_people(vault)
    window = open_window(vault)
    window.shell.change_language(request.param)
    LockPage(window).enter("an", PASSPHRASE)
    window.settle()
    window.press("take_note_of_people")
    window.settle()
    yield window
    texts.set_language("en")


@pytest.fixture(params=["en", "pl"])
def lock_page(request: pytest.FixtureRequest, open_window: Callable[..., Window], vault: Path) -> Iterator[Window]:
    """The lock page of four, in a language."""
    add_people(vault)
    window = open_window(vault)
    window.shell.change_language(request.param)
    yield window
    texts.set_language("en")


def test_the_lock_page_with_four(lock_page: Window) -> None:
    check(lock_page)


@pytest.mark.parametrize("part", ["people", "roles", "standing"])
def test_the_lists_of_people(desk: Window, part: str) -> None:
    PeopleDriver(desk).part(part)
    check(desk)
    desk.shell.theme.choose_text_size(LARGE_PERCENT)
    try:
        assert cut_off_in(desk) == []
    finally:
        desk.shell.theme.choose_text_size(100)


def test_one_person_and_somebody_leaving(desk: Window) -> None:
    PeopleDriver(desk).open("Tomasz Wilk")
    check(desk)
    desk.press("remove_person")
    desk.settle()
    check(desk)


def test_adding_somebody(desk: Window) -> None:
    joining = InvitingDriver(desk)
    desk.shell.workspace.context.navigator.go_to("practice", None, tab="people")
    desk.settle()
    desk.press("invite_person")
    desk.settle()
    check(desk)
    joining.say_who("Teresa Wilczek", "clinician")
    check(desk)
    joining.choose_own("tewi", NEW)
    joining.make()
    desk.press("copied_by_hand")
    check(desk)


def test_renewing_the_account(desk: Window) -> None:
    SettingsDriver(desk).press("renew_account")
    desk.settle()
    check(desk)
