"""From a passphrase or recovery code to an open vault, step by step, each with its own code (V-3.9)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storage import canonical, database, failures, files, header, kdf, recovery, roster, sealing
from storage.anchors import Anchor, Anchors
from storage.compartments import Keyring
from storage.drafts import Drafts
from storage.errors import KnownError, failure
from storage.header import Header, HeaderAccount, Slot
from storage.index import Describe, Index
from storage.lockfile import VaultLock
from storage.opened import Notice, OpenVault
from storage.revisions import Revisions
from storage.sealing import AccountKeys, Sealer, SealError
from storage.secrets import SecretBytes
from storage.trail import Event, Trail
from storage.upkeep import Upkeep

How = Literal["passphrase", "recovery"]
Step = Callable[[str], None]
_DATABASE_KEY = "database-key"
_SECRET_BYTES = 32
_DAMAGED_COPY = frozenset({"wrong_secret", "database_key_damaged", "header_forged", "cost_too_low", "cost_too_high"})


@dataclass(frozen=True, slots=True)
class Key:
    """What somebody typed to get in, and how it is to be read."""

    secret: SecretBytes
    login: str | None = None
    how: How = "passphrase"
    allow_cheap: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A slot that opened: whose, the keys, the database key, and the root this person trusts."""

    account: str
    login: str
    keys: AccountKeys
    database_key: SecretBytes
    root: bytes


def enter(found: Header, key: Key) -> Entered:
    """Open a slot and the database key; raises `wrong_secret` in the same time for any wrong input."""
    account = found.account(key.login)
    slots = [slot for slot in account.slots if slot.kind == key.how] if account else []
    if account is None or not slots:
        _spend_the_same(found, key)
        raise failure("wrong_secret")
    for slot in slots:
        try:
            plain = Sealer(_slot_key(found.vault, slot, key)).open(
                canonical.from_text(slot.sealed), header.slot_context(found.vault, account.id, slot)
            )
        except (SealError, ValueError):
            continue
        keys = AccountKeys(plain[:_SECRET_BYTES], found.vault)
        database_key = _open_database_key(found, account, keys)
        found.check_mac(bytes(database_key))
        return Entered(account.id, key.login or "", keys, database_key, plain[_SECRET_BYTES:])
    raise failure("wrong_secret")


def open_vault(
    path: Path, key: Key, describe: Describe, step: Step, *, restored: Event | None = None
) -> tuple[OpenVault, Drafts]:
    """Unlock for good: slot, database, roster, header, trail, index. Everything is released on failure.

    `restored` is the entry of a restore that was just made: it explains what is missing.
    """
    loaded = header.load(path)
    lock = VaultLock.take(path)
    try:
        waiting = failures.wait_s(path)
        if waiting > 0:
            raise failure("wait", seconds=str(round(waiting + 0.5)))
        step("key")
        try:
            found, entered = _enter_any(loaded, key)
        except KnownError as error:
            if error.name == "wrong_secret":
                account = loaded.header.account(key.login)
                failures.add(path, account.id if account else failures.UNKNOWN)
            raise
        step("database")
        return _Opening(path, loaded.using(found), entered, key.how, lock, restored).run(describe, step)
    except BaseException:
        lock.release()
        raise


