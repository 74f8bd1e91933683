"""What the tests of several people share: adding, moments of a crash, and forged events of the roster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage import backup, canonical, clock, database, files, roster, roster_events
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.roster_events import Pens, RosterRow
from storage.sealing import Signer
from storage.vault import AddedPerson, Event, NewPerson, SecretBytes, SignIn
from tests.storage.attack import forged_session, raw
from tests.storage.kit import OTHER_LOGIN, OTHER_PASSPHRASE, Practice, copy_of, sign_in, signed_in

THIRD_LOGIN = "celia"
THIRD_PASSPHRASE = "eleven grey geese fly over the lake"


def add(signin: SignIn, login: str = OTHER_LOGIN, passphrase: str = OTHER_PASSPHRASE, **more: Any) -> AddedPerson:
    """Let somebody in, with cheap key derivation."""
    role = more.pop("role", "clinician")
    with SecretBytes.from_text(passphrase) as typed:
        return signin.accounts.add(NewPerson(login, typed, role, policy=CHEAPEST_FOR_TESTS, **more))


def as_other(practice: Practice) -> SignIn:
    """The second person signs in."""
    return sign_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE)


@contextmanager
def other(practice: Practice) -> Iterator[SignIn]:
    """The second person is signed in inside the block."""
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        yield signin


def told(signin: SignIn) -> dict[str, dict[str, str]]:
    """The notices after signing in."""
    return {notice.name: notice.values for notice in signin.notices}


FILES = (
    (files, "open_private"),
    (files, "stream_all"),
    (files, "sync_folder"),
    (files, "sync_file"),
    (Path, "replace"),
)
OTHERS = ((backup, "problems_of"), (database, "checkpoint"), (Path, "unlink"))


def watch_files(
    monkeypatch: pytest.MonkeyPatch, before: Callable[[], None], steps: Sequence[tuple[Any, str]] = FILES
) -> None:
    """Call `before` ahead of each of these steps; by default those that a full disk can refuse."""

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            before()
            return work(*arguments, **options)

        return step

    for owner, name in steps:
        monkeypatch.setattr(owner, name, watched(getattr(owner, name)))


def watch(monkeypatch: pytest.MonkeyPatch, before: Callable[[], None]) -> None:
    """Call `before` ahead of each step that changes a file, and around each commit."""
    watch_files(monkeypatch, before, FILES + OTHERS)
    ending = database.Transaction.__exit__

    def committed(self: database.Transaction, *arguments: Any) -> None:
        before()
        ending(self, *arguments)
        before()

    monkeypatch.setattr(database.Transaction, "__exit__", committed)


def moments(practice: Practice, folder: Path, signin: SignIn, work: Callable[[SignIn], object]) -> list[Practice]:
    """The vault as a crash would leave it at each step of `work`, and as it is afterwards."""
    found: list[Practice] = []
    numbers = count()

    def look() -> None:
        found.append(copy_of(practice, folder / f"{next(numbers)}.clientsafe"))

    with pytest.MonkeyPatch.context() as monkeypatch:
        watch(monkeypatch, look)
        work(signin)
    signin.lock("test")
    look()
    return found


def event_row(practice: Practice, kind: str, account: str, by: str, pens: Pens, /, **fields: Any) -> RosterRow:
    """An event that chains right and names the entry that `put_row` writes, whoever signs it."""
    with raw(practice) as connection:
        known = roster.rows(connection)
        (last,) = connection.execute("SELECT max(seq) FROM trail").fetchone()
    values = {"account": account, "at": clock.now(), "by": by, "n": len(known) + 1, "seq": last + 2, "type": kind}
    made = roster_events.event(practice.vault_id, values)
    # As a forger writes it: also with fields that do not belong there.
    data = canonical.encode({**msgspec.to_builtins(made), **fields})
    return _signed(data, known[-1].hash, pens, len(known) + 1)


def _signed(data: bytes, previous: bytes, pens: Pens, number: int) -> RosterRow:
    if pens.new is not None:
        proof = canonical.to_text(pens.new.sign("roster", previous + data))
        data = canonical.encode({**canonical.decode(data), "proof": proof})
    signature = pens.owner.sign("roster", previous + data)
    acceptance = signature if pens.accepting is None else pens.accepting.sign("roster", previous + data)
    return RosterRow(number, data, roster_events.digest_of(previous, data), signature, acceptance)


def put_row(practice: Practice, row: RosterRow, account: str, signer: Signer) -> None:
    """Insert a roster row, and name it in a session that this account's key certifies."""
    with raw(practice) as connection:
        roster.insert(connection, row)
        forger = forged_session(practice, connection, signer, account)
        forger.append(Event(action="roster_changed", rows=(row.digest(),)))
