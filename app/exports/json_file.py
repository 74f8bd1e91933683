"""One JSON document with everything: the manifest, the records with their amendments; canonical, with a JSON Schema."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from app.exports.gathered import KINDS_OF_FILE, ClientFile, Item, Manifest, canonical, written
from app.records import KINDS
from app.records.base import with_own_values

_REF = "#/$defs/{name}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class JsonFile:
    """Takes the records one by one and keeps nothing of them but their bytes."""

    def __init__(self) -> None:
        self._records: list[bytes] = []

    def add(self, item: Item) -> None:
        """The next record."""
        encoded = {name: base64.b64encode(data).decode() for name, data in item.data.items()}
        self._records.append(canonical(written(item, encoded)))

    def finished(self, manifest: Manifest) -> bytes:
        """The whole document; the same records and manifest give the same bytes."""
        return b'{"manifest":' + canonical(manifest) + b',"records":[' + b",".join(self._records) + b"]}\n"


def schema() -> dict[str, Any]:
    """JSON Schema of the document: the body of each record is held against the schema of its kind."""
    kinds = [KINDS[name] for name in (*KINDS_OF_FILE, "amendment", "cosignature")]
    (whole, *bodies), definitions = msgspec.json.schema_components(
        (ClientFile, *(kind.struct for kind in kinds)), ref_template=_REF
    )
    with_own_values(definitions)
    one = definitions["Written"]
    one["properties"]["kind"] = {"enum": [kind.name for kind in kinds]}
    one["allOf"] = [
        {"if": {"properties": {"kind": {"const": kind.name}}}, "then": {"properties": {"body": body}}}
        for kind, body in zip(kinds, bodies, strict=True)
    ]
    return {"$schema": _DIALECT, "title": "ClientSafe: the file of one client", **whole, "$defs": definitions}
