"""The accounts of a vault: add, give another role, remove, renew; most of it is for owners (V-3.10, V-3.11)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from storage import (
    anchors,
    clock,
    generations,
    header,
    header_trail,
    index_file,
    leftovers,
    recovery,
    rows,
    sealing,
    sharing,
    slots,
)
from storage.errors import KnownError, failure
from storage.granting import Share
from storage.header import Header, HeaderAccount, Slot
from storage.header_trail import Beside
from storage.kdf import KdfPolicy
from storage.opened import PRACTICE, REGISTER, OpenVault
from storage.passphrases import passphrase_problem
from storage.people import Author, PeopleWriter
from storage.rekeying import Plan, Rekeying
from storage.renewing import Renewal
from storage.roster import Member
from storage.roster_events import ACTION, NEVER_STANDING, OWNER, REMOVED, RIGHTS, key_fields
from storage.sealing import AccountKeys
from storage.secrets import SecretBytes
from storage.slots import How, Key, Place
from storage.trail import Event
from storage.unlocking import seal_database_key
from storage.ways_in import NewPassphrase, WaysIn

_FILES = ("identity", "clinical", "safety")
_FOR_ALL = (PRACTICE, REGISTER)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who gets an account: what they typed, and what they may open from the beginning.

    `shares` names compartments with rights; those of everybody are added. `names` are words an attacker would try
    first. Without a policy the passphrase's cost is calibrated.
    """

    login: str
    passphrase: SecretBytes
    role: str
    shares: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, str] = field(default_factory=dict)
    names: Iterable[str] = ()
    policy: KdfPolicy | None = None


@dataclass(frozen=True, slots=True)
class AddedPerson:
    """The new account, and its recovery code, which is shown once."""

    account: str
    recovery_code: str


class Ending(Protocol):
    """How a session is closed whose database is another one now, or of which nobody can say which it is."""

    is_locked: bool

    def end_rekeyed(self, remember: Callable[[], None], last: Callable[[], None]) -> None:
        """Close everything; `remember` writes the anchor, `last` is done while the lock is still held."""

    def end_unclear(self) -> None:
        """Close everything and write nothing."""

    def resumed(self) -> None:
        """The session was signed off and goes on as another one."""


