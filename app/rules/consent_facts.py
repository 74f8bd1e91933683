"""What the state of a consent follows from, as the index knows it, and the state itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.records.client import Unit
from app.records.consent_choices import ConsentCapacity, GivenBy
from app.records.consent_elements import ConsentType, Element
from app.records.fields import Choice
from app.rules import consent_minors
from app.rules.consent_minors import MinorFacts
from app.texts import N_

_TEXTS = (
    *("decision", "method", "given_on", "effective", "paper_on", "expires_on", "review_due", "recheck_on"),
    *("supersedes", "withdraws", "given_by", "capacity", "template", "template_version", "template_language"),
    *("template_hash", "retention"),
)


class State(Choice):
    """The computed state of a consent, or of a client who has none."""

    NONE = "none", N_("No consent yet")
    DRAFT = "draft", N_("Draft")
    ACTIVE = "active", N_("In force")
    DECLINED = "declined", N_("Declined")
    EXPIRED = "expired", N_("Expired")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    SUPERSEDED = "superseded", N_("Replaced by a newer one")
    DEFECTIVE = "defective", N_("Defective")


_TYPES = {one.value: one for one in ConsentType}
_REVIEWED = frozenset({State.ACTIVE, State.EXPIRED, State.DEFECTIVE})


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What the state follows from; all of it is in the facets of the index."""

    record: str
    is_signed: bool = True
    is_in_error: bool = False
    decision: str = ""
    method: str = ""
    given_on: str = ""
    effective: str = ""
    paper_on: str = ""
    expires_on: str = ""
    review_due: str = ""
    recheck_on: str = ""
    supersedes: str = ""
    withdraws: str = ""
    explained: frozenset[str] = frozenset()
    given_by: str = GivenBy.CLIENT.value
    capacity: str = ConsentCapacity.PRESUMED.value
    type: ConsentType = ConsentType.THERAPY
    unit: str = Unit.PERSON.value
    template: str = ""
    template_version: str = ""
    template_language: str = ""
    template_hash: str = ""
    has_end_event: bool = False
    retention: str = ""
    minor: MinorFacts | None = None


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is known of the texts that consents name.

    `digests` are those of published versions by text, version and language. `newer` is the day from which a newer
    version asks for consent again, by the text that a consent names.
    """

    digests: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    newer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentState:
    """The state, the reason in words, which record it rests on, and until when it holds (ISO date).

    `ask_again` is the day of a newer text that nobody has consented to yet; `remarks` are sentences about what is no
    defect. `is_settled`: nothing about it is left to be done.
    """

    state: State
    reason: str = ""
    record: str | None = None
    until: str | None = None
    review_due: str | None = None
    missing: tuple[Element, ...] = ()
    not_explained: tuple[Element, ...] = ()
    remarks: tuple[str, ...] = ()
    ask_again: str = ""
    is_settled: bool = False

    @property
    def is_active(self) -> bool:
        """Whether sessions and releases may rest on it."""
        return self.state is State.ACTIVE

    @property
    def is_asked_about(self) -> bool:
        """Whether its dates still call for somebody: a review, an end, a decision about the data."""
        return not self.is_settled and self.state in _REVIEWED | {State.WITHDRAWN}


def facts_from(record: str, facets: Mapping[str, Any], *, is_signed: bool, is_in_error: bool) -> ConsentFacts:
    """The facts in an index row, or in `body.facets()`."""
    get = facets.get
    found = {name: str(get(name) or "") for name in _TEXTS}
    return ConsentFacts(
        record,
        is_signed,
        is_in_error,
        explained=frozenset(filter(None, str(get("explained") or "").split(","))),
        type=_TYPES.get(str(get("type")), ConsentType.THERAPY),
        unit=str(facets.get("unit") or Unit.PERSON.value),
        has_end_event=bool(facets.get("expires_event")),
        minor=consent_minors.facts_from(facets),
        **found,
    )
