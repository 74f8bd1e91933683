"""What the Practice page shows instead of its lists: a record to be written in, or a published one to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.services import records
from app.services.practice import policies, practices, readings

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.practice.readings import Reader
    from app.services.records import Editing, Opened


class Shown(NamedTuple):
    """A record for writing in it or, when it is published, for reading, with who has read it."""

    editing: Editing | None
    opened: Opened | None = None
    author: str = ""
    was_kept: bool = False
    readers: tuple[Reader, ...] = ()


def start(desk: Desk, kind: str, policy_kind: str) -> Shown:
    """Something new; a policy of a kind that this person has begun already is gone on with."""
    if kind != "policy":
        return Shown(records.start(desk, kind))
    begun = next((row.id for row in policies.rows(desk) if (row.kind, row.state) == (policy_kind, "draft")), None)
    if begun is not None:
        return Shown(records.resume(desk, begun), was_kept=True)
    return Shown(policies.begin(desk, policy_kind))


def load(desk: Desk, record: str, kind: str) -> Shown:
    """A draft to go on with, a published policy to be read, or a place to be changed."""
    if record in records.unfinished(desk):
        return Shown(records.resume(desk, record), was_kept=True)
    if kind == "resource":
        return Shown(records.edit(desk, record))
    opened = records.open(desk, record)
    readers = tuple(readings.readers(desk, record)) if opened.record.state == "signed" else ()
    return Shown(None, opened, practices.person_name(desk, opened.record.author), readers=readers)
