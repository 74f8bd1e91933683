"""A record as the command line shows it: one JSON document, or plain text for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from app import formats, markdown
from app.cli import words
from app.cli.output import Output
from app.desk import Desk
from app.keeping.compartments import client_of
from app.keeping.opening import Opened
from app.records import RecordBody, encode
from app.records.words import filled, shown_value
from app.rules import measure_words
from app.services import clients, documents, records
from app.services.practice import practices
from app.services.records import Editing, Version
from app.texts import _

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A record, or somebody's draft of one, with everything that is shown beside it."""

    id: str
    kind: str
    client: str | None
    state: str
    status: str
    revision: str | None
    author: str
    author_name: str
    at: str | None
    title: str
    body: RecordBody
    amendments: list[Opened]
    history: list[Version]


def read(desk: Desk, record: str, purpose: str | None, *, with_history: bool) -> Reading:
    """Open a record, or this person's draft where nothing is saved yet.

    Raises:
        KnownError: `not_found`, `purpose_needed`, `refused`, `record_damaged` …
    """
    if record in records.unfinished(desk) and desk.signin.head_of(record) is None:
        return _of_draft(desk, records.resume(desk, record))
    opened = records.open(desk, record, purpose)
    versions = records.history(desk, record, purpose) if with_history else []
    found = opened.record
    return Reading(
        id=found.record,
        kind=found.kind,
        client=_code(desk, found.compartment),
        state=found.state,
        status=opened.status,
        revision=found.revision,
        author=found.author,
        author_name=practices.person_name(desk, found.author),
        at=found.at,
        title=opened.title,
        body=opened.body,
        amendments=opened.amendments,
        history=versions,
    )


def document(found: Reading) -> dict[str, Any]:
    """The record for programs."""
    return {
        "id": found.id,
        "kind": found.kind,
        "client": found.client,
        "title": found.title,
        "state": found.state,
        "status": found.status,
        "revision": found.revision,
        "author": found.author,
        "author_name": found.author_name,
        "at": found.at,
        "body": encode(found.body),
        "attachments": [msgspec.to_builtins(file) for file in documents.files_of(found.body)],
        "amendments": [_amendment(amendment) for amendment in found.amendments],
        "history": [_version(version) for version in found.history],
    }


def print_plainly(found: Reading, output: Output) -> None:
    """The record for a person."""
    heading = " · ".join(part for part in (words.kind(found.kind), found.client, found.title) if part)
    output.say(heading)
    output.say("=" * len(heading))
    output.say(_("{label}: {value}").format(label=_("State"), value=words.state(found.kind, found.state, found.status)))
    if found.at is not None:
        said = _("{name}, {moment}").format(name=found.author_name, moment=formats.moment(found.at))
        output.say(_("{label}: {value}").format(label=_("Written by"), value=said))
    _print_fields(measure_words.as_read(found.body), output)
    for file in documents.files_of(found.body):
        output.say(f"+ {file.name} · {formats.size(file.bytes)} · {file.id}")
    for amendment in found.amendments:
        record = amendment.record
        output.say()
        output.say(f"--- {amendment.title} · {formats.moment(record.at)}")
        _print_fields(amendment.body, output)
    for version in found.history:
        output.say()
        output.say(f"--- {version.author_name} · {formats.moment(version.at)}")
        for change in version.changes:
            output.say(_("{label}:").format(label=change.label))
            for mark, text in (("-", change.before), ("+", change.after)):
                for line in text.splitlines():
                    output.say(f"  {mark} {line}")


def _print_fields(body: RecordBody, output: Output) -> None:
    for spec, value in filled(body):
        label, said = _(spec.label), shown_value(spec, value)
        lines = list(markdown.to_plain(said, _WIDTH)) if spec.shape == "text" else said.splitlines()
        if len(lines) == 1 and len(lines[0]) < _WIDTH:
            output.say(_("{label}: {value}").format(label=label, value=lines[0]))
            continue
        output.say()
        output.say(_("{label}:").format(label=label))
        for line in lines:
            output.say(f"  {line}".rstrip())
        output.say()


def _of_draft(desk: Desk, editing: Editing) -> Reading:
    body = editing.body
    return Reading(
        id=editing.record,
        kind=editing.kind,
        client=_code(desk, editing.compartment) if editing.compartment else None,
        state="draft",
        status="",
        revision=None,
        author=desk.account,
        author_name=practices.person_name(desk, desk.account),
        at=None,
        title=type(body).headline(body.summary(), body.facets()),
        body=body,
        amendments=[],
        history=[],
    )


def _code(desk: Desk, compartment: str) -> str | None:
    client = client_of(desk, compartment)
    return clients.code_of(desk, client) if client else None


def _amendment(amendment: Opened) -> dict[str, Any]:
    record = amendment.record
    return {"id": record.record, "author": record.author, "at": record.at, "body": encode(amendment.body)}


def _version(version: Version) -> dict[str, Any]:
    return {
        "revision": version.revision,
        "at": version.at,
        "author": version.author,
        "author_name": version.author_name,
        "body": encode(version.body),
    }
