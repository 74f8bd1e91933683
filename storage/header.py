"""vault.json, twice the same: key slots, generations, atomic replace (V-2.1, V-3.2, V-3.7, V-3.9)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from storage import canonical, clock, files, sealing
from storage.errors import KnownError, failure
from storage.kdf import SALT_BYTES, Cost

FORMAT = "clientsafe-vault"
VERSION = 1
NAMES = ("vault.json", "vault.json.1")
MOST_BYTES = 1 << 20
MOST_ACCOUNTS = 64
MOST_SLOTS = 8
_TAG_LABEL = "login-tag"
_DATABASE = re.compile(r"records-[0-9]+\.db")


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way in for one account: the account secret and the root's digest, sealed (V-3.2)."""

    kind: Literal["passphrase", "recovery"]
    sealed: str
    made_at: str
    salt: str | None = None
    cost: Cost | None = None


class HeaderAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One account as the header knows it; its role and its name are not here."""

    id: str
    login_tag: str
    slots: list[Slot]
    database_key: str


class DatabaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which database file is the truth, and the salt that its first 16 bytes must be."""

    file: str
    salt: str


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of vault.json; `mac` covers everything else."""

    format: str
    version: int
    vault: str
    generation: int
    database: DatabaseFile
    accounts: list[HeaderAccount]
    mac: str = ""

    def to_bytes(self) -> bytes:
        """Canonical JSON of the header."""
        return canonical.encode(self)

    def digest(self) -> bytes:
        """What the trail remembers of this header (V-2.2)."""
        return sealing.digest("header", self.to_bytes())

    def signed(self, database_key: bytes) -> Header:
        """The same header with its MAC."""
        tag = sealing.mac(sealing.derive(database_key, self.vault, "header"), self._unsigned())
        return msgspec.structs.replace(self, mac=canonical.to_text(tag))

    def check_mac(self, database_key: bytes) -> None:
        """Raise `header_forged` unless the MAC was made with this database key."""
        tag = sealing.mac(sealing.derive(database_key, self.vault, "header"), self._unsigned())
        if not sealing.same(canonical.to_text(tag).encode(), self.mac.encode()):
            raise failure("header_forged")

    def _unsigned(self) -> bytes:
        return canonical.encode(msgspec.structs.replace(self, mac=""))

    def account(self, login: str | None) -> HeaderAccount | None:
        """The account with this sign-in name; without a name the only account there is."""
        if login is None:
            if len(self.accounts) != 1:
                raise failure("login_needed")
            return self.accounts[0]
        tag = login_tag(self.vault, login)
        return next((account for account in self.accounts if account.login_tag == tag), None)


@dataclass(frozen=True, slots=True)
class LoadedHeader:
    """The intact copies, the highest generation first, and whether a copy needs mending."""

    copies: tuple[Header, ...]
    repair: bool

    @property
    def header(self) -> Header:
        """The copy to try first."""
        return self.copies[0]

    def using(self, header: Header) -> LoadedHeader:
        """The one copy that proved true; any other is to be replaced by it."""
        return LoadedHeader((header,), self.repair or any(copy != header for copy in self.copies))


def login_tag(vault_id: str, login: str) -> str:
    """SHA-256(label ‖ vault id ‖ NFKC, case-folded login): guessable, so logins are no secrets (V-3.9)."""
    folded = unicodedata.normalize("NFKC", login.strip()).casefold()
    return canonical.to_text(sealing.digest(_TAG_LABEL, vault_id.encode(), folded.encode()))


def slot_context(vault_id: str, account: str, slot: Slot) -> bytes:
    """The associated data of a slot: everything of it but the sealed bytes, and whose it is."""
    rest: dict[str, Any] = msgspec.to_builtins(slot)
    del rest["sealed"]
    return canonical.encode({"account": account, "slot": rest, "vault": vault_id})


def database_key_context(vault_id: str, account: str, file: str) -> dict[str, str]:
    """What a sealed database key is bound to."""
    return {"account": account, "file": file, "vault": vault_id}


def parse(data: bytes) -> Header:
    """Read a header; raises `unsupported_version` or `header_damaged`, before any cost is spent (V-1.5)."""
    if len(data) > MOST_BYTES:
        raise failure("header_damaged")
    try:
        value = canonical.decode(data)
        _check_version(value)
        header = msgspec.convert(value, Header)
    except ValueError as error:
        raise failure("header_damaged") from error
    if not _is_sound(header):
        raise failure("header_damaged")
    return header


def load(vault: Path) -> LoadedHeader:
    """The highest intact copy (V-2.1); raises `no_vault`, `header_damaged` or `unsupported_version`."""
    found: list[Header] = []
    errors: list[KnownError] = []
    copies: list[bytes | None] = []
    for name in NAMES:
        data = _read(vault / name)
        copies.append(data)
        if data is None:
            continue
        try:
            found.append(parse(data))
        except KnownError as error:
            errors.append(error)
    if not found:
        if copies == [None, None]:
            raise failure("no_vault", path=str(vault))
        raise next((error for error in errors if error.name == "unsupported_version"), failure("header_damaged"))
    found.sort(key=lambda header: -header.generation)
    different = tuple(header for number, header in enumerate(found) if header not in found[:number])
    return LoadedHeader(different, repair=any(copy != found[0].to_bytes() for copy in copies))


def write(vault: Path, header: Header) -> None:
    """Replace both copies, one after the other, each durably."""
    data = header.to_bytes()
    for name in NAMES:
        files.replace(vault / name, data)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError:
        return None


def _check_version(value: object) -> None:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise failure("header_damaged")
    version = value.get("version")
    if version != VERSION:
        raise failure("unsupported_version", what="vault", found=str(version), known=str(VERSION))


def _is_sound(header: Header) -> bool:
    name = header.database.file
    return (
        clock.is_id(header.vault)
        and all(clock.is_id(account.id) for account in header.accounts)
        and len({account.id for account in header.accounts}) == len(header.accounts)
        and _is_salt(header.database.salt)
        and header.generation > 0
        and 0 < len(header.accounts) <= MOST_ACCOUNTS
        and all(0 < len(account.slots) <= MOST_SLOTS for account in header.accounts)
        and all(_slot_is_sound(slot) for account in header.accounts for slot in account.slots)
        and _DATABASE.fullmatch(name) is not None
    )


def _slot_is_sound(slot: Slot) -> bool:
    if slot.kind == "passphrase":
        return slot.cost is not None and slot.salt is not None and _is_salt(slot.salt)
    return slot.cost is None and slot.salt is None


def _is_salt(text: str) -> bool:
    try:
        return len(canonical.from_text(text)) == SALT_BYTES
    except ValueError:
        return False
