"""Compartments, their keys and who holds them (V-5.1 to V-5.3)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storage import canonical, clock, granting, rows, sealing
from storage.database import Connection, one
from storage.errors import KnownError, failure
from storage.granted import FOUNDED, PRIVATE, SHARE, Histories, History, Step, has_ended, is_covered, is_in_order
from storage.granting import GRANT, KEY, PREVIOUS, Granter, Made, Share
from storage.roster import Roster
from storage.rows import Generation, Grant
from storage.sealing import AccountKeys, Sealer, SealError
from storage.trail import Event, Trail

_KEPT = "kept-key"
_SEALED = 'SELECT sealed FROM grant_key WHERE "grant" = ?'
_FIRST = 1
_GENERAL = PRIVATE | FOUNDED
OPT_OUT, STANDING = "opt_out", "standing"
"""The label `{"opt_out": "standing"}` keeps standing grants away from a compartment (V-5.11)."""
CLOSED = frozenset({"not_shared", "grant_expired"})
"""What opening a compartment says that is not, or no longer, for this account: no damage."""


@dataclass(frozen=True, slots=True)
class NewCompartment:
    """A compartment to be made: `label` says to its holders what it is for, sealed.

    `shares` are granted with it. The creator holds `creator_rights`, or nothing when they are empty.
    """

    id: str
    kind: str
    label: dict[str, str]
    shares: tuple[Share, ...] = ()
    creator_rights: str = rows.ALL_RIGHTS


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key this account has opened, sealed for its own index, with the digest of the rows it came from.

    Opening it costs a hundredth of opening the grant. It is used only while the grant in force and its
    generation are those very rows; a generation before that one opens nothing any more.
    """

    granted: bytes
    sealed: bytes
    kind: str
    maker: str
    label: dict[str, str]
    generation: int
    place: int  # number of the entry that made the compartment


