"""Breaches and complaints among colleagues at the window: letting somebody in and leaving somebody out afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from app.services import records
from app.services.safety import breaches, complaints
from tests.app.test_entry_team import KINDS
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.registers import EntryDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import Practice, sign_in
from tests.ui.telling import ask, make
from tests.ui.test_incidents_among_colleagues_at_the_window import choose

Open = Callable[..., Window]


def shown(window: Window, kind: str) -> EntryDriver:
    """The entry of this kind that Anna registers."""
    record = make(window, lambda desk: records.save(desk, records.start(desk, kind, **KINDS[kind]))).record
    window.go_to(kind, record)
    return EntryDriver(window)


def asked(entry: EntryDriver, button: str, form: str) -> FormDriver:
    """Press, and answer what is asked then: the entry has a field for a reason too."""
    entry.press(button)
    entry._window.settle()
    frame = entry.find(QWidget, form)
    return FormDriver(lambda: frame, entry.qtbot)


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_is_let_in_and_left_out_where_the_entry_is_read(open_window: Open, five: Practice, kind: str) -> None:
    window = sign_in(open_window, five, "an")
    entry = shown(window, kind)
    form = asked(entry, "let_in", "let_in_form")
    entry.press("let_in_now")
    assert form.problem("person") == "This is still needed."
    choose(form, "person", "Tomasz Wilk")
    entry = entry.finish("let_in_now")
    assert "reads and writes" in entry.labels()
    form = asked(entry, "leave_out", "leave_out_form")
    choose(form, "person", "Tomasz Wilk")
    form.replace("reason", "It is about what he did")
    entry = entry.finish("leave_out_now")
    assert "left out: It is about what he did" in entry.labels()
    assert "reads and writes" not in entry.labels()
    record = entry.record
    window.prompts.check()
    window.end()
    window = sign_in(open_window, five, "tw")
    assert record not in ask(window, lambda desk: [*breaches.ids(desk), *complaints.ids(desk)])


def test_what_was_typed_is_not_lost_when_somebody_is_let_in(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "an")
    entry = shown(window, "complaint")
    entry.section("answer").type("looked_into", "Half a sentence")
    choose(asked(entry, "let_in", "let_in_form"), "person", "Tomasz Wilk")
    entry = entry.finish("let_in_now")
    assert entry.section("answer").value("looked_into") == "Half a sentence"


def test_alone_nothing_is_said_of_it(window: Window) -> None:
    entry = shown(window, "data_breach")
    assert not entry._view.findChildren(QWidget, "data_breach_team")
    assert not [text for text in entry.labels() if "Who works on it" in text]
