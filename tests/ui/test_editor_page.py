"""The editor page: drafts as typed, signing, amending, private notes, consent, the strip when it is missing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.services import records
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import NoteDriver, SignedDriver
from tests.ui.drivers.window import Window
from ui.forms.text import NoteEdit
from ui.widgets import Toast

NO_CONCERN = "no_current_concern_expressed"


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of Maria, K-0001."""
    return ClientsDriver(window).add("Maria Kowalska")


def sign_a_note(file: FileDriver, text: str) -> SignedDriver:
    """Write and sign."""
    note = file.write_note()
    note.write(text).safety(NO_CONCERN)
    return note.sign()


def test_one_press_from_the_file_to_the_first_letter_and_two_from_text_to_signed(
    window: Window, file: FileDriver
) -> None:
    note = file.write_note()  # 1: the button
    focus = QApplication.focusWidget()
    assert isinstance(focus, NoteEdit)
    note.write("She slept six nights of seven.")
    note.press_keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # 1: Ctrl+Enter asks for the statement
    window.settle()
    assert "Choose one, then it is signed." in window.labels()
    note.safety(NO_CONCERN)  # 2: the statement signs
    signed = SignedDriver(window)
    assert "six nights" in signed.texts()
    window.prompts.check()


def test_a_draft_is_kept_while_somebody_types(window: Window, file: FileDriver) -> None:
    note = file.write_note()
    note.write("half a thought")
    note.wait_until_kept()
    assert "draft saved" in note.draft_state()
    kept: list[records.Editing] = []
    record = note.record()
    window.shell.ops.query(window.shell, lambda desk: records.resume(desk, record), kept.append)
    window.settle()
    assert getattr(kept[0].body, "text", "") == "half a thought"


def test_a_draft_is_kept_when_one_goes_elsewhere_at_once_and_found_in_the_file(
    window: Window, file: FileDriver
) -> None:
    file.write_note().write("not yet on disk")
    ClientsDriver(window).open_client("Maria Kowalska")
    file.press("go_on")
    assert NoteDriver(window).text("text") == "not yet on disk"


def test_a_new_note_takes_over_the_facts_of_the_last_one(window: Window, file: FileDriver) -> None:
    note = file.write_note()
    note.press("change_facts")
    note.choose_value("setting", "outdoors")
    note.replace("minutes", "90")
    note.write("first").safety(NO_CONCERN).sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    note = file.write_note()
    assert any("90 minutes" in text and "Outdoors" in text for text in note.labels())
    assert "first" in note.show_last_note()


def test_the_sections_follow_the_format_and_words_move_along(file: FileDriver) -> None:
    note = file.write_note()
    note.write("She was tired.")
    note.use_format("soap")
    assert note.text("subjective") == "She was tired."
    note.write("Slow speech.", "objective")
    note.use_format("dap")
    assert note.kept() == ["subjective", "objective"]
    note.put("subjective", "data").put("objective", "data")
    assert note.text("data") == "She was tired.\n\nSlow speech."
    assert note.kept() == []


def test_what_is_still_missing_is_said_and_shown(file: FileDriver) -> None:
    note = file.write_note()
    note.press("finish")
    assert "Note" in note.wait_for_strip("Still needed")
    assert note.problem("text") == "This is still needed."


def test_a_concern_needs_a_word_about_it(window: Window, file: FileDriver) -> None:
    note = file.write_note()
    note.write("text").safety("concern_present")
    note.press("finish")
    window.settle()
    assert note.problem("risk_note") == "This is still needed."
    note.type("risk_note", "Talked about calling the doctor.")
    signed = note.sign()
    assert "calling the doctor" in signed.texts()


def test_a_signed_note_can_only_be_read_and_added_to(window: Window, file: FileDriver) -> None:
    signed = sign_a_note(file, "Original words.")
    assert window.shell.workspace.findChildren(NoteEdit) == [] or not any(
        each.isVisible() for each in window.shell.workspace.findChildren(NoteEdit)
    )
    signed = signed.amend("addendum", "The sister lives abroad.", "Learned later")
    assert signed.amendments() == 1
    assert "Original words." in signed.texts()
    assert "The sister lives abroad." in signed.texts()
    ClientsDriver(window).open_client("Maria Kowalska")
    file.notes().wait_for("Amended")


def test_an_amendment_needs_its_reason(window: Window, file: FileDriver) -> None:
    signed = sign_a_note(file, "Original words.")
    signed.press("amend")
    signed.type("text", "more")
    signed.press("sign_amendment")
    window.settle()
    assert signed.problem("reason") == "This is still needed."


def test_what_was_entered_in_error_is_marked_everywhere(window: Window, file: FileDriver) -> None:
    signed = sign_a_note(file, "About somebody else.")
    signed.amend("entered_in_error", "", "Wrong file")
    assert "Wrong file" in signed.wait_for_strip("Entered in error")
    ClientsDriver(window).open_client("Maria Kowalska")
    file.notes().wait_for("Entered in error")


