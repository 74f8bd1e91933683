"""Stories of the client file, told in English and in Polish on real storage.

A scanned letter is attached, found by its title and looked at. A couple's file never shows in a partner's. Somebody
whom the client fears rings up. And who has opened a file is two actions away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QTabWidget, QTextBrowser, QWidget

from app import clock, texts
from app.desk import Desk
from app.records.client import Client, Member, Unit
from app.services import clients, records
from app.services.reading import today as days
from app.services.reading import trails
from app.texts import _
from tests.app import made_files
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import TABS, FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.documents import DocumentDriver, DocumentsDriver, DraftDriver
from tests.ui.drivers.editor import EditorDriver, SignedDriver
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.window import Window


@dataclass(frozen=True, slots=True)
class Told:
    """What these stories are made of in one language."""

    language: str
    client: str
    partner: str
    couple: str
    letter: str
    letter_typed: str  # how somebody in a hurry types it
    note: str
    note_typed: str
    feared: str
    relationship: str
    gist: str


ENGLISH = Told(
    language="en",
    client="Zoë Fairweather",
    partner="Ben Fairweather",
    couple="Zoë and Ben",
    letter="Letter of the school counsellor",
    letter_typed="school counsellor",
    note="They quarrelled about the holidays and found a way to take turns.",
    note_typed="take turns",
    feared="Jan Kowalski",
    relationship="former partner",
    gist="He asked whether she comes here; nothing was said.",
)
POLISH = Told(
    language="pl",
    client="Łucja Żółkiewska",
    partner="Błażej Żółkiewski",
    couple="Łucja i Błażej",
    letter="Opinia pedagożki szkolnej",
    letter_typed="opinia pedagozki",
    note="Pokłócili się o wakacje i znaleźli sposób, żeby się zmieniać.",
    note_typed="zmieniac",
    feared="Janusz Źdźbło",
    relationship="były partner",
    gist="Pytał, czy ona tu przychodzi; nic nie zostało powiedziane.",
)


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Told:
    """One language after the other."""
    found: Told = request.param
    return found


@pytest.fixture
def desk_window(told: Told, open_window: Callable[..., Window], vault: Path) -> Iterator[Window]:
    """Anna has signed in, in the language of the story."""
    window = open_window(vault)
    if told.language != texts.language():
        window.shell.change_language(told.language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    yield window
    texts.set_language("en")


def make(window: Window, work: Callable[[Desk], str]) -> str:
    """Do something to the vault beforehand."""
    made: list[str] = []
    window.shell.ops.command(window.shell, work, made.append, changes={"client"})
    window.settle()
    return made[0]


def test_a_scanned_letter_is_attached_found_by_its_title_and_viewed(
    told: Told, desk_window: Window, tmp_path: Path
) -> None:
    window = desk_window
    scan = tmp_path / "Scan_0007.pdf"
    scan.write_bytes(made_files.pdf(3))
    file = ClientsDriver(window).add(told.client)
    DocumentsDriver(window, file).drop([scan])
    DraftDriver(window).describe(told.letter, "letter").sign()
    window.go_to("clients")
    before = looked_at(window)

    search = SearchDriver(window)
    assert any(told.letter in line for line in search.look_for(told.letter_typed))
    search.open_chosen()
    letter = DocumentDriver(window)
    assert letter.pages.pages == 3
    assert letter.files == ["Scan_0007.pdf"]
    assert looked_at(window) == [letter.record, *before], "the look that search led to is an entry"
    letter.press_key(Qt.Key.Key_End)
    assert letter.place == _("Page {n} of {all}").format(n=3, all=3)
    piece = scan.read_bytes()[300:360]
    written = [each for each in tmp_path.rglob("*") if each.is_file() and each != scan]
    assert not [each for each in written if piece in each.read_bytes()], "seen from memory, written nowhere"
    window.prompts.check()


def looked_at(window: Window) -> list[str]:
    """The documents whose file was opened, as the trail says it."""
    found: list[str] = []
    window.shell.ops.query(
        window.shell,
        lambda desk: [row.record or "" for row in trails.entries(desk, actions=["open_attachment"])],
        found.extend,
    )
    window.settle()
    return found


def test_a_couples_file_never_shows_in_a_partners(told: Told, desk_window: Window) -> None:
    window = desk_window

    def come_together(desk: Desk) -> str:
        partners = [clients.register(desk, Client(name=name)).id for name in (told.client, told.partner)]
        members = [Member(client=one, role="partner") for one in partners]
        couple = clients.register(desk, Client(name=told.couple, unit=Unit.COUPLE, members=members)).id
        days.add(desk, couple, clock.today(), "15:00", 50)
        return couple

    couple = make(window, come_together)
    window.go_to("client", couple)
    note = FileDriver(window).write_note()
    note.write(told.note)
    signed = note.safety("no_current_concern_expressed").sign()
    assert told.note in signed.texts()

    for name, code in ((told.client, "K-0001"), (told.partner, "K-0002")):
        look_through(window, told, name, code)
    search = SearchDriver(window)
    lines = search.look_for(told.note_typed)
    heads = [line for line in lines if line.startswith("K-")]
    assert heads == [f"K-0003 {told.couple}"], "found in the couple's file alone"
    search.press_key(Qt.Key.Key_Escape)

    rows: list[object] = []
    window.shell.ops.query(window.shell, lambda desk: days.sessions(desk, clock.today()), rows.extend)
    window.settle()
    assert [row.code for row in rows] == ["K-0003"]  # type: ignore[attr-defined]
    window.prompts.check()


def look_through(window: Window, told: Told, name: str, code: str) -> None:
    """A partner's file, tab by tab: of the couple there is the way to its file on Overview, and not a word of it."""
    partner = ClientsDriver(window).open_client(name)
    assert {line[1] for line in partner.timeline().cells()} == {_("Client")}, "nothing of the couple's is listed"
    for tab in TABS:
        partner.tab(tab)
        shown = everything(partner)
        assert not [words for words in shown if told.note in words], tab
        named = [words for words in shown if told.couple in words or "K-0003" in words]
        assert named == ([f"K-0003 {told.couple}"] if tab == "overview" else []), tab
    partner.tab("notes")
    assert _("Nothing written yet") in partner.labels()
    search = SearchDriver(window)
    lines = search.look_for(f"{told.note_typed} client:{code}")
    assert not [line for line in lines if line.startswith("K-")], "nor in a search of that file"
    search.press_key(Qt.Key.Key_Escape)


