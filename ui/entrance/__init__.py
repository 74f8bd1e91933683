"""What is shown while nobody is signed in: start, create, unlock, restore."""

from __future__ import annotations

from app.costs import Rules
from ui.entrance.entrance import Entrance

__all__ = ["Entrance", "Rules"]
