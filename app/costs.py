"""Under which rules vaults are made and opened: the program's own, unless a test passes cheaper ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.vaults import KdfPolicy


class Rules(NamedTuple):
    """`policy` None: as costly as about one second allows. `allow_cheap` opens vaults that tests made."""

    policy: KdfPolicy | None = None
    allow_cheap: bool = False


OWN_RULES = Rules()
