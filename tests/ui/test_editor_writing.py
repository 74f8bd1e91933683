"""Writing in the editor: formats, marks, snippets and templates, and an undo that never leaks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.records.session_note import SECTIONS, NoteFormat
from app.services.personal import own_texts, preferences, snippets
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import NoteDriver, SignedDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.forms.text import NoteEdit
from ui.shortcuts import KeyList

NO_CONCERN = "no_current_concern_expressed"
CTRL = Qt.KeyboardModifier.ControlModifier
TEXT_FORMATS = [one.value for one in NoteFormat if one is not NoteFormat.NON_ATTENDANCE]


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of Maria, K-0001."""
    return ClientsDriver(window).add("Maria Kowalska")


@pytest.fixture
def note(file: FileDriver) -> NoteDriver:
    """A new note of hers."""
    return file.write_note()


def edit_in_focus() -> NoteEdit:
    focus = QApplication.focusWidget()
    assert isinstance(focus, NoteEdit)
    return focus


def keep_snippet(window: Window, name: str, text: str, shortcut: str = "") -> None:
    """As if it had been written before."""
    window.shell.ops.command(
        window.shell,
        lambda desk: own_texts.save(desk, snippets.begin_snippet(desk, name, text, shortcut)),
        lambda _saved: None,
    )
    window.settle()


@pytest.mark.parametrize("layout", TEXT_FORMATS)
def test_every_format_has_its_sections_and_is_signed_with_them(layout: str, note: NoteDriver) -> None:
    note.use_format(layout)
    names = next(names for one, names in SECTIONS.items() if one.value == layout)
    for name in names:
        note.write(f"Words of {name}.", name)
    texts = note.safety(NO_CONCERN).sign().texts()
    assert [f"Words of {name}." in texts for name in names] == [True] * len(names)


def test_a_session_that_did_not_take_place_has_attempts(window: Window, note: NoteDriver) -> None:
    note.use_format("non_attendance")
    note.press("change_facts")
    note.choose_value("attendance", "no_show")
    note.press("add:attempts")
    window.settle()
    note.type("outcome", "No answer.")
    note.write("Write to her tomorrow.", "decision")
    texts = note.safety(NO_CONCERN).sign().texts()
    assert "No answer." in texts
    assert "Write to her tomorrow." in texts


def test_text_that_a_format_has_no_place_for_waits_and_cannot_be_signed_unseen(
    window: Window, note: NoteDriver
) -> None:
    note.use_format("soap")
    note.write("Tired.", "subjective").write("Slow speech.", "objective")
    note.use_format("dap")
    note.write("All of it.", "data").safety(NO_CONCERN)
    note.press("finish")
    assert "Subjective, Objective" in note.wait_for_strip("has no place")
    note.use_format("soap")
    assert (note.text("subjective"), note.text("objective"), note.kept()) == ("Tired.", "Slow speech.", ["data"])
    note.put("data", "plan")
    assert "All of it." in note.sign().texts()


def test_what_is_kept_of_another_format_survives_in_the_draft(
    window: Window, file: FileDriver, note: NoteDriver
) -> None:
    note.use_format("soap")
    note.write("Tired.", "subjective").write("Slow speech.", "objective")
    note.use_format("dap")
    window.go_to("clients")
    ClientsDriver(window).open_client("Maria Kowalska")
    file.press("go_on")
    again = NoteDriver(window)
    assert again.kept() == ["subjective", "objective"]
    again.put("objective", "assessment")
    assert again.text("assessment") == "Slow speech."


def test_what_was_put_elsewhere_comes_back_by_undo(note: NoteDriver) -> None:
    note.use_format("soap")
    note.write("Tired.", "subjective").write("Slow speech.", "objective")
    note.use_format("dap")
    note.put("objective", "data")
    assert note.kept() == ["subjective"]
    note.control("data").handle().setFocus()
    note.undo()
    assert (note.text("data"), note.kept()) == ("", ["subjective", "objective"])


def test_the_only_text_moves_along_and_undo_offers_it_again(note: NoteDriver) -> None:
    note.write("She was tired.")
    note.use_format("birp")
    assert (note.text("behaviour"), note.kept()) == ("She was tired.", [])
    note.control("behaviour").handle().setFocus()
    note.undo()
    assert (note.text("behaviour"), note.kept()) == ("", ["text"])


