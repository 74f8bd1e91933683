"""What the tests of storage share: a small practice, a second account, and the tools of an attacker."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from storage import ballast, canonical, entries, header, kdf, sealing
from storage.header import Header, HeaderAccount
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.sealing import AccountKeys
from storage.slots import Key
from storage.unlocking import enter
from storage.vault import (
    Described,
    Draft,
    KnownError,
    NewCompartment,
    SecretBytes,
    SignIn,
    Stored,
    TrailReport,
    Write,
    create,
    unlock,
    verify_trail,
)

# Also in the processes that tests start: there the ballast must not weigh anything either.
ballast.BYTES = 0

LOGIN = "anna"
PASSPHRASE = "seven quiet herons cross the river"
OTHER_LOGIN = "bruno"
OTHER_PASSPHRASE = "nine loud crows sit upon the fence"
# Words that must never be found outside what only their owner can open.
NEEDLES = ("Wierzbicka", "Zofia", "przepłakała", "Herbstlaub-Akte", "kwarantanna", "Niezapominajka")
APPEND_ONLY = ("trail", "roster", "generation", "grant", "revision")


def describe(stored: Stored) -> Described:
    """How a record of these tests lists: title, text, day, due day, severity, targets."""
    body = stored.body
    return Described(
        client=stored.label.get("client"),
        title=body.get("title", ""),
        at=body.get("at"),
        due=body.get("due"),
        severity=body.get("severity", 0),
        facets=body.get("facets", {}),
        text=body.get("text", ""),
        targets=tuple((target, effect) for target, effect in body.get("targets", [])),
    )


@dataclass(frozen=True)
class Practice:
    """A vault on disk, and what its owner and an attacker with the database key know of it."""

    path: Path
    vault_id: str
    account: str
    secret: bytes
    database_key: bytes
    recovery_code: str
    client: str
    clinical: str
    identity: str
    notes: tuple[str, ...]
    revisions: tuple[str, ...]
    file: str = "records-1.db"

    @property
    def keys(self) -> AccountKeys:
        """The founder's keys."""
        return AccountKeys(self.secret, self.vault_id)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.path / self.file

    def rekeyed(self) -> Practice:
        """The same practice with the database and the key that its header names now."""
        found = header.load(self.path).header
        with SecretBytes.from_text(PASSPHRASE) as typed:
            key = bytes(enter(found, Key(typed, LOGIN, allow_cheap=True)).database_key)
        return replace(self, file=found.database.file, database_key=key)

    @property
    def index(self) -> Path:
        """The founder's index file."""
        return self.path / "index" / f"{self.account}.db"

    def unlock(self, **options: Any) -> SignIn:
        """The founder signs in with the passphrase."""
        return sign_in(self.path, **options)

    def open(self) -> contextlib.AbstractContextManager[SignIn]:
        """The founder is signed in inside the block and locks at its end."""
        return signed_in(self.path)


def note(title: str, text: str = "", **more: Any) -> dict[str, Any]:
    """A record body of these tests."""
    return {"text": text, "title": title, **more}


def sign_in(path: Path, *, login: str | None = LOGIN, passphrase: str = PASSPHRASE, **options: Any) -> SignIn:
    """Unlock with cheap key derivation allowed."""
    with SecretBytes.from_text(passphrase) as secret:
        return unlock(path, secret=secret, login=login, describe=describe, allow_cheap=True, **options)


@contextlib.contextmanager
def signed_in(path: Path, **options: Any) -> Iterator[SignIn]:
    """A sign-in that is locked at the end of the block, also after an error."""
    signin = sign_in(path, **options)
    try:
        yield signin
    finally:
        signin.lock("test")


