"""A practice of five people, made once and copied for each test; one of them at the desk at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.desk import Desk
from app.keeping import colleagues as known
from app.rules.permissions import Role
from app.services.people import accounts
from app.services.people.accounts import Invitation
from app.services.practice import practices
from app.vaults import SecretBytes
from storage.clock import stamp
from storage.kdf import CHEAPEST_FOR_TESTS

PASSPHRASES = {
    "EL": "otter lantern violet seven harbour moss",
    "JK": "granite ribbon cloud eleven maple tide",
    "MS": "copper window basil twenty orchard fog",
    "OR": "velvet anchor thirteen birch meadow rain",
    "PN": "marble candle forty willow canyon dust",
    "ZM": "silver pepper ninety harvest stone wave",
}
INVITATIONS = (
    Invitation(name="Jan Kot", login="JK", role=Role.CLINICIAN),
    Invitation(name="Maria Sowa", login="MS", role=Role.SUPERVISOR),
    Invitation(name="Ola Rak", login="OR", role=Role.FRONT_DESK),
    Invitation(name="Piotr Niski", login="PN", role=Role.PRIVACY_OFFICER),
)


def secret(login: str) -> SecretBytes:
    """The passphrase of somebody, fresh each time because it is wiped after use."""
    return SecretBytes.from_text(PASSPHRASES[login])


def invite(desk: Desk, invitation: Invitation) -> str:
    """Add somebody with the cheapest key there is; gives the account."""
    with secret(invitation.login) as passphrase:
        return accounts.add(desk, invitation, passphrase, policy=CHEAPEST_FOR_TESTS).account


def invite_all(path: Path) -> None:
    """Add everybody to a practice whose owner is EL."""
    with at_desk(path, "EL") as desk:
        for invitation in INVITATIONS:
            invite(desk, invitation)


@contextmanager
def at_desk(path: Path, login: str) -> Iterator[Desk]:
    """Somebody's desk for the length of the block; locked afterwards, whatever happened."""
    desk = practices.unlock(path, secret=secret(login), login=login, allow_cheap=True)
    try:
        yield desk
    finally:
        practices.lock(desk, "test")


def account_of(desk: Desk, login: str) -> str:
    """The account that signs in with a name."""
    return next(account for account, row in known.persons(desk).items() if row.facets["login"] == login)


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Put the clock of the vault forward."""
    moved = int(timedelta(days=days).total_seconds() * 1000)
    monkeypatch.setattr("storage.clock.now", lambda: stamp(time.time_ns() // 1_000_000 + moved))
