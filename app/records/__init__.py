"""The kinds of record: one module for each noun, one table of them all, and what every record can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.records import base
from app.records.base import Kind, RecordBody, encode, missing
from app.records.kinds import KINDS
from app.texts import _
from storage.vault import Described, KnownError, Stored, failure


def kind_of(name: str) -> Kind:
    """The kind called `name`; raises `unknown_kind`."""
    found = KINDS.get(name)
    if found is None:
        raise failure("unknown_kind", kind=name, kinds=", ".join(offered()))
    return found


def offered() -> list[str]:
    """Names of the kinds that people write themselves."""
    return [kind.name for kind in KINDS.values() if not kind.internal]


def decode(kind: str, version: int, body: Mapping[str, Any]) -> RecordBody:
    """The typed body of a stored record or of what somebody gave; see `base.decode`."""
    return base.decode(kind_of(kind), version, body)


def json_schema(kind: str) -> dict[str, Any]:
    """JSON Schema of the body of the kind called `kind`."""
    return base.json_schema(kind_of(kind))


def headline(kind: str, title: str, facets: Mapping[str, Any]) -> str:
    """The title of an index row in the language of the person; the name of the kind where it has none."""
    found = KINDS.get(kind)
    return (found.struct.headline(title, facets) or _(found.label)) if found else title


def describe(stored: Stored) -> Described:
    """How a record appears in its owner's index.

    A body that this version cannot read still lists, without a title: opening it says why.
    """
    client = stored.label.get("client")
    try:
        body = decode(stored.kind, stored.version, stored.body)
    except KnownError:
        return Described(client=client)
    return Described(
        client=client,
        title=body.summary(),
        at=body.at(),
        due=body.due(),
        severity=body.severity(),
        facets=body.facets(),
        text=body.search_text(),
        targets=body.targets(),
    )


__all__ = [
    "KINDS",
    "Kind",
    "RecordBody",
    "decode",
    "describe",
    "encode",
    "headline",
    "json_schema",
    "kind_of",
    "missing",
    "offered",
]
