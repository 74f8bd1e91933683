"""Make the golden vault and its backup: `python -m tests.formats.make_golden`; until the format is frozen, made anew.

A fictional practice with every kind of record there is, every field filled in: what today's program writes, every
later one must read (test_golden.py). Once frozen it stays: a new version of a kind gets a golden vault beside it.
The vault was moved into the backup (V-8.6), so its database is the backup's payload, and is kept once.
"""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.desk import Desk
from app.keeping.plans import Plan
from app.records import KINDS, decode
from app.records.amendment import AmendmentKind
from app.records.client import Client
from app.services import clients, drafting, records
from app.services.client_files import files
from app.services.practice import practices
from app.services.reading import searches
from app.vaults import KnownError, SecretBytes
from storage import ballast
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import run_backup
from tests.formats import reader
from tests.formats.filling import filled
from tests.formats.reader import Reading, Secret

GOLDEN = Path(__file__).parent / "golden"
VAULT, BACKUP, EXPECTED = "practice.clientsafe", "practice.clientsafe-backup", "expected.json"
DATABASE = "records-1.db"
LOGIN = "jadwiga"
FIRST_PASSPHRASE = "seven quiet herons cross the river"
PASSPHRASE = "eleven slow barges turn at the lock"
FILE = "Skierowanie od lekarza rodzinnego: zażółć gęślą jaźń.\n".encode() * 40
_DISPOSABLE = ("index", "lock", "ballast", "failures")
_ELSEWHERE = {"client": "identity", "amendment": "clinical"}


def main() -> None:
    """Write the files beside this one."""
    ballast.BYTES = 0
    platform.node = lambda: "desk"  # what the entries call the computer
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/config"
        made = _make(folder)
        database = (folder / VAULT / DATABASE).read_bytes()
        assert database == payload(folder / BACKUP)
        shutil.rmtree(GOLDEN, ignore_errors=True)
        shutil.copytree(folder / VAULT, GOLDEN / VAULT, ignore=shutil.ignore_patterns(DATABASE, *_DISPOSABLE))
        shutil.copy(folder / BACKUP, GOLDEN / BACKUP)
    text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
    (GOLDEN / EXPECTED).write_text(f"{text}\n", "utf-8")
    sys.stdout.write(f"{GOLDEN}: {len(made['records'])} records of {len(made['kinds'])} kinds\n")


def payload(backup: Path) -> bytes:
    """The database in a backup, cut out as V-8.1 says: the second line tells how long it is."""
    data = backup.read_bytes()
    length: int = json.loads(data.split(b"\n", 2)[1])["payload"]
    return data[-32 - length : -32]


def _make(folder: Path) -> dict[str, Any]:
    """Two sessions; in the second one the vault is moved into the backup: so both end with the same entry."""
    created = practices.create(
        folder / VAULT, practice="Cicha 7", name="Jadwiga Łąka", login=LOGIN,
        passphrase=SecretBytes.from_text(FIRST_PASSPHRASE), jurisdiction="PL", language="pl", policy=CHEAPEST_FOR_TESTS,
    )  # fmt: skip
    desk = created.desk
    client = _begin(desk)
    _write_all(desk, client)
    _look_around(desk, client)
    practices.lock(desk, "quit")
    desk = _come_back(folder / VAULT, client)
    desk.signin.end_move(run_backup(desk.signin.begin_move(folder / BACKUP)))
    return {
        "kinds": {name: kind.version for name, kind in KINDS.items()},
        "login": LOGIN,
        "passphrase": PASSPHRASE,
        "recovery_code": created.recovery_code,
        **told(reader.open_backup(folder / BACKUP, Secret(PASSPHRASE, LOGIN, allow_cheap=True))),
    }


def told(reading: Reading) -> dict[str, Any]:
    """What there is: each revision of each record, drafts, attached files, and the end of the trail."""
    return {
        "attachments": {name: file.decode() for name, file in reading.attachments.items()},
        "drafts": {name: draft.plain for name, draft in reading.drafts.items() if not name.startswith("memo:")},
        "entries": reading.entries,
        "head": reading.head,
        "records": {
            record: [[one.revision, one.state, one.kind, one.version, one.body] for one in versions]
            for record, versions in reading.records.items()
        },
    }


def _begin(desk: Desk) -> str:
    """A client with a note that is signed and amended."""
    client = clients.register(desk, Client(name="Ignacy Źrebak", birth_date="1987-04-12")).id
    said = {"text": "Rozmowa o śnie.", "risk_statement": "no_current_concern_expressed"}
    note = records.sign(desk, drafting.start(desk, "session_note", client).with_values(said)).record
    records.amend(desk, note, kind=next(iter(AmendmentKind)), text="Także o pracy.", reason="Zapomniane")
    return client


def _write_all(desk: Desk, client: str) -> None:
    """One record of each kind with every field filled in."""
    plan = Plan()
    for name, kind in KINDS.items():
        values = filled(name)
        compartment = _place(desk, plan, _ELSEWHERE.get(name, kind.compartment), client)
        values.pop("attachments", None)
        if name == "document":
            kept = desk.signin.attach(compartment, io.BytesIO(FILE), len(FILE))
            file = {"id": kept.id, "name": "skierowanie.txt", "type": "text/plain", "bytes": kept.bytes}
            values["attachments"] = [file | {"sha256": kept.sha256}]
        state = "signed" if kind.signed else "saved"
        plan.put(name, desk.signin.new_id(), compartment, decode(name, kind.version, values), state=state)
    plan.commit(desk)


def _place(desk: Desk, plan: Plan, kind: str, client: str) -> str:
    labels = {"identity": {"client": client}, "clinical": {"client": client}}
    known = desk.signin.compartments(kind, **labels.get(kind, {}))
    if known:
        return known[0]
    if kind == "process":
        return plan.make(desk, kind, {"author": desk.account, "client": client})
    return plan.make(desk, kind, {"incident": desk.signin.new_id()})


def _look_around(desk: Desk, client: str) -> None:
    """A draft, a search, a list, an open file: what leaves lines in a trail."""
    drafting.keep(desk, drafting.start(desk, "session_note", client).with_values({"text": "Dopiero zaczęta"}))
    searches.find(desk, "zażółć")
    records.listing(desk, "session_note")
    files.open(desk, client)


def _come_back(vault: Path, client: str) -> Desk:
    """A wrong passphrase, the right one, a change of it, and a change of a living record."""
    wrong, old = SecretBytes.from_text("nobody has ever typed this"), SecretBytes.from_text(FIRST_PASSPHRASE)
    try:
        practices.unlock(vault, secret=wrong, allow_cheap=True)
    except KnownError as error:
        if error.name != "wrong_secret":
            raise
    desk = practices.unlock(vault, secret=old, allow_cheap=True)
    with SecretBytes.from_text(FIRST_PASSPHRASE) as typed, SecretBytes.from_text(PASSPHRASE) as new:
        desk.signin.change_passphrase(typed, new, policy=CHEAPEST_FOR_TESTS)
    records.save(desk, records.edit(desk, client).with_values({"pronouns": "on/jego"}))
    return desk


if __name__ == "__main__":
    main()