def _enter_any(loaded: header.LoadedHeader, key: Key) -> tuple[Header, Entered]:
    """Enter by the first copy that holds: one copy may be well-formed and yet damaged (V-2.1)."""
    *others, last = loaded.copies
    for found in others:
        try:
            return found, enter(found, key)
        except KnownError as error:
            if error.name not in _DAMAGED_COPY:
                raise
    return last, enter(last, key)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is known once the passphrase was right: everything after it, in order."""

    path: Path
    loaded: header.LoadedHeader
    entered: Entered
    how: How
    lock: VaultLock
    restored: Event | None

    def run(self, describe: Describe, step: Step) -> tuple[OpenVault, Drafts]:
        connection = open_database(self.path, self.loaded.header, bytes(self.entered.database_key))
        try:
            vault, is_new = self._wire(connection, describe)
        except BaseException:
            connection.close()
            raise
        try:
            drafts = Drafts(vault)
            _mend_header(vault, repair=self.loaded.repair)
            step("index")
            _bring_up_to_date(vault, Upkeep(vault, drafts), step, is_new=is_new)
        except BaseException:
            vault.index.close()
            connection.close()
            raise
        return vault, drafts

    def _wire(self, connection: database.Connection, describe: Describe) -> tuple[OpenVault, bool]:
        found, entered = self.loaded.header, self.entered
        people = roster.load(connection, found.vault, entered.root)
        member = people.members.get(entered.account)
        if member is None or member.keys != entered.keys.public:
            raise failure("keys_differ")
        trail = Trail(connection, found.vault, entered.account)
        _check_header(trail, found, people)
        keyring = Keyring(connection, entered.account, entered.keys, people, trail)
        revisions = Revisions(connection, entered.account, entered.keys.signer, keyring, trail)
        anchors = Anchors(self.path, found.vault, entered.account, entered.keys.anchor)
        notices = [] if self.restored else _session_notices(trail, entered.account)
        notices += _missing_history(trail, anchors.read(), notices)
        self._begin(trail, notices)
        index, is_new = Index.open(self.path, entered.account, entered.keys.index)
        vault = OpenVault(
            path=self.path, header=found, lock=self.lock, connection=connection, account=entered.account,
            login=entered.login, role=member.role, keys=entered.keys, database_key=entered.database_key,
            roster=people, trail=trail, keyring=keyring, revisions=revisions, index=index, anchors=anchors,
            describe=describe, notices=notices,
        )  # fmt: skip
        return vault, is_new

    def _begin(self, trail: Trail, notices: list[Notice]) -> None:
        """The session's certificate, failed tries, a restore, what is missing: one durable transaction."""
        failed = failures.read(self.path)
        with trail.transaction():
            trail.begin(self.entered.keys.signer, facts={"how": self.how})
            if failed:
                trail.append(Event(action="failed_unlock", outcome="failed", facts=failures.facts(failed)))
            if self.how == "recovery":
                trail.append(Event(action="recovery_used"))
            if self.restored:
                trail.append(self.restored)
            for notice in notices:
                if notice.name == "history_missing":
                    trail.append(Event(action="damage_found", outcome=notice.name, facts=dict(notice.values)))
        if failed:
            failures.clear(self.path)
            values = {"count": str(len(failed)), "first": failed[0].at, "last": failed[-1].at}
            notices.append(Notice("failed_attempts", values))


def _bring_up_to_date(vault: OpenVault, upkeep: Upkeep, step: Step, *, is_new: bool) -> None:
    """Fill a new index, or catch an old one up; one that proves damaged is made again."""
    if is_new:
        upkeep.fill(lambda done, total: step(f"index {done}/{total}"))
        return
    try:
        upkeep.follow(after_cut=any(notice.name == "session_cut" for notice in vault.notices))
    except KnownError as error:
        if error.name != "index_damaged":
            raise
        vault.index.close()
        vault.index, _ = Index.open(vault.path, vault.account, vault.keys.index)
        _bring_up_to_date(vault, upkeep, step, is_new=True)


