"""The crisis card: one key from anywhere, and back to exactly where one was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox

from app import texts
from app.desk import Desk
from app.packs import crisis_card
from app.records.client import Client, EmergencyContact
from app.records.practice_profile import PracticeProfile
from app.services import clients, records
from app.services.practice import policies, practices
from tests.app.full_disk import full_disk
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.client_file import TABS as FILE_TABS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.crisis import CrisisDriver, press_key
from tests.ui.drivers.editor import NoteDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window
from ui.all_pages import page_specs
from ui.forms.text import NoteEdit
from ui.prompts import Answer, Prompts
from ui.shell import SMALLEST

Open = Callable[..., Window]
CONTACT = EmergencyContact(name="Ola Nowak", relationship="sister", phone="600 100 200", may_be_told="everything")
SHIPPED = [line.phone for line in crisis_card.public_card("PL").lines]


def add_client(desk: Desk) -> str:
    return clients.register(desk, Client(name="Ewa Lis", emergency_contacts=[CONTACT])).id


def sign_protocol(desk: Desk) -> str:
    return records.sign(desk, policies.begin(desk, "emergency_protocol").with_values({"text": "1. Stay."})).record


def on_desk(window: Window, work: Callable[[Desk], object], *changes: str) -> object:
    """Do something in the vault, as another page of the program would."""
    found: list[object] = []
    window.shell.ops.command(window.shell, work, found.append, changes=changes)
    window.settle()
    return found[0]


@pytest.fixture
def client(window: Window) -> str:
    """A client with somebody to call."""
    return str(on_desk(window, add_client, "client"))


def test_numbers_are_there_at_once_and_the_clients_part_follows(window: Window, client: str) -> None:
    on_desk(window, sign_protocol, "policy")
    window.go_to("client", client)
    press_key(window, Qt.Key.Key_F1)
    card = window.shell.crisis.card
    assert card is not None
    assert card.isVisible()
    assert window.shell.ops.busy, "the vault is asked only after the card can be seen"
    at_once = [each.text() for each in card.findChildren(QLabel) if each.isVisible()]
    assert {"112", *SHIPPED} <= set(at_once)
    assert "600 100 200" not in at_once, "what is in the client's record is shown once its entry is written"
    shown = CrisisDriver(window)
    assert shown.emergency() == ["112"]
    assert shown.numbers() == ["600 100 200", *SHIPPED]
    assert shown.client() == "K-0001 · Ewa Lis"
    assert "Stay." in shown.protocol()


def test_one_key_from_every_page_and_back(window: Window, client: str) -> None:
    names = [spec.name for spec in page_specs()]
    assert len(names) > 6
    for name in names:
        window.go_to(name, client if name == "client_file" else None)
        page = window.shell.workspace.current_page()
        shown = CrisisDriver(window)
        assert shown.emergency() == ["112"], name
        assert shown.client() == ("K-0001 · Ewa Lis" if name == "client_file" else ""), name
        shown.close()
        assert window.shell.workspace.isVisible(), name
        assert window.shell.workspace.current_page() is page, name


def test_the_editor_keeps_caret_selection_and_draft(window: Window, client: str) -> None:
    window.go_to("client", client)
    note = FileDriver(window).write_note()
    note.write("She called at noon.")
    edit = note.control("text").handle()
    assert isinstance(edit, NoteEdit)
    cursor = edit.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(10, cursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    shown = CrisisDriver(window)
    assert shown.client() == "K-0001 · Ewa Lis"
    QTest.keyClicks(shown.card, "x")
    shown.close()
    assert edit.hasFocus()
    assert (edit.textCursor().anchor(), edit.textCursor().position()) == (4, 10)
    QTest.keyClicks(edit, "phoned")
    assert note.text("text") == "She phoned at noon."


def test_one_key_with_the_search_open(window: Window, client: str) -> None:
    del client
    search = SearchDriver(window)
    search.type_only("Ewa")
    CrisisDriver(window).close()
    assert search.is_open()
    assert search.panel.field.hasFocus()
    assert search.panel.field.text() == "Ewa"


def test_one_key_with_a_menu_or_the_list_of_keys_open(window: Window) -> None:
    for name in ("person", "search"):
        if name == "person":
            window.press("person")
        else:
            window.shell.workspace.show_keys()
        popup = QApplication.activePopupWidget()
        assert popup is not None
        QTest.keyClick(popup, Qt.Key.Key_F1)
        window.qtbot.waitUntil(lambda: window.shell.crisis.card is not None, timeout=WAIT_MS)
        assert QApplication.activePopupWidget() is None
        card = window.shell.crisis.card
        assert card is not None
        card.close_overlay()


def test_a_dialog_steps_aside_and_is_asked_again(window: Window) -> None:
    answers: list[str | None] = []
    prompts = Prompts(window.shell)
    window.shell.crisis._prompts = prompts
    prompts.crisis_wanted.connect(window.shell.open_crisis_card)
    window.activate()
    prompts.ask("Throw this draft away?", "It is lost.", [Answer("discard", "Throw away")], answers.append)
    box = window.shell.findChildren(QMessageBox)[0]
    window.qtbot.waitUntil(lambda: QApplication.activeWindow() is box, timeout=WAIT_MS)
    QTest.keyClick(box, Qt.Key.Key_F1)
    card = window.shell.crisis.card
    assert card is not None
    assert not box.isVisible()
    assert answers == []
    window.qtbot.waitUntil(window.shell.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    window.qtbot.waitUntil(box.isVisible)
    assert box.isModal()
    QTest.mouseClick(next(each for each in box.buttons() if each.text() == "Throw away"), Qt.MouseButton.LeftButton)
    assert answers == ["discard"]


def test_a_hidden_window_shows_nothing(window: Window) -> None:
    window.shell.cover.drop("Covered.")
    window.shell.open_crisis_card()
    assert window.shell.crisis.card is None


def test_the_unlock_page_has_the_lines_of_the_place_and_no_more(open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    window.type_secret("passphrase", "half a pass")
    window.press("crisis")
    shown = CrisisDriver(window)
    assert shown.emergency() == ["112", "999", "911"]
    window.press("place:GB")
    assert shown.emergency() == ["999"]
    assert "116 123" in shown.numbers()
    assert (shown.client(), shown.protocol()) == ("", "")
    shown.close()
    QTest.keyClicks(window.shell.focusWidget(), "phrase")
    assert window.shell.is_signed_in is False
    assert window.find(QAbstractButton, "unlock").isEnabled()


def test_the_unlock_page_remembers_where_the_practice_is(window: Window, open_window: Open, vault: Path) -> None:
    window.settle()
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.end()
    again = open_window(vault)
    again.activate()
    shown = CrisisDriver(again)
    assert shown.emergency() == ["112"]
    assert shown.numbers() == SHIPPED


def test_on_a_full_disk_lines_and_protocol_stay_and_it_says_why_the_rest_is_closed(window: Window, client: str) -> None:
    on_desk(window, sign_protocol, "policy")
    window.go_to("client", client)
    desk = window.shell.ops._engine._desk
    assert desk is not None
    full = full_disk(desk)
    window.shell.ops.query(window.shell, lambda _desk: full.__enter__(), lambda _none: None)
    window.settle()
    shown = CrisisDriver(window)
    assert shown.numbers() == SHIPPED
    assert "Stay." in shown.protocol()
    assert shown.client() == ""
    assert "CS-701" in shown.wait_for_strip("full")
    shown.close()
    window.shell.ops.query(window.shell, lambda _desk: full.__exit__(None, None, None), lambda _none: None)
    window.settle()


def test_i_rang_it_confirms_a_line_and_a_place(window: Window) -> None:
    def add_place(desk: Desk) -> str:
        values = {"name": "Crisis café", "resource_kind": "crisis", "phone": "12 345", "verified_on": "2020-01-01"}
        return records.save(desk, records.start(desk, "resource", **values)).record

    place = on_desk(window, add_place, "resource")
    shown = CrisisDriver(window)
    stale = [text for text in shown.labels() if "please confirm" in text]
    shown.press("rang:line:pl-800702222")
    window.settle()
    shown.press(f"rang:place:{place}")
    window.settle()
    assert len([text for text in shown.labels() if "please confirm" in text]) == len(stale) - 2
    assert shown.is_open()


def test_a_clinician_rings_nothing_for_the_practice(window: Window) -> None:
    from dataclasses import replace

    context = window.shell.workspace.context
    window.shell.crisis.begin(replace(context, who=replace(context.who, role="clinician")))
    window.settle()
    shown = CrisisDriver(window)
    assert not [each for each in shown.card.findChildren(QAbstractButton) if each.objectName().startswith("rang:")]


def test_a_crisis_note_is_begun_with_one_click(window: Window, client: str) -> None:
    window.go_to("client", client)
    CrisisDriver(window).press("crisis_note")
    note = NoteDriver(window)
    assert note.value("format") == "crisis_contact"
    assert note.shows("contact_reason")


def test_the_keys_scroll_at_once(window: Window) -> None:
    window.shell.resize(1024, 640)
    card = CrisisDriver(window).card
    window.shell.grab()
    bar = card._sheet.verticalScrollBar()
    assert bar.maximum() > 0
    for key, place in ((Qt.Key.Key_End, bar.maximum()), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Space, bar.pageStep())):
        QTest.keyClick(window.shell.focusWidget(), key)
        assert bar.value() == min(place, bar.maximum())


def test_a_change_of_the_practice_is_on_the_next_card(window: Window) -> None:
    on_desk(window, lambda desk: practices.save_profile(desk, PracticeProfile(name="X", jurisdiction="GB")))
    window.shell.ops.changed.emit(frozenset({"practice_profile"}))
    window.settle()
    press_key(window, Qt.Key.Key_F1)
    card = window.shell.crisis.card
    assert card is not None
    assert window.shell.ops.busy
    assert [each.text() for each in card.findChildren(QLabel, "emergency_number")] == ["999"]


def test_the_card_leads_to_the_protocol_that_is_missing(window: Window) -> None:
    CrisisDriver(window).press("write_protocol")
    window.settle()
    assert window.shell.workspace.place()["page"] == "practice"


def test_the_passphrase_typed_before_is_still_right(open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    window.type_secret("passphrase", PASSPHRASE)
    CrisisDriver(window).close()
    window.press("unlock")
    window.qtbot.waitUntil(lambda: window.shell.is_signed_in, timeout=WAIT_MS)
    assert ClientsDriver(window) is not None


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_card_can_be_used_by_everybody(language: str, open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    for signed_in in (False, True):
        if signed_in:
            window.unlock.enter(PASSPHRASE)
            on_desk(window, sign_protocol, "policy")
            window.go_to("client", str(on_desk(window, add_client, "client")))
        shown = CrisisDriver(window)
        window.shell.resize(*SMALLEST)
        window.settle()
        window.shell.grab()
        assert nameless(shown.card) == []
        assert unreachable(shown.card) == []
        assert clipped(shown.card) == []
        shown.close()


def sign_safety_plan(desk: Desk, client: str, copy_is_safe: str) -> str:
    """A safety plan, with a word by which it is found again."""
    values = {
        "for_whom": ["dv"],
        "early_signs": ["He comes home late"],
        "own_steps": ["Go to Ola"],
        "distractions": [{"who_or_where": "The library"}],
        "helpers": [{"name": "Ola", "phone": "600 100 200"}],
        "professionals": [{"name": "Shelter", "phone": "800 120 002"}],
        "surroundings": [{"what": "Keys", "step": "A second pair at Ola's"}],
        "made_together": "yes",
        "copy_is_safe": copy_is_safe,
        "client_copy": "paper" if copy_is_safe == "yes" else None,
    }
    return records.sign(desk, records.start(desk, "safety_plan", client).with_values(values)).record


def plan_words(shown: CrisisDriver) -> list[str]:
    """The lines of the plan on the card."""
    return [one.text() for one in shown.card.findChildren(QLabel, "plan_words") if one.isVisible()]


def test_one_key_shows_the_plan_from_every_tab_and_form_of_the_file(window: Window, client: str) -> None:
    on_desk(window, lambda desk: sign_safety_plan(desk, client, "yes"), "safety_plan")
    window.go_to("client", client)
    file = FileDriver(window)
    for tab in FILE_TABS:
        file.tab(tab)
        shown = CrisisDriver(window)
        assert plan_words(shown)[:2] == ["He comes home late", "Go to Ola"], tab
        shown.close()
    for kind in ("session_note", "risk_review", "safety_plan", "closure"):
        window.shell.workspace.context.navigator.go_to(kind, None, client=client)
        window.settle()
        shown = CrisisDriver(window)
        assert plan_words(shown)[:2] == ["He comes home late", "Go to Ola"], kind
        assert shown.numbers()[0] == "600 100 200", "the emergency contact stands there too"
        shown.close()


def test_the_plan_stands_under_the_emergency_numbers_and_above_the_rest(window: Window, client: str) -> None:
    on_desk(window, lambda desk: sign_safety_plan(desk, client, "yes"), "safety_plan")
    window.go_to("client", client)
    card = CrisisDriver(window).card
    heights = [
        next(one for one in card.findChildren(QLabel, name) if one.isVisible()).mapTo(card, QPoint()).y()
        for name in ("emergency_number", "plan_words", "crisis_number")
    ]
    assert heights == sorted(heights)


def test_a_plan_that_must_not_be_found_is_shown_and_says_that_it_is_not_printed(window: Window, client: str) -> None:
    plan = on_desk(window, lambda desk: sign_safety_plan(desk, client, "no"), "safety_plan")
    window.go_to("client", client)
    shown = CrisisDriver(window)
    assert "Go to Ola" in plan_words(shown)
    assert any("not printed" in words for words in shown.labels())
    shown.close()
    window.shell.workspace.context.navigator.go_to("safety_plan", str(plan), client=client)
    window.settle()
    reading = CrisisDriver(window)
    reading.close()
    assert "neither printed nor exported" in window.wait_for_strip("not safe for the client")
