"""Writing a record: the form, what stands beside and above it, the draft kept as it is typed, and the last step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records import KINDS, encode
from app.records.fields import specs
from app.services.consenting import taking
from app.services.personal import preferences
from app.texts import N_, _
from ui.forms.contact_form import ContactForm
from ui.forms.controls import ControlMaker
from ui.forms.history import HistoryView
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.sectioned import SectionedForm
from ui.forms.text import NoteEdit
from ui.forms.writer import Writer
from ui.pages.editor.beside import LastNote
from ui.pages.editor.consent_form import ConsentForm
from ui.pages.editor.ended import EndedStrip
from ui.pages.editor.inserting import Inserting
from ui.pages.editor.moving import link_lines
from ui.pages.editor.no_consent import NoConsentStrip
from ui.pages.editor.note_form import FIRST_SECTION_LINES, NoteForm, risk_specs
from ui.pages.editor.own_forms import own_form
from ui.pages.editor.tools import TextTools
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, icon_button, row, scrolling
from ui.writing.head import Head
from ui.writing.sign_bar import RiskPanel, SignBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QShowEvent, QTextCursor

    from app.desk import Desk
    from app.packs.consent_texts import ConsentText
    from app.records.fields import FieldSpec
    from ui.context import Context
    from ui.writing.loading import Loaded

LEAST_WIDTH_FOR_TWO = 860  # px of width from which the last note opens by itself
CONSENT_WIDTH = 1080  # text and decision beside each other
PRIVATE = N_(
    "Private notes are yours alone: kept apart from the file and never shared with it. Times, methods, results and "
    "diagnoses belong in the session note. In many countries a court or the client can still ask for private notes."
)


class WritingView(QWidget):
    """One record while it is written. For another record another view is made.

    Signals:
        finished(record): it is signed or saved.
        discarded(): the draft was thrown away.
        take_consent_wanted(): the person goes to take the consent that is missing.
        back_wanted(): to the client's file.
    """

    finished = Signal(str)
    discarded = Signal()
    take_consent_wanted = Signal()
    back_wanted = Signal()

    def __init__(
        self, context: Context, loaded: Loaded, text: ConsentText | None = None,
        places: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`text` and `places`: of a consent, what is gone through and what its places are filled in with."""
        super().__init__()
        assert loaded.editing is not None
        self._context = context
        self._loaded = loaded
        self._text, self._places = text, places or {}
        self._kind = KINDS[loaded.kind]
        self._references = VaultReferences(context, self, loaded.client)
        body = encode(loaded.editing.body)
        self._bar = self._make_bar(body)
        has_templates = self._kind.name == "session_note"
        self._tools = TextTools(self, loaded.library, with_templates=has_templates)
        self.form = self._make_form(body)
        self._strip = Strip()
        self._history: HistoryView | None = None
        self._page_column = QVBoxLayout()
        self._beside = LastNote(context, loaded.last_note) if loaded.last_note else None
        self._writer = Writer(context, self, loaded.editing, self.form, self._strip)
        self._writer.was_kept = loaded.was_kept
        if self._kind.name == "consent":
            self._writer.sign, self._writer.drop = taking.finish, taking.drop
        if self._bar.risk is not None:
            self._writer.more_values = self._bar.risk.values
        self._inserting = Inserting(context, self._tools, loaded.library, self._writer)
        self._lay_out()
        self._connect()

    @property
    def record(self) -> str:
        """The record that is being written."""
        return self._writer.record

    @property
    def is_draft(self) -> bool:
        """Whether the vault has, or soon will have, something of what is written here."""
        return self._writer.is_draft

    def focus_first(self) -> None:
        """Put the cursor where one begins to write."""
        self.form.focus_first()

    def expand(self, edit: NoteEdit, word: QTextCursor) -> bool:
        """Tab was pressed after `word`: put a snippet there if it is the shortcut of one."""
        return self._inserting.expand(edit, word)

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is saved at once."""
        self._writer.leave()

    def _make_form(self, body: Mapping[str, Any]) -> NoteForm | ConsentForm | ContactForm | SectionedForm | RecordForm:
        if self._kind.name == "session_note":
            return NoteForm(self._references, body, self._tools)
        if self._text is not None:
            return ConsentForm(self._references, body, self._text, self._places)
        if self._kind.name == "contact":
            return ContactForm(self._context, self._references, self._loaded.client or "", body)
        own = own_form(self._context, self._references, self._kind.name, self._loaded.client or "", body)
        if own is not None:
            return own
        form = RecordForm(specs(self._kind.struct), self._references, values=body)
        edit = form.box("text").control.handle() if self._kind.name == "process_note" else None
        if isinstance(edit, NoteEdit):
            edit.set_least_lines(FIRST_SECTION_LINES)
        return form

    def _make_bar(self, body: Mapping[str, Any]) -> SignBar:
        risk = None
        if self._kind.name == "session_note":
            risk = RiskPanel(risk_specs(), ControlMaker(self._references), body)
        if self._kind.signed:
            explanation = _("Signing makes it final. Later you can add to it, never change it. Ctrl+Enter")
            return SignBar(_("Sign"), explanation, risk=risk)
        return SignBar(_("Save"), _("Every save keeps the earlier versions. Ctrl+Enter"))

    def _lay_out(self) -> None:
        head = Head(self._context, self._loaded, _(self._kind.label))
        head.back_wanted.connect(self.back_wanted)
        if self._beside is not None:
            head.add_action(
                button(_("Last note"), self._beside.toggle, kind="quiet", glyph="panel-right", name="show_last_note")
            )
        if not self._kind.signed and not self._loaded.editing_is_new:
            head.add_action(
                button(_("History"), self._toggle_history, kind="quiet", glyph="history", name="show_history")
            )
        head.add_action(
            icon_button("trash-2", _("Throw the draft away"), self._writer.offer_to_discard, name="discard")
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(scrolling(centred(self._make_page())), 1)
        if self._beside is not None:
            middle.addWidget(self._beside)
            self._beside.toggled.connect(self._on_beside_toggled)
        outer.addLayout(middle, 1)
        outer.addWidget(self._bar)

    def _make_page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth((CONSENT_WIDTH if self._kind.name == "consent" else READING_WIDTH) + 2 * Space.XL)
        column = self._page_column
        page.setLayout(column)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        for line in link_lines(self._context, self._loaded.copied_from, None):
            column.addWidget(line)
        if self._kind.name == "process_note":
            private = Strip()
            column.addWidget(private)
            private.say(_(PRIVATE), "info")
        if self._kind.name == "session_note":
            column.addWidget(EndedStrip(self._context))
        if self._loaded.strip is not None:
            no_consent = NoConsentStrip(self._loaded.strip)
            no_consent.take_wanted.connect(self.take_consent_wanted)
            no_consent.reason_chosen.connect(self._on_reason_chosen)
            column.addWidget(no_consent)
        if self._kind.name == "consent":
            self._tools.setParent(self)
            self._tools.hide()
        elif self._kind.name != "session_note":
            column.addLayout(row(None, self._tools))
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.form.changed.connect(self._writer.touch)
        self._bar.finished.connect(self._writer.finish)
        if self._bar.risk is not None:
            self._bar.risk.changed.connect(self._writer.touch)
            self._bar.risk.answered.connect(self._writer.finish)
        self._writer.finish_by_keys()
        self._writer.finished.connect(self.finished)
        self._writer.discarded.connect(self.discarded)
        self._writer.lacking.connect(self._show_lacking)
        self._writer.busy_changed.connect(lambda busy: self._bar.set_ready(not busy))
        self._writer.kept.connect(lambda time: self._bar.show_state(_("draft saved {time}").format(time=time)))
        self._inserting.told.connect(lambda text: self._strip.say(text, "due"))
        self._inserting.card_wanted.connect(lambda card: self._page_column.insertWidget(0, card))
        self._tools.saving_wanted.connect(lambda kind: self._inserting.save(kind, self._references))
        self._tools.change_wanted.connect(lambda: self._context.navigator.go_to("settings", None, section="writing"))
        self._writer.not_kept.connect(lambda _error: self._bar.show_state(_("draft not saved"), failed=True))

    def _show_lacking(self, lacking: list[FieldSpec]) -> None:
        risk = self._bar.risk
        at_bar = risk.names if risk is not None else set()
        elsewhere = [spec for spec in lacking if spec.name not in at_bar]
        if elsewhere:
            point_out_missing(self.form, elsewhere)
            names = ", ".join(dict.fromkeys(_(spec.label) for spec in elsewhere))
            self._strip.say(_("Still needed: {fields}.").format(fields=names), "due")
        elif risk is not None:
            words = {spec.name: _("This is still needed.") for spec in lacking}
            if risk.values()["risk_statement"] is None:
                risk.ask()
            else:
                risk.point_out(words)

    def _open_beside(self) -> None:
        if self._beside is not None and self.width() >= LEAST_WIDTH_FOR_TWO:
            self._beside.open()

    def _on_beside_toggled(self, is_shown: bool) -> None:  # noqa: FBT001
        """What somebody chooses here holds for the next note too."""
        self._context.ops.command(
            self, lambda desk: preferences.change(desk, last_note_beside=is_shown), lambda _known: None
        )

    def _toggle_history(self) -> None:
        if self._history is None:
            self._history = HistoryView(self._context, self.record)
            self._page_column.insertWidget(0, self._history)
        else:
            self._history.setVisible(self._history.isHidden())

    def _on_reason_chosen(self, code: str) -> None:
        if isinstance(self.form, NoteForm):
            self.form.set_field("no_consent_reason", code)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._loaded.is_last_note_wanted:
            QTimer.singleShot(0, self, self._open_beside)  # its width is known when the layout has been done


def centred(page: QWidget) -> QWidget:
    """`page`, as wide as it may be, in the middle of what room there is."""
    around = QWidget()
    line = QHBoxLayout(around)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(page, 100)
    line.addStretch(1)
    return around
