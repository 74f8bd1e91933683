"""A task that was agreed on in supervision, for as long as it is open: what, who, until when, and when it was done."""

from __future__ import annotations

from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_


class SupervisionTask(RecordBody):
    """Begins when its supervision is signed, which says for ever what was agreed; this one says what became of it."""

    task: Annotated[str, field(N_("Task"), needed=True)] = ""
    owner: Annotated[str, field(N_("Who does it"))] = ""
    due_on: Annotated[Date, field(N_("By when"))] = ""
    done_on: Annotated[Date, field(N_("Done on"))] = ""
    session: Annotated[Reference, field(N_("Supervision"), tier=Tier.COMPUTED, to=("supervision_session",))] = ""

    def summary(self) -> str:
        return self.task

    def at(self) -> str | None:
        return self.done_on or None

    def due(self) -> str | None:
        return None if self.done_on else self.due_on or None

    def facets(self) -> dict[str, Any]:
        return {
            "state": "done" if self.done_on else "open",
            "owner": self.owner,
            "due_on": self.due_on,
            "session": self.session,
        }
