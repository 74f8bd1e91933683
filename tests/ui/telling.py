"""What the longer stories share: signing in in a language, asking the vault, and reading what was saved as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app import clock, texts
from app.desk import Desk
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.window import Window

LANGUAGES = ("en", "pl")
Found = TypeVar("Found")


def sign_in(open_window: Callable[..., Window], vault: Path, language: str) -> Window:
    """Anna has signed in, in a language."""
    window = open_window(vault)
    if language != texts.language():
        window.shell.change_language(language)
    window.unlock.enter(PASSPHRASE)
    window.settle()
    return window


def ask(window: Window, work: Callable[[Desk], Found]) -> Found:
    """What the vault says, asked as the window asks."""
    found: list[Found] = []
    window.shell.ops.query(window.shell, work, found.append)
    window.settle()
    return found[0]


def make(window: Window, work: Callable[[Desk], Found]) -> Found:
    """Do something to the vault beforehand."""
    found: list[Found] = []
    window.shell.ops.command(window.shell, work, found.append, changes={"client"})
    window.settle()
    return found[0]


def born_years_ago(years: int) -> str:
    """A birth date so many years before today."""
    today = clock.today()
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - years, day=day).isoformat()
