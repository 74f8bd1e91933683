"""The client file page: head, tabs, changing identity and profile, withdrawing a consent, why a file is opened."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from app.records.client import Client, FileStatus
from app.services import clients
from app.services.client_files import files
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.window import Window


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of Maria, K-0001."""
    return ClientsDriver(window).add("Maria Kowalska")


def test_the_head_says_who_it_is_and_whether_consent_is_in_force(window: Window, file: FileDriver) -> None:
    assert file.name == "Maria Kowalska"
    assert file.facts.startswith("K-0001")
    assert "No consent yet" in file.consent
    file.change("client")
    file.open_tier("more")
    file.type("pronouns", "she/her")
    file.type("birth_date", "1990")
    file.press("add:phones")
    file.type("number", "600 100 200")
    file.choose_value("safe_to_call", "no")
    file.press("add:desk_alerts")
    file.control("desk_alerts")
    file.save()
    assert "she/her" in file.facts
    assert "years" in file.facts
    assert "do not call" in file.safe_contact
    window.prompts.check()


def test_what_was_changed_is_a_new_version_and_the_history_shows_it(window: Window, file: FileDriver) -> None:
    file.change("client")
    file.replace("name", "Maria Nowak")
    file.save()
    assert file.name == "Maria Nowak"
    file.change("client")
    file.press("show_history")
    window.settle()
    texts = file.labels()
    assert "Version 1" in texts
    assert "Version 2" in texts


def test_a_change_can_be_left_as_it_was(window: Window, file: FileDriver) -> None:
    file.change("client")
    file.replace("name", "Somebody Else")
    file.press("cancel_edit")
    file.find(QWidget, "file_head")
    window.settle()
    assert file.name == "Maria Kowalska"


def test_a_change_that_was_not_saved_is_found_again_as_a_draft(window: Window, file: FileDriver) -> None:
    file.change("client_profile")
    file.type("cultural_considerations", "her aunt may take part")
    ClientsDriver(window).open_client("Maria Kowalska")
    window.settle()
    file.change("client_profile")
    assert file.text("cultural_considerations") == "her aunt may take part"
    assert ClientsDriver(window).names() == ["Maria Kowalska"]


def test_a_name_is_needed_and_asked_for_beside_the_field(file: FileDriver) -> None:
    file.change("client")
    file.replace("name", " ")
    file.press("save")
    assert file.problem("name") == "This is still needed."


def test_two_dates_that_contradict_each_other_are_told_and_nothing_is_lost(window: Window, file: FileDriver) -> None:
    file.change("client")
    file.open_tier("more")
    file.open_tier("rare")
    file.replace("birth_date", "1990")
    file.replace("opened_on", "1.1.1980")
    file.replace("name", "Maria K.")
    file.press("save")
    assert "CS-254" in file.wait_for_strip("CS-254")
    window.settle()
    file.replace("opened_on", "1.1.2020")
    file.save()
    assert file.name == "Maria K."


def test_the_timeline_lists_titles_and_filters_by_kind(window: Window, file: FileDriver) -> None:
    file.take_consent().explain_all().decide("granted", "verbal").sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    table = file.timeline()
    table.wait_for("Consent")
    assert {"Consent", "Client"} <= set(table.column(1))


def test_a_consent_is_taken_back_as_easily_as_it_is_given(window: Window, file: FileDriver) -> None:
    file.take_consent().explain_all().decide("granted", "verbal").sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    assert "In force" in file.consent
    file.consents().wait_for("In force")
    file.press("withdraw")
    file.choose_value("method", "verbal")
    file.press("sign_withdrawal")
    window.settle()
    window.qtbot.waitUntil(lambda: "Withdrawn" in file.consent)
    file.consents().wait_for("Withdrawn")


def test_who_has_looked_is_two_presses_away(window: Window, file: FileDriver) -> None:
    table = file.access()
    row = table.wait_for("File opened")
    assert row[1] == "Anna Nowak"
    assert "Treatment of the client" in row


def test_why_a_closed_file_is_opened_is_asked_once(window: Window) -> None:
    made: list[str] = []
    closed = Client(name="Piotr Lis", status=FileStatus.CLOSED)
    window.shell.ops.command(
        window.shell, lambda desk: clients.register(desk, closed).id, made.append, changes={"client"}
    )
    window.settle()
    window.go_to("client", made[0])
    page = window.find(QWidget, "purpose")
    assert page.isVisible()
    window.press("purpose:request")
    file = FileDriver(window)
    assert file.name == "Piotr Lis"
    window.go_to("clients")
    window.go_to("client", made[0])
    assert FileDriver(window).name == "Piotr Lis"
    opened: list[files.ClientFile] = []
    window.shell.ops.query(window.shell, lambda desk: files.open(desk, made[0]), opened.append)
    window.settle()
    assert opened[0].purpose == "request"
