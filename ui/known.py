"""The known failure of the vault. A module of its own, because importing it loads the vault's code.

The first screen does without; so `from ui.known import …` stands in functions or under TYPE_CHECKING.
"""

from __future__ import annotations

from app.vaults import KnownError

__all__ = ["KnownError"]
