"""The Drills page: the list, a drill being written, or a signed one with what became of its findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.rules.permissions import Action
from app.services import records
from app.services.practice import practices
from app.services.safety import drill_actions, drills
from app.texts import _
from ui.pages.drills.drill_view import DrillView, FollowUp
from ui.pages.drills.listing import DrillList
from ui.pages.drills.writing import DrillForm
from ui.writing.list_page import ListPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.services.records import Editing, Opened


class Found(NamedTuple):
    """A drill for writing or, when it is signed, for reading."""

    editing: Editing | None
    opened: Opened | None = None
    author: str = ""
    follow_up: FollowUp = FollowUp()
    was_kept: bool = False


class DrillsPage(ListPage[Found]):
    """The list; a drill being written, or a signed one."""

    PAGE_NAME = "drills"
    KIND = "drill"

    def make_list(self) -> DrillList:
        return DrillList(self.context, may_write=self._may_write)

    def make_view(self, found: Found) -> QWidget:
        if found.editing is None:
            assert found.opened is not None
            return self._reading(found.opened, found)
        form = DrillForm(self.context, found.editing, was_kept=found.was_kept)
        form.signed.connect(partial(self.context.navigator.go_to, self.KIND))
        form.closed.connect(self.to_list)
        return form

    def load(self, desk: Desk, record: str) -> Found:
        if record in records.unfinished(desk):
            return Found(records.resume(desk, record), was_kept=True)
        drill = drill_actions.drill_of(desk, record)
        opened = records.open(desk, drill)
        found = FollowUp(drills.findings(desk, drill), drill_actions.of(desk, drill))
        return Found(None, opened, practices.person_name(desk, opened.record.author), found)

    def begin(self, desk: Desk, details: dict[str, Any]) -> Found:
        del details  # nothing is known beforehand
        return Found(records.start(desk, self.KIND))

    def cannot_be_shown(self) -> str:
        return _("This drill cannot be shown")

    @property
    def _may_write(self) -> bool:
        return self.context.who.may(Action.SAVE, "practice")

    def _reading(self, opened: Opened, found: Found) -> DrillView:
        go_to = self.context.navigator.go_to
        view = DrillView(self.context, opened, found.author, found.follow_up, may_write=self._may_write)
        view.closed.connect(self.to_list)
        view.reload_wanted.connect(self.ask)
        view.hazard_opened.connect(partial(go_to, "hazard"))
        view.hazard_wanted.connect(
            lambda finding: go_to("hazards", None, new=True, source=view.record, finding=finding)
        )
        return view
