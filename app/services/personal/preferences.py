"""How the person who is signed in likes to work: one record in their own compartment."""

from __future__ import annotations

import copy
from typing import Any

import msgspec

from app.desk import Action, Desk
from app.keeping import opening
from app.keeping.plans import Plan, Saved
from app.records.preferences import Preferences
from app.rules.purposes import Purpose
from storage.vault import Query


def mine(desk: Desk) -> Preferences:
    """What this person has chosen, a copy; the defaults where nothing was chosen yet. Read once a sign-in."""
    desk.require(Action.VIEW, "personal")
    if desk.preferences is None:
        found = _record(desk)
        body = opening.body_of(desk, found, Purpose.ADMINISTRATION) if found else Preferences()
        desk.preferences = body if isinstance(body, Preferences) else Preferences()
    return copy.deepcopy(desk.preferences)


def save(desk: Desk, changed: Preferences) -> Saved:
    """Keep what this person chose."""
    desk.require(Action.SAVE, "personal")
    found = _record(desk)
    record = found or desk.signin.new_id()
    parent = desk.signin.head_of(record) if found else None
    plan = Plan()
    plan.put("preferences", record, desk.own("personal"), changed, parent=parent)
    saved = Saved(record, plan.commit(desk, Purpose.ADMINISTRATION)[0])
    desk.preferences = copy.deepcopy(changed)
    return saved


def change(desk: Desk, **values: Any) -> Preferences:
    """Change some of what this person chose, by the names of the fields; all of it as it is then."""
    desk.require(Action.SAVE, "personal")
    changed = msgspec.structs.replace(mine(desk), **values)
    save(desk, changed)
    return changed


def set_discreet(desk: Desk, *, on: bool) -> None:
    """Show codes instead of names from now on, or names again; kept for the next sign-in."""
    desk.require(Action.SAVE, "personal")
    desk.discreet = on  # holds also if it cannot be kept
    known = mine(desk)
    if known.discreet is not on:
        known.discreet = on
        save(desk, known)


def begin(desk: Desk) -> Preferences:
    """At sign-in: what this person has chosen, as it holds from now on."""
    desk.require(Action.VIEW, "personal")
    known = mine(desk)
    desk.discreet = known.discreet
    return known


def _record(desk: Desk) -> str | None:
    query = Query(kinds=("preferences",), compartments=(desk.own("personal"),), limit=1)
    return next(iter(desk.signin.ids(query)), None)
