"""Releases, the register, requests to amend, legal holds and retention in the file of a client."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app import clock, formats, texts
from app.desk import Desk
from app.records.amendment import AmendmentKind
from app.records.client import Client
from app.records.consent import Method
from app.records.release_choices import WayOut
from app.rules.destinations import Sending
from app.services import clients
from app.services.client_files import amendment_requests, holds
from app.services.outgoing import papers, releases, releasing
from tests.app.helpers import write_note
from tests.app.releases_made import on, sign_release
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.agreements import (
    HoldsDriver,
    PartDriver,
    RegisterDriver,
    ReleasesDriver,
    RequestsDriver,
    RetentionDriver,
)
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from ui.shell import SMALLEST

TODAY = clock.today().isoformat()
PARTS = (ReleasesDriver, RegisterDriver, RequestsDriver, HoldsDriver, RetentionDriver)


class Made:
    """A boy of fourteen with a note that went out on one of two releases."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.client = clients.register(desk, Client(name="Jan Maj", birth_date="2012-05-04")).id
        self.note = write_note(desk, self.client).record
        self.release = sign_release(desk, self.client).record
        event = {"expires_on": "", "expires_event": "end of school", "recipients": [{"name": "School nurse"}]}
        self.event = sign_release(desk, self.client, **event).record
        self.send(desk, folder / "out.pdf", on(self.release, method=WayOut.POST))

    def send(self, desk: Desk, path: Path, where: Sending) -> None:
        paper = papers.of_record(desk, self.note)
        with releasing.leaving(desk, paper, where) as permit:
            releasing.save(permit, b"%PDF-1.7", path)


@pytest.fixture
def made(window: Window, tmp_path: Path) -> Made:
    return make(window, tmp_path)


def make(window: Window, folder: Path) -> Made:
    found: list[Made] = []
    window.shell.ops.command(window.shell, lambda desk: Made(desk, folder), found.append, changes={"client"})
    window.settle()
    window.go_to("client", found[0].client)
    return found[0]


def ask(window: Window, work: Callable[[Desk], object]) -> object:
    found: list[object] = []
    window.shell.ops.query(window.shell, work, found.append)
    window.settle()
    return found[0]


def test_each_release_says_to_whom_what_until_when_and_what_it_is_worth(window: Window, made: Made) -> None:
    table = ReleasesDriver(window).table
    row = table.wait_for("Dr Maria Kos, City Clinic")
    assert row[2] == "Session notes, Documents from others"
    assert row[3] == formats.short_date("2099-12-31")
    assert row[4] == "In force"
    assert table.wait_for("School nurse")[3] == "end of school"


def test_taking_a_release_back_lists_what_went_out_and_stops_it(window: Window, made: Made) -> None:
    driver = ReleasesDriver(window)
    driver.table.wait_for("Dr Maria Kos, City Clinic")
    line = next(i for i, cells in enumerate(driver.table.cells()) if "Kos" in cells[1])
    select(driver, line)
    (out,) = driver.withdraw()
    assert "Dr Maria Kos" in out
    assert "Session note" in out
    assert driver.table.wait_for("Dr Maria Kos, City Clinic")[4] == "Withdrawn"
    states = ask(window, lambda desk: releases.states(desk, made.client))
    assert isinstance(states, dict)
    assert not states[made.release].is_active


def test_how_it_was_taken_back_is_asked_for(window: Window, made: Made) -> None:
    driver = ReleasesDriver(window)
    select(driver, 0)
    driver.press("withdraw_release")
    window.settle()
    driver.press("end_release")
    assert driver.problem("method") == "This is still needed."
    driver.press("cancel_ending")
    assert {cells[4] for cells in driver.table.cells()} == {"In force"}


def test_the_agreed_event_ends_a_release(window: Window, made: Made) -> None:
    driver = ReleasesDriver(window)
    driver.table.wait_for("School nurse")
    select(driver, next(i for i, cells in enumerate(driver.table.cells()) if "nurse" in cells[1]))
    driver.event_happened()
    row = driver.table.wait_for("School nurse")
    assert row[4] == "Expired"
    assert "end of school" in row[5]


def test_a_release_is_printed_for_who_signed(window: Window, made: Made) -> None:
    driver = ReleasesDriver(window)
    driver.table.wait_for("Dr Maria Kos, City Clinic")
    select(driver, 0)
    driver.press("copy_release")
    assert SheetDriver(window, "").answers()["client"]


def test_the_register_says_why_an_accounting_leaves_something_out(window: Window, made: Made) -> None:
    row = RegisterDriver(window).table.wait_for("Dr Maria Kos, City Clinic")
    assert row[3] == "Release signed by the client"
    assert row[4] == "The client knows of it."


