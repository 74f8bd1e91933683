"""Settings through the window, on a real vault: what is changed holds after a lock, what is wrong changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox

from app.desk import Desk
from app.services import records
from app.services.personal import preferences, snippets
from app.services.practice import practices
from app.services.vault import recovery
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window

Open = Callable[..., Window]
T = TypeVar("T")
NEW = "twelve brisk otters climb the ladder"


def ask(window: Window, work: Callable[[Desk], T]) -> T:
    """Ask the vault that is open."""
    found: list[T] = []
    window.shell.ops.query(window.shell, work, found.append)
    window.qtbot.waitUntil(lambda: bool(found), timeout=WAIT_MS)
    return found[0]


def again(window: Window, open_window: Open, vault: Path) -> Window:
    """Lock; the window of the next process."""
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.end()
    return open_window(vault, why="person")


def test_a_changed_passphrase_opens_and_the_old_one_is_refused(window: Window, open_window: Open, vault: Path) -> None:
    SettingsDriver(window).change_passphrase(PASSPHRASE, NEW)
    window.wait_for_strip("The passphrase was changed")
    second = again(window, open_window, vault)
    second.unlock.try_to(PASSPHRASE)
    second.wait_for_strip("CS-301")
    second.unlock.enter(NEW)


def test_a_wrong_old_passphrase_changes_nothing(window: Window, open_window: Open, vault: Path) -> None:
    settings = SettingsDriver(window)
    settings.change_passphrase("not the passphrase at all", NEW)
    window.wait_for_strip("CS-301")
    second = again(window, open_window, vault)
    second.unlock.try_to(NEW)
    second.wait_for_strip("CS-301")
    second.unlock.enter(PASSPHRASE)


@pytest.mark.parametrize(
    ("new", "typed_again", "said"),
    [
        ("too short", None, "It is shorter than 15 characters."),
        ("aaaaaaaaaaaaaaaaaaaaaaa", None, "It repeats a few characters."),
        ("Anna Nowak Anna Nowak", None, "It can be guessed: it is built from common words, names or patterns."),
        (NEW, f"{NEW}s", "The two are not the same."),
    ],
)
def test_a_weak_or_mistyped_passphrase_cannot_be_chosen(
    window: Window, new: str, typed_again: str | None, said: str
) -> None:
    settings = SettingsDriver(window)
    settings.fill_passphrase(PASSPHRASE, new, typed_again)
    assert not window.can_press("change_passphrase_now")
    assert said in window.labels()


def test_a_new_sheet_opens_and_the_old_one_is_refused(window: Window, open_window: Open, vault: Path) -> None:
    settings = SettingsDriver(window)
    first = settings.new_sheet(PASSPHRASE)
    settings.close_panel()
    code = settings.new_sheet(PASSPHRASE)
    assert first != code
    sheet = vault.parent / "sheet.pdf"
    window.prompts.answer(sheet)
    window.press("save_sheet")
    window.wait_for_strip("sheet.pdf")
    assert sheet.read_bytes().startswith(b"%PDF")
    second = again(window, open_window, vault)
    second.press("other_way")
    second.unlock.type_secret("recovery_code", first)
    second.press("unlock")
    second.wait_for_strip("CS-301")
    second.unlock.type_secret("recovery_code", code)
    second.press("unlock")
    second.qtbot.waitUntil(lambda: second.shell.is_signed_in, timeout=WAIT_MS)


def test_a_sheet_is_tried_from_today_until_it_is_right(window: Window) -> None:
    settings = SettingsDriver(window)
    code = settings.new_sheet(PASSPHRASE)
    assert "Not tried yet" in settings.sheet_state()
    window.go_to("today")
    window.wait_for_strip("Try your recovery sheet")
    window.press("try_sheet_from_today")
    settings.type_code(code[:-3])
    window.wait_for_strip("CS-305")
    settings.type_code("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
    window.wait_for_strip("CS-305")
    settings.type_code(code.lower().replace("-", " "))
    window.wait_for_strip("The sheet is right")
    settings.close_panel()
    assert "Tried on" in settings.sheet_state()
    window.go_to("today")
    assert not any("recovery sheet" in text for text in window.strips())


def test_the_code_of_an_older_sheet_is_said_to_be_wrong(window: Window) -> None:
    settings = SettingsDriver(window)
    old = settings.new_sheet(PASSPHRASE)
    settings.close_panel()
    settings.new_sheet(PASSPHRASE)
    settings.try_sheet(old)
    window.wait_for_strip("does not open your account")
    assert "Not tried yet" in settings.sheet_state()


def test_the_reminder_is_put_off_in_one_click(window: Window) -> None:
    window.go_to("today")
    window.wait_for_strip("Try your recovery sheet")
    window.press("try_sheet_later")
    window.settle()
    window.go_to("clients")
    window.go_to("today")
    assert not any("Try your recovery sheet" in text for text in window.strips())
    assert ask(window, recovery.state).put_off_until


def test_minutes_hold_at_once_and_after_a_lock(window: Window, open_window: Open, vault: Path) -> None:
    settings = SettingsDriver(window)
    settings.choose_data("idle_minutes", 17)
    settings.choose_data("hide_minutes", 8)
    assert window.shell.manners.limits == (17, 8)
    second = again(window, open_window, vault)
    second.unlock.enter(PASSPHRASE)
    assert second.shell.manners.limits == (17, 8)
    settings = SettingsDriver(second)
    assert (settings.chosen("idle_minutes"), settings.chosen("hide_minutes")) == (17, 8)


def test_look_text_size_and_language_change_what_is_seen(window: Window, qapp: QApplication) -> None:
    settings = SettingsDriver(window, "appearance")
    before = qapp.font().pointSizeF()
    try:
        settings.pick("look", "dark")
        settings.pick("text_size", 150)
        assert qapp.font().pointSizeF() == pytest.approx(before * 1.5)
        assert (window.shell.preferences.look, window.shell.preferences.text_percent) == ("dark", 150)
        assert not settings.shows("section:language"), "with large text the list gives way to the sections"
        settings.pick("text_size", 100)
        settings.wait_for("section:language")
        settings.go_to("language").pick("language", "pl")
        assert window.shell.preferences.language == "pl"
        assert window.shell.workspace.place()["details"]["section"] == "language"
    finally:
        window.shell.theme.choose_text_size(100)
        window.shell.change_language("en")


def test_discreet_mode_is_kept_for_the_person(window: Window) -> None:
    settings = SettingsDriver(window, "appearance")
    window.find(QCheckBox, "discreet_mode").click()
    window.settle()
    assert ask(window, preferences.mine).discreet
    settings.wait_for("names_hidden")
    assert window.find(QCheckBox, "discreet_mode").isChecked()


def test_the_practice_is_changed_as_a_whole_and_an_empty_name_is_refused(window: Window) -> None:
    settings = SettingsDriver(window, "practice")
    form = FormDriver(window._root, window.qtbot)
    assert not window.can_press("save_practice")
    settings.type_into("my_name", "Anna Maria Nowak")
    form.replace("name", "Lime Practice")
    settings.choose_data("jurisdiction", "GB-WLS")
    settings.press("save_practice")
    window.settle()
    profile = ask(window, practices.profile)
    assert (profile.name, profile.jurisdiction, profile.language) == ("Lime Practice", "GB-WLS", "en")
    assert ask(window, lambda desk: practices.person_name(desk, desk.account)) == "Anna Maria Nowak"
    form.replace("name", " ")
    settings.press("save_practice")
    window.wait_for_strip("CS-266")
    assert form.problem("name")
    settings.press("undo_practice")
    window.settle()
    assert form.text("name") == "Lime Practice"


def test_values_are_added_hidden_and_taken_off(window: Window) -> None:
    settings = SettingsDriver(window, "lists")
    settings.choose_data("which_list", "Modality")
    settings.type_into("new_value", "Art therapy")
    settings.press("add_value")
    settings.wait_for("drop:Art therapy")
    window.find(QCheckBox, "value:couple").click()
    window.settle()
    (changed,) = ask(window, practices.profile).value_lists
    assert (changed.name, changed.added, changed.hidden) == ("Modality", ["Art therapy"], ["couple"])
    settings.type_into("new_value", "art therapy")
    settings.press("add_value")
    window.wait_for_strip("CS-273")
    settings.press("drop:Art therapy")
    window.settle()
    window.find(QCheckBox, "value:couple").click()
    window.settle()
    assert ask(window, practices.profile).value_lists == []


def test_how_notes_begin_is_kept(window: Window) -> None:
    settings = SettingsDriver(window, "writing")
    settings.choose_data("default_format", "dap")
    settings.choose_data("default_minutes", 45)
    window.find(QCheckBox, "last_note_beside").click()
    window.settle()
    known = ask(window, preferences.mine)
    assert (known.default_format, known.default_minutes, known.last_note_beside) == ("dap", 45, False)


def test_a_snippet_is_written_changed_deleted_and_brought_back(window: Window) -> None:
    settings = SettingsDriver(window, "writing")
    settings.press("new_snippet")
    settings.type_into("text_name", "Breathing")
    settings.type_into("text_shortcut", "two words")
    settings.write_text("text:text", "{client} breathed {slowly}.")
    assert any("{slowly}" in text and "{client}" not in text for text in window.labels())
    settings.press("save_text")
    window.wait_for_strip("CS-271")
    settings.type_into("text_shortcut", "brth")
    settings.press("save_text")
    settings.wait_for("text:Breathing")
    (known,) = ask(window, snippets.mine).snippets
    assert (known.name, known.shortcut) == ("Breathing", "brth")
    settings.press("new_snippet")
    settings.type_into("text_name", "Other")
    settings.type_into("text_shortcut", "brth")
    settings.write_text("text:text", "x")
    settings.press("save_text")
    window.wait_for_strip("CS-272")
    settings.press("delete:Breathing")
    window.settle()
    assert ask(window, snippets.mine).snippets == ()
    settings.press("bring_back")
    settings.wait_for("text:Breathing")
    assert len(ask(window, snippets.mine).snippets) == 1


def test_a_template_has_a_text_for_each_section_of_its_format(window: Window) -> None:
    settings = SettingsDriver(window, "writing")
    settings.press("new_note_template")
    settings.type_into("text_name", "First session")
    settings.choose_data("text_format", "dap")
    settings.write_text("text:plan", "Next: {next_session}")
    settings.press("save_text")
    settings.wait_for("text:First session")
    (known,) = ask(window, snippets.mine).templates
    body = ask(window, lambda desk: records.open(desk, known.id).body)
    assert [(part.section, part.text) for part in body.sections] == [("plan", "Next: {next_session}")]  # type: ignore[attr-defined]


def test_a_snippet_that_was_begun_is_kept_at_a_lock(window: Window, open_window: Open, vault: Path) -> None:
    settings = SettingsDriver(window, "writing")
    settings.press("new_snippet")
    settings.type_into("text_name", "Half a thought")
    second = again(window, open_window, vault)
    second.unlock.enter(PASSPHRASE)
    (draft,) = ask(second, records.unfinished)
    second.shell.workspace.context.navigator.go_to("snippet", draft)
    SettingsDriver.wait_for(SettingsDriver(second, "writing"), "section:writing")
    second.shell.workspace.context.navigator.go_to("snippet", draft)
    second.settle()
    assert ask(second, lambda desk: records.resume(desk, draft).body.name) == "Half a thought"  # type: ignore[attr-defined]
