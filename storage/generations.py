"""New generations of compartments: a new key, granted to those who stay, and every word sealed again (V-5.5)."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage import granting, index_file, rows
from storage.compartments import OPT_OUT, STANDING, OpenCompartment
from storage.database import many, one
from storage.errors import KnownError, failure
from storage.granted import SHARE, has_ended
from storage.granting import Share
from storage.opened import OpenVault
from storage.revisions import body_context
from storage.rows import Grant
from storage.sealing import SealError
from storage.trail import Event

Progress = Callable[[int, int], None]
Records = Mapping[str, Sequence[str]]
_STEP = 100  # bodies between two words about progress


@dataclass(frozen=True, slots=True)
class Renewal:
    """A compartment whose key is to be replaced: `without` these accounts, and with `shares` beside who stays."""

    compartment: str
    without: frozenset[str] = frozenset()
    shares: tuple[Share, ...] = ()
    opt_out: bool | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the entries say beside the rows; `reason` is sealed under each compartment."""

    reason: str = ""
    purpose: str = "administration"


class _Counted:
    """How many bodies are done, told now and then."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def one(self) -> None:
        self._done += 1
        if self._progress and (self._done % _STEP == 0 or self._done == self._total):
            self._progress(self._done, self._total)


def renew(
    vault: OpenVault, compartment: str, *, without: Collection[str], reason: str = "", records: Records | None = None
) -> None:
    """Give a compartment a new generation without these accounts, in a transaction of its own; durable on return.

    `records` is what `records_in` said, when it was asked for many at once. Raises as `Keyring.open`, or
    `not_yours_to_share`.
    """
    renewal = Renewal(compartment, frozenset(without))
    with transaction(vault, [compartment]):
        left_out = renew_all(vault, [renewal], Said(reason), records=records)
    settle(vault, [compartment], left_out)


@contextlib.contextmanager
def transaction(vault: OpenVault, compartments: Collection[str]) -> Iterator[None]:
    """A transaction after whose failure the keys in memory are those in force again."""
    try:
        with vault.trail.transaction():
            yield
    except BaseException:
        vault.keyring.forget(compartments)
        raise


def renew_all(
    vault: OpenVault,
    renewals: Sequence[Renewal],
    said: Said,
    *,
    progress: Progress | None = None,
    records: Records | None = None,
) -> set[str]:
    """Make the generations inside the running transaction, each with its entry `revoke`; who was left out somewhere."""
    if records is None:
        records = records_in(vault, [renewal.compartment for renewal in renewals])
    held = [record for renewal in renewals for record in records.get(renewal.compartment, ())]
    sql = "SELECT count(*) FROM body WHERE record = ?"
    total = sum((one(vault.connection, sql, (record,)) or (0,))[0] for record in held) if progress else 0
    counted = _Counted(total, progress)
    left_out = set[str]()
    for renewal in renewals:
        left_out |= _renew(vault, renewal, said, records.get(renewal.compartment, ()), counted)
    return left_out


def settle(vault: OpenVault, compartments: Sequence[str], left_out: Iterable[str]) -> None:
    """After the commit: the own index keeps the new keys, and nobody's index keeps the words of what they lost.

    An index that cannot be cleaned up now is cleaned up, or made again, at its owner's next sign-in.
    """
    vault.due.difference_update(compartments)
    gone = [compartment for compartment in compartments if vault.account in left_out]
    gone = [compartment for compartment in gone if not vault.keyring.histories.of(compartment).held(vault.account)]
    vault.keyring.forget(gone)
    with contextlib.suppress(KnownError):
        if gone:
            vault.index.purge(gone)
        with vault.index.transaction():
            for compartment in set(compartments).difference(gone):
                vault.remember_compartment(compartment)
    for account in left_out:
        if account != vault.account:
            with contextlib.suppress(KnownError):
                index_file.remove(index_file.path_of(vault.path, account))
    vault.checkpoint_when_long(look=True)


def records_in(vault: OpenVault, compartments: Sequence[str]) -> dict[str, list[str]]:
    """The records of each of these compartments; reads every revision there is, so it is asked once for all."""
    found: dict[str, list[str]] = {}
    marks = ", ".join("?" * len(compartments))
    sql = f"SELECT DISTINCT compartment, record FROM revision WHERE compartment IN ({marks})"  # noqa: S608 - only marks
    for compartment, record in many(vault.connection, sql, tuple(compartments)):
        found.setdefault(compartment, []).append(record)
    return found


def _renew(vault: OpenVault, renewal: Renewal, said: Said, records: Sequence[str], counted: _Counted) -> set[str]:
    keyring, place = vault.keyring, renewal.compartment
    before, made = keyring.open(place), keyring.held_key(place)
    label = _label(before, renewal)
    keyring.check_shares(place, renewal.shares)
    holding = held(vault, place)
    shares = _staying(vault, before, renewal, holding)
    if not any(SHARE in share.rights.split() for share in shares):
        raise failure("not_yours_to_share")
    left_out = holding.keys() - {share.account for share in shares}
    opened, digests = keyring.replace(made, label, shares)
    facts: dict[str, Any] = {
        "bodies": _seal_again(vault, records, before, opened, counted),
        "grants": [share.to_fact() for share in shares],
        "kind": before.kind,
        "number": opened.generation,
        "revoked": sorted(left_out),
    }
    _destroy_older_keys(vault, opened)
    detail = vault.seal_detail({"reason": said.reason}, place) if said.reason else None
    vault.trail.append(
        Event(action="revoke", compartment=place, purpose=said.purpose, rows=digests, facts=facts, detail=detail)
    )
    return left_out


def _label(before: OpenCompartment, renewal: Renewal) -> dict[str, str]:
    if renewal.opt_out is None:
        return dict(before.label)
    label = {name: value for name, value in before.label.items() if name != OPT_OUT}
    return label | ({OPT_OUT: STANDING} if renewal.opt_out else {})


def held(vault: OpenVault, compartment: str) -> dict[str, Grant]:
    """Who holds the generation in force, each with the latest grant."""
    current = vault.keyring.histories.of(compartment).current
    return {grant.grantee: grant for _, grant in current.grants} if current else {}


def _staying(vault: OpenVault, before: OpenCompartment, renewal: Renewal, holding: Mapping[str, Grant]) -> list[Share]:
    """Who is granted the next generation: those that stay as they are, those named, and who stands for its kind."""
    now = vault.keyring.latest()
    found = {
        account: Share(account, grant.rights, grant.expires)
        for account, grant in holding.items()
        if vault.roster.is_active(account) and not has_ended(grant.expires, now)
    }
    found |= {share.account: share for share in renewal.shares}
    shares = [share for account, share in found.items() if account not in renewal.without]
    if _label(before, renewal).get(OPT_OUT) == STANDING:
        return shares
    standing = vault.keyring.standing(before.kind)
    wanted = {account: rights for account, rights in standing.items() if account not in renewal.without}
    return granting.with_standing(shares, wanted, " ".join(before.rights), before.expires)


def _seal_again(
    vault: OpenVault, records: Sequence[str], before: OpenCompartment, opened: OpenCompartment, counted: _Counted
) -> int:
    """Replace every body; how many. One that does not open, or is of an older generation, stays: it is damaged."""
    done = 0
    find = "SELECT sealed FROM body WHERE record = ? AND revision = ?"
    put = "UPDATE body SET generation = ?, sealed = ? WHERE record = ? AND revision = ?"
    for record in records:
        for row in rows.revisions_of(vault.connection, record):
            found = one(vault.connection, find, (record, row.id))
            if found is None or row.compartment != opened.id:
                continue
            message = row.message(vault.vault_id)
            with contextlib.suppress(SealError):
                plain = before.sealer.open(found[0], body_context(message, before.generation))
                sealed = opened.sealer.seal(plain, body_context(message, opened.generation))
                vault.connection.execute(put, (opened.generation, sealed, record, row.id))
                done += 1
            counted.one()
    return done


def _destroy_older_keys(vault: OpenVault, opened: OpenCompartment) -> None:
    """Nobody needs them: whoever holds the new key finds the older ones in the labels."""
    found = rows.in_compartment(vault.connection, opened.id, list(vault.roster.members))
    older = [(row.id,) for row in found if isinstance(row, Grant) and row.generation < opened.generation]
    vault.connection.executemany('DELETE FROM grant_key WHERE "grant" = ?', older)


# What is due: somebody was removed, a grant has ended, or who made the key handed the file over; and the key that they
# have is still the one in force (V-5.3).

_OF_ACCOUNT = 'SELECT compartment, max(generation) FROM "grant" WHERE grantee = ? GROUP BY compartment'


def due(vault: OpenVault, account: str) -> list[str]:
    """Compartments whose generation in force this account holds, and that the signed-in person may renew."""
    found = sorted(_in_force(vault, account))
    return [place for place in found if _may_renew(vault, place) and account in held(vault, place)]


def look_for_due(vault: OpenVault) -> None:
    """Note in `vault.due` what the signed-in person should renew: somebody has its key and no right to it any more."""
    if len(vault.roster.members) == 1:
        return
    removed = [member.id for member in vault.roster.members.values() if not member.is_active]
    found = vault.index.due(vault.keyring.latest())
    for account in removed:
        found |= _in_force(vault, account)
    vault.due = {place for place in found if _may_renew(vault, place) and _is_due(vault, place)}


def _in_force(vault: OpenVault, account: str) -> set[str]:
    """Compartments that an account has a row for, not older than what the own index knows to be in force.

    The rows are only a first sieve: a forged one of a later generation must keep nothing from being renewed.
    """
    rows_of = dict(many(vault.connection, _OF_ACCOUNT, (account,)))
    own = vault.index.generations() if rows_of else {}
    return {place for place, number in rows_of.items() if number >= own.get(place, number + 1)}


def renew_due(vault: OpenVault, seconds: float) -> int:
    """Renew what is due, one after the other, as far as that time goes; how many are left."""
    end = time.monotonic() + seconds
    records = records_in(vault, list(vault.due)) if vault.due else {}
    for compartment in sorted(vault.due):
        if time.monotonic() > end:
            break
        renew(vault, compartment, without=(), records=records)
    return len(vault.due)


def _may_renew(vault: OpenVault, compartment: str) -> bool:
    return SHARE in vault.keyring.rights(compartment)


def _is_due(vault: OpenVault, compartment: str) -> bool:
    now, holding = vault.keyring.latest(), held(vault, compartment)
    current = vault.keyring.histories.of(compartment).current
    if current is None or current.generation.maker not in holding:
        return True
    return any(
        not vault.roster.is_active(account) or has_ended(grant.expires, now) for account, grant in holding.items()
    )
