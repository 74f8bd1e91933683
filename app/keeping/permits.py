"""The permit without which nothing leaves: it says that all is written, and ends when what it rests on is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import clock
from app.texts import _
from app.vaults import failure
from storage.vault import Event


@dataclass(slots=True)
class Permit:
    """What `begin` gives: something may leave now, because all that says so is durable. `finish` ends it.

    `disclosures` are the records that say to whom; `notice` is what has to go with it; `release` is what it rests on,
    until when that holds (empty: until an event), and the records that were ended in this sign-in. `has_left` says
    that something has left, or may have.
    """

    action: str
    events: tuple[Event, ...] = ()
    vault: Path | None = None
    disclosures: tuple[str, ...] = ()
    notice: str = ""
    release: str = ""
    until: str = ""
    ended: Sequence[str] = ()
    ended_before: int = field(default=0, init=False)
    has_left: bool = field(default=False, init=False)
    is_ended: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.ended_before = len(self.ended)

    def use(self) -> None:
        """Called right before it leaves: a release may have been taken back, or its last day passed, since it began.

        Raises:
            KnownError: `release_not_matching` when it was.
            ValueError: when the permit was ended; that is a mistake of the caller.
        """
        self._check_not_ended()
        if self.release in self.ended[self.ended_before :] or "" < self.until < clock.today().isoformat():
            raise failure("release_not_matching", reasons=_("It ended before anything left."))

    def end(self) -> None:
        """Nothing leaves on it any more; raises ValueError when it was ended before."""
        self._check_not_ended()
        self.is_ended = True

    def _check_not_ended(self) -> None:
        if self.is_ended:
            raise ValueError("nothing leaves on a permit that has ended")
