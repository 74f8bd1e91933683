"""The Risk register, Drills and Pictures pages."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.charts.matrix import MatrixPicture
from ui.forms.choices import ComboControl, Segments
from ui.forms.control import Control
from ui.forms.parts import RowsControl
from ui.forms.record_form import RecordForm


class HazardsDriver(FormDriver):
    """`hazards.begin()`, `hazards.rate("current", 2, 4)`, `hazards.save()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window

    @property
    def table(self) -> Table:
        """The lines of the register."""
        return Table(self._root, self.qtbot, "hazards_table")

    @property
    def matrix(self) -> MatrixPicture:
        """The picture over it."""
        return self.find(MatrixPicture, "matrix")

    def begin(self) -> None:
        """Write a new one."""
        self._window.go_to("hazards")
        self.press("new_hazard")
        self.find(QWidget, "whole_writing")
        self._window.settle()

    def within(self, group: str, name: str) -> Control:
        """The part of a group in which a field of this name is edited; several groups may have one."""
        found = self.control(group).findChild(Control, f"field:{name}")
        assert isinstance(found, Control)
        return found

    def rate(self, group: str, likelihood: int, severity: int, why: str = "") -> None:
        """Choose both steps of a rating, and say why."""
        for name, step in (("likelihood", likelihood), ("severity", severity)):
            control = self.within(group, name)
            assert isinstance(control, ComboControl)
            control.combo.setCurrentIndex(control.combo.findData(str(step)))
            control.combo.activated.emit(control.combo.currentIndex())
        if why:
            type_keys(self.within(group, "rationale").handle(), why)

    def fill(self, group: str, **words: str) -> None:
        """Type into the fields of a group."""
        for name, text in words.items():
            type_keys(self.within(group, name).handle(), text)

    def own(self, name: str, text: str) -> None:
        """Type into a field of the record itself; its rows may have one of the same name."""
        type_keys(self.find(RecordForm, "record_form").box(name).control.handle(), text)

    def row(self, rows: str, number: int = 0, **words: str) -> None:
        """Type into the fields of a row, made now if there are fewer."""
        control = self.control(rows)
        assert isinstance(control, RowsControl)
        while len(control.rows()) <= number:
            control.add()
        for name, text in words.items():
            handle = control.rows()[number].box(name).control.handle()
            type_keys(handle, text)
            if isinstance(handle, QLineEdit):
                handle.editingFinished.emit()

    def line(self, name: str, text: str) -> None:
        """Type into the first line of a list of lines."""
        edit = self.control(name).findChildren(QLineEdit)[-1]
        type_keys(edit, text)

    def score(self) -> str:
        """The line under the title of a hazard."""
        return self.find(QLabel, "score").text()

    def view(self, name: str) -> None:
        """Show another rating."""
        self.press_segment(self.find(Segments, "matrix_view"), name)

    def save(self) -> None:
        """Save, and wait for the list."""
        form = self.find(QWidget, "whole_writing")
        self.press("finish")
        self.qtbot.waitUntil(lambda: not isValid(form) or not form.isVisible(), timeout=WAIT_MS)
        self._window.settle()
