"""The FHIR bundle: valid R4B as another library reads it, every reference resolved, statuses and edges mapped."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle

from app.desk import Desk
from app.exports import fhir_codes
from app.records.client import Client, EmergencyContact, FileStatus, Member, Phone, Sex, Unit
from app.records.consent_choices import Method
from app.records.release_choices import InformationClass, Regime, ReleasePurpose
from app.rules.consent_facts import State as ConsentState
from app.rules.release_state import State as ReleaseState
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.outgoing import exporting, releases
from app.services.outgoing.exporting import Format, Wanted
from app.texts import speaking
from tests.app.exports.test_json_file import exported
from tests.app.helpers import take_consent, write_note
from tests.app.releases_made import sign_release

Resource = dict[str, Any]


def bundle_of(desk: Desk, client: str, wanted: Wanted | None = None) -> Resource:
    """The bundle, after another library has found it valid."""
    data = exporting.prepare(desk, client, wanted=wanted, kind=Format.FHIR, purpose="request").leaves(b"")
    Bundle.model_validate_json(data)
    found: Resource = json.loads(data)
    for resource in resources(found):
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    return found


def resources(bundle: Resource, resource_type: str = "") -> list[Resource]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if resource_type in {"", one["resourceType"]}]


def only(bundle: Resource, resource_type: str) -> Resource:
    (found,) = resources(bundle, resource_type)
    return found


def documents_of(bundle: Resource, record: str) -> Resource:
    wanted = {"system": fhir_codes.URN, "value": f"urn:uuid:{record}"}
    (found,) = [one for one in resources(bundle, "DocumentReference") if wanted in one["identifier"]]
    return found


def references_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (found for name, found in value.items() if name == "reference" and isinstance(found, str))
        value = list(value.values())
    for item in value if isinstance(value, list) else []:
        yield from references_in(item)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_file_of_a_practice_is_valid_whole_and_points_inside_itself(practice: Desk, language: str) -> None:
    for client in clients.ids(practice):
        with speaking(language):
            bundle = bundle_of(practice, client)
        named = [entry["fullUrl"] for entry in bundle["entry"]]
        assert len(named) == len(set(named))
        assert all(str(uuid.UUID(name.removeprefix("urn:uuid:"))) == name[9:] for name in named)
        assert set(references_in(bundle)) <= set(named)
        whole = {record["id"] for record in exported(practice, client)["records"]}
        kept = {one["identifier"][0]["value"][9:] for one in resources(bundle, "DocumentReference")}
        assert whole <= kept, "every record is there, whatever FHIR has a field for"


def test_a_document_holds_the_record_in_words_and_whole(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id)
    found = documents_of(bundle_of(desk, anna.id), note.record)
    words, data = (base64.b64decode(one["attachment"]["data"]).decode() for one in found["content"])
    assert "We talked about sleep." in words
    assert json.loads(data)["body"]["text"] == "We talked about sleep."
    assert found["masterIdentifier"]["value"] == f"urn:uuid:{note.revision}"
    assert found["type"]["coding"][0]["code"] == "11506-3"
    assert (found["status"], found["docStatus"]) == ("current", "final")


def test_who_signed_it_and_when_stands_in_a_provenance(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id)
    bundle = bundle_of(desk, anna.id)
    found = only(bundle, "Provenance")
    person = only(bundle, "Practitioner")
    assert found["target"][0]["reference"] == f"urn:uuid:{note.record}"
    assert found["recorded"] == desk.signin.read(note.record).at
    assert found["agent"][0]["who"]["reference"] == f"urn:uuid:{person['id']}"
    assert person["name"] == [{"text": "Ewa Lis"}]


def test_what_was_entered_in_error_says_so_and_an_addendum_appends(desk: Desk, anna: ClientRef) -> None:
    note, consent = write_note(desk, anna.id), take_consent(desk, anna.id)
    for record in (note.record, consent.record):
        records.amend(desk, record, kind="entered_in_error", text="", reason="Of another client")
    bundle = bundle_of(desk, anna.id)
    for record in (note.record, consent.record):
        assert documents_of(bundle, record)["status"] == "entered-in-error"
    assert only(bundle, "Consent")["status"] == "entered-in-error"
    later = [one for one in resources(bundle, "DocumentReference") if "relatesTo" in one]
    assert {one["relatesTo"][0]["target"]["reference"][9:] for one in later} == {note.record, consent.record}


@pytest.mark.parametrize("born", ["", "1987", "1987-04", "1987-04-12"])
def test_as_much_of_a_birth_date_as_is_known(desk: Desk, born: str) -> None:
    jan = clients.register(desk, Client(name="Jan Nowak", birth_date=born))
    patient = only(bundle_of(desk, jan.id), "Patient")
    assert patient.get("birthDate", "") == born


def test_a_patient_has_names_numbers_and_whom_to_call(desk: Desk) -> None:
    body = Client(
        name="Zosia", legal_name="Zofia Łęcka", aliases=["Z."], sex_recorded=Sex.FEMALE, language="polski",
        phones=[Phone(number="600 100 200")], status=FileStatus.DECEASED,
        emergency_contacts=[EmergencyContact(name="Jan Łęcki", relationship="brat", phone="600 1")],
    )  # fmt: skip
    patient = only(bundle_of(desk, clients.register(desk, body).id), "Patient")
    assert [(one["use"], one["text"]) for one in patient["name"]] == [
        ("usual", "Zosia"), ("official", "Zofia Łęcka"), ("nickname", "Z."),
    ]  # fmt: skip
    assert (patient["gender"], patient["active"], patient["deceasedBoolean"]) == ("female", False, True)
    assert patient["telecom"] == [{"system": "phone", "value": "600 100 200"}]
    assert patient["contact"][0]["relationship"] == [{"text": "brat"}]


def test_without_the_kind_client_a_patient_is_a_code(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id)
    bundle = bundle_of(desk, anna.id, Wanted(kinds=("session_note",)))
    assert set(only(bundle, "Patient")) == {"resourceType", "id", "identifier"}
    assert "Zawadzka" not in json.dumps(bundle)


def test_a_couple_is_a_group_and_its_members_are_ids_alone(desk: Desk, anna: ClientRef) -> None:
    unit = Client(name="Anna i Jan", unit=Unit.COUPLE, members=[Member(client=anna.id, role="partner")])
    couple = clients.register(desk, unit)
    take_consent(desk, couple.id, access_rule="together")
    bundle = bundle_of(desk, couple.id)
    group = only(bundle, "Group")
    assert group["member"] == [
        {"entity": {"type": "Patient", "identifier": {"system": fhir_codes.URN, "value": f"urn:uuid:{anna.id}"}}}
    ]
    assert "patient" not in only(bundle, "Consent")
    assert resources(bundle, "Patient") == []


def test_a_consent_that_was_withdrawn_is_inactive_and_the_withdrawal_is_no_consent(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, given_on="2026-01-10", expires_on="2099-01-01")
    consent = only(bundle_of(desk, anna.id), "Consent")
    assert consent["provision"] == {"type": "permit", "period": {"start": "2026-01-10", "end": "2099-01-01"}}
    assert consent["scope"]["coding"][0]["code"] == "treatment"
    (row,) = consents.rows(desk, anna.id)
    consents.withdraw(desk, row.record, method=Method.VERBAL)
    assert only(bundle_of(desk, anna.id), "Consent")["status"] == "inactive"


def test_a_declined_consent_denies(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, decision="declined")
    consent = only(bundle_of(desk, anna.id), "Consent")
    assert (consent["status"], consent["provision"]["type"]) == ("rejected", "deny")


def test_a_release_says_to_whom_what_for_what_and_until_when(desk: Desk, anna: ClientRef) -> None:
    given = {"regimes": ["hipaa", "part2"], "information": ["session_notes", "hiv"], "covers_from": "2025-01-01"}
    saved = sign_release(desk, anna.id, **given)
    consent = only(bundle_of(desk, anna.id), "Consent")
    provision = consent["provision"]
    assert consent["status"] == "active"
    assert consent["sourceReference"]["reference"] == f"urn:uuid:{saved.record}"
    assert consent["policyRule"]["coding"][0]["code"] == "42CFRPart2", "the strictest law first"
    assert [one["reference"].get("display") for one in provision["actor"]] == ["Dr Maria Kos, City Clinic", None]
    assert [one["code"] for one in provision["purpose"]] == ["TREAT"]
    assert [one["code"] for one in provision["securityLabel"]] == ["HIV"]
    assert [one["text"] for one in provision["code"]] == ["Session notes", "HIV and AIDS"]
    assert (provision["period"]["end"], provision["dataPeriod"]) == ("2099-12-31", {"start": "2025-01-01"})
    releases.withdraw(desk, saved.record, method=Method.VERBAL)
    assert only(bundle_of(desk, anna.id), "Consent")["status"] == "inactive"


def test_every_state_has_a_status_and_what_is_not_in_force_is_never_active() -> None:
    statuses = {"draft", "active", "rejected", "inactive", "entered-in-error"}
    for state in (*ConsentState, *ReleaseState):
        if state.value in {"none", "ends_another"}:
            continue
        found = fhir_codes.CONSENT_STATUS[state.value]
        assert found in statuses
        assert (found == "active") == (state.value == "active")


def test_codes_of_others_are_few_and_for_values_that_there_are() -> None:
    assert set(fhir_codes.PURPOSES) <= set(ReleasePurpose)
    assert set(fhir_codes.LABELS) <= set(InformationClass)
    assert set(fhir_codes.POLICIES) <= set(Regime)
    assert {coding["system"] for coding in fhir_codes.DOCUMENT_TYPES.values()} == {fhir_codes.LOINC}
