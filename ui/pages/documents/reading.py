"""A signed document: its pages large, what was written about it beside them, later words under that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records.amendment import Amendment, AmendmentKind
from app.services import documents
from app.services.outgoing import papers
from app.texts import _
from ui.documents.files_panel import FilesPanel
from ui.forms.amending import AmendForm, amendment_card, signature
from ui.forms.history import HistoryView
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Strip, button, scrolling
from ui.writing.head import Head

if TYPE_CHECKING:
    from app.services.records import Opened
    from ui.context import Context
    from ui.writing.loading import Loaded

FACTS_WIDTH = 340


class DocumentView(QWidget):
    """One signed document. For another one, or after an amendment, another view is made.

    Signals:
        amended(): there is a new amendment; show the document again.
        back_wanted(): to the client's file.
    """

    amended = Signal()
    back_wanted = Signal()

    def __init__(self, context: Context, loaded: Loaded, purpose: str | None) -> None:
        super().__init__()
        assert loaded.opened is not None
        self._context = context
        self._loaded = loaded
        self._purpose = purpose
        self._opened = loaded.opened
        self._references = VaultReferences(context, self, loaded.client)
        self._amend: AmendForm | None = None
        self._history: HistoryView | None = None
        self.record = loaded.opened.record.record
        self._add_button = button(_("Add to this record"), self._open_amend_form, glyph="file-pen", name="amend")
        self.files = FilesPanel(context, self.record, loaded.client_code, is_draft=False, purpose=purpose)
        self._facts = QVBoxLayout()
        self._lay_out()
        self.files.show_files(documents.files_of(self._opened.body))

    def focus_first(self) -> None:
        """The pages take the keys."""
        pages = self.files.viewer.pages
        (pages or self._add_button).setFocus()

    def leave(self) -> None:
        """Let go of what was looked at."""
        self.files.close_files()

    def _lay_out(self) -> None:
        head = Head(self._context, self._loaded, self._opened.title)
        head.back_wanted.connect(self.back_wanted)
        head.add_action(button(_("History"), self._toggle_history, kind="quiet", glyph="history", name="show_history"))
        record, purpose = self.record, self._purpose
        head.add_action(
            release_button(
                self._context, self, lambda: lambda desk: papers.of_record(desk, record, purpose), kind="quiet"
            )
        )
        head.add_action(self._add_button)
        page = QWidget()
        page.setLayout(self._facts)
        self._fill_facts()
        area = scrolling(page)
        area.setFixedWidth(FACTS_WIDTH)
        right = QVBoxLayout()
        right.setContentsMargins(0, Space.S, Space.XL, Space.M)
        right.addWidget(self.files, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(area)
        middle.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addLayout(middle, 1)

    def _fill_facts(self) -> None:
        self._facts.setContentsMargins(Space.XL, Space.S, Space.M, Space.L)
        self._facts.setSpacing(Space.M)
        reason = _reason_of_error(self._opened)
        if reason is not None:
            strip = Strip()
            self._facts.addWidget(strip)
            strip.say(_("Entered in error. Reason: {reason}").format(reason=reason), "due")
        self._facts.addWidget(RecordView(self._opened.body, self._references, but=("title",), narrow=True))
        self._facts.addLayout(signature(self._opened, self._loaded.author))
        for amendment, author in zip(self._opened.amendments, self._loaded.authors, strict=True):
            self._facts.addWidget(amendment_card(amendment, author, self._references))
        self._facts.addStretch(1)

    def _open_amend_form(self) -> None:
        if self._amend is None:
            self._amend = AmendForm(self._context, self._references, self.record, self._loaded.client)
            self._amend.amended.connect(self.amended)
            self._amend.closed.connect(self._on_amend_closed)
            self._facts.insertWidget(0, self._amend)
        self._add_button.setEnabled(False)
        self._amend.show()
        self._amend.focus_first()

    def _on_amend_closed(self) -> None:
        if self._amend is not None:
            self._amend.hide()
        self._add_button.setEnabled(True)
        self._add_button.setFocus()

    def _toggle_history(self) -> None:
        if self._history is None:
            self._history = HistoryView(self._context, self.record)
            self._facts.insertWidget(self._facts.count() - 1, self._history)
        else:
            self._history.setVisible(self._history.isHidden())


def _reason_of_error(opened: Opened) -> str | None:
    for amendment in opened.amendments:
        body = amendment.body
        if isinstance(body, Amendment) and body.kind is AmendmentKind.ENTERED_IN_ERROR:
            return body.reason
    return None
