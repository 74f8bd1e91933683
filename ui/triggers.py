"""What locks the window, or ends the program: one word each, for the trail and for the lock page."""

from __future__ import annotations

PERSON, IDLE, HIDDEN, SUSPEND, SCREEN, SWITCH = "person", "idle", "hidden", "suspend", "screen_lock", "user_switch"
QUIT, LOGOUT = "quit", "logout"
EXAMPLE_REMOVED = "example_removed"  # the fictional practice is not wanted any more: the fresh process removes it
MOVED = "moved"  # to another computer
ADDED = "added"  # somebody has a new account, made at this desk
REMOVED = "removed"  # an account is gone, and the vault has new keys
RENEWED = "renewed"  # the own account has new keys

ENDINGS = frozenset({QUIT, LOGOUT})  # no fresh process follows
