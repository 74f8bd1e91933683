"""Which sign-in names stand on the lock page: all of a practice with several people, or none where it hides them."""

from __future__ import annotations

from app import lock_names
from app.desk import Action, Desk
from app.keeping.plans import Saved
from app.services.practice import practices


def is_shown(desk: Desk) -> bool:
    """Whether this practice lets the lock page show sign-in names."""
    desk.require(Action.VIEW, "practice")
    return practices.profile(desk).names_on_lock_page


def set_shown(desk: Desk, *, on: bool) -> Saved:
    """Show buttons with sign-in names from now on, or ask for the name to be typed."""
    desk.require(Action.SETTING, "practice")
    saved = practices.change_profile(desk, names_on_lock_page=on)
    follow(desk)
    return saved


def follow(desk: Desk) -> None:
    """Bring the lock page up to date with who can sign in now; after each sign-in, and when people come or go."""
    desk.require(Action.LIST, "practice")
    active = [member.id for member in desk.signin.people() if member.is_active]
    names: dict[str, str] = {}
    if len(active) > 1 and is_shown(desk):
        known = practices.logins(desk)
        names = {account: known.get(account, "") for account in active}
    lock_names.write(desk.signin.path, names)
