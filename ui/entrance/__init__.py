"""What is shown while nobody is signed in: start, create, unlock, restore."""

from __future__ import annotations

from ui.entrance.entrance import Entrance
from ui.entrance.rules import Rules

__all__ = ["Entrance", "Rules"]
