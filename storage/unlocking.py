"""From a passphrase or recovery code to an open vault, step by step, each with its own code (V-3.9)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from storage import (
    arriving,
    attachments,
    canonical,
    database,
    failures,
    files,
    header,
    header_trail,
    leftovers,
    moving,
    roster,
    schema_steps,
    slots,
)
from storage.anchors import Anchors
from storage.ballast import Ballast
from storage.compartments import Keyring
from storage.drafts import Drafts
from storage.errors import KnownError, failure
from storage.header import Header, HeaderAccount
from storage.header_trail import Standing
from storage.index import Describe, Index
from storage.lockfile import VaultLock
from storage.newer_schema import OlderDatabase
from storage.opened import MISSING, Notice, OpenVault
from storage.revisions import Revisions
from storage.roster import Roster
from storage.schema_steps import OlderSchemaError
from storage.sealing import AccountKeys, PublicKeys, SealError
from storage.secrets import SecretBytes
from storage.slots import How, Key, Place
from storage.trail import Event, Trail
from storage.upkeep import Upkeep

Step = Callable[[str], None]
_DATABASE_KEY = "database-key"
_SECRET_BYTES = 32
_DAMAGED_COPY = frozenset({"wrong_secret", "database_key_damaged", "header_forged", "cost_too_low", "cost_too_high"})


@dataclass(frozen=True, slots=True)
class Entered:
    """A slot that opened: whose, the keys, the database key, and the root this person trusts."""

    account: str
    login: str
    keys: AccountKeys
    database_key: SecretBytes
    root: bytes


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore that was just made: its entry, which explains what is missing, while it has the lock of its folder.

    Without entry: the session after it, in which the sessions of the backup are no news.
    """

    entry: Event | None = None
    lock: VaultLock | None = None


def enter(found: Header, key: Key) -> Entered:
    """Open a slot and the database key; raises `wrong_secret` in the same time for any wrong input."""
    account = found.account(key.login)
    if account is None or not any(slot.kind == key.how for slot in account.slots):
        slots.spend_the_same((slot for each in found.accounts for slot in each.slots), key)
        raise failure("wrong_secret")
    opened = slots.open_slots(Place(found.vault, account.id), account.slots, key)
    if opened is None:
        raise failure("wrong_secret")
    with opened[1] as plain:
        sealed = bytes(plain)
    keys = AccountKeys(sealed[:_SECRET_BYTES], found.vault)
    database_key = _open_database_key(found, account, keys)
    try:
        found.check_mac(bytes(database_key))
    except KnownError:
        database_key.wipe()
        raise
    return Entered(account.id, key.login or "", keys, database_key, sealed[_SECRET_BYTES:])