def open_database(path: Path, found: Header, key: bytes) -> database.Connection:
    """The vault's database, with the pragmas and the authorizer of V-4.3."""
    salt = canonical.from_text(found.database.salt)
    file = path / found.database.file
    _check_salt(file, salt)
    connection = database.connect(file, key, salt=salt)
    try:
        database.check_schema(connection)
        database.use_wal(connection)
        database.guard(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def seal_slot(vault_id: str, account: str, slot: Slot, key: bytes, plain: bytes) -> Slot:
    """The slot with `account secret ‖ root digest` sealed under the slot's key."""
    sealed = Sealer(key).seal(plain, header.slot_context(vault_id, account, slot))
    return Slot(slot.kind, canonical.to_text(sealed), slot.made_at, slot.salt, slot.cost)


def _slot_key(vault_id: str, slot: Slot, key: Key) -> bytes:
    if slot.kind == "recovery":
        with recovery.read(key.secret) as code:
            return sealing.derive(bytes(code), vault_id, "slot/recovery")
    if slot.cost is None or slot.salt is None:
        raise failure("header_damaged")
    kdf.check_limits(slot.cost, allow_cheap=key.allow_cheap)
    return kdf.derive_key(key.secret, canonical.from_text(slot.salt), slot.cost)


def _spend_the_same(found: Header, key: Key) -> None:
    """An unknown login takes as long as a wrong passphrase (V-3.8)."""
    if key.how == "recovery":
        recovery.read(key.secret).wipe()
        return
    cost = next((slot.cost for account in found.accounts for slot in account.slots if slot.cost), None)
    if cost is not None:
        kdf.check_limits(cost, allow_cheap=key.allow_cheap)
        kdf.derive_key(key.secret, os.urandom(kdf.SALT_BYTES), cost)


def _open_database_key(found: Header, account: HeaderAccount, keys: AccountKeys) -> SecretBytes:
    context = header.database_key_context(found.vault, account.id, found.database.file)
    try:
        return SecretBytes(keys.open(canonical.from_text(account.database_key), _DATABASE_KEY, context))
    except (SealError, ValueError) as error:
        raise failure("database_key_damaged") from error


def seal_database_key(vault_id: str, account: str, file: str, keys: AccountKeys, database_key: bytes) -> str:
    """The database key for one account, as the header carries it."""
    context = header.database_key_context(vault_id, account, file)
    return canonical.to_text(keys.public.seal(database_key, _DATABASE_KEY, context))


def _check_salt(file: Path, salt: bytes) -> None:
    try:
        with file.open("rb") as stream:
            found = stream.read(database.SALT_BYTES)
    except OSError as error:
        raise failure("damaged") from error
    if found != salt:
        raise failure("damaged")


def _check_header(trail: Trail, found: Header, people: roster.Roster) -> None:
    """Compare with the last header entry (V-2.2): `trail_damaged`, `header_replayed` or `header_forged`."""
    last = trail.last("header_written")
    if last is None:
        raise failure("trail_damaged", seq="1")
    trail.check(last, people)
    generation, digest = last.facts.get("generation"), last.facts.get("digest")
    if last.action != "header_written" or not isinstance(generation, int):
        raise failure("trail_damaged", seq=str(last.seq))
    if found.generation < generation:
        raise failure("header_replayed", found=str(found.generation), expected=str(generation))
    if found.generation != generation or canonical.to_text(found.digest()) != digest:
        raise failure("header_forged")


def _session_notices(trail: Trail, account: str) -> list[Notice]:
    """When this person signed in last, and whether the last session has no end."""
    found: list[Notice] = []
    last = trail.last("unlock")
    end = trail.last("lock")
    if last is not None and (end is None or end.seq < last.seq):
        found.append(Notice("session_cut", {"at": last.at}))
    while last is not None and (last.account != account or last.facts.get("how") == "created"):
        last = trail.last("unlock", before=last.seq - 1)
    if last is not None:
        found.append(Notice("last_sign_in", {"at": last.at}))
    return found


def _missing_history(trail: Trail, known: list[Anchor], notices: list[Notice]) -> list[Notice]:
    """The trail must contain every anchor this person can read (V-6.5)."""
    if not known and any(notice.name == "last_sign_in" for notice in notices):
        return [Notice("anchor_missing")]
    for anchor in sorted(known, key=lambda anchor: -anchor.seq):
        found = trail.at(anchor.seq)
        if found is None or canonical.to_text(found[1]) != anchor.head:
            first = trail.seq + 1 if found is None else anchor.seq
            return [Notice("history_missing", {"at": anchor.at, "first": str(first), "last": str(anchor.seq)})]
    return []


def _mend_header(vault: OpenVault, *, repair: bool) -> None:
    """Replace a damaged copy of the header by the intact one (V-2.1)."""
    if not repair:
        return
    facts = {"digest": canonical.to_text(vault.header.digest()), "generation": vault.header.generation}
    vault.trail.commit(Event(action="header_written", outcome="begun", facts=facts))
    header.write(vault.path, vault.header)
    vault.trail.commit(Event(action="header_written", outcome="done", facts=facts))
    vault.notices.append(Notice("header_repaired"))


def discard(path: Path) -> None:
    """Remove a folder that a failed step left behind."""
    import shutil

    with files.known_errors():
        shutil.rmtree(path, ignore_errors=True)
