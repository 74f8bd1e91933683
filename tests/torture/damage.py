"""Damaged files (R4): one flip, cut, swap or stale copy is told or does nothing, and never ends in a traceback."""

from __future__ import annotations

import itertools
import re
import shutil
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec

from storage import canonical, header
from storage.vault import Draft, Event, KnownError, Query, SecretBytes, SignIn, Write, verify_backup
from tests.storage.kit import PASSPHRASE, Practice, findings, note, sign_in, signed_in, verify
from tests.torture import backing_up, flows
from tests.torture.ground import DRIVE, TOLD_WORD, VAULT, Ground

_PAGE = 4096
Bytes = Callable[[bytes, bytes, Random], bytes]


def _flip(data: bytes, _: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, _: bytes, random: Random) -> bytes:
    length = random.randrange(len(data))
    return data[: length - length % _PAGE if random.random() < 0.5 else length]


def _swap(data: bytes, _: bytes, random: Random) -> bytes:
    """Two pieces of the same size change places: pages of a large file, bytes of a small one."""
    size = _PAGE if len(data) >= 3 * _PAGE else 8
    first, second = sorted(random.sample(range(len(data) // size), 2))
    one, two = data[first * size : (first + 1) * size], data[second * size : (second + 1) * size]
    return data[: first * size] + two + data[(first + 1) * size : second * size] + one + data[(second + 1) * size :]


def _stale(_: bytes, old: bytes, __: Random) -> bytes:
    return old


def _stale_piece(data: bytes, old: bytes, random: Random) -> bytes:
    """One page, or the piece of that size, is that of an older copy."""
    at = random.randrange(max(1, min(len(data), len(old)) // _PAGE)) * _PAGE
    return data[:at] + old[at : at + _PAGE] + data[at + _PAGE :]


CHANGES: dict[str, Bytes] = {"flip": _flip, "cut": _cut, "swap": _swap, "stale": _stale, "stale piece": _stale_piece}
# Published: one whole page of a file's own past is as good as another to SQLCipher. In the database the trail tells it
# of everything but a draft, which has no entry; in the index nothing does until it is made again.
_LIMITS = frozenset({("index: stale piece", "silent: other"), ("database: stale piece", "silent: other drafts")})
_SEEN = ("rows", "records", "drafts", "hits")
_ALL = tuple(CHANGES)
PLACES = {
    "header copy": _ALL,
    "header": _ALL,
    "database": _ALL,
    "index": _ALL,
    "backup": _ALL,
    "database and index": ("stale",),
}


@dataclass
class DamageReport:
    """How often which change in which file, what came of it, and what was wrong."""

    changes: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class Damage:
    """A vault with an older copy of itself, to be damaged again and again."""

    def __init__(self, work: Path) -> None:
        self._old, self._new, self._now = work / "old", work / "new", work / "now"
        practice = flows.make_base(self._old)
        shutil.copytree(self._old, self._new)
        ground = Ground(self._new)
        ground.enter()
        _go_on(ground, practice)
        self._paths = _paths(self._new, practice)
        self._truth = _seen_in(ground)
        self.report = DamageReport()

    def run(self, amount: int, random: Random, only: str = "") -> None:
        """Make `amount` changes, each in a fresh copy; `only` is a pattern of `place: change`."""
        pairs = [(place, name) for place, names in PLACES.items() for name in names]
        pairs = [pair for pair in pairs if re.search(only, ": ".join(pair))]
        made, tries = 0, itertools.cycle(pairs)
        while made < amount:
            made += self._one(*next(tries), random)

    def _one(self, place: str, name: str, random: Random) -> bool:
        first = self._paths[place][0]
        data, old = (self._new / first).read_bytes(), (self._old / first).read_bytes()
        changed = CHANGES[name](data, old, random)
        if changed == data:
            return False
        shutil.copytree(self._new, self._now)
        for path in self._paths[place]:
            (self._now / path).write_bytes((self._old / path).read_bytes() if name == "stale" else changed)
        ground = Ground(self._now)
        ground.enter()
        try:
            outcome = self._of_backup(changed == old) if place == "backup" else self._of_vault(ground)
        except KnownError as error:
            outcome = error.name
            if outcome == "index_damaged":
                outcome = self._second_time(ground)
        except Exception:  # noqa: BLE001 - it is one of the outcomes
            outcome = f"traceback {traceback.format_exc(limit=-4)}"
        shutil.rmtree(self._now)
        self._report(f"{place}: {name}", place, outcome)
        return True

    def _second_time(self, ground: Ground) -> str:
        """Whoever was told that the index is damaged signs in again, and it was made again."""
        try:
            again = self._of_vault(ground)
        except KnownError as error:
            again = error.name
        return "index_damaged" if again == "harmless" else f"silent: the index stays damaged, {again}"

    def _report(self, change: str, place: str, outcome: str) -> None:
        self.report.changes[change] += 1
        self.report.outcomes[f"{place}: {outcome.split(maxsplit=1)[0]}"] += 1
        is_known = any(change == where and outcome.startswith(what) for where, what in _LIMITS)
        if outcome.startswith(("silent", "traceback")) and not is_known:
            self.report.problems.append(f"{change}: {outcome}")

    def _of_vault(self, ground: Ground) -> str:
        """What a person gets to know: a code, a notice, a finding; or that nothing differs from the truth."""
        signin = sign_in(ground.vault)
        try:
            told = [notice.name for notice in signin.notices if notice.name != "last_sign_in"]
            told += sorted(findings(verify(signin, full=True)))
            seen = _seen(signin)
            told += sorted(signin.damage.values())
            # What is in no record shows when the next backup is read back.
            backing_up.back_up(signin, ground.drive)
        finally:
            signin.lock("test")
        if told:
            return " ".join(told)
        differ = [name for name, now, true in zip(_SEEN, seen, self._truth, strict=True) if now != true]
        return f"silent: other {', '.join(differ)}" if differ else "harmless"

    def _of_backup(self, is_old: bool) -> str:
        with SecretBytes.from_text(PASSPHRASE) as secret:
            report = verify_backup(self._now / self._paths["backup"][0], secret=secret, allow_cheap=True)
        # An older backup in the place of a newer one is whole: it says itself from when it is.
        return "harmless" if is_old else f"silent: {report}"


def _go_on(ground: Ground, practice: Practice) -> None:
    """Some work and a new header generation after the older copy was taken; the backup's name stays."""
    first, name = next(path.name for path in ground.drive.iterdir()), ""
    for number in range(3):
        with signed_in(ground.vault) as signin:
            record = signin.new_id()
            write = Write(record, practice.clinical, "session_note", 1, note(f"neu {number}", f"{TOLD_WORD} {number}"))
            signin.write([write])
            signin.save_draft(Draft(record, practice.clinical, "session_note", 1, note("Entwurf"), base=None))
            name = backing_up.back_up(signin, ground.drive)
    (ground.drive / name).replace(ground.drive / first)
    with signed_in(ground.vault) as signin:
        old = header.load(ground.vault).header
        new = msgspec.structs.replace(old, generation=old.generation + 1).signed(practice.database_key)
        facts = {"digest": canonical.to_text(new.digest()), "generation": new.generation}
        signin.note_event(Event(action="header_written", outcome="done", facts=facts))
        header.write(ground.vault, new)
        signin._vault.header = new


def _paths(root: Path, practice: Practice) -> dict[str, tuple[Path, ...]]:
    """The files of each place, under a ground."""
    backup = next(path for path in (root / DRIVE).iterdir() if path.is_file() and not path.name.startswith("."))
    vault = Path(VAULT)
    database, index = vault / practice.database.name, vault / "index" / f"{practice.account}.db"
    return {
        "header copy": (vault / header.NAMES[0],),
        "header": tuple(vault / name for name in header.NAMES),
        "database": (database,),
        "index": (index,),
        "database and index": (database, index),
        "backup": (Path(DRIVE) / backup.name,),
    }


def _seen_in(ground: Ground) -> list[object]:
    with signed_in(ground.vault) as signin:
        return _seen(signin)


def _seen(signin: SignIn) -> list[object]:
    """Every list, record, draft and hit, as the person sees them."""
    ids = sorted(signin.ids(Query()))
    rows = [(row.record, row.title, row.state) for row in signin.rows(ids)]
    shown = [
        (record, each.revision, each.body)
        for record in ids
        if signin.head_of(record)
        for each in signin.history(record)
    ]
    drafts = [(record, found.body) for record in sorted(signin.drafts()) if (found := signin.draft(record))]
    hits = sorted(hit.row.record for hit in signin.search(TOLD_WORD))
    return [rows, shown, drafts, hits]
