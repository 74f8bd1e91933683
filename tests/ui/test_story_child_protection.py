"""Child protection, told in the window in English and in Polish, on real storage.

One concern is reported within its clock: numbers first, then the form, then the written report. Another is decided
against with reasons, and comes back on its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app import clock, formats, texts
from app.desk import Desk
from app.records.client import Client
from app.records.mandated_report import MandatedReport
from app.services import clients, records
from app.services.client_safety import duties
from app.services.outgoing import disclosures
from app.services.practice import practices
from app.services.reading import today
from app.texts import _
from tests.app.duties_made import DECISION, REPORT
from tests.ui.drivers.editor import EditorDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make, sign_in
from ui.pages.client_file.duties_part import DutiesPart
from ui.pages.editor.numbers_first import NumbersFirst

HOURS = 36


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    client: str
    concern: str
    agency: str
    worker: str


ENGLISH = Told("en", "Zoë Fairweather", "“He hits him with a belt.”", "Child Protection Hotline", "Ms Reyes")
POLISH = Told("pl", "Łucja Żółkiewska", "„Bije go paskiem”.", "Infolinia ochrony dzieci", "Pani Gołąb")


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One language after the other."""
    found: Told = request.param
    yield found
    texts.set_language("en")


def minutes_ago(minutes: int) -> dict[str, str]:
    """A wall time of today, as a form has it."""
    at = datetime.fromisoformat(clock.now().at) - timedelta(minutes=minutes)
    return {"at": f"{at:%Y-%m-%dT%H:%M}", "zone": clock.local_zone()}


def begin(window: Window, kind: str, client: str, values: dict[str, Any]) -> EditorDriver:
    """Begin a record with some of it filled in."""
    window.shell.workspace.context.navigator.go_to(kind, None, client=client, values=values)
    window.settle()
    return EditorDriver(window)


def due_of(window: Window, client: str) -> dict[str, tuple[str, str, str]]:
    """What Today wants for a client: key, day and words by kind."""
    found = ask(window, today.due)
    return {one.kind: (one.key, one.due, one.words) for one in found if one.client == client}


def test_a_concern_is_reported_in_its_clock_and_another_is_decided_against(
    told: Told, open_window: Callable[..., Window], vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = sign_in(open_window, vault, told.language)

    def prepare(desk: Desk) -> str:
        practices.change_profile(desk, jurisdiction="US-CA")
        return clients.register(desk, Client(name=told.client)).id

    client = make(window, prepare)
    report = reported(window, told, client)
    sent(window, told, client, report)
    decided_against(window, client, monkeypatch)


def reported(window: Window, told: Told, client: str) -> str:
    """Numbers first; the form waits for one key. The report is signed, with its clock and its line in the register."""
    known = minutes_ago(60)
    given = {**REPORT, "known": known, "called": minutes_ago(40), "told_on": clock.today().isoformat()}
    given |= {"agency": told.agency, "worker": told.worker, "concern": "", "report_kind": None}
    editor = begin(window, "mandated_report", client, given)
    numbers = editor.find(NumbersFirst, "numbers_first")
    assert editor.find(QLabel, "emergency_number").text() == "911"
    assert editor.find(QPushButton, "numbers_passed").hasFocus()
    assert not editor.shows("concern")
    editor.press_keys(Qt.Key.Key_Return)
    assert numbers.is_passed
    assert editor.find(QLabel, "emergency_number").isVisible()
    editor.choose_value("report_kind", "child")
    editor.type("concern", told.concern)
    due = datetime.fromisoformat(known["at"]) + timedelta(hours=HOURS)
    shown = editor.find(QLabel, "report_clock")
    editor.qtbot.waitUntil(lambda: "SS 8572" in shown.text())
    editor.sign()
    record = editor.record()
    body = ask(window, lambda desk: records.open(desk, record).body)
    assert isinstance(body, MandatedReport)
    assert body.due_at is not None
    assert abs(datetime.fromisoformat(body.due_at.at) - due) <= timedelta(hours=1)  # the clocks may change in between
    (line,) = ask(window, lambda desk: disclosures.rows(desk, client))
    assert (line.recipient, line.organisation) == (told.worker, told.agency)
    key, day, words = due_of(window, client)["mandated_report"]
    assert (key, day) == ("", body.due_at.day)
    assert formats.moment(body.due_at.at) in words
    return record


def sent(window: Window, told: Told, client: str, report: str) -> None:
    """The written report is a record of its own; the clock stops, the report stays as it was signed."""
    given = {
        "about": report, "step": "written", "happened": minutes_ago(5), "whom": told.agency, "method": "fax",
        "information_given": "SS 8572", "minimum_necessary": "SS 8572", "outcome": "OK",
    }  # fmt: skip
    begin(window, "duty_follow_up", client, given).sign()
    assert "mandated_report" not in due_of(window, client)
    assert len(ask(window, lambda desk: disclosures.rows(desk, client))) == 2
    (line,) = [row for row in ask(window, lambda desk: duties.rows(desk, client)) if row.record == report]
    assert not line.is_open


def decided_against(window: Window, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided with reasons and signed; back on its day, where a report can take its place."""
    review = clock.today() + timedelta(days=7)
    given = {**DECISION, "decided": minutes_ago(1), "review_on": review.isoformat()}
    editor = begin(window, "decision_not_to_act", client, {**given, "why_not": ""})
    editor.press("finish")
    assert editor.problem("why_not") == _("This is still needed.")
    editor.type("why_not", given["why_not"])
    editor.sign()
    decision = editor.record()
    monkeypatch.setattr(clock, "today", lambda: review)
    key, day, words = due_of(window, client)["decision_not_to_act"]
    assert (day, words) == (review.isoformat(), _("Look at the decision again: let it stand with a new day, or act."))
    assert key
    part = DutiesPart(window.shell.workspace.context, client)
    editor.qtbot.addWidget(part)
    window.settle()
    press = part.findChild(QPushButton, "report_now")
    assert press is not None
    press.click()
    window.settle()
    page = EditorDriver(window).page
    assert page.place()["values"] == {"earlier": decision}