def make_practice(path: Path) -> Practice:
    """One client with a clinical file: three notes, the first in two revisions, the third signed; one draft."""
    with SecretBytes.from_text(PASSPHRASE) as passphrase:
        made = create(path, login=LOGIN, passphrase=passphrase, describe=describe, policy=CHEAPEST_FOR_TESTS)
    signin = made.signin
    ids = [signin.new_id() for _ in range(6)]
    client, clinical, identity, first, second, third = ids
    labels = {"client": client}
    signin.write(
        [Write(client, identity, "client", 1, note("Zofia Wierzbicka", "Niezapominajka 7"))],
        compartments=[NewCompartment(identity, "identity", labels), NewCompartment(clinical, "clinical", labels)],
    )
    one = signin.write([Write(first, clinical, "session_note", 1, note("Sitzung eins", "kwarantanna"))])[0]
    two = signin.write([Write(second, clinical, "session_note", 1, note("Sitzung zwei", "Herbstlaub-Akte"))])[0]
    newer = note("Sitzung eins", "Zofia przepłakała kwarantanna")
    again = signin.write([Write(first, clinical, "session_note", 1, newer, parent=one)])[0]
    three = signin.write([Write(third, clinical, "session_note", 1, note("Sitzung drei", "signed"), "signed")])[0]
    signin.save_draft(Draft(signin.new_id(), clinical, "session_note", 1, note("Entwurf", "Zofia Niezapominajka")))
    signin.search("kwarantanna")
    vault_id, account = signin.vault_id, signin.account
    signin.lock("made")
    loaded = header.load(path).header
    with SecretBytes.from_text(PASSPHRASE) as passphrase:
        entered = enter(loaded, Key(passphrase, LOGIN, allow_cheap=True))
        secret = account_secret(loaded, loaded.accounts[0], PASSPHRASE)
    key = bytes(entered.database_key)
    return Practice(
        path, vault_id, account, secret, key, made.recovery_code, client, clinical, identity,
        (first, second, third), (one, again, two, three),
    )  # fmt: skip


def copy_of(practice: Practice, path: Path) -> Practice:
    """The same practice in another folder."""
    shutil.copytree(practice.path, path)
    return replace(practice, path=path)


def account_secret(found: Header, account: HeaderAccount, passphrase: str) -> bytes:
    """The 32 bytes a passphrase slot seals."""
    slot = account.slots[0]
    assert slot.salt is not None
    assert slot.cost is not None
    with SecretBytes.from_text(passphrase) as typed:
        key = kdf.derive_key(typed, canonical.from_text(slot.salt), slot.cost)
    context = header.slot_context(found.vault, account.id, slot)
    return sealing.Sealer(key).open(canonical.from_text(slot.sealed), context)[:32]


def failure_of(work: Callable[..., object], *arguments: object) -> str:
    """The name of the known failure that `work` ends with, or `none`; anything else is a bug and goes on."""
    try:
        work(*arguments)
    except KnownError as error:
        return error.name
    return "none"


def verify(signin: SignIn, *, full: bool = False) -> TrailReport:
    """Verify the trail of a signed-in vault."""
    return verify_trail(signin.verify_job(), full=full)


def findings(report: TrailReport) -> set[str]:
    """The kinds of damage in a report."""
    return {finding.code for finding in report.findings}


def entries_of(signin: SignIn, action: str | None = None) -> list[entries.Entry]:
    """All entries, oldest first, read past every layer above the database."""
    data = signin._vault.connection.execute("SELECT entry FROM trail ORDER BY seq")
    found = [entries.parse(row[0]) for row in data]
    return [entry for entry in found if action is None or entry.action == action]


def named_in(found: list[entries.Entry]) -> set[str]:
    """Every record that some entry names."""
    return {record for entry in found for record in entry.records()}


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words_in(data: bytes, words: tuple[str, ...] = NEEDLES) -> list[str]:
    """Which of the words occur in the bytes, in UTF-8 or UTF-16, whatever the case."""
    lowered = data.lower()
    return [word for word in words if word.lower().encode() in lowered or word.encode("utf-16-le").lower() in lowered]
