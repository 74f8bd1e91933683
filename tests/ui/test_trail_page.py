"""The Trail page: what is listed, filtered and verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.records.client import Client
from app.services import clients
from tests.ui.drivers.base import folder
from tests.ui.drivers.window import Window


@pytest.fixture
def with_client(window: Window) -> Window:
    """Anna's practice with one client, K-0001."""
    window.shell.ops.command(
        window.shell, lambda desk: clients.register(desk, Client(name="Ewa Lis")), lambda _ref: None, changes={"client"}
    )
    window.settle()
    return window


def test_the_newest_entries_come_first_and_name_the_client_by_code_only(with_client: Window) -> None:
    table = with_client.trail.table
    table.wait_for("Saved")
    numbers = [int(cell.replace(",", "")) for cell in table.column(4)]
    assert numbers == sorted(numbers, reverse=True)
    assert any("K-0001" in cells for cells in table.cells())
    assert not any("Ewa" in cell for cells in table.cells() for cell in cells)


def test_filters_narrow_the_list_and_one_press_shows_everything_again(with_client: Window) -> None:
    trail = with_client.trail
    everything = len(trail.table.cells())
    trail.choose("trail_group", "Signed in and off")
    with_client.settle()
    assert set(trail.table.column(1)) <= {"Signed in", "Signed off", "Failed sign-in", "Recovery code used"}
    trail.press("trail_reset")
    with_client.settle()
    assert len(trail.table.cells()) >= everything


def test_a_filter_that_finds_nothing_says_so(with_client: Window) -> None:
    trail = with_client.trail
    trail.choose("trail_group", "Left the practice")
    with_client.settle()
    assert "No entry fits what you chose above." in with_client.labels()


def test_a_code_that_no_client_has_is_told(with_client: Window) -> None:
    trail = with_client.trail
    trail.type_into("trail_client", "K-7777")
    assert "K-7777" in trail.wait_for_strip("CS-")


def test_verifying_says_up_to_which_entry_and_is_an_entry_itself(with_client: Window) -> None:
    trail = with_client.trail
    told = trail.verify()
    assert "Verified to entry" in told
    assert "No entry is missing" in told
    with_client.settle()
    trail.table.wait_for("Trail verified")


def test_the_page_shows_no_word_of_colleagues_to_who_works_alone(with_client: Window) -> None:
    trail = with_client.trail
    assert "Everybody" not in trail.labels()
    assert not any("Anna" in cell for cells in trail.table.cells() for cell in cells)


def test_a_client_filter_shows_what_happened_to_that_file(with_client: Window, tmp_path: Path) -> None:
    folder(tmp_path / "unused")
    trail = with_client.trail
    trail.type_into("trail_client", "K-0001")
    with_client.qtbot.waitUntil(lambda: set(trail.table.column(2)) == {"K-0001"})
