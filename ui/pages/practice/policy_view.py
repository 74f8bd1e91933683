"""Reading a published policy: its words as they were published, who has read it, and the way to the next version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app import formats
from app.records.policy import Policy
from app.records.standards_for_minors import StandardsForMinors
from app.services.outgoing import papers
from app.texts import _
from ui.forms.view import ReadText
from ui.pages.practice.readers_part import ReadersPart
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, card, column, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from app.services.records import Opened
    from ui.context import Context
    from ui.pages.practice.shown import Shown


class PolicyView(QWidget):
    """One published policy, or standards for the protection of minors.

    Signals:
        closed(): to the list.
        next_wanted(record): write the next version.
    """

    closed = Signal()
    next_wanted = Signal(str)

    def __init__(self, context: Context, shown: Shown, *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("policy_view")
        assert shown.opened is not None
        self._context, self._opened = context, shown.opened
        self.kind = self._opened.record.kind
        self.record = self._opened.record.record
        self._text = _text_of(self._opened)
        self._next = button(_("New version"), lambda: self.next_wanted.emit(self.record), glyph="file-pen", name="next")
        self._next.setVisible(may_write)
        paper = release_button(context, self, lambda: partial(papers.of_record, record_id=self.record))
        back = icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list")
        title = label(self._text.title, size="title", wrap=True)
        title.setObjectName("policy_title")
        head = row(back, title, paper, self._next)
        head.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(head)
        self._readers = ReadersPart(context, self.record, shown.readers, is_alone=context.who.alone)
        outer.addWidget(scrolling(self._page(shown.author)), 1)

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        self._next.setFocus()

    def _page(self, author: str) -> QWidget:
        parts: list[QWidget | QLayout | None] = []
        is_in_error = self._opened.status == "entered_in_error"
        if is_in_error:
            parts.append(Strip(_("Entered in error: it does not hold."), "due"))
        facts = label(self._text.facts(self._opened, author), tone="muted", wrap=True)
        facts.setObjectName("policy_facts")
        parts.append(facts)
        for number, (title, text) in enumerate(self._text.parts):
            if number:
                parts.append(label(title, size="lead"))
            parts.append(card(ReadText(text, title)))
        if not is_in_error:
            parts.append(self._readers)
        inside = column(*parts, None, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        page.setLayout(inside)
        return page


@dataclass(frozen=True, slots=True)
class _Text:
    """What is shown of either kind: its title, its long texts with their titles, and facts in words."""

    title: str
    parts: list[tuple[str, str]]
    said: list[str]
    version: str
    since: str
    owner: str
    review_due: str

    def facts(self, opened: Opened, author: str) -> str:
        """One line: what it is, which version, from when, by whom, until when."""
        review = formats.long_date(self.review_due) if self.review_due else ""
        parts = [
            *self.said,
            _("version {version}").format(version=self.version) if self.version else "",
            self.since,
            _("published by {name}, {moment}").format(name=author, moment=formats.moment(opened.record.at)),
            _("Responsible: {name}").format(name=self.owner) if self.owner else "",
            _("Look at it again on {date}").format(date=review) if review else "",
        ]
        return " · ".join(part for part in parts if part)


def _text_of(opened: Opened) -> _Text:
    body = opened.body
    if isinstance(body, StandardsForMinors):
        return _of_standards(body, opened.kind_label)
    assert isinstance(body, Policy)
    parts = [(body.title, body.text), (_("What changed"), body.changed)]
    since = _("Approved on {date}").format(date=formats.long_date(body.approved_on))
    kind = _(body.policy_kind.label) if body.policy_kind else ""
    return _Text(body.title, _filled(parts), [kind], body.version, since, body.owner, body.review_due)


def _of_standards(body: StandardsForMinors, title: str) -> _Text:
    parts = [
        (title, body.text), (_("Version for children"), body.child_version),
        (_("Where interventions are written down"), body.interventions_kept),
        (_("Where children and parents can read it"), body.shown_where), (_("What changed"), body.changed),
    ]  # fmt: skip
    since = _("Holds from {date}").format(date=formats.long_date(body.effective_on))
    return _Text(title, _filled(parts), [], body.version, since, body.responsible, body.review_due)


def _filled(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(title, text) for title, text in parts if text.strip()]
