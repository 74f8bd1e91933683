"""How far a file is shared: levels, parts and days in words, and what storage calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.rules.permissions import Action, Role, allowed
from app.texts import N_, _
from storage.vault import failure


class Level(StrEnum):
    """What somebody may do with a part of a file; the value is the rights that the key carries."""

    READ = "read"
    WRITE = "read write"
    SHARE = "read write share"

    @property
    def rights(self) -> frozenset[str]:
        """The rights one by one."""
        return frozenset(self.value.split())


LEVEL_LABELS: Mapping[Level, str] = {
    Level.READ: N_("may read"),
    Level.WRITE: N_("may read and write"),
    Level.SHARE: N_("may read, write and share further"),
}


class Part(StrEnum):
    """What of a client can be shared; private notes never are."""

    IDENTITY = "identity"
    CLINICAL = "clinical"


PART_LABELS: Mapping[Part, str] = {
    Part.IDENTITY: N_("Who the client is"),
    Part.CLINICAL: N_("Clinical file"),
}
WHOLE_FILE = (Part.IDENTITY, Part.CLINICAL)
STANDING_LABELS: Mapping[str, str] = {
    Part.IDENTITY.value: N_("who every client is"),
    Part.CLINICAL.value: N_("every clinical file"),
}
"""What standing access opens."""

_ASKS = ((Action.VIEW, "read"), (Action.SAVE, "write"), (Action.SHARE, "share"))


def level_of(rights: Iterable[str]) -> Level | None:
    """The highest level that these rights reach; None for none at all."""
    found = frozenset(rights)
    return next((level for level in reversed(Level) if level.rights <= found), None)


def can_use(role: Role, part: Part, level: Level) -> bool:
    """Whether a role may do with such a part what the level says: a key for more would be a key for nothing."""
    return all(allowed(role, action, part.value) for action, right in _ASKS if right in level.rights)


def most_for(role: Role, part: Part) -> Level | None:
    """The highest level that is of use to a role; None where the role never opens such a part."""
    return next((level for level in reversed(Level) if can_use(role, part, level)), None)


def expires_after(last_day: date | None) -> str | None:
    """The moment in which access ends that holds for all of a day where this computer is; None: it has no end."""
    if last_day is None:
        return None
    end = datetime.combine(last_day + timedelta(days=1), time()).astimezone(UTC)
    return end.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def day_of(until: str, today: date) -> date | None:
    """The last day that somebody chose; None where they chose none. Raises `bad_date` or `day_is_over`."""
    if not until:
        return None
    try:
        found = date.fromisoformat(until)
    except ValueError as error:
        raise failure("bad_date", field=_("Until"), path="until") from error
    if found < today:
        raise failure("day_is_over", field=_("Until"))
    return found


def last_day_of(expires: str | None) -> str:
    """The last day on which access holds, as in `2026-12-03`; empty when it has no end."""
    if not expires:
        return ""
    moment = datetime.fromisoformat(expires) - timedelta(milliseconds=1)
    return moment.astimezone().date().isoformat()
