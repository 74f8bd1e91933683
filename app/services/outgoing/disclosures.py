"""Disclosures: the register of what left a client's file, and the accounting that a client may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app import clock
from app.desk import Action, Desk
from app.keeping import joined
from app.records.disclosure import Disclosure
from app.records.release_choices import DisclosureBasis
from app.rules import accounting as rules
from app.rules.accounting import Accounting, DisclosureFacts
from app.services.outgoing import grounds
from app.texts import _
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """A line of the register. `exemption` says why an accounting leaves it out; empty where it does not.

    `status` is empty, `amended`, or `entered_in_error`: it did not leave after all.
    """

    record: str
    title: str
    at: str
    recipient: str
    organisation: str
    basis: str
    basis_label: str
    what: str
    purpose: str
    release: str
    suspended_until: str
    exemption: str
    state: str
    status: str


def rows(desk: Desk, client_id: str) -> list[DisclosureRow]:
    """All disclosures of a client and this person's drafts of some, newest first."""
    desk.require(Action.LIST, "clinical", record=client_id)
    exempt = grounds.of(desk, [client_id]).exempt
    return [_row(row, exempt) for row in joined.rows(desk, client_id, "disclosure")]


def accounting(desk: Desk, client_id: str, on: date | None = None, years: int = rules.YEARS) -> Accounting:
    """What a client is told of the disclosures of the last years, up to a day (today)."""
    desk.require(Action.LIST, "clinical", record=client_id)
    signed = [row for row in joined.rows(desk, client_id, "disclosure") if row.state == "signed"]
    exempt = grounds.of(desk, [client_id]).exempt
    return rules.account([_facts(row) for row in signed], on or clock.today(), exempt, years)


def suspended(desk: Desk, client_id: str, on: date | None = None) -> frozenset[str]:
    """The disclosures that the client must not learn of for now, because an authority said so."""
    desk.require_anywhere(Action.LIST)
    day = on or clock.today()
    return frozenset(
        row.record for row in joined.rows(desk, client_id, "disclosure") if rules.is_suspended(_facts(row), day)
    )


def _facts(row: Row) -> DisclosureFacts:
    is_in_error = row.status == "entered_in_error"
    return rules.facts_from(row.record, row.at or row.title, row.facets, is_in_error=is_in_error)


def _row(row: Row, exempt: Mapping[str, str]) -> DisclosureRow:
    facts = _facts(row)
    return DisclosureRow(
        row.record,
        Disclosure.headline(row.title, row.facets),
        facts.at,
        facts.recipient,
        facts.organisation,
        facts.basis,
        _(DisclosureBasis.label_of(facts.basis)),
        facts.what,
        facts.purpose,
        facts.release,
        facts.suspended_until,
        exempt.get(facts.basis, ""),
        row.state,
        row.status,
    )
