"""Writing a snippet or a note template: its name, and its texts with fields that are filled in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout

from app.records import encode
from app.records.fields import specs
from app.records.session_note import SECTIONS, NoteFormat, SessionNote
from app.rules import merging
from app.services.personal import own_texts
from app.texts import _
from ui.entrance.frame import field
from ui.forms.choices import QuietCombo
from ui.forms.text import NoteEdit
from ui.pages.settings.panel import Panel
from ui.theme import Space
from ui.widgets import button, clear, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context

LONGEST_NAME = 100
SECTION_LABELS = {spec.name: spec.label for spec in specs(SessionNote)}


class OwnTextForm(Panel):
    """A snippet has one text, a template one for each section of its format."""

    def __init__(self, context: Context, editing: Editing) -> None:
        title = _("Snippet") if editing.kind == "snippet" else _("Note template")
        super().__init__(title, _("Saving…"))
        self._context = context
        self._editing = editing
        self._values = encode(editing.body)
        self._is_changed = False
        self._name = _line("text_name", str(self._values.get("name", "")))
        self._shortcut = _line("text_shortcut", str(self._values.get("shortcut", "")))
        self._format = QuietCombo()
        self._format.setObjectName("text_format")
        self._edits: dict[str, NoteEdit] = {}
        self._texts = QVBoxLayout()
        self._texts.setSpacing(Space.S)
        self._unknown = label(size="small", tone="due", wrap=True)
        self._insert = button(_("Insert a field"), self._on_insert, kind="link", glyph="plus", name="insert_field")
        self._save = button(_("Save"), self._on_save, kind="primary", name="save_text")
        self._lay_out()

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self._name.setFocus()

    def values(self) -> dict[str, Any]:
        """What is filled in, as plain data."""
        if self._editing.kind == "snippet":
            own: dict[str, Any] = {"shortcut": self._shortcut.text().strip(), "text": self._edits["text"].text()}
        else:
            texts = [{"section": name, "text": edit.text()} for name, edit in self._edits.items() if edit.text()]
            own = {"format": self._format.currentData(), "sections": texts}
        return {"name": self._name.text().strip(), **own}

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        if not self._is_changed:
            return None
        from app.services import records

        editing, values = self._editing, self.values()
        if "shortcut" in values:
            values["shortcut"] = "".join(values["shortcut"].split())  # a draft too has to be one that can be kept
        return lambda desk: records.keep(desk, editing.with_values(values))

    def set_busy(self, *, busy: bool) -> None:
        super().set_busy(busy=busy)
        self._save.setEnabled(not busy)

    def _lay_out(self) -> None:
        add = self.content.addLayout
        add(field(_("Name of the text"), self._name))
        if self._editing.kind == "snippet":
            add(field(_("Shortcut"), self._shortcut, _("Typed in a note, it becomes the text. One word, as in brth.")))
            self._add_text("text", _("Text"), str(self._values.get("text", "")))
        else:
            for each in NoteFormat:
                self._format.addItem(_(each.label), each.value)
            self._format.setCurrentIndex(self._format.findData(self._values.get("format")))
            self._format.activated.connect(lambda _index: self._on_format())
            add(field(_("Format"), self._format))
            self._show_sections({part["section"]: part["text"] for part in self._values.get("sections", [])})
        add(self._texts)
        hint = _("Words in braces are filled in when the text is used: {client} becomes the client's name.")
        self.content.addWidget(label(hint, size="small", tone="muted", wrap=True))
        self.content.addWidget(self._unknown)
        add(row(self._insert, None, self.close_button, self._save))
        self._unknown.hide()
        for line in (self._name, self._shortcut):
            line.textEdited.connect(lambda _text: self._touch())

    def _show_sections(self, texts: dict[str, str]) -> None:
        clear(self._texts)
        self._edits.clear()
        chosen = next(each for each in NoteFormat if each.value == self._format.currentData())
        for name in SECTIONS[chosen]:
            if name != "attempts":
                self._add_text(name, _(SECTION_LABELS[name]), texts.get(name, ""))

    def _add_text(self, name: str, caption: str, text: str) -> None:
        edit = NoteEdit()
        edit.setObjectName(f"text:{name}")
        edit.set_text(text)
        edit.typed.connect(self._touch)
        self._edits[name] = edit
        self._texts.addLayout(field(caption, edit))

    def _on_format(self) -> None:
        self._show_sections({name: edit.text() for name, edit in self._edits.items()})
        self._touch()

    def _touch(self) -> None:
        self._is_changed = True
        names = [name for edit in self._edits.values() for name in merging.fill(edit.text(), {}).unknown]
        self._unknown.setVisible(bool(names))
        shown = ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
        self._unknown.setText(_("There is no field called {names}: it stays as it is.").format(names=shown))

    def _on_insert(self) -> None:
        menu = QMenu(self)
        for name, meaning in merging.MERGE_FIELDS.items():
            menu.addAction(f"{{{name}}}  {_(meaning)}".replace("&", "&&"), partial(self.insert_field, name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._insert.mapToGlobal(QPoint(0, self._insert.height())))

    def insert_field(self, name: str) -> None:
        """Put a field where the cursor was last."""
        used = [edit for edit in self._edits.values() if edit.textCursor().position() > 0]
        edit = (used or list(self._edits.values()))[-1]
        edit.insertPlainText(f"{{{name}}}")
        edit.setFocus()

    def _on_save(self) -> None:
        editing, values = self._editing, self.values()
        self.strip.hush()
        self.set_busy(busy=True)
        self._context.ops.command(
            self,
            lambda desk: own_texts.save(desk, editing.with_values(values)),
            lambda _saved: self._on_saved(),
            self.say_failure,
            changes={editing.kind, "draft"},
        )

    def _on_saved(self) -> None:
        self._is_changed = False
        self.set_busy(busy=False)
        self._context.announcer.toast(_("Saved"))
        self.close_panel()


def _line(name: str, text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setMaxLength(LONGEST_NAME)
    return made
