"""The Practice page: places that help, and policies."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QTabWidget, QTextBrowser, QWidget
from shiboken6 import isValid

from tests.ui.drivers.base import WAIT_MS, Table
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window

TABS = ("resources", "policies")


class PracticeDriver(FormDriver):
    """`practice.tab("policies")`, `practice.write("complaints")`, `practice.finish()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        window.go_to("practice")

    @property
    def resources(self) -> Table:
        """The list of places."""
        return Table(self._root, self.qtbot, "resources_table")

    @property
    def policies(self) -> Table:
        """The list of policies."""
        return Table(self._root, self.qtbot, "policies_table")

    def tab(self, name: str) -> None:
        """Go to a tab."""
        self.find(QTabWidget, "practice_tabs").setCurrentIndex(TABS.index(name))
        self._window.settle()

    def press_and_wait(self, button: str) -> None:
        """Press a button that leads to a form, and wait for it."""
        self.press(button)
        self.find(QWidget, "whole_writing")
        self._window.settle()

    def choose_kind(self, kind: str) -> None:
        """Write a policy of this kind, from the menu."""
        self.press("new_policy")
        self.qtbot.waitUntil(lambda: bool(self._actions()), timeout=WAIT_MS)
        next(each for each in self._actions() if each.data() == kind).trigger()
        self._root().findChildren(QMenu)[-1].close()
        self.find(QWidget, "whole_writing")
        self._window.settle()

    def finish(self) -> None:
        """Save or publish, and wait for what follows."""
        form = self.find(QWidget, "whole_writing")
        self.press("finish")
        self.qtbot.waitUntil(lambda: not isValid(form) or not form.isVisible(), timeout=WAIT_MS)
        self._window.settle()

    def read(self) -> str:
        """The text of the policy that is shown."""
        view = self.find(QWidget, "policy_view")
        return "\n".join(each.toPlainText() for each in view.findChildren(QTextBrowser))

    def facts(self) -> str:
        """The line over it."""
        return self.find(QLabel, "policy_facts").text()

    def _actions(self) -> list[QAction]:
        return [action for menu in self._root().findChildren(QMenu) if menu.isVisible() for action in menu.actions()]
