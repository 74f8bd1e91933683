"""A practice with several people for tests of the window: each has a passphrase of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.desk import Desk
from app.rules.permissions import Role
from app.services.people import accounts
from app.services.people.accounts import Invitation
from app.services.practice import lock_page, practices
from app.vaults import KdfPolicy, SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.ui.drivers.base import PASSPHRASE

TOMASZ, EWA, OLA = (
    "four otters under a wooden bridge",
    "nine larches on the northern slope",
    "two kettles and a torn map",
)
PEOPLE = (
    ("tw", "Tomasz Wilk", Role.CLINICIAN, TOMASZ),
    ("ez", "Ewa Zarzycka", Role.SUPERVISOR, EWA),
    ("recepcja", "Ola Maj", Role.FRONT_DESK, OLA),
)
Found = TypeVar("Found")


def as_person(vault: Path, login: str | None, passphrase: str, work: Callable[[Desk], Found]) -> Found:
    """Sign in beside the window, do something, lock."""
    with SecretBytes.from_text(passphrase) as secret:
        desk = practices.unlock(vault, secret=secret, login=login, allow_cheap=True)
    try:
        return work(desk)
    finally:
        practices.lock(desk, "person")


def add_people(vault: Path, most: int = len(PEOPLE), policy: KdfPolicy = CHEAPEST_FOR_TESTS) -> dict[str, str]:
    """Anna, the owner, adds so many colleagues; their accounts by sign-in name, with her own as `an`."""

    def add(desk: Desk) -> dict[str, str]:
        made = {"an": desk.account}
        for login, name, role, passphrase in PEOPLE[:most]:
            supervisor = made.get("ez", "") if role is Role.CLINICIAN else ""
            with SecretBytes.from_text(passphrase) as secret:
                invitation = Invitation(name=name, login=login, role=role, supervisor=supervisor)
                made[login] = accounts.add(desk, invitation, secret, policy=policy).account
        lock_page.follow(desk)
        return made

    return as_person(vault, None, PASSPHRASE, add)
