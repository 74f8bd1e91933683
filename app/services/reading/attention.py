"""What needs attention as one list, for the command line: what is due, unfinished drafts, sessions without a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import clock
from app.desk import Action, Desk
from app.keeping import plans
from app.services.reading import statuses, today, unfinished
from app.services.reading.today import DueItem, Session
from app.services.reading.unfinished import DraftRow
from app.texts import _

NOT_WRITTEN = "not_written"
_NO_DAY = "9999"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that waits for this person. `client` is the client's code, or None.

    `due` is the day it is wanted by, None for a draft. A session without a note is no record yet: it has no `id` and
    no `state`, its `status` is `not_written`, and `at` is when it was. `words` say what to do where the title does not.
    """

    id: str | None
    kind: str
    client: str | None
    title: str
    state: str
    status: str
    due: str | None
    at: str | None
    words: str = ""


def all_of(desk: Desk, day: date | None = None) -> list[Wanted]:
    """What Today shows beside the work itself, the latest first, drafts last; each list is an entry that names it."""
    desk.require_anywhere(Action.LIST)
    day = day or clock.today()
    due = today.due(desk, day)
    status = statuses.of(desk, plans.rows_of(desk, [item.record for item in due]))
    found = [_due(item, status.get(item.record, "")) for item in due]
    unwritten = [one for one in today.sessions(desk, day) if one.note is None]
    found += [_session(one) for one in (*today.not_written(desk, day), *unwritten)]
    found += [_draft(row) for row in unfinished.drafts(desk)]
    return sorted(found, key=lambda one: (one.due or _NO_DAY, one.at or ""))


def _due(item: DueItem, status: str) -> Wanted:
    return Wanted(
        item.record, item.kind, item.code or None, item.title, item.state, status, item.due, item.at, item.words
    )


def _session(one: Session) -> Wanted:
    at = f"{one.day}T{one.time}" if one.time else one.day
    return Wanted(None, "session_note", one.code, _("Session without a note"), "", NOT_WRITTEN, one.day, at)


def _draft(row: DraftRow) -> Wanted:
    words = _("Draft in a file you no longer have") if row.is_closed else ""
    return Wanted(row.record, row.kind, row.code or None, row.title, "draft", "", None, row.updated, words)
