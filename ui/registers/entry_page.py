"""The page of a register: its list, or one entry of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from app.services import incident_team
from app.services.safety import entry_team
from ui.writing.list_page import ListPage

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.incident_team import Team
    from app.services.practice.practices import PersonRow
    from ui.registers.entry_view import EntryView

Opened = TypeVar("Opened")


@dataclass(frozen=True, slots=True)
class Shown(Generic[Opened]):
    """An entry as it is shown. `was_kept`: it is a draft that was taken up again.

    `team` is None alone and before it is registered; `people` are colleagues whom it can concern.
    """

    opened: Opened
    was_kept: bool = False
    team: Team | None = None
    people: tuple[PersonRow, ...] = ()


class EntryPage(ListPage[Shown[Opened]]):
    """An entry is shown again after each save, because its clocks and what is missing may be others then."""

    def make_entry(self, found: Shown[Opened]) -> EntryView:
        """The view of an entry that was loaded."""
        raise NotImplementedError

    def make_view(self, found: Shown[Opened]) -> EntryView:
        made = self.make_entry(found)
        if found.team is not None:
            made.show_team(found.team, found.people)
        made.closed.connect(self.to_list)
        made.reload_wanted.connect(self.ask)
        return made


def with_team(desk: Desk, record: str, opened: Opened) -> Shown[Opened]:
    """A registered entry with those who work on it, on the engine thread."""
    people = tuple(incident_team.candidates(desk))
    return Shown(opened, team=entry_team.of(desk, record) if people else None, people=people)
