"""What has changed among the people of the practice since somebody last took note of it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from app.desk import Action, Desk
from app.keeping import colleagues
from app.rules.permissions import ROLE_LABELS, role_of
from app.rules.sharing import LEVEL_LABELS, STANDING_LABELS, level_of
from app.texts import _
from storage.vault import Member

_MEMO = "people"


class _Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """How somebody stood when it was last taken note of."""

    role: str = ""
    is_active: bool = True
    standing: dict[str, str] = {}
    supervisor: str = ""


def news(desk: Desk) -> list[str]:
    """Who came, who left, whose role, supervisor or standing access changed; said until `acknowledge`."""
    desk.require(Action.VIEW, "personal")
    before = _seen(desk)
    return [sentence for member in desk.signin.people() for sentence in _changes(desk, member, before.get(member.id))]


def acknowledge(desk: Desk) -> None:
    """The person has taken note of all that."""
    desk.require(Action.SAVE, "personal")
    now = {member.id: msgspec.to_builtins(_state(desk, member)) for member in desk.signin.people()}
    desk.signin.remember(_MEMO, now)


def _seen(desk: Desk) -> dict[str, _Seen]:
    """What was taken note of. At first that is whoever was there before oneself, but not what they may open."""
    kept = desk.signin.recall(_MEMO)
    if kept is not None:
        return msgspec.convert(kept, dict[str, _Seen])
    own = colleagues.members(desk)[desk.account]
    older = [member for member in desk.signin.people() if member.since <= own.since]
    known = {member.id: msgspec.structs.replace(_state(desk, member), standing={}) for member in older}
    return known | {own.id: _Seen(own.role)}


def _state(desk: Desk, member: Member) -> _Seen:
    supervisor = colleagues.supervisor_of(desk, member.id)
    return _Seen(member.role, member.is_active, dict(member.standing), supervisor)


def _changes(desk: Desk, member: Member, before: _Seen | None) -> Iterator[str]:
    name, role = colleagues.name_of(desk, member.id), _(ROLE_LABELS[role_of(member.role)])
    if before is None:
        yield _("{name} was added. Role: {role}.").format(name=name, role=role)
        before = _Seen(member.role)
    if before.is_active and not member.is_active:
        yield _("{name} was removed and cannot sign in any more.").format(name=name)
    if not member.is_active:
        return
    if before.role != member.role:
        old = _(ROLE_LABELS[role_of(before.role)])
        yield _("{name} has another role: {role}. It was: {old}.").format(name=name, role=role, old=old)
    supervisor = colleagues.supervisor_of(desk, member.id)
    if supervisor and supervisor != before.supervisor:
        text = _("{name} is supervised by {supervisor}. What {name} signs is shared with {supervisor}.")
        yield text.format(name=name, supervisor=colleagues.name_of(desk, supervisor))
    yield from _standing(name, before.standing, dict(member.standing))


def _standing(name: str, before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for kind in sorted(before.keys() | now.keys()):
        what = _(STANDING_LABELS.get(kind, kind))
        level = level_of(now.get(kind, "").split())
        if level is None:
            yield _("{name} has no standing access any more to: {what}.").format(name=name, what=what)
        elif before.get(kind) != now.get(kind):
            may = _(LEVEL_LABELS[level])
            yield _("{name} has standing access to: {what} ({may}).").format(name=name, what=what, may=may)
