"""The search panel: by keyboard from words to the place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import SignedDriver
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window


@pytest.fixture
def practice(window: Window) -> Window:
    """Two clients, a note about a diary, an incident on the stairs."""
    note = ClientsDriver(window).add("Maria Kowalska").write_note()
    note.write("She keeps a sleep diary and calls her sister in Żory.").safety("no_current_concern_expressed").sign()
    ClientsDriver(window).add("Łucja Żak")
    IncidentsDriver(window).record("Somebody slipped.", "Stairs", "no")
    window.go_to("clients")
    return window


def test_hits_are_grouped_by_client_with_the_words_marked(practice: Window) -> None:
    search = SearchDriver(practice)
    lines = search.look_for("diary")
    assert lines[0] == "K-0001 Maria Kowalska"
    assert lines[1].startswith("Session note")
    assert "⟨diary⟩" in search.excerpts()[0]


def test_enter_opens_the_chosen_hit(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("diary")
    search.open_chosen()
    assert "sleep diary" in SignedDriver(practice).texts()
    assert not search.is_open()


def test_names_are_found_without_their_accents(practice: Window) -> None:
    search = SearchDriver(practice)
    assert "K-0002 Łucja Żak" in search.look_for("lucja zak")
    search.open_chosen()
    assert FileDriver(practice).name == "Łucja Żak"


def test_the_search_begins_by_itself_when_typing_stops(practice: Window) -> None:
    search = SearchDriver(practice)
    search.type_only("zory")
    assert "K-0001 Maria Kowalska" in search.wait_for_hits()


def test_an_incident_is_found_and_opened(practice: Window) -> None:
    search = SearchDriver(practice)
    lines = search.look_for("slipped")
    assert lines[0] == "The practice"
    search.open_chosen()
    assert IncidentDriver(practice).stops()["first"] == "lock"


def test_the_arrows_go_from_hit_to_hit(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("s")
    assert "two letters" in search.hint()
    search.look_for("maria")
    first = search.panel._list.currentRow()
    search.press_key(Qt.Key.Key_Down)
    search.press_key(Qt.Key.Key_Up)
    assert search.panel._list.currentRow() == first


def test_nothing_found_says_what_to_try(practice: Window) -> None:
    search = SearchDriver(practice)
    assert search.look_for("xylophone") == []
    assert "Nothing found" in search.hint()


def test_escape_closes_and_what_was_found_is_forgotten(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("diary")
    search.press_key(Qt.Key.Key_Escape)
    assert not search.is_open()
    again = SearchDriver(practice)
    assert again.lines() == []
