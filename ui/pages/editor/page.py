"""The editor page: shows one record, to be written or to be read, and leads on when it is finished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import N_, _, explain
from ui.forms.purpose import PurposeChooser
from ui.navigation import Page
from ui.pages.editor.reading import ReadingView
from ui.pages.editor.tools import MENU_KEY, marks_with_keys
from ui.pages.editor.writing import WritingView
from ui.widgets import EmptyState
from ui.writing.loading import Loaded, Wanted, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError


WRITING_KEYS = (
    ("Ctrl+Return", N_("Sign, or save what is not signed")),
    *marks_with_keys(),
    (MENU_KEY, N_("Insert a snippet or a template")),
    ("Tab", N_("After the shortcut of a snippet: put the snippet there")),
)


class EditorPage(Page):
    """Every record gets a view of its own, so that nothing of the one before is left in it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted: Wanted | None = None
        self._loaded: Loaded | None = None
        self._view: QWidget | None = None
        self._was_left = False  # another page was shown since
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record  # what was being written when the window locked
        kind = details.get("kind") or details.get("record_kind") or "session_note"
        started, values = details.get("started") or "", details.get("values") or {}
        wanted = Wanted(str(kind), known, details.get("client"), started=started, values=values)
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

    def keep_draft(self) -> Callable[[Desk], None] | None:
        work = self._view.keep_draft() if isinstance(self._view, WritingView) else None
        if work is None:
            return None

        def keep(desk: Desk) -> None:
            work(desk)

        return keep

    def may_leave(self) -> bool:
        self._was_left = True
        self._leave()
        return True

    def focus_first(self) -> None:
        if isinstance(self._view, WritingView | ReadingView | PurposeChooser):
            self._view.focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return WRITING_KEYS if isinstance(self._view, WritingView) else ()

    def client_code(self) -> str:
        return self._loaded.client_code if self._loaded else ""

    def client_id(self) -> str:
        return (self._loaded.client if self._loaded else None) or ""

    def _leave(self) -> None:
        if isinstance(self._view, WritingView):
            self._view.leave()

    def _load(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._loaded = None
        self._show(None)
        self.context.ops.query(self, lambda desk: load(desk, wanted), self._on_loaded, self._on_failed, latest="load")

    def _show(self, view: QWidget | None) -> None:
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
        self._view = view
        if view is not None:
            self._column.addWidget(view)
            view.show()  # a widget that is not shown yet cannot take the focus

    def _on_loaded(self, loaded: Loaded) -> None:
        assert self._wanted is not None
        if loaded.kind == "incident" and loaded.opened is not None:  # a found amendment may belong to one
            self.context.navigator.go_to("incident", loaded.opened.record.record)
            return
        self._loaded = loaded
        self._wanted = replace(self._wanted, kind=loaded.kind, client=loaded.client)
        self._show(self._writing(loaded) if loaded.editing is not None else self._reading(loaded))
        self.focus_first()
        self.title_changed.emit()

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

    def _reload(self, record: str) -> None:
        if self._wanted is not None:
            self._load(replace(self._wanted, record=record))

    def _on_failed(self, error: KnownError) -> None:
        if error.name == "purpose_needed":
            chooser = PurposeChooser()
            chooser.chosen.connect(self._on_purpose)
            self._show(chooser)
            chooser.focus_first()
            return
        told = explain(error)
        sentence = f"{told.sentence} {told.advice} ({told.code})"
        self._show(EmptyState("file-x", _("This record cannot be shown"), sentence, _("Back"), self._go_back))

    def _on_purpose(self, purpose: str) -> None:
        if self._wanted is not None:
            self._load(replace(self._wanted, purpose=purpose))

    def _on_finished(self, record: str) -> None:
        if self._wanted is None:
            return
        if self._wanted.kind == "process_note":
            self._close()
        else:
            self._reload(record)

    def _on_take_consent(self) -> None:
        client = self._wanted.client if self._wanted else None
        self.context.navigator.go_to("consent", None, client=client)

    def _close(self) -> None:
        """What was written is saved or gone; nothing of it stays behind."""
        self._show(None)
        self._go_back()

    def _go_back(self) -> None:
        client = self._wanted.client if self._wanted else None
        if client is not None:
            self.context.navigator.go_to("client", client)
        else:
            self.context.navigator.back()
