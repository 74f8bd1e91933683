"""Taking a consent as a conversation: by keyboard, left and taken up again, usable by everybody in every step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app import texts
from app.desk import Desk
from app.records.client import Client
from app.records.consent import Consent
from app.services import clients, records
from app.services.consenting import consents
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.taking import BeginDriver, SignedConsentDriver, TakingDriver
from tests.ui.drivers.window import Window
from ui.forms.choices import Segments
from ui.shell import SMALLEST
from ui.taking.page import TakingPage

Open = Callable[..., Window]


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of one adult."""
    return ClientsDriver(window).add("Maria Kowalska")


def ask(window: Window, work: Callable[[Desk], Any]) -> Any:
    """What the vault says."""
    found: list[Any] = []
    window.shell.ops.query(window.shell, work, found.append)
    window.settle()
    return found[0]


def client_of(window: Window) -> str:
    """The client whose file is open."""
    return str(ask(window, lambda desk: clients.ids(desk)[0]))


def body_of(window: Window) -> Consent:
    """The newest consent as it was signed."""
    client = client_of(window)

    def read(desk: Desk) -> object:
        return records.open(desk, consents.rows(desk, client)[0].record).body

    body = ask(window, read)
    assert isinstance(body, Consent)
    return body


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def talk_about(file: FileDriver, consent_type: str = "therapy") -> TakingDriver:
    """Begin a conversation."""
    return file.talk_about_consent().about(consent_type).begin()


def test_a_conversation_by_keyboard_alone(window: Window, file: FileDriver) -> None:
    window.activate()
    file.talk_about_consent()
    press(Qt.Key.Key_Return)
    talk = TakingDriver(window)
    assert paragraphs_by_enter(window, talk) == 17
    assert talk.step == "asked"
    edit = QApplication.focusWidget()
    assert edit is not None
    QTest.keyClicks(edit, "Whether I may stop.")
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert talk.step == "capacity"
    press(Qt.Key.Key_Return)
    window.settle()
    talk.answer("decision", "granted")
    press(Qt.Key.Key_Return)
    window.settle()
    talk.answer("method", "verbal")
    press(Qt.Key.Key_Return)
    window.settle()
    assert talk.step == "copy"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    signed = SignedConsentDriver(window)
    assert "In force" in signed.worth
    body = body_of(window)
    assert body.questions_asked == "Whether I may stop."
    assert [one.element for one in body.conversation] == body.explained
    assert all(one.explained_on and one.how for one in body.conversation)


def paragraphs_by_enter(window: Window, talk: TakingDriver) -> int:
    """Enter as long as something is explained; how often."""
    pressed = 0
    while talk.view.form.step.element is not None:
        press(Qt.Key.Key_Return)
        window.settle()
        pressed += 1
    return pressed


def test_alt_left_goes_a_step_back_and_from_the_first_to_the_file(window: Window, file: FileDriver) -> None:
    window.activate()
    talk = talk_about(file)
    talk.explain()
    first = "purpose"
    assert talk.step == "risks"
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert talk.step == first
    assert first in body_in(talk).explained, "what was explained stays explained"
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    FileDriver(window)


def body_in(talk: TakingDriver) -> Consent:
    """The consent that is being talked about."""
    return talk.view.form.talk.body


def test_what_is_left_out_makes_it_defective_and_is_named(window: Window, file: FileDriver) -> None:
    talk = talk_about(file)
    talk.press("step_skip")
    talk.explain_all()
    talk.go("decision").answer("decision", "granted")
    talk.go("how").answer("method", "verbal")
    assert "Purpose, goals and methods" in talk.worth()
    assert talk.lacking() == ["purpose"]
    talk.press("lacking:purpose")
    assert talk.step == "purpose"
    talk.explain()
    assert "In force" in talk.worth()
    assert talk.lacking() == []


