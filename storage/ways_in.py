"""Changing and trying the ways into the own account while signed in: passphrase and recovery sheet (V-3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from storage import failures, header_trail, recovery, slots
from storage.errors import KnownError, failure
from storage.header import HeaderAccount, Slot
from storage.kdf import KdfPolicy
from storage.opened import OpenVault
from storage.passphrases import passphrase_problem
from storage.secrets import SecretBytes
from storage.slots import Key, Place
from storage.trail import Event

PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - the name of an action
RECOVERY_CHANGED = "recovery_changed"
RECOVERY_CHECKED = "recovery_checked"


@dataclass(frozen=True, slots=True)
class NewPassphrase:
    """A passphrase to be; `names` are words that an attacker would try first. Without a policy it is calibrated."""

    secret: SecretBytes
    names: Iterable[str] = ()
    policy: KdfPolicy | None = None


class WaysIn:
    """The slots of one signed-in account. Each change proves first that its owner is at the keyboard."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self._place = Place(vault.vault_id, vault.account)

    def change_passphrase(self, proof: Key, new: NewPassphrase) -> None:
        """Replace the passphrase slot, every other slot stays as it is; durable on return.

        Raises `weak_passphrase`, `wait`, `wrong_secret`, `database_busy` while a backup is made, and what a disk
        refuses; then the old passphrase is valid, unless it is `change_unclear`.
        """
        self.check_new(new)
        opened, plain = self.prove(proof, PASSPHRASE_CHANGED)
        with plain:
            made = slots.passphrase_slot(self._place, bytes(plain), Key(new.secret), self.policy(new))
        # Proven by the recovery code: the passphrase is forgotten, so no slot for one may stay.
        doomed = [opened] if proof.how == "passphrase" else self._slots("passphrase")
        self._replace(doomed, made, PASSPHRASE_CHANGED)

    def reissue_recovery(self, proof: Key) -> str:
        """A new recovery code, to be printed now: it is shown once. The old sheet opens nothing any more.

        Raises what `change_passphrase` raises, less `weak_passphrase`.
        """
        _, plain = self.prove(proof, RECOVERY_CHANGED)
        code = recovery.generate()
        with plain:
            made = slots.recovery_slot(self._place, bytes(plain), code)
        self._replace(self._slots("recovery"), made, RECOVERY_CHANGED)
        return code

    def check_recovery(self, code: SecretBytes) -> bool:
        """Whether this code opens the account: an entry, and a failed try counts as at sign-in. Changes nothing.

        Raises `mistyped_code`, which is no try, and `wait`.
        """
        try:
            _, plain = self.prove(Key(code, how="recovery"), RECOVERY_CHECKED)
        except KnownError as error:
            if error.name != "wrong_secret":
                raise
            return False
        plain.wipe()
        self._vault.trail.commit(Event(action=RECOVERY_CHECKED))
        return True

    def check_new(self, new: NewPassphrase) -> None:
        """Raise `weak_passphrase` for one that this account may not have."""
        problem = passphrase_problem(bytes(new.secret).decode(), [self._vault.login, *new.names])
        if problem is not None:
            raise failure("weak_passphrase", problem=problem)

    def policy(self, new: NewPassphrase) -> KdfPolicy:
        """What a new slot costs: never less than a slot of this account before (V-3.4)."""
        policy = new.policy or KdfPolicy.calibrated()
        for cost in (slot.cost for slot in self._account.slots if slot.cost is not None):
            policy = policy.at_least(cost)
        return policy

    @property
    def _account(self) -> HeaderAccount:
        return next(each for each in self._vault.header.accounts if each.id == self._vault.account)

    def _slots(self, kind: str) -> list[Slot]:
        return [slot for slot in self._account.slots if slot.kind == kind]

    def prove(self, proof: Key, action: str) -> tuple[Slot, SecretBytes]:
        """The slot that opens, and what it seals; a failed try is noted as at sign-in, and is an entry (V-3.8)."""
        vault = self._vault
        waiting = failures.wait_s(vault.path)
        if waiting > 0:
            raise failure("wait", seconds=str(round(waiting + 0.5)))
        # The costs of this header were accepted when it let its owner in.
        opened = slots.open_slots(self._place, self._account.slots, replace(proof, allow_cheap=True))
        if opened is None:
            failures.add(vault.path, vault.account)
            vault.trail.commit(Event(action=action, outcome="wrong_secret", facts={"how": proof.how}))
            raise failure("wrong_secret")
        failures.clear(vault.path)
        return opened

    def _replace(self, doomed: Sequence[Slot], made: Slot, why: str) -> None:
        vault = self._vault
        if vault.checkpoints_held:
            # A backup carries the header of its beginning; its snapshot may be later.
            raise failure("database_busy")
        old = vault.header
        kept = [slot for slot in self._account.slots if slot not in doomed]
        own = msgspec.structs.replace(self._account, slots=sorted([*kept, made], key=lambda slot: slot.kind))
        accounts = [own if each.id == own.id else each for each in old.accounts]
        changed = msgspec.structs.replace(old, generation=old.generation + 1, accounts=accounts)
        header_trail.change(vault, changed.signed(bytes(vault.database_key)), why)
