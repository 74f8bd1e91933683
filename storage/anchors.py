"""What each account remembers of the trail, outside the database (V-6.5)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from storage import canonical, clock, files
from storage.errors import KnownError
from storage.header import Header
from storage.roster import Roster
from storage.sealing import Sealer, SealError
from storage.trail import Trail

FOLDER = "anchors"
_MOST_BYTES = 4096


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A moment of the trail that somebody saw: it must still be there at the next unlock.

    `generation` and `header` say which header was in force; an anchor that was made before they were kept has 0 and "".
    """

    v: int
    vault: str
    seq: int
    head: str
    roster_rows: int
    roster_head: str
    at: str
    generation: int = 0
    header: str = ""

    @classmethod
    def of(cls, trail: Trail, people: Roster, found: Header) -> Anchor:
        """What somebody sees of the trail, of the list of people and of the header at this moment."""
        return cls(
            v=1,
            vault=trail.vault_id,
            seq=trail.seq,
            head=canonical.to_text(trail.head),
            roster_rows=people.rows,
            roster_head=canonical.to_text(people.head),
            at=clock.now(),
            generation=found.generation,
            header=canonical.to_text(found.digest()),
        )


@dataclass(frozen=True, slots=True)
class Anchors:
    """One account's anchors: sealed in the vault folder, plain in the settings folder."""

    vault: Path
    vault_id: str
    account: str
    sealer: Sealer

    def write(self, anchor: Anchor) -> None:
        """Replace both; the plain one holds no personal data and may fail silently (read-only home)."""
        self.write_sealed(anchor)
        plain = _plain_path(self.vault_id)
        try:
            if not plain.parent.exists():
                files.make_private_folder(plain.parent)
            files.replace(plain, canonical.encode(anchor))
        except KnownError:
            # The sealed anchor is written; a home that cannot be written must not keep a vault from locking.
            return

    def write_sealed(self, anchor: Anchor) -> None:
        """Replace the one in the vault folder; all that a vault has which nobody has signed in to yet."""
        folder = self.vault / FOLDER
        if not folder.exists():
            files.make_private_folder(folder)
        files.replace(folder / self.account, self.sealer.seal(canonical.encode(anchor), self._context()))

    def read(self) -> list[Anchor]:
        """Every anchor this person can read; one that is damaged counts as absent."""
        own, plain = self.own(), _read(_plain_path(self.vault_id))
        found = [] if own is None else [own]
        with contextlib.suppress(ValueError):
            if plain is not None:
                found.append(_parse(plain))
        return [anchor for anchor in found if anchor.vault == self.vault_id]

    def own(self) -> Anchor | None:
        """What this account itself saw last; the plain one is of whoever used this computer last."""
        sealed = _read(self.vault / FOLDER / self.account)
        with contextlib.suppress(SealError, ValueError):
            return None if sealed is None else _parse(self.sealer.open(sealed, self._context()))
        return None

    def seen(self, trail: Trail) -> Anchor | None:
        """The own anchor, if the trail has it and it knows its header: all before it is what this account saw."""
        own = self.own()
        return own if own is not None and own.generation > 0 and trail.has(own.seq, own.head) else None

    def _context(self) -> bytes:
        return canonical.encode({"account": self.account, "vault": self.vault_id})


def forget(vault_id: str) -> None:
    """A vault was removed: what this user's settings folder remembers of it goes too. Never raises for the disk."""
    with contextlib.suppress(OSError):
        _plain_path(vault_id).unlink(missing_ok=True)


def _plain_path(vault_id: str) -> Path:
    return files.settings_folder() / FOLDER / f"{vault_id}.json"


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError:
        return None


def _parse(data: bytes) -> Anchor:
    return msgspec.convert(canonical.decode(data), Anchor)
