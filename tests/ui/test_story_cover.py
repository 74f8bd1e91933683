"""A colleague stands in over a holiday, told in English and in Polish: it begins, and it ends by itself.

While it lasts Anna reads, finds and writes; when it is over nobody has to do anything, and nothing of the client is
left for her: not in a list, in search, nor in the file. Of the draft that she left unfinished Today says that it is
there, and no word of it: she finishes it when the file was shared with her again, or throws it away.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.services.reading import trails
from app.texts import _
from tests.app.several import later
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.one_window import OneWindow, finds, finds_nothing_of
from tests.ui.drivers.sharing import AccessDriver, several_clients
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, OWN, Practice, next_week
from tests.ui.telling import LANGUAGES, ask
from tests.ui.test_roles_at_the_window import said_in

UNFINISHED = "He rang, because the heating is broken."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_holiday_cover_begins_and_ends_by_itself(
    open_window: Callable[..., Window], five: Practice, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = OneWindow(open_window, five, language)
    go_on_holiday(here.next("tw"))
    stand_in(here.next("an"))
    later(monkeypatch, 9)
    find_it_over(here.next("an"), five.clients[OWN])
    come_back(here.next("tw"))
    throw_it_away(here.next("an"))
    see_that_it_was(here.next("tw"), five.clients[OWN])
    assert OWN in ClientsDriver(here.next("ez")).names(), "who supervises stands in for nobody"


def go_on_holiday(tomasz: Window) -> None:
    """One client, one colleague, until next week."""
    panel = several_clients(tomasz, 0)
    panel.replace("until", next_week())
    panel.tick_clients("Kowalska").choose_person("Anna").done()
    line = AccessDriver(tomasz, ClientsDriver(tomasz).open_client(OWN)).line_of(NAMES["an"])
    assert _("Holiday cover") in line


def stand_in(anna: Window) -> None:
    """She finds the client, reads the note, and leaves one of her own half written."""
    page = ClientsDriver(anna)
    page.wait_for(OWN)
    page.open(OWN)
    anna.press("purpose:cover")
    file = FileDriver(anna)
    assert file.notes().wait_for(_("Session note"))
    note = file.write_note()
    note.write(UNFINISHED).wait_until_kept()
    assert len(TodayDriver(anna).drafts()) == 1
    assert finds(anna, "six nights")


def find_it_over(anna: Window, client: str) -> None:
    """Nothing is left; of what she wrote herself it is said that it rests, of what kind and since when."""
    assert finds_nothing_of(anna, client, OWN, "six nights", UNFINISHED)
    today = TodayDriver(anna)
    assert today.drafts() == []
    (line,) = today.closed_drafts()
    assert line.startswith(_("Draft in a file you no longer have"))
    assert _("Session note") in line
    assert _("To finish it, ask whoever has the file to share it with you again.") in anna.labels()
    assert not today.can_review()
    anna.go_to("session_note", ask(anna, lambda desk: desk.signin.closed_drafts()[0]))
    anna.settle()
    assert _("This record cannot be shown") in anna.labels()
    assert UNFINISHED.casefold() not in said_in(anna)


def come_back(tomasz: Window) -> None:
    """His file is as it was: no line of her, and nothing half written."""
    file = ClientsDriver(tomasz).open_client(OWN)
    assert not [line for line in AccessDriver(tomasz, file).holders() if line.startswith(NAMES["an"])]
    assert TodayDriver(tomasz).drafts() == []
    assert finds(tomasz, "six nights")


def throw_it_away(anna: Window) -> None:
    """Asked first; then it is gone."""
    today = TodayDriver(anna)
    today.throw_away(None)
    assert len(today.closed_drafts()) == 1
    today.throw_away("discard")
    assert today.closed_drafts() == []
    assert _("Everything is signed.") in anna.labels()


def see_that_it_was(tomasz: Window, client: str) -> None:
    """Who threw something away that was meant for a file stands in what is told of that file."""
    told = ask(tomasz, lambda desk: trails.of_client(desk, client))
    assert [row.login for row in told if row.action == "discard_draft"] == ["an"]
