"""Where the person was: kept sealed for themselves, so that after a lock they come back to it."""

from __future__ import annotations

from typing import Any

from app.desk import Action, Desk

_PLACE = "place"


def remember(desk: Desk, place: dict[str, Any]) -> None:
    """Keep the place in the window: page, record, tab; plain values only."""
    desk.require(Action.SAVE, "personal")
    desk.signin.remember(_PLACE, place)


def last(desk: Desk) -> dict[str, Any] | None:
    """The place that was remembered last; None for a person who was nowhere yet."""
    desk.require(Action.VIEW, "personal")
    return desk.signin.recall(_PLACE)
