"""Filling in a form as a person does: by the names of its fields."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.keys import type_keys
from ui.forms.choices import ComboControl, Segments, SegmentsControl, TicksControl
from ui.forms.control import Control
from ui.forms.dates import DateControl
from ui.forms.field_box import FieldBox
from ui.forms.text import NoteEdit, TextControl


class FormDriver(Driver):
    """The form in sight."""

    def control(self, name: str) -> Control:
        """The control of a field that can be seen."""
        return self.find(Control, f"field:{name}")

    def type(self, name: str, text: str) -> None:
        """Type into a text, a line or a date, after what is there."""
        widget = self.control(name).handle()
        widget.setFocus()
        type_keys(widget, text)
        if isinstance(widget, QLineEdit):
            widget.editingFinished.emit()

    def replace(self, name: str, text: str) -> None:
        """Type over what is there."""
        widget = self.control(name).handle()
        assert isinstance(widget, QLineEdit | NoteEdit)
        widget.setFocus()
        widget.selectAll()
        type_keys(widget, text)
        if isinstance(widget, QLineEdit):
            widget.editingFinished.emit()

    def choose_value(self, name: str, value: str) -> None:
        """Choose by the stored value, whatever its words are in the language of the moment."""
        control = self.control(name)
        if isinstance(control, SegmentsControl):
            self.press_segment(control.segments, value)
        elif isinstance(control, ComboControl):
            control.combo.setCurrentIndex(control.combo.findData(value))
            control.combo.activated.emit(control.combo.currentIndex())
        else:
            raise TypeError(f"{name} is no choice")

    def tick(self, name: str, *values: str) -> None:
        """Tick values of a field that takes several."""
        control = self.control(name)
        assert isinstance(control, TicksControl), name
        for value, box in zip(control._values, control._boxes, strict=True):
            if value in values and not box.isChecked():
                box.click()

    def press_segment(self, segments: Segments, value: object) -> None:
        """Press the button that stands for a value."""
        before = segments.value()
        for button in segments.buttons():
            if before == value:
                return
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            if segments.value() == value:
                return
        raise AssertionError(f"no button for {value}")

    def open_tier(self, tier: str) -> None:
        """Open *more* or *rare*."""
        for found in self._root().findChildren(QPushButton, f"tier:{tier}"):
            if found.isVisible():
                if not found.property("is_open"):
                    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
                return
        raise AssertionError(f"no tier {tier} in sight")

    def problem(self, name: str) -> str:
        """What stands beside a field."""
        return self.find(FieldBox, f"box:{name}").problem

    def value(self, name: str) -> object:
        """The value of a field."""
        return self.control(name).value()

    def text(self, name: str) -> str:
        """The words in a text field, a line or a date."""
        control = self.control(name)
        if isinstance(control, TextControl):
            return control.edit.text()
        if isinstance(control, DateControl):
            return control.edit.text()
        handle = control.handle()
        assert isinstance(handle, QLineEdit), type(control)
        return handle.text()

    def shows(self, name: str) -> bool:
        """Whether a field is in sight."""
        return any(each.isVisible() for each in self._root().findChildren(Control, f"field:{name}"))

    def press_all(self, *names: str) -> None:
        """Press several buttons one after the other."""
        for name in names:
            self.qtbot.waitUntil(self.find(QAbstractButton, name).isEnabled, timeout=WAIT_MS)
            self.press(name)
