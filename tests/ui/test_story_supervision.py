"""A note goes to the supervisor and back, told in English and in Polish.

Tomasz signs; Ewa opens his file for supervision and returns the note with a remark; he answers; she co-signs. Anna owns
the practice and finds none of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.rules.purposes import PURPOSE_LABELS, Purpose
from app.texts import _
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.cosigning import CosignDriver, CosignListDriver
from tests.ui.drivers.one_window import OneWindow, finds_nothing_of
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import OWN, Practice
from tests.ui.telling import LANGUAGES

WORDS = "We planned the weekend hour by hour."
REMARK = "Say what happens if the plan does not hold."
ANSWER = "If it does not hold she rings her sister first."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_is_returned_answered_and_co_signed(
    open_window: Callable[..., Window], five: Practice, language: str
) -> None:
    here = OneWindow(open_window, five, language)
    sign(here.next("tw"))
    read_for_supervision_and_return(here.next("ez"), five.clients[OWN])
    answer(here.next("tw"))
    co_sign(here.next("ez"))
    read_it_co_signed(here.next("tw"))
    assert finds_nothing_of(here.next("an"), five.clients[OWN], OWN, WORDS, REMARK, ANSWER)


def sign(tomasz: Window) -> None:
    """The note waits for his supervisor, and he cannot answer for her."""
    file = ClientsDriver(tomasz).open_client(OWN)
    file.write_note().write(WORDS).safety("no_current_concern_expressed").sign()
    note = CosignDriver(tomasz)
    assert "Ewa Zarzycka" in note.state
    assert not note.may_answer()


def read_for_supervision_and_return(ewa: Window, client: str) -> None:
    """She is asked why she opens a colleague's file; the newest note needs another word."""
    ewa.go_to("client", client)
    ewa.press("purpose:supervision")
    FileDriver(ewa)
    note = CosignListDriver(ewa).open_waiting_that_says(WORDS)
    assert "Tomasz Wilk" in note.state
    note = note.send_back(REMARK)
    assert "Ewa Zarzycka" in note.state
    assert REMARK in note.texts()
    assert len(CosignListDriver(ewa).waiting()) == 2, "the two that he wrote before"


def answer(tomasz: Window) -> None:
    """What came back is on his Today, with the remark; his addition asks again."""
    page = CosignListDriver(tomasz)
    assert len(page.returned()) == 1
    note = page.open_returned()
    assert REMARK in note.state
    note.amend("addendum", ANSWER, "Asked in supervision")
    assert CosignListDriver(tomasz).returned() == []


def co_sign(ewa: Window) -> None:
    """She reads the answer beside the note and co-signs both."""
    note = CosignListDriver(ewa).open_waiting_that_says(WORDS)
    assert ANSWER in note.texts()
    note = note.cosign()
    assert note.amendments() == 1
    assert not note.may_answer()


def read_it_co_signed(tomasz: Window) -> None:
    """Nothing came back; the file says that it is co-signed, and why she had it open."""
    assert CosignListDriver(tomasz).returned() == []
    file = ClientsDriver(tomasz).open_client(OWN)
    file.timeline().open(_("Amended"))
    note = CosignDriver(tomasz)
    said = _("Co-signed by {name} on {date}.").partition("{")[0]
    assert note.state.startswith(f"{said}Ewa Zarzycka")
    assert note.answers() == 2, "returned, then co-signed"
    file = ClientsDriver(tomasz).open_client(OWN)
    told = [" ".join(cells) for cells in file.access().cells()]
    reason = _(PURPOSE_LABELS[Purpose.SUPERVISION])
    assert [line for line in told if "Ewa Zarzycka" in line and reason.casefold() in line.casefold()]
