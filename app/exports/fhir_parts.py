"""Small parts that all resources of a bundle are built from: identifiers, references, and whom they point to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from app.exports.fhir_codes import URN


def urn(record: str) -> str:
    """How a bundle names a resource."""
    return f"urn:uuid:{record}"


def within(record: str, name: str) -> str:
    """The id of something that belongs to a record and has none of its own; always the same one."""
    return str(uuid.uuid5(uuid.UUID(record), name))


def identifier(record: str) -> dict[str, Any]:
    """The id that the record has in the practice."""
    return {"system": URN, "value": urn(record)}


def reference(record: str, resource_type: str = "") -> dict[str, Any]:
    """A pointer to another resource of the bundle."""
    found = {"reference": urn(record)}
    return found | {"type": resource_type} if resource_type else found


def filled(resource: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: FHIR has no empty values."""
    return {name: value for name, value in resource.items() if value not in ("", [], {}, None)}


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom the records are about, and who keeps them."""

    subject_type: str
    client: str

    @property
    def subject(self) -> dict[str, Any]:
        """The client: a patient, or a group of people."""
        return reference(self.client, self.subject_type)

    @property
    def organisation(self) -> dict[str, Any]:
        """The practice."""
        return reference(self.organisation_of(self.client), "Organization")

    @staticmethod
    def organisation_of(client: str) -> str:
        """The id of the practice in the bundle of a client."""
        return within(client, "practice")
