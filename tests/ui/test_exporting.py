"""Exporting a file from its menu: for whom first, then the sheet with the pages, then the file that was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QApplication

from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.outgoing import disclosures
from app.services.outgoing.disclosures import DisclosureRow
from tests.app.releases_made import sign_release
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.exporting import ExportDriver
from tests.ui.drivers.window import Window
from ui.shell import SMALLEST


@pytest.fixture
def client(window: Window) -> ClientRef:
    """A client with a signed note, a release and a private note."""

    def write(desk: Desk) -> ClientRef:
        made = clients.register(desk, Client(name="Ewa Lis"))
        note = records.start(desk, "session_note", made.id, text="We talked about the café.")
        records.sign(desk, note.with_values({"risk_statement": "no_current_concern_expressed"}))
        records.save(desk, records.start(desk, "process_note", made.id, text="Zwierzenie"))
        sign_release(desk, made.id)
        return made

    found: list[ClientRef] = []
    window.shell.ops.command(window.shell, write, found.append)
    window.settle()
    return found[0]


def open_export(window: Window, client: ClientRef) -> ExportDriver:
    window.shell.workspace.context.navigator.go_to("client", client.id)
    FileDriver(window).from_menu("Export")
    return ExportDriver(window)


def registered(window: Window, client: ClientRef) -> list[DisclosureRow]:
    found: list[list[DisclosureRow]] = []
    window.shell.ops.query(window.shell, lambda desk: disclosures.rows(desk, client.id), found.append)
    window.settle()
    return found[0]


def test_json_for_the_client_is_registered_and_holds_no_private_note(
    window: Window, client: ClientRef, tmp_path: Path
) -> None:
    sheet = open_export(window, client).for_whom("client").as_a("json").go_on()
    assert sheet.answers() == {"client": True}, "what was made for the client goes to nobody else"
    assert not sheet.can_press("print")
    path = tmp_path / "a.json"
    sheet.save(path)
    found = json.loads(path.read_bytes())
    assert found["manifest"]["made_for"] == "client"
    assert {one["kind"] for one in found["records"]} == {"client", "session_note", "release"}
    assert "Zwierzenie" not in path.read_text("utf-8")
    assert len(registered(window, client)) == 1


def test_a_locked_book_stays_with_us(window: Window, client: ClientRef, tmp_path: Path) -> None:
    export = open_export(window, client)
    passphrase = export.locked()
    assert len(passphrase.split()) == 6
    export.without("release").go_on().save(tmp_path / "a.pdf")
    with pikepdf.Pdf.open(tmp_path / "a.pdf", password=passphrase) as document:
        assert document.encryption.R == 6
    assert registered(window, client) == []


def test_a_weak_passphrase_is_refused_before_anything_is_read(window: Window, client: ClientRef) -> None:
    export = open_export(window, client)
    export.locked("otters")
    export.press("export_continue")
    assert "cannot be used" in export.wait_for_strip("CS-201")
    assert export.is_open()


def test_what_is_asked_follows_from_the_answers(window: Window, client: ClientRef) -> None:
    export = open_export(window, client)
    assert set(export.kinds()) == {"client", "session_note", "release"}
    assert not export.shows("export_release")
    assert not export.shows("export_confidential")
    assert not export.shows("export_passphrase")
    export.for_whom("somebody_else")
    assert export.shows("export_confidential")
    export.on_release("Dr Maria Kos")
    assert export.kinds() == [], "the release says what it covers"
    export.as_a("fhir")
    assert not export.shows("export_lock")


def test_to_somebody_else_on_a_release_holds_what_it_covers(window: Window, client: ClientRef, tmp_path: Path) -> None:
    export = open_export(window, client).for_whom("somebody_else").on_release("Dr Maria Kos").as_a("fhir")
    sheet = export.go_on()
    sheet.on_release("Dr Maria Kos").say(method="handed_over")
    sheet.save(tmp_path / "a.fhir.json")
    text = (tmp_path / "a.fhir.json").read_text("utf-8")
    assert "Ewa Lis" not in text
    assert {entry["resource"]["resourceType"] for entry in json.loads(text)["entry"]} >= {"Patient", "Provenance"}
    (row,) = registered(window, client)
    assert (row.recipient, row.basis) == ("Dr Maria Kos", "roi")


def test_it_fits_the_smallest_window_and_everything_has_a_name(window: Window, client: ClientRef) -> None:
    export = open_export(window, client)
    export.for_whom("somebody_else").locked("x" * 20)
    window.shell.resize(*SMALLEST)
    QApplication.sendPostedEvents()
    window.settle()
    root = export.page
    assert nameless(root) == []
    assert clipped(root) == []
    assert unreachable(root) == []
