"""Reading a published policy: its words as they were published, who did it when, and the way to the next version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app import formats
from app.records.policy import Policy
from app.services.outgoing import papers
from app.texts import _
from ui.forms.view import ReadText
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, card, column, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from app.services.records import Opened
    from ui.context import Context


class PolicyView(QWidget):
    """One published policy.

    Signals:
        closed(): to the list.
        next_wanted(record): write the next version.
    """

    closed = Signal()
    next_wanted = Signal(str)

    def __init__(self, context: Context, opened: Opened, author: str, *, may_write: bool) -> None:
        """`author`: the name of who published it."""
        super().__init__()
        self.setObjectName("policy_view")
        assert isinstance(opened.body, Policy)
        self.kind = "policy"
        self.record = opened.record.record
        self._body, self._opened = opened.body, opened
        self._next = button(_("New version"), lambda: self.next_wanted.emit(self.record), glyph="file-pen", name="next")
        self._next.setVisible(may_write)
        paper = release_button(context, self, lambda: partial(papers.of_record, record_id=self.record))
        back = icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list")
        title = label(self._body.title, size="title", wrap=True)
        title.setObjectName("policy_title")
        head = row(back, title, paper, self._next)
        head.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(head)
        outer.addWidget(scrolling(self._page(author)), 1)

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        self._next.setFocus()

    def _page(self, author: str) -> QWidget:
        body = self._body
        parts: list[QWidget | QLayout | None] = []
        if self._opened.status == "entered_in_error":
            parts.append(Strip(_("Entered in error: it does not hold."), "due"))
        facts = label(_facts(body, self._opened, author), tone="muted", wrap=True)
        facts.setObjectName("policy_facts")
        parts += [facts, card(ReadText(body.text, body.title))]
        if body.changed:
            parts += [label(_("What changed"), size="lead"), card(ReadText(body.changed, _("What changed")))]
        inside = column(*parts, None, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        page.setLayout(inside)
        return page


def _facts(body: Policy, opened: Opened, author: str) -> str:
    parts = [
        _(body.policy_kind.label) if body.policy_kind else "",
        _("version {version}").format(version=body.version) if body.version else "",
        _("Approved on {date}").format(date=formats.long_date(body.approved_on)),
        _("published by {name}, {moment}").format(name=author, moment=formats.moment(opened.record.at)),
        _("Responsible: {name}").format(name=body.owner) if body.owner else "",
        _("Look at it again on {date}").format(date=formats.long_date(body.review_due)) if body.review_due else "",
    ]
    return " · ".join(part for part in parts if part)
