"""Writing: how a new note begins, and one's own snippets and note templates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from app.records.session_note import NoteFormat
from app.services import records, scans
from app.services.personal import own_texts, preferences, snippets
from app.texts import _, ngettext
from ui.documents.scan_folder import choose_folder
from ui.forms.choices import QuietCombo
from ui.pages.settings.own_text_form import OwnTextForm
from ui.pages.settings.section import Section, setting
from ui.widgets import PathLabel, Strip, button, clear, divider, icon_button, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from app.desk import Desk
    from app.records.preferences import Preferences
    from app.services.personal.snippets import Library
    from app.services.records import Editing
    from ui.context import Context

CONTENTS = 20  # letters for which the lists have room
USUAL_MINUTES = (30, 40, 45, 50, 55, 60, 75, 80, 90, 100, 120)


class WritingSection(Section):
    """Preferences of one person, kept with their other things in the vault."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Writing"))
        self._format = QuietCombo()
        self._format.setObjectName("default_format")
        self._format.setMinimumContentsLength(CONTENTS)
        self._format.addItem(_("As the last note of the client"), None)
        for each in NoteFormat:
            self._format.addItem(_(each.label), each.value)
        self._minutes = QuietCombo()
        self._minutes.setObjectName("default_minutes")
        self._minutes.setMinimumContentsLength(CONTENTS)
        self._minutes.addItem(_("As the last session"), None)
        for n in USUAL_MINUTES:
            self._add_minutes(n)
        self._beside = QCheckBox(_("Show the last note beside the new one"))
        self._beside.setObjectName("last_note_beside")
        self._scans = PathLabel(size="small")
        self._scans.setObjectName("scan_folder_path")
        self._choose_scans = button(_("Choose the folder…"), self._on_choose_scans, name="choose_scan_folder")
        self._forget_scans = icon_button("x", _("No scan folder"), self._on_forget_scans, name="forget_scan_folder")
        self._texts = {"snippet": QVBoxLayout(), "note_template": QVBoxLayout()}
        self._place = QVBoxLayout()
        self._form: OwnTextForm | None = None
        self._removed = Strip()
        self._gone = ""  # the text that was removed last
        self._removed.add_action(_("Undo"), self._on_bring_back, name="bring_back")
        self._lay_out()
        self._format.activated.connect(lambda _index: self._keep(default_format=self._format.currentData()))
        self._minutes.activated.connect(lambda _index: self._keep(default_minutes=self._minutes.currentData()))
        self._beside.clicked.connect(lambda on: self._keep(last_note_beside=on))

    def refresh(self) -> None:
        self.ask(scans.folder, self._on_scan_folder, latest="scans")
        self.ask(preferences.mine, self._on_preferences, latest="preferences")
        self.ask(snippets.mine, self._on_texts, latest="texts")

    def show_record(self, kind: str, record: str | None) -> None:
        """Go on with a snippet or a template, or begin one."""
        work = partial(_edit, kind=kind, record=record)
        self.ask(work, self._open_form, latest="edit")

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is being written in the form, if it is open."""
        return self._form.keep_draft() if self._form is not None else None

    def _lay_out(self) -> None:
        add = self.content.addWidget
        add(setting(_("Usual format of notes"), _("A new note begins with it."), self._format))
        add(setting(_("Usual length of a session"), "", self._minutes))
        add(self._beside)
        hint = _("New papers in it are offered in the documents of a client.")
        add(setting(_("Folder of the scanner"), hint, self._choose_scans, self._forget_scans))
        add(self._scans)
        self._add_list("snippet", _("Snippets"), _("Short texts that a shortcut puts into a note."), _("New snippet"))
        self._add_list(
            "note_template", _("Note templates"), _("What the sections of a note start with."), _("New template")
        )
        add(self._removed)
        self.content.addLayout(self._place)

    def _add_list(self, kind: str, title: str, hint: str, new: str) -> None:
        self._texts[kind].setSpacing(0)
        begin = button(new, partial(self.show_record, kind, None), glyph="plus", name=f"new_{kind}")
        self.content.addWidget(divider())
        self.content.addWidget(setting(title, hint, begin))
        begin.setAccessibleName(new)
        self.content.addLayout(self._texts[kind])

    def _keep(self, **values: Any) -> None:
        self.keep(lambda desk: preferences.change(desk, **values), changes={"preferences"})

    def _on_preferences(self, known: Preferences) -> None:
        self._format.setCurrentIndex(max(0, self._format.findData(known.default_format)))
        if known.default_minutes is not None and self._minutes.findData(known.default_minutes) < 0:
            self._add_minutes(known.default_minutes)
        self._minutes.setCurrentIndex(max(0, self._minutes.findData(known.default_minutes)))
        self._beside.setChecked(known.last_note_beside)

    def _on_scan_folder(self, folder: Path | None) -> None:
        self._scans.show_path(str(folder) if folder else "")
        set_shown(self._scans, folder is not None)
        set_shown(self._forget_scans, folder is not None)

    def _on_choose_scans(self) -> None:
        choose_folder(self.context, self, self.refresh, self.strip.say_error)

    def _on_forget_scans(self) -> None:
        self.keep(lambda desk: scans.set_folder(desk, None), lambda _none: self.refresh())

    def _add_minutes(self, n: int) -> None:
        self._minutes.addItem(ngettext("{n} minute", "{n} minutes", n).format(n=n), n)

    def _on_texts(self, found: Library) -> None:
        own = [(one.id, one.name, one.shortcut) for one in found.snippets]
        self._show_texts("snippet", own, _("No snippets yet."))
        own = [(one.id, one.name, _(NoteFormat.label_of(one.format))) for one in found.templates]
        self._show_texts("note_template", own, _("No templates yet."))

    def _show_texts(self, kind: str, own: list[tuple[str, str, str]], nothing: str) -> None:
        clear(self._texts[kind])
        for record, name, note in own:
            link = button(
                name.replace("&", "&&"), partial(self.show_record, kind, record), kind="link", name=f"text:{name}"
            )
            remove = icon_button("trash-2", _("Delete “{name}”").format(name=name), name=f"delete:{name}")
            remove.clicked.connect(partial(self._on_remove, kind, record, name))
            self._texts[kind].addLayout(row(link, label(note, size="small", tone="muted"), None, remove))
        if not own:
            self._texts[kind].addWidget(label(nothing, tone="muted"))

    def _open_form(self, editing: Editing) -> None:
        if self._form is not None:
            self._form.close_panel()
        self._form = OwnTextForm(self.context, editing)
        self._form.closed.connect(self._on_form_closed)
        self._place.addWidget(self._form)
        self._form.begin()
        self.opened.emit(self._form)

    def _on_form_closed(self) -> None:
        self._form = None
        self.refresh()

    def _on_remove(self, kind: str, record: str, name: str) -> None:
        if self._form is not None:
            self._form.close_panel()

        def removed(_saved: object) -> None:
            self._gone = record
            self._removed.say(_("“{name}” was deleted.").format(name=name), "info")
            self.refresh()

        self.keep(lambda desk: own_texts.remove(desk, record), removed, changes={kind})

    def _on_bring_back(self) -> None:
        record = self._gone
        self._removed.hush()
        self.keep(lambda desk: own_texts.bring_back(desk, record), lambda _saved: self.refresh())


def _edit(desk: Desk, kind: str, record: str | None) -> Editing:
    return records.edit(desk, record) if record else records.start(desk, kind)
