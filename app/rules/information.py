"""Which classes of information a record holds, so that a release can be held against what leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.records.base import RecordBody
from app.records.episode import Episode
from app.records.release_choices import InformationClass

_OF_KIND: Mapping[str, tuple[InformationClass, ...]] = {
    "client": (InformationClass.IDENTITY,),
    "related_person": (InformationClass.IDENTITY,),
    "client_profile": (InformationClass.HISTORY,),
    "episode": (InformationClass.HISTORY,),
    "session_note": (InformationClass.SESSION_NOTES,),
    "process_note": (InformationClass.PSYCHOTHERAPY_NOTES,),
    "treatment_plan": (InformationClass.TREATMENT_PLAN,),
    "closure": (InformationClass.SUMMARY,),
    "contact": (InformationClass.CONTACTS,),
    "document": (InformationClass.DOCUMENTS,),
    "consent": (InformationClass.CONSENTS,),
    "release": (InformationClass.CONSENTS,),
    "disclosure": (InformationClass.CONSENTS,),
    "referral": (InformationClass.SUMMARY,),
    "incident": (InformationClass.RISK,),
    "incident_response": (InformationClass.RISK,),
    "risk_review": (InformationClass.RISK,),
    "safety_plan": (InformationClass.RISK,),
    "safety_step": (InformationClass.RISK,),
    "duty_to_protect": (InformationClass.RISK,),
    "measure_result": (InformationClass.MEASURES,),
    "register_entry": (InformationClass.ATTENDANCE,),
}
_LISTED: Mapping[str, tuple[InformationClass, ...]] = {
    "timeline": (InformationClass.ATTENDANCE,),
    "clients": (InformationClass.IDENTITY, InformationClass.ATTENDANCE),
    "trail": (InformationClass.ATTENDANCE,),
    "access_report": (
        InformationClass.ATTENDANCE,
        InformationClass.CONTACTS,
        InformationClass.DOCUMENTS,
        InformationClass.CONSENTS,
    ),
    "accounting": (InformationClass.ATTENDANCE, InformationClass.CONSENTS),
}
"""Papers that name records by their titles: they tell that somebody comes, and when."""
_TELL_NO_MORE = frozenset({"client", "session_note", "register_entry"})
"""Kinds whose title on such a paper tells nothing else."""


def of_parcel(document: str, kinds: Iterable[str]) -> frozenset[InformationClass]:
    """The classes of a paper, a file or an attachment that holds records of these kinds.

    What nobody has put into the tables counts as *something else*, which has to be ticked.
    """
    told = _LISTED.get(document, ())
    counted = [kind for kind in kinds if not (told and kind in _TELL_NO_MORE)]
    found = {*told, *(one for kind in counted for one in _OF_KIND.get(kind, (InformationClass.OTHER,)))}
    return frozenset(found or {InformationClass.OTHER})


def in_body(body: RecordBody) -> frozenset[InformationClass]:
    """What a record holds besides what its kind says; only what a field of its own tells."""
    found = set()
    if getattr(body, "third_party_confidential", False):
        found.add(InformationClass.THIRD_PARTY)
    if isinstance(body, Episode):
        if body.diagnoses:
            found.add(InformationClass.DIAGNOSIS)
        if body.history_substance.strip():
            found.add(InformationClass.SUBSTANCE_USE)
    return frozenset(found)
