"""The Risk register page: the list with its matrix, or one hazard being written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.records.hazard import Hazard
from app.rules.permissions import Action
from app.services import records
from app.services.safety import hazards
from app.texts import _
from ui.pages.hazards.listing import HazardList
from ui.pages.hazards.writing import HazardView
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context
    from ui.known import KnownError


class Found(NamedTuple):
    """A hazard for writing, and kind and title of the record it comes from."""

    editing: Editing
    source: tuple[str, str]
    was_kept: bool = False


class HazardsPage(OneView):
    """No record: the list. A record: that hazard. `new=True`: a new one, perhaps with the `source` it comes from."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        self._may_write = context.who.may(Action.SAVE, "practice")
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        self._leave()
        known = details.get("at") or record
        if known is not None:
            self._ask(partial(_load, record=str(known)))
        elif details.get("new"):
            source, finding = str(details.get("source", "")), str(details.get("finding", ""))
            self._ask(partial(_begin, source=source, finding=finding))
        else:
            self._show_list()

    def place(self) -> dict[str, Any]:
        return {"at": self._view.record} if isinstance(self._view, HazardView) else {}

    def _show_list(self) -> None:
        view = HazardList(self.context, may_write=self._may_write)
        view.opened.connect(partial(self.context.navigator.go_to, "hazard"))
        view.new_wanted.connect(lambda: self.context.navigator.go_to("hazards", None, new=True))
        self._show(view)
        view.refresh()

    def _ask(self, work: Callable[[Desk], Found]) -> None:
        self.context.ops.query(self, work, self._on_loaded, self._on_failed, latest="load")

    def _on_loaded(self, found: Found) -> None:
        view = HazardView(self.context, found.editing, was_kept=found.was_kept, source=found.source)
        view.finished.connect(lambda _kind, _record: self._to_list())
        view.closed.connect(self._to_list)
        self._show(view)
        view.focus_first()

    def _to_list(self) -> None:
        self.context.navigator.go_to("hazards")

    def _on_changed(self, what: frozenset[str]) -> None:
        if "hazard" in what and isinstance(self._view, HazardList):
            self._view.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This hazard cannot be shown"), error, _("To the list"), self._to_list)


def _begin(desk: Desk, source: str, finding: str) -> Found:
    return _found(desk, hazards.begin(desk, source, finding), was_kept=False)


def _load(desk: Desk, record: str) -> Found:
    if record in records.unfinished(desk):
        return _found(desk, records.resume(desk, record), was_kept=True)
    return _found(desk, records.edit(desk, record), was_kept=False)


def _found(desk: Desk, editing: Editing, *, was_kept: bool) -> Found:
    assert isinstance(editing.body, Hazard)
    return Found(editing, hazards.source_words(desk, editing.body.source_record), was_kept)
