"""Duties in a client's file: reports, duties to protect, decisions not to act, domestic abuse, and what followed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.records.duty_choices import Question
from app.records.duty_follow_up import FOLLOWED
from app.services.client_safety import duties
from app.texts import N_, _
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, label, row
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from typing import Any

    from app.services.client_safety.duties import Board, DutyRow
    from ui.context import Context
    from ui.known import KnownError

_BEGIN = {
    "mandated_report": N_("Report…"),
    "duty_to_protect": N_("Warn or protect…"),
    "domestic_abuse_review": N_("Domestic abuse…"),
    "decision_not_to_act": N_("Decide not to act…"),
}
_REPORTS = (Question.REPORT_CHILD, Question.REPORT_ADULT, Question.POLICE, Question.BLUE_CARD)


class DutiesPart(QWidget):
    """One card for each duty, newest first, with what is still open and what followed.

    Signals:
        opened(kind, record): read one, or begin one for None.
    """

    opened = Signal(str, object)

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self.setObjectName("duties_part")
        self._strip = Strip()
        self._begin = [self._begin_button(kind, words) for kind, words in _BEGIN.items()]
        head = label(_("Reports, protection, domestic abuse"), size="lead", wrap=True)
        words = _("Numbers come first. What was decided not to do is kept as well, and comes back on its day.")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for part in (head, label(words, tone="muted", wrap=True), self._strip, Flow(self._begin)):
            column.addWidget(part)
        column.addLayout(self._cards)
        column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the duties again."""
        client = self._client
        self._context.ops.query(
            self, lambda desk: duties.board(desk, client), self._on_board, self._on_failed, latest="duties"
        )

    def _begin_button(self, kind: str, words: str) -> QWidget:
        return button(_(words), lambda: self.opened.emit(kind, None), glyph=KINDS[kind].icon, name=f"begin:{kind}")

    def _on_board(self, board: Board) -> None:
        for begin in self._begin:
            begin.setVisible(board.may_write)
        hidden = _("The address must stay hidden: on paper, in letters, and on the telephone.")
        self._strip.say(hidden if board.hides_address else "", "due")
        clear(self._cards)
        for one in board.rows:
            if one.kind in FOLLOWED:
                after = [each for each in board.rows if each.about == one.record]
                self._cards.addWidget(self._card(one, after, may_write=board.may_write))

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)

    def _card(self, one: DutyRow, after: list[DutyRow], *, may_write: bool) -> QFrame:
        title = label(" · ".join(part for part in (one.kind_label, one.title) if part), wrap=True)
        title.setProperty("strong", "true")
        head = row(IconLabel(KINDS[one.kind].icon, "due" if one.is_late else "muted"), title)
        head.setStretch(1, 1)
        state = label(_state(one), tone="due" if one.is_late else "muted", wrap=True)
        state.setObjectName("duty_state")
        lines = [self._line(each) for each in reversed(after)]
        made = card(head, state, *lines, Flow(self._steps(one, may_write=may_write)), spacing=Space.S)
        made.setObjectName(f"duty:{one.record}")
        return made

    def _line(self, one: DutyRow) -> QWidget:
        words = one.title if one.state == "signed" else _("{what} (draft)").format(what=one.title or one.kind_label)
        return button(words, partial(self.opened.emit, one.kind, one.record), kind="link", name="duty_after")

    def _steps(self, one: DutyRow, *, may_write: bool) -> list[QWidget]:
        is_draft = one.state != "signed"
        words = _("Go on writing") if is_draft else _("Read it")
        found: list[QWidget] = [button(words, partial(self.opened.emit, one.kind, one.record), name="open_duty")]
        if is_draft or not may_write or one.status == "entered_in_error":
            return found
        after = {"about": one.record}
        found.append(button(_("What followed…"), partial(self._go, "duty_follow_up", after), name="follow_duty"))
        if one.kind == "decision_not_to_act" and one.is_open:
            if one.question in _REPORTS:
                instead = {"earlier": one.record}
                found.append(button(_("Report now…"), partial(self._go, "mandated_report", instead), name="report_now"))
            anew = {"earlier": one.record, "question": one.question}
            found.append(button(_("Decide anew…"), partial(self._go, "decision_not_to_act", anew), name="decide_anew"))
        return found

    def _go(self, kind: str, values: dict[str, Any]) -> None:
        self._context.navigator.go_to(kind, None, client=self._client, values=values)


def _state(one: DutyRow) -> str:
    """What of it is open, in a sentence; a draft and what was entered in error say so."""
    if one.state != "signed":
        return _("Draft: not signed yet")
    if one.status == "entered_in_error":
        return _("Entered in error")
    if one.needs_call or one.needs_written:
        return _owed(one)
    if one.due:
        words = _("Was to be looked at again on {date}.") if one.is_late else _("To be looked at again on {date}.")
        return words.format(date=formats.long_date(one.due))
    return _("Nothing is open.")


def _owed(one: DutyRow) -> str:
    """What of a report is still owed: the call first, then the written one."""
    if one.needs_call:
        return _("The agency was not reached yet: call, and write down each attempt.")
    if not one.has_date:
        return _("The written report is still to be sent. The law packs know no date for it here.")
    when = formats.moment(one.due_at) if one.due_at else formats.long_date(one.due)
    words = _("The written report was due {moment}.") if one.is_late else _("The written report is due {moment}.")
    return words.format(moment=when)
