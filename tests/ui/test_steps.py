"""Forms are made step by step: the same form in the end, nothing typed lost on the way, nothing signed half made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.desk import Desk
from app.packs import consent_texts
from app.records.client import Client
from app.records.consent_template import ConsentTemplate
from app.records.fields import specs
from app.records.incident import Incident
from app.services import clients, records
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.window import Window
from ui.forms.parts import RowsControl
from ui.forms.record_form import RecordForm
from ui.forms.steps import Steps, steps
from ui.pages.client_file.edit_view import EditView
from ui.pages.editor.consent_form import ConsentForm

FILLED = {"name": "Łucja Żak", "aliases": ["Lucy", "Lu"], "phones": [{"number": "600 100 200"}], "code": "K-0007"}


class Nobody:
    """Nothing to refer to."""

    def find(self, _kinds: tuple[str, ...], _words: str, done: Callable[[list[tuple[str, str]]], None]) -> None:
        done([])

    def name(self, _kinds: tuple[str, ...], _record: str, done: Callable[[str], None]) -> None:
        done("")


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Steps]:
    """No turn has any time: a form that was made is not there yet until the test lets it go on."""
    queue = steps()
    monkeypatch.setattr(queue, "slice_s", 0.0)
    yield queue
    monkeypatch.undo()


@pytest.fixture
def make(qtbot: QtBot) -> Callable[..., RecordForm]:
    """Shows the form of a struct."""

    def made(struct: type, values: dict[str, Any] | None = None) -> RecordForm:
        form = RecordForm(specs(struct), Nobody(), values=values)
        qtbot.addWidget(form)
        form.resize(900, 900)
        form.show()
        return form

    return made


def go_on(queue: Steps, qtbot: QtBot, until: Callable[[], bool]) -> None:
    """Let the steps have time again."""
    queue.slice_s = 1.0
    queue.do(queue, lambda: None)
    qtbot.waitUntil(until)


def tab_order(form: QWidget) -> list[str]:
    """The names of the fields in the order in which Tab reaches them."""
    found: list[str] = []
    widget: QWidget | None = form.nextInFocusChain()
    while widget is not None and widget is not form:
        part: QWidget | None = widget
        while part is not None and not part.objectName().startswith("field:"):
            part = part.parentWidget()
        if part is not None and form.isAncestorOf(part) and part.objectName() not in found:
            found.append(part.objectName())
        widget = widget.nextInFocusChain()
    return found


@pytest.mark.parametrize(("struct", "values"), [(Client, FILLED), (Incident, {})])
def test_in_steps_comes_the_form_that_would_have_come_at_once(
    struct: type, values: dict[str, Any], make: Callable[..., RecordForm], slowly: Steps, qtbot: QtBot
) -> None:
    in_steps = make(struct, values)
    assert not in_steps.is_complete
    early = in_steps.values()
    go_on(slowly, qtbot, lambda: in_steps.is_complete)
    slowly.slice_s = 60.0
    at_once = make(struct, values)
    qtbot.waitUntil(lambda: at_once.is_complete)
    assert msgspec.convert(early, struct) == msgspec.convert(at_once.values(), struct)
    assert in_steps.values() == at_once.values()
    assert tab_order(in_steps) == tab_order(at_once) != []


def test_the_first_field_takes_the_focus_and_letters_before_the_rest_is_there(
    make: Callable[..., RecordForm], slowly: Steps, qtbot: QtBot
) -> None:
    form = make(Client, FILLED)
    form.focus_first()
    focus = form.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert not form.is_complete
    focus.selectAll()
    QTest.keyClicks(focus, "Ewa Lis")
    assert form.values() == {**form.values(), "name": "Ewa Lis", "aliases": ["Lucy", "Lu"], "code": "K-0007"}
    go_on(slowly, qtbot, lambda: form.is_complete)
    assert form.focusWidget() is focus
    assert form.values() == {**form.values(), "name": "Ewa Lis", "aliases": ["Lucy", "Lu"], "code": "K-0007"}


def test_steps_of_a_form_that_is_gone_are_dropped(make: Callable[..., RecordForm], slowly: Steps, qtbot: QtBot) -> None:
    form, after = make(Client, FILLED), QObject()
    done: list[str] = []
    slowly.do(after, lambda: done.append("the next"))
    delete(form)
    go_on(slowly, qtbot, lambda: bool(done))
    assert slowly.is_idle


def test_what_a_step_asks_for_comes_before_what_waits_already(slowly: Steps, qtbot: QtBot) -> None:
    owner, order = QObject(), list[str]()

    def outer() -> None:
        order.append("group")
        slowly.do(owner, lambda: order.append("its first field"))
        slowly.do(owner, lambda: order.append("its second"))

    slowly.do(owner, outer)
    slowly.do(owner, lambda: order.append("after the group"))
    assert order == []
    go_on(slowly, qtbot, lambda: slowly.is_idle)
    assert order == ["group", "its first field", "its second", "after the group"]


def test_a_step_that_fails_does_not_stop_the_others(slowly: Steps, qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()

    def fail() -> None:
        raise ValueError("on purpose")

    slowly.do(owner, fail)
    slowly.do(owner, lambda: done.append("the next"))
    slowly.slice_s = 1.0
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: bool(done))
    assert [str(error) for _kind, error, _trace in caught] == ["on purpose"]


def test_ticks_set_before_their_paragraphs_are_there_are_kept(qtbot: QtBot, slowly: Steps) -> None:
    text = consent_texts.load("therapy", "en")
    form = ConsentForm(Nobody(), {"template": "therapy", "explained": []}, text, {})
    qtbot.addWidget(form)
    form.show()
    assert form.findChildren(QCheckBox) == []
    form.tick_all()
    form.tick("risks", explained=False)
    paragraphs = text.paragraphs
    wanted = [one.element.value for one in paragraphs if one.element.value != "risks"]
    assert form.values()["explained"] == wanted
    go_on(slowly, qtbot, lambda: form.is_complete)
    ticks = {each.objectName(): each.isChecked() for each in form.findChildren(QCheckBox)}
    assert ticks == {f"explained:{one.element.value}": one.element.value != "risks" for one in paragraphs}
    assert form.values()["explained"] == wanted


def test_rows_that_are_not_there_yet_are_kept(slowly: Steps, qtbot: QtBot, make: Callable[..., RecordForm]) -> None:
    paragraphs = [{"element": "purpose", "heading": f"Part {number}", "text": "…"} for number in range(6)]
    form = make(ConsentTemplate, {"title": "Ours", "paragraphs": paragraphs})
    assert not form.is_complete
    assert [one["heading"] for one in form.values()["paragraphs"]] == [one["heading"] for one in paragraphs]
    go_on(slowly, qtbot, lambda: form.is_complete)
    assert [one["heading"] for one in form.values()["paragraphs"]] == [one["heading"] for one in paragraphs]
    rows = form.box("paragraphs").control
    assert isinstance(rows, RowsControl)
    rows.set_value(paragraphs[:2])
    slowly.slice_s = 0.0
    rows.set_value(paragraphs)
    assert [one["heading"] for one in rows.value()] == [one["heading"] for one in paragraphs]
    assert len(rows.rows()) == len(paragraphs), "whoever asks for the rows gets all of them"


def test_save_pressed_on_a_half_made_form_waits_for_the_rest(
    window: Window, slowly: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly.slice_s = 1.0
    file = ClientsDriver(window).add("Maria Kowalska")
    slowly.slice_s = 0.0
    saved: list[bool] = []
    file.press("edit:client")
    window.qtbot.waitUntil(lambda: bool(window.shell.findChildren(EditView)))
    view = window.shell.findChildren(EditView)[-1]
    real = records.save

    def watched(desk: Desk, editing: records.Editing) -> records.Saved:
        saved.append(view.form.is_complete)
        return real(desk, editing)

    monkeypatch.setattr(records, "save", watched)
    assert not view.form.is_complete
    view._writer.finish()
    assert saved == []
    go_on(slowly, window.qtbot, lambda: bool(saved))
    assert saved == [True]
    window.settle()
    names: list[str] = []
    window.shell.ops.query(window.shell, lambda desk: clients.rows(desk, clients.ids(desk))[0].name, names.append)
    window.settle()
    assert names == ["Maria Kowalska"]


def test_leaving_a_half_made_form_keeps_what_was_typed(window: Window, slowly: Steps) -> None:
    slowly.slice_s = 1.0
    file = ClientsDriver(window).add("Maria Kowalska")
    slowly.slice_s = 0.0
    file.press("edit:client")
    window.qtbot.waitUntil(lambda: bool(window.shell.findChildren(EditView)))
    view = window.shell.findChildren(EditView)[-1]
    view.focus_first()
    focus = view.focusWidget()
    assert isinstance(focus, QLineEdit)
    focus.selectAll()
    QTest.keyClicks(focus, "Maria Nowak")
    assert not view.form.is_complete
    window.shell.workspace.context.navigator.go_to("clients")
    go_on(slowly, window.qtbot, lambda: slowly.is_idle)
    window.settle()
    ClientsDriver(window).open_client("Maria Kowalska").change("client")
    assert file.text("name") == "Maria Nowak"
    window.prompts.check()
