"""Making generations and grants: keys, labels and signatures, inside the running transaction (V-5.2, V-5.3)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from storage import canonical, clock, rows, sealing
from storage.database import Connection
from storage.rows import Generation, Grant, SignedRow
from storage.sealing import AccountKeys, PublicKeys, Sealer, SealError

Row = TypeVar("Row", bound=SignedRow)
KEY, GRANT = "compartment-key", "grant"
PREVIOUS = "previous"
"""In the label of a later generation: the key of the one before, so that older details can be opened."""


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody is given of a compartment: `rights` out of `read`, `write`, `share`; `expires` an envelope time."""

    account: str
    rights: str
    expires: str | None = None

    def to_fact(self) -> dict[str, str]:
        """As an entry says it."""
        fact = {"account": self.account, "rights": self.rights}
        return fact if self.expires is None else fact | {"expires": self.expires}


@dataclass(frozen=True, slots=True)
class Made:
    """A generation that was just made or is held, with its key."""

    generation: Generation
    key: bytes


class Granter:
    """Makes rows for one account."""

    def __init__(self, connection: Connection, account: str, keys: AccountKeys, vault_id: str) -> None:
        self._connection = connection
        self._account = account
        self._keys = keys
        self._vault_id = vault_id

    def generation(self, place: tuple[str, str, int], label: Mapping[str, str]) -> Made:
        """A fresh key for a compartment: `place` is its id, its kind, and the number of the generation."""
        compartment, kind, number = place
        key = sealing.random_key()
        sealed = Sealer(key).seal(canonical.encode(dict(label)), _label_context(compartment, kind, number))
        at, digest = clock.now(), sealing.digest(KEY, key)
        made = self._signed(Generation(b"", compartment, number, kind, self._account, at, digest, sealed))
        made.insert(self._connection)
        return Made(made, key)

    def grant(self, made: Made, share: Share, public: PublicKeys) -> Grant:
        """The key in the hand of somebody with these public keys."""
        generation = made.generation
        draft = Grant(
            b"", clock.new_id(), generation.compartment, generation.number, share.account, share.rights, b"",
            self._account, clock.now(), share.expires,
        )  # fmt: skip
        sealed = public.seal(made.key, GRANT, grant_context(self._vault_id, draft))
        grant = self._signed(replace(draft, sealed_digest=sealing.digest(GRANT, sealed)))
        grant.insert(self._connection, sealed)
        return grant

    def _signed(self, row: Row) -> Row:
        message = row.message(self._vault_id)
        return replace(row, signature=self._keys.signer.sign(row.table, message))


def open_label(generation: Generation, sealer: Sealer) -> dict[str, str]:
    """The label of a generation, with the key before it; raises SealError or ValueError."""
    context = _label_context(generation.compartment, generation.kind, generation.number)
    label: dict[str, str] = canonical.decode(sealer.open(generation.label, context))
    return label


def older_keys(connection: Connection, generation: Generation | None, sealer: Sealer) -> Iterator[Sealer]:
    """Each label has the key of the generation before it, which a forged row between them does not match."""
    with contextlib.suppress(SealError, ValueError, KeyError):
        while generation is not None:
            key = canonical.from_text(open_label(generation, sealer)[PREVIOUS])
            sealer, digest = Sealer(key), sealing.digest(KEY, key)
            yield sealer
            compartment, before = generation.compartment, range(generation.number - 1, 0, -1)
            found = (rows.generation(connection, compartment, number) for number in before)
            generation = next((row for row in found if row and row.key_digest == digest), None)


def grant_context(vault_id: str, grant: Grant) -> dict[str, Any]:
    """What the sealed key of a grant is bound to."""
    return {
        "compartment": grant.compartment,
        "generation": grant.generation,
        "grant": grant.id,
        "grantee": grant.grantee,
        "vault": vault_id,
    }


def with_standing(
    shares: Iterable[Share], standing: Mapping[str, str], most: str, until: str | None = None
) -> list[Share]:
    """The shares, and one for each standing grantee who is not among them: no more than `most`, no longer (V-5.11)."""
    found = list(shares)
    named = {share.account for share in found}
    for account, rights in standing.items():
        given = " ".join(right for right in rows.RIGHTS if right in rights.split() and right in most.split())
        if account not in named and given:
            found.append(Share(account, given, until))
    return found


def _label_context(compartment: str, kind: str, number: int) -> bytes:
    return canonical.encode({"compartment": compartment, "kind": kind, "number": number})
