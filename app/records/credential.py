"""What somebody needs in order to practise: a licence, insurance, a check; with the day on which it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Choice, Date, OpenChoice, Tier, field
from app.texts import N_, _


class CredentialKind(OpenChoice):
    """What it is."""

    LICENCE = "licence", N_("Licence to practise")
    REGISTRATION = "registration", N_("Entry in a register")
    INSURANCE = "insurance", N_("Professional insurance")
    FIRST_AID = "first_aid", N_("First aid certificate")
    RECORD_CHECK = "record_check", N_("Criminal record check")
    DATA_CONTROLLER = "data_controller", N_("Registration as data controller")
    SUPERVISOR_STATUS = "supervisor_status", N_("Status as a supervisor")
    CODE_OF_ETHICS = "code_of_ethics", N_("Code of ethics that I follow")
    OTHER = "other", N_("Other")


class CoverBasis(Choice):
    """What an insurance looks at: when the claim was made, or when it happened."""

    CLAIMS_MADE = "claims_made", N_("Claims made while it is in force")
    OCCURRENCE = "occurrence", N_("What happened while it was in force")


_INSURED = ("credential_kind", (CredentialKind.INSURANCE,))


class Credential(RecordBody):
    """What it is, who issued it, its number, from when to when it holds, its conditions and limits."""

    credential_kind: Annotated[CredentialKind | None, field(N_("What it is"), needed=True)] = None
    name: Annotated[
        str,
        field(
            N_("What it is called"),
            needed=True,
            show_when=("credential_kind", (CredentialKind.CODE_OF_ETHICS, CredentialKind.OTHER)),
        ),
    ] = ""
    issuer: Annotated[str, field(N_("Issued by"), needed=True)] = ""
    number: Annotated[str, field(N_("Number"))] = ""
    valid_from: Annotated[Date, field(N_("Begins on"))] = ""
    valid_to: Annotated[Date, field(N_("Ends on"), help=N_("Left empty: it has no end."))] = ""
    limits_of_cover: Annotated[str, field(N_("Limits of cover"), tier=Tier.MORE, show_when=_INSURED)] = ""
    cover_basis: Annotated[CoverBasis | None, field(N_("What it covers"), tier=Tier.MORE, show_when=_INSURED)] = None
    document_kept: Annotated[str, field(N_("Where the document is kept"), tier=Tier.MORE)] = ""
    jurisdiction: Annotated[str, field(N_("Where it holds"), tier=Tier.MORE)] = ""
    conditions: Annotated[str, field(N_("Conditions"), tier=Tier.RARE, long=True)] = ""

    def check(self) -> None:
        checks.check_order((N_("Begins on"), self.valid_from), (N_("Ends on"), self.valid_to))

    def summary(self) -> str:
        return self.name

    def at(self) -> str | None:
        return self.valid_from or None

    def due(self) -> str | None:
        return self.valid_to or None

    def facets(self) -> dict[str, Any]:
        return {
            "kind": self.credential_kind.value if self.credential_kind else "",
            "issuer": self.issuer,
            "number": self.number,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`Professional insurance, PZU`; a code of ethics by its name."""
        kind = str(facets.get("kind", ""))
        named = title or (_(CredentialKind.label_of(kind)) if kind else "")
        return ", ".join(part for part in (named, str(facets.get("issuer", ""))) if part)