def test_undo_never_shows_words_of_another_record(window: Window, file: FileDriver, note: NoteDriver) -> None:
    note.write("Secret of Maria.")
    other = ClientsDriver(window).add("Jan Nowak").write_note()
    edit = edit_in_focus()
    assert not edit.document().isUndoAvailable()
    other.undo()
    assert (other.text("text"), edit.toPlainText()) == ("", "")
    other.write("Of Jan.")
    ClientsDriver(window).open_client("Maria Kowalska")
    file.press("go_on")
    again = NoteDriver(window)
    again.control("text").handle().setFocus()
    for _ in range(4):
        again.undo()
    assert again.text("text") == "Secret of Maria."


def test_a_snippet_comes_by_its_shortcut_and_tab_and_goes_by_one_undo(window: Window, file: FileDriver) -> None:
    keep_snippet(window, "Breathing", "Breathing with {client}.\nTwice.", "brth")
    note = file.write_note()
    note.write("Then brth")
    note.press_keys(Qt.Key.Key_Tab)
    window.settle()
    assert note.text("text") == "Then Breathing with Maria Kowalska.\nTwice."
    type_keys(edit_in_focus(), " Well.")
    note.undo()
    assert note.text("text") == "Then Breathing with Maria Kowalska.\nTwice."
    note.undo()
    assert note.text("text") == "Then brth"


def test_tab_after_any_other_word_leads_on(window: Window, file: FileDriver) -> None:
    keep_snippet(window, "Breathing", "Breathing.", "brth")
    note = file.write_note()
    note.write("breath")
    before = edit_in_focus()
    note.press_keys(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not before
    assert note.text("text") == "breath"


def test_a_snippet_comes_by_the_menu_and_unknown_fields_are_named(window: Window, file: FileDriver) -> None:
    keep_snippet(window, "Check", "{code}: {mood}")
    note = file.write_note()
    note.write("Now: ").insert("Check")
    assert note.text("text") == "Now: K-0001: {mood}"
    assert "{mood}" in note.wait_for_strip("no field")
    type_keys(edit_in_focus(), " well")
    note.undo()
    assert note.text("text") == "Now: K-0001: {mood}"
    note.undo()
    assert note.text("text") == "Now:"


def test_what_is_chosen_becomes_a_snippet_that_is_there_at_once(window: Window, note: NoteDriver) -> None:
    note.write("Breathing, twice.")
    assert not note.can_insert("Save what is chosen as a snippet…")
    edit_in_focus().selectAll()
    note.insert("Save what is chosen as a snippet…").keep_as("Breathing", "brth")
    note.control("text").handle().setFocus()
    edit_in_focus().moveCursor(edit_in_focus().textCursor().MoveOperation.End)
    type_keys(edit_in_focus(), " brth")
    note.press_keys(Qt.Key.Key_Tab)
    window.settle()
    assert note.text("text") == "Breathing, twice. Breathing, twice."


def test_a_snippet_without_a_name_is_not_kept(note: NoteDriver) -> None:
    note.write("Breathing.")
    edit_in_focus().selectAll()
    note.insert("Save what is chosen as a snippet…")
    note.press("save_card_save")
    note._window.settle()
    assert note.problem("name")


def test_a_template_is_made_of_a_note_and_begins_the_next(window: Window, file: FileDriver, note: NoteDriver) -> None:
    note.use_format("dap")
    note.write("Seen on {date}.", "data").write("Same time.", "plan")
    note.insert("Save this note as a template…").keep_as("Usual")
    other = ClientsDriver(window).add("Jan Nowak").write_note()
    other.insert("Usual")
    assert other.value("format") == "dap"
    assert other.text("data").startswith("Seen on ")
    assert "{date}" not in other.text("data")
    assert other.text("plan") == "Same time."


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("bold", (Qt.Key.Key_B, CTRL), "**one**"),
        ("heading", (Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier), "## one"),
        ("bullets", (Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier), "- one"),
        ("numbers", (Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier), "1. one"),
        ("quote", (Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier), "> one"),
    ],
)
def test_marks_by_button_and_by_key_and_back(
    kind: str, key: tuple[Qt.Key, Qt.KeyboardModifier], text: str, note: NoteDriver
) -> None:
    note.write("one")
    edit_in_focus().selectAll()
    note.mark(kind)
    assert note.text("text") == text
    edit_in_focus().undo()
    assert note.text("text") == "one"
    edit_in_focus().selectAll()
    note.press_keys(*key)
    assert note.text("text") == text


