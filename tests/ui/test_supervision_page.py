"""The Supervision page: tasks done, names warned of once, and a pack that leaves only with its disclosure."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame, QLabel

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.supervision import supervisions
from tests.app.helpers import write_note
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.supervision import PackDriver, SupervisionDriver, YearDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make
from ui.forms.text import NoteEdit
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


def test_the_hours_of_the_year_stand_over_the_list(worked: Window) -> None:
    page = SupervisionDriver(worked)
    assert page.find(QLabel, "supervision_hours").text().startswith(f"{clock.today().year}: 1 h of supervision")
