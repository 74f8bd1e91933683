"""A disclosure: what left the practice, when, to whom, on what ground, why, and how. One for every release."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.base import RecordBody
from app.records.choices import YesNo
from app.records.fields import Choice, Date, LocalTime, Reference, Tier, field
from app.records.parts import Part
from app.records.release_choices import DisclosureBasis, InformationClass, WayOut
from app.texts import N_, _

_KNOWS_ALREADY = (DisclosureBasis.ROI, DisclosureBasis.CLIENT_ACCESS)
_WITH_REASON = tuple(basis for basis in DisclosureBasis if basis not in _KNOWS_ALREADY)
_OTHERS = tuple(basis for basis in DisclosureBasis if basis is not DisclosureBasis.CLIENT_ACCESS)


class Agency(Choice):
    """How an authority asked that the client is not told for now."""

    WRITTEN = "written", N_("In writing")
    SPOKEN = "spoken", N_("In words only")


class DisclosedItem(Part):
    """One record in exactly the version that left, or one attached file of it."""

    record: Annotated[Reference, field(N_("Record"))] = ""
    revision: Annotated[str, field(N_("Version"), tier=Tier.HIDDEN)] = ""
    kind: Annotated[str, field(N_("Kind"), tier=Tier.HIDDEN)] = ""
    attachment: Annotated[Reference, field(N_("Attached file"), tier=Tier.HIDDEN)] = ""
    sha256: Annotated[str, field(N_("Digest"), tier=Tier.HIDDEN)] = ""


class Withheld(Part):
    """What was left out on purpose."""

    what: Annotated[str, field(N_("What"))] = ""
    reason: Annotated[str, field(N_("Why"))] = ""


class Disclosure(RecordBody):
    """The row of the register. It is written before the thing leaves, and cannot be removed from the file."""

    recipient_name: Annotated[str, field(N_("To whom"), needed=True)] = ""
    description: Annotated[
        str,
        field(
            N_("What was given"), help=N_("In a sentence: which information, for which time."), needed=True, long=True
        ),
    ] = ""
    legal_basis: Annotated[DisclosureBasis | None, field(N_("On what ground"), needed=True)] = None
    purpose: Annotated[str, field(N_("For what"), help=N_("In words, or from the written request."), needed=True)] = ""
    disclosed: Annotated[LocalTime | None, field(N_("When"), needed=True, prefill="now")] = None
    method: Annotated[WayOut | None, field(N_("In which way"), needed=True)] = None
    minimum_necessary: Annotated[
        str,
        field(
            N_("Why this is the least that is enough"),
            long=True,
            show_when=("legal_basis", _WITH_REASON),
        ),
    ] = ""
    client_informed_on: Annotated[Date, field(N_("The client was told on"))] = ""
    not_informed: Annotated[str, field(N_("Why the client was not told"))] = ""
    recipient_org: Annotated[str, field(N_("Organisation"), tier=Tier.MORE)] = ""
    recipient_address: Annotated[str, field(N_("Address, if known"), tier=Tier.MORE, long=True)] = ""
    information: Annotated[list[InformationClass], field(N_("Classes of information"), tier=Tier.MORE)] = []
    encrypted: Annotated[YesNo | None, field(N_("Encrypted on the way"), tier=Tier.MORE)] = None
    tracking: Annotated[str, field(N_("Number of the consignment"), tier=Tier.MORE)] = ""
    received_on: Annotated[Date, field(N_("Receipt confirmed on"), tier=Tier.MORE)] = ""
    withheld: Annotated[list[Withheld], field(N_("Left out on purpose"), tier=Tier.MORE)] = []
    release: Annotated[
        Reference,
        field(
            N_("The release"),
            tier=Tier.MORE,
            to=("release",),
            needed=True,
            show_when=("legal_basis", (DisclosureBasis.ROI,)),
        ),
    ] = ""
    request: Annotated[
        Reference,
        field(N_("The written request"), tier=Tier.MORE, to=("document",), show_when=("legal_basis", _OTHERS)),
    ] = ""
    report: Annotated[
        Reference,
        field(
            N_("The record this belongs to"),
            tier=Tier.MORE,
            to=("referral", "consultation", "contact", "mandated_report", "duty_to_protect", "duty_follow_up"),
            show_when=("legal_basis", _OTHERS),
        ),
    ] = ""
    suspended_until: Annotated[
        Date,
        field(
            N_("Not told to the client until"),
            help=N_("An authority stated that telling would be in the way of its work."),
            tier=Tier.RARE,
            show_when=("legal_basis", _OTHERS),
        ),
    ] = ""
    suspension_how: Annotated[
        Agency | None, field(N_("How they asked for it"), tier=Tier.RARE, show_when=("legal_basis", _OTHERS))
    ] = None
    suspension_stated_on: Annotated[
        Date, field(N_("Date of their statement"), tier=Tier.RARE, show_when=("legal_basis", _OTHERS))
    ] = ""
    suspension_statement: Annotated[
        str, field(N_("Who stated what"), tier=Tier.RARE, long=True, show_when=("legal_basis", _OTHERS))
    ] = ""
    is_series: Annotated[bool, field(N_("One of many to the same recipient"), tier=Tier.RARE)] = False
    series_first: Annotated[
        Date, field(N_("First of them"), needed=True, tier=Tier.RARE, show_when=("is_series", (True,)))
    ] = ""
    series_last: Annotated[Date, field(N_("Last of them"), tier=Tier.RARE, show_when=("is_series", (True,)))] = ""
    series_times: Annotated[
        int | None, field(N_("How many times"), least=1, most=100_000, tier=Tier.RARE, show_when=("is_series", (True,)))
    ] = None
    series_often: Annotated[str, field(N_("How often"), tier=Tier.RARE, show_when=("is_series", (True,)))] = ""
    is_medical_record: Annotated[
        bool,
        field(
            N_("Part of a medical record under Polish law"),
            help=N_("The register then also names the manner, the scope, who gave it, and the body that received it."),
            tier=Tier.RARE,
        ),
    ] = False
    pl_manner: Annotated[
        str, field(N_("Manner"), needed=True, tier=Tier.RARE, show_when=("is_medical_record", (True,)))
    ] = ""
    pl_scope: Annotated[
        str, field(N_("Scope"), needed=True, tier=Tier.RARE, show_when=("is_medical_record", (True,)))
    ] = ""
    pl_given_by: Annotated[
        str, field(N_("Name of who gave it"), needed=True, tier=Tier.RARE, show_when=("is_medical_record", (True,)))
    ] = ""
    pl_body: Annotated[
        str, field(N_("Name of the body that received it"), tier=Tier.RARE, show_when=("is_medical_record", (True,)))
    ] = ""
    approved_by: Annotated[str, field(N_("Approved by"), tier=Tier.RARE)] = ""
    notice: Annotated[str, field(N_("Notice that went with it"), tier=Tier.HIDDEN)] = ""
    released_by: Annotated[Reference, field(N_("Given by"), tier=Tier.HIDDEN, to=("account",))] = ""
    items: Annotated[list[DisclosedItem], field(N_("Records in it"), tier=Tier.HIDDEN)] = []
    document: Annotated[str, field(N_("Kind of paper"), tier=Tier.HIDDEN)] = ""
    needs_minimum: Annotated[bool, field(N_("The law asks why it was the least"), tier=Tier.HIDDEN)] = False

    def check(self) -> None:
        checks.check_order((N_("First of them"), self.series_first), (N_("Last of them"), self.series_last))
        until = (N_("Not told to the client until"), self.suspended_until)
        checks.check_order((N_("Date of their statement"), self.suspension_stated_on), until)

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("When"), self.disclosed.day if self.disclosed else "", today)
        checks.check_not_future(N_("The client was told on"), self.client_informed_on, today)
        checks.check_not_future(N_("Receipt confirmed on"), self.received_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """What depends on the ground: the least that is enough, telling the client, an authority's statement."""
        found = []
        if self.needs_minimum and not self.minimum_necessary.strip():
            found.append("minimum_necessary")
        knows = self.legal_basis in _KNOWS_ALREADY or self.client_informed_on or self.not_informed.strip()
        if not knows:
            found.append("client_informed_on")
        if self.suspended_until:
            said = {
                "suspension_how": self.suspension_how is not None,
                "suspension_stated_on": bool(self.suspension_stated_on),
                "suspension_statement": bool(self.suspension_statement.strip()),
            }
            found += [name for name, is_there in said.items() if not is_there]
        return tuple(found)

    def summary(self) -> str:
        return self.disclosed.at if self.disclosed else ""

    def at(self) -> str | None:
        return self.disclosed.at if self.disclosed else None

    def due(self) -> str | None:
        return self.suspended_until or None

    def facets(self) -> dict[str, Any]:
        """All that the accounting lists, so that no disclosure has to be opened for it."""
        return {
            "basis": self.legal_basis.value if self.legal_basis else "",
            "recipient": self.recipient_name,
            "organisation": self.recipient_org,
            "address": self.recipient_address,
            "purpose": self.purpose,
            "what": self.description,
            "method": self.method.value if self.method else "",
            "information": ",".join(self.information),
            "release": self.release,
            "suspended_until": self.suspended_until,
            "informed_on": self.client_informed_on,
            "records": len({item.record for item in self.items}),
            "series_first": self.series_first,
            "series_last": self.series_last,
            "series_times": self.series_times or 0,
            "series_often": self.series_often,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        recipient = str(facets.get("recipient") or "")
        words = _("Disclosure to {recipient}").format(recipient=recipient) if recipient else _("Disclosure")
        return ", ".join(part for part in (words, formats.short_date(title[:10]) if title else "") if part)
