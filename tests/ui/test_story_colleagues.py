"""A week among colleagues at one window, told in English and in Polish: five people, one after the other.

The front desk books a new client in and reads no clinical word; the therapist writes, the supervisor co-signs; a
colleague stands in, and it ends by itself; the file is handed over; an incident about the owner is filed and handled
without her.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QComboBox, QTabWidget

from app.desk import Desk
from app.services.people import colleagues
from app.texts import _
from tests.app.several import later
from tests.ui.colleagues import as_person
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.cosigning import CosignListDriver
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.sharing import AccessDriver, several_clients
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import Practice, next_week, sign_in
from tests.ui.telling import LANGUAGES
from tests.ui.test_incidents_among_colleagues_at_the_window import LeavingOutDriver
from tests.ui.test_roles_at_the_window import said_in

NEW = "Zofia Nowacka"
CLINICAL = {
    "en": ("session note", "consent", "treatment", "diagnos", "private note", "safety plan"),
    "pl": ("notatka z sesji", "zgod", "terapi", "diagnoz", "prywatna notatka", "plan bezpieczeństwa"),
}
WORDS = "Talked about the move to another town."


@dataclass(slots=True)
class OneWindow:
    """The one window of the practice; each person signs in, works, and leaves."""

    open_window: Callable[..., Window]
    practice: Practice
    language: str

    def work(self, login: str, do: Callable[[Window], None]) -> None:
        """Somebody works at the window; nothing goes wrong unseen."""
        window = sign_in(self.open_window, self.practice, login, self.language)
        do(window)
        window.prompts.check()
        window.end()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_among_colleagues(
    open_window: Callable[..., Window], five: Practice, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = OneWindow(open_window, five, language)
    here.work("recepcja", lambda window: book_in(window, five.accounts["tw"], CLINICAL[language]))
    here.work("tw", write_a_note)
    here.work("ez", co_sign_it)
    here.work("tw", arrange_cover)
    here.work("an", stand_in)
    here.work("tw", file_about_the_owner)
    here.work("an", know_nothing_of_it)
    here.work("ez", take_it_over)
    later(monkeypatch, 8)
    here.work("an", find_the_cover_over)
    here.work("tw", hand_it_over)
    here.work("ez", lead_it_now)


def book_in(window: Window, therapist: str, clinical: tuple[str, ...]) -> None:
    """The front desk: one name, one lead, and no clinical word."""
    page = ClientsDriver(window)
    page.press("new_client_button")
    window.settle()
    page.type_into("new_client_name", NEW)
    combo = page.find(QComboBox, "new_client_lead")
    combo.setCurrentIndex(combo.findData(therapist))
    combo.activated.emit(combo.currentIndex())
    page.press("add_client")
    file = FileDriver(window)
    assert file.name == NEW
    tabs = file.find(QTabWidget, "file_tabs")
    assert [name for place, name in enumerate(TABS) if tabs.isTabVisible(place)] == ["overview", "access"]
    said = said_in(window)
    assert [word for word in clinical if word in said] == []


def write_a_note(window: Window) -> None:
    """The therapist: the file is there, and what is signed waits for the supervisor."""
    file = ClientsDriver(window).open_client(NEW)
    file.write_note().write(WORDS).safety("no_current_concern_expressed").sign()
    assert ClientsDriver(window).open_client(NEW).timeline().wait_for(_("Waiting for co-signature"))


def co_sign_it(window: Window) -> None:
    """The supervisor: all that waits is on Today."""
    page = CosignListDriver(window)
    assert len(page.waiting()) == 3
    for left in (2, 1, 0):
        page.open_waiting().cosign()
        page = CosignListDriver(window)
        assert len(page.waiting()) == left


def arrange_cover(window: Window) -> None:
    """The therapist goes on holiday."""
    assert ClientsDriver(window).open_client(NEW).timeline().wait_for(_("Co-signed"))
    panel = several_clients(window, 0)
    panel.replace("until", next_week())
    panel.tick_clients("Nowacka").choose_person("Anna").done()


def stand_in(window: Window) -> None:
    """The colleague: why is suggested, and the note can be read."""
    page = ClientsDriver(window)
    page.wait_for(NEW)
    page.open(NEW)
    window.press("purpose:cover")
    assert FileDriver(window).notes().wait_for(_("Session note"))


def file_about_the_owner(window: Window) -> None:
    """The therapist leaves the owner out; the safety lead will lead it."""
    as_is = IncidentsDriver(window)
    as_is.begin()
    as_is.answer("A file lay open on the desk.", "Office", "no")
    LeavingOutDriver(as_is).say_yes().leave_out("Anna Nowak", "It is about what she did")
    assert (
        _("left out: {reason}").format(reason="It is about what she did") in as_is.sign().go_to_step("people").labels()
    )


def know_nothing_of_it(window: Window) -> None:
    """The owner, who is left out, sees no incident."""
    IncidentsDriver(window)
    assert _("No incidents recorded") in window.labels()


def take_it_over(window: Window) -> None:
    """The safety lead was let in when it was filed, and takes it over."""
    IncidentsDriver(window).table.open(_("First entry signed"))
    IncidentDriver(window).go_to_step("people").press("take_over")
    window.settle()
    incident = IncidentDriver(window).go_to_step("support")
    assert incident.text("owner") == "Ewa Zarzycka"


def find_the_cover_over(window: Window) -> None:
    """Eight days later the file is closed to who stood in."""
    assert NEW not in ClientsDriver(window).names()


def hand_it_over(window: Window) -> None:
    """The therapist moves away."""
    panel = AccessDriver(window, ClientsDriver(window).open_client(NEW)).hand_over()
    panel.choose_person("Ewa").choose_way("keeps", "").give_reason("Leaving the practice").done()
    assert NEW not in ClientsDriver(window).names()


def lead_it_now(window: Window) -> None:
    """The new lead is not asked why, and finds the letter."""
    file = ClientsDriver(window).open_client(NEW)
    table = file.timeline()
    table.wait_for(_("Hand-over"))
    table.open(_("Hand-over"))
    window.settle()
    assert "leaving the practice" in said_in(window)


@pytest.fixture(autouse=True)
def safety_lead(five: Practice) -> None:
    """Ewa leads the work on incidents."""

    def name_her(desk: Desk) -> None:
        colleagues.change(desk, five.accounts["ez"], is_safety_lead=True)

    as_person(five.vault, "an", PASSPHRASE, name_her)