def test_the_accounting_goes_to_the_client_first(window: Window, made: Made) -> None:
    RegisterDriver(window)
    assert SheetDriver(window, "release_form").chosen() == "client"


def test_what_was_told_by_phone_is_noted_as_such(window: Window, made: Made) -> None:
    RegisterDriver(window).press("note_disclosure")
    form = FileDriver.forms(window)
    assert form.value("method") == "phone"
    form.type("recipient_name", "Dr Nowy")


def test_a_request_is_taken_in_denied_disputed_and_answered(window: Window, made: Made) -> None:
    requests = RequestsDriver(window)
    requests.take_in("Session note", text="It was my sister.", reason="So it was.")
    assert requests.steps() == [AmendmentKind.REQUEST_DECIDED, AmendmentKind.REQUEST_EXTENDED]
    assert "To be decided by" in requests.words()
    requests.begin("step:request_decided", decision="denied", text="It stays.", reason="Heard on tape.")
    requests.press("small_form_done")
    assert requests.problem("denial_ground") == "This is still needed."
    requests.choose_value("denial_ground", "accurate_and_complete")
    requests.press("small_form_done")
    requests.again()
    assert requests.steps() == [AmendmentKind.DISAGREEMENT]
    requests.step(AmendmentKind.DISAGREEMENT, text="I was there.")
    requests.step(AmendmentKind.REBUTTAL, text="The tape says so.")
    rows = ask(window, lambda desk: amendment_requests.rows(desk, made.client))
    assert isinstance(rows, list)
    assert rows[0].standing.state == "rebutted"


def test_more_time_moves_the_date_once(window: Window, made: Made) -> None:
    requests = RequestsDriver(window)
    requests.take_in("Session note", text="It was my sister.", reason="So it was.")
    before = next(line for line in requests.words().splitlines() if line.startswith("To be decided"))
    requests.step(AmendmentKind.REQUEST_EXTENDED, reason="The colleague is away.")
    assert requests.steps() == [AmendmentKind.REQUEST_DECIDED]
    after = next(line for line in requests.words().splitlines() if line.startswith("To be decided"))
    assert before != after


def test_a_hold_is_set_looked_at_and_lifted_with_a_reason(window: Window, made: Made) -> None:
    driver = HoldsDriver(window)
    driver.set("complaint", set_by="Insurer")
    assert "Complaint" in driver.words()
    assert "Insurer" in driver.words()
    driver.begin("lift_hold")
    driver.press("small_form_done")
    assert driver.problem("because") == "This is still needed."
    driver.press("small_form_cancel")
    driver.do("review_hold", because="The complaint goes on.")
    assert ask(window, lambda desk: len(holds.in_force(desk, made.client))) == 1
    driver.do("lift_hold", because="Settled.")
    assert ask(window, lambda desk: holds.in_force(desk, made.client)) == []


def test_retention_shows_rules_branches_and_that_the_practice_decides(window: Window, made: Made) -> None:
    words = RetentionDriver(window).words()
    assert "Keep it until 31 December" in words
    assert "art. 29" in words, "the rule is named with its source"
    assert "The practice sets its own period, with a reason." in words
    assert "The file is open." in words


def test_the_part_that_was_looked_at_stays_when_the_file_is_shown_anew(window: Window, made: Made) -> None:
    HoldsDriver(window)
    withdraw = lambda desk: releases.withdraw(desk, made.release, method=Method.VERBAL)  # noqa: E731
    window.shell.ops.command(window.shell, withdraw, lambda _saved: None, changes={made.client})
    window.settle()
    assert HoldsDriver.PART in str(window.shell.workspace.place())


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_part_can_be_used_by_everybody(
    language: str, open_window: Callable[..., Window], vault: Path, tmp_path: Path
) -> None:
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    made = make(window, tmp_path)
    ask(window, lambda desk: amendment_requests.request(desk, made.note, "It was my sister.", reason="So."))
    window.shell.resize(*SMALLEST)
    for part in PARTS:
        check(window, part(window))
    RequestsDriver(window).press("step:request_decided")
    check(window, HoldsDriver(window))


def check(window: Window, driver: PartDriver) -> None:
    window.settle()
    window.shell.grab()
    page = driver.find(QWidget, "file_tabs")
    assert nameless(page) == []
    assert unreachable(page) == []
    assert clipped(page) == []


def select(driver: ReleasesDriver, line: int) -> None:
    from PySide6.QtWidgets import QTableView

    table = driver.find(QTableView, "releases_table")
    driver.qtbot.waitUntil(lambda: table.model().rowCount() > line)
    table.setCurrentIndex(table.model().index(line, 0))
    driver._window.settle()
