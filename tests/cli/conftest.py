"""A practice that was made once, copied for each test, and a terminal to work on it; `real_` is as for everybody."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.practice import practices
from app.vaults import KdfPolicy, SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.cli.terminal import PASSPHRASE, RealTerminal, Terminal

SMALL_DISK_BYTES = 3 << 20


@dataclass(frozen=True)
class Practice:
    """The vault and what is in it."""

    path: Path
    account: str
    recovery_code: str
    client: str
    note: str
    draft: str
    consent: str

    def sign_in(self) -> Desk:
        """The owner's desk, in this process."""
        with SecretBytes.from_text(PASSPHRASE) as secret:
            return practices.unlock(self.path, secret=secret, allow_cheap=True)

    def copied_to(self, folder: Path) -> Practice:
        """A copy in another folder."""
        path = folder / "practice.clientsafe"
        shutil.copytree(self.path, path)
        return replace(self, path=path)


def make(path: Path, policy: KdfPolicy) -> Practice:
    """One client with a consent, a signed note and a draft."""
    with SecretBytes.from_text(PASSPHRASE) as secret:
        created = practices.create(
            path,
            practice="Cicha Przystań",
            name="Ewa Lis",
            login="ewa",
            passphrase=secret,
            jurisdiction="PL",
            language="pl",
            policy=policy,
        )
    desk = created.desk
    client = clients.register(desk, Client(name="Łucja Żółć")).id
    consent = records.add(
        desk, "consent", [{"decision": "granted", "method": "wet_ink_scan"}], client=client, sign=True
    )
    note = {"text": "A złożony case.\n\n- one\n- **two**", "risk_statement": "not_reviewed"}
    signed = records.add(desk, "session_note", [note], client=client, sign=True)
    draft = records.add(desk, "session_note", [{"text": "Half a thought."}], client=client)
    practices.lock(desk, "test")
    return Practice(path, desk.account, created.recovery_code, client, signed[0].id, draft[0].id, consent[0].id)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """Its key costs next to nothing: only a test opens it."""
    return make(tmp_path_factory.mktemp("made") / "practice.clientsafe", CHEAPEST_FOR_TESTS)


@pytest.fixture(scope="session")
def made_for_all(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """Its key costs the least that a normal start accepts."""
    return make(tmp_path_factory.mktemp("made-for-all") / "practice.clientsafe", KdfPolicy.floor())


@pytest.fixture
def practice(made: Practice, tmp_path: Path) -> Practice:
    """A practice of this test, for `terminal`."""
    return made.copied_to(tmp_path)


@pytest.fixture
def real_practice(made_for_all: Practice, tmp_path: Path) -> Practice:
    """A practice of this test, for `real_terminal`."""
    return made_for_all.copied_to(tmp_path)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal in the folder of this test."""
    return Terminal(tmp_path)


@pytest.fixture
def real_terminal(tmp_path: Path) -> RealTerminal:
    """The same, where each command is a process of its own."""
    return RealTerminal(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB."""
    if sys.platform != "linux":
        pytest.skip("a small file system is mounted on Linux only")
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this person may not mount a tmpfs here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)  # noqa: S607
