"""The room that is kept back for drafts, entries and the lock: who is told when it is taken, and having it back."""

from __future__ import annotations

from collections.abc import Callable

from app.desk import Desk


def tell_when_taken(desk: Desk, told: Callable[[], None]) -> None:
    """`told` is called on the desk's thread when the disk was full and the room was given free."""
    desk.signin.when_full(told)


def is_whole(desk: Desk) -> bool:
    """Whether the room is there, or could be made again just now."""
    return desk.signin.has_ballast or desk.signin.keep_ballast()
