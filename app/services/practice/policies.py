"""Policies of the practice: which hold, beginning one from its starting text, and the next version of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import opening, ours, plans
from app.packs import policy_texts
from app.records import encode
from app.records.policy import Policy, PolicyKind
from app.rules import policies as rules
from app.rules.policies import PolicyFacts
from app.rules.purposes import Purpose
from app.services import drafting
from app.services.drafting import Editing
from app.texts import _, language
from app.vaults import failure
from storage.vault import Row

_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")
_STATES = ("draft", "in_force", "replaced", "entered_in_error")
_ANEW = frozenset({"approved_on", "review_due", "changed", "supersedes", "version"})
"""What the next version says anew."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A line of the list. `kind` and `state` are codes: draft, in_force, replaced, entered_in_error."""

    id: str
    kind: str
    kind_label: str
    title: str
    version: str
    approved_on: str
    review_due: str
    state: str


def rows(desk: Desk) -> list[PolicyRow]:
    """Every policy and this person's drafts: emergency protocols first, then by kind; what holds before the rest."""
    desk.require(Action.LIST, "practice")
    found = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "policy")))
    holding = {policy.record for policy in rules.in_force(_facts(row) for row in found)}
    lines = [_line(row, holding) for row in found]
    order = [kind.value for kind in PolicyKind]
    # Newest first within a kind; `sort` keeps that order where the rest is the same.
    lines.sort(key=lambda line: line.approved_on, reverse=True)
    lines.sort(key=lambda line: (_place(order, line.kind), _STATES.index(line.state)))
    return lines


def begin(desk: Desk, kind: str, text_language: str | None = None) -> Editing:
    """A new policy of a kind, from its starting text where one ships; nothing is written yet."""
    desk.require(Action.SAVE, "practice")
    starting = policy_texts.load(kind, text_language or language())
    values = {"policy_kind": kind, "title": _(PolicyKind.label_of(kind))}
    if starting is not None:
        values |= {"title": starting.title, "text": starting.whole}
    return drafting.start(desk, "policy", **values)


def next_version(desk: Desk, record_id: str) -> Editing:
    """A new version of a published policy, with its words; once published it takes the other's place."""
    compartment = desk.require_record(Action.SAVE, record_id)
    desk.require(Action.SAVE, "practice", compartment=compartment, record=record_id)
    body = opening.body_of(desk, record_id, Purpose.ADMINISTRATION)
    if not isinstance(body, Policy):
        raise failure("not_found", what=record_id)
    values = {name: value for name, value in encode(body).items() if name not in _ANEW}
    return drafting.start(desk, "policy", **values, version=_after(body.version), supersedes=record_id)


def _after(version: str) -> str:
    """`2` after `1`, `1.4` after `1.3`; what has no number gets one."""
    if _LAST_NUMBER.search(version) is None:
        return f"{version} 2".strip()
    return _LAST_NUMBER.sub(lambda found: str(int(found[1]) + 1), version, count=1)


def _facts(row: Row) -> PolicyFacts:
    facets = row.facets
    return PolicyFacts(
        record=row.record,
        kind=str(facets.get("kind", "")),
        approved_on=str(facets.get("approved_on", "")),
        supersedes=str(facets.get("supersedes", "")),
        is_signed=row.state == "signed",
        is_in_error=row.status == "entered_in_error",
    )


def _line(row: Row, holding: set[str]) -> PolicyRow:
    facets, kind = row.facets, str(row.facets.get("kind", ""))
    state = "in_force" if row.record in holding else "replaced"
    if row.state != "signed":
        state = "draft"
    elif row.status == "entered_in_error":
        state = "entered_in_error"
    return PolicyRow(
        id=row.record,
        kind=kind,
        kind_label=_(PolicyKind.label_of(kind)) if kind else "",
        title=row.title,
        version=str(facets.get("version", "")),
        approved_on=str(facets.get("approved_on", "")),
        review_due=row.due or "",
        state=state,
    )


def _place(order: Sequence[str], kind: str) -> int:
    return order.index(kind) if kind in order else len(order)