def everything(file: FileDriver) -> list[str]:
    """All words in sight: labels, buttons, long texts and the cells of every table."""
    root = file._root()
    shown = [each.text() for each in root.findChildren(QLabel) if each.isVisible()]
    shown += [each.text() for each in root.findChildren(QAbstractButton) if each.isVisible()]
    shown += [each.toPlainText() for each in root.findChildren(QTextBrowser) if each.isVisible()]
    for table in root.findChildren(QTableView):
        if table.isVisible():
            model = table.model()
            places = [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
            shown += [str(model.index(*place).data() or "") for place in places]
    return shown


def test_a_feared_person_rings_up_and_learns_nothing(told: Told, desk_window: Window) -> None:
    window = desk_window

    def with_a_rule(desk: Desk) -> str:
        client = clients.register(desk, Client(name=told.client)).id
        person = {"name": told.feared, "relationship": told.relationship, "contact_rule": "never"}
        person |= {"must_not_know": True, "roles": ["partner"]}  # type: ignore[dict-item]
        records.add(desk, "related_person", [person], client=client)
        return client

    make(window, with_a_rule)
    file = ClientsDriver(window).open_client(told.client)
    assert told.feared in file.must_not_know, "it stands in the head, before anybody picks up the phone"

    file.press("phone_call")
    call = EditorDriver(window)
    silence = _("Do not confirm that {client} is a client.").format(client=told.client)
    assert call.strips()[0].startswith(silence)
    call.press(f"it_is:{told.feared}")
    call.type("gist", told.gist)
    call.press("finish")
    assert "CS-160" in call.wait_for_strip("CS-160"), "a call that gave something away is not signed like that"
    call.wait_until_kept()
    assert states_of_contacts(window) == ["draft"], "blocked: nothing was signed, and not a word is lost"
    call.press("nothing_was_confirmed")
    call.press("finish")
    assert told.gist in SignedDriver(window).texts()
    assert states_of_contacts(window) == ["signed"]

    call_back(window, told)

    contacts = ClientsDriver(window).open_client(told.client).contacts()
    contacts.wait_for(_("Contact"))
    assert not any(told.gist in cell for row in contacts.cells() for cell in row), "titles only"
    window.prompts.check()


def call_back(window: Window, told: Told) -> None:
    """The other way round there is nothing to tick: whoever must not know is not rung up."""
    ClientsDriver(window).open_client(told.client).press("phone_call")
    call = EditorDriver(window)
    call.choose_value("direction", "to_other")
    window.settle()
    call.press(f"it_is:{told.feared}")
    call.type("gist", told.gist)
    call.press("finish")
    assert "CS-160" in call.wait_for_strip("CS-160")
    call.wait_until_kept()
    assert sorted(states_of_contacts(window)) == ["draft", "signed"]


def states_of_contacts(window: Window) -> list[str]:
    """What is kept of calls so far, drafts included."""
    found: list[str] = []
    window.shell.ops.query(
        window.shell, lambda desk: [row.state for row in records.listing(desk, "contact")], found.extend
    )
    window.settle()
    return found


def test_who_has_opened_a_file_is_two_actions_away(told: Told, desk_window: Window) -> None:
    window = desk_window
    clients_page = ClientsDriver(window)
    clients_page.add(told.client)
    clients_page = ClientsDriver(window)
    clients_page.wait_for(told.client)

    actions = 0
    clients_page.open_client(told.client)
    actions += 1
    tabs = clients_page.find(QTabWidget, "file_tabs")
    place = tabs.tabBar().tabRect(TABS.index("access")).center()
    QTest.mouseClick(tabs.tabBar(), Qt.MouseButton.LeftButton, pos=place)
    actions += 1
    window.settle()

    assert actions <= 2
    assert clients_page.find(QWidget, "access_table").isVisible()
    assert "Anna Nowak" in FileDriver(window).access().wait_for(_("File opened"))
