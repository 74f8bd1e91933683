"""Ways in for one account: making a slot, and opening it with what somebody typed (V-3.2)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from storage import canonical, clock, header, kdf, recovery, sealing
from storage.errors import failure
from storage.header import Slot
from storage.kdf import KdfPolicy
from storage.sealing import Sealer, SealError
from storage.secrets import SecretBytes

_NO_SALT = canonical.to_text(bytes(kdf.SALT_BYTES))
How = Literal["passphrase", "recovery"]


@dataclass(frozen=True, slots=True)
class Key:
    """What somebody typed to get in, and how it is to be read.

    `derived` keeps the key of each slot, by its salt and cost: one key is made once, however often it is used.
    """

    secret: SecretBytes
    login: str | None = None
    how: How = "passphrase"
    allow_cheap: bool = False
    derived: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose slot it is: part of what a slot seals."""

    vault: str
    account: str


def seal_slot(place: Place, slot: Slot, key: bytes, plain: bytes) -> Slot:
    """The slot with `account secret ‖ root digest` sealed under the slot's key."""
    sealed = Sealer(key).seal(plain, header.slot_context(place.vault, place.account, slot))
    return Slot(slot.kind, canonical.to_text(sealed), slot.made_at, slot.salt, slot.cost)


def open_slots(place: Place, slots: Iterable[Slot], key: Key) -> tuple[Slot, SecretBytes] | None:
    """The first slot of the key's kind that opens, and what it seals; None when none does.

    Raises what is wrong with the cost of a slot, or `mistyped_code`.
    """
    for slot in slots:
        if slot.kind != key.how:
            continue
        try:
            sealer = Sealer(_slot_key(place.vault, slot, key))
            context = header.slot_context(place.vault, place.account, slot)
            return slot, SecretBytes(sealer.open(canonical.from_text(slot.sealed), context))
        except (SealError, ValueError):
            continue
    return None


def passphrase_slot(place: Place, plain: bytes, key: Key, policy: KdfPolicy) -> Slot:
    """A new slot for the passphrase of `key`, under a fresh salt; takes as long as the policy says."""
    salt = canonical.to_text(os.urandom(kdf.SALT_BYTES))
    slot = Slot("passphrase", "", clock.now(), salt, policy.cost)
    return seal_slot(place, slot, _derive(slot, key), plain)


def recovery_slot(place: Place, plain: bytes, code: str) -> Slot:
    """A new slot for a printed code."""
    with SecretBytes.from_text(code) as typed:
        key = _code_key(place.vault, typed)
    return seal_slot(place, Slot("recovery", "", clock.now()), key, plain)


def both_ways(place: Place, plain: bytes, key: Key, policy: KdfPolicy, code: str) -> list[Slot]:
    """The two ways in that an account is made with: the passphrase of `key`, and the printed code."""
    return [passphrase_slot(place, plain, key, policy), recovery_slot(place, plain, code)]


def spend_the_same(slots: Iterable[Slot], key: Key) -> None:
    """What trying a passphrase costs, for an account that is not there (V-3.8)."""
    if key.how == "recovery":
        recovery.read(key.secret).wipe()
        return
    cost = next((slot.cost for slot in slots if slot.cost), None)
    if cost is not None:
        kdf.check_limits(cost, allow_cheap=key.allow_cheap)
        _derive(Slot("passphrase", "", "", _NO_SALT, cost), key)


def _slot_key(vault_id: str, slot: Slot, key: Key) -> bytes:
    if slot.kind == "recovery":
        return _code_key(vault_id, key.secret)
    if slot.cost is None or slot.salt is None:
        raise failure("header_damaged")
    kdf.check_limits(slot.cost, allow_cheap=key.allow_cheap)
    return _derive(slot, key)


def _code_key(vault_id: str, typed: SecretBytes) -> bytes:
    with recovery.read(typed) as symbols:
        return sealing.derive(bytes(symbols), vault_id, "slot/recovery")


def _derive(slot: Slot, key: Key) -> bytes:
    if slot.cost is None or slot.salt is None:
        raise failure("header_damaged")
    name = f"{slot.salt} {slot.cost}"
    if name not in key.derived:
        key.derived[name] = kdf.derive_key(key.secret, canonical.from_text(slot.salt), slot.cost)
    return key.derived[name]
