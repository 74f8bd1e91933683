"""Changing the ways into one's own account while signed in: the passphrase, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app import worker
from app.desk import Action, Desk
from app.services.practice import practices
from app.services.vault import recovery
from app.vaults import KdfPolicy, SecretBytes
from storage.vault import How


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What deriving the key of a passphrase costs whoever tries one: memory in MiB, passes over it."""

    memory_mib: int
    passes: int


def change_passphrase(
    desk: Desk, proof: SecretBytes, new: SecretBytes, *, how: How = "passphrase", policy: KdfPolicy | None = None
) -> None:
    """Replace the own passphrase; durable on return, and an entry. Takes seconds: each key is meant to be slow.

    Args:
        desk: Whose desk.
        proof: The passphrase until now, or with `how="recovery"` the recovery code.
        new: The one from now on.
        how: What `proof` is.
        policy: How costly the new key is; calibrated on this computer unless given.

    Raises:
        KnownError: `weak_passphrase`, `wrong_secret`, `mistyped_code`, `wait`, `database_busy` while a backup is
            made, `change_unclear` when the disk fails on the way; after all but the last the old one is valid.
    """
    desk.require(Action.SETTING, "personal")
    desk.signin.change_passphrase(proof, new, how=how, names=easy_words(desk), policy=policy)


def reissue_recovery(desk: Desk, proof: SecretBytes, *, how: How = "passphrase") -> str:
    """A new recovery code, shown once; the sheet before it opens nothing any more. Raises as `change_passphrase`."""
    desk.require(Action.SETTING, "personal")
    code = desk.signin.reissue_recovery(proof, how=how)
    recovery.begin_anew(desk)
    return code


def key_cost(desk: Desk) -> KeyCost:
    """What the own passphrase costs whoever tries it."""
    desk.require(Action.VIEW, "personal")
    cost = desk.signin.health().cost
    return KeyCost(cost.memory_kib // 1024, cost.passes) if cost is not None else KeyCost(0, 0)


def cost_today(cancelled: Callable[[], bool] | None = None) -> KeyCost:
    """What a new key would cost on this computer; measured by a worker process, so call it where waiting is allowed."""
    cost = worker.cost_today(cancelled=cancelled)
    return KeyCost(cost.memory_kib // 1024, cost.passes)


def easy_words(desk: Desk) -> tuple[str, ...]:
    """What somebody who knows this person would try first."""
    desk.require(Action.VIEW, "practice")
    return (practices.profile(desk).name, practices.person_name(desk, desk.account), practices.my_login(desk))
