"""The client file and its documents in the smallest window, in English and Polish: named, reached, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from app import texts
from app.desk import Desk
from app.records.choices import YesNo
from app.records.client import Client, DeskAlert, Phone
from app.services import clients, records
from tests.app import made_files
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.documents import DocumentsDriver
from tests.ui.drivers.editor import EditorDriver
from tests.ui.drivers.window import Window
from ui.shell import SMALLEST


def a_full_file(desk: Desk) -> str:
    """A client about whom there is something to say in every line of the head."""
    phones = [Phone(number="+48 600 100 200", safe_to_call=YesNo.NO, safe_to_text=YesNo.NO)]
    alerts = [DeskAlert(text="Calls only before noon", do_not_contact="her father")]
    made = Client(name="Ewa Lis", birth_date="1990", pronouns="she/her", phones=phones, desk_alerts=alerts)
    client = clients.register(desk, made).id
    person = {"name": "Jan Kowalski", "relationship": "former partner", "must_not_know": True, "roles": ["partner"]}
    records.add(desk, "related_person", [person], client=client)
    slot = {"weekday": "tue", "time": "15:00", "minutes": 50, "every_weeks": 2}
    body = {"presenting_problem": "x", "started_on": "2026-01-06", "usual_slots": [slot], "review_on": "2026-02-01"}
    records.add(desk, "episode", [body], client=client)
    return client


@pytest.fixture(params=["en", "pl"])
def file(request: pytest.FixtureRequest, open_window: Callable[..., Window], vault: Path) -> Iterator[FileDriver]:
    """The full file, in one language after the other, in the smallest window."""
    texts.set_language(request.param)
    window = open_window(vault)
    window.shell.preferences.language = request.param
    window.unlock.enter(PASSPHRASE)
    made: list[str] = []
    window.shell.ops.command(window.shell, a_full_file, made.append, changes={"client"})
    window.settle()
    window.shell.resize(*SMALLEST)
    window.go_to("client", made[0])
    yield FileDriver(window)
    texts.set_language("en")


def check(file: FileDriver) -> None:
    """All three properties of what is in sight; the messages name the widgets."""
    window = file._window
    window.settle()
    window.qtbot.waitUntil(lambda: window.shell.size().width() == SMALLEST[0])
    for _turn in range(3):  # what an answer brought moves what stands below it, level by level
        QCoreApplication.processEvents()
        window.shell.grab()
    assert nameless(window.shell) == []
    assert unreachable(window.shell) == []
    assert clipped(window.shell) == []


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_can_be_used_by_everybody(file: FileDriver, tab: str) -> None:
    file.tab(tab)
    check(file)


def test_the_items_of_the_file_can_be_used_by_everybody(file: FileDriver) -> None:
    file.press("show_items")
    check(file)


def test_new_scans_can_be_used_by_everybody(file: FileDriver, tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "Scan_0009.pdf").write_bytes(made_files.pdf(1))
    file.tab("documents")
    file._window.prompts.answer(tmp_path / "scans")
    file.press("scans")
    check(file)


@pytest.mark.parametrize("which", [0, -1], ids=["joining", "removing"])
def test_mending_a_mistake_can_be_used_by_everybody(file: FileDriver, which: int) -> None:
    file.menu_entries()[which].trigger()
    check(file)


def test_a_document_can_be_used_by_everybody(file: FileDriver, tmp_path: Path) -> None:
    path = tmp_path / "Scan_0007.pdf"
    path.write_bytes(made_files.pdf(12))
    draft = DocumentsDriver(file._window, file).attach(path)
    assert draft.pages.pages == 12
    check(file)
    signed = draft.describe("A letter with a title that is rather long", "letter").sign()
    assert signed.pages.pages == 12
    check(file)


def test_a_phone_call_can_be_used_by_everybody(file: FileDriver) -> None:
    file.press("phone_call")
    call = EditorDriver(file._window)
    check(file)
    call.press("it_is:Jan Kowalski")
    check(file)
