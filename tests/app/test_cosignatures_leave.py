"""A co-signature on paper and in every export: who co-signed and when; a note that waits says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.exports import json_file
from app.records.client import Client
from app.records.words import Change
from app.rules.destinations import STAYS
from app.services import clients, records
from app.services.outgoing import exporting, papers, releasing
from app.services.outgoing.exporting import Format
from app.services.people import colleagues, cosigning
from storage.vault import TrailFilter
from tests.app.exports.leaving import all_in
from tests.app.exports.schema_check import problems
from tests.app.exports.test_fhir import bundle_of, documents_of, resources
from tests.app.helpers import write_note
from tests.app.several import account_of, at_desk

REMARK, RETURNED = "Read on Thursday.", "Say what was agreed on."


@pytest.fixture
def practice(five: Path) -> Path:
    """JK, whom MS supervises, signed two notes about Anna: one is co-signed after a return, one waits."""
    with at_desk(five, "EL") as desk:
        colleagues.change(desk, account_of(desk, "JK"), supervisor=account_of(desk, "MS"))
    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        first = write_note(desk, anna.id, text="The first.").record
        write_note(desk, anna.id, text="The second.")
    with at_desk(five, "MS") as desk:
        cosigning.open(desk, first)
        cosigning.send_back(desk, first, RETURNED)
        cosigning.cosign(desk, first, REMARK)
    return five


def exported(desk: Desk, kind: Format) -> bytes:
    return exporting.prepare(desk, clients.by_code(desk, "K-0001"), kind=kind, purpose="request").leaves(b"")


def test_the_json_holds_the_one_that_counts(practice: Path) -> None:
    with at_desk(practice, "JK") as desk:
        document: dict[str, Any] = json.loads(exported(desk, Format.JSON))
        assert list(problems(document, json_file.schema())) == []
        notes = {one["body"]["text"]: one for one in document["records"] if one["kind"] == "session_note"}
        (signature,) = notes["The first."]["cosignatures"]
        assert (signature["author"]["name"], signature["body"]["remark"]) == ("Maria Sowa", REMARK)
        assert signature["body"]["target_revision"] == notes["The first."]["revision"]
        assert (notes["The second."]["cosignatures"], notes["The second."]["status"]) == ([], "waits_for_cosign")
        assert RETURNED not in json.dumps(document)


def test_the_book_says_who_co_signed_and_what_waits(practice: Path, tmp_path: Path) -> None:
    with at_desk(practice, "JK") as desk:
        client = clients.by_code(desk, "K-0001")
        _export, path = exporting.to_file(desk, client, tmp_path, STAYS, None, kind=Format.PDF)
        text = " ".join(all_in(path.read_bytes(), Format.PDF).split())
        assert "Co-signed: Maria Sowa" in text
        assert REMARK in text
        assert "Waiting for co-signature: Maria Sowa" in text
        assert RETURNED not in text


def test_fhir_vouches_for_the_note_with_the_supervisor(practice: Path) -> None:
    with at_desk(practice, "JK") as desk:
        bundle = bundle_of(desk, clients.by_code(desk, "K-0001"))
        attested = [one for one in resources(bundle, "Provenance") if "attester" in json.dumps(one["agent"])]
        assert len(attested) == 1
        done = {documents_of(bundle, row.id)["docStatus"] for row in records.listing(desk, "session_note")}
        assert done == {"final", "preliminary"}


def test_what_leaves_on_paper_is_named_in_the_trail(practice: Path) -> None:
    with at_desk(practice, "JK") as desk:
        (first,) = [row.id for row in records.listing(desk, "session_note") if row.status == "cosigned"]
        prepared = papers.of_record(desk, first)
        cosign = records.open(desk, first).cosign
        assert cosign is not None
        assert cosign.signature is not None
        assert cosign.signature.record.record in {record for record, _compartment in prepared.objects}
        releasing.begin(desk, prepared, how="print")
        printed = desk.signin.trail(TrailFilter(limit=3, actions=["print"])).entries
        assert any(cosign.signature.record.record in entry.records for entry in printed)


def test_history_shows_each_step_as_a_version_of_its_own(practice: Path) -> None:
    with at_desk(practice, "MS") as desk:
        (first,) = [row.id for row in records.listing(desk, "session_note") if row.status == "cosigned"]
        cosign = cosigning.open(desk, first).cosign
        assert cosign is not None
        told = [records.history(desk, step.record.record, "supervision") for step in cosign.steps]
        assert [len(versions) for versions in told] == [1, 1, 1]
        assert Change("Remark", "", RETURNED) in told[1][0].changes
