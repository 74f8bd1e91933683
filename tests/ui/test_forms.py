"""Forms made from the fields of a record: values in and out, tiers, show-when, problems beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app import clock
from app.records import KINDS, decode, encode
from app.records.client import Client
from app.records.consent import Consent
from app.records.fields import FieldSpec, specs
from app.records.incident import Incident
from app.records.session_note import SessionNote
from tests.ui.drivers.forms import FormDriver
from ui.forms.parts import RowsControl
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.references import ReferenceControl
from ui.forms.simple import LinesControl
from ui.forms.text import NoteEdit

KNOWN = {"11111111-1111-7111-8111-111111111111": "K-0001 Maria", "22222222-2222-7222-8222-222222222222": "K-0002 Piotr"}


class KnownClients:
    """Two clients to refer to."""

    def find(self, kinds: tuple[str, ...], words: str, done: Callable[[list[tuple[str, str]]], None]) -> None:
        assert kinds == ("client",)
        done([(key, name) for key, name in KNOWN.items() if words.casefold() in name.casefold()])

    def name(self, kinds: tuple[str, ...], record: str, done: Callable[[str], None]) -> None:
        assert kinds
        done(KNOWN.get(record, ""))


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., tuple[RecordForm, FormDriver]]:
    """Shows the form of a struct; gives it and its driver."""

    def make(struct: type, values: dict[str, Any] | None = None) -> tuple[RecordForm, FormDriver]:
        form = RecordForm(specs(struct), KnownClients(), values=values)
        qtbot.addWidget(form)
        form.resize(900, 900)
        form.show()
        qtbot.waitUntil(lambda: form.is_complete)
        return form, FormDriver(lambda: form, qtbot)

    return make


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_record_has_a_form_that_gives_back_what_it_was_given(kind: str, qtbot: QtBot) -> None:
    struct = KINDS[kind].struct
    form = RecordForm(specs(struct), KnownClients())
    qtbot.addWidget(form)
    form.fields.open_all()
    assert decode(kind, KINDS[kind].version, form.values()) == struct()


FULL_CLIENT = Client(
    name="Łucja Żak",
    birth_date="1987-04",
    phones=[{"number": "600 100 200", "safe_to_call": "no"}],  # type: ignore[list-item]
    aliases=["Lucy", "Lu"],
    status="paused",  # type: ignore[arg-type]
    unit="family",  # type: ignore[arg-type]
    interpreter_needed=True,
    communication_needs="# Slowly\n\n- short sentences",
    code="K-0007",
    lead="33333333-3333-7333-8333-333333333333",
)


def test_all_shapes_of_values_pass_through_unchanged(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    values = encode(decode("client", 1, encode(FULL_CLIENT)))
    values["members"] = [{"client": next(iter(KNOWN)), "role": "mother"}]
    form, _driver = show(Client, values)
    form.fields.open_all()
    assert form.values() == values


def test_a_form_opens_with_the_first_tier_and_shows_the_others_when_asked(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    _form, driver = show(Client)
    assert driver.shows("name")
    assert not driver.shows("pronouns")
    driver.open_tier("more")
    assert driver.shows("pronouns")
    assert not driver.shows("aliases")


def test_a_later_tier_that_holds_something_is_open_from_the_start(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    _form, driver = show(Client, {"name": "Maria", "pronouns": "she/her"})
    assert driver.text("pronouns") == "she/her"


def test_fields_come_and_go_with_the_field_they_depend_on(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    form, driver = show(Incident)
    assert not driver.shows("danger_note")
    driver.choose_value("danger", "yes")
    driver.type("danger_note", "a child on the stairs")
    assert form.values()["danger_note"] == "a child on the stairs"
    driver.choose_value("danger", "no")
    assert not driver.shows("danger_note")
    assert form.values()["danger_note"] == ""
    driver.choose_value("danger", "unknown")
    assert driver.text("danger_note") == "a child on the stairs"


def test_what_cannot_be_understood_is_said_beside_its_field(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    form, driver = show(Consent)
    driver.replace("given_on", "31.2.2026")
    assert "not a date" in driver.problem("given_on")
    assert [found.name for found in form.problems()] == ["given_on"]
    assert form.values()["given_on"] == ""
    driver.replace("given_on", "3.4.2026")
    assert driver.problem("given_on") == ""
    assert driver.text("given_on") == "3 Apr 2026"
    assert form.values()["given_on"] == "2026-04-03"


def test_a_moment_needs_its_day_and_its_time(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    form, driver = show(SessionNote)
    day, time = driver.control("started").findChildren(QLineEdit)[:2]
    QTest.keyClicks(day, "22.11.2026")
    assert [found.name for found in form.problems()] == ["started"]
    assert form.values()["started"] is None
    QTest.keyClicks(time, "915")
    time.editingFinished.emit()
    assert form.problems() == []
    assert form.values()["started"] == {"at": "2026-11-22T09:15", "zone": clock.local_zone()}


def test_the_zone_of_a_moment_is_shown_only_where_it_is_another(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    form, driver = show(SessionNote, {"started": {"at": "2026-11-22T09:15", "zone": "America/New_York"}})
    assert form.values()["started"]["zone"] == "America/New_York"
    driver.control("started").set_value({"at": "2026-11-22T09:15", "zone": "Europe/Warsaw"})
    assert form.values()["started"]["zone"] == "Europe/Warsaw"


def test_needed_fields_are_marked_and_pointed_out(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    form, driver = show(Incident)
    marked = [each.text() for each in form.findChildren(QLabel) if each.text().endswith("*")]
    assert len(marked) == 4
    point_out_missing(form, [spec for spec in specs(Incident) if spec.name == "where"])
    assert driver.problem("where") == "This is still needed."
    driver.type("where", "stairs")
    assert driver.problem("where") == ""


def test_rows_are_added_and_removed_and_blank_ones_are_not_kept(
    show: Callable[..., tuple[RecordForm, FormDriver]], qtbot: QtBot
) -> None:
    form, driver = show(Client)
    driver.open_tier("more")
    phones = driver.control("phones")
    assert isinstance(phones, RowsControl)
    driver.press("add:phones")
    driver.press("add:phones")
    assert form.values()["phones"] == []
    driver.type("number", "600 100 200")
    kept = form.values()["phones"]
    assert [row["number"] for row in kept] == ["600 100 200"]
    phones.findChildren(QPushButton)
    qtbot.wait(0)
    form.set_values({"phones": kept})
    assert len(phones.rows()) == 1


def test_return_adds_the_next_line_of_a_list(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    form, driver = show(SessionNote, {"methods": ["EMDR"]})
    methods = driver.control("methods")
    assert isinstance(methods, LinesControl)
    QTest.keyClick(methods.handle(), Qt.Key.Key_Return)
    QTest.keyClicks(methods.findChildren(QLineEdit)[-1], "breathing")
    assert form.values()["methods"] == ["EMDR", "breathing"]


def test_a_reference_is_chosen_by_a_few_letters_and_cleared_by_emptying_it(
    show: Callable[..., tuple[RecordForm, FormDriver]], qtbot: QtBot
) -> None:
    form, driver = show(Client, {"unit": "couple", "members": [{"client": next(iter(KNOWN)), "role": ""}]})
    control = driver.control("client")
    assert isinstance(control, ReferenceControl)
    assert control.edit.text() == "K-0001 Maria"
    control.edit.setFocus()
    control.edit.selectAll()
    QTest.keyClicks(control.edit, "pio")
    assert control.value() == ""
    assert "Choose one" in control.problem()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in control.findChildren(QListWidget)))
    QTest.keyClick(control.edit, Qt.Key.Key_Return)
    assert form.values()["members"][0]["client"] == list(KNOWN)[1]


def test_undo_cannot_bring_back_another_record(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    form, driver = show(SessionNote, {"text": "secret of another client"})
    edit = driver.control("text").handle()
    assert isinstance(edit, NoteEdit)
    form.set_values({"text": ""})
    edit.undo()
    assert edit.text() == ""
    assert not edit.document().isUndoAvailable()
    assert form.findChildren(QUndoStack) == []


def test_the_text_editor_grows_with_its_text(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    _form, driver = show(SessionNote)
    edit = driver.control("text").handle()
    assert isinstance(edit, NoteEdit)
    before = edit.sizeHint().height()
    edit.set_text("\n".join(str(line) for line in range(40)))
    assert edit.sizeHint().height() > before + 20 * edit.fontMetrics().lineSpacing()


def test_pasting_keeps_the_subset_only(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    form, driver = show(SessionNote)
    edit = driver.control("text").handle()
    assert isinstance(edit, NoteEdit)
    pasted = QMimeData()
    pasted.setHtml("<p>He <b>said</b> it</p><ul><li>one</li></ul><img src='x'>")
    pasted.setText("ignored")
    edit.insertFromMimeData(pasted)
    assert form.values()["text"] == "He **said** it\n\n- one"


def test_return_continues_a_list_and_ends_it_on_an_empty_item(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    form, driver = show(SessionNote)
    edit = driver.control("text").handle()
    QTest.keyClicks(edit, "- one")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "two")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "after")
    assert form.values()["text"] == "- one\n- two\nafter"


def test_bold_is_one_key(show: Callable[..., tuple[RecordForm, FormDriver]]) -> None:
    form, driver = show(SessionNote, {"text": "word"})
    edit = driver.control("text").handle()
    assert isinstance(edit, NoteEdit)
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert form.values()["text"] == "**word**"


def test_every_control_has_a_name_for_assistive_technology(
    show: Callable[..., tuple[RecordForm, FormDriver]],
) -> None:
    form, driver = show(Incident)
    form.fields.open_all()
    for spec in specs(Incident):
        if driver.shows(spec.name):
            assert _spoken(driver, spec), spec.name


def test_one_column_where_it_is_narrow_and_two_where_it_is_wide(
    show: Callable[..., tuple[RecordForm, FormDriver]], qtbot: QtBot
) -> None:
    form, driver = show(Incident)

    def beside() -> bool:
        when, where = driver.control("occurred"), driver.control("where")
        return when.mapTo(form, when.rect().topLeft()).x() != where.mapTo(form, where.rect().topLeft()).x()

    qtbot.waitUntil(beside)
    form.resize(480, 900)
    qtbot.waitUntil(lambda: not beside())


def _spoken(driver: FormDriver, spec: FieldSpec) -> str:
    control = driver.control(spec.name)
    return control.handle().accessibleName()
