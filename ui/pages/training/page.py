"""The page of one's own trainings and credentials: two lists, and the form of one of their records."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.services import records
from app.services.practice import trainings
from app.texts import _
from ui.pages.training.lists import TABS, TrainingLists
from ui.widgets import page_column
from ui.writing.one_view import OneView
from ui.writing.whole_view import WholeView

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context
    from ui.known import KnownError

PAGE_NAME = "training"


class TrainingPage(OneView):
    """The lists are asked for anew at every visit; a record that is written stays until it is finished or left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        self._tab = TABS[0]

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record
        if isinstance(self._view, WholeView) and known == self._view.record:
            return
        self._leave()
        if details.get("tab") in TABS:
            self._tab = str(details["tab"])
        if known is not None:
            self._ask(partial(_load, record=known))
        else:
            self._show_lists()

    def place(self) -> dict[str, Any]:
        if isinstance(self._view, WholeView):
            return {"record_kind": self._view.kind, "at": self._view.record}
        if isinstance(self._view, TrainingLists):
            self._tab = self._view.tab
        return {"tab": self._tab}

    def _show_lists(self, chosen: str = "") -> None:
        lists = TrainingLists(self.context, self._tab, chosen)
        lists.opened.connect(self.context.navigator.go_to)
        lists.new_wanted.connect(self._begin)
        self._show(lists)

    def _begin(self, kind: str) -> None:
        self._ask(partial(_start, kind=kind))

    def _ask(self, work: Any) -> None:
        self.context.ops.query(self, work, self._on_loaded, self._on_failed, latest="load")

    def _on_loaded(self, found: tuple[Editing, bool]) -> None:
        editing, was_kept = found
        self._tab = editing.kind
        writing = WholeView(self.context, editing, was_kept=was_kept)
        writing.finished.connect(self._on_finished)
        writing.closed.connect(self._to_lists)
        self._show(writing)
        self.focus_first()

    def _on_finished(self, kind: str, record: str) -> None:
        self._tab = kind
        self._show_lists(record)

    def _to_lists(self) -> None:
        self.context.navigator.go_to(PAGE_NAME, tab=self._tab)

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This record cannot be shown"), error, _("To the list"), self._to_lists)


def _start(desk: Desk, kind: str) -> tuple[Editing, bool]:
    return (trainings.begin(desk) if kind == "training" else records.start(desk, kind)), False


def _load(desk: Desk, record: str) -> tuple[Editing, bool]:
    if record in records.unfinished(desk):
        return records.resume(desk, record), True
    return records.edit(desk, record), False
