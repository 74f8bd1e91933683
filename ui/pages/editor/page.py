"""The editor page: shows one record, to be written or to be read, and leads on when it is finished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.rules.purposes import Purpose
from app.texts import N_, _
from ui.pages.editor.reading import ReadingView
from ui.pages.editor.tools import MENU_KEY, marks_with_keys
from ui.pages.editor.writing import WritingView
from ui.writing.loading import Wanted
from ui.writing.record_page import RecordPage

if TYPE_CHECKING:
    from ui.context import Context
    from ui.writing.loading import Loaded


WRITING_KEYS = (
    ("Ctrl+Return", N_("Sign, or save what is not signed")),
    *marks_with_keys(),
    (MENU_KEY, N_("Insert a snippet or a template")),
    ("Tab", N_("After the shortcut of a snippet: put the snippet there")),
)


class EditorPage(RecordPage):
    """What is written stays in sight while it is the same record; a finished one is read, or leads back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._was_left = False  # another page was shown since

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record  # what was being written when the window locked
        kind = details.get("kind") or details.get("record_kind") or "session_note"
        started, values = details.get("started") or "", details.get("values") or {}
        why = details.get("purpose")
        wanted = Wanted(str(kind), known, details.get("client"), purpose=why, started=started, values=values)
        was_left, self._was_left = self._was_left, False
        is_shown = isinstance(self._view, WritingView) and known is not None and known == self._view.record
        if is_shown and not was_left:  # else it may have been signed elsewhere in the meantime
            self.focus_first()
            return
        self._leave()
        self._load(wanted)

    def place(self) -> dict[str, Any]:
        if self._wanted is None:
            return {}
        wanted, view = self._wanted, self._view
        place = {"record_kind": wanted.kind, "at": wanted.record, "client": wanted.client}
        if isinstance(view, ReadingView) or (isinstance(view, WritingView) and view.is_draft):
            return {**place, "at": view.record}
        return {**place, "started": wanted.started, "values": dict(wanted.values)}  # it begins anew

    def may_leave(self) -> bool:
        self._was_left = True
        return super().may_leave()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return WRITING_KEYS if isinstance(self._view, WritingView) else ()

    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.kind == "incident" and loaded.opened is not None:  # a found amendment may belong to one
            self.context.navigator.go_to("incident", loaded.opened.record.record)
        elif loaded.kind == "consent" and loaded.opened is not None:
            self.context.navigator.go_to("consent", loaded.opened.record.record, client=loaded.client)
        else:
            super()._on_loaded(loaded)

    def _writing(self, loaded: Loaded) -> WritingView:
        view = WritingView(self.context, loaded)
        view.finished.connect(self._on_finished)
        view.discarded.connect(self._close)
        view.back_wanted.connect(self._go_back)
        view.take_consent_wanted.connect(self._on_take_consent)
        return view

    def _reading(self, loaded: Loaded) -> ReadingView:
        view = ReadingView(self.context, loaded)
        view.amended.connect(lambda: self._reload(view.record))
        view.back_wanted.connect(self._go_back)
        return view

    def _cannot_be_shown(self) -> str:
        return _("This record cannot be shown")

    def _on_finished(self, record: str) -> None:
        if self._wanted is None:
            return
        if self._wanted.kind == "process_note":
            self._close()
        elif self._wanted.kind == "closure" and self._wanted.purpose is None:
            # The file is closed now, and opening it would be asked about; not what was written a moment ago.
            self._load(replace(self._wanted, record=record, purpose=Purpose.TREATMENT.value))
        else:
            self._reload(record)

    def _on_take_consent(self) -> None:
        client = self._wanted.client if self._wanted else None
        self.context.navigator.go_to("consent", None, client=client)

    def _close(self) -> None:
        """What was written is saved or gone; nothing of it stays behind."""
        self._show(None)
        self._go_back()
