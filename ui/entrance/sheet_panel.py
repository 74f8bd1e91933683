"""A recovery code that is shown once: to be read, printed or saved as the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import paths
from app.texts import _, language
from ui.operations import Operations, Progress
from ui.prompts import Prompts
from ui.theme import Space
from ui.widgets import Strip, button, label, row
from ui.widgets.labels import set_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.known import KnownError
    from ui.platform.printers import Printers

FILE_NAME = "clientsafe-recovery-sheet.pdf"


class SheetFacts(NamedTuple):
    """What stands on the sheet."""

    practice: str
    login: str
    code: str
    vault_id: str


class SheetPanel(QWidget):
    """The code, *Print* and *Save as PDF*. The sheet is drawn in a process of its own and never kept in a file of ours.

    Signals:
        kept(): it was printed or saved.
    """

    kept = Signal()

    def __init__(self, ops: Operations, prompts: Prompts, facts: SheetFacts) -> None:
        super().__init__()
        self._ops = ops
        self._prompts = prompts
        self._facts = facts
        self._printer = ""
        self._strip = Strip()
        self._print = button(_("Print"), self._on_print, glyph="printer", name="print_sheet")
        self._save = button(_("Save as PDF…"), self._on_save, kind="primary", glyph="download", name="save_sheet")
        self._print.hide()
        shown = label(grouped(facts.code))
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setObjectName("recovery_code")
        shown.setProperty("text_size", "lead")
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAccessibleName(_("Recovery code: {code}").format(code=facts.code))
        hint = _("The sheet has the same code as a QR code. Whoever holds it can open the vault: keep it like a key.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(shown)
        column.addWidget(label(hint, size="small", tone="muted", wrap=True))
        column.addLayout(row(None, self._print, self._save))
        column.addWidget(self._strip)

    def begin(self) -> None:
        """Look for a printer; meanwhile the sheet can be saved."""
        self._save.setFocus()

        def look(_progress: Progress) -> Printers:
            from ui.platform import printers

            return printers.known()

        self._ops.job(self, look, self._on_printers)

    def _on_printers(self, found: Printers) -> None:
        self._printer = found.usual
        if found.usual:
            self._print.setText(_("Print on {printer}").format(printer=found.usual))
            self._print.show()

    def _on_save(self) -> None:
        self._prompts.save_file(_("Save the recovery sheet"), FILE_NAME, self._write, kinds=_("PDF files (*.pdf)"))

    def _write(self, path: Path) -> None:
        facts, spoken = self._facts, language()

        def write(_progress: Progress) -> None:
            from app.vaults import failure

            pdf = drawn(facts, spoken)
            try:
                paths.replace_file(path, pdf)
            except OSError as error:
                raise failure("not_writable", problem=error.strerror or type(error).__name__) from error

        said = _("Saved as {name}. Print it, then delete the file from this computer.").format(name=path.name)
        self._begin(write, said)

    def _on_print(self) -> None:
        facts, spoken, printer = self._facts, language(), self._printer

        def send(progress: Progress) -> None:
            from app.services.outgoing import releasing
            from ui.platform import printers

            printers.send(releasing.of_recovery_sheet(), drawn(facts, spoken), printer, 1, progress.cancelled)

        self._begin(send, _("Printed on {printer}. Put the sheet away now.").format(printer=printer))

    def _begin(self, work: Callable[[Progress], None], said: str) -> None:
        self._strip.hush()
        self._set_enabled(enabled=False)
        self._ops.job(self, work, lambda _none: self._on_kept(said), self._on_failed)

    def _on_kept(self, said: str) -> None:
        self._set_enabled(enabled=True)
        self._strip.say(said, "good")
        set_look(self._save, "kind", "")
        self.kept.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._set_enabled(enabled=True)
        self._strip.say_error(error)

    def _set_enabled(self, *, enabled: bool) -> None:
        for each in (self._print, self._save):
            each.setEnabled(enabled)


def drawn(facts: SheetFacts, spoken: str) -> bytes:
    """On a helper thread: the sheet as a PDF, drawn by a worker process."""
    from app import worker

    return worker.recovery_sheet(facts.practice, facts.login, facts.code, facts.vault_id, spoken)


def grouped(code: str) -> str:
    """The code in lines of three groups, as it is read aloud."""
    groups = code.split("-")
    return "\n".join("  ".join(groups[i : i + 3]) for i in range(0, len(groups), 3))
