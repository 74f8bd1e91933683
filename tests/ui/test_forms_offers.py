"""Lists in forms: what the practice added and hid, what the program alone sets, and values that are offered no more."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.records.client import Client, FileStatus
from app.records.fields import FieldSpec, specs
from app.records.practice_profile import PracticeProfile, ValueList
from app.records.session_note import SessionNote
from app.rules import value_lists
from app.services.practice import practices
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.window import Window
from ui.forms.choices import ComboControl, TicksControl
from ui.forms.controls import ControlMaker
from ui.forms.offers import Offers


class Knowing:
    """References that know what the practice offers, and nothing else."""

    def __init__(self, profile: PracticeProfile) -> None:
        self.offers = Offers()
        self.offers.learn(profile)

    def find(self, _kinds: Any, _words: str, done: Any) -> None:
        done([])

    def name(self, _kinds: Any, _record: str, done: Any) -> None:
        done("")


def spec_of(struct: type, name: str) -> FieldSpec:
    return next(spec for spec in specs(struct) if spec.name == name)


@pytest.fixture
def profile() -> PracticeProfile:
    """A practice that added a way of working and a role, and hid others."""
    lists = [
        ValueList(name="Modality", added=["Art therapy"], hidden=["couple"]),
        ValueList(name="Present", added=["Dog"], hidden=["observer"]),
    ]
    return PracticeProfile(value_lists=lists)


def test_a_list_offers_what_was_added_and_not_what_was_hidden(profile: PracticeProfile, qtbot: QtBot) -> None:
    control = ControlMaker(Knowing(profile))(spec_of(SessionNote, "modality"))
    assert isinstance(control, ComboControl)
    qtbot.addWidget(control)
    values = [control.combo.itemData(place) for place in range(control.combo.count())]
    assert "own: Art therapy" in values
    assert "couple" not in values
    assert "individual" in values


def test_a_value_that_is_offered_no_more_is_kept_and_readable(profile: PracticeProfile, qtbot: QtBot) -> None:
    combo = ControlMaker(Knowing(profile))(spec_of(SessionNote, "modality"))
    ticks = ControlMaker(Knowing(profile))(spec_of(SessionNote, "present"))
    assert isinstance(combo, ComboControl)
    assert isinstance(ticks, TicksControl)
    for control in (combo, ticks):
        qtbot.addWidget(control)
    combo.set_value("couple")
    assert (combo.value(), combo.combo.currentText()) == ("couple", "Couple")
    ticks.set_value(["client", "observer", "own: Neighbour"])
    assert ticks.value() == ["client", "observer", "own: Neighbour"]
    assert [box.text() for box in ticks._boxes if box.isChecked()] == ["Client", "Observer", "Neighbour"]


def test_nobody_chooses_that_a_file_is_joined(qtbot: QtBot) -> None:
    control = ControlMaker(Knowing(PracticeProfile()))(spec_of(Client, "status"))
    assert isinstance(control, ComboControl)
    qtbot.addWidget(control)
    assert control.combo.findData(FileStatus.JOINED.value) < 0
    assert control.combo.findData(FileStatus.CLOSED.value) >= 0


def test_a_changed_list_reaches_the_next_form(window: Window) -> None:
    file = ClientsDriver(window).add("Maria Kowalska")

    def change(desk: Any) -> None:
        practices.save_profile(desk, value_lists.add(practices.profile(desk), "Modality", "Art therapy"))

    window.shell.ops.command(window.shell, change, lambda _none: None, changes={"practice_profile"})
    window.settle()
    note = file.write_note()
    note.press("change_facts")
    note.choose_value("modality", "own: Art therapy")
    note.write("We drew.").safety("no_current_concern_expressed")
    assert any("Art therapy" in text for text in note.sign().labels())
