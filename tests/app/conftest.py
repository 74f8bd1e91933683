"""Fixtures for app: a practice on real storage that was made once, and a signed-in desk on a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client
from app.services import clients
from app.services.clients import ClientRef
from app.services.practice import practices
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.app import several

PASSPHRASE = "otter lantern violet seven harbour moss"


def secret() -> SecretBytes:
    """The passphrase of the made practice, fresh each time because it is wiped after use."""
    return SecretBytes.from_text(PASSPHRASE)


def make(path: Path) -> practices.Created:
    """A practice with the cheapest key there is."""
    return practices.create(
        path,
        practice="Quiet Room",
        name="Ewa Lis",
        login="EL",
        passphrase=secret(),
        jurisdiction="PL",
        language="en",
        policy=CHEAPEST_FOR_TESTS,
    )


def sign_in(path: Path) -> Desk:
    """The owner's desk."""
    return practices.unlock(path, secret=secret(), allow_cheap=True)


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice without clients, locked."""
    path = tmp_path_factory.mktemp("made") / "practice.clientsafe"
    practices.lock(make(path).desk, "test")
    return path


@pytest.fixture
def vault(made_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the made practice for this test, with a settings folder of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "practice.clientsafe"
    shutil.copytree(made_vault, path)
    return path


@pytest.fixture
def desk(vault: Path) -> Iterator[Desk]:
    """The owner's desk; locked after the test, whatever happened."""
    found = sign_in(vault)
    yield found
    practices.lock(found, "test")


@pytest.fixture
def anna(desk: Desk) -> ClientRef:
    """A registered client."""
    return clients.register(desk, Client(name="Anna Zawadzka", birth_date="1987-04-12"))


@pytest.fixture(scope="session")
def made_practice_of_five(made_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made practice with four more people, locked."""
    path = tmp_path_factory.mktemp("five") / "practice.clientsafe"
    shutil.copytree(made_vault, path)
    several.invite_all(path)
    return path


@pytest.fixture
def five(made_practice_of_five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the practice of five for this test; open it with `several.at_desk`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "practice.clientsafe"
    shutil.copytree(made_practice_of_five, path)
    return path
