"""Going on after a sign-off that turned out not to be the end: a new session says why (V-3.5, V-8.6)."""

from __future__ import annotations

from collections.abc import Sequence

from storage import database
from storage.opened import OpenVault
from storage.trail import Event


def go_on(vault: OpenVault, how: str, events: Sequence[Event]) -> None:
    """Write again, in a session that began in this way and says these things first.

    What the disk refuses now is written before the next entry, whatever that is about.
    """
    database.hold_still(vault.connection, still=False)

    def resume() -> None:
        vault.trail.begin(vault.keys.signer, facts={"how": how})
        for event in events:
            vault.trail.append(event)

    def written() -> None:
        with vault.trail.transaction():
            vault.trail.resume = None
            resume()

    vault.trail.resume = resume
    vault.ballast.spend(written)
