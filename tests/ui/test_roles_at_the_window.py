"""Each role at the window: every page is walked; none raises, none shows or offers what is not theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QWidget,
)  # fmt: skip

from app.desk import Desk
from app.services.reading import trails
from tests.ui.colleagues import as_person
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.incidents import IncidentsDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NOTE, OWN, SHARED, Practice, sign_in
from ui.all_pages import page_specs
from ui.commands import offered
from ui.pages.today.sessions import Sessions
from ui.widgets.sidenav import SideNavigation

Open = Callable[..., Window]
LISTED = {
    "an": ["today", "clients", "incidents", "consents", "practice", "trail", "backups", "settings"],
    "tw": ["today", "clients", "incidents", "consents", "practice", "trail", "backups", "settings"],
    "ez": ["today", "clients", "incidents", "consents", "practice", "trail", "backups", "settings"],
    "recepcja": ["today", "clients", "incidents", "practice", "backups", "settings"],
    "pn": ["today", "incidents", "practice", "trail", "backups", "settings"],
}
NO_CLINICAL_WORD = ("recepcja", "pn")
CLINICAL = (
    "session note", "write note", "consent", "treatment", "diagnos", "therapy", "measure", "course of care",
    "safety plan", "referral", "risk", "private note", "release",
)  # fmt: skip
OF_CLIENTS = ("client_file", "editor", "documents", "taking")


def texts_in(root: QWidget) -> Iterator[str]:
    """Everything that can be read or heard now, menus of buttons too."""
    for each in [root, *root.findChildren(QWidget)]:
        if not each.isVisible():
            continue
        yield from (each.toolTip(), each.accessibleName(), each.accessibleDescription())
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            yield each.text()
        if isinstance(each, QTextEdit | QPlainTextEdit):
            yield each.toPlainText()
        if isinstance(each, QComboBox):
            yield from (each.itemText(place) for place in range(each.count()))
        if isinstance(each, QTabWidget):
            yield from (each.tabText(place) for place in range(each.count()) if each.isTabVisible(place))
        if isinstance(each, QPushButton | QToolButton) and isinstance(each.menu(), QMenu):
            yield from (action.text() for action in each.menu().actions())
        if isinstance(each, QTableView):
            yield from cells_of(each)


def cells_of(table: QTableView) -> Iterator[str]:
    """What stands in a table and over it."""
    model = table.model()
    for place in range(model.columnCount()):
        yield str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        yield from (str(model.index(line, place).data() or "") for line in range(model.rowCount()))


def said_in(window: Window) -> str:
    """All of it, in small letters."""
    window.settle()
    return "\n".join(filter(None, texts_in(window.shell))).casefold()


def refusals(practice: Practice, login: str) -> int:
    """How many refused tries of somebody stand in the trail."""

    def count(desk: Desk) -> int:
        rows = trails.entries(desk, account=practice.accounts[login])
        return sum(row.outcome == "refused" for row in rows)

    return as_person(practice.vault, "an", PASSPHRASE, count)


@pytest.mark.parametrize("login", LISTED)
def test_the_navigation_lists_what_a_role_has_business_with(open_window: Open, five: Practice, login: str) -> None:
    window = sign_in(open_window, five, login)
    listed = [spec.name for spec in window.shell.workspace.context.navigator.listed]
    assert listed == LISTED[login]
    items = window.find(SideNavigation, "side_navigation").findChildren(QToolButton)
    assert [each.objectName().removeprefix("go_") for each in items if each.isVisible()] == listed


@pytest.mark.parametrize("login", LISTED)
def test_every_page_can_be_gone_to_and_none_shows_what_is_not_theirs(
    open_window: Open, five: Practice, login: str
) -> None:
    window = sign_in(open_window, five, login)
    for spec in page_specs():
        window.go_to(spec.name)
        said = said_in(window)
        assert NOTE.casefold() not in said, spec.name
        unknown = {"an": [OWN], "pn": [OWN, SHARED]}.get(login, [])
        assert [name for name in unknown if name.casefold() in said] == [], spec.name
        window.shell.grab()
    window.prompts.check()


@pytest.mark.parametrize("login", NO_CLINICAL_WORD)
def test_without_a_clinical_right_there_is_no_clinical_word(open_window: Open, five: Practice, login: str) -> None:
    window = sign_in(open_window, five, login)
    navigator = window.shell.workspace.context.navigator
    for spec in navigator.listed:
        if spec.name in {"practice", "settings", "backups"}:
            continue  # policies, law and backups of the whole practice: no client is in them
        window.go_to(spec.name)
        said = said_in(window)
        assert not [each for each in window.shell.findChildren(Sessions) if each.isVisible()]
        if spec.name == "trail":
            said = said.replace("treatment of the client", "")  # why it was opened, which is what the trail is for
        assert [word for word in CLINICAL if word in said] == [], spec.name
    window.prompts.check()


@pytest.mark.parametrize("login", LISTED)
def test_settings_hold_what_a_role_has_use_for(open_window: Open, five: Practice, login: str) -> None:
    window = sign_in(open_window, five, login)
    window.go_to("settings")
    items = [each.objectName() for each in window.shell.findChildren(QToolButton) if each.isVisible()]
    assert ("section:writing" in items) is (login not in NO_CLINICAL_WORD)
    assert ("section:law" in items) is (login == "an")
    assert "section:security" in items
    window.prompts.check()


def test_the_front_desk_sees_who_a_client_is_and_no_clinical_word(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "recepcja")
    assert ClientsDriver(window).names() == [SHARED, OWN]
    file = ClientsDriver(window).open_client(OWN)
    tabs = file.find(QTabWidget, "file_tabs")
    seen = [name for place, name in enumerate(TABS) if tabs.isTabVisible(place)]
    assert seen == ["overview", "access"]
    for name in seen:
        file.tab(name)
        said = said_in(window)
        assert [word for word in CLINICAL if word in said] == [], name
    file.tab("overview")
    file.change("client")
    window.settle()
    window.prompts.check()


def test_the_front_desk_takes_a_client_in_for_somebody(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "recepcja")
    page = ClientsDriver(window)
    page.press("new_client_button")
    window.settle()
    page.type_into("new_client_name", "Nowa Osoba")
    assert not page.can_press("add_client"), "nobody leads the file yet"
    combo = page.find(QComboBox, "new_client_lead")
    assert [combo.itemText(place) for place in range(1, combo.count())] == [
        "Lead: Anna Nowak", "Lead: Ewa Zarzycka", "Lead: Tomasz Wilk",
    ]  # fmt: skip
    combo.setCurrentIndex(combo.findData(five.accounts["tw"]))
    combo.activated.emit(combo.currentIndex())
    page.press("add_client")
    assert FileDriver(window).name == "Nowa Osoba"
    window.end()
    window = sign_in(open_window, five, "tw")
    file = ClientsDriver(window).open_client("Nowa Osoba")
    file.write_note().write("Pierwsze spotkanie.").safety("no_current_concern_expressed").sign()
    window.prompts.check()


@pytest.mark.parametrize(
    ("login", "page"),
    [("recepcja", "trail"), ("recepcja", "consents"), ("pn", "clients"), ("pn", "client_file"), ("recepcja", "taking")],
)
def test_a_page_that_is_not_theirs_says_so_and_the_try_is_an_entry(
    open_window: Open, five: Practice, login: str, page: str
) -> None:
    before = refusals(five, login)
    window = sign_in(open_window, five, login)
    window.go_to(page, five.clients[OWN] if page in OF_CLIENTS else None)
    assert "Not part of your work here" in window.labels()
    assert any("You do not have the right to do this." in text for text in window.labels())
    window.press("empty_action")
    window.settle()
    assert window.shell.workspace.place()["page"] == "today"
    window.prompts.check()
    window.end()
    assert refusals(five, login) == before + 1


@pytest.mark.parametrize("login", LISTED)
def test_the_palette_offers_what_a_role_may_do(open_window: Open, five: Practice, login: str) -> None:
    window = sign_in(open_window, five, login)
    names = {one.name for one in offered(window.shell.workspace)}
    assert ("new_client" in names) is (login != "pn")
    assert ("verify_trail" in names) is (login != "recepcja")
    assert {"record_incident", "back_up", "lock"} <= names
    lines = "\n".join(SearchDriver(window).suggest("kowalska"))
    assert (OWN in lines) is (login in {"tw", "ez", "recepcja"})
    assert ("Write a note for" in lines) is (login in {"tw", "ez"})
    window.prompts.check()


def test_the_privacy_officer_reviews_by_codes(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "pn")
    trail = window.trail
    window.settle()
    cells = trail.table.cells()
    assert any("K-0001" in cell for row in cells for cell in row)
    assert not any(name in cell for row in cells for cell in row for name in (OWN, SHARED))
    trail.type_into("trail_client", "K-0001")
    trail.table.wait_for("K-0001")
    window.qtbot.waitUntil(lambda: {row[3] for row in trail.table.cells()} == {"K-0001"})
    assert not any("CS-" in text for text in window.strips())
    window.prompts.check()


@pytest.mark.parametrize("login", LISTED)
def test_everybody_records_an_incident(open_window: Open, five: Practice, login: str) -> None:
    window = sign_in(open_window, five, login)
    incident = IncidentsDriver(window).record("A door was left open.", "Office", "no")
    assert incident.stops()["first"] == "lock"
    window.prompts.check()


def test_a_place_that_is_not_theirs_any_more_is_not_returned_to(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "recepcja")
    before = window.shell.workspace
    before.return_to({"page": "trail", "record": None, "details": {}})
    window.settle()
    assert before.place()["page"] == "today"
    window.prompts.check()
