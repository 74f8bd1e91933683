"""The window as a whole: signing in, going to pages, waiting, ending."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from tests.ui.drivers.base import WAIT_MS, Driver, Table
from tests.ui.fakes import FakePrompts
from ui.forms.steps import steps
from ui.shell import Shell
from ui.workspace import Workspace


class Unlocking(Driver):
    """The unlock screen."""

    def enter(self, passphrase: str) -> None:
        """Type the passphrase and wait for the workspace."""
        self.try_to(passphrase)
        self.qtbot.waitUntil(lambda: bool(self._root().findChildren(Workspace)), timeout=WAIT_MS)

    def try_to(self, passphrase: str) -> None:
        """Type the passphrase and press *Unlock*."""
        self.type_secret("passphrase", passphrase)
        self.press("unlock")

    def enter_with_code(self, code: str) -> None:
        """Use the recovery code."""
        self.press("other_way")
        self.type_secret("recovery_code", code)
        self.press("unlock")
        self.qtbot.waitUntil(lambda: bool(self._root().findChildren(Workspace)), timeout=WAIT_MS)


class Creating(Driver):
    """The four steps."""

    def practice(self, practice: str, name: str) -> None:
        """Step 1."""
        self.type_into("practice", practice)
        self.type_into("name", name)
        self.press("continue")

    def passphrase(self, passphrase: str, again: str | None = None) -> None:
        """Step 2, up to *Create the practice*."""
        self.type_secret("passphrase", passphrase)
        self.type_secret("again", passphrase if again is None else again)

    def make(self) -> None:
        """Make the vault and wait for the recovery sheet."""
        self.press("make")
        self.find(QLabel, "recovery_code")

    def recovery_code(self) -> str:
        """The code that is shown."""
        return "-".join(self.find(QLabel, "recovery_code").text().split())


class TrailDriver(Driver):
    """The Trail page."""

    @property
    def table(self) -> Table:
        """Its entries."""
        return Table(self._root, self.qtbot, "trail_table")

    def verify(self) -> str:
        """Verify and wait for the result in words."""
        from ui.pages.trail.verification import VerificationStrip

        self.press("verify_trail")
        return self.find(VerificationStrip, "verification").text


class BackupsDriver(Driver):
    """The Backups page."""

    @property
    def receipts(self) -> Table:
        """What was made so far."""
        return Table(self._root, self.qtbot, "receipts")


class Window(Driver):
    """One window of the program in this process."""

    def __init__(self, shell: Shell, qtbot: QtBot, left: list[str]) -> None:
        super().__init__(lambda: shell, qtbot)
        self.shell = shell
        self.left = left
        self._ended = False

    @property
    def prompts(self) -> FakePrompts:
        """Answers to questions and choosers."""
        return cast("FakePrompts", self.shell.prompts)

    @property
    def unlock(self) -> Unlocking:
        """The unlock screen."""
        return Unlocking(self._root, self.qtbot)

    @property
    def create(self) -> Creating:
        """The four steps of a new practice."""
        return Creating(self._root, self.qtbot)

    @property
    def trail(self) -> TrailDriver:
        """Goes to the Trail page."""
        self.go_to("trail")
        return TrailDriver(self._root, self.qtbot)

    @property
    def backups(self) -> BackupsDriver:
        """Goes to the Backups page."""
        self.go_to("backups")
        return BackupsDriver(self._root, self.qtbot)

    def go_to(self, kind: str, record: str | None = None) -> None:
        """Go to a page and wait until the vault has answered."""
        self.shell.workspace.context.navigator.go_to(kind, record)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way, and all of it is laid out."""
        ops = self.shell.ops

        def is_quiet() -> bool:
            return not ops.busy and not ops.jobs_running and steps().is_idle

        while True:
            self.qtbot.waitUntil(is_quiet, timeout=WAIT_MS)
            QCoreApplication.processEvents()  # what an answer brought is shown and laid out by events of its own
            QCoreApplication.sendPostedEvents()
            if is_quiet():
                return

    def end(self) -> None:
        """Sign off, stop the threads and take the window away."""
        if self._ended:
            return
        self._ended = True
        if self.shell.is_signed_in and not self.shell.locker.has_begun:
            self.shell.close()
        if self.shell.locker.has_begun:
            self.qtbot.waitUntil(lambda: bool(self.left), timeout=WAIT_MS)
        self.shell.ops.shut_down()
        self.shell.hide()
        self._take_away()

    def _take_away(self) -> None:
        """At once: the next window's look would be given to every widget that is still there, and to each before."""
        theme = self.shell.theme
        delete(self.shell)
        if isValid(theme):
            delete(theme)

    def activate(self) -> None:
        """Bring the window to the front, so that its keys work."""
        self.shell.activateWindow()
        self.qtbot.waitUntil(self.shell.isActiveWindow, timeout=WAIT_MS)

    def unlock_text(self) -> str:
        """What stands on the button of the unlock screen."""
        return self.find(QPushButton, "unlock").text()

    def move_mouse(self) -> None:
        """Show that somebody is there."""
        QTest.mouseMove(self.shell.windowHandle(), QPoint(40, 40))
