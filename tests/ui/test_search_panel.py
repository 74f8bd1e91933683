"""The palette: by keyboard from words to the place, to a client, or to something done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.desk import Desk
from app.records.client import Client
from app.services import clients
from app.services.client_files import files
from app.services.reading import trails
from tests.app.helpers import sign_incident
from tests.ui.colleagues import as_person
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import NoteDriver, SignedDriver
from tests.ui.drivers.incidents import IncidentDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import write_note
from ui.search.panel import SearchPanel


def fill(desk: Desk) -> None:
    """Two clients, a note about a diary, an incident on the stairs."""
    maria = clients.register(desk, Client(name="Maria Kowalska")).id
    files.open(desk, maria)
    write_note(desk, maria, "She keeps a sleep diary and calls her sister in Żory.")
    files.open(desk, clients.register(desk, Client(name="Łucja Żak")).id)
    sign_incident(desk, what_happened="Somebody slipped.")


@pytest.fixture(scope="module")
def filled(made_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice in which there is something to find, locked."""
    path = tmp_path_factory.mktemp("searched") / "practice.clientsafe"
    shutil.copytree(made_vault, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("searched-settings")))
        as_person(path, None, PASSPHRASE, fill)
    return path


@pytest.fixture
def practice(filled: Path, open_window: Callable[..., Window], tmp_path: Path) -> Window:
    """A window on a copy of it, with its clients."""
    path = tmp_path / "practice.clientsafe"
    shutil.copytree(filled, path)
    window = open_window(path)
    window.unlock.enter(PASSPHRASE)
    window.go_to("clients")
    return window


def searches(window: Window) -> list[object]:
    """What the trail holds of searches, the newest first."""
    found: list[object] = []

    def ask(desk: Desk) -> list[object]:
        return [row.detail for row in trails.entries(desk, actions=["search"])]

    window.shell.ops.query(window.shell, ask, found.extend)
    window.settle()
    return found


def test_hits_are_grouped_by_client_with_the_words_marked(practice: Window) -> None:
    search = SearchDriver(practice)
    lines = search.look_for("diary")
    assert lines[0] == "K-0001 Maria Kowalska"
    assert lines[1].startswith("Session note")
    assert "⟨diary⟩" in search.excerpts()[0]
    assert search.sections() == ["Records"]


