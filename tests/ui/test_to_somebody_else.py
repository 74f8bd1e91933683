"""The sheet for somebody else: on a release that matches, on a ground of the law, and what is missing on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import texts
from app.desk import Desk
from app.records.client import Client
from app.records.consent import Method
from app.records.document import Attachment
from app.services import clients, documents, records
from app.services.outgoing import disclosures, papers, releases
from app.services.outgoing.disclosures import DisclosureRow
from tests.app.helpers import write_note
from tests.app.made_files import pdf
from tests.app.releases_made import sign_release
from tests.app.test_documents import READY
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.sheet import HandOverDriver, SheetDriver
from tests.ui.drivers.window import Window
from ui.documents.letting_out import let_out
from ui.releasing import release
from ui.shell import SMALLEST

KOS = "Dr Maria Kos"


class Made:
    """Anna Zawadzka with a note, a release for Dr Kos, one that has run out, and a brother who must not know."""

    def __init__(self, desk: Desk) -> None:
        self.client = clients.register(desk, Client(name="Anna Zawadzka")).id
        self.note = write_note(desk, self.client).record
        self.release = sign_release(desk, self.client).record
        old = {"expires_on": "2026-02-01", "recipients": [{"name": "Piotr Lis", "organisation": ""}]}
        self.expired = sign_release(desk, self.client, **old).record
        brother = {"name": "Jan Zawadzki", "relationship": "brother", "contact_rule": "never"}
        records.save(desk, records.start(desk, "related_person", self.client).with_values(brother))
        sister = {"name": "Ola Zawadzka", "relationship": "sister"}
        records.save(desk, records.start(desk, "related_person", self.client).with_values(sister))


@pytest.fixture(autouse=True)
def no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a print system."""
    (tmp_path / "nothing").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.fixture
def made(window: Window) -> Made:
    return make(window)


def make(window: Window) -> Made:
    found: list[Made] = []
    window.shell.ops.command(window.shell, Made, found.append, changes={"client"})
    window.settle()
    return found[0]


def open_sheet(window: Window, record: str) -> SheetDriver:
    release(window.shell.workspace.context, window.shell.workspace, lambda desk: papers.of_record(desk, record))
    return SheetDriver(window, "")


def register(window: Window, client: str) -> list[DisclosureRow]:
    found: list[list[DisclosureRow]] = []
    window.shell.ops.query(window.shell, lambda desk: disclosures.rows(desk, client), found.append)
    window.settle()
    return found[0]


def test_on_a_release_that_matches_the_disclosure_is_written_and_it_leaves(
    window: Window, made: Made, tmp_path: Path
) -> None:
    sheet = open_sheet(window, made.note)
    assert sheet.button_text() == "Save as PDF…"
    sheet.to_somebody_else()
    assert sheet.button_text() == "Write the disclosure and save…"
    assert not sheet.can_press("save_pdf")
    (first, can_first), (second, can_second), (last, _can) = sheet.grounds().items()
    assert KOS in first
    assert can_first
    assert "Piotr Lis" in second
    assert "Expired" in second, "each release that does not match says why"
    assert not can_second
    assert "the law names" in last
    sheet.on_release(KOS)
    assert sheet.value("recipient_name") == KOS
    assert sheet.missing() == ["method"]
    sheet.say(method="encrypted_email")
    assert sheet.missing() == []
    sheet.save(tmp_path / "note.pdf")
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF-")
    (row,) = register(window, made.client)
    assert (row.recipient, row.organisation, row.release) == (KOS, "City Clinic", made.release)
    assert not sheet.is_open()


def test_another_recipient_than_the_release_names_stops_it(window: Window, made: Made) -> None:
    sheet = open_sheet(window, made.note).to_somebody_else().on_release(KOS).say(method="post")
    assert sheet.can_press("save_pdf")
    sheet.say(recipient_name="Somebody Else", recipient_org="Elsewhere")
    assert not sheet.can_press("save_pdf")
    assert "ground" in sheet.missing()
    assert any("It is for somebody else" in words for words in sheet.grounds())


