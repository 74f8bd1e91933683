"""A practice of five people with some clients, made once and copied for each test of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app import clock, texts
from app.desk import Desk
from app.records.client import Client
from app.rules.permissions import Role
from app.rules.sharing import Level
from app.services import clients, records
from app.services.client_files import files
from app.services.people import accounts, colleagues, sharing
from app.services.people.accounts import Invitation
from app.services.people.sharing import Giving
from app.services.practice import lock_page, practices
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.ui.colleagues import EWA, OLA, TOMASZ, add_people, as_person
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.people import LockPage
from tests.ui.drivers.window import Window

PIOTR = "seven grey geese over the long meadow"
PASSPHRASES = {"an": PASSPHRASE, "tw": TOMASZ, "ez": EWA, "recepcja": OLA, "pn": PIOTR}
NAMES = {"an": "Anna Nowak", "tw": "Tomasz Wilk", "ez": "Ewa Zarzycka", "recepcja": "Ola Maj", "pn": "Piotr Niski"}
NOTE = "Zapis-kliniczny: she slept six nights of seven."
OWN, SHARED = "Maria Kowalska", "Hanna Lipska"


@dataclass(frozen=True, slots=True)
class Practice:
    """Where it is, who is who (accounts by sign-in name), and the clients of Tomasz by name."""

    vault: Path
    accounts: dict[str, str]
    clients: dict[str, str]

    def copied_to(self, vault: Path) -> Practice:
        """The same in another place."""
        return Practice(vault, self.accounts, self.clients)


def make(folder: Path) -> Practice:
    """Anna owns it, Tomasz treats, Ewa supervises him, Ola is at the front desk, Piotr looks after privacy.

    Tomasz has two clients, each with a signed note that waits for Ewa's co-signature; one of them he shares with Anna,
    who may read her until next week.
    """
    vault = folder / "practice.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        made = practices.create(
            vault, practice="Linden Practice", name="Anna Nowak", login="an", passphrase=secret, jurisdiction="PL",
            language="en", policy=CHEAPEST_FOR_TESTS,
        )  # fmt: skip
    practices.lock(made.desk, "person")
    people = add_people(vault)
    people["pn"] = as_person(vault, "an", PASSPHRASE, _add_privacy_officer)
    as_person(vault, "an", PASSPHRASE, lambda desk: _supervise(desk, people))
    found = as_person(vault, "tw", TOMASZ, lambda desk: _treat(desk, people["an"]))
    return Practice(vault, people, found)


def write_note(desk: Desk, client: str, text: str = NOTE) -> str:
    """A signed note about a client; the record."""
    at = f"{clock.today().isoformat()}T09:00"
    values = {
        "started": {"at": at, "zone": "Europe/Warsaw"},
        "text": text,
        "risk_statement": "no_current_concern_expressed",
    }
    return records.sign(desk, records.start(desk, "session_note", client).with_values(values)).record


def next_week() -> str:
    """Seven days from now."""
    return (clock.today() + timedelta(days=7)).isoformat()


def sign_in(open_window: Callable[..., Window], practice: Practice, login: str, language: str = "en") -> Window:
    """Somebody of the practice at the window, in a language."""
    window = open_window(practice.vault)
    if language != texts.language():
        window.shell.change_language(language)
    LockPage(window).enter(login, PASSPHRASES[login])
    window.settle()
    return window


def _add_privacy_officer(desk: Desk) -> str:
    with SecretBytes.from_text(PIOTR) as secret:
        invitation = Invitation(name="Piotr Niski", login="pn", role=Role.PRIVACY_OFFICER)
        made = accounts.add(desk, invitation, secret, policy=CHEAPEST_FOR_TESTS).account
    lock_page.follow(desk)
    return made


def _supervise(desk: Desk, people: dict[str, str]) -> None:
    colleagues.change(desk, people["tw"], supervisor=people["ez"])


def _treat(desk: Desk, reader: str) -> dict[str, str]:
    found = {}
    for name in (OWN, SHARED):
        client = clients.register(desk, Client(name=name)).id
        files.open(desk, client)
        write_note(desk, client)
        found[name] = client
    giving = Giving(account=reader, level=Level.READ, reason="Second opinion", until=next_week())
    sharing.give(desk, found[SHARED], giving)
    return found
