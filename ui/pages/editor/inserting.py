"""Puts snippets and templates into what is being written, and keeps new ones made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.records.session_note import SessionNote
from app.services.personal import own_texts, snippets
from app.texts import _, ngettext
from ui.forms.marking import insert_as_one_step
from ui.pages.editor.note_form import NoteForm
from ui.pages.editor.save_card import SaveCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QTextCursor

    from app.desk import Desk
    from app.rules.merging import Merged
    from app.services.personal.snippets import Filled, Library
    from app.services.records import Saved
    from ui.context import Context
    from ui.forms.references import References
    from ui.forms.text import NoteEdit
    from ui.forms.writer import Writer
    from ui.pages.editor.tools import TextTools


class Inserting(QObject):
    """Stands between the tools of a view, the vault and the texts.

    Signals:
        told(text): something about what was put in that the person should know.
        card_wanted(card): show this card above the text.
    """

    told = Signal(str)
    card_wanted = Signal(object)

    def __init__(self, context: Context, tools: TextTools, library: Library, writer: Writer) -> None:
        super().__init__(tools)
        self._context = context
        self._tools = tools
        self._writer = writer
        self._shortcuts: dict[str, str] = {}
        self._learn(library)
        tools.snippet_wanted.connect(self._on_snippet)
        tools.template_wanted.connect(self._on_template)

    def expand(self, edit: NoteEdit, word: QTextCursor) -> bool:
        """Put the snippet whose shortcut is chosen by `word` in its place; False if there is none."""
        shortcut = word.selectedText()
        snippet = self._shortcuts.get(shortcut.casefold())
        if snippet is None:
            return False

        def put(merged: Merged) -> None:
            if isValid(edit) and word.selectedText() == shortcut:  # nobody typed on in the meantime
                insert_as_one_step(word, merged.text)
                self._tell_unknown(merged.unknown)

        self._read(snippet, put)
        return True

    def save(self, kind: str, references: References) -> None:
        """Ask for a name, then keep what is chosen as a snippet, or the note as a template."""
        text = self._tools.chosen if kind == "snippet" else ""
        card = SaveCard(kind, text, references)
        card.closed.connect(card.deleteLater)
        card.wanted.connect(lambda name, shortcut: self._keep(card, name, shortcut, text))
        self.card_wanted.emit(card)
        card.focus_first()

    def _on_snippet(self, snippet: str) -> None:
        edit = self._tools.edit
        if edit is None:
            return

        def put(merged: Merged) -> None:
            if isValid(edit):
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                insert_as_one_step(edit.textCursor(), merged.text)
                self._tell_unknown(merged.unknown)

        self._read(snippet, put)

    def _read(self, snippet: str, put: Callable[[Merged], None]) -> None:
        editing = self._writer.keepable()
        self._context.ops.query(self, lambda desk: snippets.text_of(desk, snippet, editing), put)

    def _on_template(self, template: str) -> None:
        editing = self._writer.keepable()
        self._context.ops.query(self, lambda desk: snippets.sections_of(desk, template, editing), self._on_filled)

    def _on_filled(self, filled: Filled) -> None:
        form = self._writer.form
        if isinstance(form, NoteForm):
            form.use_template(filled.format, filled.texts)
            self._tell_unknown(filled.unknown)

    def _keep(self, card: SaveCard, name: str, shortcut: str, text: str) -> None:
        body = self._writer.keepable().body

        def keep(desk: Desk) -> Saved:
            if text:
                return own_texts.save(desk, snippets.begin_snippet(desk, name, text, shortcut))
            assert isinstance(body, SessionNote)
            return own_texts.save(desk, snippets.begin_template(desk, name, body))

        def kept(_saved: Saved) -> None:
            card.deleteLater()
            self._context.announcer.toast(_("Saved"), "save")
            self._context.ops.query(self, snippets.mine, self._learn)

        self._context.ops.command(self, keep, kept, card.show_error, changes={"snippet", "note_template"})

    def _learn(self, library: Library) -> None:
        self._shortcuts = {one.shortcut.casefold(): one.id for one in library.snippets if one.shortcut}
        self._tools.show_library(library)

    def _tell_unknown(self, names: Sequence[str]) -> None:
        if names:
            fields = ", ".join(f"{{{name}}}" for name in names)
            text = ngettext(
                "There is no field {fields}; it stands in the text as it is.",
                "There are no fields {fields}; they stand in the text as they are.",
                len(names),
            )
            self.told.emit(text.format(fields=fields))
