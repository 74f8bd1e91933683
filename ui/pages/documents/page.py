"""The document page: shows one document, to be described or to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.texts import _
from ui.pages.documents.reading import DocumentView
from ui.pages.documents.writing import DocumentDraft
from ui.writing.loading import Wanted
from ui.writing.record_page import RecordPage

if TYPE_CHECKING:
    from ui.context import Context
    from ui.writing.loading import Loaded

KIND = "document"


class DocumentPage(RecordPage):
    """Leaving lets go of the document, so that no page of it stays in memory."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._notice = ""

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

    def _leave(self) -> None:
        super()._leave()
        self._show(None)

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

    def _cannot_be_shown(self) -> str:
        return _("This document cannot be shown")

    def _reload(self, record: str) -> None:
        self._leave()
        super()._reload(record)

    def _go_back(self) -> None:
        self._lead_back(tab="documents")
