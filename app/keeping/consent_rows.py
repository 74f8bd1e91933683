"""The consents of a client as the index has them, and what their states follow from."""

from __future__ import annotations

from app.desk import Desk
from app.keeping import joined
from app.rules import consent_facts
from app.rules.consent_facts import ConsentFacts
from storage.vault import Row


def facts(desk: Desk, client: str) -> list[ConsentFacts]:
    """What the states of the consents of a client follow from."""
    return [facts_of(row) for row in joined.rows(desk, client, "consent")]


def facts_of(row: Row) -> ConsentFacts:
    """What the state of one consent follows from."""
    return consent_facts.facts_from(
        row.record, row.facets, is_signed=row.state == "signed", is_in_error=row.status == "entered_in_error"
    )
