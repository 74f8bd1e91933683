"""Controls for a day, a partly known day, and a moment in local time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QWidget

from app import formats
from app.clock import local_zone, today
from app.texts import _
from ui.forms.choices import QuietCombo
from ui.forms.control import Control, column_of, row_of
from ui.forms.reading import read_date, read_partial_date, read_time
from ui.widgets import icon_button

if TYPE_CHECKING:
    from app.records.fields import FieldSpec

DATE_WIDTH = 136
TIME_WIDTH = 88
EDGES = 24  # of the field beside its words


class DateControl(Control):
    """A day: typed as one likes, or picked. Shown with the month's name, so that 3/4 is never a riddle."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.edit = QLineEdit()
        example = self._example()
        least = max(DATE_WIDTH, self.edit.fontMetrics().horizontalAdvance(example) + EDGES)
        self.edit.setMinimumWidth(least)
        self.edit.setMaximumWidth(least + 56)
        self.edit.setPlaceholderText(example)
        self.edit.textEdited.connect(self.changed)
        self.edit.editingFinished.connect(self._on_editing_finished)
        self.button = icon_button("calendar", _("Pick from the calendar"), self._on_calendar)
        row_of(self, self.edit, self.button, spacing=4).addStretch(1)

    def value(self) -> Any:
        found = read_date(self.edit.text())
        return found.isoformat() if found else self.nothing

    def set_value(self, value: Any) -> None:
        self.edit.setText(formats.short_date(value) if value else "")

    def problem(self) -> str:
        if not self.edit.text().strip() or self._understood():
            return ""
        return _("This is not a date. Write it like {example}.").format(example=formats.short_date(today()))

    def handle(self) -> QWidget:
        return self.edit

    def pick(self, day: date) -> None:
        """Take a day from the calendar."""
        self.edit.setText(formats.short_date(day))
        self.changed.emit()
        self.left.emit()

    def _example(self) -> str:
        return _("day month year")

    def _understood(self) -> bool:
        return read_date(self.edit.text()) is not None

    def _on_calendar(self) -> None:
        _CalendarPopup(self).show_below()

    def _on_editing_finished(self) -> None:
        if self._understood():
            self.set_value(self.value())
        self.left.emit()


class PartialDateControl(DateControl):
    """A day, or only its month and year, or only its year."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.button.hide()

    def value(self) -> Any:
        return read_partial_date(self.edit.text()) or self.nothing

    def _example(self) -> str:
        return _("day, month or year")

    def _understood(self) -> bool:
        return read_partial_date(self.edit.text()) is not None


class MomentControl(Control):
    """A day and a time on the wall, and the zone where that wall is: shown only when it is not this computer's."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._date = DateControl(spec)
        self._date.setObjectName("")
        self._time = QLineEdit()
        self._time.setPlaceholderText("15:00")
        self._time.setFixedWidth(TIME_WIDTH)
        self._zone = local_zone()
        self._zones = QuietCombo()
        self._elsewhere = icon_button("map-pin", _("In another time zone"), self._on_elsewhere_clicked)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self._date, self._time, self._elsewhere):
            top.addWidget(widget)
        top.addStretch(1)
        outer = column_of(self, spacing=4)
        outer.addLayout(top)
        outer.addWidget(self._zones)
        self._zones.hide()
        self._connect()

    def value(self) -> Any:
        day, time = self._date.value(), read_time(self._time.text())
        return {"at": f"{day}T{time}", "zone": self._zone} if day and time else None

    def set_value(self, value: Any) -> None:
        at = value["at"] if value else ""
        self._date.set_value(at[:10])
        self._time.setText(at[11:16])
        self._zone = value["zone"] if value else local_zone()
        self._show_zone(open_list=False)

    def problem(self) -> str:
        typed = self._time.text().strip()
        if self._date.problem():
            return self._date.problem()
        if typed and not read_time(typed):
            return _("This is not a time. Write it like {example}.").format(example="15:00")
        if bool(typed) != bool(self._date.edit.text().strip()):
            return _("Both the day and the time are needed.")
        return ""

    def handle(self) -> QWidget:
        return self._date.edit

    def speak(self, label: str, description: str) -> None:
        self._date.speak(_("{label}, day").format(label=label), description)
        self._time.setAccessibleName(_("{label}, time").format(label=label))
        self._zones.setAccessibleName(_("{label}, time zone").format(label=label))

    def _connect(self) -> None:
        self._date.changed.connect(self.changed)
        self._date.left.connect(self._on_part_left)
        self._time.textEdited.connect(self.changed)
        self._time.editingFinished.connect(self._on_time_finished)
        self._zones.activated.connect(self._on_zone_picked)

    def _show_zone(self, *, open_list: bool) -> None:
        shown = open_list or self._zone != local_zone()
        if shown and not self._zones.count():
            self._zones.addItems([*sorted(zone for zone in available_timezones() if "/" in zone), "UTC"])
        self._zones.setCurrentText(self._zone)
        self._zones.setVisible(shown)
        self._elsewhere.setVisible(not shown)

    def _on_elsewhere_clicked(self) -> None:
        self._show_zone(open_list=True)
        self._zones.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_zone_picked(self) -> None:
        self._zone = self._zones.currentText()
        self.changed.emit()

    def _on_time_finished(self) -> None:
        time = read_time(self._time.text())
        if time:
            self._time.setText(time)
        self._on_part_left()

    def _on_part_left(self) -> None:
        """Half a moment is no mistake while the person is on the way to the other half."""
        if self._date.edit.text().strip() and self._time.text().strip():
            self.left.emit()


class _CalendarPopup(QFrame):
    """A month to pick a day from; Escape or a click elsewhere closes it."""

    def __init__(self, control: DateControl) -> None:
        super().__init__(control, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._control = control
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        chosen = read_date(control.edit.text()) or today()
        self.calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        self.calendar.clicked.connect(self._on_picked)
        self.calendar.activated.connect(self._on_picked)
        column_of(self, self.calendar)

    def show_below(self) -> None:
        """Open under the field."""
        self.adjustSize()
        self.move(self._control.mapToGlobal(QPoint(0, self._control.height())))
        self.show()
        self.calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self._control.pick(date(day.year(), day.month(), day.day()))
        self._control.edit.setFocus()
        self.close()