def test_enter_opens_the_chosen_hit(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("diary")
    search.open_chosen()
    assert "sleep diary" in SignedDriver(practice).texts()
    assert not search.is_open()


def test_enter_searches_at_once_where_nothing_is_chosen(practice: Window) -> None:
    search = SearchDriver(practice)
    search.type_without_pause()
    search.suggest("zory")
    assert search.chosen() == ""
    search.open_chosen()
    assert search.records()[0] == "K-0001 Maria Kowalska"
    assert search.chosen().startswith("Session note")


def test_a_client_is_one_enter_away_however_fast_one_types(practice: Window) -> None:
    search = SearchDriver(practice)
    assert search.suggest("lucja")[:2] == ["Clients", "K-0002 Łucja Żak"]
    assert search.chosen() == "K-0002 Łucja Żak"
    search.open_chosen()
    assert FileDriver(practice).name == "Łucja Żak"
    practice.go_to("clients")
    SearchDriver(practice).enter("lucja zak")
    assert FileDriver(practice).name == "Łucja Żak"
    SearchDriver(practice).enter("1")
    assert FileDriver(practice).name == "Maria Kowalska"


def test_an_incident_is_found_and_opened(practice: Window) -> None:
    search = SearchDriver(practice)
    assert search.look_for("slipped")[0] == "The practice"
    search.open_chosen()
    assert IncidentDriver(practice).stops()["first"] == "lock"


def test_sections_stand_in_their_order_and_the_arrows_go_through_all(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("maria")
    assert search.sections() == ["Clients", "Commands", "Records"]
    seen = [search.chosen()]
    for _step in range(20):
        search.press_key(Qt.Key.Key_Down)
        seen.append(search.chosen())
    assert seen[0] == "K-0001 Maria Kowalska"
    assert "Write a note for K-0001 Maria Kowalska" in seen
    assert seen[-1] == "Client"
    search.press_key(Qt.Key.Key_Up)
    assert search.chosen() != "Client"


def test_writing_a_note_for_somebody_by_name(practice: Window) -> None:
    search = SearchDriver(practice)
    search.suggest("note lucja")
    assert search.chosen() == "Write a note for K-0002 Łucja Żak"
    search.open_chosen()
    assert NoteDriver(practice).shows("text")
    assert practice.shell.workspace.current_page() is practice.shell.workspace.page("editor")


def test_commands_alone_behind_the_sign_and_the_latest_first(practice: Window) -> None:
    search = SearchDriver(practice)
    lines = search.suggest(">")
    assert search.sections() == ["Commands"]
    assert {"New client", "Back up now", "Crisis card", "Verify the trail", "Look: Dark", "Lock"} <= set(lines)
    search.enter(">dark")
    assert practice.shell.theme.choice == "dark"
    search = SearchDriver(practice)
    assert search.suggest("")[-5:][0] == "Look: Dark"
    assert search.suggest(">")[1] == "Look: Dark"
    search.enter("> go to trail")
    assert practice.shell.workspace.current_page() is practice.shell.workspace.page("trail")
    assert SearchDriver(practice).suggest(">xyzzy") == []


def test_a_command_is_done_by_its_name_and_a_word_is_looked_for(practice: Window) -> None:
    search = SearchDriver(practice)
    search.type_without_pause()
    search.suggest("new cl")
    assert search.chosen() == "New client"
    search.suggest("stairs")
    assert search.chosen() == ""
    search.suggest("discreet")
    assert search.chosen() == "", "a command is not done because of a word in it"


def test_filters_are_chips_that_a_key_takes_out(practice: Window) -> None:
    search = SearchDriver(practice)
    assert search.look_for("diary kind:session-note klient:K-0002 ") == []
    assert search.chips() == ["Kind: Session note", "Client: K-0002"]
    assert "Nothing found" in search.hint()
    before = len(searches(practice))
    search.press_key(Qt.Key.Key_Tab)
    search.press_key(Qt.Key.Key_Right)
    search.press_key(Qt.Key.Key_Delete)
    search.wait_for_search()
    assert search.chips() == ["Kind: Session note"]
    assert search.records()[0] == "K-0001 Maria Kowalska"
    assert search.text() == "diary kind:session-note "
    assert len(searches(practice)) == before + 1


def test_filters_alone_list_what_fits(practice: Window) -> None:
    search = SearchDriver(practice)
    lines = search.look_for("kind:incident ")
    assert lines[0] == "The practice"
    assert lines[1].startswith("Incident")
    assert search.excerpts() == [""]


def test_values_are_offered_while_a_filter_is_typed(practice: Window) -> None:
    search = SearchDriver(practice)
    lines = search.suggest("diary kind:")
    assert {"Session note", "Consent", "Incident"} <= set(lines)
    assert search.chosen() == ""
    search.suggest("diary kind:sess")
    assert search.chosen() == "Session note"
    search.press_key(Qt.Key.Key_Tab)
    assert search.text() == 'diary kind:"Session note" '
    search.wait_for_search()
    assert search.chips() == ["Kind: Session note"]
    search.suggest("client:luc")
    assert search.chosen() == "K-0002 · Łucja Żak"
    search.open_chosen()
    assert search.text() == "client:K-0002 "
    assert "late · its date has passed" in search.suggest("due:l")
    assert search.suggest("has:")[1] == "file"
    assert search.suggest("by:")[1] == "me · Anna Nowak"


def test_half_a_filter_is_not_searched_for(practice: Window) -> None:
    search = SearchDriver(practice)
    before = searches(practice)
    search.look_for("diary kind:sess")
    search.look_for("kind:")
    assert searches(practice) == before


def test_what_is_not_understood_is_said_with_its_place(practice: Window) -> None:
    search = SearchDriver(practice)
    before = searches(practice)
    search.look_for("diary kind:xylophone ")
    assert search.hint().startswith("Word 2 of the search, kind:xylophone, is not understood")
    search.look_for("diary client:nobody ")
    assert "no client has this code or name" in search.hint()
    assert searches(practice) == before


def test_one_search_is_one_entry_with_words_and_filters(practice: Window) -> None:
    before = len(searches(practice))
    search = SearchDriver(practice)
    search.look_for("diary kind:session-note ")
    search.look_for("diary rodzaj:session_note  ")  # the same question
    entries = searches(practice)
    assert len(entries) == before + 1
    assert entries[0] == {"words": "diary", "filters": "kind:session_note"}


def test_amended_and_wrong_ones_are_marked_and_the_wrong_ones_last(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("diary")
    search.open_chosen()
    SignedDriver(practice).amend("entered_in_error", "", "Another client")
    ClientsDriver(practice).open_client("K-0001").write_note().write("The diary again.").safety(
        "no_current_concern_expressed"
    ).sign().amend("addendum", "It is blue.", "Left out")
    search = SearchDriver(practice)
    search.look_for("diary kind:session-note ")
    assert search.states() == ["Amended", "Entered in error"]


def test_more_in_this_file_narrows_the_search(practice: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.services.reading import searches as service

    monkeypatch.setattr(service.look, "__kwdefaults__", {"limit": 1})
    search = SearchDriver(practice)
    search.look_for("by:me kind:client ")
    assert "The best 1 are shown" in search.hint()
    search.choose_entry("More in this file: K-0002")
    search.wait_for_search()
    assert search.text() == "by:me kind:client client:K-0002 "
    assert "More in this file: K-0002" not in search.lines()


def test_codes_stand_for_names_where_it_is_discreet(practice: Window) -> None:
    practice.shell.workspace.discreet_chosen.emit(True)
    practice.settle()
    search = SearchDriver(practice)
    assert search.suggest("maria")[:2] == ["Clients", "K-0001"]
    search.wait_for_search()
    assert not any("Maria" in line for line in search.lines())


def test_a_screen_reader_hears_what_is_chosen_and_how_much_was_found(
    practice: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(SearchPanel, "_say", lambda _panel, words: said.append(words))
    search = SearchDriver(practice)
    search.panel._list.moved.disconnect()
    search.panel._list.moved.connect(search.panel._say)
    search.look_for("diary")
    search.press_key(Qt.Key.Key_Up)
    search.press_key(Qt.Key.Key_Down)
    assert said[0] == "1 record found."
    search.look_for("maria")
    search.press_key(Qt.Key.Key_Down)
    assert said[-1] == "Write a note for K-0001 Maria Kowalska"


def test_two_letters_at_least(practice: Window) -> None:
    search = SearchDriver(practice)
    search.look_for("s")
    assert "two letters" in search.hint()


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
    assert again.records() == []
    assert again.text() == ""
