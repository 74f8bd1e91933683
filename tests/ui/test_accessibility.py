"""Every page and every screen of the entrance, in English and Polish, at the smallest size of the window."""

from __future__ import annotations

import contextlib
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
from tests.ui.walk import OF_A_RECORD, pages
from ui.all_pages import page_specs
from ui.entrance.create_backup import BackupStep
from ui.entrance.create_recovery import RecoveryStep
from ui.entrance.sheet_panel import SheetFacts
from ui.preferences import TEXT_SIZES
from ui.shell import SMALLEST

LANGUAGES = ("en", "pl")
PAGES = (*(spec.name for spec in page_specs() if spec.name not in OF_A_RECORD), "client_file", "editor")
LARGE_PERCENT = TEXT_SIZES[-1]
CODE = "ABCDE-FGHJK-LMNPQ-RSTVW-XYZ23-45678"


@pytest.fixture(params=LANGUAGES)
def in_language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Texts in this language."""
    texts.set_language(request.param)
    yield str(request.param)
    texts.set_language("en")


def check(window: Window) -> None:
    """All three properties of the window at its smallest; the messages name the widgets."""
    root = settled(window)
    assert nameless(root) == []
    assert unreachable(root) == []
    assert cut_off_in(window) == []


def cut_off_in(window: Window) -> list[str]:
    """What is cut off once all is laid out, which Qt does in several turns of the event loop."""
    root = settled(window)
    with contextlib.suppress(window.qtbot.TimeoutError):
        window.qtbot.waitUntil(lambda: clipped(root) == [], timeout=1500)
    return clipped(root)


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
    check(window)


def test_no_page_is_cut_off_with_the_largest_text(
    in_language: str, open_window: Callable[..., Window], vault: Path
) -> None:
    window = open_window(vault)
    window.shell.preferences.language = in_language
    window.shell.theme.choose_text_size(LARGE_PERCENT)
    try:
        window.unlock.enter(PASSPHRASE)
        window.shell.resize(*SMALLEST)
        cut_off = {page: cut_off_in(window) for page in pages(window)}
    finally:
        window.shell.theme.choose_text_size(100)
    assert {page: found for page, found in cut_off.items() if found} == {}


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
        entrance.show_screen(RecoveryStep(ops, prompts, SheetFacts("Linden Practice", "an", CODE, "0"), "Step 3 of 4"))
    elif screen == "backup":
        entrance.show_screen(BackupStep(ops, prompts, window.shell.preferences))
    elif screen == "unlock":
        entrance.show_unlock(tmp_path / "practice.clientsafe", "idle")
        window.unlock.wait_for_strip("CS-602")
    elif screen == "restore":
        entrance.show_restore()
    check(window)
