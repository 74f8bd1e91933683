"""Before the window closes: a last backup, over a cover that says so and offers to skip it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.backup_watch import BackupWatch

WIDTH = 360


class Leaving(QFrame):
    """Covers its window until the backup is made or skipped; then calls `done`, once."""

    def __init__(self, window: QWidget, watch: BackupWatch, done: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("leaving")
        self.setAutoFillBackground(True)
        self._watch = watch
        self._done: Callable[[], None] | None = done
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(WIDTH)
        bar.setAccessibleName(_("Making a last backup"))
        self._skip = button(_("Close without it"), self._end, name="skip_backup")
        down = QVBoxLayout(self)
        down.setSpacing(Space.M)
        down.addStretch(2)
        down.addWidget(label(_("Making a last backup before closing…"), size="lead"), 0, Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(3)
        window.installEventFilter(self)

    def begin(self) -> None:
        """Cover the window and make the backup."""
        from app.services.vault.backup_plan import Moment

        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._skip.setFocus()
        self._watch.look(Moment.QUIT, self._end)

    def _end(self) -> None:
        """It is made, or not waited for: what was written of it is thrown away then."""
        done, self._done = self._done, None
        if done is not None:
            done()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False
