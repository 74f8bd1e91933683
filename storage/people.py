"""Writing the list of people: an event, its row and the entry that names it, in the running transaction (V-3.6)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storage import clock, roster, roster_events
from storage.database import Connection
from storage.opened import OpenVault
from storage.roster import Roster
from storage.roster_events import ACTION, Pens
from storage.sealing import Signer
from storage.trail import Event, Trail


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes an event: the owner, and who else signs it."""

    account: str
    owner: Signer
    accepting: Signer | None = None
    new: Signer | None = None


@dataclass(frozen=True, slots=True)
class PeopleWriter:
    """Appends to the list of one database; `people` says at once what the list says then."""

    connection: Connection
    trail: Trail
    people: Roster

    @classmethod
    def of(cls, vault: OpenVault) -> PeopleWriter:
        """The list of a vault that is open."""
        return cls(vault.connection, vault.trail, vault.roster)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction of the trail; where it fails, `people` says what it said before."""
        try:
            with self.trail.transaction():
                yield
        except BaseException:
            self.read_again()
            raise

    def append(self, author: Author, kind: str, account: str, /, **fields: Any) -> None:
        """Write an event of this type about an account, and its entry."""
        number = self.people.rows + 1
        known = {"account": account, "at": clock.now(), "by": author.account, "n": number, "type": kind}
        made = roster_events.event(self.trail.vault_id, known | {"seq": self.trail.next_seq()} | fields)
        row = roster_events.signed(made, self.people.head, Pens(author.owner, author.accepting, author.new))
        roster.insert(self.connection, row)
        facts = {"account": account, "n": number, "type": kind}
        self.trail.append(Event(action=ACTION, rows=(row.digest(),), facts=facts))
        self.read_again()

    def read_again(self) -> None:
        """Bring `people` to what the table says."""
        self.people.become(roster.load(self.connection, self.trail.vault_id, self.people.root))