def test_the_history_names_versions_and_authors(file: FileDriver) -> None:
    signed = sign_a_note(file, "Original words.")
    texts = signed.history()
    assert "Version 1" in texts
    assert any("Anna Nowak" in text for text in texts)


def test_private_notes_say_what_they_are_and_are_saved_not_signed(window: Window, file: FileDriver) -> None:
    note = file.write_private_note()
    note.wait_for_strip("yours alone")
    note.write("I feel hurried.").save()
    file.notes().wait_for("Saved")
    file.notes().open("Saved")
    note = NoteDriver(window)
    assert note.text("text") == "I feel hurried."
    note.write(" Still.").save()


def test_the_strip_appears_with_the_second_session_without_a_consent(window: Window, file: FileDriver) -> None:
    sign_a_note(file, "First session.")
    ClientsDriver(window).open_client("Maria Kowalska")
    note = file.write_note()
    note.wait_for_strip("There is no consent to therapy yet.")
    note.press("strip_take_consent")
    from tests.ui.drivers.editor import ConsentDriver

    note.press("all_at_once")
    ConsentDriver(window).explain_all().decide("granted", "verbal").sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    note = file.write_note()
    assert not any("consent" in text for text in note.strips())


def test_a_stated_reason_satisfies_the_strip(window: Window, file: FileDriver) -> None:
    sign_a_note(file, "First session.")
    ClientsDriver(window).open_client("Maria Kowalska")
    note = file.write_note()
    note.wait_for_strip("no consent")
    from ui.pages.editor.no_consent import NoConsentStrip

    window.shell.findChildren(NoConsentStrip)[-1].choose("emergency")
    note.write("Second session.").safety(NO_CONCERN).sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    assert "holds until" in file.write_note().wait_for_strip("holds until")


def test_a_consent_says_what_would_make_it_defective(window: Window, file: FileDriver) -> None:
    consent = file.take_consent()
    consent.decide("granted", "verbal").explain("purpose", "risks")
    assert "defective" in consent.wait_for_strip("Without these elements")
    consent.explain_all()
    window.settle()
    assert not any("defective" in text for text in consent.strips())
    consent.sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    assert "In force" in file.consent


def test_an_unticked_consent_is_signed_and_shown_as_defective(window: Window, file: FileDriver) -> None:
    file.take_consent().decide("granted", "verbal").sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    assert "Defective" in file.consent


def test_a_paper_signed_earlier_needs_no_text(window: Window, file: FileDriver) -> None:
    consent = file.take_consent()
    consent.decide("granted", "paper_earlier")
    consent.type("paper_on", "2019")
    consent.sign()
    ClientsDriver(window).open_client("Maria Kowalska")
    assert "2019" in file.consent


@pytest.mark.parametrize("way_back", ["button", "key"])
def test_a_draft_is_thrown_away_at_once_and_comes_back_by_undo(way_back: str, window: Window, file: FileDriver) -> None:
    note = file.write_note()
    note.write("nothing")
    note.wait_until_kept()
    record = note.record()
    note.press("discard")
    FileDriver(window)
    assert "Not finished" not in " ".join(file.strips())
    if way_back == "button":
        window.press("toast_action")
    else:
        window.activate()
        note.press_keys(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    note = NoteDriver(window)
    assert (note.record(), note.text("text")) == (record, "nothing")
    window.prompts.check()


def test_what_was_thrown_away_is_gone_when_the_toast_is(window: Window, file: FileDriver) -> None:
    note = file.write_note()
    note.write("nothing")
    note.press("discard")
    FileDriver(window)
    toast = window.shell.findChildren(Toast)[0]
    toast._timer.timeout.emit()
    assert toast.isHidden()
    assert toast._act is None
    found: list[list[str]] = []
    window.shell.ops.query(window.shell, records.unfinished, found.append)
    window.settle()
    assert found == [[]]


def test_a_lock_keeps_what_was_typed_a_moment_ago_and_comes_back_to_it(
    window: Window, file: FileDriver, open_window: object
) -> None:
    vault = window.shell.preferences.last_vault
    file.write_note().write("typed just now")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left))
    window.end()
    again = open_window(vault)  # type: ignore[operator]
    again.unlock.enter(PASSPHRASE)
    note = NoteDriver(again)
    assert note.text("text") == "typed just now"
    assert any("K-0001" in each.text() for each in again.shell.findChildren(QLabel))


def test_the_client_is_named_by_code_in_the_title_of_the_window(window: Window, file: FileDriver) -> None:
    file.write_note()
    window.settle()
    assert window.shell.windowTitle() == "ClientSafe · K-0001"
