"""The progress strip: what long work does, how far it is, and *Cancel*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from app.texts import _
from ui.theme import Space
from ui.widgets.buttons import button
from ui.widgets.labels import label, set_look

if TYPE_CHECKING:
    from ui.operations import Job


class ProgressStrip(QFrame):
    """Shown while a `Job` runs; hides itself when it has ended."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress_strip")
        set_look(self, "strip", "info")
        self._job: Job | None = None
        self._text = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = button(_("Cancel"), self._on_cancel, name="cancel_job")
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        row.addWidget(self._cancel)
        self.hide()

    def begin(self, what: str) -> None:
        """Show that `what` is being done, before there is a job to follow."""
        self._job = None
        self._text.setText(what)
        self._bar.setAccessibleName(what)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(False)
        self.show()

    def follow(self, job: Job, what: str) -> None:
        """Show how far `job` is until it ends; `what` says what it does."""
        self.begin(what)
        self._job = job
        self._cancel.setEnabled(True)
        job.progressed.connect(self._on_progressed)
        job.ended.connect(self.end)

    def end(self) -> None:
        """Take it away."""
        self._job = None
        self.hide()

    def _on_progressed(self, done: int, total: int, text: str) -> None:
        # A progress bar counts in 32 bits; a backup may have more bytes.
        self._bar.setRange(0, 1000 if total else 0)
        self._bar.setValue(min(1000, done * 1000 // total) if total else 0)
        if text:
            self._text.setText(text)

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._text.setText(_("Stopping…"))
            self._cancel.setEnabled(False)
