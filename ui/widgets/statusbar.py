"""The line at the lower edge: what was saved, how old the backup is, when the window locks."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.texts import _
from ui.theme import Space
from ui.widgets.labels import label, set_tone

LAST_SECONDS = 60
SPOKEN = frozenset({60, 10})  # seconds before the lock at which a screen reader says so


class StatusBar(QFrame):
    """Short texts. The countdown says nothing to screen readers until its last minute."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_bar")
        self._saved = label()
        self._backup = label()
        self._discreet = label(_("Names are hidden"), tone="accent")
        self._discreet.setObjectName("names_hidden")
        self._discreet.setToolTip(_("Codes instead of names, and back (Ctrl+Shift+D)"))
        self._lock = label()
        self._lock.setObjectName("locks_in")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.L, Space.XS)
        row.setSpacing(Space.L)
        row.addWidget(self._saved)
        row.addWidget(self._backup)
        row.addStretch(1)
        row.addWidget(self._discreet)
        self._saved.hide()
        self._discreet.hide()
        row.addWidget(self._lock)

    def show_saved(self, text: str) -> None:
        """When something was saved last."""
        self._saved.setText(text)
        self._saved.show()

    def show_backup(self, text: str, *, due: bool) -> None:
        """How old the last backup is; `due` when one should be made."""
        self._backup.setText(text)
        set_tone(self._backup, "due" if due else "")

    def show_discreet(self, *, on: bool) -> None:
        """Whether codes stand for names."""
        self._discreet.setVisible(on)

    def show_left(self, seconds: int) -> None:
        """When the window locks by itself."""
        last = seconds <= LAST_SECONDS
        if seconds in SPOKEN:
            said = QAccessibleAnnouncementEvent(self._lock, _("Locks in {n} seconds").format(n=seconds))
            QAccessible.updateAccessibility(said)
        text = _("locks in {time}").format(time=f"{seconds // 60}:{seconds % 60:02}")
        self._lock.setText(text)
        set_tone(self._lock, "due" if last else "")
