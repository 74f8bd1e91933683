"""The fictional practice to look around in: made beside nothing else, opened, removed; a cancel leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from app.demo import example
from app.services import clients
from app.services.practice import practices
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.app.helpers import fails


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test."""
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    return tmp_path / "XDG_DATA_HOME"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_it_is_made_once_opens_with_its_passphrase_and_is_removed(own_data: Path, language: str) -> None:
    told: list[tuple[int, int]] = []
    path = example.make(language, policy=CHEAPEST_FOR_TESTS, progress=lambda *now: told.append(now))
    assert told[-1] == (example.CLIENTS, example.CLIENTS)
    assert paths.is_example(path)
    assert example.language_of(path) == language
    assert example.make(language, policy=CHEAPEST_FOR_TESTS) == path
    with SecretBytes.from_text(example.passphrase(language)) as secret:
        desk = practices.unlock(path, secret=secret, allow_cheap=True)
    assert practices.profile(desk).fictional
    assert len(clients.ids(desk)) > example.CLIENTS
    with fails("busy"):
        example.remove()
    practices.lock(desk, "test")
    assert remembered() == 1
    example.remove()
    assert list(own_data.iterdir()) == []
    assert remembered() == 0


def remembered() -> int:
    """How many vaults the settings of this test remember (V-6.5)."""
    return len(list((paths.settings_folder() / "anchors").glob("*")))


def test_a_cancel_leaves_nothing(own_data: Path) -> None:
    with fails("stopped"):
        example.make("en", policy=CHEAPEST_FOR_TESTS, cancelled=lambda: True)
    assert list(own_data.iterdir()) == []
    assert remembered() == 0


def test_what_a_crash_left_half_made_is_made_anew(own_data: Path) -> None:
    unfinished = own_data / "ClientSafe example en.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "half").write_text("x")
    assert example.existing() == []
    path = example.make("en", policy=CHEAPEST_FOR_TESTS)
    assert example.existing() == [path]
    assert list(own_data.iterdir()) == [path]


def test_only_these_folders_are_examples(own_data: Path) -> None:
    assert not paths.is_example(own_data / "practice.clientsafe")
    assert not paths.is_example(own_data / "deeper" / "ClientSafe example en")
