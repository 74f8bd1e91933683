"""The Clients page: finding, adding, the warning about doubles."""

from __future__ import annotations

from app.records.client import Client
from app.services import clients
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.window import Window


def test_an_empty_practice_says_what_to_do_first(window: Window) -> None:
    window.go_to("clients")
    assert "No clients yet" in window.labels()
    window.press("empty_action")
    assert window.can_press("cancel_new_client")


def test_a_client_is_added_by_one_field_and_the_file_opens(window: Window) -> None:
    file = ClientsDriver(window).add("Maria Kowalska")
    assert file.name == "Maria Kowalska"
    assert file.code == "K-0001"
    assert window.shell.windowTitle().endswith("K-0001")
    assert "Maria" not in window.shell.windowTitle()
    assert ClientsDriver(window).names() == ["Maria Kowalska"]
    window.prompts.check()


def test_somebody_alike_is_warned_about_and_can_be_opened_or_added_anyway(window: Window) -> None:
    ClientsDriver(window).add("Maria Kowalska")
    page = ClientsDriver(window)
    page.begin_adding("maria kowalska")
    assert "K-0001" in page.duplicate_warning()
    assert page.open_duplicate().code == "K-0001"
    assert ClientsDriver(window).add("Kowalska Maria", anyway=True).code == "K-0002"


def test_nothing_is_added_without_a_name(window: Window) -> None:
    page = ClientsDriver(window)
    page.press("new_client_button")
    assert not page.can_press("add_client")
    page.type_into("new_client_name", "   ")
    assert not page.can_press("add_client")


def test_a_few_letters_or_a_code_or_a_status_narrow_the_list(window: Window) -> None:
    for name in ("Maria Kowalska", "Łucja Żak", "Piotr Lis"):
        ClientsDriver(window).add(name)
    page = ClientsDriver(window)
    assert page.names() == ["Łucja Żak", "Maria Kowalska", "Piotr Lis"]
    assert page.filter("kow") == ["Maria Kowalska"]
    assert page.filter("zak") == ["Łucja Żak"]
    assert page.filter("K-0003") == ["Piotr Lis"]
    assert page.filter("nobody") == []
    assert "Nobody found" in page.labels()
    assert page.filter("") != []
    assert page.show_status("closed") == []
    assert len(page.show_status("open")) == 3


def test_pressing_a_head_turns_the_order_around(window: Window) -> None:
    for name in ("Anna", "Zofia"):
        ClientsDriver(window).add(name)
    page = ClientsDriver(window)
    page.press_head(1)
    assert page.names() == ["Zofia", "Anna"]
    page.press_head(1)
    assert page.names() == ["Anna", "Zofia"]


def test_rows_come_in_portions_and_only_those_in_sight_are_asked_for(window: Window) -> None:
    def fill(desk: object) -> None:
        for number in range(450):
            clients.register(desk, Client(name=f"Client {number:03}"))  # type: ignore[arg-type]

    window.shell.ops.command(window.shell, fill, lambda _done: None, changes={"client"})
    window.settle()
    page = ClientsDriver(window)
    page.wait_for("Client 000")
    window.settle()
    arrived = [name for name in page.column(1) if name]
    assert len(page.column(1)) == 450
    assert 0 < len(arrived) <= 200
