"""Reading a signed supervision: as it was signed, its cases with the way into the clients' files, later words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.records.amendment import Amendment, AmendmentKind
from app.services.outgoing import papers
from app.services.supervision import carrying
from app.texts import _
from ui.forms.amending import AmendForm, amendment_card, signature
from ui.forms.view import RecordView
from ui.pages.supervision.writing import CodeReferences
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import IconLabel, Strip, button, card, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from app.keeping.plans import Saved
    from app.services.supervision.carrying import CaseRow, Shown
    from ui.context import Context


class SupervisionReading(QWidget):
    """One signed supervision.

    Signals:
        closed(): to the list.
        changed(): something was added, or carried into a file; show it again.
    """

    closed = Signal()
    changed = Signal()

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__()
        self.setObjectName("supervision_reading")
        self._context, self._shown = context, shown
        self.record = shown.opened.record.record
        self._references = CodeReferences(context, self)
        self._strip = Strip()
        self._amend: AmendForm | None = None
        self._add = button(_("Add to this record"), self._open_amend_form, glyph="file-pen", name="amend")
        paper = release_button(context, self, lambda: partial(papers.of_record, record_id=self.record))
        back = icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list")
        head = row(back, label(shown.opened.title, size="title", wrap=True), paper, self._add)
        head.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(head)
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(self._page()), 1)

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        found = self.findChildren(QFrame, "supervised_case")
        wanted = next((one.focusProxy() for one in found if one.focusProxy() is not None), None)
        (wanted or self._add).setFocus()

    def _page(self) -> QWidget:
        opened = self._shown.opened
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, Space.M, Space.L)
        self._column.setSpacing(Space.L)
        reason = next((one.body.reason for one in opened.amendments if _is_error(one.body)), None)  # type: ignore[attr-defined]
        if reason is not None:
            self._strip.say(_("Entered in error. Reason: {reason}").format(reason=reason), "due")
        view = RecordView(opened.body, self._references, but=("cases",))
        self._column.addWidget(card(view, signature(opened, self._context.who.name)))
        if self._shown.cases:
            self._column.addWidget(label(_("Cases"), size="lead"))
        for one in self._shown.cases:
            self._column.addWidget(self._case_card(one))
        for later in opened.amendments:
            self._column.addWidget(amendment_card(later, self._context.who.name, self._references))
        self._column.addStretch(1)
        return page

    def _case_card(self, one: CaseRow) -> QFrame:
        name = label(one.code or _("A record you cannot open"))
        name.setProperty("strong", "true")
        view = RecordView(one.case, self._references, but=("client",))
        action: QWidget | None = None
        if one.can_be_carried:
            act = partial(self._carry, one.number)
            action = button(_("Put it into the client's file"), act, glyph="file-plus", name=f"carry:{one.number}")
        elif one.consultation:
            go = partial(self._context.navigator.go_to, "consultation", one.consultation, client=one.client)
            action = button(_("In the client's file"), go, kind="link", glyph="check", name=f"carried:{one.number}")
        made = card(row(IconLabel("contact", "muted"), name, None, *([action] if action else [])), view)
        made.setObjectName("supervised_case")
        if one.can_be_carried and action is not None:
            made.setFocusProxy(action)
        return made

    def _carry(self, number: int) -> None:
        record, client = self.record, self._shown.cases[number].client

        def done(_saved: Saved) -> None:
            self._context.announcer.toast(_("Signed in the client's file"), "signature")
            self._context.announcer.note_saved()
            self.changed.emit()

        self._context.ops.command(
            self,
            lambda desk: carrying.carry(desk, record, number),
            done,
            self._strip.say_error,
            changes={"consultation", client},
        )

    def _open_amend_form(self) -> None:
        if self._amend is None:
            self._amend = AmendForm(self._context, self._references, self.record, None)
            self._amend.amended.connect(self.changed)
            self._amend.closed.connect(self._on_amend_closed)
            self._column.insertWidget(self._column.count() - 1, self._amend)
        self._add.setEnabled(False)
        self._amend.show()
        self._amend.focus_first()

    def _on_amend_closed(self) -> None:
        if self._amend is not None:
            self._amend.hide()
        self._add.setEnabled(True)


def _is_error(body: object) -> bool:
    return isinstance(body, Amendment) and body.kind is AmendmentKind.ENTERED_IN_ERROR
