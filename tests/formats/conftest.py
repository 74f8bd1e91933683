"""A vault that the program made, with what the program itself says is in it, and ways to tamper with a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storage import kdf, vault
from storage.vault import (
    Described,
    Draft,
    Event,
    KnownError,
    NewCompartment,
    Record,
    SecretBytes,
    SignIn,
    Stored,
    Write,
)
from tests.formats import reader
from tests.formats.reader import Secret
from tests.formats.words import Version

LOGIN = "Zofia"
PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True)
class Made:
    """A vault, a backup of it, the ways in, and what the program read."""

    folder: Path
    backup: Path
    secret: Secret
    recovery: Secret
    backed_up: dict[str, list[Version]]
    records: dict[str, list[Version]]
    drafts: dict[str, dict[str, Any]]
    entries: int
    head: str


def describe(stored: Stored) -> Described:
    """How the records of these tests appear in the index."""
    return Described(title=str(stored.body.get("name", "")), text=str(stored.body.get("text", "")))


def sign_in(folder: Path, secret: Secret) -> SignIn:
    """Sign in with the program."""
    typed = SecretBytes.from_text(secret.typed)
    how: vault.How = "recovery" if secret.how == "recovery" else "passphrase"
    return vault.unlock(folder, secret=typed, login=secret.login, how=how, describe=describe, allow_cheap=True)


def versions(signin: SignIn, records: list[str]) -> dict[str, list[Version]]:
    """What the program shows of these records."""
    return {record: [as_version(found) for found in signin.history(record)] for record in records}


def as_version(found: Record) -> Version:
    """One revision as the second reader has it."""
    return Version(
        found.revision,
        found.parent,
        found.compartment,
        found.author,
        found.at,
        found.state,
        found.kind,
        found.version,
        found.body,
    )


def write_records(signin: SignIn) -> list[str]:
    """Two clients with a name, a file and a signed note; one name is changed twice."""
    written = []
    for name in ("Łucja Żółć", "Jan Kowalski 😀"):
        client, note, identity, clinical = (signin.new_id() for _ in range(4))
        compartments = [
            NewCompartment(identity, "identity", {"client": client}),
            NewCompartment(clinical, "clinical", {"client": client}),
        ]
        writes = [
            Write(client, identity, "client", 1, {"name": name, "born": None, "seen": [1, True, -7]}),
            Write(note, clinical, "session_note", 2, {"text": f"{name}\n\t“quoted” \\ \x7f\x01"}, "signed"),
        ]
        revision, _ = signin.write(writes, compartments=compartments)
        for number in range(2):
            change = Write(client, identity, "client", 1, {"name": name, "seen": [number]}, parent=revision)
            (revision,) = signin.write([change])
        written += [client, note]
    return written


def fail_to_sign_in(folder: Path) -> None:
    """One wrong passphrase, one unknown login."""
    for login in (LOGIN, "nobody"):
        with pytest.raises(KnownError):
            sign_in(folder, Secret("a wrong passphrase", login))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Three sessions: made and filled, backed up, and one by recovery code."""
    folder = tmp_path_factory.mktemp("formats") / "practice.clientsafe"
    secret = Secret(PASSPHRASE, LOGIN, allow_cheap=True)
    created = vault.create(
        folder,
        login=LOGIN,
        passphrase=SecretBytes.from_text(PASSPHRASE),
        describe=describe,
        policy=kdf.CHEAPEST_FOR_TESTS,
    )
    signin = created.signin
    records = write_records(signin)
    signin.search("Żółć")
    signin.note_event(Event(action="print", outcome="begun", record=records[0]), {"file": "a name"})
    report = vault.run_backup(signin.begin_backup(folder.parent))
    signin.end_backup(report)
    backed_up = versions(signin, records)
    signin.lock("test")
    fail_to_sign_in(folder)
    recovery = Secret(created.recovery_code.lower().replace("0", "o"), LOGIN, "recovery")
    signin = sign_in(folder, recovery)
    signin.write([Write(records[2], backed_up[records[2]][0].compartment, "client", 1, {"name": "later"},
                        parent=backed_up[records[2]][-1].revision)])  # fmt: skip
    bodies = {signin.new_id(): {"text": "being typed"}, records[0]: {"name": "half a na"}}
    for record, body in bodies.items():
        signin.save_draft(Draft(record, None, "session_note", 2, body))
    signin.remember("place", {"page": "clients"})
    kept = versions(signin, records)
    signin.lock("test")
    point = reader.open_vault(folder, secret)
    return Made(folder, Path(report.file), secret, recovery, backed_up, kept, bodies, point.entries, point.head)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A copy of the vault to tamper with."""
    return Path(shutil.copytree(made.folder, tmp_path / made.folder.name))


Tamper = Callable[..., None]


@pytest.fixture
def tamper(made: Made, copy: Path) -> Iterator[Tamper]:
    """Run SQL on the copy as somebody with the database key and a database tool can."""
    header = reader.load_header(copy)
    key = reader.enter(header, made.secret).database_key
    connection = reader.connect(copy / header["database"]["file"], key, reader.salt_of(header))
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()

    def run(sql: str, *values: object) -> None:
        # The triggers come back afterwards: a changed schema would be noticed before anything else.
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(sql, values).rowcount > 0
        for _, definition in triggers:
            connection.execute(definition)
        connection.commit()

    yield run
    connection.close()