def test_a_conversation_is_left_and_taken_up_where_it_was(window: Window, file: FileDriver) -> None:
    talk = talk_about(file)
    for _n in range(4):
        talk.explain()
    talk.find(QLineEdit, "paragraph_note").setText("Asked")
    talk.type_into("paragraph_note", "What if you are ill?")
    step = talk.step
    talk.press("to_file")
    begun = FileDriver(window).talk_about_consent()
    begun.press(f"go_on:{draft_of(window)}")
    talk = TakingDriver(window)
    assert talk.step == step
    assert talk.find(QLineEdit, "paragraph_note").text() == "What if you are ill?"
    assert len(body_in(talk).explained) == 4


def draft_of(window: Window) -> str:
    """The one draft."""
    return str(ask(window, lambda desk: next(iter(records.unfinished(desk)))))


def test_a_lock_comes_back_to_the_very_step(window: Window, file: FileDriver, open_window: Open) -> None:
    vault = window.shell.preferences.last_vault
    talk = talk_about(file)
    talk.explain()
    talk.go("capacity").answer("capacity", "assessed")
    talk.type("capacity_basis", "Weighs both sides.")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left), timeout=WAIT_MS)
    window.end()
    again = open_window(vault, why="person")
    again.unlock.enter(PASSPHRASE)
    again.settle()
    page = again.shell.workspace.current_page()
    assert isinstance(page, TakingPage)
    talk = TakingDriver(again)
    assert talk.step == "capacity"
    assert talk.text("capacity_basis") == "Weighs both sides."


def test_nothing_is_pre_ticked_and_no_answer_is_no(window: Window, file: FileDriver) -> None:
    talk = talk_about(file, "electronic_comms")
    while not any(each.isVisible() for each in choices(talk)):
        talk.explain()
    assert [each.value() for each in choices(talk)] == [None] * len(choices(talk))
    first, *rest = choices(talk)
    talk.press_segment(first, "yes")
    talk.explain_all()
    answers = {one.key: one.answer for one in body_in(talk).choices}
    assert answers[first.objectName().removeprefix("choice:")] == "yes"
    assert all(answers[one.objectName().removeprefix("choice:")] is None for one in rest)


def choices(talk: TakingDriver) -> list[Segments]:
    """What can be agreed to one by one at this step."""
    found = talk.view.form.view
    assert found is not None
    return [each for each in found.findChildren(Segments) if each.objectName().startswith("choice:")]


@pytest.fixture(params=["en", "pl"])
def in_language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Texts in this language."""
    texts.set_language(request.param)
    yield str(request.param)
    texts.set_language("en")


def test_every_step_can_be_used_by_everybody(in_language: str, open_window: Open, vault: Path) -> None:
    window = open_window(vault)
    window.shell.preferences.language = in_language
    window.unlock.enter(PASSPHRASE)
    child = ask(window, lambda desk: clients.register(desk, Client(name="Ola Maj", birth_date="2014-03-01")).id)
    window.shell.resize(*SMALLEST)
    window.shell.workspace.context.navigator.go_to("consent", None, client=child)
    begun = BeginDriver(window)
    check(window, "begin")
    talk = begun.about("guardian").begin()
    form = talk.view.form
    seen = set()
    while form.at != "sign":
        if form.step.kind not in seen or form.step.choices:
            seen.add(form.step.kind)
            check(window, form.at)
        if form.at == "decision":
            talk.answer("decision", "granted")
        if form.at == "how":
            talk.answer("method", "on_screen")
            check(window, "how, on the screen")
        form.go_on()
        window.settle()
    check(window, "sign")


def check(window: Window, where: str) -> None:
    """Named, reachable, whole."""
    window.settle()
    window.shell.grab()
    root = window.shell
    assert (where, nameless(root)) == (where, [])
    assert (where, unreachable(root)) == (where, [])
    with contextlib.suppress(window.qtbot.TimeoutError):  # Qt lays out in several turns of the event loop
        window.qtbot.waitUntil(lambda: clipped(root) == [], timeout=1500)
    assert (where, clipped(root)) == (where, [])
