"""What an insider with a login, the database key and own scripts can write: rows, bodies and entries."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any

from storage import clock, header, rows, sealing
from storage.database import Connection
from storage.rows import Generation, Grant, Revision
from storage.sealing import AccountKeys, PublicKeys, Signer
from storage.vault import Event, NewCompartment, Query, Share, SignIn
from tests.storage.attack import Colleague, Forger, add_colleague, forged_session, plain_content, raw
from tests.storage.kit import (
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    Practice,
    account_secret,
    failure_of,
    findings,
    note,
    signed_in,
    verify,
)
from tests.storage.sharers import THIRD_PASSPHRASE, add_third, give, in_days, key_of

WORDS = "Wolpertinger"
"""What the insider writes: it may never be read, listed or found as anybody's record."""


@dataclass(frozen=True)
class Draft:
    """A revision that the insider is going to make; what is not said here is as it should be."""

    record: str
    parent: str | None
    author: str = ""
    at: str = ""
    state: str = "saved"
    signer: Signer | None = None
    generation: int = 1


@dataclass(frozen=True)
class Ground:
    """A practice with its insider: the key they have, the compartment it is of, and what they copied in time."""

    practice: Practice
    insider: Colleague
    key: bytes
    place: str
    copied: dict[str, list[tuple[Any, ...]]]
    friend: Colleague

    def scene(self, connection: Connection) -> Scene:
        """The insider begins."""
        return Scene(self, connection, self.key, {self.key})


@dataclass
class Scene:
    """The insider at work in the database; `keys` are all that they know."""

    ground: Ground
    connection: Connection
    key: bytes
    keys: set[bytes]

    @property
    def practice(self) -> Practice:
        return self.ground.practice

    @property
    def insider(self) -> Colleague:
        return self.ground.insider

    @property
    def place(self) -> str:
        return self.ground.place

    @property
    def note(self) -> str:
        """The record that the attacks are about: two revisions, and `kwarantanna` in both."""
        return self.practice.notes[0]

    @property
    def head(self) -> str:
        return self.practice.revisions[1]

    def execute(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(sql, values))

    def session(self) -> Forger:
        """A true session of the insider, made by hand."""
        return forged_session(self.practice, self.connection, self.insider.keys.signer, self.insider.account)

    def revision(self, draft: Draft) -> Revision:
        """Row and body, signed and sealed as well as the insider can."""
        plain = plain_content(note(WORDS, WORDS))
        unsigned = Revision(
            b"", clock.new_id(), draft.record, self.place, draft.parent,
            draft.author or self.insider.account, draft.at or clock.now(), draft.state,
            sealing.digest("content", plain),
        )  # fmt: skip
        signer = draft.signer or self.insider.keys.signer
        row = replace(unsigned, signature=signer.sign("revision", unsigned.message(self.practice.vault_id)))
        row.insert(self.connection)
        context = row.message(self.practice.vault_id) + b"\n" + str(draft.generation).encode()
        values = (row.record, row.id, draft.generation, sealing.Sealer(self.key).seal(plain, context))
        self.connection.execute("INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, ?, ?)", values)
        return row

    def name(self, row: Revision, forger: Forger | None = None, **changes: Any) -> None:
        """The entry that names a revision, in a session of the insider unless another is given."""
        event = Event(
            action="save", record=row.record, revision=row.id, compartment=row.compartment,
            rows=(row.digest(self.practice.vault_id),),
        )  # fmt: skip
        (forger or self.session()).append(event, **changes)

    def write(self, draft: Draft) -> Revision:
        """Row, body and entry."""
        row = self.revision(draft)
        self.name(row)
        return row

    def grant(self, public: PublicKeys, wish: dict[str, Any]) -> Grant:
        """A grant row with its sealed key; `wish` has the columns that the insider chooses."""
        made = Grant(
            b"", clock.new_id(), self.place, 1, self.insider.account, rows.ALL_RIGHTS, b"",
            self.insider.account, clock.now(), None,
        )  # fmt: skip
        made = replace(made, **wish)
        context = {
            "compartment": made.compartment, "generation": made.generation, "grant": made.id, "grantee": made.grantee,
            "vault": self.practice.vault_id,
        }  # fmt: skip
        sealed = public.seal(self.key, "grant", context)
        made = replace(made, sealed_digest=sealing.digest("grant", sealed))
        made = replace(made, signature=self.insider.keys.signer.sign("grant", made.message(self.practice.vault_id)))
        made.insert(self.connection, sealed)
        return made

    def put_back(self, table: str) -> None:
        """Sealed keys or bodies as they were when the insider copied them."""
        for row in self.ground.copied[table]:
            marks = ", ".join("?" * len(row))
            names = {"grant_key": '"grant", sealed', "body": "record, revision, generation, sealed"}[table]
            self.connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", row)  # noqa: S608

    def generation(self, number: int, key: bytes, kind: str = "clinical") -> Generation:
        """A generation row of the file under a key of the insider's choice."""
        self.keys.add(key)
        label = sealing.Sealer(key).seal(b"{}", b"")
        digest = sealing.digest("compartment-key", key)
        made = Generation(b"", self.place, number, kind, self.insider.account, clock.now(), digest, label)
        signed = self.insider.keys.signer.sign("generation", made.message(self.practice.vault_id))
        made = replace(made, signature=signed)
        made.insert(self.connection)
        return made

    def name_keys(self, *made: Grant | Generation, action: str = "grant", **changes: Any) -> None:
        """The entry that names generations and grants."""
        digests = [row.digest(self.practice.vault_id) for row in made]
        event = Event(action=action, compartment=made[0].compartment, rows=digests)
        self.session().append(event, **changes)


