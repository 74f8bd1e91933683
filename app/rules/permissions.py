"""Who may do what: one table of roles, kinds of compartment and actions. Keys decide besides."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.texts import N_


class Action(StrEnum):
    """What a person does, under the name that the audit trail uses for it."""

    LIST = "list"
    SEARCH = "search"
    OPEN_FILE = "open_file"
    VIEW = "view"
    HISTORY = "view_history"
    SAVE = "save"
    SIGN = "sign"
    AMEND = "amend"
    DISCARD = "discard_draft"
    PRINT = "print"
    VIEW_TRAIL = "trail_viewed"
    VERIFY_TRAIL = "trail_verified"
    BACK_UP = "backup"
    MOVE = "moved"
    SETTING = "setting"
    DESTROY = "destroy"
    SHARE = "grant"
    UNSHARE = "revoke"
    PEOPLE = "roster_changed"
    CO_SIGN = "co_sign"

    @property
    def in_trail(self) -> str:
        """Its name there: to co-sign is to sign."""
        return Action.SIGN.value if self is Action.CO_SIGN else self.value


class Role(StrEnum):
    """What somebody is in the practice. NOBODY may do nothing."""

    OWNER = "owner"
    CLINICIAN = "clinician"
    SUPERVISOR = "supervisor"
    FRONT_DESK = "front_desk"
    PRIVACY_OFFICER = "privacy_officer"
    NOBODY = "nobody"


ROLES = (Role.OWNER, Role.CLINICIAN, Role.SUPERVISOR, Role.FRONT_DESK, Role.PRIVACY_OFFICER)
"""What somebody can be made."""

ROLE_LABELS: Mapping[Role, str] = {
    Role.OWNER: N_("Owner"),
    Role.CLINICIAN: N_("Clinician"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.FRONT_DESK: N_("Front desk"),
    Role.PRIVACY_OFFICER: N_("Privacy officer"),
    Role.NOBODY: N_("No rights"),
}

VAULT = "vault"
"""Stands beside the kinds of compartment for what concerns the vault as a whole: trail and backups."""

READ = frozenset({Action.LIST, Action.SEARCH, Action.OPEN_FILE, Action.VIEW, Action.HISTORY, Action.PRINT})
WRITE = frozenset({Action.SAVE, Action.SIGN, Action.AMEND, Action.DISCARD})
SHARE = frozenset({Action.SHARE, Action.UNSHARE})
_WORK = READ | WRITE
_OWN = _WORK | SHARE | {Action.DESTROY}
_TRAIL = frozenset({Action.VIEW_TRAIL, Action.VERIFY_TRAIL})

# What everybody may do, whatever they are: an incident is filed by whoever was there.
_EVERYBODY: Mapping[str, frozenset[Action]] = {
    "register": _WORK,
    "practice": READ,
    "personal": _WORK | {Action.SETTING},
    "safety": _WORK | SHARE,
    VAULT: frozenset({Action.BACK_UP}),
}
_CLINICIAN: Mapping[str, frozenset[Action]] = {
    **_EVERYBODY,
    "identity": _OWN,
    "clinical": _OWN,
    "process": _WORK,
    VAULT: _TRAIL | {Action.BACK_UP},
}

TABLE: Mapping[Role, Mapping[str, frozenset[Action]]] = {
    Role.OWNER: {
        **_CLINICIAN,
        "register": _WORK | SHARE,
        "practice": _WORK | SHARE | {Action.SETTING},
        "clinical": _OWN | {Action.CO_SIGN},
        VAULT: _TRAIL | {Action.BACK_UP, Action.MOVE, Action.PEOPLE},
    },
    Role.CLINICIAN: _CLINICIAN,
    Role.SUPERVISOR: {**_CLINICIAN, "clinical": _OWN | {Action.CO_SIGN}},
    Role.FRONT_DESK: {**_EVERYBODY, "identity": _WORK},
    Role.PRIVACY_OFFICER: {**_EVERYBODY, VAULT: _TRAIL | {Action.BACK_UP}},
    Role.NOBODY: {},
}

_KEY_RIGHTS = (("read", Action.VIEW), ("write", Action.SAVE), ("share", Action.SHARE))


def allowed(role: Role, action: Action, compartment_kind: str) -> bool:
    """Whether a role may do something in compartments of a kind, if it holds the key."""
    return action in TABLE[role].get(compartment_kind, frozenset())


def allowed_anywhere(role: Role, action: Action) -> bool:
    """Whether there is any kind of compartment in which the role may do it."""
    return any(action in actions for actions in TABLE[role].values())


def role_of(name: str) -> Role:
    """The role with this name; a name this version does not know may do nothing."""
    try:
        return Role(name)
    except ValueError:
        return Role.NOBODY


def key_rights(role: Role, compartment_kind: str) -> str:
    """The rights that the key of such a compartment gives somebody of this role: a part of `read write share`."""
    return " ".join(right for right, action in _KEY_RIGHTS if allowed(role, action, compartment_kind))


def standing_for(role: Role) -> Mapping[str, str]:
    """Kinds of compartment that a role opens without each file being shared: rights by kind.

    Whoever may work with names but not share them is there for every client: the front desk.
    """
    rights = key_rights(role, "identity")
    return {"identity": rights} if rights and "share" not in rights.split() else {}
