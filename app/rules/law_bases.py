"""What a record keeps of the rule that set a day of it."""

from __future__ import annotations

import msgspec

from app.packs.jurisdiction_rules import Rule
from app.records.law_basis import Force, LawBasis, Reading


def basis_of(rule: Rule) -> LawBasis:
    """The rule as its pack has it now; a newer pack changes nothing in what is kept."""
    return LawBasis(
        rule=rule.id,
        pack=rule.pack,
        source=rule.citation,
        force=msgspec.convert(rule.force, Force),
        reading=msgspec.convert(rule.status, Reading),
        looked_at=rule.verified_on,
    )
