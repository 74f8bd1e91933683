"""What becomes of the data after consent to them was taken back: decided by a person, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from app.records.consent_choices import RetentionDecision
from app.services.consenting import consents
from app.texts import _
from ui.forms.choices import QuietCombo
from ui.theme import Space
from ui.widgets import Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from ui.context import Context

_CHOICES = tuple(one for one in RetentionDecision if one is not RetentionDecision.OPEN)


class RetentionCard(QFrame):
    """Nothing is deleted by it.

    Signals:
        decided(): it is written down.
    """

    decided = Signal()

    def __init__(self, context: Context, record: str, client: str) -> None:
        super().__init__()
        self.setObjectName("retention_card")
        set_card(self)
        self._context, self._record, self._client = context, record, client
        self._choice = QuietCombo()
        self._choice.setObjectName("retention_choice")
        self._choice.setAccessibleName(_("What becomes of the data"))
        self._choice.addItem(_("Not chosen"), None)
        for one in _CHOICES:
            self._choice.addItem(_(one.label), one)
        self._reason = QLineEdit()
        self._reason.setObjectName("retention_reason")
        self._reason.setAccessibleName(_("Reason for it"))
        self._reason.setPlaceholderText(_("Reason for it"))
        self._strip = Strip()
        self._done = button(_("Write the decision down"), self._on_done, kind="primary", name="decide_retention")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(_("What becomes of the data?"), size="lead"))
        said = _("The client is told within a month. Nothing is deleted by deciding; the law may demand to keep it.")
        column.addWidget(label(said, tone="muted", wrap=True))
        column.addWidget(self._choice)
        column.addWidget(self._reason)
        column.addWidget(self._strip)
        column.addLayout(row(None, self._done))

    def _on_done(self) -> None:
        choice, reason = self._choice.currentData(), self._reason.text().strip()
        if choice is None or not reason:
            self._strip.say(_("Choose what becomes of the data, and write down why."), "due")
            (self._choice if choice is None else self._reason).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        record = self._record
        self._context.ops.command(
            self,
            lambda desk: consents.decide_retention(desk, record, choice, reason),
            lambda _saved: self.decided.emit(),
            self._strip.say_error,
            changes={"consent", record, self._client},
        )
