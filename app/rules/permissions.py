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


class Role(StrEnum):
    """What somebody is in the practice. NOBODY may do nothing."""

    OWNER = "owner"
    CLINICIAN = "clinician"
    NOBODY = "nobody"


ROLE_LABELS: Mapping[Role, str] = {
    Role.OWNER: N_("Owner"),
    Role.CLINICIAN: N_("Clinician"),
    Role.NOBODY: N_("No rights"),
}

VAULT = "vault"
"""Stands beside the kinds of compartment for what concerns the vault as a whole: trail and backups."""

_READ = frozenset({Action.LIST, Action.SEARCH, Action.OPEN_FILE, Action.VIEW, Action.HISTORY, Action.PRINT})
_WORK = _READ | {Action.SAVE, Action.SIGN, Action.AMEND, Action.DISCARD}
_OWN = _WORK | {Action.DESTROY}
_KEEP = frozenset({Action.VIEW_TRAIL, Action.VERIFY_TRAIL, Action.BACK_UP})

TABLE: Mapping[Role, Mapping[str, frozenset[Action]]] = {
    Role.OWNER: {
        "register": _WORK,
        "practice": _WORK | {Action.SETTING},
        "personal": _WORK | {Action.SETTING},
        "identity": _OWN,
        "clinical": _OWN,
        "process": _WORK,
        "safety": _WORK,
        VAULT: _KEEP | {Action.MOVE},
    },
    Role.CLINICIAN: {
        "register": _WORK,
        "practice": _READ,
        "personal": _WORK | {Action.SETTING},
        "identity": _OWN,
        "clinical": _OWN,
        "process": _WORK,
        "safety": _WORK,
        VAULT: _KEEP,
    },
    Role.NOBODY: {},
}


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
