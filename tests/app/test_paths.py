"""The small settings file: whole or not at all, private, and nothing personal in it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app import paths


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "clientsafe" / "settings.json"


def test_settings_are_remembered_beside_those_that_were_there(own_settings: Path) -> None:
    paths.write_settings({"language": "pl"})
    paths.write_settings({"theme": "dark"})
    assert paths.read_settings() == {"language": "pl", "theme": "dark"}


def test_the_settings_file_can_be_read_by_its_owner_only(own_settings: Path) -> None:
    paths.write_settings({"language": "pl"})
    assert stat.S_IMODE(own_settings.stat().st_mode) == 0o600
    assert [path.name for path in own_settings.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"', '{"language": 5, "name": "Anna"}'])
def test_a_damaged_settings_file_counts_as_none(own_settings: Path, content: str) -> None:
    own_settings.parent.mkdir()
    own_settings.write_text(content, "utf-8")
    assert paths.read_settings() == {}


def test_a_setting_nobody_knows_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="client_name"):
        paths.write_settings({"client_name": "Anna"})


def test_settings_that_cannot_be_written_stop_nobody(own_settings: Path) -> None:
    own_settings.parent.write_text("a file where the folder should be", "utf-8")
    paths.write_settings({"language": "pl"})
    assert paths.read_settings() == {}


def test_the_settings_folder_follows_the_home_folder_without_a_usable_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative/path")
    assert paths.settings_folder() == Path.home() / ".config" / "clientsafe"


def test_the_resources_ship_with_the_program() -> None:
    assert (paths.resources() / "consents" / "therapy.toml").is_file()
