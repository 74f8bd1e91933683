"""The files that a record names, as storage wants to be told of them."""

from __future__ import annotations

from app.records.base import RecordBody
from app.records.document import Document
from storage.vault import Attached


def named_in(body: RecordBody) -> tuple[Attached, ...]:
    """Id, length and digest of each file that a document holds; no other kind holds any."""
    files = body.attachments if isinstance(body, Document) else []
    return tuple(Attached(file.id, file.bytes, file.sha256) for file in files)