class Accounts:
    """What a signed-in person can do with the accounts of the vault."""

    def __init__(self, vault: OpenVault, session: Ending) -> None:
        self._vault = vault
        self._session = session
        self._writer = PeopleWriter.of(vault)

    def login_is_free(self, login: str) -> bool:
        """Whether nobody in this vault signs in with this name."""
        tag = header.login_tag(self._vault.vault_id, login)
        return all(each.login_tag != tag for each in self._vault.header.accounts)

    def add(self, new: NewPerson) -> AddedPerson:
        """Make an account, share with it what it is to have, and let it in; durable on return.

        Raises `not_owner`, `login_taken`, `weak_passphrase`, `too_many_accounts`, `never_shared`, `database_busy`
        while a backup is made, what sharing raises, and what a disk refuses; then there is no such account.
        """
        vault = self._vault
        self._require_owner()
        self._check_new(new)
        account, code = clock.new_id(), recovery.generate()
        with SecretBytes(sealing.random_key()) as secret:
            keys = AccountKeys(bytes(secret), vault.vault_id)
            plain = bytes(secret) + vault.roster.root
            policy = new.policy or KdfPolicy.calibrated()
            ways = slots.both_ways(Place(vault.vault_id, account), plain, Key(new.passphrase), policy, code)
        changed = self._header_with(account, new.login, ways, keys)

        def write() -> None:
            fields = key_fields(keys.public) | {"role": new.role}
            self._writer.append(self._author(keys.signer), "add", account, **fields)
            for kind, rights in sorted(new.standing.items()):
                self._stand(account, kind, rights)
            for compartment, rights in (self._for_all(new.role) | dict(new.shares)).items():
                vault.keyring.share_in(compartment, [Share(account, rights)])

        def undo() -> None:
            self._writer.append(self._author(), "state", account, state=REMOVED)

        try:
            header_trail.change(vault, changed, ACTION, Beside(write, undo))
        except BaseException as error:
            self._writer.read_again()
            if isinstance(error, KnownError) and error.name == "change_unclear":
                self._session.end_unclear()
            raise
        vault.checkpoint_when_long(look=True)
        return AddedPerson(account, code)

    def change_role(self, account: str, role: str) -> None:
        """Give an account another role, and with it the rights in what is everybody's: only owners can share that.

        Raises `not_owner`, `not_found`, `account_removed` or `last_owner`.
        """
        self._require_owner()
        member = self._active(account)
        if member.role == role:
            return
        if self._vault.roster.owners() == [account]:
            raise failure("last_owner")
        with self._writer.transaction():
            if OWNER in (role, member.role):
                # First: who gives up the own role is an owner until the list says otherwise.
                for compartment, rights in self._for_all(role).items():
                    self._vault.keyring.share_in(compartment, [Share(account, rights)])
            self._writer.append(self._author(), "role", account, role=role)

    def set_standing(self, account: str, kind: str, rights: str) -> None:
        """Let an account have every compartment of a kind that is made from now on, or with `""` no more (V-5.11).

        Raises `not_owner`, `not_found`, `account_removed` or `never_shared`.
        """
        self._require_owner()
        member = self._active(account)
        if kind in NEVER_STANDING:
            raise failure("never_shared")
        if member.standing.get(kind, "") != rights:
            with self._writer.transaction():
                self._stand(account, kind, rights)

    def alone_holding(self, account: str) -> list[str]:
        """Files of clients and of incidents that nobody else could open without this account."""
        now, found = clock.now(), list[str]()
        for compartment in rows.granted_compartments(self._vault.connection, account):
            first = rows.generation(self._vault.connection, compartment, 1)
            if first is None or first.kind not in _FILES:
                continue
            holders = sharing.holders(self._vault, compartment)
            able = {each.account for each in holders if each.expires is None or each.expires > now}
            if able & {each.id for each in self._vault.roster.members.values() if each.is_active} == {account}:
                found.append(compartment)
        return found

    def remove(self, account: str, accept_loss: Collection[str] = (), progress: Progress | None = None) -> None:
        """Take an account out of the practice: no way in, new keys for what it could open, another database key.

        Ends the session. Raises `not_owner`, `refused` for oneself, `not_found`, `account_removed`, `last_owner`,
        `only_holder` unless every file of `alone_holding` is accepted, and `database_busy`. What the disk refuses
        after the removal is raised too: it counts, and the next sign-in of an owner does the rest.
        """
        vault, step = self._vault, progress or (lambda _: None)
        self._require_owner()
        self._active(account)
        if account == vault.account:
            raise failure("last_owner" if vault.roster.owners() == [account] else "refused")
        lost = self.alone_holding(account)
        if not set(lost) <= set(accept_loss):
            raise failure("only_holder", n=str(len(set(lost) - set(accept_loss))))
        if vault.checkpoints_held:
            raise failure("database_busy")
        with self._writer.transaction():
            self._writer.append(self._author(), "state", account, state=REMOVED)
            for compartment in lost:
                vault.trail.append(Event(action=ACTION, outcome="lost", compartment=compartment))
        held = sharing.held_by(vault, account)
        records = generations.records_in(vault, held)
        for number, compartment in enumerate(held, start=1):
            step(f"generation {number}/{len(held)}")
            # One that cannot be renewed now is due at the next sign-in; it must not keep the rest from being done.
            with contextlib.suppress(KnownError):
                generations.renew(vault, compartment, without={account}, records=records)
        self._forget(account)
        self.rekey(REMOVED, step)

    def renew(
        self,
        proof: SecretBytes,
        new: SecretBytes,
        *,
        how: How = "passphrase",
        names: Iterable[str] = (),
        policy: KdfPolicy | None = None,
        owner: Key | None = None,
    ) -> str:
        """Give the own account another secret, other keys, another passphrase and recovery code (V-3.4).

        It helps against somebody who had the passphrase and a copy of the vault. Who is no owner needs one at the
        same desk, who types `owner`. Ends the session; returns the recovery code, which is shown once. Raises
        `weak_passphrase`, `wait`, `wrong_secret`, `not_owner`, `database_busy`, and what a disk refuses.
        """
        renewal = Renewal(self._vault, WaysIn(self._vault))
        with renewal.secret:
            code = renewal.prepare(Key(proof, how=how), NewPassphrase(new, names, policy), owner)
            plan = Plan("renewed", renewal.account_of, renewal.write)
            self._rekey(plan, lambda _: None, renewal.remember)
        return code

    def rekey(self, reason: str, progress: Progress | None = None) -> None:
        """Give the database another key (V-3.5); `reason` is a code. Ends the session.

        Raises `database_busy` while a backup or a verifier is at work, and what a disk refuses; then work goes on, but
        for `change_unclear`: then the session is over, and the next sign-in finds out which database counts.
        """
        self._rekey(Plan(reason), progress or (lambda _: None), lambda: self._vault.write_anchor(unnamed=False))

    def finish(self) -> bool:
        """What a crash left of a change of people, when an owner signs in; True when that ended the session.

        What the disk refuses now is done at the next sign-in.
        """
        vault = self._vault
        if not self._is_owner:
            return False
        known = [each.id for each in vault.header.accounts]
        gone = [each for each in known if not vault.roster.is_active(each)]
        with contextlib.suppress(KnownError):
            for account in self._never_let_in(known):
                with self._writer.transaction():
                    self._writer.append(self._author(), "state", account, state=REMOVED)
            for account in gone:
                self._forget(account)
            if gone:
                self.rekey(REMOVED)
        return self._session.is_locked

    def _never_let_in(self, known: Collection[str]) -> list[str]:
        """Members whom the header does not know, because it was never written: the trail must say so.

        Everybody can write a header without somebody else. That alone is no reason to remove them for good.
        """
        vault = self._vault
        without_way_in = [each for each in vault.roster.members.values() if each.is_active and each.id not in known]
        return [
            each.id
            for each in without_way_in
            if header_trail.came_to_nothing(vault.trail, vault.roster, after=each.since_seq)
        ]

    @property
    def _is_owner(self) -> bool:
        return self._vault.account in self._vault.roster.owners()

    def _require_owner(self) -> None:
        if not self._is_owner:
            self._vault.trail.commit(Event(action=ACTION, outcome="not_owner"))
            raise failure("not_owner")

    def _active(self, account: str) -> Member:
        member = self._vault.roster.members.get(account)
        if member is None:
            raise failure("not_found", what=account)
        if not member.is_active:
            raise failure("account_removed")
        return member

    def _author(self, accepting: sealing.Signer | None = None) -> Author:
        return Author(self._vault.account, self._vault.keys.signer, accepting)

    def _stand(self, account: str, kind: str, rights: str) -> None:
        if rights and rights not in RIGHTS:
            raise ValueError(rights)
        fields = {"kind": kind, "mode": "ordinary", "on": bool(rights), "rights": rights}
        self._writer.append(self._author(), "standing", account, **fields)

    def _for_all(self, role: str) -> dict[str, str]:
        """What everybody can open, and with which rights: only owners share it."""
        rights = rows.ALL_RIGHTS if role == OWNER else "read write"
        return {self._vault.own_compartment(kind): rights for kind in _FOR_ALL}

    def _check_new(self, new: NewPerson) -> None:
        vault = self._vault
        if not self.login_is_free(new.login):
            raise failure("login_taken")
        if len(vault.header.accounts) >= header.MOST_ACCOUNTS:
            raise failure("too_many_accounts", most=str(header.MOST_ACCOUNTS))
        if NEVER_STANDING & new.standing.keys():
            raise failure("never_shared")
        problem = passphrase_problem(bytes(new.passphrase).decode(), [new.login, *new.names])
        if problem is not None:
            raise failure("weak_passphrase", problem=problem)
        if vault.checkpoints_held:
            # A backup carries the header of its beginning; its snapshot may be later.
            raise failure("database_busy")

    def _header_with(self, account: str, login: str, ways: list[Slot], keys: AccountKeys) -> Header:
        vault, old = self._vault, self._vault.header
        key = bytes(vault.database_key)
        sealed = seal_database_key(vault.vault_id, account, old.database.file, keys.public, key)
        made = HeaderAccount(account, header.login_tag(vault.vault_id, login), ways, sealed)
        changed = msgspec.structs.replace(old, generation=old.generation + 1, accounts=[*old.accounts, made])
        return changed.signed(key)

    def _forget(self, account: str) -> None:
        """What lies in the folder for an account that is gone: both are worthless to anybody else."""
        with contextlib.suppress(KnownError, OSError):
            index_file.remove(index_file.path_of(self._vault.path, account))
            (self._vault.path / anchors.FOLDER / account).unlink(missing_ok=True)

    def _rekey(self, plan: Plan, step: Progress, remember: Callable[[], None]) -> None:
        vault = self._vault
        rekeying = Rekeying(vault, plan, step)
        try:
            rekeying.run()
        except BaseException as error:
            if isinstance(error, KnownError) and error.name == "change_unclear":
                self._session.end_unclear()
            elif rekeying.was_signed_off:
                self._session.resumed()
            raise

        def last() -> None:
            leftovers.sweep_databases(vault.path, vault.header.database.file)
            if plan.in_copy is not None:  # what the old keys opened
                with contextlib.suppress(KnownError):
                    index_file.remove(index_file.path_of(vault.path, vault.account))

        self._session.end_rekeyed(remember, last)
