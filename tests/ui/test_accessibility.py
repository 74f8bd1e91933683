"""Every page and every screen of the entrance, in English and Polish, at the smallest size of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app import texts
from app.records.client import Client
from app.services import clients
from tests.ui.accessibility import clipped, nameless, unreachable
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.window import Window
from ui.context import Who
from ui.entrance.create_backup import BackupStep
from ui.entrance.create_recovery import RecoveryStep
from ui.shell import SMALLEST

LANGUAGES = ("en", "pl")
PAGES = ("clients", "incidents", "practice", "trail", "backups", "client_file", "editor", "settings")
CODE = "ABCDE-FGHJK-LMNPQ-RSTVW-XYZ23-45678"


@pytest.fixture(params=LANGUAGES)
def in_language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Texts in this language."""
    texts.set_language(request.param)
    yield str(request.param)
    texts.set_language("en")


def check(root: QWidget) -> None:
    """All three properties; the messages name the widgets."""
    assert nameless(root) == []
    assert unreachable(root) == []
    assert clipped(root) == []


def settled(window: Window) -> QWidget:
    """The window at its smallest, after a turn of the event loop."""
    window.shell.resize(*SMALLEST)
    window.settle()
    window.qtbot.waitUntil(lambda: window.shell.size().width() == SMALLEST[0])
    window.shell.grab()
    return window.shell


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_used_by_everybody(
    in_language: str, page: str, open_window: Callable[..., Window], vault: Path
) -> None:
    window = open_window(vault)
    window.shell.preferences.language = in_language
    window.unlock.enter(PASSPHRASE)
    found: list[str] = []
    window.shell.ops.command(window.shell, lambda desk: clients.register(desk, Client(name="Ewa Lis")).id, found.append)
    window.settle()
    if page == "client_file":
        window.go_to("client", found[0])
    elif page == "editor":
        window.shell.workspace.context.navigator.go_to("session_note", None, client=found[0])
    else:
        window.go_to(page)
    check(settled(window))


@pytest.mark.parametrize("screen", ["start", "practice", "passphrase", "recovery", "backup", "unlock", "restore"])
def test_a_screen_of_the_entrance_can_be_used_by_everybody(
    in_language: str, screen: str, open_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = open_window()
    entrance, ops, prompts = window.shell.entrance, window.shell.ops, window.prompts
    if screen in {"practice", "passphrase"}:
        window.press("create")
    if screen == "passphrase":
        window.create.practice("Linden Practice", "Anna Nowak")
    elif screen == "recovery":
        who = Who("1", "Anna Nowak", "an", "owner", "Linden Practice", alone=True)
        entrance.show_screen(RecoveryStep(ops, prompts, who, CODE, "0"))
    elif screen == "backup":
        entrance.show_screen(BackupStep(ops, prompts, window.shell.preferences))
    elif screen == "unlock":
        entrance.show_unlock(tmp_path / "practice.clientsafe", "idle")
    elif screen == "restore":
        entrance.show_restore()
    check(settled(window))
