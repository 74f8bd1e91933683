"""A colleague comes and goes, told in English and in Polish: added at the desk, at work, and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import texts
from app.services import clients
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.people import InvitingDriver, LockPage, PeopleDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import sign_in

Open = Callable[..., Window]
OWN = "five grey geese on a frozen lake"


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    """Other tests read English."""
    yield
    texts.set_language("en")


def ended(window: Window) -> None:
    """Wait until the window has locked."""
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    window.prompts.check()
    window.end()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_colleague_comes_works_and_leaves(open_window: Open, vault: Path, language: str) -> None:
    add(sign_in(open_window, vault, language))
    work(open_window(vault, why="added"))
    remove(open_window(vault, why="person"))
    after = open_window(vault, why="removed")
    assert not LockPage(after).has_buttons(), "one account is left, and only its passphrase is asked"
    after.unlock.enter(PASSPHRASE)
    after.settle()
    assert after.shell.workspace.context.who.alone
    assert codes(after) == []


def add(owner: Window) -> None:
    """Anna adds Tomasz, who puts his recovery sheet off."""
    owner.go_to("practice")
    owner.settle()
    owner.press("add_person")
    joining = InvitingDriver(owner)
    joining.say_who("Tomasz Wilk", "clinician")
    joining.choose_own("tw", OWN)
    joining.make()
    owner.press("later")
    ended(owner)


def work(colleague: Window) -> None:
    """Tomasz takes a client in."""
    LockPage(colleague).enter("tw", OWN)
    colleague.settle()
    ClientsDriver(colleague).add("Maria Kowalska")
    colleague.settle()
    colleague.shell.lock()
    ended(colleague)


def remove(owner: Window) -> None:
    """Anna, who cannot see his client, lets him go with what nobody else could open."""
    LockPage(owner).enter("an", PASSPHRASE)
    owner.settle()
    ClientsDriver(owner)
    assert not any("Kowalska" in text for text in owner.labels())
    people = PeopleDriver(owner)
    people.open("Tomasz Wilk")
    owner.press("remove_person")
    owner.settle()
    for box in people.accepted_losses():
        box.click()
    owner.type_into("typed_login", "tw")
    owner.prompts.answer("remove")
    owner.press("remove_now")
    ended(owner)


def codes(window: Window) -> list[str]:
    """The clients that who is at the desk knows of."""
    found: list[list[str]] = []
    window.shell.ops.query(window.shell, clients.ids, found.append)
    window.settle()
    return found[0]
