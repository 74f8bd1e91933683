"""Read and understood: everybody signs for themselves which version of a policy they have read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, ours, plans
from app.keeping.plans import Plan, Saved
from app.records.policy_reading import READ_KINDS, PolicyReading
from app.rules.purposes import Purpose
from app.texts import _
from app.vaults import failure
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to read a text. `read_on` is empty until then; who published it has read it."""

    account: str
    name: str
    read_on: str
    is_me: bool
    has_published: bool


def sign(desk: Desk, record_id: str) -> Saved:
    """Say that one has read and understood this version; saying it again changes nothing.

    Raises:
        KnownError: `not_found` for what is no policy, `not_signed` for a draft.
    """
    desk.require(Action.SIGN, "register", record=record_id)
    _published(desk, record_id)
    known = _signed(desk, record_id).get(desk.account)
    if known is not None:
        return Saved(known.record, desk.signin.head_of(known.record) or "")
    body = PolicyReading(
        policy=record_id,
        policy_revision=desk.signin.head_of(record_id) or "",
        read_on=clock.today().isoformat(),
        statement=_("I have read and understood this version."),
    )
    record, plan = desk.signin.new_id(), Plan()
    plan.put("policy_reading", record, desk.own("register"), body, state="signed")
    return Saved(record, plan.commit(desk, Purpose.ADMINISTRATION)[0])


def readers(desk: Desk, record_id: str) -> list[Reader]:
    """Everybody who can sign in, by name, with the day on which they read this version; alone: oneself."""
    desk.require(Action.LIST, "practice")
    row, signed = _published(desk, record_id), _signed(desk, record_id)
    found = [
        Reader(
            account=account,
            name=colleagues.name_of(desk, account),
            read_on=(signed[account].at or "") if account in signed else "",
            is_me=account == desk.account,
            has_published=account == row.author,
        )
        for account in colleagues.active(desk)
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def mine(desk: Desk) -> Mapping[str, str]:
    """The texts that this person has read, with the day of each."""
    desk.require(Action.LIST, "register")
    query = ours.query(desk, "policy_reading", author=desk.account, states=("signed",))
    rows = plans.rows_of(desk, desk.signin.ids(query))
    return {str(row.facets.get("policy")): row.at or "" for row in rows}


def _published(desk: Desk, record_id: str) -> Row:
    row = plans.row_of(desk, record_id)
    if row.kind not in READ_KINDS or row.compartment != desk.own("practice"):
        raise failure("not_found", what=record_id)
    if row.state != "signed":
        raise failure("not_signed")
    return row


def _signed(desk: Desk, record_id: str) -> dict[str, Row]:
    """Who has read this version, by account: whoever signed it, which nobody can do for another."""
    query = ours.query(desk, "policy_reading", facets={"policy": record_id}, states=("signed",))
    return {row.author: row for row in plans.rows_of(desk, desk.signin.ids(query))}
