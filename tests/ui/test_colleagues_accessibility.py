"""What is shared among colleagues, at the smallest size of the window and with large text, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QComboBox

from app import texts
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.cosigning import CosignListDriver
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.sharing import AccessDriver, several_clients
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import SHARED, Practice, sign_in
from tests.ui.telling import LANGUAGES
from tests.ui.test_accessibility import LARGE_PERCENT, check, cut_off_in
from tests.ui.test_incidents_among_colleagues_at_the_window import LeavingOutDriver
from ui.widgets import Toast

At = Callable[[str], Window]


@pytest.fixture(params=LANGUAGES)
def at(request: pytest.FixtureRequest, open_window: Callable[..., Window], five: Practice) -> Iterator[At]:
    """Signs somebody in, in a language; what has changed among the people has been read."""

    def enter(login: str) -> Window:
        window = sign_in(open_window, five, login, request.param)
        window.press("take_note_of_people")
        window.settle()
        return window

    yield enter
    texts.set_language("en")


def look(window: Window) -> None:
    """Names, order and whole words; also when they are large. What only passes by does not count."""
    window.settle()
    for toast in window.shell.findChildren(Toast):
        toast.hide()
    check(window)
    window.shell.theme.choose_text_size(LARGE_PERCENT)
    window.settle()
    try:
        assert cut_off_in(window) == []
    finally:
        window.shell.theme.choose_text_size(100)


def test_who_can_open_a_file(at: At) -> None:
    window = at("tw")
    AccessDriver(window, ClientsDriver(window).open_client(SHARED))
    look(window)


@pytest.mark.parametrize("panel", ["share", "stop", "hand_over"])
def test_the_panels_over_a_file(at: At, five: Practice, panel: str) -> None:
    window = at("tw")
    page = AccessDriver(window, ClientsDriver(window).open_client(SHARED))
    if panel == "stop":
        page.stop(five.accounts["an"])
    else:
        begun = page.share() if panel == "share" else page.hand_over()
        begun.choose_person("Ewa")
    look(window)


@pytest.mark.parametrize("place", [0, 1])
def test_several_clients(at: At, place: int) -> None:
    window = at("tw")
    several_clients(window, place).listed()
    look(window)


def test_the_list_and_taking_somebody_in(at: At) -> None:
    window = at("recepcja")
    page = ClientsDriver(window)
    page.press("new_client_button")
    page.find(QComboBox, "new_client_lead")
    look(window)


def test_why_a_file_is_opened_and_what_can_be_read(at: At, five: Practice) -> None:
    window = at("an")
    window.go_to("client", five.clients[SHARED])
    look(window)
    window.press("purpose:cover")
    FileDriver(window)
    look(window)


def test_a_page_that_is_not_theirs(at: At) -> None:
    window = at("recepcja")
    window.go_to("trail")
    look(window)


def test_co_signing(at: At) -> None:
    window = at("ez")
    page = CosignListDriver(window)
    look(window)
    note = page.open_waiting()
    look(window)
    note = note.send_back("Say what you agreed on.")
    note.press("show_history")
    look(window)


def test_an_incident_among_colleagues(at: At) -> None:
    window = at("an")
    page = IncidentsDriver(window)
    page.begin()
    page.answer("A door was left open.", "Office", "no")
    LeavingOutDriver(page).say_yes().leave_out("Ewa Zarzycka", "She is close to them")
    look(window)
    incident = page.sign().go_to_step("people")
    incident.press("leave_out")
    look(window)
    IncidentDriver(window).go_to_step("support")
    look(window)
