"""Planted words (R6) and sockets (R7): every flow of the services, then a search of every byte written anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from socket import AF_UNIX
from typing import Any

from app import paths, worker
from app.desk import Desk
from app.keeping.plans import Plan
from app.records import KINDS, decode, offered
from app.records.amendment import AmendmentKind
from app.services import clients, drafting, records
from app.services.client_files import files
from app.services.practice import practices
from app.services.reading import searches, trails
from app.services.vault import backups
from app.vaults import KnownError, SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.torture import planting
from tests.torture.ground import Ground
from tests.torture.planting import PASSPHRASE, STEM
from tests.torture.recorder import Recording, record, say


@dataclass
class LeakReport:
    """How many fields held the word, what was searched, and what was found."""

    kinds: int = 0
    fields: int = 0
    refused: list[str] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    sockets: int = 0
    problems: list[str] = field(default_factory=list)


def run(work: Path, prepare: Callable[[], None] = lambda: None, *, is_short: bool = False) -> LeakReport:
    """Run every flow of the services with planted words, or (`is_short`) only the writing of every kind.

    0 may be found, and no socket that leaves the computer.
    """
    root = work / "leaks"
    root.mkdir()
    ground = Ground(root)
    ground.enter()

    def child() -> None:
        prepare()
        _flow(ground, is_short=is_short)

    recording = record(child, root)
    report = LeakReport()
    for line in recording.acks:
        if line.startswith("planted"):
            _, _, count, *refused = line.split()
            report.kinds, report.fields = report.kinds + 1, report.fields + int(count)
            report.refused += refused
        elif line.startswith("traceback"):
            report.problems.append(line)
    if recording.acks[-1:] != ["all done"]:
        report.problems.append("the flow ended early")
    _search(_written(recording) | _left(root), report)
    _look_at_sockets(recording, report)
    return report


def _search(found: dict[str, bytes], report: LeakReport) -> None:
    """Look for the words in the names and the bytes of every file."""
    needles = planting.needles()
    for path, data in found.items():
        report.files += 1
        report.bytes += len(data)
        told = [name for name, needle in needles.items() if needle in data or needle in path.encode()]
        if told:
            report.problems.append(f"{path}: {', '.join(told)}")


def _written(recording: Recording) -> dict[str, bytes]:
    """Everything that was ever written to a file anywhere, also to one that is gone."""
    found = dict[str, list[bytes]]()
    for event in recording.events:
        if event.call in {"write", "make", "mkdir"}:
            found.setdefault(f"written {event.path}", []).append(event.data)
        elif event.call in {"rename", "link"}:
            found.setdefault(f"named {event.to}", [])
        elif event.call == "unknown":
            found.setdefault(f"not recorded {event.path} {STEM}", [])  # a blind spot counts as a find
    return {path: b"".join(parts) for path, parts in found.items()}


def _left(root: Path) -> dict[str, bytes]:
    return {f"left {path}": path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _look_at_sockets(recording: Recording, report: LeakReport) -> None:
    for event in recording.events:
        if event.call == "socket":
            report.sockets += 1
            if event.path != "socket" or event.inode != AF_UNIX:
                report.problems.append(f"{event.path} {event.inode}")


def _secret() -> SecretBytes:
    return SecretBytes.from_text(PASSPHRASE)


def _flow(ground: Ground, *, is_short: bool) -> None:
    made = practices.create(
        ground.vault, practice=f"{STEM} practice", name=f"{STEM} name", login=f"{STEM}login", passphrase=_secret(),
        jurisdiction="PL", language="en", policy=CHEAPEST_FOR_TESTS,
    )  # fmt: skip
    desk = made.desk
    _write_every_kind(desk)
    if not is_short:
        _look_everywhere(desk)
        backups.now(desk, ground.drive)
        worker.recovery_sheet(f"{STEM} practice", f"{STEM}login", made.recovery_code, desk.signin.vault_id, "pl")
        paths.write_settings({"last_vault": str(ground.vault)})
    practices.lock(desk, "test")
    if not is_short:
        _come_back(ground)
    say("all done")


def _write_every_kind(desk: Desk) -> None:
    """A client with a file, then each kind as a draft and saved; the signed ones signed where they are complete."""
    values, refused = planting.planted("client")
    client = records.add(desk, "client", [values | {"code": STEM.upper()}])[0].id
    say(f"planted client {len(values)} {' '.join(refused)}")
    files.open(desk, client)
    for name, kind in KINDS.items():
        if name == "client":
            continue
        values, refused = planting.planted(name)
        of_client = client if kind.of_client else None
        without_files = {field: value for field, value in values.items() if field != "attachments"}
        if name in offered():
            editing = drafting.start(desk, name, of_client)
            if name == "document":
                values["attachments"] = [_attached(desk, editing)]
            drafting.keep(desk, editing.with_values(values))
        plan = Plan()
        body = decode(name, kind.version, without_files)
        plan.put(name, desk.signin.new_id(), desk.own("practice"), body)
        plan.commit(desk)
        say(f"planted {name} {len(values)} {' '.join(refused)}")
    note = drafting.start(desk, "session_note", client)
    needed = {"text": f"{STEM} text", "risk_statement": "no_current_concern_expressed"}
    target = records.sign(desk, note.with_values(needed)).record
    records.amend(desk, target, kind=next(iter(AmendmentKind)), text=f"{STEM} more", reason=f"{STEM} why")


def _attached(desk: Desk, editing: drafting.Editing) -> dict[str, Any]:
    """A file of words in the vault, as a document names it."""
    data = f"{STEM} file ".encode() * 200_000
    assert editing.compartment is not None
    kept = desk.signin.attach(editing.compartment, io.BytesIO(data), len(data))
    return {"id": kept.id, "name": f"{STEM}.txt", "type": STEM, "bytes": kept.bytes, "sha256": kept.sha256}


def _look_everywhere(desk: Desk) -> None:
    client = clients.ids(desk)[0]
    searches.find(desk, STEM)
    searches.find_clients(desk, STEM)
    records.listing(desk)
    files.open(desk, client)
    files.timeline(desk, client)
    files.access(desk, client)
    trails.page(desk)
    trails.record(desk, trails.verify(trails.verify_job(desk), full=True))


def _come_back(ground: Ground) -> None:
    """A wrong passphrase, a good one, and a restore."""
    with SecretBytes.from_text(f"not the {planting.SECRET_STEM} at all") as wrong:
        try:
            practices.unlock(ground.vault, secret=wrong, allow_cheap=True)
        except KnownError as error:
            say(f"refused {error.name}")
    practices.lock(practices.unlock(ground.vault, secret=_secret(), allow_cheap=True), "test")
    backup = next(path for path in ground.drive.iterdir() if path.is_file())
    backups.verify(backup, secret=_secret(), allow_cheap=True)
    practices.lock(backups.restore(backup, ground.back, secret=_secret(), allow_cheap=True).desk, "test")
