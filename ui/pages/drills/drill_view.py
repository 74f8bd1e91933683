"""Reading a signed drill: what was practised, and what became of each finding."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app import formats
from app.services.outgoing import papers
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.pages.drills.actions_card import ActionsCard
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, card, column, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from app.services.records import Opened
    from app.services.safety.drill_actions import ActionRow
    from app.services.safety.drills import Finding
    from ui.context import Context


class FollowUp(NamedTuple):
    """What became of a drill: its findings, and its actions as they stand now."""

    findings: Sequence[Finding] = ()
    actions: Sequence[ActionRow] = ()


class DrillView(QWidget):
    """One signed drill.

    Signals:
        closed(): to the list.
        hazard_wanted(finding): make this finding a hazard of the risk register.
        hazard_opened(record): look at the hazard that a finding became.
        reload_wanted(record): something was written down; show it again.
    """

    closed = Signal()
    hazard_wanted = Signal(str)
    hazard_opened = Signal(str)
    reload_wanted = Signal(str)

    def __init__(self, context: Context, opened: Opened, author: str, follow_up: FollowUp, *, may_write: bool) -> None:
        """`author`: the name of who signed it."""
        super().__init__()
        self.setObjectName("drill_view")
        self.record = opened.record.record
        self._may_write = may_write
        self._back = icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list")
        title = label(opened.title, size="title", wrap=True)
        head = row(
            self._back, title, release_button(context, self, lambda: partial(papers.of_record, record_id=self.record))
        )
        head.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(head)
        signed = _("signed by {name}, {moment}").format(name=author, moment=formats.moment(opened.record.at))
        parts: list[QWidget | QLayout | None] = [label(signed, tone="muted", wrap=True)]
        if opened.status == "entered_in_error":
            parts.insert(0, Strip(_("Entered in error: it does not hold."), "due"))
        parts.append(self._findings(follow_up.findings))
        if follow_up.actions:
            actions = ActionsCard(context, self.record, follow_up.actions, may_write=may_write)
            actions.changed.connect(lambda: self.reload_wanted.emit(self.record))
            parts.append(actions)
        parts.append(card(RecordView(opened.body, VaultReferences(context, self), but=("findings", "actions"))))
        inside = column(*parts, None, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        page.setLayout(inside)
        outer.addWidget(scrolling(page), 1)

    def focus_first(self) -> None:
        """Put the focus on the way back."""
        self._back.setFocus()

    def _findings(self, findings: Sequence[Finding]) -> QWidget:
        lines: list[QWidget | QLayout | None] = [label(_("What was found"), size="lead")]
        if not findings:
            lines.append(label(_("Nothing was found."), tone="muted"))
        for number, finding in enumerate(findings):
            line = row(label(finding.words, wrap=True), self._way_on(number, finding), spacing=Space.M)
            line.setStretch(0, 1)
            lines.append(line)
        return card(*lines)

    def _way_on(self, number: int, finding: Finding) -> QWidget | None:
        if finding.hazard is not None:
            opens = partial(self.hazard_opened.emit, finding.hazard.id)
            score = finding.hazard.score_words()
            words = _("Hazard: {score}").format(score=score) if score else _("Hazard, not rated yet")
            return button(words, opens, kind="quiet", glyph="octagon-alert", name=f"hazard:{number}")
        if not self._may_write:
            return label(_("in no register yet"), tone="muted")
        makes = partial(self.hazard_wanted.emit, finding.words)
        return button(_("Make it a hazard"), makes, glyph="plus", name=f"make_hazard:{number}")
