"""The Risk register page: the list with its matrix, or one hazard being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from app.records.hazard import Hazard
from app.rules.permissions import Action
from app.services import records
from app.services.safety import hazards
from app.texts import _
from ui.pages.hazards.listing import HazardList
from ui.pages.hazards.writing import HazardView
from ui.writing.list_page import ListPage

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.records import Editing


class Found(NamedTuple):
    """A hazard for writing, and kind and title of the record it comes from."""

    editing: Editing
    source: tuple[str, str]
    was_kept: bool = False


class HazardsPage(ListPage[Found]):
    """Somebody comes with `new=True`, and with the `source` where a hazard comes from another record."""

    PAGE_NAME = "hazards"
    KIND = "hazard"

    def make_list(self) -> HazardList:
        return HazardList(self.context, may_write=self.context.who.may(Action.SAVE, "practice"))

    def make_view(self, found: Found) -> HazardView:
        view = HazardView(self.context, found.editing, was_kept=found.was_kept, source=found.source)
        view.finished.connect(lambda _kind, _record: self.to_list())
        view.closed.connect(self.to_list)
        return view

    def load(self, desk: Desk, record: str) -> Found:
        if record in records.unfinished(desk):
            return _found(desk, records.resume(desk, record), was_kept=True)
        return _found(desk, records.edit(desk, record), was_kept=False)

    def begin(self, desk: Desk, details: dict[str, Any]) -> Found:
        editing = hazards.begin(desk, str(details.get("source", "")), str(details.get("finding", "")))
        return _found(desk, editing, was_kept=False)

    def cannot_be_shown(self) -> str:
        return _("This hazard cannot be shown")


def _found(desk: Desk, editing: Editing, *, was_kept: bool) -> Found:
    assert isinstance(editing.body, Hazard)
    return Found(editing, hazards.source_words(desk, editing.body.source_record), was_kept)
