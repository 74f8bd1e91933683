"""Which policies of the practice hold: signed, not entered in error, not replaced by a newer one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.vault import Row


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What follows from the index row of one policy."""

    record: str
    kind: str
    approved_on: str
    supersedes: str = ""
    is_signed: bool = True
    is_in_error: bool = False


def facts_of(row: Row) -> PolicyFacts:
    """What follows from the index row of a policy, or of standards for the protection of minors."""
    facets = row.facets
    return PolicyFacts(
        record=row.record,
        kind=str(facets.get("kind", "")),
        approved_on=str(facets.get("approved_on", "")),
        supersedes=str(facets.get("supersedes", "")),
        is_signed=row.state == "signed",
        is_in_error=row.status == "entered_in_error",
    )


def in_force(policies: Iterable[PolicyFacts]) -> list[PolicyFacts]:
    """Those that hold, newest first. What replaces a policy must hold itself, or the old one does."""
    published = [policy for policy in policies if policy.is_signed and not policy.is_in_error]
    replaced = {policy.supersedes for policy in published if policy.supersedes}
    found = [policy for policy in published if policy.record not in replaced]
    return sorted(found, key=lambda policy: (policy.approved_on, policy.record), reverse=True)
