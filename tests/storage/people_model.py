"""A plain model of several people at one vault: who may do what, and everything that was ever written.

It knows nothing of keys, rows or entries. What storage says and does is compared with it after every step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

ORDER = ("read", "write", "share")
ALL = "read write share"
SHARED = ("identity", "clinical", "safety")
"""Kinds of files that are given from one to another."""


@dataclass(frozen=True)
class Hold:
    """What somebody holds of a file; `expires` is an envelope time."""

    rights: str
    expires: str | None = None

    def covers(self, other: Hold) -> bool:
        """Whether the other gives no more, and no longer."""
        lasts = self.expires is None or (other.expires is not None and other.expires <= self.expires)
        return lasts and set(other.rights.split()) <= set(self.rights.split())

    def has_ended(self, now: str) -> bool:
        """Whether it is past its end."""
        return self.expires is not None and self.expires <= now

    def cut_to(self, most: Hold) -> Hold | None:
        """As much of it as somebody can give who holds `most`, as long as they hold it; None for nothing."""
        given = " ".join(right for right in ORDER if right in self.rights.split() and right in most.rights.split())
        return Hold(given, most.expires) if given else None


@dataclass
class File:
    """A compartment: who holds its key in force, which number that has, and whether standing grants stay away."""

    id: str
    kind: str
    word: str
    hands: dict[str, Hold]
    number: int = 1
    is_closed: bool = False


@dataclass(frozen=True)
class Written:
    """A revision as it was written, and as it must be for ever."""

    record: str
    revision: str
    parent: str | None
    author: str
    state: str
    word: str


@dataclass(eq=False)
class Person:
    """Somebody with an account."""

    account: str
    login: str
    passphrase: str
    role: str
    is_active: bool = True
    standing: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, tuple[str, str]] = field(default_factory=dict)  # record: file and word


@dataclass
class Model:
    """People by account, files by id, and the revisions of each record, oldest first."""

    people: dict[str, Person] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # record: file
    records: dict[str, list[Written]] = field(default_factory=dict)

    # Who may do what.

    def refusal(self, account: str, file: str, right: str, now: str) -> str:
        """How storage refuses, or `none`."""
        hold = self.files[file].hands.get(account)
        if hold is None or not self.people[account].is_active:
            return "not_shared"
        if hold.has_ended(now):
            return "grant_expired"
        return "none" if right in hold.rights.split() else "not_shared"

    def may(self, account: str, file: str, right: str, now: str) -> bool:
        """Whether somebody may."""
        return self.refusal(account, file, right, now) == "none"

    def readable(self, account: str, now: str) -> set[str]:
        """The records somebody may read."""
        return {record for record, file in self.places.items() if self.may(account, file, "read", now)}

    def heads(self, account: str, word: str, now: str) -> set[str]:
        """Readable records whose newest revision has this word, or stands in the file of this word."""
        readable = self.readable(account, now)
        return {one for one in readable if word in (self.records[one][-1].word, self.files[self.places[one]].word)}

    def active(self) -> list[Person]:
        """Who is there."""
        return [person for person in self.people.values() if person.is_active]

    def owners(self) -> list[str]:
        """Who may change people."""
        return [person.account for person in self.active() if person.role == "owner"]

    def alone_holding(self, account: str, now: str) -> set[str]:
        """Files that nobody else who is there can open."""
        active = {person.account for person in self.active()}
        return {
            file.id
            for file in self.files.values()
            if file.kind in SHARED
            and active & {one for one, hold in file.hands.items() if not hold.has_ended(now)} == {account}
        }

    def standing(self, kind: str, without: str) -> dict[str, Hold]:
        """Who else is to get each file of a kind."""
        return {
            person.account: Hold(person.standing[kind])
            for person in self.active()
            if kind in person.standing and person.account != without
        }

    def waiting(self, giver: str, account: str, kind: str, now: str) -> list[File]:
        """Files that somebody could give to a person who stands for their kind and does not hold them."""
        return [
            file
            for file in self.files.values()
            if file.kind == kind
            and account not in file.hands
            and not file.is_closed
            and self.may(giver, file.id, "share", now)
        ]

    def is_due(self, file: File, now: str) -> bool:
        """Whether somebody knows its key who may not open it any more."""
        return any(not self.people[one].is_active or hold.has_ended(now) for one, hold in file.hands.items())

    # What changes.

    def make(self, file: File, maker: str, shares: Mapping[str, Hold]) -> None:
        """A new file: its maker's, theirs that it is shared with, and theirs that stand for its kind."""
        file.hands = {maker: Hold(ALL), **shares}
        if not file.is_closed:
            file.hands = self.standing(file.kind, maker) | file.hands
        self.files[file.id] = file

    def given(self, file: File, giver: str, shares: Mapping[str, Hold], now: str) -> str:
        """How storage refuses to give a file to others, or `none`."""
        refusal = self.refusal(giver, file.id, "read", now)
        if refusal != "none":
            return refusal
        own = file.hands[giver]
        if "share" not in own.rights or giver in shares or not all(own.covers(one) for one in shares.values()):
            return "not_yours_to_share"
        return "none" if all(self.people[one].is_active for one in shares) else "not_found"

    def renewed(
        self, file: File, maker: str, now: str, without: Collection[str] = (), is_closed: bool | None = None
    ) -> dict[str, Hold]:
        """Who holds a file once it has a new key."""
        stay = {
            one: hold
            for one, hold in file.hands.items()
            if self.people[one].is_active and not hold.has_ended(now) and one not in without
        }
        if not (file.is_closed if is_closed is None else is_closed):
            for one, wanted in self.standing(file.kind, maker).items():
                given = wanted.cut_to(file.hands[maker])
                if one not in without and one not in stay and given is not None:
                    stay[one] = given
        return stay

    def renew(self, file: File, hands: dict[str, Hold]) -> None:
        """A file has a new key."""
        file.hands, file.number = hands, file.number + 1

    def write(self, file: str, written: Written) -> None:
        """A revision was written."""
        self.places.setdefault(written.record, file)
        self.records.setdefault(written.record, []).append(written)

    def all_written(self) -> Iterable[Written]:
        """Every revision there ever was."""
        return (each for chain in self.records.values() for each in chain)
