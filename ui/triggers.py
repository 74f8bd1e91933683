"""What locks the window, or ends the program: one word each, for the trail and for the lock page."""

from __future__ import annotations

PERSON, IDLE, HIDDEN, SUSPEND, SCREEN, SWITCH = "person", "idle", "hidden", "suspend", "screen_lock", "user_switch"
QUIT, LOGOUT = "quit", "logout"
EXAMPLE_REMOVED = "example_removed"  # the fictional practice is not wanted any more: the fresh process removes it
MOVED = "moved"  # to another computer

ENDINGS = frozenset({QUIT, LOGOUT})  # no fresh process follows
