"""The Supervision page: tasks done, names warned of once, and a pack that leaves only with its disclosure."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QTableView

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.supervision import pack_drafts, supervisions, years
from tests.app.helpers import write_note
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.supervision import PackDriver, SupervisionDriver, YearDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make
from ui.forms.text import NoteEdit
from ui.preferences import TEXT_SIZES
from ui.shell import SMALLEST

FULL = {
    "with_whom": "dr Sowa",
    "qualification": "Supervisor",
    "themes": ["ethics"],
    "advice": "Slow down.",
    "impact": "I ask more.",
}


def _work(desk: Desk) -> str:
    client = clients.register(desk, Client(name="Maria Kowalska"))
    write_note(desk, client.id, text="Maria came with Zosia.")
    tasks = [{"task": "Read on grief", "due": clock.today().isoformat()}]
    case = {"client": client.id, "advice": "Ask.", "decision": "I ask."}
    values = {**FULL, "tasks": tasks, "cases": [case]}
    return records.sign(desk, records.start(desk, "supervision_session").with_values(values)).record


@pytest.fixture
def worked(window: Window) -> Window:
    """A client with a note, and one supervision."""
    make(window, _work)
    return window


def test_an_empty_page_says_what_to_do_and_the_empty_year_is_shown(window: Window) -> None:
    page = SupervisionDriver(window)
    assert "No supervision written down yet" in page.labels()
    assert YearDriver(window).months.column(1) == ["–"] * 12


def test_a_task_is_done(worked: Window) -> None:
    page = SupervisionDriver(worked)
    (task,) = ask(worked, supervisions.tasks)
    worked.go_to("supervision_task", task.id)  # as its line on Today does
    page.press(f"done:{task.id}")
    card = worked.shell.findChildren(QFrame, "supervision_tasks")[-1]
    worked.qtbot.waitUntil(lambda: not card.isVisible(), timeout=WAIT_MS)
    assert ask(worked, supervisions.tasks) == []


def test_names_never_block(worked: Window) -> None:
    page = SupervisionDriver(worked)
    page.begin()
    page.tick("themes", "risk")
    page.type("advice", "As Maria does.")
    page.type("impact", "None.")
    page.press("finish")
    assert "Maria" in page.wait_for_strip("There may be names in it")
    page.sign()
    assert len(ask(worked, supervisions.rows)) == 2


def test_replacing_all_takes_every_name_and_undo_brings_them_back(worked: Window) -> None:
    page = SupervisionDriver(worked)
    page.begin()
    page.type("impact", "Maria, Kowalska, Kowalskiej 😀 Marii.")
    assert len(page.replacements()) == 4
    page.press("replace_all")
    assert page.text("impact") == "K-0001, K-0001, K-0001 😀 K-0001."
    edit = page.control("impact").handle()
    assert isinstance(edit, NoteEdit)
    for _step in range(4):
        edit.undo()
    assert page.text("impact") == "Maria, Kowalska, Kowalskiej 😀 Marii."


def test_a_pack_is_read_changed_and_asks_to_whom_it_goes(worked: Window) -> None:
    pack = PackDriver(worked)
    pack.choose_client("Maria")
    assert "K-0001 came with Zosia." in pack.make()
    edit = pack.find(NoteEdit, "pack_text")
    edit.selectAll()
    edit.insertPlainText("Kowalskiej nie było.")
    worked.qtbot.waitUntil(lambda: any(one.isVisible() for one in edit.window().findChildren(QFrame, "name_watch")))
    sheet = SheetDriver(worked)
    assert list(sheet.answers()) == ["somebody_else"]


def test_the_words_of_a_pack_are_there_again_until_they_are_thrown_away(worked: Window) -> None:
    pack = PackDriver(worked)
    pack.choose_client("Maria")
    pack.make()
    pack.find(NoteEdit, "pack_text").set_text("")
    QTest.keyClicks(pack.find(NoteEdit, "pack_text"), "Shorter now.")
    worked.go_to("clients")
    worked.settle()
    pack = PackDriver(worked)
    (client,) = [one.client for one in ask(worked, pack_drafts.waiting)]
    assert any("K-0001" in words and "is kept" in words for words in pack.labels())
    pack.press(f"resume_pack:{client}")
    assert pack.find(NoteEdit, "pack_text").text() == "Shorter now."
    pack.press("choose_again")
    pack.press(f"drop_pack:{client}")
    worked.qtbot.waitUntil(lambda: ask(worked, pack_drafts.waiting) == [], timeout=WAIT_MS)
    worked.qtbot.waitUntil(lambda: not any("is kept" in words for words in pack.labels()), timeout=WAIT_MS)


@pytest.mark.parametrize("view", ["write", "read", "pack", "year"])
def test_everything_has_a_name_and_room_in_the_smallest_window(worked: Window, view: str) -> None:
    page = SupervisionDriver(worked)
    if view == "write":
        page.begin()
        page.add_case("Maria")
    elif view == "read":
        page.table.open("dr Sowa")
        page.find(QFrame, "supervised_case")
    elif view == "pack":
        PackDriver(worked).choose_client("Maria")
    else:
        YearDriver(worked)
    worked.shell.resize(*SMALLEST)
    worked.settle()
    assert nameless(worked.shell) == []
    assert unreachable(worked.shell) == []
    worked.qtbot.waitUntil(lambda: clipped(worked.shell) == [], timeout=WAIT_MS)


def heads_of_the_year(window: Window) -> list[str]:
    """The heads of the months that are in sight; each has the room that its words need."""
    table = YearDriver(window).find(QTableView, "year_table")
    window.settle()
    head = table.horizontalHeader()
    shown = [number for number in range(head.count()) if not head.isSectionHidden(number)]
    titles = {number: str(table.model().headerData(number, Qt.Orientation.Horizontal)) for number in shown}
    cut = [words for number, words in titles.items() if head.sectionSizeHint(number) > head.sectionSize(number)]
    assert cut == []
    return list(titles.values())


@pytest.mark.parametrize("percent", [100, TEXT_SIZES[-1]])
def test_the_year_shows_its_heads_whole_and_of_the_scheme_only_what_was_chosen(worked: Window, percent: int) -> None:
    worked.shell.theme.choose_text_size(percent)
    try:
        worked.shell.resize(*SMALLEST)
        assert heads_of_the_year(worked) == ["Month", "Sessions", "Hours", "Supervision"]
        ask(worked, lambda desk: years.choose_scheme(desk, "bacp_accredited"))
        assert heads_of_the_year(worked)[4:] == ["Scheme"]
    finally:
        worked.shell.theme.choose_text_size(100)


def test_the_hours_of_the_year_stand_over_the_list(worked: Window) -> None:
    page = SupervisionDriver(worked)
    assert page.find(QLabel, "supervision_hours").text().startswith(f"{clock.today().year}: 1 h of supervision")
