"""The strip above a note when consent is missing: why, what to do about it, and a reason to go on without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.records.session_note import NoConsentReason
from app.texts import _
from ui.forms.control import column_of
from ui.widgets import Strip

if TYPE_CHECKING:
    from app.rules.session_consent import Strip as ConsentStrip


class NoConsentStrip(QWidget):
    """Never a dialog: the note can be written and signed all the same.

    Signals:
        take_wanted(): go and take a consent.
        reason_chosen(code): the session took place without one, for this reason.
    """

    take_wanted = Signal()
    reason_chosen = Signal(str)

    def __init__(self, found: ConsentStrip) -> None:
        super().__init__()
        self.setObjectName("no_consent")
        text = " ".join(part for part in (found.text, found.reason) if part)
        self._strip = Strip()
        if not found.is_satisfied:
            self._strip.add_action(_("State a reason"), self._open_menu, name="state_reason")
        self._strip.add_action(_("Take consent"), self.take_wanted.emit, name="strip_take_consent")
        column_of(self, self._strip)
        self._strip.say(text, "info" if found.is_satisfied else "due")

    @property
    def text(self) -> str:
        """What it says."""
        return self._strip.text

    def choose(self, code: str) -> None:
        """Go on without a consent for this reason."""
        label = _(NoConsentReason.label_of(code))
        self._strip.say(_("Without a consent in force. Reason: {reason}.").format(reason=label), "info")
        self.reason_chosen.emit(code)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for reason in NoConsentReason:
            action = QAction(_(reason.label), menu)
            action.triggered.connect(lambda _checked=False, code=reason.value: self.choose(code))
            menu.addAction(action)
        menu.popup(self._strip.mapToGlobal(self._strip.rect().bottomLeft()))
