"""Values of complete reports, duties, decisions and reviews, as a form has them, for tests."""

from __future__ import annotations

from typing import Any

from app.desk import Desk
from app.services import records
from app.services.practice import practices

ZONE = "Europe/Warsaw"
KNOWN = {"at": "2026-11-20T15:00", "zone": ZONE}
CALLED = {"at": "2026-11-20T15:20", "zone": ZONE}
NOTE = {"whom": "Her brother", "channel": "phone", "result": "no_answer", "at": CALLED}
ADVICE = {"who": "Dr Kos", "role": "Supervisor", "at": CALLED, "advice": "Call today."}

REPORT: dict[str, Any] = {
    "report_kind": "child",
    "known": KNOWN,
    "knowledge_basis": "disclosed",
    "concern": "“He hits him with a belt.”",
    "reasoning": "Marks were seen twice.",
    "immediate_danger": "not_known",
    "medical_care": "no",
    "child_alone": "no",
    "call": "made",
    "agency": "Child protection, City Hall",
    "worker": "Ms Nowak",
    "called": CALLED,
    "reference_number": "CP 12/26",
    "written": "to_send",
    "information_given": "Name, school, what was said and when.",
    "minimum_necessary": "Nothing of the therapy was told.",
    "client_told": "before",
    "told_on": "2026-11-20",
    "told_note": "Told in the session; she was relieved.",
}
DUTY: dict[str, Any] = {
    "learned": KNOWN,
    "communicated_by": "client",
    "exact_words": "“I will break his legs tonight.”",
    "context": "In the session, to me.",
    "clarity": "clear",
    "inquiry": "Asked how and when; he has a plan.",
    "victim": "named",
    "victim_who": "His neighbour Jan K.",
    "how_soon": "Tonight.",
    "means": "A bat, at home.",
    "earlier_violence": "Once, in 2019.",
    "substances": "Alcohol.",
    "psychosis": "None.",
    "consulted": [ADVICE],
    "hospital": "Offered, declined.",
    "legal_test": "Art. 14 (3).",
    "decisions": ["warn_victim", "police"],
    "because": "Serious, soon, against somebody named.",
    "victim_attempts": [NOTE],
    "police": [
        {"at": CALLED, "agency": "Police, Mokotów", "officer": "Sgt. Wilk", "result": "talked", "number": "7/26"}
    ],
    "information_given": "The threat in his words and the name.",
    "minimum_necessary": "Only what protects.",
    "not_handed_over": "The records.",
    "client_told": "not_told",
    "not_told_because": "It would have made it more dangerous.",
    "monitoring": "At each meeting.",
    "review_on": "2099-01-10",
}
DECISION: dict[str, Any] = {
    "question": "report_child",
    "decided": KNOWN,
    "facts": [{"fact": "One bruise on a knee.", "source": "observed"}],
    "not_known": "How it came about; the school was asked.",
    "rule": "k.k. art. 240 § 1.",
    "why_not": "Nothing points to a listed crime.",
    "for_acting": "He is seven and quiet.",
    "not_consulted_because": "The supervisor is reached on Monday.",
    "client_wishes": "She wants to wait for the doctor.",
    "protection": "The grandmother is there every day.",
    "would_change": "A second mark, or anything he says.",
    "review_on": "2026-11-27",
}
ABUSE: dict[str, Any] = {
    "reviewed": KNOWN,
    "safe_to_talk": "yes",
    "safe_contact": "Mornings only, never text.",
    "whereabouts": "He is at work; the children are at school.",
    "why_asked": "She flinched.",
    "afraid_of": "Her husband.",
    "concerns": ["control", "stalking"],
    "own_view": "“It will get worse when I leave.”",
    "judgement": "I take it seriously.",
    "children": "yes",
    "child_route": "Decided not to report today; a record of its own.",
    "address_hidden": True,
    "paper_is_safe": "no",
    "arranged": "A bag at her sister’s.",
    "review_on": "2099-01-10",
}
ALL = {
    "mandated_report": REPORT,
    "duty_to_protect": DUTY,
    "decision_not_to_act": DECISION,
    "domestic_abuse_review": ABUSE,
}


def sign(desk: Desk, kind: str, client: str, **values: Any) -> str:
    """A signed record of a kind with what it needs; `values` change it."""
    made = records.start(desk, kind, client).with_values({**ALL.get(kind, {}), **values})
    return records.sign(desk, made).record


def follow(desk: Desk, client: str, about: str, step: str, **values: Any) -> str:
    """A signed record of what followed."""
    given = {"about": about, "step": step, "happened": CALLED, "outcome": "Noted.", **values}
    return records.sign(desk, records.start(desk, "duty_follow_up", client).with_values(given)).record


def in_california(desk: Desk) -> None:
    """The practice works where reports have clocks that were read."""
    practices.change_profile(desk, jurisdiction="US-CA")
