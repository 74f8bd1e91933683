"""Where a tortured child works, and how it tells what is now safe.

A line that is told: `saved RECORD REVISION`, `signed RECORD REVISION`, `viewed RECORD REVISION`, `searched WORD`,
`drafted RECORD NUMBER`, `dropped RECORD`, `created`, `restored`, `passphrase`, `backed-up NAME`, `locked`, `unlocked`;
`attached RECORD ID`, `code CODE`, `moved VAULT NAME`, `arrived VAULT`; `added`, `granted`, `revoked`, `handed`,
`removed`, `rekeyed` of other people; `begin STEP` and `failed STEP CODE` stand around what may fail.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from storage.vault import Draft, KnownError, SignIn, Write
from tests.storage.kit import LOGIN, PASSPHRASE, note, sign_in
from tests.torture.recorder import say

VAULT, BACK, HOME, DRIVE = "practice.clientsafe", "back.clientsafe", "home.clientsafe", "drive"
NEW_PASSPHRASE = "eleven slow barges turn at the lock"
ATTACHED = b"Herbstlaub " * 100_000
TOLD_WORD = "kwarantanna"
HERE, THERE = "config", "there"  # the settings of two computers
_FOLDERS = (HERE, THERE, DRIVE, "tmp")


class Ground:
    """A folder where a flow takes place: vault, settings, temporary files and a drive for backups."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.vault = root / VAULT
        self.back = root / BACK
        self.home = root / HOME
        self.drive = root / DRIVE

    def enter(self) -> None:
        """Let this process use its settings and temporary files."""
        for name in _FOLDERS:
            (self.root / name).mkdir(parents=True, exist_ok=True)
        self.sit_at(HERE)
        os.environ["TMPDIR"] = str(self.root / "tmp")

    def sit_at(self, computer: str) -> None:
        """Let this process use the settings of that computer."""
        os.environ["XDG_CONFIG_HOME"] = str(self.root / computer)


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """A step that may fail with a code, which is told."""
    say(f"begin {name}")
    try:
        yield
    except KnownError as error:
        say(f"failed {name} {error.name}")


def entered(ground: Ground, *, login: str = LOGIN, passphrase: str = PASSPHRASE) -> SignIn | None:
    """Sign in; a second try when the first one fails."""
    for name in ("unlock", "unlock-again"):
        with step(name):
            signin = sign_in(ground.vault, login=login, passphrase=passphrase)
            say("unlocked")
            return signin
    return None


def leave(signin: SignIn) -> None:
    """Lock, and tell it when the sign-off is in the trail."""
    say("begin lock")
    if signin.lock("test"):
        say("locked")
    else:
        say("failed lock no_sign_off")


def save(signin: SignIn, record: str, compartment: str, *, state: str = "saved", parent: str | None = None) -> str:
    """Write one revision and tell it."""
    text = f"{TOLD_WORD} {record}"
    body = note("Sitzung", text, long="x" * (len(record) * 30))
    write = Write(record, compartment, "session_note", 1, body, state, parent=parent)
    revision = signin.write([write])[0]
    say(f"{state} {record} {revision}")
    return revision


def view(signin: SignIn, record: str) -> None:
    """Read a record and tell that its words were shown."""
    shown = signin.read(record)
    assert shown.body
    say(f"viewed {record} {shown.revision}")


def draft(signin: SignIn, record: str, compartment: str, number: int) -> None:
    """Save a draft and tell its number."""
    signin.save_draft(Draft(record, compartment, "session_note", 1, note(f"Entwurf {number}", number=number)))
    say(f"drafted {record} {number}")


def clinical_of(signin: SignIn) -> str:
    """The file that every flow works in."""
    return signin.compartments("clinical")[0]
