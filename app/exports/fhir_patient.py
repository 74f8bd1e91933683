"""The client as a FHIR Patient; a couple, a family or a group as a Group."""

from __future__ import annotations

from typing import Any

from app.exports import fhir_codes
from app.exports.fhir_parts import filled, identifier
from app.exports.gathered import Subject
from app.records.client import AT_REST, Client, FileStatus
from app.texts import _


def patient(subject: Subject, body: Client | None, *, is_several: bool = False) -> dict[str, Any]:
    """The client. Without `body`, because who it is was not asked for, ids and codes are all that stands there."""
    known = [identifier(subject.id), *map(_code, [subject, *subject.joined])]
    known += [identifier(other.id) for other in subject.joined]
    if is_several:
        return _group(subject, body, known)
    found: dict[str, Any] = {"resourceType": "Patient", "id": subject.id, "identifier": known}
    return filled(found | (_person(body) if body is not None else {}))


def _code(subject: Subject) -> dict[str, Any]:
    return {"type": {"text": _("Client code")}, "value": subject.code}


def _person(body: Client) -> dict[str, Any]:
    is_dead = body.status is FileStatus.DECEASED
    return {
        "active": body.status not in AT_REST,
        "name": _names(body),
        "telecom": _telecom(body),
        "gender": fhir_codes.GENDER.get(body.sex_recorded) if body.sex_recorded else None,
        # As much of it as is known: FHIR takes a year, and a year with a month.
        "birthDate": body.birth_date,
        "deceasedBoolean": True if is_dead else None,
        "address": [
            {"text": address.text} | ({"country": body.country} if body.country else {})
            for address in body.addresses
            if address.text.strip()
        ],
        "contact": [
            filled(
                {
                    "relationship": [{"text": one.relationship}] if one.relationship else [],
                    "name": {"text": one.name} if one.name else {},
                    "telecom": [{"system": "phone", "value": one.phone}] if one.phone else [],
                }
            )
            for one in body.emergency_contacts
            if one.name or one.phone
        ],
        "communication": [{"language": {"text": body.language}, "preferred": True}] if body.language.strip() else [],
    }


def _names(body: Client) -> list[dict[str, Any]]:
    found = [("usual", body.name), ("official", body.legal_name), ("old", body.name_at_birth)]
    return [
        {"use": use, "text": name} for use, name in [*found, *(("nickname", name) for name in body.aliases)] if name
    ]


def _telecom(body: Client) -> list[dict[str, Any]]:
    phones = [("phone", phone.number) for phone in body.phones]
    emails = [("email", email.address) for email in body.emails]
    return [{"system": system, "value": value} for system, value in phones + emails if value.strip()]


def _group(subject: Subject, body: Client | None, known: list[dict[str, Any]]) -> dict[str, Any]:
    """The members have files of their own: they are named by their ids alone."""
    members = [member for member in body.members if member.client] if body is not None else []
    return filled(
        {
            "resourceType": "Group",
            "id": subject.id,
            "identifier": known,
            "active": body.status not in AT_REST if body is not None else None,
            "type": "person",
            "actual": True,
            "name": body.name if body is not None else "",
            "quantity": len(members) or None,
            "member": [{"entity": {"type": "Patient", "identifier": identifier(one.client)}} for one in members],
        }
    )
