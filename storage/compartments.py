"""Compartments, their keys and who holds them (V-5.1 to V-5.3)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from storage import canonical, clock, rows, sealing
from storage.database import Connection, one
from storage.errors import KnownError, failure
from storage.roster import Roster
from storage.rows import Generation, Grant, SignedRow
from storage.sealing import AccountKeys, Sealer, SealError
from storage.trail import Event, Trail

Row = TypeVar("Row", bound=SignedRow)
_KEY = "compartment-key"
_GRANT = "grant"
_KEPT = "kept-key"
_SEALED = 'SELECT sealed FROM grant_key WHERE "grant" = ?'
_NOT_TRUE = frozenset({"compartment_damaged", "trail_damaged"})


@dataclass(frozen=True, slots=True)
class NewCompartment:
    """A compartment to be made: `label` says to its holders what it is for, sealed."""

    id: str
    kind: str
    label: dict[str, str]


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key this account has opened, sealed for its own index, with the digest of the rows it came from.

    Opening it costs a hundredth of opening the grant. It is used only while the newest grant in the database
    and its generation are those very rows.
    """

    granted: bytes
    sealed: bytes
    kind: str
    maker: str
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
    kept: KeptKey


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
        self._refused: set[bytes] = set()
        self.is_verified: Callable[[bytes], bool] = lambda _: False
        self.remember_verified: Callable[[bytes], None] = lambda _: None
        self.kept_key: Callable[[str], KeptKey | None] = lambda _: None
        self.keep_key: Callable[[OpenCompartment], None] = lambda _: None

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
        given = rows.grants_of(self._connection, account, compartment)
        if self._first_true([grant for grant in given if right in grant.rights.split()]) is None:
            return False
        self._rights.add((account, compartment, right))
        return True

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
        kept = self._kept(grant, key, generation, self._account, dict(new.label))
        opened = _opened(grant, kept, sealer)
        self._open[new.id] = opened
        return opened

    def forget(self, compartments: list[str]) -> None:
        """Drop keys whose rows were not committed after all."""
        for compartment in compartments:
            self._open.pop(compartment, None)

    def check_grant(self, grant: Grant) -> None:
        """Verify a grant and its generation, once for ever (V-5.6); raises `compartment_damaged`."""
        vault_id = self._trail.vault_id
        digest = grant.digest(vault_id)
        if self.is_verified(digest):
            return
        generation = rows.generation(self._connection, grant.compartment, grant.generation)
        if generation is None or digest in self._refused:
            raise failure("compartment_damaged")
        try:
            place = self._check_row(grant)
            sealing.ensure(self._check_generation(generation) < place)
            sealing.ensure(grant.granter == generation.maker or self._held_share(grant.granter, generation, place))
        except SealError as error:
            self._refused.add(digest)
            raise failure("compartment_damaged") from error
        self.remember_verified(generation.digest(vault_id))
        self.remember_verified(digest)

    def _first_true(self, given: list[Grant]) -> Grant | None:
        """The first grant that verifies, so that a forged row beside it locks nobody out.

        None when there is none at all; raises what is wrong with the first when none verifies, and
        `compartment_damaged` when a forged one may stand where a true one was taken away.
        """
        refused: KnownError | None = None
        for grant in given:
            try:
                self.check_grant(grant)
            except KnownError as error:
                if error.name not in _NOT_TRUE:
                    raise
                refused = refused or error
                continue
            if refused is not None and self._lacks_rows(grant.compartment):
                raise refused
            return grant
        if refused is not None:
            raise refused
        return None

    def _lacks_rows(self, compartment: str) -> bool:
        """Whether a true entry names a generation or grant of this compartment that is not there any more."""
        vault_id = self._trail.vault_id
        found = rows.of_compartment(self._connection, compartment)
        present = {canonical.to_text(row.digest(vault_id)) for row in found}
        for entry in self._trail.grants(compartment):
            if not present.issuperset(entry.rows):
                with contextlib.suppress(KnownError):
                    self._trail.check(entry, self._roster)
                    return True
        return False

    def _place(self, row: SignedRow) -> tuple[int, int]:
        """Where the trail names a row: number of the entry, position in it. Raises SealError for a forged row."""
        digest = row.digest(self._trail.vault_id)
        entry = self._trail.naming(digest)
        if entry is None:
            raise SealError
        return entry.seq, entry.rows.index(canonical.to_text(digest))

    def _check_row(self, row: SignedRow) -> tuple[int, int]:
        """Signature, and the entry that names the row; returns its place in the trail."""
        place = self._place(row)
        public = self._roster.public_key(row.signer)
        found = self._trail.at(place[0])
        if public is None or found is None or found[0].account != row.signer:
            raise SealError
        row.verify(self._trail.vault_id, public)
        self._trail.check(found[0], self._roster)
        return place

    def _check_generation(self, generation: Generation) -> tuple[int, int]:
        """Number 1 is its creator's; n + 1 is made by a holder of share in n."""
        place = self._check_row(generation)
        if generation.number != 1:
            before = rows.generation(self._connection, generation.compartment, generation.number - 1)
            sealing.ensure(before is not None and self._check_generation(before) < place)
            sealing.ensure(before is not None and self._held_share(generation.maker, before, place))
        return place

    def _held_share(self, account: str, generation: Generation, place: tuple[int, int]) -> bool:
        """Whether `account` held share in a true generation before this place: order is trail order (V-5.6).

        Every step goes to an earlier place, so that grants which vouch for each other end here.
        """
        if generation.maker == account:
            return True
        for grant in rows.grants_of(self._connection, account, generation.compartment):
            if grant.generation == generation.number and "share" in grant.rights.split() and grant.granter != account:
                with contextlib.suppress(KnownError, SealError):
                    if self._place(grant) < place:
                        self.check_grant(grant)
                        return True
        return False

    def _unseal(self, compartment: str) -> OpenCompartment:
        held = rows.grants_of(self._connection, self._account, compartment)
        opened = self._unseal_kept(held[0]) if held else None
        if opened is not None:
            return opened
        grant = self._first_true(held)
        if grant is None:
            raise failure("not_shared")
        return self._unseal_grant(grant)

    def _unseal_kept(self, grant: Grant) -> OpenCompartment | None:
        """With the key that the own index keeps, while grant, generation and sealed key are still what they were.

        They were verified before the key was kept.
        """
        kept = self.kept_key(grant.compartment)
        generation = rows.generation(self._connection, grant.compartment, grant.generation) if kept else None
        if kept is None or generation is None or kept.granted != self._granted(grant, generation):
            return None
        row = one(self._connection, _SEALED, (grant.id,))
        if row is None or sealing.digest(_GRANT, row[0]) != grant.sealed_digest:
            return None
        with contextlib.suppress(SealError):
            return _opened(grant, kept, Sealer(self._keys.keyring.open(kept.sealed, kept.granted)))
        return None

    def _granted(self, grant: Grant, generation: Generation) -> bytes:
        vault_id = self._trail.vault_id
        return sealing.digest(_KEPT, grant.digest(vault_id), generation.digest(vault_id))

    def _unseal_grant(self, grant: Grant) -> OpenCompartment:
        generation = rows.generation(self._connection, grant.compartment, grant.generation)
        sealed = one(self._connection, _SEALED, (grant.id,))
        if generation is None or sealed is None:
            raise failure("compartment_damaged")
        try:
            key = self._keys.open(sealed[0], _GRANT, _grant_context(self._trail.vault_id, grant))
            sealing.ensure(sealing.digest(_KEY, key) == generation.key_digest)
            sealer = Sealer(key)
            label = canonical.decode(sealer.open(generation.label, _label_context(generation)))
        except (SealError, ValueError) as error:
            raise failure("compartment_damaged") from error
        kept = self._kept(grant, key, generation, self._first_maker(grant.compartment), label)
        opened = _opened(grant, kept, sealer)
        self.keep_key(opened)
        return opened

    def _kept(self, grant: Grant, key: bytes, generation: Generation, maker: str, label: dict[str, str]) -> KeptKey:
        granted = self._granted(grant, generation)
        return KeptKey(granted, self._keys.keyring.seal(key, granted), generation.kind, maker, label)

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


def _opened(grant: Grant, kept: KeptKey, sealer: Sealer) -> OpenCompartment:
    rights = frozenset(grant.rights.split())
    return OpenCompartment(grant.compartment, kept.kind, kept.maker, grant.generation, rights, kept.label, sealer, kept)


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
