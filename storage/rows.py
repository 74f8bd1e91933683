"""The signed, append-only rows: what exactly is signed, and the digest the trail names them by (V-5)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from storage import canonical, sealing
from storage.database import Connection, many, one

RIGHTS = ("read", "write", "share")
ALL_RIGHTS = "read write share"


@dataclass(frozen=True, slots=True)
class SignedRow(ABC):
    """Common to generation, grant and revision: a canonical message, a signature, a digest."""

    table: ClassVar[str]
    signature: bytes

    @abstractmethod
    def message(self, vault_id: str) -> bytes:
        """The canonical JSON that the signature covers; it contains the vault id."""

    @property
    @abstractmethod
    def signer(self) -> str:
        """The account whose signature this row must carry."""

    def digest(self, vault_id: str) -> bytes:
        """What the trail names this row by: over the message and its signature."""
        return self.digest_of(self.message(vault_id))

    def digest_of(self, message: bytes) -> bytes:
        """The same for a message that is at hand."""
        return sealing.digest(f"row/{self.table}", message, self.signature)

    def verify(self, vault_id: str, public: bytes) -> None:
        """Raise SealError unless the signer's key made the signature."""
        sealing.verify(public, self.signature, self.table, self.message(vault_id))


@dataclass(frozen=True, slots=True)
class Generation(SignedRow):
    """One key a compartment has or had; number 1 is its creator's (V-5.2)."""

    table = "generation"
    compartment: str
    number: int
    kind: str
    maker: str
    at: str
    key_digest: bytes
    label: bytes

    @property
    def signer(self) -> str:
        """The maker signs."""
        return self.maker

    def message(self, vault_id: str) -> bytes:
        """Compartment, number, kind, maker, time, digest of the key, digest of the sealed label."""
        return canonical.encode(
            {
                "at": self.at,
                "compartment": self.compartment,
                "key_digest": canonical.to_text(self.key_digest),
                "kind": self.kind,
                "label_digest": canonical.to_text(sealing.digest("label", self.label)),
                "maker": self.maker,
                "number": self.number,
                "vault": vault_id,
            }
        )

    def insert(self, connection: Connection) -> None:
        """Append inside the running transaction."""
        connection.execute(
            "INSERT INTO generation (compartment, number, kind, maker, at, key_digest, label, signature) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.compartment,
                self.number,
                self.kind,
                self.maker,
                self.at,
                self.key_digest,
                self.label,
                self.signature,
            ),
        )


@dataclass(frozen=True, slots=True)
class Grant(SignedRow):
    """A compartment's key in one account's hand, with rights (V-5.3)."""

    table = "grant"
    id: str
    compartment: str
    generation: int
    grantee: str
    rights: str
    sealed_digest: bytes
    granter: str
    at: str
    expires: str | None

    @property
    def signer(self) -> str:
        """The granter signs."""
        return self.granter

    def message(self, vault_id: str) -> bytes:
        """All fields of the row."""
        return canonical.encode(
            {
                "at": self.at,
                "compartment": self.compartment,
                "expires": self.expires,
                "generation": self.generation,
                "grantee": self.grantee,
                "granter": self.granter,
                "id": self.id,
                "rights": self.rights,
                "sealed_digest": canonical.to_text(self.sealed_digest),
                "vault": vault_id,
            }
        )

    def insert(self, connection: Connection, sealed: bytes) -> None:
        """Append row and sealed key inside the running transaction."""
        connection.execute(
            'INSERT INTO "grant" (id, compartment, generation, grantee, rights, sealed_digest, granter, at, expires, '
            "signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.id,
                self.compartment,
                self.generation,
                self.grantee,
                self.rights,
                self.sealed_digest,
                self.granter,
                self.at,
                self.expires,
                self.signature,
            ),
        )
        connection.execute('INSERT INTO grant_key ("grant", sealed) VALUES (?, ?)', (self.id, sealed))


