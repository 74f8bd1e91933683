"""The page of a kind of records: finds out whether one is written or read, asks why where that is asked, leads back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.forms.purpose import Asking, PurposeChooser, asking
from ui.writing.loading import Wanted, load
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from ui.context import Context
    from ui.known import KnownError
    from ui.writing.loading import Loaded


class RecordPage(OneView):
    """Subclasses make the view in which a record is written, and the one in which it is read."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _to_the_edges)
        self._wanted: Wanted | None = None
        self._loaded: Loaded | None = None

    def client_code(self) -> str:
        return self._loaded.client_code if self._loaded else ""

    def client_id(self) -> str:
        return (self._loaded.client if self._loaded else None) or ""

    def _writing(self, loaded: Loaded) -> QWidget:
        raise NotImplementedError

    def _reading(self, loaded: Loaded) -> QWidget:
        raise NotImplementedError

    def _cannot_be_shown(self) -> str:
        """The heading where the record cannot be shown."""
        raise NotImplementedError

    def _go_back(self) -> None:
        """To the client's file, or where the person was before."""
        self._lead_back()

    def _lead_back(self, **details: str) -> None:
        client = self._wanted.client if self._wanted else None
        if client is not None:
            self.context.navigator.go_to("client", client, **details)
        else:
            self.context.navigator.back()

    def _load(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._loaded = None
        self._show(None)
        self.context.ops.query(self, lambda desk: load(desk, wanted), self._on_loaded, self._on_failed, latest="load")

    def _reload(self, record: str) -> None:
        if self._wanted is not None:
            self._load(replace(self._wanted, record=record))

    def _on_loaded(self, loaded: Loaded) -> None:
        assert self._wanted is not None
        self._loaded = loaded
        self._wanted = replace(self._wanted, kind=loaded.kind, client=loaded.client)
        self._coming.begin(lambda: self._writing(loaded) if loaded.editing is not None else self._reading(loaded))

    def _on_failed(self, error: KnownError) -> None:
        if error.name == "purpose_needed":
            client = self._wanted.client if self._wanted else None
            if client is None:
                self._ask(Asking())
            else:
                self.context.ops.query(self, lambda desk: asking(desk, client), self._ask, latest="load")
        else:
            self._show_failure(self._cannot_be_shown(), error, _("Back"), self._go_back)

    def _ask(self, ask: Asking) -> None:
        chooser = PurposeChooser(ask)
        chooser.chosen.connect(self._on_purpose)
        self._show(chooser)
        chooser.focus_first()

    def _on_purpose(self, purpose: str) -> None:
        if self._wanted is not None:
            self._load(replace(self._wanted, purpose=purpose))


def _to_the_edges(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    return column
