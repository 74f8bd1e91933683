"""Goes to every page and every view that somebody can write in, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.app import made_files
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.documents import DocumentsDriver
from tests.ui.drivers.incidents import IncidentsDriver
from tests.ui.drivers.practice import PracticeDriver
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from ui.all_pages import page_specs
from ui.forms.fields import FieldSet

OF_A_RECORD = frozenset({"client_file", "documents", "editor", "taking"})  # pages that show nothing without one
KINDS = ("session_note", "process_note", "consent", "contact", "episode", "related_person")
CODE = "K-0001"


def views(window: Window, folder: Path) -> Iterator[str]:
    """Each view in turn, by its name; `folder` has room for a file."""
    yield from pages(window)
    file = ClientsDriver(window).add("Maria Kowalska")
    yield from of_client(window, file)
    yield from papers(window, folder)
    incident = IncidentsDriver(window)
    incident.begin()
    yield shown(window, "incident")
    incident.answer("A client slipped.", "Stairs", "no")
    signed = incident.sign()
    for stop in signed.stops():
        signed.go_to_step(stop)
        yield shown(window, f"incident.{stop}")


def pages(window: Window) -> Iterator[str]:
    """Every page that stands in the navigation, or that is shown without a record."""
    for spec in page_specs():
        if spec.name not in OF_A_RECORD:
            window.go_to(spec.name)
            yield shown(window, spec.name)


def of_client(window: Window, file: FileDriver) -> Iterator[str]:
    """The tabs of a file, and what is written from it."""
    for tab in TABS:
        file.tab(tab)
        yield shown(window, f"file.{tab}")
    client = window.shell.workspace.place()["record"]
    for kind in ("client", "client_profile"):
        file.change(kind)
        yield shown(window, f"file.{kind}")
        file.press("cancel_edit")
        file = FileDriver(window)
    for kind in KINDS:
        window.shell.workspace.context.navigator.go_to(kind, None, client=client)
        yield shown(window, f"editor.{kind}")


def papers(window: Window, folder: Path) -> Iterator[str]:
    """A document, what the practice writes, a snippet and a template."""
    path = folder / "Scan_0007.pdf"
    path.write_bytes(made_files.pdf(2))
    documents = DocumentsDriver(window, ClientsDriver(window).open_client(CODE))
    documents.attach(path)
    yield shown(window, "document")
    practice = PracticeDriver(window)
    practice.press_and_wait("new_resource")
    yield shown(window, "resource")
    practice = PracticeDriver(window)
    practice.tab("policies")
    practice.choose_kind("complaints")
    yield shown(window, "policy")
    for kind in ("snippet", "note_template"):
        SettingsDriver(window, "writing").press(f"new_{kind}")
        yield shown(window, kind)


def shown(window: Window, name: str) -> str:
    """The name of what is in sight, with every tier of its forms open."""
    window.settle()
    for found in window.shell.findChildren(FieldSet):
        if found.isVisible():
            found.open_all()
    window.settle()
    window.shell.grab()
    return name