def test_paste_is_reduced_to_the_subset(note: NoteDriver) -> None:
    pasted = QMimeData()
    pasted.setHtml("<h1>Plan</h1><p><span style='color:red'>Go <b>slowly</b></span></p><ul><li>rest</li></ul>")
    edit_in_focus().insertFromMimeData(pasted)
    assert note.text("text") == "## Plan\n\nGo **slowly**\n\n- rest"


def test_headings_and_quotes_look_as_they_are_read(note: NoteDriver) -> None:
    note.write("x")
    edit = edit_in_focus()
    edit.set_text("## Plan\n> her words\nplain")
    formats = [
        [(each.format.fontWeight() >= 600, each.format.fontItalic()) for each in block.layout().formats()]
        for block in (edit.document().findBlockByNumber(number) for number in range(3))
    ]
    assert (True, False) in formats[0]
    assert (False, True) in formats[1]
    assert formats[2] == []


def test_the_usual_format_is_that_of_the_preferences(window: Window, file: FileDriver) -> None:
    window.shell.ops.command(
        window.shell, lambda desk: preferences.change(desk, default_format=NoteFormat.PIRP), lambda _known: None
    )
    window.settle()
    assert file.write_note().value("format") == "pirp"


def test_a_note_after_three_days_says_that_it_is_late(window: Window, file: FileDriver) -> None:
    window.shell.workspace.context.navigator.go_to(
        "session_note", None, client=client_id(window), started="2026-01-05T15:00"
    )
    window.settle()
    late = NoteDriver(window)
    assert any("late entry" in text for text in late.labels())
    late.press("late_reason")
    late.type("late_reason", "I was ill.")
    late.write("Seen.").safety(NO_CONCERN)
    signed = late.sign()
    assert "I was ill." in signed.texts()
    assert any("late entry" in text for text in signed.labels())


def test_the_last_note_stands_beside_and_stays_closed_when_closed(window: Window, file: FileDriver) -> None:
    file.write_note().write("The first.").safety(NO_CONCERN).sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    note = file.write_note()
    window.settle()
    assert note.shows_last_note()
    assert "The first." in note.show_last_note()
    note.press("show_last_note")
    window.settle()
    ClientsDriver(window).open_client("Maria Kowalska")
    note = file.write_note()
    window.settle()
    assert not note.shows_last_note()


def test_a_record_in_the_wrong_file_is_written_in_the_right_one_and_both_say_so(
    window: Window, file: FileDriver
) -> None:
    ClientsDriver(window).add("Jan Nowak")
    ClientsDriver(window).open_client("Maria Kowalska")
    signed = file.write_note().write("About Jan.").safety(NO_CONCERN).sign()
    old = signed.record()
    draft = signed.write_in_file_of("Jan", "Wrong file open")
    assert window.shell.windowTitle() == "ClientSafe · K-0002"
    assert draft.text("text") == "About Jan."
    assert any("K-0001 by mistake" in text for text in draft.labels())
    signed = draft.sign()
    new = signed.record()
    signed.press("open_linked")
    before = SignedDriver(window)
    window.settle()
    assert before.record() == old
    assert "Wrong file open" in before.wait_for_strip("Entered in error")
    before.press("open_linked")
    window.settle()
    assert SignedDriver(window).record() == new


def client_id(window: Window) -> str:
    """The client whose file is open."""
    page = window.shell.workspace.current_page()
    assert page is not None
    return page.client_id()


def test_the_list_of_keys_has_those_of_writing_while_somebody_writes(window: Window, note: NoteDriver) -> None:
    def listed() -> list[str]:
        window.shell.workspace.show_keys()
        keys = window.shell.findChildren(KeyList)[-1]
        texts = [each.text() for each in keys.findChildren(QLabel)]
        keys.close()
        return texts

    assert {"Ctrl+Shift+L", "Numbered list", "Insert a snippet or a template"} <= set(listed())
    window.go_to("clients")
    assert "Numbered list" not in listed()
