"""The one window of a practice: who leaves locks it, and the next person presses the button with their name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from app import texts
from app.texts import _
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.people import LockPage
from tests.ui.drivers.search import SearchDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import PASSPHRASES, Practice
from tests.ui.test_roles_at_the_window import said_in


class OneWindow:
    """`tomasz = here.next("tw")`: whoever was there is out, and Tomasz is in."""

    def __init__(self, open_window: Callable[..., Window], practice: Practice, language: str) -> None:
        self._open = open_window
        self._language = language
        self._shown: Window | None = None
        self.practice = practice

    def next(self, login: str) -> Window:
        """Lock, press the button with a name, type the passphrase; the window of that person."""
        page = self.lock_page()
        LockPage(page).enter(login, PASSPHRASES[login])
        page.settle()
        return page

    def lock_page(self, why: str = "person") -> Window:
        """Whoever is in locks the window; the lock page that follows."""
        self._leave()
        self._shown = self._open(self.practice.vault, why=why if self._shown is not None else "")
        if self._language != texts.language():
            self._shown.shell.change_language(self._language)
        return self._shown

    def _leave(self) -> None:
        if self._shown is None:
            return
        window = self._shown
        if window.shell.is_signed_in and not window.shell.locker.has_begun:
            window.settle()
            window.shell.lock()
        if window.shell.locker.has_begun:
            window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
        window.prompts.check()
        window.end()


def said_on_all_pages(window: Window) -> dict[str, str]:
    """Walk every page of the navigation: what each says, in small letters."""
    found = {}
    for spec in window.shell.workspace.context.navigator.listed:
        window.go_to(spec.name)
        found[spec.name] = said_in(window)
    return found


def finds(window: Window, words: str) -> list[str]:
    """What Ctrl+K finds for words, at once and after looking through the records; what was typed is left out."""
    search = SearchDriver(window)
    search.look_for(words)
    lines = [line for line in search.lines() if words.casefold() in line.casefold()]
    told = lines + search.records() + search.excerpts()
    window.shell.workspace.close_search()
    return told


def cannot_open(window: Window, client: str) -> bool:
    """Go to a client's file by its id: whether the window says that it cannot be shown, and shows nothing of it."""
    window.go_to("client", client)
    window.settle()
    heads = [each for each in window.shell.findChildren(QPushButton, "write_note") if each.isVisible()]
    return _("This file cannot be shown") in window.labels() and not heads


def finds_nothing_of(window: Window, client: str, name: str, *words: str) -> bool:
    """Lists, drafts, every page, search and the file itself: nothing of a client is left for who is at the desk."""
    assert name not in ClientsDriver(window).names()
    today = TodayDriver(window)
    assert not [line for line in today.drafts() + today.due() if name in line]
    for page, said in said_on_all_pages(window).items():
        assert [word for word in (name, *words) if word.casefold() in said] == [], page
    assert [line for one in (name, *words) for line in finds(window, one)] == []
    assert cannot_open(window, client)
    return True
