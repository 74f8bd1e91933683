"""Standing access: files of a kind that open for somebody without each being shared; known to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import colleagues
from app.rules.permissions import ROLE_LABELS, VAULT
from app.rules.sharing import LEVEL_LABELS, STANDING_LABELS, Level, Part, can_use, level_of
from app.texts import _, ngettext
from app.vaults import failure


@dataclass(frozen=True, slots=True)
class StandingRow:
    """Whose standing access opens what; `words` is all of it in one sentence."""

    account: str
    name: str
    kind: str
    kind_label: str
    level: Level
    words: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Files from before the standing access, which open when somebody who may share them has looked and confirmed."""

    account: str
    name: str
    kind: str
    kind_label: str
    count: int
    words: str


def rows(desk: Desk) -> list[StandingRow]:
    """All standing access there is; everybody may see it."""
    desk.require(Action.LIST, "practice")
    found = [
        _row(desk, member.id, kind, level)
        for member in desk.signin.people()
        for kind, rights in sorted(member.standing.items())
        if member.is_active and (level := level_of(rights.split())) is not None
    ]
    return sorted(found, key=lambda row: row.name.casefold())


def change(desk: Desk, account: str, kind: Part, level: Level | None) -> None:
    """Give standing access to all files of a kind, change how far it goes, or with None end it for files from now on.

    Raises:
        KnownError: `refused`, `not_found`, `role_cannot_open`, `not_owner`.
    """
    desk.require(Action.PEOPLE, VAULT)
    if not colleagues.is_active(desk, account):
        raise failure("not_found", what=account)
    role = colleagues.role_in(desk, account)
    if level is not None and not can_use(role, kind, level):
        raise failure("role_cannot_open", who=colleagues.name_of(desk, account), role=_(ROLE_LABELS[role]))
    desk.signin.accounts.set_standing(account, kind.value, level.value if level else "")


def waiting(desk: Desk) -> list[WaitingRow]:
    """What waits for this person to confirm it: for whom, and how many files."""
    desk.require(Action.LIST, "practice")
    if not desk.may(Action.SHARE, "identity"):
        return []
    return [_waiting(desk, *found) for found in desk.signin.sharing.standing_waiting()]


def confirm(desk: Desk, account: str, kind: str, progress: Callable[[int, int], None] | None = None) -> int:
    """Let standing access reach the files from before it that this person may share; says how many."""
    desk.require(Action.SHARE, "identity")
    return desk.signin.sharing.follow_standing(account, kind, progress)


def _row(desk: Desk, account: str, kind: str, level: Level) -> StandingRow:
    name, label = colleagues.name_of(desk, account), _(STANDING_LABELS.get(kind, kind))
    words = _("{name}: {what} ({may})").format(name=name, what=label, may=_(LEVEL_LABELS[level]))
    return StandingRow(account, name, kind, label, level, words)


def _waiting(desk: Desk, account: str, kind: str, count: int) -> WaitingRow:
    name, label = colleagues.name_of(desk, account), _(STANDING_LABELS.get(kind, kind))
    words = ngettext(
        "{name} waits for {n} of your files to be opened: {what}.",
        "{name} waits for {n} of your files to be opened: {what}.",
        count,
    ).format(name=name, n=count, what=label)
    return WaitingRow(account, name, kind, label, count, words)
