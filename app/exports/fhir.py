"""A FHIR R4 bundle: who the client is, every record as a document, consents and releases, and who signed what when.

Whatever FHIR has a field for stands in that field. The whole record is the content of its document besides, in words
and as JSON, so that nothing is lost.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from app.exports import fhir_codes, fhir_consents, plain
from app.exports.fhir_parts import Parties, filled, identifier, reference, urn, within
from app.exports.fhir_patient import patient
from app.exports.gathered import Item, Manifest, canonical, written
from app.records import KINDS
from app.records.client import Client
from app.records.document import Attachment
from app.reports.paper import Block
from app.rules.cosigning import CosignState
from app.texts import _, language

Resource = dict[str, Any]

_TEXT, _JSON = "text/plain; charset=utf-8", "application/json"
_TO_BE_COSIGNED = frozenset({CosignState.WAITING, CosignState.RETURNED})
_DOCUMENT_STATUS = {"entered_in_error": "entered-in-error", "superseded": "superseded"}


class Bundle:
    """Takes the records one by one, the client's own first where it is wanted, and keeps nothing but their bytes.

    Args:
        client: The id of the client.
        is_several: Whether a couple, a family or a group is the client.
    """

    def __init__(self, client: str, *, is_several: bool = False) -> None:
        self._client, self._is_several = client, is_several
        self._body: Client | None = None
        self._entries: list[bytes] = []
        self._people: dict[str, str] = {}

    @property
    def _subject(self) -> str:
        return "Group" if self._is_several else "Patient"

    def add(self, item: Item, blocks: Sequence[Block]) -> None:
        """The next record; `blocks` are what stands about it on paper."""
        if item.id == self._client and isinstance(item.body, Client):
            self._body = item.body
        parties = Parties(self._subject, self._client)
        for resource in self._resources(item, plain.text(blocks), parties):
            self._entries.append(_entry(resource))

    def finished(self, manifest: Manifest) -> bytes:
        """The whole bundle; the same records and manifest give the same bytes."""
        made = within(self._client, f"bundle {manifest.made_at}")
        first = [
            self._manifest(manifest),
            patient(manifest.client, self._body, is_several=self._is_several),
            _organisation(manifest),
            *(
                {"resourceType": "Practitioner", "id": account, "identifier": [identifier(account)]}
                | {"name": [{"text": name}]}
                for account, name in sorted(self._people.items())
            ),
        ]
        head = {"identifier": identifier(made), "resourceType": "Bundle", "timestamp": manifest.made_at}
        entries = b",".join([*map(_entry, first), *self._entries])
        return b'{"entry":[' + entries + b"]," + canonical(head | {"type": "collection"})[1:] + b"\n"

    def _resources(self, item: Item, words: str, parties: Parties) -> Iterator[Resource]:
        self._people.setdefault(item.author, item.author_name)
        yield _document(item, words, parties)
        yield from (_attached(item, file, parties) for file in item.files)
        consent = fhir_consents.consent(item, parties)
        if consent is not None:
            yield consent
        if item.state == "signed":
            yield _provenance(item, parties)
        for later in item.amendments:
            self._people.setdefault(later.author, later.author_name)
            yield _document(later, "", parties) | {"relatesTo": [{"code": "appends", "target": reference(item.id)}]}
            yield _provenance(later, parties)
        if item.cosignature is not None:
            self._people.setdefault(item.cosignature.author, item.cosignature.author_name)
            yield _provenance(item.cosignature, parties, of=item)

    def _manifest(self, manifest: Manifest) -> Resource:
        """What is in the bundle and what is withheld, as the JSON format says it."""
        made = within(self._client, f"manifest {manifest.made_at}")
        return {
            "resourceType": "DocumentReference",
            "id": made,
            "identifier": [identifier(made)],
            "status": "current",
            "type": {"text": _("What this file contains and what is withheld")},
            "subject": reference(self._client, self._subject),
            "date": manifest.made_at,
            "content": [_content(_JSON, canonical(manifest))],
        }


def _entry(resource: Resource) -> bytes:
    return canonical({"fullUrl": urn(resource["id"]), "resource": resource})


def _organisation(manifest: Manifest) -> Resource:
    practice = manifest.practice
    telecom = [("phone", practice.phone), ("email", practice.email)]
    return filled(
        {
            "resourceType": "Organization",
            "id": Parties.organisation_of(manifest.client.id),
            "active": True,
            "name": practice.name or _("Practice"),
            "telecom": [{"system": system, "value": value} for system, value in telecom if value],
            "address": [{"text": practice.address}] if practice.address.strip() else [],
        }
    )


def _document(item: Item, words: str, parties: Parties) -> Resource:
    is_wrong = item.status == "entered_in_error"
    done = "amended" if item.amendments and item.status == "amended" else "final"
    done = "preliminary" if item.status in _TO_BE_COSIGNED else done
    label = _(KINDS[item.kind].label)
    coding = fhir_codes.DOCUMENT_TYPES.get(item.kind)
    contents = [_content(_TEXT, words.encode())] if words else []
    return filled(
        {
            "resourceType": "DocumentReference",
            "id": _document_id(item),
            "masterIdentifier": identifier(item.revision),
            "identifier": [identifier(item.id)],
            "status": _DOCUMENT_STATUS.get(item.status, "current"),
            "docStatus": "entered-in-error" if is_wrong else done if item.state == "signed" else "",
            "type": filled({"coding": [coding] if coding else [], "text": label}),
            "subject": parties.subject,
            "date": item.at,
            "author": [reference(item.author, "Practitioner")],
            "custodian": parties.organisation,
            "description": item.title,
            "content": [*contents, _content(_JSON, canonical(written(item)))],
            "context": {"period": {"start": item.happened[:10]}},
        }
    )


def _document_id(item: Item) -> str:
    """The record's own id; the client's own record leaves its id to the patient."""
    return within(item.id, "document") if item.kind == "client" else item.id


def _content(media_type: str, data: bytes) -> dict[str, Any]:
    attachment = {"contentType": media_type, "language": language(), "size": len(data)}
    return {"attachment": attachment | {"data": base64.b64encode(data).decode()}}


def _attached(item: Item, file: Attachment, parties: Parties) -> Resource:
    """A file of a document, with its bytes where files were asked for."""
    data = item.data.get(file.id)
    content = {"contentType": file.type, "size": file.bytes, "title": file.name}
    if data is not None:
        content["data"] = base64.b64encode(data).decode()
    return {
        "resourceType": "DocumentReference",
        "id": file.id,
        "identifier": [identifier(file.id)],
        "status": _DOCUMENT_STATUS.get(item.status, "current"),
        "type": {"text": _("Attached file")},
        "subject": parties.subject,
        "date": item.at,
        "author": [reference(item.author, "Practitioner")],
        "custodian": parties.organisation,
        "content": [{"attachment": content}],
        "context": {"related": [reference(item.id, "DocumentReference")]},
    }


def _provenance(item: Item, parties: Parties, of: Item | None = None) -> Resource:
    """Who signed it, and when it was recorded; a co-signature vouches for the record `of` somebody else."""
    return {
        "resourceType": "Provenance",
        "id": within(item.revision, "provenance"),
        "target": [reference(_document_id(of or item), "DocumentReference")],
        "recorded": item.at,
        "activity": {"coding": [fhir_codes.SIGNED]},
        "agent": [
            {
                "type": {"coding": [fhir_codes.AUTHOR if of is None else fhir_codes.ATTESTER]},
                "who": reference(item.author, "Practitioner"),
                "onBehalfOf": parties.organisation,
            }
        ],
    }
