"""What the tests of sharing have in common: who gives and takes back, and what somebody finds by every way."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from storage import clock, rows, sealing
from storage.database import Connection
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.rows import Grant, Revision
from storage.sealing import AccountKeys, PublicKeys, Signer
from storage.vault import Event, NewCompartment, NewPerson, Query, SecretBytes, Share, SharingChange, SignIn
from tests.storage.attack import Colleague, forged_session, plain_content, sealed_body
from tests.storage.kit import OTHER_LOGIN, OTHER_PASSPHRASE, Practice, failure_of, note, signed_in

THIRD_LOGIN = "carla"
THIRD_PASSPHRASE = "five slow turtles under the bridge"


@dataclass(frozen=True)
class Seen:
    """What somebody finds of the clinical file: reading, its history, lists, a search, its label, its key."""

    read: str
    history: str
    listed: int
    found: int
    label: str
    is_listed: bool


ALL = Seen("none", "none", 3, 1, "none", is_listed=True)
NOTHING = Seen("not_shared", "not_shared", 0, 0, "not_shared", is_listed=False)
ENDED = Seen("grant_expired", "grant_expired", 0, 0, "grant_expired", is_listed=False)


def seen_by(signin: SignIn, practice: Practice) -> Seen:
    """Try every way."""
    listed = [record for record in signin.ids(Query(kinds=("session_note",))) if record in practice.notes]
    return Seen(
        failure_of(lambda: signin.read(practice.notes[1])),
        failure_of(lambda: signin.history(practice.notes[0])),
        len(listed),
        len(signin.search("Herbstlaub")),
        failure_of(lambda: signin.label(practice.clinical)),
        practice.clinical in signin.compartments(),
    )


def as_colleague(practice: Practice) -> contextlib.AbstractContextManager[SignIn]:
    """The colleague is signed in inside the block."""
    return signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE)


def as_third(practice: Practice) -> contextlib.AbstractContextManager[SignIn]:
    """The third person is signed in inside the block."""
    return signed_in(practice.path, login=THIRD_LOGIN, passphrase=THIRD_PASSPHRASE)


def add_third(practice: Practice, role: str = "clinician") -> str:
    """A third account, as an owner adds one; its id."""
    with practice.open() as signin, SecretBytes.from_text(THIRD_PASSPHRASE) as secret:
        account = signin.accounts.add(NewPerson(THIRD_LOGIN, secret, role, policy=CHEAPEST_FOR_TESTS)).account
    with as_third(practice) as signin:
        if not signin.compartments("personal"):
            signin.write([], compartments=[NewCompartment(signin.new_id(), "personal", {})])
    return account


def give(practice: Practice, account: str, rights: str = "read", expires: str | None = None) -> None:
    """The founder shares the clinical file."""
    with practice.open() as signin:
        change = SharingChange(practice.clinical, grant=(Share(account, rights, expires),))
        signin.sharing.change([change], reason="supervision")


def take_back(practice: Practice, *accounts: str) -> None:
    """The founder takes it back."""
    with practice.open() as signin:
        signin.sharing.change([SharingChange(practice.clinical, revoke=accounts)], reason="it is over")


def in_days(days: float) -> str:
    """An envelope time so many days from now."""
    return clock.stamp(round((time.time() + days * 86400) * 1000))


def set_clock(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """What the program takes for now, from the true time on."""
    monkeypatch.setattr(clock, "now", lambda: in_days(days))


@dataclass(frozen=True)
class Key:
    """A compartment's key in an attacker's hand."""

    compartment: str
    generation: int
    key: bytes


def key_of(practice: Practice, connection: Connection, account: str, keys: AccountKeys) -> Key:
    """The newest key of the clinical file that an account can open with own scripts."""
    found = connection.execute(
        'SELECT g.id, g.generation, k.sealed FROM "grant" g JOIN grant_key k ON k."grant" = g.id '
        "WHERE g.compartment = ? AND g.grantee = ? ORDER BY g.generation DESC, g.at DESC",
        (practice.clinical, account),
    ).fetchone()
    context = {
        "compartment": practice.clinical, "generation": found[1], "grant": found[0], "grantee": account,
        "vault": practice.vault_id,
    }  # fmt: skip
    return Key(practice.clinical, found[1], keys.open(found[2], "grant", context))


def grant_of(practice: Practice, key: Key, share: Share, granter: tuple[str, Signer], public: PublicKeys) -> Grant:
    """A grant row as an attacker makes it, with its sealed key still to be put in."""
    grant = Grant(
        b"", clock.new_id(), key.compartment, key.generation, share.account, share.rights, b"", granter[0],
        clock.now(), share.expires,
    )  # fmt: skip
    context = {
        "compartment": key.compartment, "generation": key.generation, "grant": grant.id, "grantee": share.account,
        "vault": practice.vault_id,
    }  # fmt: skip
    sealed = public.seal(key.key, "grant", context)
    grant = replace(grant, sealed_digest=sealing.digest("grant", sealed))
    _SEALED[grant.id] = sealed
    return replace(grant, signature=granter[1].sign("grant", grant.message(practice.vault_id)))


_SEALED: dict[str, bytes] = {}


def name_rows(
    practice: Practice,
    connection: Connection,
    who: Colleague,
    added: Sequence[rows.Generation | Grant],
    action: str = "grant",
    place: str | None = None,
) -> None:
    """Insert rows, and name them in a true session of their maker, by own scripts."""
    for row in added:
        if isinstance(row, Grant):
            row.insert(connection, _SEALED[row.id])
        else:
            row.insert(connection)
    digests = [row.digest(practice.vault_id) for row in added]
    forger = forged_session(practice, connection, who.keys.signer, who.account)
    forger.append(Event(action=action, compartment=place or added[0].compartment, rows=digests))


def write_by_script(
    practice: Practice, connection: Connection, who: Colleague, key: bytes, at: str | None = None
) -> str:
    """A new record in the clinical file, signed, sealed and named by own scripts; its id."""
    plain = plain_content(note("Nachtrag", "nachgetragen"))
    unsigned = Revision(
        b"", clock.new_id(), clock.new_id(), practice.clinical, None, who.account, at or clock.now(), "saved",
        sealing.digest("content", plain),
    )  # fmt: skip
    row = replace(unsigned, signature=who.keys.signer.sign("revision", unsigned.message(practice.vault_id)))
    row.insert(connection)
    values = (row.record, row.id, sealed_body(key, row, practice.vault_id, plain))
    connection.execute("INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, 1, ?)", values)
    digest = row.digest(practice.vault_id)
    event = Event(action="save", record=row.record, revision=row.id, compartment=row.compartment, rows=(digest,))
    forger = forged_session(practice, connection, who.keys.signer, who.account)
    forger.append(event, **({"at": at} if at else {}))
    return row.record
