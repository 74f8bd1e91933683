"""Releases, the register of disclosures, requests to amend, legal holds and retention in the file of a client."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.forms.references import ReferenceControl


class PartDriver(FormDriver):
    """A part of a tab, in sight."""

    TAB = ""
    PART = ""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        FileDriver(window).tab(self.TAB)
        self.press(f"switch:{self.PART}")
        window.settle()

    def again(self) -> None:
        """The same part after the file was shown anew."""
        self._window.settle()
        FileDriver(self._window)
        self.find(QPushButton, f"switch:{self.PART}")

    def do(self, opener: str, **values: str) -> None:
        """Open a small form, fill it in, and press its button."""
        self.begin(opener, **values)
        self.press("small_form_done")
        self.again()

    def begin(self, opener: str, **values: str) -> None:
        """Open a small form and fill it in."""
        self.press(opener)
        self.find(QWidget, "small_form")
        self._window.settle()
        for name, value in values.items():
            is_choice = name in {"reason_of_hold", "covers", "decision", "denial_ground", "method"}
            self.choose_value(name, value) if is_choice else self.replace(name, value)

    def words(self) -> str:
        """Everything that stands there."""
        return "\n".join(each.text() for each in self._root().findChildren(QLabel) if each.isVisible())


class ReleasesDriver(PartDriver):
    """`releases.withdraw()`, `releases.event_happened()`."""

    TAB, PART = "consents", "releases"

    @property
    def table(self) -> Table:
        """The list."""
        return Table(self._root, self.qtbot, "releases_table")

    def withdraw(self, method: str = "verbal") -> list[str]:
        """Take the chosen (or only) release back; what had gone out on it, as it was listed."""
        self.press("withdraw_release")
        self._window.settle()
        self.choose_value("method", method)
        listed = self.went_out()
        self.press("end_release")
        self.again()
        return listed

    def event_happened(self) -> None:
        """The event that ends it happened today."""
        self.press("event_happened")
        self._window.settle()
        self.press("end_release")
        self.again()

    def went_out(self) -> list[str]:
        """What already left, in the card that ends a release."""
        found = [each for each in self._root().findChildren(QWidget, "went_out") if each.isVisible()]
        return [each.text() for one in found for each in one.findChildren(QLabel)][1:]


class RegisterDriver(PartDriver):
    """The register of disclosures."""

    TAB, PART = "disclosures", "register"

    @property
    def table(self) -> Table:
        """Its lines."""
        return Table(self._root, self.qtbot, "disclosures_table")


class RequestsDriver(PartDriver):
    """`requests.take_in("Session note", text=…, reason=…)`, `requests.step("request_decided", decision=…)`."""

    TAB, PART = "disclosures", "requests"

    def take_in(self, target: str, **values: str) -> None:
        """A request about the record whose title says `target`."""
        opener = "empty_action" if not self._is_listed() else "new_request"
        self.begin(opener, **values)
        self.refer("target", target)
        self.press("small_form_done")
        self.again()

    def step(self, kind: str, **values: str) -> None:
        """One of the steps that can follow."""
        self.do(f"step:{kind}", **values)

    def steps(self) -> list[str]:
        """Which steps are offered."""
        names = [each.objectName() for each in self._root().findChildren(QPushButton) if each.isVisible()]
        return [name.removeprefix("step:") for name in names if name.startswith("step:")]

    def refer(self, name: str, words: str) -> None:
        """Choose a record by typing."""
        control = self.control(name)
        assert isinstance(control, ReferenceControl)
        self._window.activate()
        control.edit.setFocus()
        type_keys(control.edit, words)
        self.qtbot.waitUntil(control._list.isVisible, timeout=WAIT_MS)
        control._choose(control._list.item(0))

    def _is_listed(self) -> bool:
        return any(each.isVisible() for each in self._root().findChildren(QPushButton, "new_request"))


class HoldsDriver(PartDriver):
    """`holds.set(reason="complaint")`, `holds.lift(because=…)`."""

    TAB, PART = "disclosures", "holds"

    def set(self, reason: str, **values: str) -> None:
        """Set a hold."""
        is_first = any(each.isVisible() for each in self._root().findChildren(QPushButton, "empty_action"))
        self.begin("empty_action" if is_first else "set_hold")
        self.choose_value("reason", reason)
        for name, value in values.items():
            self.replace(name, value)
        self.press("small_form_done")
        self.again()


class RetentionDriver(PartDriver):
    """What is said of how long the file is kept."""

    TAB, PART = "disclosures", "retention"
