"""What a consent says about a child: who represents it, whether it may decide itself, and what it said."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated

from app.records.consent_choices import MinorBasis
from app.records.consent_decision import ConsentDecision
from app.records.consent_parts import Assent, ConsentGuardian, Maturity, ParentalInvolvement
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_

_OF_MINOR = ("of_minor", (True,))
_ALONE = ("minor_basis", (MinorBasis.FOUND_ABLE, MinorBasis.PRESUMED_ABLE, MinorBasis.IMMEDIATE_SUPPORT))


class ConsentOfMinor(ConsentDecision):
    """The part of a consent that a form shows for clients who are minors on the day of the decision."""

    minor_basis: Annotated[
        MinorBasis | None,
        field(N_("What the consent of the minor rests on"), tier=Tier.MORE, show_when=_OF_MINOR),
    ] = None
    guardians: Annotated[
        list[ConsentGuardian],
        field(N_("Those who represent the child"), tier=Tier.MORE, show_when=_OF_MINOR),
    ] = []
    custody_document: Annotated[
        Reference,
        field(N_("Document about custody"), tier=Tier.MORE, show_when=_OF_MINOR, to=("document",)),
    ] = ""
    assent: Annotated[
        Assent | None,
        field(N_("The child's own agreement"), tier=Tier.MORE, show_when=_OF_MINOR),
    ] = None
    maturity: Annotated[
        Maturity | None,
        field(
            N_("Able to decide about this"),
            tier=Tier.MORE,
            show_when=("minor_basis", (MinorBasis.FOUND_ABLE,)),
        ),
    ] = None
    involvement: Annotated[
        ParentalInvolvement | None,
        field(N_("Whether representatives take part"), tier=Tier.MORE, show_when=_ALONE),
    ] = None
    told_to_representatives: Annotated[
        str,
        field(
            N_("What representatives are told and what not"),
            help=N_("As agreed with the young person."),
            tier=Tier.MORE,
            long=True,
            show_when=_OF_MINOR,
        ),
    ] = ""
    recheck_on: Annotated[
        Date,
        field(
            N_("Birthday that changes rights"),
            help=N_("12, 13, 16 or 18 years: talk about the consent again."),
            tier=Tier.MORE,
            show_when=_OF_MINOR,
        ),
    ] = ""
