"""Every question, message and file chooser of the program; nothing else may open a dialog.

None of them waits: each takes a callback. `FakePrompts` in tests/ui answers from a list.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6 import QtGui, QtWidgets  # their classes are made when they are first named; a start names no dialog
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.texts import _, explain
from ui.theme import pixmap
from ui.widgets.labels import set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.known import KnownError

BOX_ICON = 32  # edge of the icon in a message, in device-independent pixels


class Answer(NamedTuple):
    """One button of a question: what comes back, and what stands on it."""

    key: str
    label: str
    dangerous: bool = False


class Prompts(QObject):
    """Dialogs over one window. All texts that come in are translated already.

    Signals:
        crisis_wanted(): F1 was pressed in a dialog, which keeps it from the window.
    """

    crisis_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._held: list[QtWidgets.QDialog] | None = None
        # WORKAROUND: every QFileDialog (Qt 6.11) writes the folders it has shown into a settings file of its own,
        # QtProject.conf, native or not. There is no option against it; here it finds no place to write to.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)

    def tell(self, text: str, advice: str = "", *, done: Callable[[], None] | None = None) -> None:
        """Say something that has to be seen; `done()` follows when it was."""
        box = self._box("info", text, advice)
        box.addButton(_("OK"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        self._open(box, lambda: done() if done else None)

    def known(self, error: KnownError, done: Callable[[], None] | None = None) -> None:
        """Show a known failure: code, what happened, what to do."""
        told = explain(error)
        box = self._box("circle-alert", told.sentence, f"{told.advice}\n\n{told.code}")
        box.addButton(_("OK"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        self._open(box, lambda: done() if done else None)

    def bug(self, report: str) -> None:
        """Show that the program made a mistake, and offer to save the report."""
        box = self._box(
            "circle-alert",
            _("Something went wrong inside the program. What you saved is safe."),
            _("A report says where it happened. It holds nothing from your records and is gone unless you save it."),
        )
        save = box.addButton(_("Save the report…"), QtWidgets.QMessageBox.ButtonRole.ActionRole)
        box.addButton(_("Close"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        self._open(box, lambda: self._offer_report(report) if box.clickedButton() is save else None)

    def ask(
        self, question: str, explanation: str, answers: Sequence[Answer], answered: Callable[[str | None], None],
    ) -> None:  # fmt: skip
        """Ask one question; `answered(key)`, or None for *Cancel* (which is always there and is the default)."""
        dangerous = any(answer.dangerous for answer in answers)
        box = self._box("octagon-alert" if dangerous else "circle-help", question, explanation)
        buttons: dict[QtWidgets.QAbstractButton, str] = {}
        for answer in answers:
            button = box.addButton(answer.label, QtWidgets.QMessageBox.ButtonRole.ActionRole)
            set_look(button, "kind", "danger" if answer.dangerous else "primary")
            buttons[button] = answer.key
        cancel = box.addButton(_("Cancel"), QtWidgets.QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        self._open(box, lambda: answered(buttons.get(box.clickedButton())))

    def ask_text(self, question: str, answered: Callable[[str | None], None], *, text: str = "") -> None:
        """Ask for one line; `answered(text)`, or None when cancelled."""
        dialog = QtWidgets.QInputDialog(self._window)
        dialog.setWindowTitle(_("ClientSafe"))
        dialog.setLabelText(question)
        dialog.setTextValue(text)
        dialog.setOkButtonText(_("OK"))
        dialog.setCancelButtonText(_("Cancel"))
        accepted = QtWidgets.QDialog.DialogCode.Accepted
        self._open(dialog, lambda: answered(dialog.textValue() if dialog.result() == accepted else None))

    def open_file(self, title: str, chosen: Callable[[Path], None], *, kinds: str = "") -> None:
        """Choose a file that exists; `kinds` as Qt writes filters: "Backups (*.bak)"."""
        dialog = self._chooser(title, QtWidgets.QFileDialog.FileMode.ExistingFile)
        if kinds:
            dialog.setNameFilters([kinds, _("All files (*)")])
        self._open_chooser(dialog, chosen)

    def save_file(self, title: str, name: str, chosen: Callable[[Path], None], *, kinds: str = "") -> None:
        """Choose where to write a file; `name` is proposed and must not hold personal data."""
        dialog = self._chooser(title, QtWidgets.QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        if kinds:
            dialog.setNameFilter(kinds)
        dialog.selectFile(name)
        self._open_chooser(dialog, chosen)

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        """Choose a folder that exists (one can be made in the dialog)."""
        dialog = self._chooser(title, QtWidgets.QFileDialog.FileMode.Directory)
        dialog.setOption(QtWidgets.QFileDialog.Option.ShowDirsOnly)
        self._open_chooser(dialog, chosen)

    def step_aside(self) -> Callable[[], None]:
        """Take every open dialog out of sight; a call of the result has them back as they were."""
        dialogs = [each for each in self._window.findChildren(QtWidgets.QDialog) if each.isVisible()]
        for dialog in dialogs:
            dialog.hide()

        def come_back() -> None:
            for dialog in filter(isValid, dialogs):
                dialog.open()

        return come_back

    def close_all(self) -> None:
        """Take every open dialog away without an answer; the window is being locked."""
        for dialog in self._window.findChildren(QtWidgets.QDialog):
            dialog.blockSignals(True)
            dialog.close()
            dialog.deleteLater()

    def hold(self) -> None:
        """Open nothing over a covered window; what is to be asked or said waits."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Open what waited."""
        waiting, self._held = self._held or [], None
        for dialog in waiting:
            dialog.open()

    def _offer_report(self, report: str) -> None:
        def write(path: Path) -> None:
            try:
                path.write_text(report, "utf-8")
            except OSError:
                self.tell(_("The report could not be saved there."), _("Choose another folder."))

        self.save_file(_("Save the report"), "clientsafe-report.txt", write)

    def _box(self, glyph: str, text: str, advice: str) -> QtWidgets.QMessageBox:
        box = QtWidgets.QMessageBox(self._window)
        box.setWindowTitle(_("ClientSafe"))
        tone = {"octagon-alert": "danger", "circle-alert": "due"}.get(glyph, "accent")
        box.setIconPixmap(pixmap(glyph, tone, BOX_ICON, box.devicePixelRatioF()))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setInformativeText(advice)
        return box

    def _chooser(self, title: str, mode: QtWidgets.QFileDialog.FileMode) -> QtWidgets.QFileDialog:
        dialog = QtWidgets.QFileDialog(self._window, title, str(Path.home()))
        # The system's own choosers keep lists of recent files, which would name the vault and its backups.
        dialog.setOption(QtWidgets.QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        return dialog

    def _open_chooser(self, dialog: QtWidgets.QFileDialog, chosen: Callable[[Path], None]) -> None:
        accepted = QtWidgets.QDialog.DialogCode.Accepted
        self._open(dialog, lambda: chosen(Path(dialog.selectedFiles()[0])) if dialog.result() == accepted else None)

    def _open(self, dialog: QtWidgets.QDialog, finished: Callable[[], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _result: finished())
        QtGui.QShortcut("F1", dialog).activated.connect(self.crisis_wanted)
        if self._held is None:
            dialog.open()
        else:
            self._held.append(dialog)
