"""One entry of the audit trail: its fields, its bytes, its hash (V-6.1, V-6.2)."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from storage import canonical, sealing

VERSION = 1
APP_VERSION = "0.1.0"
FIRST_PREVIOUS = bytes(32)
MOST_ENTRIES = 2**53 - 1
ACCOUNT_ENDS = len('{"account":"') + 36 + 1
"""Place of the quotation mark after the account id, counted from 1: an entry begins with its account and action."""
_NOT_CANONICAL = "not canonical JSON"
_AUDIT = "audit"
SIGNATURE = "trail"
CERTIFICATE = "certificate"

# Actions that are looked up by name or shown as history; the rest are the daily ones.
RARE_ACTIONS = frozenset(
    {
        "genesis",
        "unlock",
        "lock",
        "failed_unlock",
        "roster_changed",
        "passphrase_changed",
        "recovery_used",
        "recovery_changed",
        "recovery_checked",
        "header_written",
        "rekeyed",
        "backup",
        "backup_verified",
        "restore",
        "moved",
        "import",
        "destroy",
        "maintenance",
        "trail_verified",
        "seal",
        "setting",
        "damage_found",
        "history_acknowledged",
    }
)
DAILY_ACTIONS = frozenset(
    {
        "list",
        "search",
        "view",
        "view_history",
        "open_file",
        "save",
        "sign",
        "amend",
        "discard_draft",
        "attach",
        "open_attachment",
        "print",
        "export",
        "disclose",
        "grant",
        "revoke",
        "emergency_access",
        "trail_viewed",
    }
)
ACTIONS = RARE_ACTIONS | DAILY_ACTIONS
_CODE = re.compile("[a-z_]{1,40}")


def is_code(text: str) -> bool:
    """Whether a purpose or outcome is a code: no word of a person can stand there (V-6.1)."""
    return _CODE.fullmatch(text) is not None


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What happened, by whom, to what; absent fields are empty. `detail` is sealed, all else is codes and ids."""

    v: int
    vault: str
    seq: int
    at: str
    mono: int
    boot: str
    device: str
    session: str
    account: str
    action: str
    outcome: str
    app: str
    record: str | None = None
    revision: str | None = None
    compartment: str | None = None
    purpose: str = ""
    objects: list[tuple[str, str]] = []
    rows: list[str] = []
    facts: dict[str, Any] = {}
    detail: str | None = None

    def to_bytes(self) -> bytes:
        """Canonical JSON, as it is stored and hashed."""
        return canonical.encode(self)

    def is_coded(self) -> bool:
        """Whether what should be codes are codes."""
        return is_code(self.outcome) and (self.purpose == "" or is_code(self.purpose))

    def records(self) -> list[str]:
        """Every record the entry names."""
        return [self.record] if self.record else [record for record, _ in self.objects]

    def unfiled_rows(self) -> list[bytes]:
        """Digests of the rows that cannot be found through a record: of people, keys and grants."""
        return [] if self.record else [canonical.from_text(row) for row in self.rows]

    def compartments(self) -> set[str]:
        """Every compartment the entry concerns."""
        found = {compartment for _, compartment in self.objects}
        return found | {self.compartment} if self.compartment else found


_decoder = msgspec.json.Decoder(Entry)


def parse(data: bytes) -> Entry:
    """Read an entry; raises ValueError unless the bytes are exactly what `to_bytes` writes."""
    try:
        entry = _decoder.decode(data)
        same = entry.to_bytes() == data
    except RecursionError as error:
        raise ValueError(_NOT_CANONICAL) from error
    if not same:
        raise ValueError(_NOT_CANONICAL)
    return entry


def chain(previous: bytes, entry: bytes) -> bytes:
    """The hash of an entry: SHA-256(label ‖ previous hash ‖ entry)."""
    return sealing.digest(_AUDIT, previous, entry)


def certificate_message(vault: str, account: str, session: str, at: str, session_key: str) -> bytes:
    """What an account signs to lend its name to a session's key (V-6.3)."""
    return canonical.encode(
        {"account": account, "at": at, "session": session, "session_key": session_key, "vault": vault}
    )
