"""Another secret for an account: new keys, new ways in, its grants sealed again, all in the re-keyed copy (V-3.4).

Only the copy of the database says so. Until its header is written, the old secret opens the old database.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from storage import failures, recovery, roster, sealing, slots
from storage.anchors import Anchor, Anchors
from storage.compartments import Keyring
from storage.database import Connection
from storage.errors import KnownError, failure
from storage.header import DatabaseFile, HeaderAccount, Slot
from storage.header_trail import REKEYED
from storage.opened import OpenVault
from storage.people import Author, PeopleWriter
from storage.roster import Roster
from storage.roster_events import OWNER, key_fields
from storage.sealing import AccountKeys
from storage.secrets import SecretBytes
from storage.slots import Key, Place
from storage.trail import Event, Trail
from storage.unlocking import enter, seal_database_key
from storage.ways_in import NewPassphrase, WaysIn


class Renewal:
    """One renewal, from the typed words to what the header and the copy of the database say."""

    def __init__(self, vault: OpenVault, ways_in: WaysIn) -> None:
        self._vault = vault
        self._ways_in = ways_in
        self.secret = SecretBytes(sealing.random_key())
        self._keys = AccountKeys(bytes(self.secret), vault.vault_id)
        self._slots: list[Slot] = []
        self._author = Author("", vault.keys.signer)
        self._written: tuple[Trail, Roster] | None = None

    def prepare(self, proof: Key, new: NewPassphrase, owner: Key | None) -> str:
        """Prove who is there, find the owner who signs, make the slots; returns the recovery code.

        Raises `weak_passphrase`, `wait`, `wrong_secret` or `not_owner`.
        """
        vault = self._vault
        self._ways_in.check_new(new)
        self._ways_in.prove(proof, REKEYED)[1].wipe()
        by, signer = self._owner(owner)
        self._author = Author(by, signer, vault.keys.signer, self._keys.signer)
        code, plain = recovery.generate(), bytes(self.secret) + vault.roster.root
        place = Place(vault.vault_id, vault.account)
        self._slots = slots.both_ways(place, plain, Key(new.secret), self._ways_in.policy(new), code)
        return code

    def account_of(self, found: HeaderAccount, file: DatabaseFile, key: bytes) -> HeaderAccount:
        """The own account in the header: other slots, and the database key sealed to the new keys."""
        if found.id != self._vault.account:
            return found
        sealed = seal_database_key(self._vault.vault_id, found.id, file.file, self._keys.public, key)
        return msgspec.structs.replace(found, slots=self._slots, database_key=sealed)

    def write(self, copy: Connection) -> None:
        """In the copy, in a session that the old key certifies: the new keys, and the grants sealed to them."""
        vault = self._vault
        people = roster.load(copy, vault.vault_id, vault.roster.root)
        trail = Trail(copy, vault.vault_id, vault.account)
        keyring = Keyring(copy, vault.account, vault.keys, people, trail)
        keyring.histories.is_verified, keyring.kept_key = vault.keyring.histories.is_verified, vault.keyring.kept_key
        with trail.transaction():
            trail.begin(vault.keys.signer, facts={"how": "renewed"})
            writer = PeopleWriter(copy, trail, people)
            writer.append(self._author, "keys", vault.account, **key_fields(self._keys.public))
            keyring.reseal(self._keys)
            trail.end("renewed")
        self._written = trail, people

    def remember(self) -> None:
        """The own anchor, under the new key."""
        vault = self._vault
        if self._written is not None:
            anchor = Anchor.of(*self._written, vault.header)
            Anchors(vault.path, vault.vault_id, vault.account, self._keys.anchor).write(anchor)

    def _owner(self, key: Key | None) -> tuple[str, sealing.Signer]:
        """Which owner signs: the person themselves, or who typed a key at the same desk."""
        vault = self._vault
        if vault.roster.member(vault.account).role == OWNER:
            return vault.account, vault.keys.signer
        if key is None:
            raise failure("not_owner")
        waiting = failures.wait_s(vault.path)
        if waiting > 0:
            raise failure("wait", seconds=str(round(waiting + 0.5)))
        try:
            # The costs of this header were accepted when it let somebody in; what was derived is somebody else's.
            entered = enter(vault.header, replace(key, allow_cheap=True, derived={}))
        except KnownError as error:
            if error.name == "wrong_secret":
                found = vault.header.account(key.login)
                failures.add(vault.path, found.id if found else failures.UNKNOWN)
                vault.trail.commit(Event(action=REKEYED, outcome=error.name, facts={"how": key.how}))
            raise
        entered.database_key.wipe()
        is_owner = entered.account in vault.roster.owners()
        if not is_owner or entered.keys.public != vault.roster.member(entered.account).keys:
            raise failure("not_owner")
        return entered.account, entered.keys.signer
