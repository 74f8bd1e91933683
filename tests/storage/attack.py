"""What an attacker does who has the database key and own scripts, and a second account made with its parts."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from storage import canonical, clock, database, entries, header, rows, sealing
from storage.database import Connection
from storage.header import Header
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.rows import Grant
from storage.sealing import AccountKeys, PublicKeys, Signer
from storage.trail import Event
from storage.vault import NewCompartment, NewPerson, SecretBytes, SignIn
from tests.storage.kit import OTHER_LOGIN, OTHER_PASSPHRASE, Practice, account_secret, signed_in


@contextlib.contextmanager
def raw(practice: Practice, *, without_triggers: bool = True) -> Iterator[Connection]:
    """A connection of their own: no authorizer, no foreign keys, triggers taken away and put back."""
    connection = database.connect(practice.database, practice.database_key)
    connection.execute("PRAGMA foreign_keys = OFF")
    kept = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    try:
        if without_triggers:
            for name, _ in kept:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        if without_triggers:
            for _, sql in kept:
                connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def tamper(practice: Practice, *statements: str) -> None:
    """Run SQL as an attacker does."""
    with raw(practice) as connection:
        for statement in statements:
            connection.execute(statement)


@dataclass(frozen=True)
class Forger:
    """Somebody who writes trail entries with own scripts, chained right, signed with whatever key."""

    connection: Connection
    practice: Practice
    signer: Signer
    account: str
    session: str

    def append(self, event: Event, **changes: Any) -> int:
        """A well-formed entry at the end of the trail, with all columns beside it right."""
        seq, head = self.connection.execute("SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1").fetchone()
        entry = entries.Entry(
            v=1, vault=self.practice.vault_id, seq=seq + 1, at=clock.now(), mono=1, boot="b", device="d",
            session=self.session, account=self.account, action=event.action, outcome=event.outcome, app="0.1.0",
            record=event.record, revision=event.revision, compartment=event.compartment,
            objects=list(event.objects), rows=[canonical.to_text(digest) for digest in event.rows], facts=event.facts,
        )  # fmt: skip
        fields = {name: getattr(entry, name) for name in entry.__struct_fields__} | changes
        self.store(entries.Entry(**fields), head)
        return int(seq + 1)

    def store(self, entry: entries.Entry, previous: bytes) -> None:
        """Insert an entry with its hash, signature and index columns."""
        data = entry.to_bytes()
        signature = self.signer.sign(entries.SIGNATURE, previous + data)
        rare = int(entry.action in entries.RARE_ACTIONS)
        self.connection.execute(
            "INSERT INTO trail (seq, entry, hash, signature, action, record, wrote, rare) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.seq, data, entries.chain(previous, data), signature, entry.action, entry.record,
             len(entry.rows), rare),
        )  # fmt: skip
        for digest in entry.unfiled_rows():
            self.connection.execute("INSERT INTO named VALUES (?, ?, ?)", (digest, entry.seq, entry.compartment))


def forged_session(practice: Practice, connection: Connection, account_key: Signer, account: str) -> Forger:
    """A session whose key is certified by whatever account key the attacker has."""
    session_key = Signer()
    forger = Forger(connection, practice, session_key, account, clock.new_id())
    public = canonical.to_text(session_key.public)
    at = clock.now()
    message = canonical.encode(
        {"account": account, "at": at, "session": forger.session, "session_key": public, "vault": practice.vault_id}
    )
    certificate = canonical.to_text(account_key.sign(entries.CERTIFICATE, message))
    facts = {"certificate": certificate, "how": "passphrase", "session_key": public}
    forger.append(Event(action="unlock", facts=facts), at=at)
    return forger


def sealed_body(key: bytes, revision: rows.Revision, vault_id: str, plain: bytes) -> bytes:
    """A body that opens for this revision row under a compartment key of generation 1."""
    return sealing.Sealer(key).seal(plain, revision.message(vault_id) + b"\n1")


def plain_content(body: dict[str, Any]) -> bytes:
    """The padded plaintext of a revision."""
    content = {"body": body, "kind": "session_note", "salt": canonical.to_text(os.urandom(16)), "version": 1}
    data = canonical.encode(content)
    return data + b" " * (-len(data) % 256)


def compartment_key(practice: Practice, connection: Connection, compartment: str) -> bytes:
    """The key of a compartment the founder holds."""
    row = connection.execute(
        'SELECT g.id, k.sealed FROM "grant" g JOIN grant_key k ON k."grant" = g.id '
        "WHERE g.compartment = ? AND g.grantee = ?",
        (compartment, practice.account),
    ).fetchone()
    context = grant_context(practice, row[0], compartment, practice.account)
    return practice.keys.open(row[1], "grant", context)


def grant_context(practice: Practice, grant: str, compartment: str, grantee: str) -> dict[str, Any]:
    """What a sealed compartment key is bound to."""
    return {
        "compartment": compartment, "generation": 1, "grant": grant, "grantee": grantee, "vault": practice.vault_id,
    }  # fmt: skip


@dataclass(frozen=True)
class GrantWish:
    """A grant somebody would like to exist."""

    compartment: str
    grantee: str
    granter: str
    rights: str = rows.ALL_RIGHTS


def sealed_grant(
    practice: Practice, wish: GrantWish, key: bytes, public: PublicKeys, signer: Signer
) -> tuple[Grant, bytes]:
    """A grant row and its sealed key, signed by whoever this signer is."""
    grant_id = clock.new_id()
    sealed = public.seal(key, "grant", grant_context(practice, grant_id, wish.compartment, wish.grantee))
    draft = Grant(
        b"", grant_id, wish.compartment, 1, wish.grantee, wish.rights,
        sealing.digest("grant", sealed), wish.granter, clock.now(), None,
    )  # fmt: skip
    return replace(draft, signature=signer.sign("grant", draft.message(practice.vault_id))), sealed


# A second account.


@dataclass(frozen=True)
class Colleague:
    """A second account of a practice: a login, own keys, and no compartment of anybody else."""

    account: str
    keys: AccountKeys


def add_colleague(practice: Practice, role: str = "clinician") -> Colleague:
    """The founder lets somebody in; no file is shared with them. They have signed in once."""
    with practice.open() as signin, SecretBytes.from_text(OTHER_PASSPHRASE) as typed:
        made = signin.accounts.add(NewPerson(OTHER_LOGIN, typed, role, policy=CHEAPEST_FOR_TESTS))
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        signin.write([], compartments=[NewCompartment(signin.new_id(), "personal", {})])
    found = header.load(practice.path).header
    account = next(each for each in found.accounts if each.id == made.account)
    return Colleague(made.account, AccountKeys(account_secret(found, account, OTHER_PASSPHRASE), practice.vault_id))


def share(practice: Practice, signin: SignIn, compartment: str, colleague: Colleague, rights: str = "read") -> None:
    """The founder grants a compartment."""
    vault = signin._vault
    key = compartment_key(practice, vault.connection, compartment)
    wish = GrantWish(compartment, colleague.account, practice.account, rights)
    grant, sealed = sealed_grant(practice, wish, key, colleague.keys.public, practice.keys.signer)
    facts = {"grantee": colleague.account, "number": 1, "rights": rights}
    with vault.trail.transaction():
        grant.insert(vault.connection, sealed)
        digest = grant.digest(practice.vault_id)
        vault.trail.append(Event(action="grant", compartment=compartment, rows=(digest,), facts=facts))


def edit_header(practice: Practice, change: Callable[[dict[str, Any]], None], *, key: bytes | None = None) -> None:
    """Change both header copies as somebody with an editor does; with `key` the MAC fits again."""
    for name in header.NAMES:
        value = json.loads((practice.path / name).read_bytes())
        change(value)
        data = canonical.encode(value)
        if key is not None:
            data = msgspec.convert(value, Header).signed(key).to_bytes()
        (practice.path / name).write_bytes(data)
