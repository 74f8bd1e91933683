"""Where a day that the program computed comes from: the rule as it stood then as data, put into words when read."""

from __future__ import annotations

from typing import Annotated

from app import formats
from app.records.fields import Choice, PartialDate, Tier, field
from app.records.parts import Part
from app.texts import N_, _


class Force(Choice):
    """How binding a rule is."""

    LAW = "law", N_("law")
    GUIDELINE = "guideline", N_("good practice, not law")
    PRACTICE = "practice", N_("a starting point, set by the practice")


class Reading(Choice):
    """How its source was looked at."""

    VERIFIED = "verified", N_("The text itself was read")
    UNVERIFIED = "unverified", N_("The text itself was not read")


class LawBasis(Part):
    """The rule of a law pack: `pack` is code and version, `source` what the pack cites.

    Earlier versions of the program kept the whole sentence in `source`, in the language of whoever saved; in those
    records `force` is empty and `source` is shown as it stands.
    """

    rule: Annotated[str, field(N_("Rule"), tier=Tier.COMPUTED)] = ""
    pack: Annotated[str, field(N_("Law pack"), tier=Tier.COMPUTED)] = ""
    source: Annotated[str, field(N_("Source"), tier=Tier.COMPUTED)] = ""
    force: Annotated[Force | None, field(N_("How binding it is"), tier=Tier.COMPUTED)] = None
    reading: Annotated[Reading | None, field(N_("How it was checked"), tier=Tier.COMPUTED)] = None
    looked_at: Annotated[PartialDate, field(N_("Last looked at"), tier=Tier.COMPUTED)] = ""

    def words(self, whose: str = "") -> str:
        """Source and mark in the reader's language: `GDPR art. 33 · law, checked September 2026`.

        `whose` stands instead of the source, such as the name of the pack.
        """
        return " · ".join(part for part in (whose or self.source, self.mark()) if part)

    def mark(self) -> str:
        """How far it can be relied on, in words: `law, checked September 2026`, `good practice, not law`."""
        if self.force is None:
            return ""
        if self.force is Force.PRACTICE:
            return _(self.force.label)
        date = formats.long_date(self.looked_at) if self.looked_at else ""
        if self.reading is Reading.VERIFIED:
            return _("{words}, checked {date}").format(words=_(self.force.label), date=date)
        is_law = self.force is Force.LAW
        words = _("not verified: the text itself was not read") if is_law else _("not law, not verified")
        return _("{words} (last looked at {date})").format(words=words, date=date)
