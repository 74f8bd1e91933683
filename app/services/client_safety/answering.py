"""Keeping a draft: an answer in it that has to be acted on is acted on with the draft, not with its signature."""

from __future__ import annotations

from app.desk import Desk
from app.records.measure_result import MeasureResult
from app.services import drafting
from app.services.client_safety import measures
from app.services.drafting import Editing


def keep(desk: Desk, editing: Editing) -> Editing:
    """Keep what is typed, as `drafting.keep` does, and do what it asks for at once; use the result from then on."""
    kept = drafting.keep(desk, editing)
    if isinstance(kept.body, MeasureResult):
        measures.act_on(desk, kept)
    return kept
