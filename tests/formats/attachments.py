"""Attached files: their streams opened, and compared with what revisions, drafts and entries say (V-1.4, V-5.9)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.formats.primitives import BrokenError, digest, ensure, json_bytes, text, unseal_bytes, untext
from tests.formats.verifying import Findings

CHUNK, TAG, ROW = 16_384, 16, 1_048_576
INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"


def open_stream(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The message of a stream; BrokenError for anything else (V-1.4)."""
    salt, commitment, rest = sealed[:24], sealed[24:56], sealed[56:]
    derived = expand(key, INFO + salt + context, 32 + 12 + 32)
    ensure(hmac.compare_digest(derived[44:], commitment))
    aead, base = AESGCM(derived[:32]), int.from_bytes(derived[32:44])
    plain, number = b"", 0
    while True:
        chunk, rest = rest[: CHUNK + TAG], rest[CHUNK + TAG :]
        ensure(chunk)
        plain += unseal_bytes(aead, (base ^ number).to_bytes(12), chunk)
        number += 1
        if len(chunk) < CHUNK + TAG:
            ensure(not rest)
            return plain


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand with SHA-512 (RFC 5869)."""
    made, block = b"", b""
    for number in range(1, -(-length // 64) + 1):
        block = hmac.digest(key, block + info + bytes([number]), "sha512")
        made += block
    return made[:length]


@dataclass
class Attachments:
    """The streams of a database, and who may name what."""

    connection: Any
    vault: str
    findings: Findings
    opened: dict[str, bytes] = field(default_factory=dict)

    def open(self, named: Iterable[dict[str, Any]]) -> None:
        """Open what a revision or draft of this account names."""
        for file in named:
            try:
                self.opened[file["id"]] = self._open(file)
            except (BrokenError, KeyError, TypeError):
                self.findings.add("attachment_damaged", file.get("id"))

    def _open(self, file: dict[str, Any]) -> bytes:
        sealed = self.sealed(file["id"])
        ensure(digest("attachment", sealed) == untext(file["digest"]))
        context = json_bytes({"attachment": file["id"], "vault": self.vault})
        plain = open_stream(untext(file["key"]), sealed, context)
        length = file["bytes"]
        ensure(len(plain) == length + -length % CHUNK and not any(plain[length:]))
        ensure(hashlib.sha256(plain[:length]).digest() == untext(file["sha256"]))
        return plain[:length]

    def sealed(self, attachment: str) -> bytes:
        """The rows of a stream, one after the other; BrokenError where one is missing or too long."""
        sql = "SELECT number, sealed FROM chunk WHERE attachment = ? ORDER BY number"
        rows = self.connection.execute(sql, (attachment,)).fetchall()
        ensure(rows and [number for number, _ in rows] == list(range(1, len(rows) + 1)))
        ensure(all(len(row) == ROW for _, row in rows[:-1]) and 0 < len(rows[-1][1]) <= ROW)
        return b"".join(row for _, row in rows)

    def compare(self, named: list[tuple[str, dict[str, Any]]]) -> None:
        """What the entries say of each attachment, and the index of names (V-6.7)."""
        for _, fact in named:
            try:
                sealed = self.sealed(fact["id"])
            except BrokenError:
                self.findings.add("attachment_deleted", fact["id"])
                continue
            if {"bytes": len(sealed), "digest": text(digest("attachment", sealed)), "id": fact["id"]} != fact:
                self.findings.add("attachment_damaged", fact["id"])
        held = set(self.connection.execute("SELECT record, attachment FROM attached WHERE account = ''"))
        if held != {(record, fact["id"]) for record, fact in named}:
            self.findings.add("columns_differ", "attached")
