"""The overview of a client's file and its menu: completeness, people, courses of care, units; joining and removing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from app.desk import Desk
from app.records.client import Client, Member, Unit
from app.services import clients, records
from app.services.client_files import files
from app.services.client_files.files import ClientFile
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.window import Window

SLOT = {"weekday": "tue", "time": "15:00", "minutes": 50, "every_weeks": 2, "since": "2026-01-06"}


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of Maria, K-0001."""
    return ClientsDriver(window).add("Maria Kowalska")


def opened(window: Window, code: str) -> ClientFile:
    """What the vault says of a file."""
    found: list[ClientFile] = []
    window.shell.ops.query(
        window.shell, lambda desk: files.open(desk, clients.by_code(desk, code)), found.append
    )  # fmt: skip
    window.settle()
    return found[0]


def show(window: Window, make: object) -> FileDriver:
    """Do something to the vault and open the file whose id it returns."""
    made: list[str] = []
    window.shell.ops.command(window.shell, make, made.append, changes={"client"})  # type: ignore[arg-type]
    window.settle()
    window.go_to("client", made[0])
    return FileDriver(window)


def test_completeness_is_one_line_and_each_item_leads_to_its_place(file: FileDriver) -> None:
    assert file.completeness.startswith("The file: 1 done")
    file.press("show_items")
    file.press("item:contact")
    file.find(QWidget, "record_form")
    assert file.control("phones").handle().hasFocus()


def test_what_does_not_apply_is_said_and_taken_back(window: Window, file: FileDriver) -> None:
    file.press("show_items")
    file.press("applies:fees")
    window.settle()
    assert "1 does not apply" in file.completeness
    file.press("applies:fees")
    window.settle()
    assert "does not apply" not in file.completeness


def test_somebody_around_the_client_is_added_and_changed_in_place(window: Window, file: FileDriver) -> None:
    file.press("add_person")
    file.type("name", "Jan Kowalski")
    file.type("relationship", "former partner")
    file.choose_value("contact_rule", "never")
    file.save()
    assert "do not contact: Jan Kowalski" in file.safe_contact
    link = next(each for each in file.links() if each.text() == "Jan Kowalski")
    link.click()
    file.replace("name", "Jan Nowak")
    file.save()
    assert "Jan Nowak" in [each.text() for each in file.links()]
    window.prompts.check()


def test_a_course_of_care_shows_its_usual_time_without_being_opened(window: Window) -> None:
    def make(desk: Desk) -> str:
        client = clients.register(desk, Client(name="Ewa Lis")).id
        body = {"presenting_problem": "SECRET", "started_on": "2026-01-06", "usual_slots": [SLOT]}
        records.add(desk, "episode", [body], client=client)
        return client

    file = show(window, make)
    facts = " ".join(file.labels())
    assert "Tuesday 15:00, 50 min, every 2 weeks" in facts
    assert "next on" in facts
    assert "SECRET" not in facts


def test_a_couple_shows_its_members_and_a_member_the_couple(window: Window) -> None:
    def make(desk: Desk) -> str:
        ola, ben = (clients.register(desk, Client(name=name)).id for name in ("Ola Wrona", "Ben Wrona"))
        members = [Member(client=ola, role="partner"), Member(client=ben, role="partner")]
        return clients.register(desk, Client(name="Ola and Ben", unit=Unit.COUPLE, members=members)).id

    file = show(window, make)
    assert "Members" in file.labels()
    file.press("member:K-0001")
    window.settle()
    assert FileDriver(window).name == "Ola Wrona"
    assert "Also comes as" in file.labels()
    file.press("member:K-0003")
    window.settle()
    assert FileDriver(window).name == "Ola and Ben"


def test_two_files_of_one_person_are_joined_and_parted(window: Window, file: FileDriver) -> None:
    ClientsDriver(window).add("M. Kowalska")
    ClientsDriver(window).open_client("Maria Kowalska")
    file.from_menu("Join")
    assert not file.can_press("join_files")
    found = file.find(QListWidget, "which_client_list")
    assert [found.item(row).text() for row in range(found.count())] == ["K-0002 M. Kowalska"]
    found.setCurrentRow(0)
    file.press("join_files")
    file.find(QWidget, "file_head")
    window.settle()
    assert opened(window, "K-0002").code == "K-0001", "the second opens the first"
    file.from_menu("Part from K-0002")
    window.settle()
    assert opened(window, "K-0002").code == "K-0002"
    window.prompts.check()


def test_a_client_without_signed_records_is_removed_in_two_steps(window: Window, file: FileDriver) -> None:
    file.from_menu("Remove")
    assert not file.can_press("remove_client")
    file.type_into("typed_code", "K-0002")
    assert not file.can_press("remove_client")
    file.type_into("typed_code", "k-0001")
    window.prompts.answer(None)
    file.press("remove_client")
    assert file.find(QLineEdit, "typed_code").isVisible(), "the last question was answered with no"
    window.prompts.answer("remove")
    file.press("remove_client")
    window.settle()
    assert ClientsDriver(window).names() == []
    window.prompts.check()


def test_a_client_with_something_signed_cannot_be_removed(window: Window, file: FileDriver) -> None:
    file.take_consent().explain_all().decide("granted", "verbal").sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    assert not file.menu_entry("Remove").isEnabled()


def test_a_part_that_was_found_elsewhere_opens_in_its_file(window: Window) -> None:
    def make(desk: Desk) -> str:
        client = clients.register(desk, Client(name="Ewa Lis")).id
        body = {"name": "Jan Lis", "relationship": "father", "roles": ["parent"]}
        return records.add(desk, "related_person", [body], client=client)[0].id

    made: list[str] = []
    window.shell.ops.command(window.shell, make, made.append)
    window.settle()
    window.go_to("related_person", made[0])
    form = FileDriver.forms(window)
    assert form.text("name") == "Jan Lis"
    place = window.shell.workspace.place()
    window.go_to("clients")
    window.shell.workspace.return_to(place)
    window.settle()
    assert FileDriver.forms(window).text("name") == "Jan Lis", "after a lock the same record is open"
