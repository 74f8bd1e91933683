"""The one sheet: where it goes, Enter, files for their owner alone, printers by a pipe, and what the trail says."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QPageSize, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import texts
from app.desk import Desk
from app.keeping.outgoing import Parcel
from app.records.client import Client
from app.reports import pages
from app.rules.destinations import Destination
from app.services import clients, records
from app.services.outgoing import papers, releasing
from app.services.reading import trails
from app.services.reading.trails import TrailRow
from app.vaults import KnownError
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.crisis import CrisisDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from ui.overlay import Overlay
from ui.platform import printers
from ui.releasing import hand_over, release
from ui.shell import SMALLEST

LP = """#!/bin/sh
echo "$@" >> "{told}/arguments"
{before}
cat > "{told}/printed.pdf"
{after}
"""
LPSTAT = """#!/bin/sh
case $1 in -e) printf 'Hall\nOffice\n';; *) echo 'system default destination: Office';; esac
"""


@pytest.fixture
def print_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A print system of two printers; what it is handed lies in the folder that comes back."""
    programs, told = tmp_path / "bin", tmp_path / "print system"
    programs.mkdir()
    told.mkdir()
    monkeypatch.setenv("PATH", str(programs), prepend=":")

    def set_up(*, before: str = "", after: str = "") -> Path:
        for name, text in (("lp", LP.format(told=told, before=before, after=after)), ("lpstat", LPSTAT)):
            (programs / name).write_text(text, "utf-8")
            (programs / name).chmod(0o755)
        return told

    return set_up


