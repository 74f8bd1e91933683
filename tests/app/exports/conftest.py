"""A fictional practice with every kind of record, made once, for all that is exported from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import demo
from app.desk import Desk
from app.services.practice import practices
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS


@pytest.fixture(scope="session")
def made_practice(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    """A dozen clients and more, in Polish: names and texts with letters beyond ASCII."""
    path = tmp_path_factory.mktemp("exported") / "practice.clientsafe"
    return demo.create(path, language="pl", policy=CHEAPEST_FOR_TESTS)


@pytest.fixture
def practice(made_practice: demo.Demo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    """The therapist of that practice; only read from."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with SecretBytes.from_text(made_practice.passphrase) as secret:
        desk = practices.unlock(made_practice.path, secret=secret, login=made_practice.logins[0], allow_cheap=True)
    yield desk
    practices.lock(desk, "test")
