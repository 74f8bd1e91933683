"""Today: sessions and their notes, adding, skipping, putting off, and signing what was reviewed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import clock, formats
from app.desk import Desk
from app.records.client import Client
from app.records.episode import Weekday
from app.services import clients, records
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.editor import SignedDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from ui.forms.text import NoteEdit

NO_CONCERN = "no_current_concern_expressed"
TODAY = clock.today()


def expect(desk: Desk, name: str, time: str, *, days_before: int = 0) -> str:
    """A client with a usual time on today's weekday, or on that of some days before."""
    client = clients.register(desk, Client(name=name)).id
    day = TODAY - timedelta(days=days_before)
    slot = {"weekday": tuple(Weekday)[day.weekday()].value, "time": time, "minutes": 50, "since": day.isoformat()}
    editing = records.start(
        desk, "episode", client, presenting_problem="Sleep", started_on=day.isoformat(), usual_slots=[slot]
    )
    records.save(desk, editing)
    return client


def do(window: Window, work: Any) -> Any:
    """Let the engine do something, and give what came of it."""
    found: list[Any] = []
    window.shell.ops.command(window.shell, work, found.append)
    window.settle()
    return found[0]


@pytest.fixture
def today(window: Window) -> TodayDriver:
    """Today with Maria at 10:00 and Jan at 9:00."""
    do(window, lambda desk: [expect(desk, "Maria Kowalska", "10:00"), expect(desk, "Jan Nowak", "09:00")])
    return TodayDriver(window)


def test_it_is_the_first_page_after_unlocking(window: Window) -> None:
    window.settle()
    assert window.shell.workspace.current_page() is window.shell.workspace.page("today")
    assert formats.day(TODAY) in TodayDriver(window).labels()


def test_the_sessions_of_the_day_stand_in_their_order(today: TodayDriver) -> None:
    assert today.sessions() == ["K-0002", "K-0001"]
    assert "09:00" in today.says("K-0002")
    assert "usual time" in today.says("K-0002")
    assert "0 of 2 signed" in today.labels()


def test_one_action_to_the_first_letter_and_two_from_the_text_to_signed(window: Window, today: TodayDriver) -> None:
    note = today.write_note("K-0001")  # 1: the button
    assert isinstance(QApplication.focusWidget(), NoteEdit)
    assert any("10:00" in text and formats.day(TODAY) in text for text in note.labels())
    note.write("She slept six nights of seven.")
    note.press_keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # 1: asks for the statement
    window.settle()
    note.safety(NO_CONCERN)  # 2: the statement signs
    assert "six nights" in SignedDriver(window).texts()
    today = TodayDriver(window)
    assert "signed" in today.says("K-0001")
    assert "1 of 2 signed" in today.labels()
    assert "six nights" in today.open_note("K-0001").texts()
    window.prompts.check()


def test_what_was_begun_is_gone_on_with(window: Window, today: TodayDriver) -> None:
    note = today.write_note("K-0001")
    note.write("Half a thought")
    record = note.record()
    today = TodayDriver(window)
    assert "not signed yet" in today.says("K-0001")
    assert len(today.drafts()) == 1
    again = today.go_on("K-0001")
    assert (again.record(), again.text("text")) == (record, "Half a thought")


def test_a_session_that_did_not_take_place_has_its_own_note(today: TodayDriver) -> None:
    note = today.missed("K-0001")
    assert note.value("format") == "non_attendance"
    note.write("Write to her.", "decision")
    signed = note.safety(NO_CONCERN).sign()
    assert any("Did not come" in text for text in signed.labels())


def test_somebody_is_added_and_taken_off_again(window: Window, today: TodayDriver) -> None:
    do(window, lambda desk: clients.register(desk, Client(name="Ewa Lis")))
    today.add("Ewa")
    assert set(today.sessions()) == {"K-0001", "K-0002", "K-0003"}
    assert "added by hand" in today.says("K-0003")
    today.skip("K-0003")
    today.skip("K-0001")
    assert today.sessions() == ["K-0002"]


def test_earlier_sessions_without_a_note_wait_quietly(window: Window) -> None:
    do(window, lambda desk: expect(desk, "Maria Kowalska", "10:00", days_before=2))
    today = TodayDriver(window)
    assert today.sessions() == []
    today.show_earlier()
    note = today.write_note("K-0001")
    assert any(formats.day(TODAY - timedelta(days=2)) in text for text in note.labels())


def test_the_name_leads_to_the_file(today: TodayDriver) -> None:
    assert today.open_file("K-0002").name == "Jan Nowak"


def test_a_reminder_is_put_off_in_one_click(window: Window) -> None:
    def review_due(desk: Desk) -> None:
        client = clients.register(desk, Client(name="Maria Kowalska")).id
        values = {"with_whom": "Dr Lis", "held_on": TODAY.isoformat(), "question": "Sleep?"}
        more = {"advice": "Rest.", "decision": "Ask again.", "next_step": "Ask", "next_on": TODAY.isoformat()}
        records.sign(desk, records.start(desk, "consultation", client).with_values({**values, **more}))

    do(window, review_due)
    today = TodayDriver(window)
    assert len(today.due()) == 1
    today.put_off()
    assert today.due() == []
    assert TodayDriver(window).due() == []


def test_what_was_reviewed_is_signed_together_and_the_rest_stays(window: Window, today: TodayDriver) -> None:
    for code in ("K-0001", "K-0002"):
        note = TodayDriver(window).write_note(code)
        note.write(f"Words about {code}.").safety(NO_CONCERN)
    do(window, lambda desk: expect(desk, "Ewa Lis", "11:00"))
    TodayDriver(window).write_note("K-0003").write("No word about safety.")
    review = TodayDriver(window).review()
    texts = SignedDriver.texts(review)  # type: ignore[arg-type]
    assert "Words about K-0001." in texts
    assert "No word about safety." in texts
    assert len(review.ticks()) == 2
    assert any("Still needed: Safety" in text for text in review.labels())
    assert not review.can_press("sign_reviewed")
    review.ticks()[0].click()
    review.sign()
    assert len(review.ticks()) == 1
    review.tick_all().sign()
    today = TodayDriver(window)
    assert [("signed" in today.says(code)) for code in ("K-0001", "K-0002", "K-0003")] == [True, True, False]
    assert "2 of 3 signed" in today.labels()
    assert len(today.drafts()) == 1
    window.prompts.check()


def test_text_outside_the_format_is_not_signed_from_the_review(window: Window, today: TodayDriver) -> None:
    note = today.write_note("K-0001")
    note.use_format("soap")
    note.write("Tired.", "subjective").write("Slow.", "objective")
    note.use_format("dap")
    note.write("All of it.", "data").safety(NO_CONCERN)
    review = TodayDriver(window).review()
    assert review.ticks() == []
    assert any("Subjective, Objective" in text for text in review.labels())


def test_a_lock_during_an_untouched_note_comes_back_to_the_same_session(
    window: Window, today: TodayDriver, open_window: Any
) -> None:
    vault = window.shell.preferences.last_vault
    today.write_note("K-0002")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left))
    window.end()
    again = open_window(vault)
    again.unlock.enter(PASSPHRASE)
    again.settle()
    assert any("09:00" in text for text in again.labels())
    assert again.shell.windowTitle() == "ClientSafe · K-0002"
