"""Giving compartments to other people and taking them back; who holds which (V-5.3, V-5.5, V-5.11)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from storage import generations, granting
from storage.compartments import OPT_OUT, STANDING, NewCompartment
from storage.database import many
from storage.errors import KnownError, failure
from storage.generations import Progress, Renewal, Said
from storage.granted import PRIVATE, SHARE
from storage.granting import Share
from storage.opened import PRACTICE, REGISTER, OpenVault
from storage.revisions import Write
from storage.roster_events import OWNER
from storage.trail import Event
from storage.writing import Writer

OWNERS_ONLY = frozenset({PRACTICE, REGISTER})
_REFUSALS = frozenset({1, 6})  # families of failures
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class SharingChange:
    """What is to become of one compartment. `opt_out`: standing grants stay away, or come back; None leaves it."""

    compartment: str
    grant: tuple[Share, ...] = ()
    revoke: tuple[str, ...] = ()
    opt_out: bool | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who can open a compartment; `at` and `expires` are envelope times, `standing`: by a standing grant."""

    account: str
    rights: str
    granter: str
    at: str
    expires: str | None
    standing: bool


class Sharing:
    """Shares for one signed-in person."""

    def __init__(self, vault: OpenVault, writer: Writer) -> None:
        self._vault = vault
        self._writer = writer

    def change(
        self,
        changes: Sequence[SharingChange],
        *,
        reason: str = "",
        purpose: str = "administration",
        writes: Sequence[Write] = (),
        compartments: Sequence[NewCompartment] = (),
        progress: Progress | None = None,
    ) -> None:
        """All of it or nothing, durable on return; an entry a compartment, with the reason sealed (V-5.5).

        First new `compartments` are made and `writes` written, so that somebody can let go of what they write into.
        Then is given, change by change, and last is taken back: who is revoked loses the key, the compartment gets a
        new one, and its words are sealed again. Raises `not_shared`, `grant_expired`, `not_yours_to_share`,
        `never_shared`, `not_owner` or `not_found`, and what `SignIn.write` raises.
        """
        vault, said = self._vault, Said(reason, purpose)
        places, new = {change.compartment for change in changes}, {one.id for one in compartments}
        self._writer.prepare(writes)
        try:
            with generations.transaction(vault, places | new):
                made = self._writer.put(writes, compartments, purpose)
                self._give(changes, said)
                renewed = [self._renewal(change) for change in changes if self._needs_new_key(change)]
                left_out = generations.renew_all(vault, renewed, said, progress=progress)
        except KnownError as error:
            self._refused([change for change in changes if change.compartment not in new], error)
            raise
        generations.settle(vault, [renewal.compartment for renewal in renewed], left_out)
        with contextlib.suppress(KnownError):
            with vault.index.transaction():
                for compartment in places.difference(renewal.compartment for renewal in renewed):
                    vault.remember_compartment(compartment)
            self._writer.follow(made, compartments)

    def holders(self, compartment: str) -> list[Holder]:
        """Who holds the newest true generation; needs no key, for who holds what is no secret."""
        return holders(self._vault, compartment)

    def rights(self, compartment: str) -> frozenset[str]:
        """What the signed-in person may do with a compartment now; nothing with one they cannot open."""
        return self._vault.keyring.rights(compartment)

    def ending(self) -> dict[str, str]:
        """The own compartments that will be closed to the signed-in person, and when."""
        return self._vault.index.ending(self._vault.keyring.latest())

    def vouched(self, compartment: str, by: str) -> bool:
        """Whether who made a compartment might share another one when they did: a stranger can make one alike."""
        return self._vault.keyring.histories.vouched(compartment, by)

    def is_opted_out(self, compartment: str) -> bool:
        """Whether standing grants stay away from a compartment; raises `not_shared`."""
        return self._vault.keyring.open(compartment).label.get(OPT_OUT) == STANDING

    def standing_waiting(self) -> list[tuple[str, str, int]]:
        """Account, kind, and how many compartments of it the signed-in person could give them by a standing grant."""
        found: list[tuple[str, str, int]] = []
        for account, kind in self._standing():
            count = len(self._waiting_for(account, kind))
            if count:
                found.append((account, kind, count))
        return found

    def follow_standing(self, account: str, kind: str, progress: Progress | None = None) -> int:
        """Give them those that are waiting, some at a time; how many it were."""
        vault = self._vault
        wanted = vault.roster.standing(kind).get(account, "")
        waiting = self._waiting_for(account, kind)
        for start in range(0, len(waiting), _AT_ONCE):
            batch = waiting[start : start + _AT_ONCE]
            with generations.transaction(vault, batch):
                for compartment in batch:
                    opened = vault.keyring.open(compartment, SHARE)
                    most = " ".join(opened.rights)
                    shares = granting.with_standing([], {account: wanted}, most, opened.expires)
                    vault.keyring.share_in(compartment, shares)
            if progress:
                progress(min(start + _AT_ONCE, len(waiting)), len(waiting))
        return len(waiting)

    @property
    def renewals_waiting(self) -> int:
        """How many compartments still need a new key because somebody left or a grant has ended."""
        return len(self._vault.due)

    def renew(self, seconds: float = 1.0) -> int:
        """Make some of those new keys now; how many are left."""
        return generations.renew_due(self._vault, seconds)

    def _give(self, changes: Sequence[SharingChange], said: Said) -> None:
        """Grant what needs no new key; raises unless all these compartments may be shared at all."""
        vault = self._vault
        for change in changes:
            self._check(change)
            if change.grant and not self._needs_new_key(change):
                detail = vault.seal_detail({"reason": said.reason}, change.compartment) if said.reason else None
                vault.keyring.share_in(change.compartment, change.grant, purpose=said.purpose, detail=detail)

    def _check(self, change: SharingChange) -> None:
        """Raise unless the signed-in person may share this compartment with others at all."""
        vault = self._vault
        opened = vault.keyring.open(change.compartment)
        if opened.kind in PRIVATE:
            raise failure("never_shared")
        if opened.kind in OWNERS_ONLY and vault.roster.member(vault.account).role != OWNER:
            raise failure("not_owner")
        if SHARE not in opened.rights:
            raise failure("not_yours_to_share")

    def _needs_new_key(self, change: SharingChange) -> bool:
        """Only a new key keeps somebody out; and the label, which says what stays away, is part of a generation."""
        if change.revoke:
            return True
        return change.opt_out is not None and change.opt_out != self.is_opted_out(change.compartment)

    @staticmethod
    def _renewal(change: SharingChange) -> Renewal:
        return Renewal(change.compartment, frozenset(change.revoke), change.grant, change.opt_out)

    def _refused(self, changes: Sequence[SharingChange], error: KnownError) -> None:
        """A refused try is an entry a compartment; a full disk gives the ballast free, for what must work after it."""
        if error.name == "no_space":
            self._vault.ballast.release()
        if error.exit_code not in _REFUSALS:
            return
        vault = self._vault
        with vault.trail.transaction():
            for change in changes:
                action = "revoke" if change.revoke else "grant"
                vault.trail.append(Event(action=action, outcome=error.name, compartment=change.compartment))

    def _standing(self) -> list[tuple[str, str]]:
        """Which accounts stand for which kinds, but for the own one."""
        members = self._vault.roster.members.values()
        active = [member for member in members if member.is_active and member.id != self._vault.account]
        return [(member.id, kind) for member in active for kind in sorted(member.standing)]

    def _waiting_for(self, account: str, kind: str) -> list[str]:
        """Own compartments of a kind that a standing grantee does not hold in the generation in force."""
        vault = self._vault
        if kind in PRIVATE or account not in vault.roster.standing(kind):
            return []
        sql = 'SELECT compartment, max(generation) FROM "grant" WHERE grantee = ? GROUP BY compartment'
        theirs = dict(many(vault.connection, sql, (account,)))
        found = vault.index.generations(kind)
        return [
            compartment
            for compartment, generation in found.items()
            if theirs.get(compartment, 0) < generation and self._may_give(compartment)
        ]

    def _may_give(self, compartment: str) -> bool:
        return SHARE in self.rights(compartment) and not self.is_opted_out(compartment)


def holders(vault: OpenVault, compartment: str) -> list[Holder]:
    """Who holds the newest true generation of a compartment; also who has been removed, until it is renewed."""
    history = vault.keyring.histories.of(compartment)
    if history.current is None:
        return []
    standing = vault.roster.standing(history.current.generation.kind)
    return [
        Holder(account, grant.rights, grant.granter, grant.at, grant.expires, grant.rights == standing.get(account))
        for account, grant in generations.held(vault, compartment).items()
    ]


def held_by(vault: OpenVault, account: str) -> list[str]:
    """Compartments whose newest generation this account holds, and that the signed-in person may renew."""
    return generations.due(vault, account)
