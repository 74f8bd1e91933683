"""The practice that is measured: clients with their files, notes over the years, and a long trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bench import prose
from app.desk import Desk
from app.keeping.plans import Plan
from app.records.client import Client
from app.records.fields import LocalTime
from app.records.session_note import SessionNote
from app.services import clients, practices
from app.vaults import KdfPolicy, SecretBytes
from storage.vault import Query

LOGIN = "bench"
PASSPHRASE = "nothing here is about anybody at all"  # noqa: S105 - of a practice of nobody
_BATCH = 200
_VIEWS_A_SESSION = 2000
Told = Callable[[str, int, int], None]


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
        return max(2, round(usual * self.effort))


SIZES = {
    size.name: size
    for size in (
        Size("tiny", 5, 60, 100, effort=0.1),
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
    """Make the practice; it takes minutes where it is large. An unfinished one is never left behind."""
    with SecretBytes.from_text(PASSPHRASE) as secret:
        created = practices.create(
            vault,
            practice="Quiet Rooms",
            name="Ada Bystron",
            login=LOGIN,
            passphrase=secret,
            jurisdiction="",
            language="en",
            policy=KdfPolicy.floor(),
        )
    try:
        files = _register(created.desk, size, told)
        _write_notes(created.desk, size, files, told)
    finally:
        practices.lock(created.desk, "command")
    _lengthen_trail(vault, size, told)


def note_ids(desk: Desk) -> list[str]:
    """All notes, in the order in which they were written."""
    return sorted(desk.signin.ids(Query(kinds=("session_note",), states=("signed",))))


def _register(desk: Desk, size: Size, told: Told) -> list[tuple[str, str]]:
    """Clients with their files; gives client ids with their clinical compartments."""
    ids: list[str] = []
    for start in range(0, size.clients, _BATCH):
        plan = Plan()
        wanted = range(start, min(start + _BATCH, size.clients))
        ids += [clients.add_to(desk, plan, Client(name=prose.name(n))).id for n in wanted]
        plan.commit(desk)
        told("clients", len(ids), size.clients)
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
