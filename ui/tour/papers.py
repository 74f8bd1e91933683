"""Pictures of documents: the tab, a draft beside its pages, the signed document, the question where a copy goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QTabWidget

from app.desk import Desk
from app.services import clients
from app.services.outgoing import papers, releasing
from ui.pages.client_file.file_view import TABS
from ui.tour.hands import Hands, Steps

Picture = Callable[[str], None]


def document_pages(hands: Hands, private: Path, take: Picture) -> Steps:
    """A letter of two pages is attached, described, signed and looked at."""
    letter = private / "Scan_0007.pdf"
    found: list[str] = []
    hands.shell.ops.query(hands.shell, lambda desk: write_letter(desk, letter), found.append)
    yield lambda: bool(found)
    hands.go_to("client", found[0], tab="documents")
    yield lambda: hands.sees("file_tabs")
    hands.find(QTabWidget, "file_tabs").setCurrentIndex(TABS.index("documents"))
    yield None
    hands.answer(letter)
    hands.press("attach")
    yield lambda: hands.sees("pages_view")
    yield None
    take("document.draft")
    hands.fill("document_kind", "letter")
    hands.press("finish")
    yield lambda: hands.sees("amend")
    yield lambda: hands.sees("pages_view")
    yield None
    take("document.signed")
    hands.press("save_copy")
    yield lambda: hands.sees("continue")
    take("document.where")
    hands.press("cancel")
    yield None
    hands.go_to("client", found[0], tab="documents")
    yield lambda: hands.sees("documents_table")
    yield None
    take("document.list")


def call_pages(hands: Hands, take: Picture) -> Steps:
    """The phone rings: what must not be said stands first."""
    found: list[str] = []
    hands.shell.ops.query(hands.shell, lambda desk: clients.by_code(desk, "K-0001"), found.append)
    yield lambda: bool(found)
    hands.go_to("client", found[0], tab="overview")
    yield lambda: hands.sees("phone_call")
    hands.press("phone_call")
    yield lambda: hands.sees("safety_panel")
    yield None
    take("contact.call")


def write_letter(desk: Desk, path: Path) -> str:
    """A PDF to attach, made from what is at hand; the id of the client whose file takes it."""
    client = clients.by_code(desk, "K-0001")
    path.write_bytes(releasing.draw(papers.of_timeline(desk, client)))
    return client
