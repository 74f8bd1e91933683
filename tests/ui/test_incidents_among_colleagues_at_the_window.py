"""Incidents among colleagues: whom it concerns is left out before it is signed, the lead takes over, others answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import Practice, sign_in
from ui.forms.choices import Segments
from ui.pages.incidents.leaving_out import LeavingOut
from ui.pages.incidents.owner_control import OwnerControl
from ui.sharing.controls import PersonControl

Open = Callable[..., Window]


class LeavingOutDriver(FormDriver):
    """The question under a first entry."""

    def __init__(self, page: IncidentsDriver) -> None:
        super().__init__(page._root, page.qtbot)
        self._window = page._window
        self.part = self.find(LeavingOut, "leaving_out")

    def say_yes(self) -> LeavingOutDriver:
        """It concerns somebody."""
        self.press_segment(self.part.findChildren(Segments)[0], True)
        self._window.settle()
        return self

    def leave_out(self, name: str, reason: str = "") -> LeavingOutDriver:
        """Choose whom, and why."""
        choose(self, "person", name)
        if reason:
            self.replace("reason", reason)
        self._window.settle()
        return self

    def readers(self) -> str:
        """Whom it will open for."""
        self._window.settle()
        return self.find(QLabel, "opens_for").text()


def choose(form: FormDriver, field: str, name: str) -> None:
    """Choose a colleague in a list."""
    control = form.control(field)
    assert isinstance(control, PersonControl | OwnerControl)
    control.combo.setCurrentIndex(control.combo.findText(name))
    control.combo.activated.emit(control.combo.currentIndex())


def file_about_anna(window: Window) -> IncidentDriver:
    """Tomasz files what concerns the owner, who would lead it otherwise."""
    page = IncidentsDriver(window)
    page.begin()
    page.answer("A file was left open on the desk.", "Office", "no")
    asked = LeavingOutDriver(page)
    assert asked.readers() == "After signing it opens for you and: Anna Nowak."
    asked.say_yes().leave_out("Anna Nowak", "It is about what she did")
    assert asked.readers() == "After signing it opens for you alone: nobody else in the practice can lead it."
    return page.sign()


def test_whom_it_concerns_sees_nothing_of_it(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    incident = file_about_anna(window)
    incident.go_to_step("people")
    said = incident.labels()
    assert "left out: It is about what she did" in said
    window.prompts.check()
    window.end()
    window = sign_in(open_window, five, "an")
    IncidentsDriver(window)
    assert "No incidents recorded" in window.labels()
    assert not any("ncident" in title for title in TodayDriver(window).due())
    trail = window.trail
    window.settle()
    assert not any("ncident" in cell for row in trail.table.cells() for cell in row)
    window.prompts.check()


def test_nobody_is_left_out_without_a_reason(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    page = IncidentsDriver(window)
    page.begin()
    page.answer("A file was left open on the desk.", "Office", "no")
    LeavingOutDriver(page).say_yes().leave_out("Anna Nowak")
    page.press("finish")
    page.wait_for_strip("still needed")
    assert LeavingOutDriver(page).problem("reason") == "This is still needed."


def test_a_draft_keeps_who_is_left_out(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    page = IncidentsDriver(window)
    page.begin()
    page.answer("Half a sentence", "Office", "no")
    LeavingOutDriver(page).say_yes().leave_out("Anna Nowak", "She knows them")
    page = IncidentsDriver(window)
    page.table.open("Draft")
    window.settle()
    asked = LeavingOutDriver(page)
    assert asked.value("person") == five.accounts["an"]
    assert asked.value("reason") == "She knows them"
    window.prompts.check()


def test_the_safety_lead_takes_over_and_makes_somebody_responsible(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    IncidentsDriver(window).record("A client slipped.", "Stairs", "no")
    window.end()
    window = sign_in(open_window, five, "an")
    assert any("ncident" in title for title in TodayDriver(window).due())
    IncidentsDriver(window).table.open("First entry signed")
    incident = IncidentDriver(window)
    incident.go_to_step("people")
    incident.press("take_over")
    window.settle()
    incident = IncidentDriver(window)
    incident.go_to_step("support")
    assert incident.value("owner") == "Anna Nowak"
    choose(incident, "owner", "Ewa Zarzycka")
    incident = incident.save()
    window.prompts.check()
    window.end()
    window = sign_in(open_window, five, "ez")
    IncidentsDriver(window).table.open("Being worked on")
    incident = IncidentDriver(window)
    incident.go_to_step("people")
    assert any(text.startswith("responsible: ") for text in incident.labels())
    window.prompts.check()


def test_somebody_is_left_out_later(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "an")
    incident = IncidentsDriver(window).record("A door was left open.", "Office", "no")
    incident.go_to_step("people")
    incident.press("leave_out")
    window.settle()
    choose(incident, "person", "Ewa Zarzycka")
    incident.press("leave_out_now")
    assert incident.problem("reason") == "This is still needed."
    window.settle()
    assert not any("CS-" in text for text in window.strips()), "the vault is not asked"
    incident.replace("reason", "She is close to them")
    incident.press("leave_out_now")
    window.settle()
    incident = IncidentDriver(window)
    assert incident.track.chosen() == "people"
    assert "left out: She is close to them" in incident.labels()
    window.prompts.check()


def test_alone_nobody_is_asked_about_colleagues(window: Window) -> None:
    page = IncidentsDriver(window)
    page.begin()
    assert not [each for each in window.shell.findChildren(LeavingOut) if each.isVisible()]
    page.answer("A door was left open.", "Office", "no")
    assert "people" not in page.sign().stops()
    window.prompts.check()
