"""The front desk files an incident about the owner, told in English and in Polish.

Anna owns the practice and leads the work on incidents, together with Ewa. Ola leaves her out, Ewa takes it over and
brings it to its end; nothing of it reaches Anna: no list, no number, no line on Today, no find, no entry of the trail.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.rules.purposes import PURPOSE_LABELS, Purpose
from app.services import incidents
from app.services.people import colleagues
from app.texts import _
from tests.ui.colleagues import as_person
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.one_window import OneWindow, finds, said_on_all_pages
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, Practice
from tests.ui.telling import LANGUAGES, ask
from tests.ui.test_incidents_among_colleagues_at_the_window import LeavingOutDriver
from tests.ui.test_incidents_page import fill_in

HAPPENED = "She read a file aloud in the corridor."
WHERE = "Corridor by the stairs"
REASON = "It is about what she did"
LEARNED = "Check the door."  # what `fill_in` writes down as learned


@pytest.fixture
def two_leads(five: Practice) -> Practice:
    """Both lead the work on incidents."""

    def name_them(desk: Desk) -> None:
        for login in ("an", "ez"):
            colleagues.change(desk, five.accounts[login], is_safety_lead=True)

    as_person(five.vault, "an", PASSPHRASE, name_them)
    return five


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_incident_about_a_colleague_is_handled_without_them(
    open_window: Callable[..., Window], two_leads: Practice, language: str
) -> None:
    here = OneWindow(open_window, two_leads, language)
    file_it(here.next("recepcja"))
    know_nothing_of_it(here.next("an"))
    ewa = here.next("ez")
    code = take_it_over_and_close_it(ewa)
    assert told_in_trail(ewa), "the same look at the trail of who may know"
    know_nothing_of_it(here.next("an"), code)
    see_that_it_was_handled(here.next("recepcja"))


def file_it(ola: Window) -> None:
    """She writes what she saw, and leaves Anna out: it opens for Ewa alone."""
    page = IncidentsDriver(ola)
    page.begin()
    page.answer(HAPPENED, WHERE, "no")
    asked = LeavingOutDriver(page)
    assert NAMES["an"] in asked.readers()
    asked.say_yes().leave_out(NAMES["an"], REASON)
    assert NAMES["an"] not in asked.readers()
    assert NAMES["ez"] in asked.readers()
    page.sign()
    assert finds(ola, "corridor"), "she finds what she wrote"


def know_nothing_of_it(anna: Window, *codes: str) -> None:
    """No list, no number, nothing due, nothing found, no entry: also none of hers beside it says that there is one."""
    words = (HAPPENED, WHERE, REASON, LEARNED, *codes)
    for page, said in said_on_all_pages(anna).items():
        assert [word for word in words if word.casefold() in said] == [], page
    IncidentsDriver(anna)
    assert _("No incidents recorded") in anna.labels()
    assert ask(anna, incidents.ids) == []
    today = TodayDriver(anna)
    assert [line for line in today.due() + today.drafts() if _("Incident").casefold() in line.casefold()] == []
    for typed in ("corridor", "aloud", *codes):
        assert finds(anna, typed) == []
    assert told_in_trail(anna) == []


def told_in_trail(window: Window) -> list[list[str]]:
    """The entries on the trail page that say an incident was looked into, whoever made them."""
    reason = _(PURPOSE_LABELS[Purpose.SAFETY])
    trail = window.trail
    window.settle()
    return [cells for cells in trail.table.cells() if reason in cells]


def take_it_over_and_close_it(ewa: Window) -> str:
    """It is on her Today at once; she does what there is to do; the number of the incident."""
    assert [line for line in TodayDriver(ewa).due() if _("Incident").casefold() in line.casefold()]
    page = IncidentsDriver(ewa)
    page.table.open(_("First entry signed"))
    incident = IncidentDriver(ewa).go_to_step("people")
    said = incident.labels()
    assert NAMES["an"] in " ".join(said)
    incident.press("take_over")
    ewa.settle()
    incident = IncidentDriver(ewa)
    fill_in(incident)
    assert incident.missing() == ""
    incident.close()
    IncidentsDriver(ewa).table.wait_for(_("Closed"))
    return ask(ewa, lambda desk: incidents.rows(desk, incidents.ids(desk))[0].number)


def see_that_it_was_handled(ola: Window) -> None:
    """The front desk reads that it was closed."""
    assert IncidentsDriver(ola).table.wait_for(_("Closed"))
