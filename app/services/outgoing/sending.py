"""Where something goes: with us, to the client, to somebody else; and the row of the register that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, joined, plans
from app.keeping.outgoing import Parcel
from app.records import KINDS, headline, missing
from app.records.choices import YesNo
from app.records.disclosure import DisclosedItem, Disclosure, Withheld
from app.records.fields import specs
from app.records.release_choices import (
    NAMED_BASES,
    ON_A_FORM_OF_ITS_OWN,
    DisclosureBasis,
    InformationClass,
    Regime,
    ReleasePurpose,
    WayOut,
)
from app.rules import information, release_match
from app.rules.destinations import TO_CLIENT, Destination, Sending
from app.rules.release_match import Asked, Mismatch
from app.services.outgoing import disclosures, grounds, releases
from app.services.outgoing.releases import ReleaseRow
from app.services.practice import practices
from app.texts import N_, _
from app.vaults import failure
from storage.vault import Row

_ABOUT_OTHERS = frozenset({"amendment", "cosignature"})
_AS_SAID = (
    "release",
    "request",
    "report",
    "tracking",
    "minimum_necessary",
    "not_informed",
    "suspended_until",
    "suspension_how",
    "suspension_stated_on",
    "suspension_statement",
    "is_medical_record",
    "approved_by",
    "notice",
)
"""What a `Sending` and a `Disclosure` call by the same name."""

PART2_NOTICE = N_(
    "This holds records of alcohol or drug treatment that federal law protects (42 CFR Part 2). Whoever receives it "
    "may use it and pass it on only as that law allows, and not in proceedings against the client without a separate "
    "consent or a court order."
)
"""Goes with records that leave on a release under 42 CFR Part 2 (2.32). Our words, to be checked like all texts."""


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """A release of the client for the sheet, and why it does not cover what is to leave; nothing: it does."""

    record: str
    title: str
    reason: str
    mismatches: tuple[Mismatch, ...]

    @property
    def is_possible(self) -> bool:
        """Whether something may leave on it."""
        return not self.mismatches


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is still missing: the field of the disclosure, and its label."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class _Case:
    """A parcel with what the index knows of it, looked up once."""

    desk: Desk
    parcel: Parcel
    clients: list[str]
    listed: list[Row]

    def information(self, sending: Sending) -> frozenset[InformationClass]:
        """The classes of information in it."""
        kinds = (row.kind for row in self.listed)
        return information.of_parcel(self.parcel.document, kinds) | self.parcel.information | sending.information

    def mismatches(self, row: ReleaseRow, sending: Sending) -> list[Mismatch]:
        """Why a release does not cover it; empty when it does."""
        sending = _filled(sending, row)
        days = sorted(found.at[:10] for found in self.listed if found.at)
        asked = Asked(
            recipient=sending.recipient,
            organisation=sending.organisation,
            within_class=sending.within_class,
            information=self.information(sending),
            dates=(days[0], days[-1]) if days else ("", ""),
            purposes=sending.purposes,
        )
        return release_match.mismatches(row.facts, row.state, asked)


def clients_of(desk: Desk, parcel: Parcel) -> list[str]:
    """The files that it is about, each once; of joined files the one that stands for both.

    Who is only named in it, and whose file was removed since, has no register any more.
    """
    desk.require_anywhere(Action.LIST)
    owners = [compartments.client_of(desk, compartment) for _record, compartment in parcel.objects]
    named = [client for client in parcel.clients if desk.signin.compartment_of(client) is not None]
    found = dict.fromkeys([owner for owner in owners if owner is not None] + named)
    return list(dict.fromkeys(joined.home_of(desk, client) for client in found))


def releases_for(desk: Desk, parcel: Parcel, sending: Sending) -> list[ReleaseChoice]:
    """The releases of the one client it is about, those that cover it first; others say why they do not."""
    desk.require(Action.LIST, "clinical")
    case = _case(desk, parcel)
    if len(case.clients) != 1:
        return []
    listed = releases.rows(desk, case.clients[0], releases.day_to_count(desk))
    found = [row for row in listed if not row.facts.ends]
    choices = [
        ReleaseChoice(row.record, row.title, row.state.reason, tuple(case.mismatches(row, sending))) for row in found
    ]
    return sorted(choices, key=lambda choice: len(choice.mismatches))


def bases(desk: Desk, parcel: Parcel) -> tuple[DisclosureBasis, ...]:
    """The legal grounds to offer where there is no release; fewer for private notes."""
    desk.require(Action.LIST, "clinical")
    case = _case(desk, parcel)
    has_all = not case.information(TO_CLIENT) & set(ON_A_FORM_OF_ITS_OWN)
    return tuple(basis for basis in NAMED_BASES if has_all or basis in grounds.of(desk, case.clients).private_notes)


def check(desk: Desk, parcel: Parcel, sending: Sending) -> list[Problem]:
    """What the register still has to be told before it may leave; raises what no answer would mend.

    Raises:
        KnownError: `release_needed`, `release_not_matching`, `several_clients`, `draft_stays`, `private_stays`,
            `changed_meanwhile`, `basis_not_for_this`.
    """
    desk.require(Action.LIST, "clinical")
    return problems(parcel, sending, disclosures_for(desk, parcel, sending))


def problems(parcel: Parcel, sending: Sending, made: Mapping[str, Disclosure]) -> list[Problem]:
    """What is missing in the rows of the register; without any, a recipient and a reason are."""
    found = [spec for body in made.values() for spec in missing(body)]
    if not made and parcel.asks and sending.destination is Destination.SOMEBODY_ELSE:
        told = {"recipient_name": sending.recipient or sending.organisation, "purpose": sending.reason}
        found = [spec for spec in specs(Disclosure) if spec.name in told and not told[spec.name].strip()]
    return [Problem(name, _(label)) for name, label in dict.fromkeys((spec.name, spec.label) for spec in found)]


def disclosures_for(desk: Desk, parcel: Parcel, sending: Sending) -> dict[str, Disclosure]:
    """The rows of the register that letting it out makes, by client; none for what stays or is about nobody.

    Raises:
        KnownError: what `check` raises.
    """
    desk.require_anywhere(Action.PRINT)
    is_for_others = sending.destination is Destination.SOMEBODY_ELSE
    if sending.destination is Destination.PRACTICE or not (parcel.asks or (is_for_others and clients_of(desk, parcel))):
        return {}
    desk.require(Action.LIST, "clinical")
    if is_for_others and not sending.release and sending.basis not in NAMED_BASES:
        raise failure("release_needed")
    if any(desk.signin.head_of(record) != revision for record, revision in parcel.revisions):
        raise failure("changed_meanwhile")
    case = _case(desk, parcel)
    if any(desk.signin.head_of(record) is None for record, _compartment in parcel.objects):
        raise failure("draft_stays")
    if sending.destination is Destination.CLIENT:
        _refuse_to_client(case)
        sending = replace(sending, release="", basis=DisclosureBasis.CLIENT_ACCESS)
    else:
        sending = _to_somebody(case, sending)
    return {client: _disclosure(case, sending, client) for client in case.clients}


def _case(desk: Desk, parcel: Parcel) -> _Case:
    """Amendments and co-signatures belong to what they are about, and are no kind of their own here."""
    found = plans.rows_of(desk, [record for record, _compartment in parcel.objects])
    return _Case(desk, parcel, clients_of(desk, parcel), [row for row in found if row.kind not in _ABOUT_OTHERS])


def _refuse_to_client(case: _Case) -> None:
    if case.parcel.is_private or InformationClass.PSYCHOTHERAPY_NOTES in case.information(TO_CLIENT):
        raise failure("private_stays")
    if len(case.clients) > 1:
        raise failure("several_clients")
    kept_back = {record for client in case.clients for record in disclosures.suspended(case.desk, client)}
    if any(row.record in kept_back for row in case.listed):
        raise failure("kept_from_client")


def _to_somebody(case: _Case, sending: Sending) -> Sending:
    """The rules for somebody else; the same sending with what its release says of recipient and purpose."""
    if sending.release:
        return _on_release(case, sending)
    is_apart = bool(case.information(sending) & set(ON_A_FORM_OF_ITS_OWN))
    if is_apart and sending.basis not in grounds.of(case.desk, case.clients).private_notes:
        raise failure("basis_not_for_this")
    return sending


def _on_release(case: _Case, sending: Sending) -> Sending:
    if len(case.clients) != 1:
        raise failure("several_clients")
    listed = releases.rows(case.desk, case.clients[0], releases.day_to_count(case.desk))
    found = next((row for row in listed if row.record == sending.release), None)
    if found is None:
        raise failure("not_found", what=sending.release)
    sending = _filled(sending, found)
    against = case.mismatches(found, sending)
    if against:
        raise failure("release_not_matching", reasons=" ".join(one.words for one in against))
    purposes = [_(one.label) for one in ReleasePurpose if one in (sending.purposes or found.facts.purposes)]
    return replace(
        sending,
        basis=DisclosureBasis.ROI,
        reason=sending.reason or ", ".join(purposes),
        informed_on=sending.informed_on or found.signed_on,
        notice=_(PART2_NOTICE) if Regime.PART2 in found.facts.regimes else "",
    )


def _filled(sending: Sending, row: ReleaseRow) -> Sending:
    """The only recipient of the release, where nobody was named."""
    if sending.recipient or sending.organisation or row.facts.classes or len(row.facts.recipients) != 1:
        return sending
    name, organisation = row.facts.recipients[0]
    return replace(sending, recipient=name, organisation=organisation)


def _disclosure(case: _Case, sending: Sending, client: str) -> Disclosure:
    desk, to_client = case.desk, sending.destination is Destination.CLIENT
    name = plans.row_of(desk, client).title if to_client else sending.recipient or sending.organisation
    described = sending.description or _described(case, client)
    way = sending.method or (WayOut.HANDED_OVER if to_client else None)
    body = Disclosure(
        disclosed=clock.now(),
        recipient_name=name,
        recipient_org=sending.organisation,
        recipient_address=sending.address,
        description=described,
        information=sorted(case.information(sending), key=list(InformationClass).index),
        legal_basis=sending.basis,
        purpose=sending.reason or (_("For the client") if to_client else ""),
        method=way,
        withheld=[Withheld(what=what, reason=reason) for what, reason in (*case.parcel.withheld, *sending.withheld)],
        client_informed_on=sending.informed_on or (clock.today().isoformat() if to_client else ""),
        released_by=desk.account,
        document=case.parcel.document,
        encrypted=sending.encrypted or (YesNo.YES if case.parcel.is_locked else None),
        items=_items(case, client),
        **{name: getattr(sending, name) for name in _AS_SAID},
        **(_polish_register(desk, sending, described, way) if sending.is_medical_record else {}),
    )
    return grounds.completed(desk, body, client)


def _polish_register(desk: Desk, sending: Sending, described: str, way: WayOut | None) -> dict[str, Any]:
    """What the Polish register of medical records names besides: manner, scope, who gave it, and the body."""
    return {
        "pl_manner": _(way.label) if way else "",
        "pl_scope": described,
        "pl_given_by": practices.person_name(desk, desk.account),
        "pl_body": sending.pl_body or sending.organisation,
    }


def _items(case: _Case, client: str) -> list[DisclosedItem]:
    """What of this client is in it, each in the version that leaves."""
    desk, shown = case.desk, dict(case.parcel.revisions)
    kinds = {row.record: row.kind for row in plans.rows_of(desk, [record for record, _where in case.parcel.objects])}
    attachment, digest = case.parcel.attachment
    own = set(joined.all_of(desk, client))
    whole = [
        DisclosedItem(
            record=record,
            revision=shown.get(record) or desk.signin.head_of(record) or "",
            kind=kinds.get(record, "amendment"),
            attachment=attachment,
            sha256=digest,
        )
        for record, compartment in case.parcel.objects
        if compartments.client_of(desk, compartment) in own
    ]
    by_record = {item.record: item for item in whole}
    inside = [
        structs.replace(by_record[record], attachment=file, sha256=digest)
        for record, file, digest in case.parcel.attached
        if record in by_record
    ]
    return whole + inside


def _described(case: _Case, client: str) -> str:
    """What of this client it is: the title of one record, or how many there are of each kind."""
    own = {None, *joined.all_of(case.desk, client)}
    rows = [row for row in case.listed if row.client in own]
    if len(rows) == 1:
        row = rows[0]
        title = "" if row.kind in {"client", "document"} else headline(row.kind, row.title, row.facets)
        label = _(KINDS[row.kind].label)
        return label if not title or title == label else f"{label}: {title}"
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.kind] = counted.get(row.kind, 0) + 1
    if not counted:
        return _(InformationClass.ATTENDANCE.label)
    return ", ".join(f"{_(KINDS[kind].plural)}: {count}" for kind, count in counted.items())
