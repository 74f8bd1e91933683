"""A consent: what was explained, what was decided, how, and until when. Withdrawing is a record too."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from app.records import checks
from app.records.base import texts_of
from app.records.choices import YesNo
from app.records.client import SEVERAL, Unit
from app.records.client_profile import Custody
from app.records.consent_choices import (
    GIVEN,
    AccessRule,
    ConsentCapacity,
    Decision,
    GivenBy,
    Method,
)
from app.records.consent_details import (
    FIELD_OF,
    AiTool,
    DataProcessing,
    ElectronicComms,
    Media,
    Recording,
    Research,
    SupervisionDisclosure,
    Telehealth,
    TrainingObservation,
)
from app.records.consent_elements import NUMBERS, ConsentType, Element
from app.records.consent_minor import ConsentOfMinor
from app.records.consent_parts import ConsentGuardian
from app.records.fields import Date, Reference, Tier, field
from app.texts import N_, _

__all__ = [
    "NUMBERS",
    "AccessRule",
    "Consent",
    "ConsentCapacity",
    "ConsentType",
    "Decision",
    "Element",
    "GivenBy",
    "Method",
]

_MOST_AGE = 150
_DECIDING_CUSTODY = (Custody.JOINT, Custody.JOINT_DECISIONS, Custody.SOLE, Custody.UNKNOWN, None)


def _for(consent_type: ConsentType) -> tuple[str, tuple[ConsentType, ...]]:
    return ("consent_type", (consent_type,))


class Consent(ConsentOfMinor):
    """A decision, the conversation it rests on, its limits in time, and what is particular to its type."""

    telehealth: Annotated[
        Telehealth | None, field(N_("About the sessions by video or phone"), show_when=_for(ConsentType.TELEHEALTH))
    ] = None
    electronic_comms: Annotated[
        ElectronicComms | None, field(N_("About writing to each other"), show_when=_for(ConsentType.ELECTRONIC_COMMS))
    ] = None
    recording: Annotated[Recording | None, field(N_("About the recording"), show_when=_for(ConsentType.RECORDING))] = (
        None
    )
    ai_tool: Annotated[AiTool | None, field(N_("About the tool"), show_when=_for(ConsentType.AI_TOOL))] = None
    research: Annotated[Research | None, field(N_("About the study"), show_when=_for(ConsentType.RESEARCH))] = None
    supervision: Annotated[
        SupervisionDisclosure | None,
        field(N_("About the supervision"), show_when=_for(ConsentType.SUPERVISION_DISCLOSURE)),
    ] = None
    observation: Annotated[
        TrainingObservation | None,
        field(N_("About the observation"), show_when=_for(ConsentType.TRAINING_OBSERVATION)),
    ] = None
    data_processing: Annotated[
        DataProcessing | None, field(N_("About the data"), show_when=_for(ConsentType.GDPR_SPECIAL_CATEGORY))
    ] = None
    media: Annotated[Media | None, field(N_("About the publication"), show_when=_for(ConsentType.MEDIA))] = None
    consent_type: Annotated[ConsentType, field(N_("Consent to"), tier=Tier.HIDDEN)] = ConsentType.THERAPY
    unit: Annotated[Unit, field(N_("Who comes"), tier=Tier.HIDDEN)] = Unit.PERSON
    of_minor: Annotated[bool, field(N_("The client is a minor"), tier=Tier.HIDDEN)] = False
    age_when_given: Annotated[int | None, field(N_("Age on that day"), tier=Tier.HIDDEN, most=_MOST_AGE)] = None
    of_age_on: Annotated[Date, field(N_("Comes of age on"), tier=Tier.HIDDEN)] = ""
    jurisdiction: Annotated[str, field(N_("Jurisdiction"), tier=Tier.HIDDEN)] = ""
    asks_both_parents: Annotated[bool, field(N_("Both parents decide together"), tier=Tier.HIDDEN)] = False
    law_rules: Annotated[list[str], field(N_("Rules that were asked"), tier=Tier.HIDDEN)] = []
    template_version: Annotated[str, field(N_("Version of the text"), tier=Tier.HIDDEN)] = ""
    template_language: Annotated[str, field(N_("Language of the text"), tier=Tier.HIDDEN)] = ""
    template_hash: Annotated[str, field(N_("Digest of the text"), tier=Tier.HIDDEN)] = ""
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("consent",))] = ""
    withdraws: Annotated[Reference, field(N_("Withdraws"), tier=Tier.HIDDEN, to=("consent",))] = ""

    def check(self) -> None:
        starts = (N_("Valid from"), self.effective_from or self.given_on)
        checks.check_order(starts, (N_("Valid until"), self.expires_on))
        checks.check_order(starts, (N_("Talk about it again on"), self.review_due))
        checks.check_order((N_("Date on the paper"), self.paper_on), (N_("Date"), self.given_on))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Date"), self.given_on, today)
        checks.check_not_future(N_("Date on the paper"), self.paper_on, today)
        for guardian in self.guardians:
            checks.check_not_future(N_("Decided on"), guardian.decided_on, today)
        for signature in self.signatures:
            checks.check_not_future(N_("Signed on"), signature.signed_on, today)

    def also_missing(self) -> tuple[str, ...]:
        """Several people with one file agree on who may see it; a consent to something says to what."""
        return tuple(self._also_missing())

    def summary(self) -> str:
        return self.given_on

    def search_text(self) -> str:
        """Every text, but not the strokes of signatures and digests: nobody searches for numbers of a pen."""
        plain = msgspec.structs.replace(self, signatures=[], template_hash="")
        return "\n".join([*texts_of(plain), *(signature.name for signature in self.signatures)])

    def at(self) -> str | None:
        return self.given_on or None

    def due(self) -> str | None:
        # The birthday that changes rights is shown with the client, so that it stands on Today once.
        dates = (self.review_due, self.ends_on, self.retention_due)
        return min((found for found in dates if found), default=None)

    @property
    def ends_on(self) -> str:
        """The last day on which it holds, or the day by which a recording is destroyed; empty when it has none."""
        destroyed = self.recording.destroy_on if self.recording is not None else ""
        return self.expires_on or destroyed

    @property
    def ends_with(self) -> str:
        """The event that ends it, in words; empty when there is none."""
        destroyed = self.recording.destroy_event if self.recording is not None else ""
        return self.expires_event or destroyed

    def facets(self) -> dict[str, Any]:
        """All that the state of a consent is computed from, so that no consent has to be opened."""
        return {
            "type": self.consent_type.value,
            "decision": self.decision.value if self.decision else "",
            "method": self.method.value if self.method else "",
            "given_on": self.given_on,
            "effective": self.effective_from or self.given_on,
            "paper_on": self.paper_on,
            "expires_on": self.ends_on,
            "expires_event": "1" if self.ends_with else "",
            "review_due": self.review_due,
            "recheck_on": self.recheck_on,
            "supersedes": self.supersedes,
            "withdraws": self.withdraws,
            "explained": ",".join(element.value for element in self.explained),
            "given_by": self.given_by.value,
            "capacity": self.capacity.value,
            "template": self.template,
            "template_version": self.template_version,
            "template_language": self.template_language,
            "template_hash": self.template_hash,
            "access_rule": self.access_rule.value if self.access_rule else "",
            "unit": self.unit.value,
            "copy_given": self.copy_given.value if self.copy_given else "",
            "signed": "1" if self.paper or any(signature.strokes for signature in self.signatures) else "",
            "retention": self.retention_decision.value if self.retention_decision else "",
            **self._facets_of_minor(),
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        del title
        named = title_of(str(facets.get("type", "")))
        decision, method = facets.get("decision", ""), facets.get("method", "")
        if not decision:
            return named
        words = _(Decision.label_of(decision))
        if method:
            words = f"{words} ({_(Method.label_of(method))})"
        return _("{consent}: {decision}").format(consent=named, decision=words)

    def _also_missing(self) -> Iterator[str]:
        if self.decision not in GIVEN:
            return
        if self.unit in SEVERAL and self.access_rule is None and self.consent_type in _SHARED:
            yield "access_rule"
        if self.consent_type is ConsentType.MINOR_ASSENT and (self.assent is None or not self.assent.words.strip()):
            yield "assent"
        name, _struct = FIELD_OF.get(self.consent_type, ("", None))
        if name and (getattr(self, name) is None or not getattr(self, name).is_enough):
            yield name

    def _facets_of_minor(self) -> dict[str, Any]:
        """Numbers and marks only: no name gets into a list."""
        if not self.of_minor:
            return {}
        deciding = self._deciding()
        return {
            "of_minor": "1",
            "age": self.age_when_given if self.age_when_given is not None else "",
            "of_age_on": self.of_age_on,
            "jurisdiction": self.jurisdiction,
            "asks_both": "1" if self.asks_both_parents else "",
            "minor_basis": self.minor_basis.value if self.minor_basis else "",
            "maturity": "1" if self.maturity is not None and self.maturity.is_complete else "",
            "assent": self.assent.given.value if self.assent is not None and self.assent.given else "",
            "deciding": str(len(deciding)),
            "consented": str(sum(one.consented is YesNo.YES for one in deciding)),
            "objecting": str(sum(one.consented is YesNo.NO for one in deciding)),
            "jointly": "1" if any(one.custody is Custody.JOINT_DECISIONS for one in deciding) else "",
            "no_authority": "1" if any(one.authority is None for one in deciding if one.consented) else "",
            "authority_ended": "1" if any(self._had_ended(one) for one in deciding) else "",
        }

    def _deciding(self) -> list[ConsentGuardian]:
        """Those who have a say: whoever has sole custody decides alone; who has no access or is only told, does not."""
        found = [one for one in self.guardians if not one.informed_only and one.custody in _DECIDING_CUSTODY]
        alone = [one for one in found if one.custody is Custody.SOLE]
        return alone or found

    def _had_ended(self, guardian: ConsentGuardian) -> bool:
        day = guardian.decided_on or self.given_on
        return guardian.consented is YesNo.YES and bool(guardian.authority_until) and guardian.authority_until < day


_SHARED = (ConsentType.THERAPY, ConsentType.COUPLE, ConsentType.GROUP)

_TITLES: dict[ConsentType, str] = {
    ConsentType.THERAPY: N_("Consent to therapy"),
    ConsentType.TELEHEALTH: N_("Consent to sessions by video or phone"),
    ConsentType.ELECTRONIC_COMMS: N_("Consent to electronic communication"),
    ConsentType.RECORDING: N_("Consent to recording"),
    ConsentType.RESEARCH: N_("Consent to research"),
    ConsentType.TRAINING_OBSERVATION: N_("Consent to observation for training"),
    ConsentType.AI_TOOL: N_("Consent to a tool with artificial intelligence"),
    ConsentType.MINOR_ASSENT: N_("The child's own agreement"),
    ConsentType.GUARDIAN: N_("Consent of representatives to a child's therapy"),
    ConsentType.GROUP: N_("Consent to group therapy"),
    ConsentType.COUPLE: N_("Consent to couple or family therapy"),
    ConsentType.SUPERVISION_DISCLOSURE: N_("Consent to telling a supervisor"),
    ConsentType.GDPR_SPECIAL_CATEGORY: N_("Consent to special-category data"),
    ConsentType.MEDIA: N_("Consent to publication"),
}


def title_of(consent_type: str) -> str:
    """What a consent of a type is called, in the language of the person; that to therapy for a type not known."""
    known = next((found for found in ConsentType if found.value == consent_type), ConsentType.THERAPY)
    return _(_TITLES[known])
