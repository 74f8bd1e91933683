"""Reading a signed consent: what it is worth, as it was signed with its signatures, a copy, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.records.consent import Consent
from app.records.consent_choices import LATER
from app.rules.consent_facts import State
from app.services.consenting import consent_papers, consents
from app.texts import _, explain
from ui.forms.view import RecordView
from ui.pages.client_file.withdrawal import WithdrawalCard
from ui.pages.editor.reading import ReadingView
from ui.releasing import release
from ui.taking.how_step import signature_line
from ui.taking.looks import look_of, state_in_words
from ui.taking.retention_card import RetentionCard
from ui.taking.told import agreed_and_told
from ui.widgets import IconLabel, Strip, button, label, row
from ui.widgets.flow import FlowLayout, flow

if TYPE_CHECKING:
    from app.records.consent_elements import ConsentType
    from ui.context import Context
    from ui.known import KnownError
    from ui.taking.loading import Found
    from ui.writing.loading import Loaded

_SHOWN_HERE = ("choices", "explained", "conversation", "signatures", "template")
_CAN_END = frozenset({State.ACTIVE, State.DEFECTIVE, State.EXPIRED})


class ConsentReading(ReadingView):
    """One signed consent, or the record that one was taken back.

    Signals:
        withdrawn(): it was taken back or has ended, or was decided on; show it again.
        again_wanted(): take it anew.
    """

    withdrawn = Signal()
    again_wanted = Signal()

    def __init__(self, context: Context, loaded: Loaded, found: Found, *, was_signed: bool) -> None:
        """`was_signed`: it was signed just now, so a copy is due."""
        self._found = found
        self._was_signed = was_signed
        super().__init__(context, loaded)
        self._copy = button(_("Copy for the client"), self.print_copy, glyph="printer", name="consent_copy")
        self._withdrawal = WithdrawalCard(context)
        self._withdrawal.closed.connect(self._on_card_closed)
        self._column.insertLayout(0, self._actions())
        self._column.insertWidget(1, self._withdrawal)
        if found.awaits_retention:
            retention = RetentionCard(context, self.record, loaded.client or "")
            retention.decided.connect(self.withdrawn)
            self._column.insertWidget(2, retention)

    @property
    def consent_type(self) -> ConsentType:
        """What it is about."""
        return self._consent.consent_type

    def focus_first(self) -> None:
        """A copy is the first thing to do with what was signed just now."""
        (self._copy if self._was_signed else self._add_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def print_copy(self) -> None:
        """The receipt, or the confirmation that it was taken back, through the one sheet."""
        record = self.record
        is_later = self._consent.decision in LATER
        prepare = consent_papers.of_withdrawal if is_later else consent_papers.of_receipt
        release(self._context, self, lambda desk: prepare(desk, record))

    def open_withdrawal(self) -> None:
        """Ask how it is taken back."""
        self._withdrawal.open_card(self.record, self._loaded.client or "")
        self._area.ensureVisible(0, 0)

    @property
    def _consent(self) -> Consent:
        assert isinstance(self._opened.body, Consent)
        return self._opened.body

    def _body(self) -> list[QWidget]:
        parts: list[QWidget] = []
        state = self._found.state
        if self._was_signed:
            parts.append(Strip(_("Signed. Give a copy to whoever decided."), "good"))
        if state is not None:
            parts.append(_state_line(state_in_words(state), *look_of(state)))
            parts += [label(remark, size="small", tone="muted", wrap=True) for remark in state.remarks]
            if state.is_active and state.ask_again:
                strip = Strip(_("There is a newer text, and it asks for consent again."), "due")
                strip.add_action(_("Take it again"), self.again_wanted.emit, name="take_again")
                parts.append(strip)
        parts.append(RecordView(self._consent, self._references, but=_SHOWN_HERE))
        parts += agreed_and_told(self._consent)
        drawn = [one for one in self._consent.signatures if one.strokes]
        parts += [signature_line(one) for one in drawn]
        return parts

    def _actions(self) -> FlowLayout:
        state, body = self._found.state, self._consent
        can_end = state is not None and state.state in _CAN_END and not state.is_settled
        parts: list[QWidget] = [self._copy]
        if can_end:
            parts.append(button(_("Take it back…"), self.open_withdrawal, glyph="undo-2", name="withdraw"))
        if body.decision not in LATER:
            again = button(_("Talk about it again"), self.again_wanted.emit, glyph="message-circle", name="take_anew")
            parts.append(again)
        if can_end and body.ends_with:
            ended = button(
                _("It has happened: {event}").format(event=body.ends_with), self._on_ended, name="consent_ended"
            )
            parts.append(ended)
        return flow(*parts)

    def _on_ended(self) -> None:
        record, client = self.record, self._loaded.client or ""
        self._context.ops.command(
            self, lambda desk: consents.end(desk, record), lambda _saved: self.withdrawn.emit(), self._on_refused,
            changes={"consent", record, client},
        )  # fmt: skip

    def _on_refused(self, error: KnownError) -> None:
        told = explain(error)
        self._column.insertWidget(1, Strip(f"{told.sentence} {told.advice} ({told.code})", "due"))

    def _on_card_closed(self) -> None:
        if self._withdrawal.was_done:
            self.withdrawn.emit()
        else:
            self.focus_first()


def _state_line(words: str, glyph: str, tone: str) -> QWidget:
    said = label(words, wrap=True)
    said.setObjectName("consent_worth")
    part = QWidget()
    inside = row(IconLabel(glyph, tone), said)
    inside.setStretch(1, 1)
    part.setLayout(inside)
    return part
