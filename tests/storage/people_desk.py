"""One desk with a vault, for tests of several people: who sits there, a second reader beside, and what robbers keep."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import database, entries, rows
from storage.database import Connection
from storage.granting import open_label
from storage.revisions import Content, Named, body_context
from storage.sealing import Sealer, SealError
from storage.vault import KnownError, SignIn
from tests.storage.kit import sign_in
from tests.storage.people_model import Person

_SIGN_IN = 4  # entries
SHOWN = frozenset({"view", "view_history", "list", "search"})
_WORDS = "CREATE VIRTUAL TABLE temp.known USING fts5vocab('main', 'words', 'row')"


@dataclass
class Robbers:
    """Every key that was ever sealed to somebody, kept by them for ever: account, file, generation."""

    keys: dict[str, dict[tuple[str, int], bytes]] = field(default_factory=dict)

    def keep(self, signin: SignIn) -> None:
        """Whoever sits there opens by a script what is sealed to them."""
        vault = signin._vault
        known = self.keys.setdefault(signin.account, {})
        sql = 'SELECT id, compartment, generation, sealed FROM "grant" JOIN grant_key ON "grant" = id WHERE grantee = ?'
        for grant, compartment, generation, sealed in vault.connection.execute(sql, (signin.account,)).fetchall():
            if (compartment, generation) not in known:
                context = {"compartment": compartment, "generation": generation, "grant": grant}
                context |= {"grantee": signin.account, "vault": vault.vault_id}
                try:
                    known[compartment, generation] = vault.keys.open(sealed, "grant", context)
                except SealError:
                    continue  # sealed to the keys before a renewal

    def opened(self, account: str, connection: Connection, vault_id: str) -> set[str]:
        """In which files somebody opens words or the label in force, with every key they ever had."""
        held: dict[str, list[Sealer]] = {}
        for (compartment, _), key in self.keys.get(account, {}).items():
            held.setdefault(compartment, []).append(Sealer(key))
        found = set[str]()
        sql = "SELECT generation, sealed FROM body WHERE record = ? AND revision = ?"
        for (record,) in connection.execute("SELECT DISTINCT record FROM revision").fetchall():
            for row in rows.revisions_of(connection, record):
                for generation, sealed in connection.execute(sql, (record, row.id)).fetchall():
                    context = body_context(row.message(vault_id), generation)
                    if any(_opens(sealer, sealed, context) for sealer in held.get(row.compartment, ())):
                        found.add(row.compartment)
        for compartment, sealers in held.items():
            current = rows.generation(connection, compartment, rows.newest_generation(connection, compartment))
            if current is not None and any(_opens_label(current, sealer) for sealer in sealers):
                found.add(compartment)
        return found


def _opens(sealer: Sealer, sealed: bytes, context: bytes) -> bool:
    try:
        sealer.open(sealed, context)
    except SealError:
        return False
    return True


def _opens_label(generation: rows.Generation, sealer: Sealer) -> bool:
    try:
        open_label(generation, sealer)
    except (SealError, ValueError):
        return False
    return True


class Desk:
    """A vault with its settings in a folder; one person at a time."""

    def __init__(self, root: Path) -> None:
        self.robbers = Robbers()
        self._moves = 0
        self._signin: SignIn | None = None
        self._beside: Connection | None = None
        self._decrypted: list[tuple[str, int]] = []
        self.go_to(root)

    def go_to(self, root: Path) -> None:
        """Work in this folder from now on."""
        self.root, self.vault = root, root / "practice.clientsafe"
        (root / "config").mkdir(parents=True, exist_ok=True)
        os.environ["XDG_CONFIG_HOME"] = str(root / "config")

    def next_root(self) -> Path:
        """A folder that nobody has used."""
        self._moves += 1
        return self.root.parent / f"{self.root.name.split('+')[0]}+{self._moves}"

    @property
    def signin(self) -> SignIn:
        """Who sits there."""
        assert self._signin is not None
        return self._signin

    @property
    def is_taken(self) -> bool:
        """Whether somebody sits there."""
        return self._beside is not None

    @property
    def beside(self) -> Connection:
        """A second connection: it sees what is committed."""
        assert self._beside is not None
        return self._beside

    def sit_down(self, person: Person) -> str:
        """Sign in; `none` or how it was refused."""
        try:
            signin = sign_in(self.vault, login=person.login, passphrase=person.passphrase)
        except KnownError as error:
            return error.name
        self.take(signin)
        return "none"

    def take(self, signin: SignIn) -> None:
        """Somebody signed in."""
        vault = signin._vault
        self._signin = signin
        self._beside = database.connect(vault.path / vault.header.database.file, bytes(vault.database_key))
        self._began = self._end()
        self._watch(vault.revisions)
        self.forget_shown()

    def leave(self) -> None:
        """Lock, if the session has not ended by itself."""
        if self._beside is not None:
            self.robbers.keep(self.signin)
            self.stop_reading()
            assert self.signin.lock("test")

    def stop_reading(self) -> None:
        """Close the second connection: the database is going to be another one."""
        self.beside.close()
        self._beside = None

    def crash(self) -> None:
        """What lies on the disk goes on in another folder; nobody signed off there."""
        root = self.next_root()
        shutil.copytree(self.root, root)
        self.leave()
        self.go_to(root)

    # Reading is writing (invariant 1).

    def _watch(self, revisions: Any) -> None:
        """Note how far the trail was durable whenever the words of a revision are decrypted."""
        work = revisions.open

        def watched(named: Named) -> Content:
            self._decrypted.append((named.row.record, self._end()))
            content: Content = work(named)
            return content

        revisions.open = watched

    @property
    def has_worked(self) -> bool:
        """Whether more than a sign-in happened since somebody sat down."""
        return self.is_taken and self._end() > self._began + _SIGN_IN

    def delivered(self, record: str) -> None:
        """A draft was shown: its entry must be there by now."""
        self._decrypted.append((record, self._end()))

    def _end(self) -> int:
        row = self.beside.execute("SELECT max(seq) FROM trail").fetchone()
        return int(row[0])

    def shown(self, listed: set[str]) -> list[str]:
        """What was shown since the last look without a durable entry before it.

        Words need one of their own each time; rows (`listed`) one in the session.
        """
        in_session, since = dict[str, int](), list[tuple[str, int]]()
        sql = "SELECT seq, entry FROM trail WHERE seq > ? ORDER BY seq"
        for seq, data in self.beside.execute(sql, (self._began,)).fetchall():
            entry = entries.parse(data)
            if entry.action in SHOWN and entry.outcome == "ok" and entry.account == self.signin.account:
                for record in entry.records():
                    in_session[record] = seq
                    since.append((record, seq))
        late = [
            record
            for record, end in self._decrypted
            if not any(record == named and self._looked < seq <= end for named, seq in since)
        ]
        self.forget_shown()
        return late + [record for record in listed if record not in in_session]

    def forget_shown(self) -> None:
        """What was decrypted by now was shown to nobody."""
        self._decrypted, self._looked = [], self._end()

    # What lies about.

    def words_in_index(self) -> set[str]:
        """Every word in the own index of who sits there, by a script with their key."""
        vault = self.signin._vault
        found = set[str]()
        connection = database.connect(vault.path / "index" / f"{vault.account}.db", vault.keys.index)
        try:
            connection.execute(_WORDS)
            found |= {row[0] for row in connection.execute("SELECT term FROM temp.known").fetchall()}
            for column in ("title", "facets"):
                for (text,) in connection.execute(f"SELECT {column} FROM item").fetchall():  # noqa: S608
                    found.update(text.lower().split())
        finally:
            connection.close()
        return found