@pytest.fixture
def no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a print system."""
    (tmp_path / "nothing").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.fixture
def note(window: Window) -> str:
    """A signed note of Ewa Lis, K-0001."""
    return open_paper(window, "session_note")


def open_paper(window: Window, kind: str) -> str:
    def write(desk: Desk) -> str:
        client = clients.register(desk, Client(name="Ewa Lis")).id
        editing = records.start(desk, kind, client, text="We talked about the café.")
        if kind == "process_note":
            return records.save(desk, editing).record
        return records.sign(desk, editing.with_values({"risk_statement": "no_current_concern_expressed"})).record

    found: list[str] = []
    window.shell.ops.command(window.shell, write, found.append)
    window.settle()
    release(window.shell.workspace.context, window.shell.workspace, lambda desk: papers.of_record(desk, found[0]))
    return found[0]


def logged(window: Window, *actions: str) -> list[TrailRow]:
    """Entries of these actions, oldest first."""
    found: list[list[TrailRow]] = []
    window.shell.ops.query(window.shell, lambda desk: trails.page(desk, actions=actions).rows, found.append)
    window.settle()
    return found[0][::-1]


@pytest.mark.usefixtures("no_printer", "note")
def test_a_note_is_saved_with_enter_for_its_owner_alone(window: Window, tmp_path: Path) -> None:
    sheet = SheetDriver(window, "")
    assert sheet.answers() == {"practice": True, "client": True, "somebody_else": True}
    assert sheet.chosen() == "practice"
    path = tmp_path / "note.pdf"
    window.prompts.answer(path)
    sheet.print()
    assert path.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not sheet.is_open()
    assert [row.outcome for row in logged(window, "export", "print")] == ["begun", "done"]


@pytest.mark.usefixtures("note")
def test_enter_prints_on_the_usual_printer(window: Window, print_system: Callable[..., Path]) -> None:
    told = print_system()
    sheet = reopened(window)
    sheet.print()
    assert pages.count((told / "printed.pdf").read_bytes()) == 1
    assert (told / "arguments").read_text("utf-8") == "-s -d Office -n 1 -t ClientSafe\n"
    assert [row.outcome for row in logged(window, "export", "print")] == ["begun", "done"]
    assert not sheet.is_open()


def reopened(window: Window) -> SheetDriver:
    """The sheet again, which now finds the print system."""
    sheet = SheetDriver(window, "")
    prepare = sheet.sheet._outlet._prepare
    sheet.close()
    release(window.shell.workspace.context, window.shell.workspace, prepare)
    return SheetDriver(window, "")


@pytest.mark.usefixtures("note")
def test_a_printer_may_take_its_time(window: Window, print_system: Callable[..., Path]) -> None:
    told = print_system(before="sleep 0.5")
    sheet = reopened(window)
    sheet.print()
    assert (told / "printed.pdf").read_bytes().startswith(b"%PDF-")
    assert [row.outcome for row in logged(window, "print")] == ["begun", "done"]


@pytest.mark.usefixtures("note")
def test_another_printer_and_more_copies_to_the_client(window: Window, print_system: Callable[..., Path]) -> None:
    told = print_system()
    sheet = reopened(window)
    sheet.choose("client")
    sheet.choose("printers", "Hall")
    sheet.sheet._copies.setValue(3)
    sheet.press("print")
    window.settle()
    assert "-d Hall -n 3" in (told / "arguments").read_text("utf-8")
    entry = logged(window, "print")[0]
    assert entry.purpose == "client_request" or "client" in entry.purpose_label.lower()


@pytest.mark.usefixtures("note")
def test_a_printer_that_refuses_is_said_and_logged(window: Window, print_system: Callable[..., Path]) -> None:
    print_system(after="echo 'lp: The printer or class does not exist.' >&2; exit 1")
    sheet = reopened(window)
    sheet.print()
    assert "The printer or class does not exist" in sheet.wait_for_strip("CS-278")
    assert sheet.is_open()
    assert sheet.can_press("print")
    assert [row.outcome for row in logged(window, "print")] == ["begun", "not_printed"]


@pytest.mark.usefixtures("note")
def test_what_was_begun_is_ended_when_the_sheet_is_closed(window: Window, print_system: Callable[..., Path]) -> None:
    print_system(before="exec sleep 60")
    sheet = reopened(window)
    sheet.press_key(Qt.Key.Key_Return)
    window.qtbot.waitUntil(lambda: window.shell.ops.jobs_running and not window.shell.ops.busy, timeout=WAIT_MS)
    sheet.close()
    window.settle()
    window.settle()
    assert [row.outcome for row in logged(window, "print")] == ["begun", "stopped"]


@pytest.mark.usefixtures("note")
def test_printing_leaves_no_file(
    window: Window, print_system: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = print_system()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)  # it is looked for once and kept
    reopened(window).print()
    assert (told / "printed.pdf").exists()
    assert list(scratch.iterdir()) == []


@pytest.mark.usefixtures("note", "no_printer")
def test_esc_lets_nothing_out(window: Window) -> None:
    focus = window.shell.workspace.isVisible()
    sheet = SheetDriver(window, "")
    sheet.close()
    assert not focus
    assert window.shell.workspace.isVisible()
    assert logged(window, "export", "print") == []


@pytest.mark.usefixtures("note", "no_printer")
def test_a_place_that_cannot_be_written_is_said(window: Window, tmp_path: Path) -> None:
    sheet = SheetDriver(window, "")
    sheet.save(tmp_path / "nowhere" / "note.pdf")
    sheet.wait_for_strip("CS-")
    assert sheet.is_open()
    begun, ended = [row.outcome for row in logged(window, "export")]
    assert begun == "begun"
    assert ended not in {"begun", "done"}


@pytest.mark.usefixtures("no_printer")
def test_a_private_note_does_not_go_to_the_client(window: Window) -> None:
    open_paper(window, "process_note")
    assert SheetDriver(window, "").answers() == {"practice": True, "client": False, "somebody_else": True}


@pytest.mark.usefixtures("no_printer")
def test_the_crisis_card_asks_nothing(window: Window, tmp_path: Path) -> None:
    CrisisDriver(window).press("print_card")
    sheet = SheetDriver(window, "")
    assert sheet.answers() == {}
    sheet.save(tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF-")
    assert window.shell.crisis.card is not None
    assert window.shell.crisis.card.isVisible(), "back to the card"


@pytest.mark.usefixtures("no_printer")
def test_the_crisis_card_is_saved_before_anybody_has_signed_in(
    open_window: Callable[..., Window], vault: Path, tmp_path: Path
) -> None:
    window = open_window(vault)
    CrisisDriver(window).press("place:GB")
    window.press("print_card")
    sheet = SheetDriver(window, "")
    assert sheet.answers() == {}
    sheet.save(tmp_path / "card.pdf")
    assert pages.count((tmp_path / "card.pdf").read_bytes()) == 1


@pytest.mark.parametrize("page", ["clients", "incidents", "trail"])
@pytest.mark.usefixtures("no_printer")
def test_every_list_prints(window: Window, page: str) -> None:
    window.go_to(page)
    sheet = SheetDriver(window)
    assert sheet.chosen() == "practice"
    sheet.close()
    current = window.shell.workspace.current_page()
    assert current is not None
    assert current.isVisible()


@pytest.mark.usefixtures("no_printer")
def test_a_blank_consent_form_asks_nothing(window: Window) -> None:
    made: list[str] = []
    window.shell.ops.command(window.shell, lambda desk: clients.register(desk, Client(name="Ewa Lis")).id, made.append)
    window.settle()
    window.go_to("client", made[0])
    FileDriver(window).tab("consents")
    assert SheetDriver(window, "release_form").answers() == {}


def _given(parcel: Parcel, _desk: Desk) -> Parcel:
    return parcel


def test_the_same_question_without_a_paper(window: Window) -> None:
    told: list[Destination] = []
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        over = window.shell.workspace
        parcel = Parcel(document="list", to_client_first=False)
        hand_over(
            over.context, over, "Save the letter", partial(_given, parcel), lambda to: told.append(to.destination)
        )
        window.settle()
        window.activate()
        QTest.keyClick(window.shell.focusWidget(), key)
        assert not [each for each in window.shell.findChildren(Overlay) if each.isVisible()]
    assert told == [Destination.PRACTICE]


def test_pages_are_painted_one_by_one_for_a_system_without_pipes(qapp: QApplication, note: str, window: Window) -> None:
    del qapp
    prepared: list[releasing.Permit | bytes] = []
    window.shell.ops.query(window.shell, lambda desk: releasing.draw(papers.of_record(desk, note)), prepared.append)
    window.settle()
    pdf = prepared[0]
    assert isinstance(pdf, bytes)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    device = QPdfWriter(buffer)
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    twice = [*pages.images(pdf, 100), *pages.images(pdf, 100)]
    assert printers.paint(device, twice, lambda: False)
    assert pages.count(bytes(buffer.data().data())) == 2
    with pytest.raises(KnownError):
        printers.paint(device, twice, lambda: True)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.usefixtures("print_system")
def test_the_sheet_can_be_used_by_everybody(language: str, open_window: Callable[..., Window], vault: Path) -> None:
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    open_paper(window, "session_note")
    sheet = SheetDriver(window, "").sheet
    window.shell.resize(*SMALLEST)
    window.settle()
    window.shell.grab()
    assert nameless(sheet) == []
    assert unreachable(sheet) == []
    assert clipped(sheet) == []
