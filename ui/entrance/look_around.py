"""Looking around: a fictional practice is made by a worker process, and its unlock screen is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.costs import Rules
from app.texts import _, language
from ui.entrance.frame import Screen
from ui.operations import Operations, Progress
from ui.widgets import ProgressStrip

if TYPE_CHECKING:
    from ui.known import KnownError


class LookAroundScreen(Screen):
    """Signals: made(vault): it is there, and can be unlocked."""

    made = Signal(Path)

    def __init__(self, ops: Operations, rules: Rules) -> None:
        super().__init__(
            _("A fictional practice"),
            _("Everybody in it is invented. Write, sign and delete as you like: nothing touches a real practice."),
            glyph="compass",
        )
        self._ops = ops
        self._rules = rules
        self._progress = ProgressStrip()
        self.content.addWidget(self._progress)
        self.add_back()

    def begin(self) -> None:
        policy, spoken = self._rules.policy, language()

        def make(progress: Progress) -> Path:
            from app.demo import example

            return example.make(spoken, policy=policy, progress=progress, cancelled=progress.cancelled)

        job = self._ops.job(self, make, self.made.emit, self._on_failed)
        job.stopped.connect(self.back_wanted)
        self.back_wanted.connect(job.cancel)
        self._progress.follow(job, _("Inventing twelve people and three years of notes…"))

    def _on_failed(self, error: KnownError) -> None:
        self.strip.say_error(error)
