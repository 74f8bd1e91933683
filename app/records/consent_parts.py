"""Parts of a consent: single choices, what was explained how, representatives, a child's assent, support."""

from __future__ import annotations

from typing import Annotated

from app.records.choices import YesNo
from app.records.client_profile import Authority, Custody
from app.records.consent_choices import Explaining, Involvement
from app.records.consent_elements import Element
from app.records.fields import Date, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_


class GivenChoice(Part):
    """One thing that can be agreed to or not by itself. Without an answer it is not agreed to."""

    key: Annotated[str, field(N_("Key"), tier=Tier.HIDDEN)] = ""
    text: Annotated[str, field(N_("What it is about"))] = ""
    answer: Annotated[YesNo | None, field(N_("Agreed"))] = None


class Explanation(Part):
    """One element of the conversation: when and how it was explained, and whether it was understood."""

    element: Annotated[Element | None, field(N_("Explained"))] = None
    explained_on: Annotated[Date, field(N_("Explained on"))] = ""
    how: Annotated[Explaining | None, field(N_("How it was explained"))] = None
    understood: Annotated[YesNo | None, field(N_("Could say it in own words"))] = None
    note: Annotated[str, field(N_("What was asked or said"))] = ""


class ConsentGuardian(Part):
    """Somebody who represents a child: the right they have, and what they decided."""

    name: Annotated[str, field(N_("Name"), needed=True)] = ""
    relationship: Annotated[str, field(N_("Relationship"))] = ""
    custody: Annotated[Custody | None, field(N_("Custody"))] = None
    authority: Annotated[Authority | None, field(N_("Authority rests on"))] = None
    authority_until: Annotated[Date, field(N_("Authority ends on"), tier=Tier.MORE)] = ""
    consented: Annotated[YesNo | None, field(N_("Agrees"))] = None
    decided_on: Annotated[Date, field(N_("Decided on"))] = ""
    informed_only: Annotated[
        bool, field(N_("Only informed"), help=N_("Has no say in this decision and was told about it."))
    ] = False
    note: Annotated[str, field(N_("Details"), tier=Tier.MORE)] = ""
    document: Annotated[Reference, field(N_("Document that was seen"), tier=Tier.RARE, to=("document",))] = ""
    person: Annotated[Reference, field(N_("Contact details under"), tier=Tier.RARE, to=("related_person",))] = ""


class Maturity(Part):
    """Why a young person was found able to decide about this matter, or not."""

    assessed_on: Annotated[Date, field(N_("Assessed on"))] = ""
    by: Annotated[str, field(N_("Who assessed"))] = ""
    understanding: Annotated[str, field(N_("What they understand"), long=True)] = ""
    voluntariness: Annotated[str, field(N_("Whether they decide freely"), long=True)] = ""
    reasoning: Annotated[str, field(N_("How they weigh it up"), long=True)] = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says when, what is understood, and that the decision is free."""
        return bool(self.assessed_on and self.understanding.strip() and self.voluntariness.strip())


class Assent(Part):
    """What the child itself said."""

    given: Annotated[YesNo | None, field(N_("The child agrees"))] = None
    words: Annotated[str, field(N_("In the child's words"), long=True)] = ""
    given_on: Annotated[Date, field(N_("Asked on"))] = ""


class ParentalInvolvement(Part):
    """Whether representatives take part where the young person decides alone, and why."""

    decision: Annotated[Involvement | None, field(N_("Representatives"))] = None
    reason: Annotated[str, field(N_("Reason"), long=True)] = ""
    minor_consulted_on: Annotated[Date, field(N_("Talked about with the young person on"))] = ""
    attempts: Annotated[
        str, field(N_("Attempts to reach them"), help=N_("When and how, and what came of it."), long=True)
    ] = ""


class DecisionSupport(Part):
    """How somebody was helped to decide for themselves."""

    supporter: Annotated[str, field(N_("Who helped"))] = ""
    how: Annotated[str, field(N_("How the person was helped to decide"), long=True)] = ""
    own_words: Annotated[str, field(N_("The decision in the person's own words"), long=True)] = ""
