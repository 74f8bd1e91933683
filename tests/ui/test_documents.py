"""Documents in the window: every way to take a file in, what is refused, and looking at pages from memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.app import made_files
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.documents import DocumentDriver, DocumentsDriver, DraftDriver
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from ui.widgets import PathLabel


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of Maria, K-0001."""
    return ClientsDriver(window).add("Maria Kowalska")


@pytest.fixture
def documents(window: Window, file: FileDriver) -> DocumentsDriver:
    """Her documents."""
    return DocumentsDriver(window, file)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A scanned letter of twelve pages."""
    path = tmp_path / "Scan_0007.pdf"
    path.write_bytes(made_files.pdf(12))
    return path


def test_a_chosen_file_is_described_signed_and_listed(window: Window, documents: DocumentsDriver, letter: Path) -> None:
    draft = documents.attach(letter)
    assert draft.text("title") == "Scan_0007", "the name of the file is where a title begins"
    assert draft.files == ["Scan_0007.pdf"]
    signed = draft.describe("Letter of the school", "letter").sign()
    assert signed.place == "Page 1 of 12"
    signed.press("to_file")
    row = FileDriver(window).documents().wait_for("Letter of the school")
    assert row[1:] == ["Letter", "", "12", "Signed"]
    window.prompts.check()


def test_pages_are_drawn_as_they_come_into_sight_and_forgotten_behind(
    window: Window, documents: DocumentsDriver, letter: Path
) -> None:
    draft = documents.attach(letter)
    pages = draft.pages
    assert pages.pages == 12
    assert max(pages.held) < 5, "only what is in sight and its neighbours"
    draft.press_key(Qt.Key.Key_End)
    window.qtbot.waitUntil(lambda: 11 in pages.held)
    assert 0 not in pages.held, "what is far away is let go"
    assert draft.place == "Page 12 of 12"
    draft.press_key(Qt.Key.Key_Home)
    draft.press_key(Qt.Key.Key_PageDown)
    assert pages.verticalScrollBar().value() > 0
    before = pages.percent
    draft.press_key(Qt.Key.Key_Plus)
    assert pages.percent > before
    draft.press_key(Qt.Key.Key_Minus)
    assert pages.percent == before


def test_a_screen_reader_is_given_the_words_of_the_page_in_the_middle(
    window: Window, documents: DocumentsDriver, letter: Path
) -> None:
    draft = documents.attach(letter)
    pages = draft.pages

    def is_said(place: str, words: str) -> bool:
        return pages.accessibleDescription().split() == [*place.split(), words]

    window.qtbot.waitUntil(lambda: is_said("Page 1 of 12", "Page-0"))
    draft.press_key(Qt.Key.Key_End)
    window.qtbot.waitUntil(lambda: is_said("Page 12 of 12", "Page-11"))
    draft.press_key(Qt.Key.Key_Home)
    window.qtbot.waitUntil(lambda: is_said("Page 1 of 12", "Page-0"))
    pages.forget()
    assert pages.accessibleDescription() == ""


def test_leaving_lets_go_of_the_file_and_of_the_process_that_showed_it(
    window: Window, documents: DocumentsDriver, letter: Path
) -> None:
    draft = documents.attach(letter)
    pages, viewer = draft.pages, draft.viewer()
    opened = viewer._file
    assert opened is not None
    window.go_to("clients")
    assert pages.held == []
    assert viewer._file is None
    window.qtbot.waitUntil(lambda: opened._viewing is None and opened._viewable is None)


def test_files_that_are_dropped_together_become_one_document(
    window: Window, documents: DocumentsDriver, tmp_path: Path, letter: Path
) -> None:
    second = tmp_path / "Scan_0008.png"
    second.write_bytes(made_files.png())
    documents.drop([letter, second])
    draft = DraftDriver(window)
    assert draft.files == ["Scan_0007.pdf", "Scan_0008.png"]
    draft.look_at("Scan_0008.png")
    assert draft.pages.pages == 1
    draft.take_out()
    assert draft.files == ["Scan_0008.png"]


def test_one_refused_among_many_is_told_and_the_others_are_taken(
    window: Window, documents: DocumentsDriver, tmp_path: Path, letter: Path
) -> None:
    program = tmp_path / "invoice.pdf"
    program.write_bytes(b"MZ" + bytes(400))
    documents.drop([program, letter])
    draft = DraftDriver(window)
    assert draft.files == ["Scan_0007.pdf"]
    told = draft.wait_for_strip("invoice.pdf")
    assert "CS-241" in told
    assert "Ask for it as a PDF" in told


def test_each_of_several_refused_files_is_told(window: Window, documents: DocumentsDriver, tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ" + bytes(400))
    (tmp_path / "b.pdf").write_bytes(b"")
    documents.drop([tmp_path / "a.exe", tmp_path / "b.pdf"])
    told = documents.file.wait_for_strip("a.exe")
    assert "CS-241" in told
    assert "b.pdf" in told
    assert "CS-240" in told
    window.prompts.check()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("setup.exe", b"MZ" + bytes(400), "CS-241"),
        ("empty.pdf", b"", "CS-240"),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + bytes(90), "CS-243"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_with_advice(
    window: Window, documents: DocumentsDriver, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    documents.try_to_attach(path)
    told = documents.file.wait_for_strip(code)
    assert len(told.split(". ")) > 1, "what happened, and what to do now"
    assert "No documents yet" in documents.file.labels()
    window.prompts.check()


def test_a_picture_is_pasted(window: Window, documents: DocumentsDriver) -> None:
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    draft = documents.paste(picture)
    assert draft.files == ["Pasted picture.png"]
    assert draft.pages.pages == 1


def test_words_are_shown_without_a_memory_for_undo(window: Window, documents: DocumentsDriver, tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("zażółć gęślą jaźń\n" * 1500, "utf-8")
    draft = documents.attach(path)
    assert draft.words().count("zażółć gęślą jaźń") == 1500


def test_what_cannot_be_shown_says_so_and_offers_a_copy(
    window: Window, documents: DocumentsDriver, tmp_path: Path
) -> None:
    path = tmp_path / "interview.mp3"
    path.write_bytes(b"ID3" + bytes(600))
    draft = documents.attach(path)
    assert "This cannot be shown here" in draft.labels()
    assert "keeps what the recorder wrote" in draft.wait_for_strip("interview.mp3")
    copy = tmp_path / "out" / "copy.mp3"
    copy.parent.mkdir()
    window.prompts.answer(copy)
    draft.press("empty_action")
    window.press("continue")
    window.qtbot.waitUntil(copy.exists)
    assert copy.read_bytes() == path.read_bytes()
    window.settle()
    window.prompts.check()


def test_new_scans_are_offered_and_nothing_is_taken_by_itself(
    window: Window, documents: DocumentsDriver, tmp_path: Path
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "Scan_0009.pdf").write_bytes(made_files.pdf(1))
    (folder / "notes.exe").write_bytes(b"MZ")
    documents.file.tab("documents")
    window.prompts.answer(folder)
    documents.file.press("scans")
    window.settle()
    assert "Scan_0009.pdf" in documents.file.labels()
    assert "notes.exe" not in documents.file.labels()
    assert "Draft" not in " ".join(documents.file.labels())
    documents.file.press("attach_scan")
    assert DraftDriver(window).files == ["Scan_0009.pdf"]


def test_a_scan_folder_that_is_away_says_so_and_another_can_be_chosen_in_the_settings(
    window: Window, documents: DocumentsDriver, tmp_path: Path
) -> None:
    first, second = tmp_path / "stick", tmp_path / "scans"
    for folder in (first, second):
        folder.mkdir()
    (second / "Scan_0001.pdf").write_bytes(made_files.pdf(1))
    window.prompts.answer(first)
    settings = SettingsDriver(window, "writing")
    assert not settings.shows("scan_folder_path")
    settings.press("choose_scan_folder")
    window.settle()
    assert settings.find(PathLabel, "scan_folder_path").text() == str(first)
    first.rmdir()
    file = _documents_of(window)
    file.press("scans")
    window.settle()
    assert any("There is no folder to read" in text for text in file.labels())
    window.prompts.answer(second)
    SettingsDriver(window, "writing").press("choose_scan_folder")
    window.settle()
    file = _documents_of(window)
    file.press("scans")
    window.settle()
    assert "Scan_0001.pdf" in file.labels()
    settings = SettingsDriver(window, "writing")
    settings.press("forget_scan_folder")
    window.settle()
    assert not settings.shows("scan_folder_path")


def _documents_of(window: Window) -> FileDriver:
    file = ClientsDriver(window).open_client("K-0001")
    file.tab("documents")
    return file


def test_a_signed_document_keeps_its_files(window: Window, documents: DocumentsDriver, letter: Path) -> None:
    signed = documents.attach(letter).describe("Letter", "letter").sign()
    assert isinstance(signed, DocumentDriver)
    assert signed.pages.pages == 12
    assert not [each for each in signed.files if each != "Scan_0007.pdf"]
