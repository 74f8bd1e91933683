"""The JSON of a client's file: valid against its published schema, canonical, the same again, digests that hold."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from app.desk import Desk
from app.exports import json_file
from app.exports.gathered import KINDS_OF_FILE, canonical
from app.records import KINDS, decode, encode
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.outgoing import exporting
from app.services.outgoing.exporting import Format
from tests.app.exports.schema_check import problems
from tests.app.helpers import write_note


def exported(desk: Desk, client: str) -> dict[str, Any]:
    """The document as another program reads it."""
    found: dict[str, Any] = json.loads(exporting.prepare(desk, client, kind=Format.JSON, purpose="request").leaves(b""))
    return found


def test_every_file_of_a_practice_is_valid_and_every_kind_is_met(practice: Desk) -> None:
    schema, met = json_file.schema(), set()
    for client in clients.ids(practice):
        document = exported(practice, client)
        assert list(problems(document, schema)) == []
        for record in document["records"]:
            met |= {record["kind"], *(later["kind"] for later in record["amendments"])}
            assert record["sha256"] == hashlib.sha256(canonical(record["body"])).hexdigest()
            body = decode(record["kind"], record["version"], record["body"])
            assert encode(body) == record["body"], "read back, it says the same"
    assert met >= set(KINDS_OF_FILE) - {"handover"}  # nobody hands over in a practice of one


@pytest.mark.parametrize("kind", [*KINDS_OF_FILE, "amendment"])
def test_the_body_of_each_kind_is_held_against_its_own_schema(kind: str) -> None:
    record = {
        "id": "x", "kind": kind, "version": 1, "revision": "x", "state": "signed", "status": "", "at": "x",
        "author": {"account": "x", "name": "x"}, "happened": "", "sha256": "x", "body": encode(KINDS[kind].struct()),
    }  # fmt: skip
    schema = json_file.schema()
    one = schema["$defs"]["Written"]
    assert list(problems(record, one, schema)) == []
    assert list(problems(record | {"body": {"otters": 1}}, one, schema)) == ["$.body: otters is not known"]


def test_values_that_a_practice_added_to_a_list_are_valid_too(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, present=["client", "own: Grandmother"])
    document, schema = exported(desk, anna.id), json_file.schema()
    assert document["records"][1]["body"]["present"] == ["client", "own: Grandmother"]
    assert list(problems(document, schema)) == []
    document["records"][1]["body"]["present"] = ["otters"]
    assert list(problems(document, schema)) != []


def test_private_notes_have_no_place_in_the_schema() -> None:
    assert "process_note" not in json_file.schema()["$defs"]["Written"]["properties"]["kind"]["enum"]


def test_the_same_file_gives_the_same_bytes(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id)
    first, second = (exporting.prepare(desk, anna.id, kind=Format.JSON) for _try in range(2))
    moment = first.manifest.made_at
    second.manifest.made_at = moment
    assert first.leaves(b"") == second.leaves(b"")
    assert first.leaves(b"").rstrip() == canonical(json.loads(first.leaves(b"")))


def test_amendments_stand_inside_their_record_and_it_says_what_it_is_worth(desk: Desk, anna: ClientRef) -> None:
    wrong, late = write_note(desk, anna.id), write_note(desk, anna.id)
    records.amend(desk, wrong.record, kind="entered_in_error", text="", reason="Of another client")
    records.amend(desk, late.record, kind="addendum", text="She rang later.", reason="Forgotten")
    found = {record["id"]: record for record in exported(desk, anna.id)["records"]}
    assert found[wrong.record]["status"] == "entered_in_error"
    assert found[late.record]["status"] == "amended"
    (later,) = found[late.record]["amendments"]
    assert (later["body"]["text"], later["body"]["target"]) == ("She rang later.", late.record)
    assert {record["kind"] for record in found.values()} == {"client", "session_note"}
