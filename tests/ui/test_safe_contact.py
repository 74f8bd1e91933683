"""Safe contact in the window: what the head of a file says, and the form of a contact while one writes it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.desk import Desk
from app.records.choices import YesNo
from app.records.client import Client, Phone
from app.services import clients, records
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.editor import EditorDriver, SignedDriver
from tests.ui.drivers.window import Window

UNSAFE, SAFE = "+48 600 100 200", "+48 600 300 400"


def with_a_feared_person(desk: Desk) -> str:
    """A client whose former partner must not know, and who is not safe to call on one number."""
    phones = [Phone(number=UNSAFE, safe_to_call=YesNo.NO), Phone(number=SAFE, safe_to_call=YesNo.YES)]
    client = clients.register(desk, Client(name="Zoë Fairweather", phones=phones)).id
    feared = {"name": "Jan Kowalski", "relationship": "former partner", "contact_rule": "never", "must_not_know": True}
    doctor = {"name": "Ewa Zając", "relationship": "family doctor", "contact_rule": "freely", "roles": ["gp"]}
    records.add(desk, "related_person", [{**feared, "roles": ["partner"]}, doctor], client=client)
    return client


@pytest.fixture
def file(window: Window) -> FileDriver:
    """Her file."""
    made: list[str] = []
    window.shell.ops.command(window.shell, with_a_feared_person, made.append, changes={"client"})
    window.settle()
    window.go_to("client", made[0])
    return FileDriver(window)


def test_the_head_says_who_must_not_learn_of_it_and_which_number_is_not_safe(file: FileDriver) -> None:
    assert "Jan Kowalski (former partner)" in file.must_not_know
    assert "Ewa Zając" not in file.must_not_know
    assert f"{UNSAFE}: do not call" in file.safe_contact


def test_a_call_begins_with_what_must_not_be_said(window: Window, file: FileDriver) -> None:
    file.press("phone_call")
    call = EditorDriver(window)
    assert "Do not confirm that Zoë Fairweather is a client." in call.strips()[0]
    assert "Jan Kowalski" in call.strips()[0]
    assert (call.value("channel"), call.value("direction")) == ("phone", "from_other")


def test_a_call_of_a_feared_person_is_blocked_until_nothing_was_confirmed(window: Window, file: FileDriver) -> None:
    file.press("phone_call")
    call = EditorDriver(window)
    call.press("it_is:Jan Kowalski")
    window.settle()
    assert call.value("with_whom") == "former partner"
    call.type("gist", "He asked whether she comes here.")
    call.wait_for_strip("tick that nothing was confirmed")
    call.press("finish")
    assert "CS-160" in call.wait_for_strip("CS-160")
    call.press("nothing_was_confirmed")
    assert call.value("nothing_confirmed") is True
    assert not any(each.isVisible() for each in window.shell.findChildren(QWidget, "contact_blocks"))
    call.press("finish")
    assert "He asked whether she comes here." in SignedDriver(window).texts()


def test_an_unsafe_number_is_blocked_before_signing_and_a_safe_one_is_not(window: Window, file: FileDriver) -> None:
    file.press("phone_call")
    call = EditorDriver(window)
    call.choose_value("direction", "to_client")
    window.settle()
    call.press(f"number:{UNSAFE}")
    call.wait_for_strip(f"Calling {UNSAFE} is not safe.")
    call.replace("address_used", SAFE)
    window.settle()
    assert not any("is not safe" in text for text in call.strips())


def test_what_was_necessary_all_the_same_needs_its_reason(window: Window, file: FileDriver) -> None:
    file.press("phone_call")
    call = EditorDriver(window)
    call.choose_value("direction", "to_client")
    window.settle()
    call.press(f"number:{UNSAFE}")
    call.type("gist", "An ambulance was on its way.")
    call.press("finish")
    call.wait_for_strip("CS-160")
    call.press("write_reason")
    call.type("unsafe_reason", "Her life was in danger.")
    call.press("finish")
    assert "Her life was in danger." in SignedDriver(window).texts()


def test_a_contact_with_the_client_herself_says_nothing_of_silence(window: Window, file: FileDriver) -> None:
    file.begin("contact")
    call = EditorDriver(window)
    assert call.find(QWidget, "safety_panel").isVisible()
    assert not any("Do not confirm" in text for text in call.strips())
