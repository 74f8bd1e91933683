"""What every test of the window gets: one application, a window in this process, a real vault made cheaply."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.practice import practices
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.ui import practice_of_five
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.waiting import Bot
from tests.ui.drivers.window import Window
from tests.ui.fakes import FakePrompts
from tests.ui.practice_of_five import Practice
from ui.application import make_application
from ui.entrance import Rules
from ui.forms.steps import steps
from ui.platform.successor import Ending, Successor
from ui.preferences import Preferences
from ui.shell import Shell, Start
from ui.theme import Theme


class NoSuccessor(Successor):
    """Says that the lock page is shown, without starting a process."""

    def start(self, arguments: list[str]) -> None:
        self.arguments = arguments
        self.is_shown.emit()


CHEAP = Rules(policy=CHEAPEST_FOR_TESTS, allow_cheap=True)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as the program makes it."""
    return make_application()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """What tests wait with."""
    return Bot(request)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins without settings and with an empty home."""
    for variable, name in (("XDG_CONFIG_HOME", "settings"), ("HOME", "home")):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv(variable, str(folder))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with one person, Anna Nowak, and nothing in it, locked."""
    path = tmp_path_factory.mktemp("made") / "practice.clientsafe"
    with pytest.MonkeyPatch.context() as patch, SecretBytes.from_text(PASSPHRASE) as secret:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("made-settings")))
        made = practices.create(
            path,
            practice="Linden Practice",
            name="Anna Nowak",
            login="an",
            passphrase=secret,
            jurisdiction="PL",
            language="en",
            policy=CHEAPEST_FOR_TESTS,
        )
        practices.lock(made.desk, "person")
    return path


@pytest.fixture
def vault(made_vault: Path, tmp_path: Path) -> Path:
    """A copy of it for this test."""
    path = tmp_path / "practice.clientsafe"
    shutil.copytree(made_vault, path)
    return path


@pytest.fixture(scope="session")
def made_of_five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """A practice of five people with some clients, locked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("five-settings")))
        yield practice_of_five.make(tmp_path_factory.mktemp("five"))


@pytest.fixture
def five(made_of_five: Practice, tmp_path: Path) -> Practice:
    """A copy of it for this test; `practice_of_five.sign_in(open_window, five, "tw")`."""
    path = tmp_path / "five.clientsafe"
    shutil.copytree(made_of_five.vault, path)
    return made_of_five.copied_to(path)


@pytest.fixture(scope="session")
def light(qapp: QApplication) -> str:
    """The style sheet of the look in which every window opens."""
    Theme(qapp, "light").apply()
    while not steps().is_idle:
        qapp.processEvents()
    return qapp.styleSheet()


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, light: str) -> Iterator[Callable[..., Window]]:
    """Opens windows in this process and ends them: `open_window()`, `open_window(vault, why=…)`."""
    opened: list[Window] = []

    def make(vault: Path | None = None, why: str = "") -> Window:
        preferences = Preferences()
        theme = Theme(qapp, "light")
        if qapp.styleSheet() != light or not steps().is_idle:
            theme.apply()
        left: list[str] = []
        shell = Shell(
            theme,
            preferences,
            Start(vault, why),
            ending=Ending(lambda: left.append("left"), NoSuccessor),
            rules=CHEAP,
            prompts=FakePrompts,
        )
        shell.resize(1240, 800)
        shell.show()
        window = Window(shell, qtbot, left)
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.end()


@pytest.fixture
def window(open_window: Callable[..., Window], vault: Path) -> Window:
    """A window in which Anna has signed in."""
    opened = open_window(vault)
    opened.unlock.enter(PASSPHRASE)
    return opened
