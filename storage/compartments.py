"""Compartments, their keys and who holds them (V-5.1 to V-5.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from storage import canonical, clock, rows, sealing
from storage.database import Connection, one
from storage.errors import failure
from storage.roster import Roster
from storage.rows import Generation, Grant, SignedRow
from storage.sealing import AccountKeys, Sealer, SealError
from storage.trail import Event, Trail

Row = TypeVar("Row", bound=SignedRow)
_KEY = "compartment-key"
_GRANT = "grant"


@dataclass(frozen=True, slots=True)
class NewCompartment:
    """A compartment to be made: `label` says to its holders what it is for, sealed."""

    id: str
    kind: str
    label: dict[str, str]


@dataclass(frozen=True, slots=True)
class OpenCompartment:
    """A compartment whose key this account holds."""

    id: str
    kind: str
    maker: str
    generation: int
    rights: frozenset[str]
    label: dict[str, str]
    sealer: Sealer


class Keyring:
    """Opens compartments for one account; each key is unsealed and checked once a session."""

    def __init__(self, connection: Connection, account: str, keys: AccountKeys, roster: Roster, trail: Trail) -> None:
        self._connection = connection
        self._account = account
        self._keys = keys
        self._roster = roster
        self._trail = trail
        self._open: dict[str, OpenCompartment] = {}
        self._rights: set[tuple[str, str, str]] = set()
        self._checking: set[str] = set()
        self.is_verified: Callable[[bytes], bool] = lambda _: False
        self.remember_verified: Callable[[bytes], None] = lambda _: None

    def open(self, compartment: str, right: str = "read") -> OpenCompartment:
        """The compartment with its key; raises `not_shared` or `compartment_damaged`."""
        found = self._open.get(compartment)
        if found is None:
            found = self._unseal(compartment)
            self._open[compartment] = found
        if right not in found.rights:
            raise failure("not_shared")
        return found

    def holds(self, compartment: str) -> bool:
        """Whether some grant gives this account a key; the grant is checked when it is used."""
        return compartment in self._open or bool(rows.grants_of(self._connection, self._account, compartment))

    def may(self, account: str, compartment: str, right: str) -> bool:
        """Whether a verified grant gives `account` this right; asked once a session."""
        if (account, compartment, right) in self._rights:
            return True
        for grant in rows.grants_of(self._connection, account, compartment):
            if right in grant.rights.split():
                self.check_grant(grant)
                self._rights.add((account, compartment, right))
                return True
        return False

    def create(self, new: NewCompartment) -> OpenCompartment:
        """Make generation 1 and the creator's own grant with all rights, inside the running transaction."""
        key = sealing.random_key()
        sealer = Sealer(key)
        at = clock.now()
        unsigned = Generation(
            b"", new.id, 1, new.kind, self._account, at, sealing.digest(_KEY, key), self._seal_label(sealer, new)
        )
        generation = self._signed(unsigned)
        generation.insert(self._connection)
        grant, sealed = self._own_grant(new.id, key, at)
        grant.insert(self._connection, sealed)
        vault_id = self._trail.vault_id
        self._trail.append(
            Event(
                action=_GRANT,
                compartment=new.id,
                rows=(generation.digest(vault_id), grant.digest(vault_id)),
                facts={"grantee": self._account, "kind": new.kind, "number": 1, "rights": rows.ALL_RIGHTS},
            )
        )
        opened = OpenCompartment(new.id, new.kind, self._account, 1, frozenset(rows.RIGHTS), dict(new.label), sealer)
        self._open[new.id] = opened
        return opened

    def forget(self, compartments: list[str]) -> None:
        """Drop keys whose rows were not committed after all."""
        for compartment in compartments:
            self._open.pop(compartment, None)

    def check_grant(self, grant: Grant) -> None:
        """Verify a grant and its generation, once for ever (V-5.6); raises `compartment_damaged`."""
        vault_id = self._trail.vault_id
        if self.is_verified(grant.digest(vault_id)):
            return
        generation = rows.generation(self._connection, grant.compartment, grant.generation)
        if generation is None or grant.id in self._checking:
            # Grants that vouch for each other in a ring vouch for nothing.
            raise failure("compartment_damaged")
        self._checking.add(grant.id)
        try:
            self._check_row(generation)
            sealing.ensure(self._may_make(generation))
            self._check_row(grant)
            sealing.ensure(self._may_grant(grant, generation))
        except SealError as error:
            raise failure("compartment_damaged") from error
        finally:
            self._checking.discard(grant.id)
        self.remember_verified(generation.digest(vault_id))
        self.remember_verified(grant.digest(vault_id))

    def _check_row(self, row: SignedRow) -> None:
        vault_id = self._trail.vault_id
        public = self._roster.public_key(row.signer)
        entry = self._trail.naming(row.digest(vault_id))
        if public is None or entry is None:
            raise SealError
        row.verify(vault_id, public)
        self._trail.check(entry, self._roster)

    def _may_make(self, generation: Generation) -> bool:
        if generation.number == 1:
            return True
        return self._holds_share(generation.maker, generation.compartment, generation.number - 1)

    def _may_grant(self, grant: Grant, generation: Generation) -> bool:
        if grant.granter == generation.maker:
            return True
        return self._holds_share(grant.granter, grant.compartment, grant.generation)

    def _holds_share(self, account: str, compartment: str, number: int) -> bool:
        for grant in rows.grants_of(self._connection, account, compartment):
            if grant.generation == number and "share" in grant.rights.split() and grant.granter != account:
                self.check_grant(grant)
                return True
        first = rows.generation(self._connection, compartment, number)
        return first is not None and first.maker == account

    def _unseal(self, compartment: str) -> OpenCompartment:
        held = rows.grants_of(self._connection, self._account, compartment)
        if not held:
            raise failure("not_shared")
        grant = held[0]
        self.check_grant(grant)
        generation = rows.generation(self._connection, compartment, grant.generation)
        sealed = one(self._connection, 'SELECT sealed FROM grant_key WHERE "grant" = ?', (grant.id,))
        if generation is None or sealed is None:
            raise failure("compartment_damaged")
        try:
            key = self._keys.open(sealed[0], _GRANT, _grant_context(self._trail.vault_id, grant))
            sealing.ensure(sealing.digest(_KEY, key) == generation.key_digest)
            sealer = Sealer(key)
            label = canonical.decode(sealer.open(generation.label, _label_context(generation)))
        except (SealError, ValueError) as error:
            raise failure("compartment_damaged") from error
        maker = self._first_maker(compartment)
        rights = frozenset(grant.rights.split())
        return OpenCompartment(compartment, generation.kind, maker, grant.generation, rights, label, sealer)

    def _first_maker(self, compartment: str) -> str:
        first = rows.generation(self._connection, compartment, 1)
        if first is None:
            raise failure("compartment_damaged")
        return first.maker

    def _own_grant(self, compartment: str, key: bytes, at: str) -> tuple[Grant, bytes]:
        draft = Grant(b"", clock.new_id(), compartment, 1, self._account, rows.ALL_RIGHTS, b"", self._account, at, None)
        sealed = self._keys.public.seal(key, _GRANT, _grant_context(self._trail.vault_id, draft))
        return self._signed(replace(draft, sealed_digest=sealing.digest(_GRANT, sealed))), sealed

    def _signed(self, row: Row) -> Row:
        message = row.message(self._trail.vault_id)
        return replace(row, signature=self._keys.signer.sign(row.table, message))

    @staticmethod
    def _seal_label(sealer: Sealer, new: NewCompartment) -> bytes:
        context = canonical.encode({"compartment": new.id, "kind": new.kind, "number": 1})
        return sealer.seal(canonical.encode(new.label), context)


def _label_context(generation: Generation) -> bytes:
    return canonical.encode(
        {"compartment": generation.compartment, "kind": generation.kind, "number": generation.number}
    )


def _grant_context(vault_id: str, grant: Grant) -> dict[str, Any]:
    return {
        "compartment": grant.compartment,
        "generation": grant.generation,
        "grant": grant.id,
        "grantee": grant.grantee,
        "vault": vault_id,
    }
