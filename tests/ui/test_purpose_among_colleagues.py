"""Why a file is opened: never asked of one's own open client; once a sign-in of others; what is known is suggested."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.rules.purposes import ASKED
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.cosigning import CosignListDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, OWN, SHARED, Practice, sign_in

Open = Callable[..., Window]


def reasons(window: Window) -> list[str]:
    """The buttons in sight."""
    found = [each for each in window.shell.findChildren(QPushButton) if each.isVisible()]
    return [each.objectName().removeprefix("purpose:") for each in found if each.objectName().startswith("purpose:")]


def go_to_file(window: Window, practice: Practice, name: str) -> None:
    """Open a client's file, as far as it opens by itself."""
    window.go_to("client", practice.clients[name])


def test_of_the_own_open_client_it_is_never_asked(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    for name in (OWN, SHARED):
        assert ClientsDriver(window).open_client(name).name == name
    window.prompts.check()


@pytest.mark.parametrize(("login", "suggested"), [("an", "cover"), ("ez", "supervision")])
def test_of_a_colleagues_file_it_is_asked_once_and_the_way_of_the_access_suggests_the_answer(
    open_window: Open, five: Practice, login: str, suggested: str
) -> None:
    window = sign_in(open_window, five, login)
    window.activate()
    go_to_file(window, five, SHARED)
    assert reasons(window) == [one.value for one in ASKED]
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == f"purpose:{suggested}"
    said = window.find(QLabel, "need_to_know").text()
    assert said == "Open it only as far as your work with this client needs it."
    window.press(f"purpose:{suggested}")
    assert FileDriver(window).name == SHARED
    whose = window.find(QLabel, "also_open_to").text()
    assert whose.startswith(f"File of {NAMES['tw']} · Also open to: ")
    assert whose.count(NAMES["tw"]) == 1, "who leads it is not named twice"
    window.go_to("today")
    go_to_file(window, five, SHARED)
    assert reasons(window) == []
    assert FileDriver(window).name == SHARED
    window.prompts.check()


def test_whoever_co_signs_has_said_why(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "ez")
    CosignListDriver(window).open_waiting()
    assert reasons(window) == []
    window.prompts.check()


def test_the_front_desk_is_not_asked(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "recepcja")
    go_to_file(window, five, SHARED)
    assert reasons(window) == []
    assert FileDriver(window).name == SHARED
    window.prompts.check()


def test_a_note_of_a_colleague_asks_in_its_own_place(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "an")
    found: list[list[str]] = []

    def notes(desk: object) -> list[str]:
        from storage.vault import Query

        return desk.signin.ids(Query(kinds=("session_note",)))  # type: ignore[attr-defined, no-any-return]

    window.shell.ops.query(window.shell, notes, found.append)
    window.settle()
    window.shell.workspace.context.navigator.go_to("session_note", found[0][0], client=five.clients[SHARED])
    window.settle()
    assert reasons(window) == [one.value for one in ASKED]
    window.press("purpose:cover")
    window.settle()
    assert any("six nights" in text for text in shown_words(window))
    window.prompts.check()


def shown_words(window: Window) -> list[str]:
    """What the record that is read says."""
    from tests.ui.drivers.editor import SignedDriver

    return [SignedDriver(window).texts()]
