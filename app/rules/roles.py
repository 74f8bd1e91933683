"""The table of rights in words: what each role may do and may not, made from the table that is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from app.rules.permissions import READ, ROLE_LABELS, ROLES, SHARE, VAULT, WRITE, Action, Role, allowed
from app.texts import N_, _

Right = tuple[Action, str]
"""An action in a kind of compartment: one cell of the table."""

KEYS_DECIDE = N_(
    "A role says what somebody may do. Which client's file somebody can open is decided by keys: "
    "a file opens only for those it was shared with, whatever their role."
)

PURPOSES: Mapping[Role, str] = {
    Role.OWNER: N_("Runs the practice: people, rules and the vault. Other people's files stay closed until shared."),
    Role.CLINICIAN: N_("Works with clients: own files, and files that colleagues have shared."),
    Role.SUPERVISOR: N_("Works with clients, and co-signs what supervised colleagues have written in shared files."),
    Role.FRONT_DESK: N_("Takes clients in and keeps their contact details right. Sees no clinical word."),
    Role.PRIVACY_OFFICER: N_("Reviews who opened what, by client codes. No names, no clinical word."),
}


def _rights(actions: frozenset[Action], *kinds: str) -> frozenset[Right]:
    return frozenset(product(actions, kinds))


@dataclass(frozen=True, slots=True)
class _Line:
    """Rights that go together: a role has all of them or none. `words` go on from *may* and *may not*."""

    words: str
    rights: frozenset[Right]


_USE = READ | WRITE
_DESTROY, _CO_SIGN = frozenset({Action.DESTROY}), frozenset({Action.CO_SIGN})
_SETTING, _PEOPLE = frozenset({Action.SETTING}), frozenset({Action.PEOPLE})
_BACK_UP, _MOVE = frozenset({Action.BACK_UP}), frozenset({Action.MOVE})
_TRAIL = frozenset({Action.VIEW_TRAIL, Action.VERIFY_TRAIL})
LINES = (
    _Line(N_("see who a client is: name, contacts, alerts at the desk"), _rights(READ, "identity")),
    _Line(N_("take clients in and change their contact details"), _rights(WRITE, "identity")),
    _Line(N_("read clinical files"), _rights(READ, "clinical")),
    _Line(N_("write and sign in clinical files"), _rights(WRITE, "clinical")),
    _Line(N_("keep private notes that open for nobody else"), _rights(_USE, "process")),
    _Line(N_("share files, take access back, hand files over"), _rights(SHARE, "identity", "clinical")),
    _Line(N_("remove and destroy files"), _rights(_DESTROY, "identity", "clinical")),
    _Line(N_("co-sign for supervised colleagues"), _rights(_CO_SIGN, "clinical")),
    _Line(N_("file an incident and work on it with others"), _rights(_USE | SHARE, "safety")),
    _Line(N_("use client codes and incident numbers, and sign which policies one has read"), _rights(_USE, "register")),
    _Line(N_("read policies, the list of people and places that help"), _rights(READ, "practice")),
    _Line(N_("write policies, consent texts, places that help and the professional will"), _rights(WRITE, "practice")),
    _Line(N_("change the rules of the practice"), _rights(_SETTING, "practice")),
    _Line(N_("keep own texts, trainings, credentials and settings"), _rights(_USE | _SETTING, "personal")),
    _Line(N_("look at the audit trail and verify it"), _rights(_TRAIL, VAULT)),
    _Line(N_("make backups and test them"), _rights(_BACK_UP, VAULT)),
    _Line(N_("move the vault to another computer"), _rights(_MOVE, VAULT)),
    _Line(
        N_("add and remove people, change roles and standing access"),
        _rights(_PEOPLE, VAULT) | _rights(SHARE, "practice", "register"),
    ),
)


@dataclass(frozen=True, slots=True)
class RightLine:
    """A line of the table that people read: a right in words, and which roles have it."""

    words: str
    may: Mapping[Role, bool]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role in words; `may` and `may_not` are the lines of the table, in its order."""

    role: Role
    label: str
    purpose: str
    may: list[str]
    may_not: list[str]


def table() -> list[RightLine]:
    """All rights and who has them, for a page that shows them side by side."""
    return [RightLine(_(line.words), {role: _has(role, line) for role in ROLES}) for line in LINES]


def of_role(role: Role) -> RoleWords:
    """What a role is for, what it may do and what it may not."""
    return RoleWords(
        role,
        _(ROLE_LABELS[role]),
        _(PURPOSES[role]) if role in PURPOSES else "",
        [_(line.words) for line in LINES if _has(role, line)],
        [_(line.words) for line in LINES if not _has(role, line)],
    )


def _has(role: Role, line: _Line) -> bool:
    return all(allowed(role, action, kind) for action, kind in line.rights)
