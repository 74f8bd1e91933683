"""Policies of the practice: which hold, beginning one from its starting text, and the next version of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, ours, plans
from app.packs import policy_texts
from app.records import KINDS, encode
from app.records.policy import Policy, PolicyKind
from app.records.policy_reading import READ_KINDS
from app.records.standards_for_minors import StandardsForMinors, latest_review
from app.rules import policies as rules
from app.rules.purposes import Purpose
from app.services import drafting
from app.services.drafting import Editing
from app.services.practice import practices, readings
from app.texts import _, language
from app.vaults import failure
from storage.vault import Row

_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")
_STATES = ("draft", "in_force", "replaced", "entered_in_error")
STANDARDS = "standards_for_minors"
_FOR_CHILDREN = "standards_for_children"
_ANEW = frozenset({"approved_on", "effective_on", "review_due", "changed", "supersedes", "version"})
"""What the next version says anew."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A line of the list. `kind` and `state` are codes: draft, in_force, replaced, entered_in_error.

    `record_kind` is `policy` or `standards_for_minors`. `read_on` is the day on which this person read it; of what
    somebody published, the day of that; empty: not read.
    """

    id: str
    record_kind: str
    kind: str
    kind_label: str
    title: str
    version: str
    approved_on: str
    review_due: str
    read_on: str
    state: str


def rows(desk: Desk) -> list[PolicyRow]:
    """Every policy and this person's drafts: emergency protocols first, then by kind; what holds before the rest."""
    desk.require(Action.LIST, "practice")
    ids = [record for kind in READ_KINDS for record in desk.signin.ids(ours.query(desk, kind))]
    found = plans.rows_of(desk, ids)
    holding = {policy.record for policy in rules.in_force(rules.facts_of(row) for row in found)}
    read = readings.mine(desk)
    lines = [
        _line(row, holding, row.updated[:10] if row.author == desk.account else read.get(row.record, ""))
        for row in found
    ]
    order = _order()
    # Newest first within a kind; `sort` keeps that order where the rest is the same.
    lines.sort(key=lambda line: line.approved_on, reverse=True)
    lines.sort(key=lambda line: (_place(order, line.kind), _STATES.index(line.state)))
    return lines


def begin(desk: Desk, kind: str, text_language: str | None = None) -> Editing:
    """A new policy of a kind, from its starting text where one ships; nothing is written yet."""
    desk.require(Action.SAVE, "practice")
    if kind == STANDARDS:
        return _begin_standards(desk, text_language or language())
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
    if not isinstance(body, Policy | StandardsForMinors):
        raise failure("not_found", what=record_id)
    kind = "policy" if isinstance(body, Policy) else STANDARDS
    values = {name: value for name, value in encode(body).items() if name not in _ANEW}
    if kind == STANDARDS:
        values["review_due"] = latest_review(clock.today().isoformat())
    return drafting.start(desk, kind, **values, version=_after(body.version), supersedes=record_id)


def wants_standards(desk: Desk) -> bool:
    """Whether standards for the protection of minors are asked of this practice: where it is in Poland.

    Anywhere else they can be written as well, by whoever works with minors.
    """
    desk.require(Action.VIEW, "practice")
    return practices.profile(desk).jurisdiction.strip().upper().startswith("PL")


def _begin_standards(desk: Desk, text_language: str) -> Editing:
    """The text and a version for children, each from its starting text; looked at again in two years."""
    texts = {"text": STANDARDS, "child_version": _FOR_CHILDREN}
    found = {name: policy_texts.load(stem, text_language) for name, stem in texts.items()}
    values = {name: text.whole for name, text in found.items() if text is not None}
    today = clock.today().isoformat()
    return drafting.start(desk, STANDARDS, **values, effective_on=today, review_due=latest_review(today))


def _after(version: str) -> str:
    """`2` after `1`, `1.4` after `1.3`; what has no number gets one."""
    if _LAST_NUMBER.search(version) is None:
        return f"{version} 2".strip()
    return _LAST_NUMBER.sub(lambda found: str(int(found[1]) + 1), version, count=1)


def _line(row: Row, holding: set[str], read_on: str) -> PolicyRow:
    facets, kind = row.facets, str(row.facets.get("kind", ""))
    state = "in_force" if row.record in holding else "replaced"
    if row.state != "signed":
        state = "draft"
    elif row.status == "entered_in_error":
        state = "entered_in_error"
    return PolicyRow(
        id=row.record,
        record_kind=row.kind,
        kind=kind,
        kind_label=_(PolicyKind.label_of(kind if row.kind == "policy" else PolicyKind.SAFEGUARDING)) if kind else "",
        title=row.title if row.kind == "policy" else _(KINDS[row.kind].label),
        version=str(facets.get("version", "")),
        approved_on=str(facets.get("approved_on", "")),
        review_due=row.due or "",
        read_on=read_on if row.state == "signed" else "",
        state=state,
    )


def _order() -> list[str]:
    """The kinds in the order of the list; the standards follow the policy on the same matter."""
    kinds: list[str] = [kind.value for kind in PolicyKind]
    kinds.insert(kinds.index(PolicyKind.SAFEGUARDING) + 1, STANDARDS)
    return kinds


def _place(order: Sequence[str], kind: str) -> int:
    return order.index(kind) if kind in order else len(order)
