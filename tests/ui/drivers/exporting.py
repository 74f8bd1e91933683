"""Exporting the file of a client: for whom, on which release, which records, what kind of file; then the sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QWidget

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from ui.releasing.export_choice import ExportChoice
from ui.widgets import SecretField


class ExportDriver(Driver):
    """The question is open: `export.for_whom("client").as_a("json").go_on()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.qtbot.waitUntil(self.is_open, timeout=WAIT_MS)
        window.settle()

    @property
    def page(self) -> ExportChoice:
        """The question in sight."""
        return next(each for each in self._root().findChildren(ExportChoice) if each.isVisible())

    def is_open(self) -> bool:
        """Whether it is still asked."""
        return any(each.isVisible() for each in self._root().findChildren(ExportChoice))

    def shows(self, name: str) -> bool:
        """Whether something of that name is in sight."""
        return any(each.isVisible() for each in self._root().findChildren(QWidget, name))

    def for_whom(self, destination: str) -> ExportDriver:
        """Choose "practice", "client" or "somebody_else"."""
        self.press(f"where:{destination}")
        return self

    def releases(self) -> list[str]:
        """The releases that it may rest on, without *choose the records*."""
        combo = self.find(QComboBox, "export_release")
        return [combo.itemText(line) for line in range(1, combo.count())]

    def on_release(self, words: str) -> ExportDriver:
        """Only what the release covers whose title says `words`."""
        self.choose("export_release", next(each for each in self.releases() if words in each))
        return self

    def as_a(self, kind: str) -> ExportDriver:
        """Choose "pdf", "json" or "fhir"."""
        self.find(QAbstractButton, f"export_format:{kind}").click()
        return self

    def kinds(self) -> list[str]:
        """The kinds of record that are offered."""
        found = [each.objectName() for each in self.page.findChildren(QCheckBox) if each.isVisible()]
        return [name.removeprefix("export_kind:") for name in found if name.startswith("export_kind:")]

    def without(self, kind: str) -> ExportDriver:
        """Leave out a kind of record."""
        self.find(QCheckBox, f"export_kind:{kind}").click()
        return self

    def locked(self, passphrase: str = "") -> str:
        """Lock the PDF; without a passphrase, with the one that is suggested. What opens it."""
        self.find(QCheckBox, "export_lock").click()
        field = self.find(SecretField, "export_passphrase")
        if passphrase:
            self.type_secret("export_passphrase", passphrase)
        else:
            self.press("export_suggest")
            edit = field.findChild(QLineEdit, "secret")
            assert edit is not None
            self.qtbot.waitUntil(lambda: bool(edit.text()), timeout=WAIT_MS)
        return field.text()

    def go_on(self) -> SheetDriver:
        """The sheet with the pages of the file."""
        self.press("export_continue")
        return SheetDriver(self._window, "")
