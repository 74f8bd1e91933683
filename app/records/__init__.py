"""The kinds of record: one module for each noun, gathered in one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.records import base
from app.records.amendment import Amendment
from app.records.base import Kind, RecordBody, encode, missing
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.consent import Consent
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.person import Person
from app.records.practice_profile import PracticeProfile
from app.records.process_note import ProcessNote
from app.records.register_entry import RegisterEntry
from app.records.session_note import SessionNote
from app.texts import N_, _
from storage.vault import Described, KnownError, Stored, failure

_ALL = (
    Kind("client", Client, "identity", N_("Client"), N_("Clients"), "user", of_client=True),
    Kind(
        "client_profile",
        ClientProfile,
        "clinical",
        N_("Client profile"),
        N_("Client profiles"),
        "id-card",
        of_client=True,
    ),
    Kind(
        "session_note",
        SessionNote,
        "clinical",
        N_("Session note"),
        N_("Session notes"),
        "file-text",
        signed=True,
        of_client=True,
    ),
    Kind(
        "process_note",
        ProcessNote,
        "process",
        N_("Process note (private)"),
        N_("Process notes (private)"),
        "notebook-pen",
        of_client=True,
    ),
    Kind(
        "consent",
        Consent,
        "clinical",
        N_("Consent"),
        N_("Consents"),
        "handshake",
        signed=True,
        of_client=True,
    ),
    Kind(
        "incident",
        Incident,
        "safety",
        N_("Incident"),
        N_("Incidents"),
        "triangle-alert",
        signed=True,
    ),
    Kind(
        "incident_response",
        IncidentResponse,
        "safety",
        N_("Response to an incident"),
        N_("Responses to incidents"),
        "list-checks",
        internal=True,
    ),
    Kind(
        "amendment",
        Amendment,
        "",
        N_("Amendment"),
        N_("Amendments"),
        "file-pen",
        signed=True,
        internal=True,
    ),
    Kind(
        "practice_profile",
        PracticeProfile,
        "practice",
        N_("Practice"),
        N_("Practices"),
        "building-2",
        internal=True,
    ),
    Kind("person", Person, "practice", N_("Person"), N_("People"), "users", internal=True),
    Kind(
        "register_entry",
        RegisterEntry,
        "register",
        N_("Register entry"),
        N_("Register entries"),
        "list-ordered",
        internal=True,
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}


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
