"""Forms in sections: closing with a word to each open thing, a release and the law, the next version of a plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app import clock, texts
from app.desk import Desk
from app.records.client import Client
from app.records.closure import Closure
from app.records.legal_hold import HoldReason
from app.records.treatment_plan import TreatmentPlan
from app.rules.purposes import Purpose
from app.services import clients, records
from app.services.client_files import holds
from app.services.outgoing import releases
from app.services.outgoing.releases import ReleaseRow
from tests.app.helpers import write_note
from tests.app.releases_made import sign_release
from tests.app.test_care_plans import PLAN
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.editor import EditorDriver
from tests.ui.drivers.window import Window
from ui.forms.parts import RowsControl
from ui.pages.editor.closing_form import ClosingForm
from ui.pages.editor.open_words import OpenWords
from ui.pages.editor.page import EditorPage
from ui.shell import SMALLEST
from ui.writing.retention_view import RetentionView

TODAY = clock.today().isoformat()


class Made:
    """A client with a note, a plan, a release in force and a hold."""

    def __init__(self, desk: Desk) -> None:
        self.client = clients.register(desk, Client(name="Ewa Lis", birth_date="1980-01-02", opened_on="2026-01-08")).id
        write_note(desk, self.client)
        records.sign(desk, records.start(desk, "treatment_plan", self.client).with_values(PLAN))
        self.release = sign_release(desk, self.client).record
        self.hold = holds.place(desk, self.client, reason=HoldReason.COMPLAINT).record


@pytest.fixture
def made(window: Window) -> Made:
    return make(window)


def make(window: Window) -> Made:
    found: list[Made] = []
    window.shell.ops.command(window.shell, Made, found.append, changes={"client"})
    window.settle()
    return found[0]


def begin(window: Window, kind: str, client: str) -> EditorDriver:
    window.shell.workspace.context.navigator.go_to(kind, None, client=client)
    window.settle()
    return EditorDriver(window)


def read(window: Window, record: str) -> object:
    found: list[object] = []
    window.shell.ops.query(window.shell, lambda desk: records.open(desk, record, Purpose.TREATMENT).body, found.append)
    window.settle()
    return found[0]


def retention_words(driver: EditorDriver) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(each.text() for each in driver.find(RetentionView, "retention").findChildren(QLabel))


def fill_in(form: EditorDriver) -> None:
    form.choose_value("reason", "goals_met")
    long = {"course": "Twenty.", "outcome": "Sleeps.", "plan_review": "Reached.", "risk_at_closing": "Asked; none."}
    for name, text in {
        **long,
        "topics": "What helped.",
        "follow_up": "May come back.",
        "crisis_resources": "112",
    }.items():
        form.type(name, text)
    form.choose_value("told_how", "session")
    form.replace("told_on", "22 Nov 2026")


def test_a_file_is_closed_with_a_word_to_each_open_thing(window: Window, made: Made) -> None:
    form = begin(window, "closure", made.client)
    fill_in(form)
    form.press("finish")
    assert "What stays open" in form.wait_for_strip("Still needed")
    form.find(QLineEdit, f"open:{made.release}").setFocus()
    form.type_into(f"open:{made.release}", "Runs out by itself.")
    form.press("finish")
    assert "What stays open" in form.wait_for_strip("Still needed")
    form.type_into(f"open:{made.hold}", "I look at it in May.")
    form.press("finish")
    assert "What stays open" in form.wait_for_strip("Still needed"), "no review was written before the ending"
    form.type_into("open:", "Asked in the last session.")
    form.press("finish")
    window.settle()
    page = window.shell.workspace.current_page()
    assert isinstance(page, EditorPage)
    body = read(window, str(page.place()["at"]))
    assert isinstance(body, Closure)
    assert "Dr Maria Kos" in body.open_note
    assert "Runs out by itself." in body.open_note
    assert "I look at it in May." in body.open_note
    assert {one.record for one in body.obligations} == {made.release, made.hold, ""}
    window.go_to("client", made.client)
    assert "Closed" in FileDriver(window).facts


def test_two_open_things_of_one_name_have_a_word_each(window: Window, made: Made) -> None:
    window.go_to("client", made.client)
    page = window.shell.workspace.current_page()
    assert page is not None
    words = OpenWords(page.context, made.client, "Draft: Signed.\nA line of before.")
    window.qtbot.addWidget(words)
    words.show_open([("Draft", "session_note", "a", ""), ("Draft", "session_note", "b", "")])
    assert words.value() == "Draft: Signed.\nDraft (2):\nA line of before."
    second = words.findChild(QLineEdit, "open:b")
    assert isinstance(second, QLineEdit)
    second.setText("Thrown away.")
    assert words.is_done
    assert words.value() == "Draft: Signed.\nDraft (2): Thrown away.\nA line of before."


def test_a_thing_that_is_open_is_one_press_away_and_the_draft_stays(window: Window, made: Made) -> None:
    form = begin(window, "closure", made.client)
    form.type_into(f"open:{made.release}", "Runs out.")
    form.wait_until_kept()
    draft = form.record()
    form.press(f"go:{made.release}")
    window.settle()
    assert made.release in str(window.shell.workspace.place())
    window.go_to("closure", draft)
    again = EditorDriver(window)
    assert again.find(QLineEdit, f"open:{made.release}").text() == "Runs out."


def test_how_long_it_is_kept_follows_reason_and_days(window: Window, made: Made) -> None:
    form = begin(window, "closure", made.client)
    form.qtbot.waitUntil(lambda: "Keep it until" in retention_words(form))
    closing_form = form.find(ClosingForm, "record_form")
    assert "The file is open." not in retention_words(form), "it is computed as if it were closed"
    asked = closing_form._asked
    form.choose_value("reason", "death")
    form.qtbot.waitUntil(lambda: closing_form._asked != asked)
    assert not form.shows("told_how"), "who has died is told nothing"


def test_a_release_says_what_the_law_still_misses_and_leads_there(window: Window, made: Made) -> None:
    form = begin(window, "release", made.client)
    assert form.value("client_name") == "Ewa Lis"
    names = missing(form)
    assert {"information", "recipients", "purposes", "expires_on"} <= set(names)
    form.press("missing:expires_on")
    assert window.shell.focusWidget() is form.control("expires_on").handle()
    form.type("expires_event", "the end of the therapy")
    assert "expires_on" not in missing(form)


def test_a_release_is_written_down_and_signed(window: Window, made: Made) -> None:
    form = begin(window, "release", made.client)
    recipients = form.control("recipients")
    assert isinstance(recipients, RowsControl)
    recipients.rows()[0].box("name").control.handle().setFocus()
    form.type("name", "Dr Nowy")
    for box in ("information", "purposes"):
        form.control(box)._boxes[0].click()  # type: ignore[attr-defined]
    form.type("expires_on", "1 Jan 2030")
    form.choose_value("decision", "given")
    form.choose_value("method", "wet_ink_scan")
    form.sign()
    found: list[list[ReleaseRow]] = []
    window.shell.ops.query(window.shell, lambda desk: releases.rows(desk, made.client), found.append)
    window.settle()
    new = next(row for row in found[0] if row.record != made.release)
    assert new.facts.recipients == (("Dr Nowy", ""),)
    assert new.state.state == "defective", "the statements of the form are missing"


def missing(form: EditorDriver) -> list[str]:
    found = [each.objectName() for each in form._root().findChildren(QPushButton) if each.isVisible()]
    return [name.removeprefix("missing:") for name in found if name.startswith("missing:")]


def test_the_next_version_of_a_plan_begins_with_the_review_and_shows_goals_as_cards(window: Window, made: Made) -> None:
    form = begin(window, "treatment_plan", made.client)
    assert form.shows("outcome")
    form.press("finish")
    assert "What came of the earlier plan" in form.wait_for_strip("Still needed")
    form.type("outcome", "Two nights by now.")
    signed = form.sign()
    cards = [each for each in signed._root().findChildren(QWidget, "goal") if each.isVisible()]
    assert len(cards) == 1
    body = read(window, signed.record())
    assert isinstance(body, TreatmentPlan)
    assert body.version == 2


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("kind", ["closure", "release", "treatment_plan"])
def test_every_guided_form_can_be_used_by_everybody(
    kind: str, language: str, open_window: Callable[..., Window], vault: Path
) -> None:
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    begin(window, kind, make(window).client)
    window.shell.resize(*SMALLEST)
    window.settle()
    window.shell.grab()
    page = window.shell.workspace.current_page()
    assert page is not None
    window.qtbot.waitUntil(lambda: clipped(page) == [])  # a card in a card in a card is laid out level by level
    assert nameless(page) == []
    assert unreachable(page) == []
