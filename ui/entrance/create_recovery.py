"""Create, step 3: the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase

from app import paths
from app.texts import _
from ui.context import Who
from ui.entrance.frame import Screen
from ui.operations import Operations, Progress
from ui.prompts import Prompts
from ui.theme import Space
from ui.widgets import button, label, row

if TYPE_CHECKING:
    from ui.known import KnownError

FILE_NAME = "clientsafe-recovery-sheet.pdf"


class RecoveryStep(Screen):
    """Signals: finished(saved): the person goes on; `saved` tells whether the sheet was written."""

    finished = Signal(bool)

    def __init__(self, ops: Operations, prompts: Prompts, who: Who, code: str, vault_id: str) -> None:
        super().__init__(
            _("Your recovery sheet"),
            _("If you forget the passphrase, this code opens the vault. Print it and keep it away from this computer."),
            step=_("Step {n} of {of}").format(n=3, of=4),
        )
        self._ops = ops
        self._prompts = prompts
        self._who = who
        self._code = code
        self._vault_id = vault_id
        self._saved = False
        self._save = button(_("Save as PDF…"), self._on_save, kind="primary", glyph="download", name="save_sheet")
        self._later = button(_("Later"), lambda: self.finished.emit(self._saved), kind="quiet", name="later")
        self._continue = button(_("Continue"), lambda: self.finished.emit(self._saved), kind="primary", name="continue")
        self._continue.hide()
        self._lay_out()

    def begin(self) -> None:
        self._save.setFocus()

    def _lay_out(self) -> None:
        shown = label(grouped(self._code))
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setObjectName("recovery_code")
        shown.setProperty("text_size", "lead")
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAccessibleName(_("Recovery code: {code}").format(code=self._code))
        self.content.addWidget(shown)
        self.content.addSpacing(Space.S)
        hint = _("The sheet has the same code as a QR code. Whoever holds it can open the vault: keep it like a key.")
        self.content.addWidget(label(hint, size="small", tone="muted", wrap=True))
        self.buttons.addLayout(row(self._later, None, self._save, self._continue))

    def _on_save(self) -> None:
        self._prompts.save_file(_("Save the recovery sheet"), FILE_NAME, self._write, kinds=_("PDF files (*.pdf)"))

    def _write(self, path: Path) -> None:
        self._save.setEnabled(False)
        who, code, vault_id = self._who, self._code, self._vault_id

        def make(_progress: Progress) -> str:
            from app.reports import recovery_sheet

            pdf = recovery_sheet.make(who.practice, who.login, code, vault_id)
            try:
                paths.replace_file(path, pdf)
            except OSError as error:
                return error.strerror or type(error).__name__
            return ""

        self._ops.job(self, make, lambda problem: self._on_written(path, problem), self._on_failed)

    def _on_failed(self, error: KnownError) -> None:
        self._save.setEnabled(True)
        self.strip.say_error(error)

    def _on_written(self, path: Path, problem: str) -> None:
        self._save.setEnabled(True)
        if problem:
            self.strip.say(_("The sheet could not be saved: {problem}").format(problem=problem), "due")
            return
        self._saved = True
        self.strip.say(
            _("Saved as {name}. Print it, then delete the file from this computer.").format(name=path.name), "good"
        )
        self._save.setProperty("kind", "")
        self._save.style().polish(self._save)
        self._later.hide()
        self._continue.show()
        self._continue.setFocus()


def grouped(code: str) -> str:
    """The code in lines of four groups, as it is read aloud."""
    groups = code.split("-")
    return "\n".join("  ".join(groups[i : i + 4]) for i in range(0, len(groups), 4))
