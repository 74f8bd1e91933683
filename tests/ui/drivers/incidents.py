"""The Incidents page: the list, the first entry, the track."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.ui.drivers.base import Table
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.forms.parts import RowsControl
from ui.pages.incidents.track import STOP, Track


class IncidentsDriver(FormDriver):
    """`incidents.record("…", where="…", danger="no")`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.go_to("incidents")

    @property
    def table(self) -> Table:
        """The list."""
        return Table(self._root, self.qtbot, "incidents_table")

    def begin(self) -> None:
        """Begin a first entry."""
        self.press("new_incident" if self._has_table() else "empty_action")
        self.find(QWidget, "first_entry")
        self._window.settle()

    def answer(self, what: str, where: str, danger: str) -> None:
        """The answers that the form does not know by itself; the time is filled in."""
        self.type("what_happened", what)
        self.type("where", where)
        self.choose_value("danger", danger)

    def sign(self) -> IncidentDriver:
        """Sign the first entry; the track comes."""
        self.press("finish")
        return IncidentDriver(self._window)

    def record(self, what: str, where: str, danger: str) -> IncidentDriver:
        """All of it."""
        self.begin()
        self.answer(what, where, danger)
        return self.sign()

    def _has_table(self) -> bool:
        return any(each.isVisible() for each in self._root().findChildren(QWidget, "incidents_table"))


class IncidentDriver(FormDriver):
    """One signed incident."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.find(QWidget, "incident_view")
        window.settle()

    @property
    def track(self) -> Track:
        """The way at the left."""
        return self.find(Track, "track")

    def go_to_step(self, name: str) -> IncidentDriver:
        """Choose a stop."""
        self.track.go_to(name)
        return self

    def stops(self) -> dict[str, str]:
        """Each stop and its icon."""
        found = (self.track.item(number).data(STOP) for number in range(self.track.count()))
        return {stop.name: stop.glyph for stop in found}

    def missing(self) -> str:
        """What is still missing to close."""
        found = [each for each in self._root().findChildren(QLabel, "still_missing") if each.isVisible()]
        return found[0].text() if found else ""

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

    def save(self) -> IncidentDriver:
        """Save, and wait for the incident to be shown again."""
        before = self.find(QWidget, "incident_view")
        self.press("save")
        self.qtbot.waitUntil(lambda: self.find(QWidget, "incident_view") is not before)
        return IncidentDriver(self._window)

    def close(self) -> IncidentDriver:
        """Close the incident."""
        before = self.find(QWidget, "incident_view")
        self.press("close_incident")
        self.qtbot.waitUntil(lambda: self.find(QWidget, "incident_view") is not before)
        return IncidentDriver(self._window)
