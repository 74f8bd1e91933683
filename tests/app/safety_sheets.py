"""Papers about safety and of the practice itself: who makes each, how, and words that prove that it is not empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.desk import Desk
from app.services.client_safety import measure_papers
from app.services.outgoing import register_papers, safety_papers
from app.services.outgoing.papers import Prepared
from app.services.practice import own_papers
from app.services.safety import breaches, complaints
from app.services.supervision import pseudonymous, supervision_papers

Made = tuple[Callable[..., object], Callable[[Desk, Any], Prepared], str]


def pack(desk: Desk, made: Any) -> Prepared:
    """What a supervisor outside would get of one note."""
    found = pseudonymous.make(desk, made.anna, [made.note])
    return pseudonymous.prepared(desk, found, found.text)


SAFETY: dict[str, Made] = {
    "the register of breaches": (
        register_papers.of_breaches,
        lambda desk, _made: register_papers.of_breaches(desk, breaches.ids(desk)),
        "Register of data breaches",
    ),
    "the complaints": (
        register_papers.of_complaints,
        lambda desk, _made: register_papers.of_complaints(desk, complaints.ids(desk)),
        "Complaints",
    ),
    "the risk register": (
        safety_papers.of_register,
        lambda desk, _made: safety_papers.of_register(desk, []),
        "Risk register",
    ),
    "the pictures": (
        safety_papers.of_pictures,
        lambda desk, _made: safety_papers.of_pictures(desk),
        "Pictures of the year",
    ),
    "a blank questionnaire": (
        measure_papers.of_blank,
        lambda desk, _made: measure_papers.of_blank(desk, "gad_7", "en"),
        "GAD-7",
    ),
    "the results of questionnaires": (
        measure_papers.of_results,
        lambda desk, made: measure_papers.of_results(desk, made.anna),
        "Zawadzka",
    ),
    "trainings": (
        own_papers.of_trainings,
        lambda desk, _made: own_papers.of_trainings(desk),
        "Training and credentials",
    ),
    "the year": (
        supervision_papers.of_year,
        lambda desk, _made: supervision_papers.of_year(desk, 2026),
        "Hours with clients",
    ),
    "the supervision of a year": (
        supervision_papers.of_supervision,
        lambda desk, _made: supervision_papers.of_supervision(desk, 2026),
        "Supervision",
    ),
    "a pack for supervision": (pseudonymous.prepared, pack, "For supervision"),
}