def open_vault(
    path: Path, key: Key, describe: Describe, step: Step, *, restored: Restored | None = None, take_back: bool = False
) -> tuple[OpenVault, Drafts]:
    """Unlock for good: slot, database, roster, header, trail, index. Everything is released on failure.

    With `take_back` also a vault that was moved to another computer; else that is `moved_away`.
    """
    loaded = header.load(path)
    lock = restored.lock.lent() if restored and restored.lock else VaultLock.take(path)
    try:
        leftovers.sweep_vault(path)
        leftovers.sweep(path.parent)
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
        opening = _Opening(path, loaded.using(found), entered, key.how, lock, restored, take_back)
        try:
            # On a full disk one must still get in: to read what matters, and to see what to do.
            opened = Ballast(path).spend(lambda: opening.run(describe, step))
        except BaseException:
            entered.database_key.wipe()
            raise
        if not opened[0].ballast.keep():
            opened[0].notices.append(Notice("ballast_missing"))
        moving.forget(path)
        return opened
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
    restored: Restored | None
    take_back: bool = False
    events: list[Event] = field(default_factory=list)

    def run(self, describe: Describe, step: Step) -> tuple[OpenVault, Drafts]:
        connection = self._open_database()
        try:
            vault, is_new, settled = self._wire(connection, describe)
        except BaseException:
            connection.close()
            raise
        try:
            drafts = Drafts(vault)
            self._mend_header(vault, settled=settled)
            leftovers.sweep_databases(self.path, vault.header.database.file)
            _remove_unnamed(vault)
            step("index")
            _bring_up_to_date(vault, Upkeep(vault, drafts), step, is_new=is_new)
            arriving.make_personal(vault)
        except BaseException:
            vault.index.close()
            connection.close()
            raise
        return vault, drafts

    def _open_database(self) -> database.Connection:
        found, key = self.loaded.header, bytes(self.entered.database_key)
        try:
            return open_database(self.path, found, key)
        except OlderSchemaError as older:
            version = older.version
        OlderDatabase(self.path, found, key, self.entered.root, version).renew()
        facts = {"from": version, "to": schema_steps.newest(), "what": "schema"}
        self.events.append(Event(action="maintenance", facts=facts))
        return open_database(self.path, found, key)

    def _wire(self, connection: database.Connection, describe: Describe) -> tuple[OpenVault, bool, bool]:
        found, entered = self.loaded.header, self.entered
        people = roster.load(connection, found.vault, entered.root)
        member = people.members.get(entered.account)
        if member is not None and not member.is_active:
            failures.add(self.path, entered.account)
            raise failure("account_removed")
        if member is None or member.keys != entered.keys.public:
            raise failure("keys_differ")
        trail = Trail(connection, found.vault, entered.account)
        anchors = Anchors(self.path, found.vault, entered.account, entered.keys.anchor)
        stands = header_trail.standing(trail, found, people, anchors)
        moved = self._of_move(trail, people)
        keyring = Keyring(connection, entered.account, entered.keys, people, trail)
        revisions = Revisions(connection, entered.account, entered.keys.signer, keyring, trail)
        notices = [] if self.restored else arriving.session_notices(trail, entered.account)
        notices += arriving.missing_history(trail, people, anchors, notices)
        notices += arriving.changed_people(trail, people, anchors)
        self._begin(trail, notices, stands, moved)
        index, is_new = Index.open(self.path, entered.account, entered.keys.index)
        vault = OpenVault(
            path=self.path, header=found, lock=self.lock, connection=connection, account=entered.account,
            login=entered.login, keys=entered.keys, database_key=entered.database_key,
            roster=people, trail=trail, keyring=keyring, revisions=revisions, index=index, anchors=anchors,
            describe=describe, notices=notices,
        )  # fmt: skip
        return vault, is_new, bool(stands.ended)

    def _of_move(self, trail: Trail, people: Roster) -> list[Event]:
        """The answer to a move that was begun: it has arrived, or is taken back; else nobody gets in (V-8.6)."""
        gone = moving.given_away(trail, people)
        if gone is None:
            return []
        if self.restored and self.restored.entry:
            return [Event(action=moving.MOVED, outcome=moving.ARRIVED, facts={"begun": gone.seq})]
        if self.take_back:
            return [Event(action=moving.MOVED, outcome=moving.TAKEN_BACK, facts={"begun": gone.seq})]
        raise moving.refusal(self.path, gone)

    def _begin(self, trail: Trail, notices: list[Notice], stands: Standing, moved: list[Event]) -> None:
        """The session's certificate, failed tries, a restore, what is missing: one durable transaction."""
        failed = failures.read(self.path)
        header_trail.settle(self.path, self.loaded.header, stands, repair=self.loaded.repair)
        with trail.transaction():
            trail.begin(self.entered.keys.signer, facts={"how": self.how})
            if failed:
                trail.append(Event(action="failed_unlock", outcome="failed", facts=failures.facts(failed)))
            if self.how == "recovery":
                trail.append(Event(action="recovery_used"))
            if self.restored and self.restored.entry:
                trail.append(self.restored.entry)
            for event in (*self.events, *moved, *stands.ended):
                trail.append(event)
            for notice in notices:
                if notice.name in MISSING:
                    trail.append(Event(action="damage_found", outcome=notice.name, facts=dict(notice.values)))
        if stands.reason:
            notices += arriving.cut_change(stands)
        elif stands.ended and self.loaded.repair:
            notices.append(Notice("header_repaired"))
        if failed:
            failures.clear(self.path)
            values = {"count": str(len(failed)), "first": failed[0].at, "last": failed[-1].at}
            notices.append(Notice("failed_attempts", values))

    def _mend_header(self, vault: OpenVault, *, settled: bool) -> None:
        """Replace a damaged copy of the header by the intact one (V-2.1); after a cut change both are the same."""
        if self.loaded.repair and not settled:
            header_trail.write_again(vault)
            vault.notices.append(Notice("header_repaired"))


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
        schema_steps.check(connection)
        database.use_wal(connection)
        database.guard(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_database_key(found: Header, account: HeaderAccount, keys: AccountKeys) -> SecretBytes:
    context = header.database_key_context(found.vault, account.id, found.database.file)
    try:
        return SecretBytes(keys.open(canonical.from_text(account.database_key), _DATABASE_KEY, context))
    except (SealError, ValueError) as error:
        raise failure("database_key_damaged") from error


def seal_database_key(vault_id: str, account: str, file: str, keys: PublicKeys, database_key: bytes) -> str:
    """The database key for one account, as the header carries it."""
    context = header.database_key_context(vault_id, account, file)
    return canonical.to_text(keys.seal(database_key, _DATABASE_KEY, context))


def _check_salt(file: Path, salt: bytes) -> None:
    try:
        with file.open("rb") as stream:
            found = stream.read(database.SALT_BYTES)
    except OSError as error:
        raise failure("damaged") from error
    if found != salt:
        raise failure("damaged")


def _remove_unnamed(vault: OpenVault) -> None:
    """Rows of attachments that neither a revision nor a draft names: left by a crash or a full disk (V-5.9)."""
    with contextlib.suppress(KnownError):
        ids = attachments.unnamed(vault.connection)
        if ids:
            attachments.remove(vault.connection, ids, lambda: vault.checkpoint_when_long(look=True))
            facts = {"attachments": len(ids), "what": "attachments"}
            vault.trail.commit(Event(action="maintenance", facts=facts))
    vault.give_room_back(attachments.AT_ONCE_S)


def discard(path: Path) -> None:
    """Remove a folder that a failed step left behind."""
    import shutil

    with files.known_errors():
        shutil.rmtree(path, ignore_errors=True)
