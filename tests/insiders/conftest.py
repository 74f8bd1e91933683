"""Fixtures of the insiders: the practice of planted words, made once, and settings of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.conftest import made_vault, vault
from tests.insiders import place
from tests.insiders.forging import Ground, make_ground
from tests.insiders.place import Place
from tests.storage.conftest import config, made_practice, practice
from tests.storage.kit import Practice, copy_of
from tests.storage.sharers import set_clock

__all__ = ["config", "made_practice", "made_vault", "practice", "vault"]


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The practice of planted words; whoever changes it works on a copy."""
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        return place.make(folder)


@pytest.fixture
def settings(planted: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings folder of everybody who works at that computer."""
    folder = tmp_path / "config"
    shutil.copytree(planted.path.parent / "config", folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def made_grounds(made_practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ground]:
    """The practice with an insider who was given this or that, each made once."""
    made: dict[str, Ground] = {}

    def of(given: str) -> Ground:
        if given not in made:
            folder = tmp_path_factory.mktemp("ground")
            shutil.copytree(made_practice.path.parent / "config", folder / "config")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
                made[given] = make_ground(copy_of(made_practice, folder / "practice.clientsafe"), given)
        return made[given]

    return of


@pytest.fixture
def ground_of(
    made_grounds: Callable[[str], Ground], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Ground]:
    """A copy of such a practice for one test, with the settings of the computer where it lies."""

    def of(given: str) -> Ground:
        found = made_grounds(given)
        shutil.copytree(found.practice.path.parent / "config", tmp_path / "config")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        return replace(found, practice=copy_of(found.practice, tmp_path / "practice.clientsafe"))

    return of


@pytest.fixture
def clock_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Puts the clock of the program forward, by days."""
    return lambda days: set_clock(monkeypatch, days)
