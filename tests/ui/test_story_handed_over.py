"""Two clients get another therapist, told in English and in Polish: of one the former lead keeps nothing at all.

Of the other he reads on until next week, and then no more. The letter lies in both files; the front desk reads the new
lead's name in the list, and no letter.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.rules.sharing import Level
from app.texts import _
from tests.app.several import later
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.one_window import OneWindow, finds, finds_nothing_of
from tests.ui.drivers.sharing import AccessDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, OWN, SHARED, Practice, next_week
from tests.ui.telling import LANGUAGES
from tests.ui.test_roles_at_the_window import said_in

NIGHTS = "six nights"  # in the notes of both
WORD = "She likes to begin with what went well."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_client_is_handed_over_and_the_former_lead_keeps_nothing(
    open_window: Callable[..., Window], five: Practice, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = OneWindow(open_window, five, language)
    tomasz = here.next("tw")
    hand_over_whole(tomasz, five.clients[OWN])
    hand_over_and_read_on(tomasz)
    lead_from_now_on(here.next("ez"))
    read_who_leads(here.next("recepcja"))
    read_until_next_week(here.next("tw"))
    later(monkeypatch, 9)
    tomasz = here.next("tw")
    for name in (OWN, SHARED):
        assert finds_nothing_of(tomasz, five.clients[name], name, NIGHTS, WORD)


def hand_over_whole(tomasz: Window, client: str) -> None:
    """With a word to the colleague; from that moment on nothing of it is left."""
    panel = AccessDriver(tomasz, ClientsDriver(tomasz).open_client(OWN)).hand_over()
    panel.choose_person(NAMES["ez"]).choose_way("keeps", "").give_reason("Leaving the practice")
    panel.replace("note", WORD)
    panel.done()
    assert finds_nothing_of(tomasz, client, OWN, WORD)


def hand_over_and_read_on(tomasz: Window) -> None:
    """The other he may read for a week."""
    panel = AccessDriver(tomasz, ClientsDriver(tomasz).open_client(SHARED)).hand_over()
    panel.choose_person(NAMES["ez"]).choose_way("keeps", Level.READ.value)
    panel.replace("keeps_until", next_week())
    panel.give_reason("Leaving the practice").done()


def lead_from_now_on(ewa: Window) -> None:
    """She is not asked why, reads the letter, and writes."""
    file = ClientsDriver(ewa).open_client(OWN)
    file.timeline().open(_("Hand-over"))
    ewa.settle()
    said = said_in(ewa)
    assert WORD.casefold() in said
    assert "leaving the practice" in said
    file = ClientsDriver(ewa).open_client(SHARED)
    assert file.timeline().wait_for(_("Hand-over"))
    file.write_note().write("Our first talk.").safety("no_current_concern_expressed").sign()


def read_who_leads(ola: Window) -> None:
    """Her name beside both clients."""
    page = ClientsDriver(ola)
    page.names()
    for name in (OWN, SHARED):
        assert NAMES["ez"] in page.wait_for(name)
    assert finds(ola, WORD) == []


def read_until_next_week(tomasz: Window) -> None:
    """One of the two, to read and not to write, and why is asked now."""
    page = ClientsDriver(tomasz)
    assert page.names() == [SHARED]
    page.open(SHARED)
    tomasz.press("purpose:treatment")
    file = FileDriver(tomasz)
    assert file.notes().wait_for(_("Session note"))
    access = AccessDriver(tomasz, file)
    assert not access.offers("write_note")
    assert not access.offers("hand_over_file")
    assert finds(tomasz, NIGHTS)
