"""The front desk books a new client in for a therapist, told in English and in Polish.

Ola reads no clinical word and nothing clinical of anybody: on no page, in no list of commands or search, not on the
crisis card, on no paper. Tomasz opens the file and writes the first note; Anna, who owns the practice, sees neither.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabWidget

from app.texts import _
from tests.app.reading_pdf import words_of
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.crisis import CrisisDriver
from tests.ui.drivers.one_window import OneWindow, finds, finds_nothing_of, said_on_all_pages
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, OWN, SHARED, Practice
from tests.ui.telling import LANGUAGES
from tests.ui.test_roles_at_the_window import said_in

NEW = "Zofia Nowacka"
FIRST_WORDS = "She came because of the nights without sleep."
WRITTEN = ("zapis-kliniczny", "six nights")  # in the notes that Tomasz wrote before
CLINICAL = {
    "en": ("session note", "write note", "write a note", "consent", "therapy", "treatment", "diagnos", "risk",
           "safety plan", "private note", "course of care", "measure"),
    "pl": ("notatka z sesji", "notatkę", "zgod", "terapi", "leczeni", "diagnoz", "ryzyk",
           "plan bezpieczeństwa", "prywatna notatka", "przebieg"),
}  # fmt: skip
# Not about any client: policies of the practice, what each role may do, and how a therapist's own notes look.
OF_THE_PRACTICE = frozenset({"practice", "settings"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_desk_books_in_and_sees_no_clinical_word(
    open_window: Callable[..., Window], five: Practice, language: str, tmp_path: Path
) -> None:
    here = OneWindow(open_window, five, language)
    words = CLINICAL[language]
    ola = here.next("recepcja")
    client = book_in(ola)
    see_only_who_it_is(ola, words)
    read_no_clinical_word(ola, words)
    print_what_can_be_printed(ola, words, tmp_path)
    tomasz = here.next("tw")
    file = ClientsDriver(tomasz).open_client(NEW)
    file.write_note().write(FIRST_WORDS).safety("no_current_concern_expressed").sign()
    assert finds(tomasz, "nights")
    anna = here.next("an")
    assert finds_nothing_of(anna, client, NEW, FIRST_WORDS)
    ola = here.next("recepcja")
    see_only_who_it_is(ola, words)
    read_no_clinical_word(ola, words)


def book_in(ola: Window) -> str:
    """One name, and Tomasz leads; the client."""
    file = ClientsDriver(ola).add_for(NEW, NAMES["tw"])
    assert file.name == NEW
    return str(ola.shell.workspace.place()["record"])


def see_only_who_it_is(ola: Window, words: tuple[str, ...]) -> None:
    """The file has two tabs, and neither says why somebody comes."""
    file = ClientsDriver(ola).open_client(NEW)
    tabs = file.find(QTabWidget, "file_tabs")
    seen = [name for place, name in enumerate(TABS) if tabs.isTabVisible(place)]
    assert seen == ["overview", "access"]
    for name in seen:
        file.tab(name)
        assert clinical_in(said_in(ola), words) == [], name


def read_no_clinical_word(ola: Window, words: tuple[str, ...]) -> None:
    """Every page, every command, search, and F1 over a file."""
    for page, said in said_on_all_pages(ola).items():
        assert clinical_in(said, WRITTEN) == [], page
        assert page in OF_THE_PRACTICE or clinical_in(said, words) == [], page
    for typed in ("", NEW, OWN, "a", "k-0001", _("New")):
        offered = "\n".join(SearchDriver(ola).suggest(typed)).casefold()
        ola.shell.workspace.close_search()
        assert clinical_in(offered, words + WRITTEN) == [], typed
    assert finds(ola, OWN), "who comes is found"
    for typed in (*WRITTEN, "nights"):
        assert finds(ola, typed) == []
    ClientsDriver(ola).open_client(OWN)
    FileDriver(ola)
    card = CrisisDriver(ola)
    assert clinical_in("\n".join(card.labels()).casefold(), words + WRITTEN) == []
    card.close()


def print_what_can_be_printed(ola: Window, words: tuple[str, ...], folder: Path) -> None:
    """The list of clients is the one paper about people that this desk has."""
    ClientsDriver(ola)
    paper = folder / "clients.pdf"
    SheetDriver(ola).save(paper)
    printed = words_of(paper.read_bytes())
    assert [name for name in (NEW, OWN, SHARED) if name in printed] == [NEW, OWN, SHARED]
    assert clinical_in(printed.casefold(), words + WRITTEN) == []


def clinical_in(said: str, words: tuple[str, ...]) -> list[str]:
    """Which of the words stand there, besides the name of the part of a file that this desk cannot open."""
    said = said.replace("dokumentacja terapii", "").replace("dokumentacji terapii", "")
    return [word for word in words if word in said]