@dataclass(frozen=True, slots=True)
class Revision(SignedRow):
    """One immutable state of a record; its words lie in `body` (V-5.4)."""

    table = "revision"
    id: str
    record: str
    compartment: str
    parent: str | None
    author: str
    at: str
    state: str
    content_digest: bytes

    @property
    def signer(self) -> str:
        """The author signs."""
        return self.author

    def message(self, vault_id: str) -> bytes:
        """All fields of the row; also the associated data of the sealed body."""
        return canonical.encode(
            {
                "at": self.at,
                "author": self.author,
                "compartment": self.compartment,
                "digest": canonical.to_text(self.content_digest),
                "id": self.id,
                "parent": self.parent,
                "record": self.record,
                "state": self.state,
                "vault": vault_id,
            }
        )

    def insert(self, connection: Connection) -> None:
        """Append inside the running transaction."""
        connection.execute(
            "INSERT INTO revision (id, record, compartment, parent, author, at, state, digest, signature) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.id,
                self.record,
                self.compartment,
                self.parent,
                self.author,
                self.at,
                self.state,
                self.content_digest,
                self.signature,
            ),
        )


AnyRow = Generation | Grant | Revision


_GENERATION = "SELECT signature, compartment, number, kind, maker, at, key_digest, label FROM generation"
_GRANT = (
    'SELECT signature, id, compartment, generation, grantee, rights, sealed_digest, granter, at, expires FROM "grant"'
)
_REVISION = "SELECT signature, id, record, compartment, parent, author, at, state, digest FROM revision"


def generation(connection: Connection, compartment: str, number: int) -> Generation | None:
    """The generation row, unverified."""
    row = one(connection, f"{_GENERATION} WHERE compartment = ? AND number = ?", (compartment, number))
    return Generation(*row) if row else None


def grants_of(connection: Connection, grantee: str, compartment: str) -> list[Grant]:
    """Grants of a compartment to one account, newest generation first, unverified."""
    sql = f"{_GRANT} WHERE grantee = ? AND compartment = ? ORDER BY generation DESC, at DESC"
    return [Grant(*row) for row in many(connection, sql, (grantee, compartment))]


def newest_generation(connection: Connection, compartment: str) -> int:
    """The highest number that some row claims for a generation of a compartment, unverified; 0 for none."""
    found = one(connection, "SELECT max(number) FROM generation WHERE compartment = ?", (compartment,))
    return (found[0] if found else None) or 0


def in_compartment(connection: Connection, compartment: str, grantees: Sequence[str]) -> list[Generation | Grant]:
    """The generations of a compartment and its grants to these accounts, unverified: found through indexes."""
    made = many(connection, f"{_GENERATION} WHERE compartment = ?", (compartment,))
    marks = ", ".join("?" * len(grantees))
    given = many(connection, f"{_GRANT} WHERE grantee IN ({marks}) AND compartment = ?", (*grantees, compartment))
    return [*(Generation(*row) for row in made), *(Grant(*row) for row in given)]


def of_compartment(connection: Connection, compartment: str) -> list[Generation | Grant]:
    """All generations and grants of a compartment, also to strangers, unverified; reads every grant there is."""
    made = many(connection, f"{_GENERATION} WHERE compartment = ?", (compartment,))
    given = many(connection, f"{_GRANT} WHERE compartment = ?", (compartment,))
    return [*(Generation(*row) for row in made), *(Grant(*row) for row in given)]


def revisions_of(connection: Connection, record: str) -> list[Revision]:
    """All rows that claim to be revisions of a record, unverified."""
    return [Revision(*row) for row in many(connection, f"{_REVISION} WHERE record = ?", (record,))]


def granted_compartments(connection: Connection, grantee: str) -> list[str]:
    """Ids of all compartments some grant gives this account, unverified."""
    sql = 'SELECT DISTINCT compartment FROM "grant" WHERE grantee = ? ORDER BY compartment'
    return [row[0] for row in many(connection, sql, (grantee,))]


def revision_ids(connection: Connection, record: str) -> set[str]:
    """Ids of all rows that claim to be revisions of a record."""
    return {row[0] for row in many(connection, "SELECT id FROM revision WHERE record = ?", (record,))}


def keys_and_grants(connection: Connection) -> Iterator[Generation | Grant]:
    """All generations and grants, one by one, unverified."""
    yield from (Generation(*row) for row in many(connection, _GENERATION))
    yield from (Grant(*row) for row in many(connection, _GRANT))


def revisions(connection: Connection) -> Iterator[Revision]:
    """All revisions, one by one, those of a record together, unverified."""
    yield from (Revision(*row) for row in many(connection, f"{_REVISION} ORDER BY record"))
