"""What an export is made of: one client's records as they were read, and all that is said about the export itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from app.records import KINDS, RecordBody, encode
from app.records.document import Attachment

FORMAT = "clientsafe-client-file"
FORMAT_VERSION = 1
KINDS_OF_FILE = tuple(kind.name for kind in KINDS.values() if kind.of_client and kind.compartment != "process")
"""The kinds of record that a client's file can hold; private notes are in no export."""


class Person(msgspec.Struct, kw_only=True):
    """Somebody of the practice who wrote something."""

    account: str
    name: str


class Practice(msgspec.Struct, kw_only=True):
    """Who exports."""

    name: str
    jurisdiction: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class Subject(msgspec.Struct, kw_only=True):
    """Whose file it is: ids and codes, no name. `joined` are the other files of the same person."""

    id: str
    code: str
    joined: list[Subject] = []


class Scope(msgspec.Struct, kw_only=True):
    """What was asked for: kinds of record (none: all), days (ISO, the first in and the last out), attached files."""

    kinds: list[str] = []
    since: str = ""
    until: str = ""
    files: bool = False
    confidential: bool = False


class LeftOut(msgspec.Struct, kw_only=True):
    """A record that is left out on purpose, or could not be read: what it is and why, nothing of what it says."""

    id: str
    kind: str
    at: str = ""
    reason: str


class AttachedFile(msgspec.Struct, kw_only=True):
    """A file of a document; `data` are its bytes in base64, or None where the files were not asked for."""

    id: str
    name: str
    type: str
    bytes: int
    sha256: str
    data: str | None = None


class Manifest(msgspec.Struct, kw_only=True):
    """What the export is: when, by whom, for whom, of what, and what is not in it."""

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    program: str
    language: str
    made_at: str
    made_by: Person
    made_for: Literal["practice", "client", "somebody_else"]
    practice: Practice
    client: Subject
    scope: Scope
    counts: dict[str, int]
    withheld: list[LeftOut]
    notice: str = ""


class Written(msgspec.Struct, kw_only=True):
    """A record in the version that is exported; `sha256` is the digest of `body` as canonical JSON (RFC 8785).

    `at` is when this version was kept or signed (UTC), `happened` the day or wall time it is about. `status` is what
    it is worth today, such as `active` or `entered_in_error`.
    """

    id: str
    kind: str
    version: int
    revision: str
    state: Literal["saved", "signed"]
    status: str
    author: Person
    at: str
    happened: str
    sha256: str
    body: dict[str, Any]
    files: list[AttachedFile] = []
    amendments: list[Written] = []
    cosignatures: list[Written] = []


class ClientFile(msgspec.Struct, kw_only=True):
    """The whole document."""

    manifest: Manifest
    records: list[Written]


@dataclass(frozen=True, slots=True)
class Item:
    """A record as it was read, with its amendments from old to new.

    `standing` says in words what it is worth today and why, for consents and releases, `cosign` where it stands with a
    co-signature; `cosignature` is the one that counts. `names` are what the people and
    records are called that its fields refer to, `data` the bytes of its files by id, where files were asked for.
    """

    id: str
    kind: str
    title: str
    revision: str
    state: str
    status: str
    author: str
    author_name: str
    at: str
    body: RecordBody
    amendments: Sequence[Item] = ()
    cosign: str = ""
    cosignature: Item | None = None
    standing: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Attachment] = ()
    data: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def happened(self) -> str:
        """The day or wall time that it is about; for what has none, the day it was kept."""
        return self.body.at() or self.at[:10]


def canonical(value: object) -> bytes:
    """One value, one sequence of bytes: sorted keys, no white space (RFC 8785)."""
    return msgspec.json.encode(value, order="sorted")


def written(item: Item, encoded: Mapping[str, str] | None = None) -> Written:
    """The record for programs; `encoded` are its files in base64 by id, none where they are left out."""
    body = encode(item.body)
    texts = encoded or {}
    return Written(
        id=item.id,
        kind=item.kind,
        version=KINDS[item.kind].version,
        revision=item.revision,
        state="signed" if item.state == "signed" else "saved",
        status=item.status,
        author=Person(account=item.author, name=item.author_name),
        at=item.at,
        happened=item.happened,
        sha256=hashlib.sha256(canonical(body)).hexdigest(),
        body=body,
        files=[
            AttachedFile(
                id=file.id,
                name=file.name,
                type=file.type,
                bytes=file.bytes,
                sha256=file.sha256,
                data=texts.get(file.id),
            )
            for file in item.files
        ],
        amendments=[written(later) for later in item.amendments],
        cosignatures=[written(item.cosignature)] if item.cosignature is not None else [],
    )