def test_on_a_ground_of_the_law_the_least_and_telling_the_client_are_asked(
    window: Window, made: Made, tmp_path: Path
) -> None:
    sheet = open_sheet(window, made.note).to_somebody_else()
    assert not sheet.shows("minimum_necessary")
    sheet.on_basis("Police or prosecutor")
    assert sheet.missing() == ["recipient_name", "purpose", "minimum_necessary", "method", "client_informed_on"]
    sheet.press("missing:purpose")
    assert window.shell.focusWidget() is sheet.control("purpose").handle()
    sheet.say(recipient_name="Police, Warsaw", purpose="Letter of 3 March", minimum_necessary="One note", method="post")
    assert sheet.missing() == ["client_informed_on"]
    sheet.say(not_informed="It would endanger the inquiry.")
    sheet.save(tmp_path / "note.pdf")
    (row,) = register(window, made.client)
    assert (row.recipient, row.basis, row.purpose) == ("Police, Warsaw", "law_enforcement", "Letter of 3 March")


def test_people_around_the_client_are_offered_but_never_who_must_not_know(window: Window, made: Made) -> None:
    sheet = open_sheet(window, made.note).to_somebody_else()
    offered = {words.split(" (")[0] for words in sheet.known()}
    assert offered == {"Dr Maria Kos, City Clinic", "Piotr Lis", "Ola Zawadzka"}
    sheet.pick("Ola")
    assert sheet.value("recipient_name") == "Ola Zawadzka"


def test_enter_in_a_field_lets_nothing_out(window: Window, made: Made) -> None:
    sheet = open_sheet(window, made.note).to_somebody_else().on_release(KOS).say(method="post")
    handle = sheet.control("recipient_name").handle()
    handle.setFocus()
    window.activate()
    QTest.keyClick(handle, Qt.Key.Key_Return)
    window.settle()
    assert sheet.is_open()
    assert register(window, made.client) == []


def test_a_release_withdrawn_meanwhile_lets_nothing_out(window: Window, made: Made, tmp_path: Path) -> None:
    sheet = open_sheet(window, made.note).to_somebody_else().on_release(KOS).say(method="post")

    def withdraw(desk: Desk) -> None:
        releases.withdraw(desk, made.release, method=Method.VERBAL)

    window.shell.ops.command(window.shell, withdraw, lambda _none: None)
    window.settle()
    sheet.save(tmp_path / "note.pdf")
    assert "CS-172" in sheet.wait_for_strip("CS-172")
    assert not (tmp_path / "note.pdf").exists()
    assert register(window, made.client) == []


def test_an_attached_file_goes_the_same_way(window: Window, made: Made, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf())

    def attach(desk: Desk) -> Attachment:
        editing = documents.attach(desk, made.client, path)
        saved = records.sign(desk, editing.with_values(READY))
        return documents.files_of(records.open(desk, saved.record).body)[0]

    found: list[Attachment] = []
    window.shell.ops.command(window.shell, attach, found.append)
    window.settle()
    let_out(window.shell.workspace.context, window.shell.workspace, found[0], "K-0001")
    handing = HandOverDriver(window)
    handing.to_somebody_else().on_release(KOS).say(method="post")
    handing.go_on(tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").exists()
    (row,) = register(window, made.client)
    assert row.recipient == KOS


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_form_can_be_used_by_everybody(language: str, open_window: Callable[..., Window], vault: Path) -> None:
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    sheet = open_sheet(window, make(window).note).to_somebody_else()
    sheet.press("ground:another")
    window.shell.resize(*SMALLEST)
    window.settle()
    window.shell.grab()
    assert nameless(sheet.sheet) == []
    assert unreachable(sheet.sheet) == []
    assert clipped(sheet.sheet) == []
