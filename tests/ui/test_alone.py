"""With one account nothing speaks of colleagues, roles, sharing or overseeing; but for one quiet button."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QTabWidget, QWidget

from app import texts
from tests.ui.colleagues import TOMASZ, add_people
from tests.ui.drivers.people import LockPage
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import sign_in
from tests.ui.walk import pages, views
from ui.pages.settings.page import SECTIONS

WORDS = {
    "en": r"colleague|\brole|\bshar(e|ed|ing)\b|supervis|co-sign|need to know|standing access|hand(ed)? over|front desk"
    r"|privacy officer|safety lead|invite|\bowner\b|lock page|unusual",
    "pl": r"koleżan|koleg|\brol[aąęi]\b|udostępnij|udostępnion|superwi|współpodpis|recepcj|inspektor|zapro[sś]"
    r"|właściciel|przekaż|stały dostęp|nietypow",
}
# What clients and their work are about is not what accounts are about: fields of records, lists of values, and the
# supervision that somebody who works alone has, too: with a supervisor outside.
ALLOWED = {
    "en": r"Roles(\s\*|, needed.*)|.*Roles instead of names.*|.*roles, no names\.|Supervisor of this work|Supervision"
    r"|With colleagues|Good care worth sharing|Ways in which records are handed over"
    r"|.*each action with an owner and a date\."
    r"|Private notes are yours alone: kept apart from the file and never shared with it\..*"
    r"|Themes of supervision|Supervision given|Supervision for client hours|Write down a supervision"
    r"|No supervision written down yet|For a supervisor outside|\d+: .* of supervision · .*"
    r"|Counted: signed session notes.*|Among colleagues and single consultations|Who did what, by role, and when\."
    r"|To the supervisory authority within .*|A supervisor, a colleague, the insurer\..*",
    "pl": r"Superwizja( tej pracy)?|.*widzi to każdy w recepcji\.|(Dodaj: )?Ostrzeżenia dla recepcji"
    r"|Co udostępniono|Niczego nie udostępniono"
    r"|Tematy superwizji|Superwizje prowadzone|Superwizja a godziny z klientami|Zapisz superwizję"
    r"|Nie zapisano jeszcze żadnej superwizji|Dla superwizora z zewnątrz|\d+: .* superwizji · .*"
    r"|Liczone są podpisane notatki.*|Kto \(rola\) co zrobił i kiedy\.|Superwizor, inna osoba z zawodu, .*",
}


def shown_texts(root: QWidget) -> Iterator[str]:
    """Everything that can be read, heard or hovered over now."""
    for each in root.findChildren(QWidget):
        if not each.isVisible():
            continue
        yield from (each.accessibleName(), each.accessibleDescription(), each.toolTip(), each.windowTitle())
        if isinstance(each, QLabel | QAbstractButton):
            yield each.text()
        elif isinstance(each, QLineEdit):
            yield each.placeholderText()
        elif isinstance(each, QComboBox):
            yield from (each.itemText(place) for place in range(each.count()))
        elif isinstance(each, QTabWidget):
            yield from (each.tabText(place) for place in range(each.count()))
        elif isinstance(each, QTableView):
            model, across = each.model(), Qt.Orientation.Horizontal
            yield from (str(model.headerData(place, across) or "") for place in range(model.columnCount()))


def found_in(window: Window, language: str) -> set[str]:
    """The texts in sight that speak of several people."""
    wanted, allowed = re.compile(WORDS[language], re.IGNORECASE), re.compile(ALLOWED[language], re.DOTALL)
    return {text for text in shown_texts(window.shell) if wanted.search(text) and not allowed.fullmatch(text)}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_alone_no_page_speaks_of_others(
    open_window: Callable[..., Window], vault: Path, tmp_path: Path, language: str
) -> None:
    window = sign_in(open_window, vault, language)
    found: dict[str, set[str]] = {}
    for name in views(window, tmp_path):
        found[name] = found_in(window, language)
    for section in SECTIONS:
        SettingsDriver(window, section)
        found[f"settings.{section}"] = found_in(window, language)
    assert {name: told for name, told in found.items() if told} == {}


def test_the_one_way_to_others_is_a_quiet_button_on_the_practice_page(window: Window) -> None:
    window.settle()
    seen = []
    for name in pages(window):
        seen += [name for each in window.shell.findChildren(QAbstractButton, "add_person") if each.isVisible()]
    assert seen == ["practice"]


def test_the_search_for_these_words_finds_them_where_several_people_work(
    open_window: Callable[..., Window], vault: Path
) -> None:
    add_people(vault, 1)
    window = open_window(vault)
    LockPage(window).enter("tw", TOMASZ)
    window.settle()
    window.shell.workspace.context.navigator.go_to("practice", None, tab="people")
    window.settle()
    assert found_in(window, "en")


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    """Other tests read English."""
    yield
    texts.set_language("en")
