"""Describing a document: a short form beside its pages, the title first, then *Sign*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.records import encode
from app.records.document import Document
from app.records.fields import specs
from app.services import documents
from app.texts import _
from ui.documents.files_panel import FilesPanel
from ui.documents.taking_in import Source, Taken, TakingIn, holds_files, sources_of
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_missing
from ui.forms.writer import Writer
from ui.theme import Space
from ui.widgets import Strip, button, icon_button, scrolling
from ui.writing.head import Head
from ui.writing.sign_bar import SignBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from app.desk import Desk
    from app.records.document import Attachment
    from app.records.fields import FieldSpec
    from app.services.records import Editing
    from ui.context import Context
    from ui.writing.loading import Loaded

FORM_WIDTH = 340
_FILES = "attachments"
_WRITTEN = ("about", "paper_kept_at", "third_party_confidential")  # fields of later tiers that people fill in


class DocumentDraft(QWidget):
    """One document while it is described. For another one another view is made.

    Signals:
        finished(record): it is signed.
        discarded(): the draft was thrown away, its files with it.
        back_wanted(): to the client's file.
    """

    finished = Signal(str)
    discarded = Signal()
    back_wanted = Signal()

    def __init__(self, context: Context, loaded: Loaded) -> None:
        super().__init__()
        assert loaded.editing is not None
        self._context = context
        self._client = loaded.client or ""
        self._files: list[Attachment] = documents.files_of(loaded.editing.body)
        fields = [spec for spec in specs(Document) if spec.name != _FILES]
        values = encode(loaded.editing.body)
        self.form = RecordForm(fields, VaultReferences(context, self, loaded.client), narrow=True)
        self._fill_in(values)
        self.files = FilesPanel(context, loaded.editing.record, loaded.client_code, is_draft=True)
        self.files.remove_wanted.connect(self._on_remove)
        self.taking_in = TakingIn(context)
        self.taking_in.taken.connect(self._on_taken)
        self._strip = Strip()
        self._writer = Writer(context, self, loaded.editing, self.form, self._strip)
        self._writer.was_kept = loaded.was_kept
        self._writer.more_values = lambda: {_FILES: [msgspec.to_builtins(one) for one in self._files]}
        explanation = _("Signing makes it final. Later you can add to it, never change it. Ctrl+Enter")
        self._bar = SignBar(_("Sign"), explanation)
        self.setAcceptDrops(True)
        self._lay_out(loaded)
        self._connect()
        self.files.show_files(self._files)

    @property
    def record(self) -> str:
        """The record that is being written."""
        return self._writer.record

    def focus_first(self) -> None:
        """Begin with the title; the name of the file stands there until something better is typed over it."""
        self.form.focus_first()
        title = self.form.box("title").control.handle()
        if isinstance(title, QLineEdit):
            title.selectAll()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is saved, what was looked at is let go."""
        self._writer.leave()
        self.files.close_files()

    def add(self, sources: list[Source]) -> None:
        """Attach more files."""
        editing = self._as_typed() if sources and not self.taking_in.is_busy else None
        if editing is not None:
            self.taking_in.begin(editing, sources, client=self._client)

    def _fill_in(self, values: Mapping[str, Any]) -> None:
        """Short as long as nobody wrote more: that the pages were counted opens nothing."""
        self.form.fields.set_values(values, open_filled=any(values[name] for name in _WRITTEN))

    def _lay_out(self, loaded: Loaded) -> None:
        head = Head(self._context, loaded, _("Document"))
        head.back_wanted.connect(self.back_wanted)
        head.add_action(button(_("Add a file…"), self._on_add, kind="quiet", glyph="paperclip", name="add_file"))
        head.add_action(
            icon_button("trash-2", _("Throw the draft away"), self._writer.offer_to_discard, name="discard")
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.XL, Space.S, Space.M, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        column.addWidget(self.form)
        column.addStretch(1)
        area = scrolling(page)
        area.setFixedWidth(FORM_WIDTH)
        right = QVBoxLayout()
        right.setContentsMargins(0, Space.S, Space.XL, Space.S)
        right.addWidget(self.taking_in)
        right.addWidget(self.files, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(area)
        middle.addLayout(right, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self._bar)

    def _connect(self) -> None:
        self.form.changed.connect(self._writer.touch)
        self._bar.finished.connect(self._writer.finish)
        self._writer.finish_by_keys()
        self._writer.finished.connect(self.finished)
        self._writer.discarded.connect(self.discarded)
        self._writer.lacking.connect(self._show_lacking)
        self._writer.busy_changed.connect(lambda busy: self._bar.set_ready(not busy))
        self._writer.kept.connect(lambda time: self._bar.show_state(_("draft saved {time}").format(time=time)))
        self._writer.not_kept.connect(lambda _error: self._bar.show_state(_("draft not saved"), failed=True))
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(lambda: self.add(sources_of(QApplication.clipboard().mimeData())))

    def _show_lacking(self, lacking: list[FieldSpec]) -> None:
        point_out_missing(self.form, lacking)
        names = ", ".join(dict.fromkeys(_(spec.label) for spec in lacking))
        self._strip.say(_("Still needed: {fields}.").format(fields=names), "due")

    def _on_add(self) -> None:
        def chosen(path: Path) -> None:
            self.add([Source(path, path.name)])

        self._context.prompts.open_file(_("Attach a file"), chosen)

    def _on_taken(self, taken: Taken) -> None:
        if taken.editing is not None:
            self._take_over(taken.editing)

    def _on_remove(self, attachment: Attachment) -> None:
        editing = self._as_typed()
        if editing is None:
            return
        self._context.ops.command(
            self, lambda desk: documents.remove(desk, editing, attachment), self._take_over, self._strip.say_error,
            changes={"document", self._client},
        )  # fmt: skip

    def _as_typed(self) -> Editing | None:
        """The draft as the form has it; None while two values contradict each other, which is said then."""
        from ui.known import KnownError

        try:
            editing = self._writer.editing()
        except KnownError as error:
            self._strip.say_error(error)
            return None
        self._writer.forget()
        return editing

    def _take_over(self, editing: Editing) -> None:
        """The files are what the vault says now; of the form only what was empty is filled in."""
        self._files = documents.files_of(editing.body)
        typed, kept = self.form.values(), encode(editing.body)
        came: dict[str, Any] = {name: kept[name] for name in ("title",) if not typed[name]}
        self._fill_in({**typed, **came, "pages": kept["pages"]})
        self._writer.touch()
        self._writer.leave()  # what was typed meanwhile is kept with these files, not with those before
        self.files.show_files(self._files)

    # Qt overrides

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(sources_of(event.mimeData()))
        event.acceptProposedAction()
