"""Argon2id: policy, calibration, limits (V-3.3)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

from storage.errors import KnownError, failure
from storage.secrets import SecretBytes

SALT_BYTES = 16
LANES = 4
FLOOR_MEMORY_KIB = 64 * 1024  # RFC 9106, second recommended choice
FLOOR_PASSES = 3
START_MEMORY_KIB = 256 * 1024
CEILING_MEMORY_KIB = 1024 * 1024
CEILING_PASSES = 16
TARGET_S = 1.0


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What deriving one key costs: memory in KiB, passes over it, lanes (always 4)."""

    memory_kib: int
    passes: int
    lanes: int = LANES


@dataclass(frozen=True, slots=True)
class KdfPolicy:
    """How costly new slots are made."""

    cost: Cost

    @classmethod
    def floor(cls) -> Self:
        """The least that is accepted: 64 MiB, 3 passes."""
        return cls(Cost(FLOOR_MEMORY_KIB, FLOOR_PASSES))

    @classmethod
    def calibrated(cls) -> Self:
        """About one second on this computer: 256 MiB first, then passes. Takes about a second itself."""
        memory = START_MEMORY_KIB
        seconds = _time_of(Cost(memory, FLOOR_PASSES))
        while seconds is None:
            memory //= 2
            if memory < FLOOR_MEMORY_KIB:
                raise failure("cost_too_high", found=f"{memory // 1024} MiB")
            seconds = _time_of(Cost(memory, FLOOR_PASSES))
        passes = round(FLOOR_PASSES * TARGET_S / seconds)
        return cls(Cost(memory, max(FLOOR_PASSES, min(CEILING_PASSES, passes))))

    def at_least(self, cost: Cost) -> KdfPolicy:
        """This policy, or a stronger one: in no way weaker than `cost`, neither in memory nor in work."""
        memory = max(self.cost.memory_kib, cost.memory_kib)
        work = max(self.cost.memory_kib * self.cost.passes, cost.memory_kib * cost.passes)
        return KdfPolicy(Cost(memory, min(CEILING_PASSES, -(-work // memory))))


# A vault made with this policy is refused by a normal start; it keeps the tests quick.
CHEAPEST_FOR_TESTS = KdfPolicy(Cost(32, 1))


def check_limits(cost: Cost, *, allow_cheap: bool = False) -> None:
    """Refuse a cost under the floor or over the ceiling, before any memory is spent (V-1.5)."""
    found = f"{cost.memory_kib // 1024} MiB, {cost.passes} passes"
    if cost.memory_kib > CEILING_MEMORY_KIB or cost.passes > CEILING_PASSES:
        raise failure("cost_too_high", found=found)
    if cost.lanes != LANES:
        raise failure("cost_too_low", found=f"p = {cost.lanes}")
    if allow_cheap and cost == CHEAPEST_FOR_TESTS.cost:
        return
    if cost.memory_kib < FLOOR_MEMORY_KIB or cost.passes < FLOOR_PASSES:
        raise failure("cost_too_low", found=found)


def derive_key(passphrase: SecretBytes, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key of a passphrase slot; takes as long and as much memory as `cost` says.

    Raises `header_damaged` for a salt of another length, `no_memory` when there is not enough of it.
    """
    if len(salt) != SALT_BYTES:
        raise failure("header_damaged")
    try:
        return hash_secret_raw(
            bytes(passphrase), salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID, ARGON2_VERSION
        )
    except (HashingError, MemoryError) as error:
        raise failure("no_memory", needed=f"{cost.memory_kib // 1024} MiB") from error


def _time_of(cost: Cost) -> float | None:
    """Seconds for one derivation; None where there is not enough memory for it."""
    start = time.perf_counter()
    try:
        with SecretBytes(b"calibration") as probe:
            derive_key(probe, bytes(SALT_BYTES), cost)
    except KnownError:
        return None
    return time.perf_counter() - start
