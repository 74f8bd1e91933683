"""The codes of others that a FHIR bundle uses: only such whose meaning is surely the same; all else goes as words.

LOINC is a trademark of Regenstrief Institute, Inc.; HL7 and FHIR are trademarks of Health Level Seven International.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.records.client import Sex
from app.records.consent_elements import ConsentType
from app.records.release_choices import InformationClass, Regime, ReleasePurpose
from app.rules.consent_facts import State

Coding = dict[str, Any]

LOINC = "http://loinc.org"
_HL7 = "http://terminology.hl7.org/CodeSystem"
URN = "urn:ietf:rfc:3986"


def _hl7(system: str, code: str, display: str) -> Coding:
    return {"system": f"{_HL7}/{system}", "code": code, "display": display}


def _loinc(code: str, display: str) -> Coding:
    return {"system": LOINC, "code": code, "display": display}


DOCUMENT_TYPES: Mapping[str, Coding] = {
    "session_note": _loinc("11506-3", "Progress note"),
    "treatment_plan": _loinc("18776-5", "Plan of care note"),
    "closure": _loinc("18842-5", "Discharge summary"),
    "referral": _loinc("57133-1", "Referral note"),
    "consent": _loinc("59284-0", "Consent Document"),
    "release": _loinc("64292-6", "Release of information consent"),
}
"""By kind of record. A kind that is not here has a type in words."""

AUTHOR = _hl7("provenance-participant-type", "author", "Author")
ATTESTER = _hl7("provenance-participant-type", "attester", "Attester")
SIGNED = _hl7("v3-DocumentCompletion", "AU", "authenticated")
RECIPIENT = _hl7("v3-ParticipationType", "IRCP", "information recipient")
CUSTODIAN = _hl7("v3-ParticipationType", "CST", "custodian")

TREATMENT = _hl7("consentscope", "treatment", "Treatment")
RESEARCH = _hl7("consentscope", "research", "Research")
PRIVACY = _hl7("consentscope", "patient-privacy", "Privacy Consent")
_TO_TREATMENT = (
    ConsentType.THERAPY,
    ConsentType.TELEHEALTH,
    ConsentType.MINOR_ASSENT,
    ConsentType.GUARDIAN,
    ConsentType.GROUP,
    ConsentType.COUPLE,
)


def scope_of(consent_type: ConsentType) -> Coding:
    """What a consent is about in the terms of FHIR: treatment, research, or what is told to whom."""
    if consent_type is ConsentType.RESEARCH:
        return RESEARCH
    return TREATMENT if consent_type in _TO_TREATMENT else PRIVACY


CONSENT_STATUS: Mapping[str, str] = {
    State.DRAFT: "draft",
    State.ACTIVE: "active",
    State.DECLINED: "rejected",
    State.EXPIRED: "inactive",
    State.WITHDRAWN: "inactive",
    State.SUPERSEDED: "inactive",
    State.DEFECTIVE: "inactive",
    "entered_in_error": "entered-in-error",
}
"""The state of a consent or release. What is defective must not be taken for one that holds."""

GENDER: Mapping[Sex, str] = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other"}

PURPOSES: Mapping[ReleasePurpose, Coding] = {
    ReleasePurpose.TREATMENT: _hl7("v3-ActReason", "TREAT", "treatment"),
    ReleasePurpose.PAYMENT: _hl7("v3-ActReason", "HPAYMT", "healthcare payment"),
    ReleasePurpose.OPERATIONS: _hl7("v3-ActReason", "HOPERAT", "healthcare operations"),
    ReleasePurpose.AT_REQUEST: _hl7("v3-ActReason", "PATRQT", "patient requested"),
    ReleasePurpose.LEGAL_PROCEEDINGS: _hl7("v3-ActReason", "HLEGAL", "legal"),
    ReleasePurpose.RESEARCH: _hl7("v3-ActReason", "HRESCH", "healthcare research"),
}

LABELS: Mapping[InformationClass, Coding] = {
    InformationClass.HIV: _hl7("v3-ActCode", "HIV", "HIV/AIDS information sensitivity"),
    InformationClass.GENETIC: _hl7("v3-ActCode", "GDIS", "genetic disease information sensitivity"),
    InformationClass.SUBSTANCE_USE: _hl7("v3-ActCode", "SUD", "substance use disorder information sensitivity"),
    InformationClass.PSYCHOTHERAPY_NOTES: _hl7("v3-ActCode", "PSYTHPN", "psychotherapy note information sensitivity"),
}
"""Classes of information that are ticked for themselves, as security labels."""

POLICIES: Mapping[Regime, Coding] = {
    Regime.PART2: _hl7("v3-ActCode", "42CFRPart2", "42 CFR Part2"),
    Regime.HIPAA: _hl7("consentpolicycodes", "hipaa-auth", "HIPAA Authorization"),
}
"""The strictest first: FHIR takes one rule for a consent."""
