"""Co-signing: the note says that it waits, the supervisor finds it on Today, answers, and the supervisee sees it."""

from __future__ import annotations

from collections.abc import Callable

from app.texts import _
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.cosigning import CosignDriver, CosignListDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import OWN, SHARED, Practice, sign_in

Open = Callable[..., Window]
REMARK = "Say what you agreed on for the weekend."


def own_note(window: Window, name: str = OWN) -> CosignDriver:
    """The note in a client's file."""
    notes = ClientsDriver(window).open_client(name).notes()
    notes.open(notes.column(2)[0])
    return CosignDriver(window)


def test_what_a_supervisee_signs_says_whom_it_waits_for(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    file = ClientsDriver(window).open_client(OWN)
    assert file.timeline().wait_for("Waiting for co-signature")
    file.write_note().write("Second talk.").safety("no_current_concern_expressed").sign()
    note = CosignDriver(window)
    assert note.state.startswith("Waits for the co-signature of Ewa Zarzycka, since")
    assert not note.may_answer()
    window.prompts.check()


def test_the_supervisor_finds_reads_and_co_signs(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "ez")
    page = CosignListDriver(window)
    assert len(page.waiting()) == 2
    assert page.returned() == []
    assert not [title for title in TodayDriver(window).due() if "Session note" in title], "said once, not twice"
    note = page.open_waiting()
    assert note.state.startswith("Tomasz Wilk asks for your co-signature, since")
    note = note.cosign("Well observed.")
    assert note.state.startswith("Co-signed by Ewa Zarzycka on")
    assert "Well observed." in note.texts()
    assert note.answers() == 1
    assert not note.may_answer()
    assert len(CosignListDriver(window).waiting()) == 1
    window.end()
    window = sign_in(open_window, five, "tw")
    files = [ClientsDriver(window).open_client(name).timeline() for name in (OWN,)]
    states = files[0].column(3)
    assert {"Co-signed", "Waiting for co-signature"} & set(states)
    window.prompts.check()


def test_what_is_returned_comes_back_with_the_remark_and_can_be_asked_for_again(
    open_window: Open, five: Practice
) -> None:
    window = sign_in(open_window, five, "ez")
    note = CosignListDriver(window).open_waiting()
    note.press("send_back")
    assert "Say what is to be thought of." in note.labels()
    note = note.send_back(REMARK)
    assert note.state.startswith("Returned by Ewa Zarzycka on")
    window.end()
    window = sign_in(open_window, five, "tw")
    page = CosignListDriver(window)
    assert len(page.returned()) == 1
    assert page.waiting() == []
    note = page.open_returned()
    assert REMARK in note.state
    note = note.ask_again()
    assert note.state.startswith("Waits for the co-signature of Ewa Zarzycka")
    assert CosignListDriver(window).returned() == []
    window.end()
    window = sign_in(open_window, five, "ez")
    assert len(CosignListDriver(window).waiting()) == 2
    window.prompts.check()


def test_the_history_holds_each_step(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "ez")
    note = CosignListDriver(window).open_waiting().send_back(REMARK)
    note.press("show_history")
    window.settle()
    said = note.labels()
    assert "Co-signature asked for" in said
    assert said.index("Returned by the supervisor") < said.index("Co-signature asked for")
    window.prompts.check()


def test_alone_nothing_waits_for_anybody(window: Window) -> None:
    ClientsDriver(window).add("Maria Kowalska")
    FileDriver(window).write_note().write("One talk.").safety("no_current_concern_expressed").sign()
    assert not any(_("Waits for") in text or "co-sign" in text.casefold() for text in window.labels())
    page = CosignListDriver(window)
    assert (page.waiting(), page.returned()) == ([], [])
    window.prompts.check()


def test_a_colleagues_note_is_not_offered_to_whoever_does_not_supervise(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "an")
    assert CosignListDriver(window).waiting() == []
    window.go_to("client", five.clients[SHARED])
    window.press("purpose:cover")
    notes = FileDriver(window).notes()
    notes.open(notes.column(2)[0])
    assert not CosignDriver(window).may_answer()
    window.prompts.check()
