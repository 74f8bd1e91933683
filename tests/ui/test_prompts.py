"""The real dialogs: what they say, what they give back, what they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.vaults import failure
from tests.ui.accessibility import clipped, nameless
from ui.prompts import Answer, Prompts


@pytest.fixture
def over(qtbot: QtBot) -> Iterator[QWidget]:
    """A window to ask over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.close()


def shown(over: QWidget) -> QMessageBox:
    """The message that is shown."""
    return next(each for each in over.findChildren(QMessageBox) if each.isVisible())


def press(box: QMessageBox, text: str) -> None:
    """Press a button by its words."""
    button = next(each for each in box.findChildren(QPushButton) if each.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_question_gives_back_the_key_of_the_button(over: QWidget) -> None:
    answers: list[str | None] = []
    Prompts(over).ask(
        "Throw it away?", "It is gone then.", [Answer("yes", "Throw away", dangerous=True)], answers.append
    )
    box = shown(over)
    assert nameless(box) == []
    assert clipped(box) == []
    press(box, "Throw away")
    assert answers == ["yes"]


def test_escape_and_enter_never_do_what_is_dangerous(over: QWidget) -> None:
    answers: list[str | None] = []
    prompts = Prompts(over)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        prompts.ask("Throw it away?", "", [Answer("yes", "Throw away", dangerous=True)], answers.append)
        QTest.keyClick(shown(over), key)
    assert answers == [None, None]


def test_a_known_failure_is_told_with_advice_and_code(over: QWidget) -> None:
    Prompts(over).known(failure("refused"))
    box = shown(over)
    assert "do not have the right" in box.text()
    assert "CS-101" in box.informativeText()
    press(box, "OK")


def test_a_bug_is_told_calmly_and_its_report_can_be_saved(over: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    Prompts(over).bug("the report\n")
    box = shown(over)
    assert "What you saved is safe" in box.text()
    press(box, "Save the report…")
    chooser = next(each for each in over.findChildren(QFileDialog) if each.isVisible())
    line = chooser.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    line.setText(str(tmp_path / "report.txt"))
    chooser.accept()
    qtbot.waitUntil((tmp_path / "report.txt").exists)
    assert (tmp_path / "report.txt").read_text("utf-8") == "the report\n"


def test_a_file_chooser_leaves_no_list_of_folders_behind(over: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    chosen: list[Path] = []
    before = set(tmp_path.rglob("*"))
    Prompts(over).save_file("Save", "sheet.pdf", chosen.append)
    chooser = next(each for each in over.findChildren(QFileDialog) if each.isVisible())
    chooser.accept()
    qtbot.waitUntil(lambda: not over.findChildren(QFileDialog))
    assert [path.name for path in chosen] == ["sheet.pdf"]
    assert set(tmp_path.rglob("*")) == before


def test_locking_takes_every_dialog_away_without_an_answer(over: QWidget) -> None:
    answers: list[str | None] = []
    prompts = Prompts(over)
    prompts.ask("Really?", "", [Answer("yes", "Yes")], answers.append)
    prompts.ask_text("Where?", answers.append)
    prompts.close_all()
    assert not [each for each in over.findChildren(QDialog) if each.isVisible()]
    assert answers == []
