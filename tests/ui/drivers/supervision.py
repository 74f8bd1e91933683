"""The Supervision page and the yearly report."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QLineEdit, QListWidget, QWidget

from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window
from ui.forms.control import Control
from ui.forms.references import ReferenceControl
from ui.forms.text import NoteEdit


class SupervisionDriver(FormDriver):
    """`page.begin()`, `page.add_case("Maria")`, `page.sign()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.go_to("supervision")
        window.settle()

    @property
    def table(self) -> Table:
        """The list."""
        return Table(self._root, self.qtbot, "supervision_table")

    @property
    def hours(self) -> str:
        """The hours of this year."""
        return self.find(QLabel, "supervision_hours").text()

    def begin(self) -> None:
        """Write one down."""
        self.press("new_supervision")
        self.find(QWidget, "supervision_writing")
        self._window.settle()

    def add_case(self, words: str) -> str:
        """Begin a case of the client whose name or code begins so; what the field then shows."""
        self.press("add:cases")
        self._window.settle()
        control = self.find(ReferenceControl, "field:client")
        control.edit.setFocus()
        QTest.keyClicks(control.edit, words)
        found = control.findChild(QListWidget)
        assert found is not None
        self.qtbot.waitUntil(lambda: found.count() == 1, timeout=WAIT_MS)
        control._choose(found.item(0))
        return control.edit.text()

    def type_in_case(self, name: str, text: str) -> None:
        """Type into a field of the case."""
        cases = self.find(Control, "field:cases")
        edit = next(one for one in cases.findChildren(Control, f"field:{name}") if one.isVisible()).handle()
        assert isinstance(edit, NoteEdit)
        edit.setFocus()
        QTest.keyClicks(edit, text)

    def add_task(self, task: str, due: str) -> None:
        """Agree on a task."""
        self.press("add:tasks")
        self._window.settle()
        self.type("task", task)
        self.type("due", due)

    def replacements(self) -> list[str]:
        """What the warning offers to put in the place of names; waits for one."""
        self.qtbot.waitUntil(lambda: bool(self._offers()), timeout=WAIT_MS)
        return [one.text() for one in self._offers()]

    def replace_name(self) -> None:
        """Press the first offer."""
        self._offers()[0].click()

    def is_warned(self) -> bool:
        """Whether it says that there are names."""
        return any(one.isVisible() for one in self._root().findChildren(QFrame, "name_watch"))

    def sign(self) -> None:
        """Sign, and read it."""
        self.press("finish")
        self.find(QWidget, "supervision_reading")
        self._window.settle()

    def carry(self, number: int = 0) -> None:
        """Put what was decided into the client's file."""
        self.press(f"carry:{number}")
        self.find(QAbstractButton, f"carried:{number}")

    def _offers(self) -> list[QAbstractButton]:
        found = self._root().findChildren(QAbstractButton)
        return [one for one in found if one.isVisible() and one.objectName().startswith("replace:")]


class PackDriver(FormDriver):
    """`pack.choose_client("Maria")`, `pack.make()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.go_to("supervision")
        window.settle()
        self.press("make_pack")
        self.find(QWidget, "pack_view")

    def choose_client(self, words: str) -> None:
        """Choose the one client whose name holds these words."""
        chooser = self.find(QListWidget, "which_client_list")
        edit = self.find(QWidget, "which_client")
        line = edit if isinstance(edit, QLineEdit) else edit.findChild(QLineEdit)
        assert line is not None
        line.setFocus()
        QTest.keyClicks(line, words)
        self.qtbot.waitUntil(lambda: chooser.count() == 1, timeout=WAIT_MS)
        chooser.setCurrentRow(0)
        self._window.settle()

    def make(self) -> str:
        """Tick everything and make the text."""
        records = self.find(QListWidget, "pack_records")
        self.qtbot.waitUntil(lambda: records.count() > 0, timeout=WAIT_MS)
        for number in range(records.count()):
            records.item(number).setCheckState(Qt.CheckState.Checked)
        self.press("make_text")
        return self.find(NoteEdit, "pack_text").toPlainText()


class YearDriver(FormDriver):
    """The yearly report."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        window.go_to("year")
        window.settle()

    @property
    def months(self) -> Table:
        """The months."""
        return Table(self._root, self.qtbot, "year_table")

    def facts(self) -> list[str]:
        """The totals, label and value in turn."""
        return [one.text() for one in self.find(QFrame, "year_facts").findChildren(QLabel)]
