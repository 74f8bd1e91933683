"""Reading a signed record: as it was signed, with its amendments under it, and adding one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from app.records import KINDS, encode
from app.records.amendment import Amendment, AmendmentKind
from app.records.domestic_abuse_review import PAPER_WARNING
from app.records.movable import Movable
from app.records.session_note import SessionNote
from app.records.treatment_plan import TreatmentPlan
from app.rules.care_plans import PlanState
from app.services.outgoing import papers
from app.texts import _
from ui.forms.amending import AmendForm, amendment_card, signature
from ui.forms.history import HistoryView
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.pages.editor.cosigning import CosignPart, answer_cards
from ui.pages.editor.moving import MoveCard, link_lines
from ui.pages.editor.note_form import FACTS, facts_in_words
from ui.pages.editor.plan_form import plan_parts
from ui.pages.editor.review_offer import offer_review
from ui.pages.editor.writing import centred
from ui.releasing import release
from ui.theme import READING_WIDTH, Space, icon
from ui.widgets import Strip, button, card, icon_button, label, scrolling
from ui.writing.head import Head

if TYPE_CHECKING:
    from app.services.records import Editing, Opened
    from ui.context import Context
    from ui.writing.loading import Loaded


class ReadingView(QWidget):
    """One signed record. For another record, or after an amendment, another view is made.

    Signals:
        amended(): there is a new amendment, or an answer of the supervisor; show the record again.
        back_wanted(): to the client's file.
    """

    amended = Signal()
    back_wanted = Signal()

    def __init__(self, context: Context, loaded: Loaded) -> None:
        super().__init__()
        assert loaded.opened is not None
        self._context = context
        self._loaded = loaded
        self._opened = loaded.opened
        self._references = VaultReferences(context, self, loaded.client)
        self._amend: AmendForm | None = None
        self._move: MoveCard | None = None
        self._history: HistoryView | None = None
        self.record = loaded.opened.record.record
        self._add_button = button(_("Add to this record"), self.open_amend_form, glyph="file-pen", name="amend")
        self._column = QVBoxLayout()
        self._area = scrolling(self._make_page())
        head = Head(context, loaded, _(KINDS[loaded.kind].label), self._opened.title)
        head.back_wanted.connect(self.back_wanted)
        head.add_action(button(_("History"), self.toggle_history, kind="quiet", glyph="history", name="show_history"))
        head.add_action(self._add_button)
        record = self.record
        if loaded.may_leave:
            head.add_action(
                icon_button(
                    "printer",
                    _("Print or save…"),
                    lambda: release(context, self, lambda desk: papers.of_record(desk, record)),
                    name="release",
                )
            )
        if self._can_be_moved():
            head.add_action(self._more_button())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self._area, 1)

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        self._add_button.setFocus()

    def open_amend_form(self) -> None:
        """Show the form for a later word under the record."""
        if self._amend is None:
            self._amend = AmendForm(self._context, self._references, self.record, self._loaded.client)
            self._amend.amended.connect(self.amended)
            self._amend.closed.connect(self._on_amend_closed)
            self._column.insertWidget(self._column.count() - 1, self._amend)
        self._add_button.setEnabled(False)
        self._amend.show()
        self._amend.focus_first()
        # Its place is known when the layout has been done.
        form = self._amend
        QTimer.singleShot(0, form, lambda: self._area.ensureWidgetVisible(form, 0, Space.XL))

    def open_move_card(self) -> None:
        """Ask in which file the record belongs."""
        if self._move is None:
            self._move = MoveCard(self._context, self.record, self._loaded.client)
            self._move.moved.connect(self._on_moved)
            self._move.closed.connect(self._move.hide)
            self._column.insertWidget(0, self._move)
        self._move.show()
        self._move.focus_first()
        self._area.ensureVisible(0, 0)

    def toggle_history(self) -> None:
        """Show the versions of the record under it, or hide them."""
        if self._history is None:
            cosign = self._opened.cosign
            steps = zip(cosign.steps, self._loaded.cosigners, strict=True) if cosign is not None else ()
            later = [(one.record.at, one.title, author) for one, author in steps]
            self._history = HistoryView(self._context, self.record, later)
            self._column.insertWidget(self._column.count() - 1, self._history)
        else:
            self._history.setVisible(self._history.isHidden())

    def _make_page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        page.setLayout(self._column)
        self._column.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        self._column.setSpacing(Space.L)
        for words, look in self._first_words():
            strip = Strip()
            self._column.addWidget(strip)
            strip.say(words, look)
        for line in link_lines(self._context, self._loaded.copied_from, self._loaded.moved_to):
            self._column.addWidget(line)
        if self._opened.cosign is not None:
            cosign = CosignPart(self._context, self._loaded)
            cosign.answered.connect(self.amended)
            self._column.addWidget(cosign)
        self._column.addWidget(card(*self._body(), spacing=Space.M))
        self._column.addLayout(signature(self._opened, self._loaded.author))
        for one in self._later_words():
            self._column.addWidget(one)
        self._column.addStretch(1)
        offer_review(self._context, self, self._opened, self._loaded.client, self._column)
        return centred(page)

    def _first_words(self) -> list[tuple[str, str]]:
        """What a reader has to know first: whether it counts, and what is not safe about it."""
        found: list[tuple[str, str]] = []
        in_error = _reason_of_error(self._opened)
        if in_error is not None:
            found.append((_("Entered in error. Reason: {reason}").format(reason=in_error), "due"))
        if self._opened.status == PlanState.SUPERSEDED:
            found.append((_("A newer plan took the place of this one."), "info"))
        if self._loaded.kind == "domestic_abuse_review":
            found.append((_(PAPER_WARNING), "due"))
        if not self._loaded.may_leave:
            found.append(
                (_("It is not safe for the client to hold a copy: it is neither printed nor exported."), "due")
            )
        return found

    def _later_words(self) -> list[QFrame]:
        """Amendments and the answers of the supervisor, from old to new."""
        steps = self._opened.cosign.steps if self._opened.cosign is not None else []
        answers = answer_cards(steps, self._loaded.cosigners, self._references)
        authors = zip(self._opened.amendments, self._loaded.authors, strict=True)
        return [*(amendment_card(one, author, self._references) for one, author in authors), *answers]

    def _body(self) -> list[QWidget]:
        """The record as it was signed; the facts of a session in one line, as they were written."""
        body = self._opened.body
        if isinstance(body, TreatmentPlan):
            return plan_parts(body, self._references)
        if not isinstance(body, SessionNote):
            return [RecordView(body, self._references)]
        facts = label(facts_in_words(encode(body)), tone="muted", wrap=True)
        return [facts, RecordView(body, self._references, but=(*FACTS, "format"))]

    def _can_be_moved(self) -> bool:
        is_in_error = self._opened.status == "entered_in_error"
        return isinstance(self._opened.body, Movable) and not is_in_error and self._loaded.client is not None

    def _more_button(self) -> QToolButton:
        made = icon_button("ellipsis", _("More for this record"), name="record_more")
        menu = QMenu(made)
        text = _("Entered in error: write it in the right file…")
        menu.addAction(icon("move-right"), text).triggered.connect(lambda _checked=False: self.open_move_card())
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _on_moved(self, editing: Editing) -> None:
        self._context.navigator.go_to(editing.kind, editing.record, client=editing.client)

    def _on_amend_closed(self) -> None:
        if self._amend is not None:
            self._amend.hide()
        self._add_button.setEnabled(True)
        self._add_button.setFocus()


def _reason_of_error(opened: Opened) -> str | None:
    for amendment in opened.amendments:
        body = amendment.body
        if isinstance(body, Amendment) and body.kind is AmendmentKind.ENTERED_IN_ERROR:
            return body.reason
    return None