@dataclass(frozen=True, slots=True)
class OpenCompartment:
    """A compartment whose key this account holds; `maker` is who made the compartment."""

    id: str
    kind: str
    maker: str
    generation: int
    rights: frozenset[str]
    expires: str | None
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
        self._granter = Granter(connection, account, keys, trail.vault_id)
        self._open: dict[str, OpenCompartment] = {}
        self._closed: dict[str, str] = {}
        self._distrusted: set[str] = set()
        self.gap = 0  # number of an entry that is gone: it may have been the one that took a key back
        self._older: dict[str, list[Sealer]] = {}
        self._seen_at: str | None = None
        self.histories = Histories(connection, roster, trail)
        self.kept_key: Callable[[str], KeptKey | None] = lambda _: None
        self.keep_key: Callable[[OpenCompartment], None] = lambda _: None

    def open(self, compartment: str, right: str = "read") -> OpenCompartment:
        """The compartment with its key; raises `not_shared`, `grant_expired` or `compartment_damaged`.

        Also `trail_damaged` for more than reading, where somebody could have a key that was taken back.
        """
        found = self._open.get(compartment)
        if found is None:
            found = self._unsealed(compartment)
        if found.expires is not None and has_ended(found.expires, self.latest()):
            raise failure("grant_expired")
        if right not in found.rights:
            raise failure("not_shared")
        if right != "read" and self.gap and len(self._roster.members) > 1 and found.kind not in _GENERAL:
            raise failure("trail_damaged", seq=str(self.gap))
        return found

    def holds(self, compartment: str) -> bool:
        """Whether this account can open a compartment; a damaged one counts, so that the damage is told."""
        try:
            self.open(compartment)
        except KnownError as error:
            return error.name not in CLOSED
        return True

    def rights(self, compartment: str) -> frozenset[str]:
        """What this account may do now with a compartment; nothing with one that it cannot open."""
        with contextlib.suppress(KnownError):
            return self.open(compartment).rights
        return frozenset()

    def may(self, account: str, compartment: str, right: str, seq: int, at: str) -> bool:
        """Whether `account` held this right at an entry of the trail: by its number and its time (V-5.6)."""
        return self.histories.may(account, compartment, right, seq, at)

    def latest(self) -> str:
        """The time by which grants end: of the clock, or of the trail when that is later, for a clock can be put back.

        Of the trail count the entry before this session, and the last one of somebody else.
        """
        if self._seen_at is None:
            before = self._trail.at(self._trail.began_at - 1)
            told = self.histories.told(self._account, self._trail.seq)
            self._seen_at = max(before[0].at if before else "", told)
        return max(clock.now(), self._seen_at)

    def sealers(self, compartment: str) -> Iterator[Sealer]:
        """The key in force, then those before it: details of older entries are sealed under them. Raises as `open`."""
        opened = self.open(compartment)
        yield opened.sealer
        if compartment not in self._older:
            newest = rows.generation(self._connection, compartment, opened.generation)
            self._older[compartment] = list(granting.older_keys(self._connection, newest, opened.sealer))
        yield from self._older[compartment]

    def create(self, new: NewCompartment) -> OpenCompartment:
        """Make generation 1 with its first grants, inside the running transaction."""
        if new.kind in FOUNDED and not self.histories.is_founding(self._trail.seq):
            raise ValueError(new.kind)  # there is one already, and a second one would not count
        made = self._granter.generation((new.id, new.kind, _FIRST), new.label)
        standing = {} if new.label.get(OPT_OUT) == STANDING else self.standing(new.kind)
        own = [Share(self._account, new.creator_rights)] if new.creator_rights else []
        shares = granting.with_standing([*own, *new.shares], standing, rows.ALL_RIGHTS)
        if not any(SHARE in share.rights.split() for share in shares):
            raise ValueError(new.id)  # nobody could ever give it to anybody, or destroy it
        grants = [self._granter.grant(made, share, self._public(share)) for share in shares]
        facts: dict[str, Any] = {"kind": new.kind, "number": _FIRST}
        facts |= {"grantee": self._account, "rights": new.creator_rights} if own else {}
        if shares != own:
            facts["grants"] = [share.to_fact() for share in shares]
        self._append(new.id, [made.generation, *grants], Event(action="grant", facts=facts))
        held = grants[0] if own else Grant(b"", "", new.id, _FIRST, self._account, "", b"", "", "", None)
        origin = (self._account, self._trail.seq)
        opened = self._opened(held, self._kept(held, made, origin, dict(new.label)), Sealer(made.key))
        self.adopt(opened)  # without a right of their own its maker opens nothing with it
        return opened

    def share_in(
        self, compartment: str, shares: Sequence[Share], *, purpose: str = "administration", detail: bytes | None = None
    ) -> None:
        """Grant the generation in force to others, with its entry, inside the running transaction (V-5.3).

        Raises `not_shared`, `grant_expired`, `not_yours_to_share`, `not_found` or `compartment_damaged`.
        """
        made = self.held_key(compartment)
        self.check_shares(compartment, shares)
        grants = [self._granter.grant(made, share, self._public(share)) for share in shares]
        facts = {"grants": [share.to_fact() for share in shares], "number": made.generation.number}
        self._append(compartment, grants, Event(action="grant", purpose=purpose, facts=facts, detail=detail))
        self.forget([compartment])

    def reseal(self, keys: AccountKeys, progress: Callable[[int, int], None] | None = None) -> int:
        """Grant this account again, under new keys that the roster already names, what it holds; how much it was.

        Inside the running transaction; an entry a compartment (V-3.4).
        """
        granter = Granter(self._connection, self._account, keys, self._trail.vault_id)
        held = rows.granted_compartments(self._connection, self._account)
        done = 0
        for number, compartment in enumerate(held, start=1):
            with contextlib.suppress(KnownError):
                opened, made = self.open(compartment), self.held_key(compartment)
                rights = " ".join(right for right in rows.RIGHTS if right in opened.rights)
                grant = granter.grant(made, Share(self._account, rights, opened.expires), keys.public)
                facts = {"again": True, "grantee": self._account, "number": opened.generation, "rights": rights}
                self._append(compartment, [grant], Event(action="grant", facts=facts))
                done += 1
            if progress:
                progress(number, len(held))
        self.forget(held)
        return done

    def check_shares(self, compartment: str, shares: Iterable[Share]) -> None:
        """Raise `not_yours_to_share` or `not_found` unless this account may give all this to others."""
        opened = self.open(compartment)
        held, until = " ".join(opened.rights), opened.expires
        if SHARE not in opened.rights:
            raise failure("not_yours_to_share")
        for share in shares:
            if not is_in_order(share.rights):
                raise ValueError(share.rights)
            if not is_covered(share.rights, share.expires, held, until):
                raise failure("not_yours_to_share")
            if share.account == self._account and not self._shares_without_me(compartment):
                raise failure("not_yours_to_share")
            self._public(share)

    def _shares_without_me(self, compartment: str) -> bool:
        """Whether somebody else could still share it, should this account take its own right away."""
        now, current = self.latest(), self.histories.of(compartment).current
        grants = {grant.grantee: grant for _, grant in current.grants} if current else {}
        return any(
            SHARE in grant.rights.split() and self._roster.is_active(account) and not has_ended(grant.expires, now)
            for account, grant in grants.items()
            if account != self._account
        )

    def held_key(self, compartment: str) -> Made:
        """The generation in force with its key, to be given on; raises as `open`."""
        opened = self.open(compartment)
        generation = rows.generation(self._connection, compartment, opened.generation)
        if generation is None:
            raise failure("compartment_damaged")
        return Made(generation, self._keys.keyring.open(opened.kept.sealed, opened.kept.granted))

    def replace(
        self, before: Made, label: dict[str, str], shares: Sequence[Share]
    ) -> tuple[OpenCompartment, tuple[bytes, ...]]:
        """Make the next generation, granted to these, inside the running transaction: with the digests to be named.

        The entry is the caller's. Whoever makes it without a share of it has its key until `forget`.
        """
        old = before.generation
        number = rows.newest_generation(self._connection, old.compartment) + 1
        sealed = label | {PREVIOUS: canonical.to_text(before.key)}
        made = self._granter.generation((old.compartment, old.kind, number), sealed)
        grants = [self._granter.grant(made, share, self._public(share)) for share in shares]
        own = [grant for grant in grants if grant.grantee == self._account]
        held = own[0] if own else Grant(b"", "", old.compartment, number, self._account, "read", b"", "", "", None)
        kept = self._kept(held, made, self._origin(old.compartment), label)
        opened = self._opened(held, kept, Sealer(made.key))
        self.forget([old.compartment])
        self._open[old.compartment] = opened
        return opened, tuple(row.digest(self._trail.vault_id) for row in (made.generation, *grants))

    def standing(self, kind: str) -> dict[str, str]:
        """Who else is to get every compartment of this kind, and with which rights (V-5.11)."""
        found = self._roster.standing(kind)
        return {account: rights for account, rights in found.items() if account != self._account}

    def adopt(self, opened: OpenCompartment) -> None:
        """Use a key that was just made."""
        self._open[opened.id] = opened
        self._closed.pop(opened.id, None)

    def distrust(self, compartment: str) -> None:
        """Something newer of this compartment is hidden: it opens no more in this session."""
        self._distrusted.add(compartment)
        self._open.pop(compartment, None)

    def forget(self, compartments: Iterable[str]) -> None:
        """Drop keys whose rows were not committed after all, or are no longer those in force."""
        for compartment in compartments:
            for known in (self._open, self._closed, self._older):
                known.pop(compartment, None)
            self.histories.forget(compartment)

    def _unsealed(self, compartment: str) -> OpenCompartment:
        name = "compartment_damaged" if compartment in self._distrusted else self._closed.get(compartment)
        if name is not None:
            raise failure(name)
        try:
            found = self._open[compartment] = self._unseal(compartment)
        except KnownError as error:
            if error.name in {"not_shared", "compartment_damaged"}:
                self._closed[compartment] = error.name
            raise
        return found

    def _unseal(self, compartment: str) -> OpenCompartment:
        """With the newest grant, if its generation is the newest too; else the rows are judged one by one (V-5.3).

        A true grant of an older generation opens nothing: its holder was left out of the one in force.
        """
        held = rows.grants_of(self._connection, self._account, compartment)
        if not held:
            raise failure("not_shared")
        kept = self.kept_key(compartment)
        newest = rows.newest_generation(self._connection, compartment)
        in_force = [grant for grant in held if grant.generation == newest]
        if kept is not None and len(in_force) == 1:
            opened = self._unseal_kept(in_force[0], kept)
            if opened is not None:
                return opened
        history = self.histories.of(compartment)
        grant, current = history.held(self._account), history.current
        if grant is None or current is None or history.is_missing_rows(self._account):
            raise failure(self._why_closed(compartment, history))
        if kept is not None and kept.generation > current.generation.number:
            raise failure("compartment_damaged")  # what this account has seen was taken away
        opened = self._unseal_kept(grant, kept) if kept else None
        return opened or self._unseal_grant(grant, current)

    def _why_closed(self, compartment: str, history: History | None) -> str:
        history = history or self.histories.of(compartment)
        is_damaged = not history.steps or history.is_missing_rows(self._account) or history.is_forged_for(self._account)
        return "compartment_damaged" if is_damaged else "not_shared"

    def _unseal_kept(self, grant: Grant, kept: KeptKey) -> OpenCompartment | None:
        """With the key that the own index keeps, while grant, generation and sealed key are still what they were.

        They were verified before the key was kept.
        """
        generation = rows.generation(self._connection, grant.compartment, grant.generation)
        if generation is None or kept.granted != self._granted(grant, generation):
            return None
        row = one(self._connection, _SEALED, (grant.id,))
        if row is None or sealing.digest(GRANT, row[0]) != grant.sealed_digest:
            return None
        with contextlib.suppress(SealError):
            return self._opened(grant, kept, Sealer(self._keys.keyring.open(kept.sealed, kept.granted)))
        return None

    def _unseal_grant(self, grant: Grant, step: Step) -> OpenCompartment:
        """With the key of a grant; should the latest hold none, with one before it: it is the same key."""
        mine = [each for _, each in step.grants if each.grantee == self._account]
        found = (key for each in reversed(mine) if (key := self._key_of(each, step.generation)))
        key = next(found, None)
        try:
            sealing.ensure(key is not None)
            sealer = Sealer(key or b"")
            label = granting.open_label(step.generation, sealer)
        except (SealError, ValueError) as error:
            raise failure("compartment_damaged") from error
        label.pop(PREVIOUS, None)
        kept = self._kept(grant, Made(step.generation, key or b""), self._origin(grant.compartment), label)
        opened = self._opened(grant, kept, sealer)
        self.keep_key(opened)
        return opened

    def _key_of(self, grant: Grant, generation: Generation) -> bytes | None:
        sealed = one(self._connection, _SEALED, (grant.id,))
        with contextlib.suppress(SealError):
            context = granting.grant_context(self._trail.vault_id, grant)
            key = self._keys.open(sealed[0] if sealed else b"", GRANT, context)
            return key if sealing.digest(KEY, key) == generation.key_digest else None
        return None

    def _opened(self, grant: Grant, kept: KeptKey, sealer: Sealer) -> OpenCompartment:
        rights = frozenset(grant.rights.split())
        return OpenCompartment(
            grant.compartment, kept.kind, kept.maker, grant.generation, rights, grant.expires, kept.label, sealer, kept
        )

    def _kept(self, grant: Grant, made: Made, origin: tuple[str, int], label: dict[str, str]) -> KeptKey:
        granted, generation = self._granted(grant, made.generation), made.generation
        sealed = self._keys.keyring.seal(made.key, granted)
        return KeptKey(granted, sealed, generation.kind, origin[0], label, generation.number, origin[1])

    def _granted(self, grant: Grant, generation: Generation) -> bytes:
        vault_id = self._trail.vault_id
        return sealing.digest(_KEPT, grant.digest(vault_id), generation.digest(vault_id))

    def _origin(self, compartment: str) -> tuple[str, int]:
        """Who made a compartment, and which entry says so."""
        first = self.histories.of(compartment).steps[0]
        return first.generation.maker, first.seq

    def _public(self, share: Share) -> sealing.PublicKeys:
        """Whom to seal to; raises `not_found` for a stranger and for somebody who was removed."""
        if not self._roster.is_active(share.account):
            raise failure("not_found", what=share.account)
        return self._roster.member(share.account).keys

    def _append(self, compartment: str, added: Sequence[Generation | Grant], event: Event) -> None:
        digests = tuple(row.digest(self._trail.vault_id) for row in added)
        self._trail.append(replace(event, compartment=compartment, rows=digests))
