"""A release: what may be given to whom, for what, until when, and that the client signed it. Its end is one too."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import YesNo
from app.records.client import SEVERAL, Unit
from app.records.consent import Method
from app.records.fields import Date, Reference, Tier, field
from app.records.movable import Movable
from app.records.parts import Part
from app.records.release_choices import (
    CARE_PURPOSES,
    Direction,
    InformationClass,
    Regime,
    ReleaseDecision,
    ReleaseElement,
    ReleasePurpose,
    ReleaseStatement,
    SignedBy,
    WayOut,
)
from app.texts import N_, _
from storage.vault import failure

_GIVEN = (ReleaseDecision.GIVEN,)
_ASKED = (ReleaseDecision.GIVEN, ReleaseDecision.DECLINED)
_ENDED = (ReleaseDecision.WITHDRAWN,)
_FOR_CLIENT = (SignedBy.REPRESENTATIVE, SignedBy.BOTH)
_EVERYTHING = re.compile(
    r"\b(every\s?thing|any\s+and\s+all|all\s+(of\s+)?(my|the|her|his|their)?\s*(pertinent\s+)?"
    r"(records?|information|files?|notes)|(whole|entire|complete)\s+(file|record)|"
    r"wszystk\w+|ca(ł|l)(a|ą|ej|y|ego|ość|osc|ości)\b.{0,20}\b(dokumentacj\w+|teczk\w+|akt\w*)|pe(ł|l)na\s+dokumentacj\w+)",
    re.IGNORECASE,
)


class ReleaseRecipient(Part):
    """A person, an organisation, or a class such as *my treating providers*."""

    name: Annotated[str, field(N_("Name"), help=N_("A person, or a class such as “my treating doctors”."))] = ""
    organisation: Annotated[str, field(N_("Organisation"))] = ""
    address: Annotated[str, field(N_("Address"), long=True)] = ""
    is_class: Annotated[bool, field(N_("This is a class of people"))] = False


class Release(Movable):
    """All that the law wants a signed release to say; withdrawing one and its event are records of their own."""

    decision: Annotated[ReleaseDecision | None, field(N_("Decision"), needed=True)] = None
    recipients: Annotated[
        list[ReleaseRecipient], field(N_("Who receives it"), needed=True, show_when=("decision", _ASKED))
    ] = []
    information: Annotated[
        list[InformationClass],
        field(
            N_("What may be given"),
            help=N_("Each class for itself. Private notes need a release of their own."),
            needed=True,
            show_when=("decision", _ASKED),
        ),
    ] = []
    information_other: Annotated[
        str,
        field(N_("What else exactly"), needed=True, show_when=("information", (InformationClass.OTHER,))),
    ] = ""
    purposes: Annotated[list[ReleasePurpose], field(N_("For what"), needed=True, show_when=("decision", _ASKED))] = []
    purpose_note: Annotated[
        str, field(N_("The purpose in words"), needed=True, show_when=("purposes", (ReleasePurpose.OTHER,)))
    ] = ""
    direction: Annotated[Direction, field(N_("Direction"), show_when=("decision", _ASKED))] = Direction.TO
    expires_on: Annotated[Date, field(N_("Holds until"), help=N_("The last day."), show_when=("decision", _GIVEN))] = ""
    expires_event: Annotated[
        str,
        field(
            N_("Or until this happens"), help=N_("For example: the end of the therapy."), show_when=("decision", _GIVEN)
        ),
    ] = ""
    statements: Annotated[
        list[ReleaseStatement], field(N_("The form says"), tier=Tier.MORE, show_when=("decision", _GIVEN))
    ] = []
    plain_language: Annotated[
        YesNo | None, field(N_("In plain language"), tier=Tier.MORE, show_when=("decision", _GIVEN))
    ] = None
    copy_given: Annotated[YesNo | None, field(N_("Copy given"), show_when=("decision", _GIVEN))] = None
    signed_on: Annotated[Date, field(N_("Date"), needed=True, prefill="today")] = ""
    signed_by: Annotated[SignedBy, field(N_("Signed by"), show_when=("decision", _GIVEN))] = SignedBy.CLIENT
    signer_name: Annotated[
        str, field(N_("Name of the representative"), needed=True, show_when=("signed_by", _FOR_CLIENT))
    ] = ""
    representative_authority: Annotated[
        str,
        field(
            N_("Their authority"),
            help=N_("For example: birth certificate seen, court order of DATE."),
            show_when=("signed_by", _FOR_CLIENT),
        ),
    ] = ""
    method: Annotated[Method | None, field(N_("How it was signed"), needed=True)] = None
    everybody_signed: Annotated[
        YesNo | None,
        field(N_("Everybody who comes has signed"), show_when=("unit", SEVERAL)),
    ] = None
    covers_from: Annotated[Date, field(N_("Covers records from"), tier=Tier.MORE, show_when=("decision", _ASKED))] = ""
    covers_until: Annotated[Date, field(N_("Covers records up to"), tier=Tier.MORE, show_when=("decision", _ASKED))] = (
        ""
    )
    channel: Annotated[WayOut | None, field(N_("In which way"), tier=Tier.MORE, show_when=("decision", _ASKED))] = None
    has_intermediary: Annotated[
        bool,
        field(
            N_("It goes through somebody, such as a records exchange"), tier=Tier.RARE, show_when=("decision", _ASKED)
        ),
    ] = False
    intermediaries: Annotated[
        list[str], field(N_("Through whom"), tier=Tier.RARE, show_when=("has_intermediary", (True,)))
    ] = []
    discloser: Annotated[
        str,
        field(
            N_("Who gives it"),
            help=N_("Person or practice."),
            needed=True,
            tier=Tier.MORE,
            show_when=("decision", _ASKED),
        ),
    ] = ""
    client_name: Annotated[
        str, field(N_("Name of the client on it"), needed=True, tier=Tier.MORE, show_when=("decision", _ASKED))
    ] = ""
    language: Annotated[str, field(N_("Language of the conversation"), tier=Tier.RARE)] = ""
    note: Annotated[str, field(N_("Note"), tier=Tier.RARE, long=True)] = ""
    withdrawn_by: Annotated[SignedBy, field(N_("Withdrawn by"), show_when=("decision", _ENDED))] = SignedBy.CLIENT
    withdrawal_scope: Annotated[str, field(N_("What is withdrawn"), show_when=("decision", _ENDED))] = ""
    effect_explained: Annotated[
        YesNo | None, field(N_("Effect of withdrawing explained"), show_when=("decision", _ENDED))
    ] = None
    actions_taken: Annotated[str, field(N_("What was done"), long=True, show_when=("decision", _ENDED))] = ""
    regimes: Annotated[list[Regime], field(N_("The law it is to satisfy"), tier=Tier.RARE)] = []
    unit: Annotated[Unit, field(N_("Who comes"), tier=Tier.HIDDEN)] = Unit.PERSON
    template_version: Annotated[str, field(N_("Version of the text"), tier=Tier.HIDDEN)] = ""
    template_language: Annotated[str, field(N_("Language of the text"), tier=Tier.HIDDEN)] = ""
    template_hash: Annotated[str, field(N_("Digest of the text"), tier=Tier.HIDDEN)] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("release",))] = ""
    ends: Annotated[Reference, field(N_("The release that this ends"), tier=Tier.HIDDEN, to=("release",))] = ""

    def check(self) -> None:
        checks.check_order((N_("Date"), self.signed_on), (N_("Holds until"), self.expires_on))
        checks.check_order(
            (N_("Covers records from"), self.covers_from), (N_("Covers records up to"), self.covers_until)
        )

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date"), self.signed_on, today)

    def check_specific(self) -> None:
        """Raise `everything_refused` where the words ask for all there is: such a release is not valid."""
        if not self.is_specific:
            raise failure("everything_refused")

    @property
    def is_specific(self) -> bool:
        """Whether no text stands for *everything*."""
        return not _EVERYTHING.search(self.information_other)

    def elements(self) -> frozenset[ReleaseElement]:
        """What it has of all that a law may ask for; what does not arise counts as there."""
        named = [one for one in self.recipients if one.name.strip() or one.organisation.strip()]
        says = set(self.statements)
        present = {
            ReleaseElement.PATIENT_NAME: bool(self.client_name.strip()),
            ReleaseElement.DISCLOSER: bool(self.discloser.strip()),
            ReleaseElement.INFORMATION: bool(self.information) and self.is_specific,
            ReleaseElement.RECIPIENT: bool(named),
            ReleaseElement.INTERMEDIARY: not self.has_intermediary or any(one.strip() for one in self.intermediaries),
            ReleaseElement.PURPOSE: bool(self.purposes),
            ReleaseElement.EXPIRY: bool(self.expires_on or self.expires_event.strip()),
            ReleaseElement.SIGNATURE: bool(self.signed_on) and self.method is not None,
            ReleaseElement.REPRESENTATIVE_AUTHORITY: self.signed_by is SignedBy.CLIENT
            or bool(self.representative_authority.strip()),
            ReleaseElement.RIGHT_TO_REVOKE: ReleaseStatement.RIGHT_TO_REVOKE in says,
            ReleaseElement.CONDITIONING: ReleaseStatement.CONDITIONING in says,
            ReleaseElement.REDISCLOSURE: ReleaseStatement.REDISCLOSURE in says,
            ReleaseElement.PLAIN_LANGUAGE: self.plain_language is not YesNo.NO,
            ReleaseElement.COPY: self.copy_given is YesNo.YES,
            ReleaseElement.SEPARATE_PSYCHOTHERAPY_NOTES: self._is_alone(InformationClass.PSYCHOTHERAPY_NOTES),
            ReleaseElement.SEPARATE_COUNSELLING_NOTES: self._is_alone(InformationClass.SUD_COUNSELING_NOTES),
            ReleaseElement.SEPARATE_LEGAL_PROCEEDINGS: ReleasePurpose.LEGAL_PROCEEDINGS not in self.purposes
            or len(self.purposes) == 1,
        }
        return frozenset(element for element, is_there in present.items() if is_there)

    def _is_alone(self, wanted: InformationClass) -> bool:
        return wanted not in self.information or set(self.information) == {wanted}

    def summary(self) -> str:
        return self.signed_on

    def at(self) -> str | None:
        return self.signed_on or None

    def due(self) -> str | None:
        return self.expires_on or None if self.decision is ReleaseDecision.GIVEN else None

    def facets(self) -> dict[str, Any]:
        """All that its state and what it covers are computed from, so that no release has to be opened."""
        named = [one for one in self.recipients if one.name or one.organisation]
        return {
            "decision": self.decision.value if self.decision else "",
            "signed_on": self.signed_on,
            "expires_on": self.expires_on,
            "expires_event": self.expires_event,
            "covers_from": self.covers_from,
            "covers_until": self.covers_until,
            "direction": self.direction.value,
            "information": ",".join(self.information),
            "purposes": ",".join(self.purposes),
            "regimes": ",".join(self.regimes),
            "elements": ",".join(sorted(self.elements())),
            "recipients": "\n".join(
                f"{_line(one.name)}\t{_line(one.organisation)}" for one in named if not one.is_class
            ),
            "classes": "\n".join(_line(one.name or one.organisation) for one in named if one.is_class),
            "method": self.method.value if self.method else "",
            "everybody_signed": "" if self.unit not in SEVERAL or self.everybody_signed is YesNo.YES else "no",
            "signed_by_all": "1" if self.everybody_signed is YesNo.YES else "",
            "supersedes": self.supersedes,
            "ends": self.ends,
            "for_care": "1" if self.purposes and set(self.purposes) <= set(CARE_PURPOSES) else "",
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        decision = str(facets.get("decision") or "")
        first = str(facets.get("recipients") or "").partition("\n")[0].split("\t")
        named = next((part for part in first if part), str(facets.get("classes") or "").partition("\n")[0])
        words = _("Release to {recipient}").format(recipient=named) if named else _("Release")
        if decision and decision != ReleaseDecision.GIVEN:
            return _("{what}: {decision}").format(what=words, decision=_(ReleaseDecision.label_of(decision)))
        return ", ".join(part for part in (words, formats.short_date(title) if title else "") if part)


def _line(text: str) -> str:
    return " ".join(text.split())
