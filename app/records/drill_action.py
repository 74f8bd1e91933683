"""What becomes of an action that a drill ended with: until when, done when, and whether it works."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Reference, Tier, field
from app.records.response_parts import Action
from app.texts import N_


class DrillAction(RecordBody):
    """Begins when its drill is signed, which says for ever what was planned; `number` counts the drill's actions."""

    action: Annotated[Action, field(N_("Action"))] = msgspec.field(default_factory=Action)
    drill: Annotated[Reference, field(N_("Drill"), tier=Tier.COMPUTED, to=("drill",))] = ""
    number: Annotated[int, field(N_("Number"), tier=Tier.HIDDEN)] = 0

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Done on"), self.action.done_on, today)
        checks.check_not_future(N_("Looked at on"), self.action.checked_on, today)

    def summary(self) -> str:
        return self.action.action

    def due(self) -> str | None:
        return self.action.waits_until() or None

    def facets(self) -> dict[str, Any]:
        return {
            "drill": self.drill,
            "number": self.number,
            "waits_for": ("effect" if self.action.done_on else "action") if self.due() else "",
            "action_dues": [] if self.action.done_on else [self.action.due],
        }