ENDS = 0.5  # days from now
COPIED = {
    "grant": 'SELECT * FROM "grant"',
    "grant_key": 'SELECT "grant", sealed FROM grant_key',
    "body": "SELECT record, revision, generation, sealed FROM body",
}
_LABELS = {"own file": (), "shared file": ("read write",)}


def make_ground(practice: Practice, given: str) -> Ground:
    """What the insider was given before, or made: `ended` ends in half a day, `taken back` has a new key since."""
    insider = add_colleague(practice)
    friend = add_friend(practice)
    place, key = practice.clinical, os.urandom(32)
    if given in _LABELS:
        shares = tuple(Share(practice.account, rights) for rights in _LABELS[given])
        place = own_file(practice, "clinical", {"client": practice.client}, shares=shares)
    elif given:
        rights, _, _ = given.partition(" until")
        give(practice, insider.account, rights, in_days(ENDS) if given.endswith("until") else None)
    with raw(practice) as connection:
        if given:
            key = key_of(replace(practice, clinical=place), connection, insider.account, insider.keys).key
        copied = {name: connection.execute(sql).fetchall() for name, sql in COPIED.items()}
    return Ground(practice, insider, key, place, copied, friend)


def add_friend(practice: Practice) -> Colleague:
    """A third person, to whom the insider would like to give something."""
    account = add_third(practice)
    found = header.load(practice.path).header
    theirs = next(each for each in found.accounts if each.id == account)
    return Colleague(account, AccountKeys(account_secret(found, theirs, THIRD_PASSPHRASE), practice.vault_id))


def own_file(practice: Practice, kind: str, label: dict[str, str], **more: Any) -> str:
    """A compartment that the insider makes with the program, as anybody may."""
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        place: str = more.pop("id", signin.new_id())
        signin.write([], compartments=[NewCompartment(place, kind, label, **more)])
    return place


@dataclass(frozen=True)
class Told:
    """What somebody sees of one record, and what they are told."""

    read: str
    words: str
    history: str
    is_listed: bool
    damage: str
    findings: frozenset[str]
    shows_forgery: bool


def told(signin: SignIn, record: str) -> Told:
    """Read, list, search and verify as the program does."""
    read = failure_of(lambda: signin.read(record))
    body = signin.read(record).body if read == "none" else {}
    history = failure_of(lambda: signin.history(record))
    past = signin.history(record) if history == "none" else []
    listed = signin.listing(Query())
    shown = [str(body), *(str(revision.body) for revision in past), *(row.title for row in listed)]
    shown += [f"{hit.row.title} {hit.excerpt}" for hit in signin.search(WORDS)]
    return Told(
        read, str(body.get("text", "")), history, record in [row.record for row in listed],
        signin.damage.get(record, "none"), frozenset(findings(verify(signin, full=True))),
        any(WORDS in words for words in shown),
    )  # fmt: skip
