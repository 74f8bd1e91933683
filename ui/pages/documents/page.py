"""The document page: shows one document, to be described or to be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _, explain
from ui.forms.purpose import PurposeChooser
from ui.navigation import Page
from ui.pages.documents.reading import DocumentView
from ui.pages.documents.writing import DocumentDraft
from ui.widgets import EmptyState
from ui.writing.loading import Wanted, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError
    from ui.writing.loading import Loaded

KIND = "document"


class DocumentPage(Page):
    """Every document gets a view of its own; leaving lets go of it, so that no page of it stays in memory."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._wanted: Wanted | None = None
        self._loaded: Loaded | None = None
        self._notice = ""
        self._view: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record  # what was being written when the window locked
        self._notice = str(details.pop("notice", ""))  # said once, not again on the way back
        self._leave()
        if known is not None or details.get("client"):
            self._load(Wanted(KIND, known, details.get("client"), values=details.get("values") or {}))

    def place(self) -> dict[str, Any]:
        if self._wanted is None:
            return {}
        record = self._view.record if isinstance(self._view, DocumentDraft | DocumentView) else self._wanted.record
        return {"at": record, "client": self._wanted.client}

    def keep_draft(self) -> Callable[[Desk], None] | None:
        work = self._view.keep_draft() if isinstance(self._view, DocumentDraft) else None
        if work is None:
            return None

        def keep(desk: Desk) -> None:
            work(desk)

        return keep

    def may_leave(self) -> bool:
        self._leave()
        return True

    def focus_first(self) -> None:
        if isinstance(self._view, DocumentDraft | DocumentView | PurposeChooser):
            self._view.focus_first()

    def client_code(self) -> str:
        return self._loaded.client_code if self._loaded else ""

    def client_id(self) -> str:
        """Whose file is open."""
        return (self._loaded.client or "") if self._loaded else ""

    def _leave(self) -> None:
        if isinstance(self._view, DocumentDraft | DocumentView):
            self._view.leave()
        self._show(None)

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
        self._loaded = loaded
        self._wanted = replace(self._wanted, client=loaded.client)
        self._show(self._writing(loaded) if loaded.editing is not None else self._reading(loaded))
        self.focus_first()
        self.title_changed.emit()

    def _writing(self, loaded: Loaded) -> DocumentDraft:
        view = DocumentDraft(self.context, loaded)
        view.finished.connect(self._reload)
        view.discarded.connect(self._go_back)
        view.back_wanted.connect(self._go_back)
        if self._notice:
            view.taking_in.say(self._notice)
        return view

    def _reading(self, loaded: Loaded) -> DocumentView:
        view = DocumentView(self.context, loaded, self._wanted.purpose if self._wanted else None)
        view.amended.connect(lambda: self._reload(view.record))
        view.back_wanted.connect(self._go_back)
        return view

    def _reload(self, record: str) -> None:
        self._leave()
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
        self._show(EmptyState("file-x", _("This document cannot be shown"), sentence, _("Back"), self._go_back))

    def _on_purpose(self, purpose: str) -> None:
        if self._wanted is not None:
            self._load(replace(self._wanted, purpose=purpose))

    def _go_back(self) -> None:
        client = self._wanted.client if self._wanted else None
        if client is not None:
            self.context.navigator.go_to("client", client, tab="documents")
        else:
            self.context.navigator.back()
