"""The practice that is measured: clients with their files, notes over the years, and a long trail."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bench import prose
from app.desk import Desk
from app.keeping.plans import Plan
from app.records.client import Client, FileStatus
from app.records.fields import LocalTime
from app.records.session_note import SessionNote
from app.services import clients
from app.services.practice import practices
from app.vaults import KdfPolicy, SecretBytes
from storage.vault import Query

LOGIN = "bench"
PASSPHRASE = "nothing here is about anybody at all"  # noqa: S105 - of a practice of nobody
LISTED = 20_000  # clients of the longest list that is measured
STATUSES = (FileStatus.OPEN, FileStatus.ENQUIRY, FileStatus.WAITING)
_BATCH = 200
_VIEWS_A_SESSION = 2000
Told = Callable[[str, int, int], None]


def times(usual: int, effort: float) -> int:
    """How often to do what is usually done so many times; at least twice."""
    return max(2, round(usual * effort))


@dataclass(frozen=True, slots=True)
class Size:
    """How large the practice is; `entries` is what the trail has at least, `effort` how often things are measured."""

    name: str
    clients: int
    notes: int
    entries: int
    effort: float = 1.0

    def times(self, usual: int) -> int:
        """How often to do what is usually done so many times; at least twice."""
        return times(usual, self.effort)


SIZES = {
    size.name: size
    for size in (
        Size("tiny", 5, 60, 100, effort=0.02),
        Size("small", 200, 8_000, 20_000),
        Size("medium", 2_000, 98_000, 200_000),
        Size("large", 2_000, 98_000, 1_000_000),
    )
}


@contextmanager
def signed_in(vault: Path, progress: Callable[[str], None] | None = None) -> Iterator[Desk]:
    """The desk of the only person, for a while."""
    with SecretBytes.from_text(PASSPHRASE) as secret:
        desk = practices.unlock(vault, secret=secret, progress=progress)
    try:
        yield desk
    finally:
        practices.lock(desk, "command")


def build(vault: Path, size: Size, told: Told) -> None:
    """Make the practice; it takes minutes where it is large. An unfinished one is not left behind."""
    with _begun(vault) as desk:
        files = _add_files(desk, _register(desk, size.clients, told))
        _write_notes(desk, size, files, told)
        practices.lock(desk, "command")
        _lengthen_trail(vault, size, told)


def build_list(vault: Path, count: int, told: Told) -> None:
    """Make a practice of so many clients of whom nothing else is known, their statuses in turns."""
    with _begun(vault) as desk:
        _register(desk, count, told)
        practices.lock(desk, "command")


@contextmanager
def _begun(vault: Path) -> Iterator[Desk]:
    """A new practice, taken away again when what fills it fails or is stopped."""
    try:
        yield _create(vault)
    except BaseException:
        shutil.rmtree(vault, ignore_errors=True)
        raise


def _create(vault: Path) -> Desk:
    with SecretBytes.from_text(PASSPHRASE) as secret:
        return practices.create(
            vault,
            practice="Quiet Rooms",
            name="Ada Bystron",
            login=LOGIN,
            passphrase=secret,
            jurisdiction="PL",
            language="en",
            policy=KdfPolicy.floor(),
        ).desk


def note_ids(desk: Desk) -> list[str]:
    """All notes, in the order in which they were written."""
    return sorted(desk.signin.ids(Query(kinds=("session_note",), states=("signed",))))


def _register(desk: Desk, count: int, told: Told) -> list[str]:
    """Clients by their ids."""
    ids: list[str] = []
    for start in range(0, count, _BATCH):
        plan = Plan()
        for n in range(start, min(start + _BATCH, count)):
            client = Client(name=prose.name(n), status=STATUSES[n % len(STATUSES)])
            ids.append(clients.add_to(desk, plan, client).id)
        plan.commit(desk)
        told("clients", len(ids), count)
    return ids


def _add_files(desk: Desk, ids: list[str]) -> list[tuple[str, str]]:
    """A file for each; gives client ids with their clinical compartments."""
    files: list[tuple[str, str]] = []
    for start in range(0, len(ids), _BATCH):
        plan = Plan()
        some = ids[start : start + _BATCH]
        files += [(client, plan.make(desk, "clinical", {"client": client})) for client in some]
        plan.commit(desk)
    return files


def _write_notes(desk: Desk, size: Size, files: list[tuple[str, str]], told: Told) -> None:
    for start in range(0, size.notes, _BATCH):
        plan = Plan()
        for n in range(start, min(start + _BATCH, size.notes)):
            _client, compartment = files[n % len(files)]
            plan.put("session_note", desk.signin.new_id(), compartment, _note(n, size), state="signed")
        plan.commit(desk)
        told("notes", start, size.notes)


def _note(n: int, size: Size) -> SessionNote:
    day = f"{2016 + n * 10 // size.notes}-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
    return SessionNote(
        started=LocalTime(at=f"{day}T{8 + n % 10:02d}:00", zone="Europe/Warsaw"),
        text=prose.note(n, n % size.clients),
    )


def _lengthen_trail(vault: Path, size: Size, told: Told) -> None:
    """Views, in sessions of some thousand, until the trail is as long as it should be."""
    while True:
        with signed_in(vault) as desk:
            ids = note_ids(desk)
            for n in range(_VIEWS_A_SESSION):
                entries = int(desk.signin.checkpoint()["entries"])
                if entries >= size.entries:
                    return
                desk.signin.read(ids[(entries * 7919) % len(ids)])
                if n % _BATCH == 0:
                    told("views", entries, size.entries)
