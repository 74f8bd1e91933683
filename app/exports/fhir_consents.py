"""Consents and releases as FHIR Consent resources; the whole form is the document that each names as its source."""

from __future__ import annotations

from typing import Any

from app.exports import fhir_codes
from app.exports.fhir_parts import Parties, filled, identifier, reference, within
from app.exports.gathered import Item
from app.records.consent import Consent, title_of
from app.records.consent_choices import LATER, Decision, GivenBy
from app.records.release import Release, ReleaseRecipient
from app.records.release_choices import InformationClass, Regime, ReleaseDecision, SignedBy
from app.texts import _

_ASKED = (ReleaseDecision.GIVEN, ReleaseDecision.DECLINED)


def consent(item: Item, parties: Parties) -> dict[str, Any] | None:
    """The Consent of a record; None for all that is none, and for what only takes another one back."""
    if isinstance(item.body, Consent) and item.body.decision not in LATER:
        return _common(item, parties) | _of_consent(item.body, parties)
    if isinstance(item.body, Release) and item.body.decision in _ASKED:
        return _common(item, parties) | _of_release(item.body, parties)
    return None


def _common(item: Item, parties: Parties) -> dict[str, Any]:
    """What both have; a consent of several people names no one patient."""
    wrong = item.status == "entered_in_error"
    found = {
        "resourceType": "Consent",
        "id": within(item.id, "consent"),
        "identifier": [identifier(item.id)],
        "status": "entered-in-error" if wrong else fhir_codes.CONSENT_STATUS.get(item.status, "inactive"),
        "category": [{"coding": [fhir_codes.DOCUMENT_TYPES[item.kind]]}],
        "organization": [parties.organisation],
        "sourceReference": reference(item.id, "DocumentReference"),
    }
    return found | ({"patient": parties.subject} if parties.subject_type == "Patient" else {})


def _of_consent(body: Consent, parties: Parties) -> dict[str, Any]:
    declined = body.decision is Decision.DECLINED
    period = filled({"start": body.effective_from or body.given_on, "end": body.ends_on})
    return filled(
        {
            "scope": {"coding": [fhir_codes.scope_of(body.consent_type)], "text": title_of(body.consent_type.value)},
            "dateTime": body.given_on,
            "performer": _deciders(body, parties),
            "policyRule": {"text": _law(body.jurisdiction)},
            "provision": filled({"type": "deny" if declined else "permit", "period": period}),
        }
    )


def _deciders(body: Consent, parties: Parties) -> list[dict[str, Any]]:
    """Who decided, by name where one was written down."""
    if body.given_by is GivenBy.CLIENT and parties.subject_type == "Patient":
        return [parties.subject]
    named = [one.name for one in body.guardians if one.name.strip()] or [body.given_by_name]
    return [{"display": name} for name in named if name.strip()] or [{"display": _(body.given_by.label)}]


def _of_release(body: Release, parties: Parties) -> dict[str, Any]:
    declined = body.decision is ReleaseDecision.DECLINED
    performer = [] if body.signed_by is SignedBy.REPRESENTATIVE else [parties.subject]
    if body.signer_name.strip():
        performer.append({"display": body.signer_name})
    if parties.subject_type != "Patient":
        performer = [one for one in performer if "display" in one]
    provision = {
        "type": "deny" if declined else "permit",
        "period": filled({"start": body.signed_on, "end": body.expires_on}),
        "actor": _actors(body, parties),
        "securityLabel": [fhir_codes.LABELS[one] for one in body.information if one in fhir_codes.LABELS],
        "purpose": [fhir_codes.PURPOSES.get(one, {"display": _(one.label)}) for one in body.purposes],
        "code": [{"text": _information(body, one)} for one in body.information],
        "dataPeriod": filled({"start": body.covers_from, "end": body.covers_until}),
    }
    return filled(
        {
            "scope": {"coding": [fhir_codes.PRIVACY], "text": _("Release of information")},
            "dateTime": body.signed_on,
            "performer": performer,
            "policyRule": _policy(body),
            "provision": filled(provision),
        }
    )


def _information(body: Release, one: InformationClass) -> str:
    return body.information_other if one is InformationClass.OTHER and body.information_other else _(one.label)


def _actors(body: Release, parties: Parties) -> list[dict[str, Any]]:
    told = [
        {"role": {"coding": [fhir_codes.RECIPIENT]}, "reference": {"display": _name(one)}}
        for one in body.recipients
        if _name(one)
    ]
    return [*told, {"role": {"coding": [fhir_codes.CUSTODIAN]}, "reference": parties.organisation}]


def _name(one: ReleaseRecipient) -> str:
    return ", ".join(part for part in (one.name.strip(), one.organisation.strip()) if part)


def _policy(body: Release) -> dict[str, Any]:
    """A rule must stand there (FHIR ppc-1): a code where there is one, else the laws in words."""
    coding = [code for regime, code in fhir_codes.POLICIES.items() if regime in body.regimes][:1]
    laws = ", ".join(_(one.label) for one in Regime if one in body.regimes)
    return filled({"coding": coding, "text": laws or _law("")})


def _law(jurisdiction: str) -> str:
    if not jurisdiction:
        return _("The law of the place of the practice")
    return _("The law of {place}").format(place=jurisdiction)
