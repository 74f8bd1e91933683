"""Co-signing as the records have it: who is asked, which requests still wait, where a record stands."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, compartments, plans
from app.keeping.plans import Plan
from app.records.cosignature import FOLLOWED, Cosignature, CosignStep
from app.rules import cosigning as rules
from app.rules.cosigning import Standing, StepFacts
from app.rules.purposes import Purpose
from app.texts import _
from app.vaults import KnownError
from storage.vault import Query, Row, Share, SharingChange

_KIND = "cosignature"
_SUPERVISOR_NEEDS = (("identity", ("read",)), ("clinical", ("read", "write")))
"""The clinical part also to write in it: a co-signature lies beside what it signs."""
_RIGHTS = ("read", "write", "share")


def supervisor_for(desk: Desk, kind: str) -> str:
    """Who has to co-sign what this person signs of a kind; empty for nobody."""
    if colleagues.is_alone(desk):
        return ""
    supervisor = colleagues.supervisor_of(desk, desk.account)
    return supervisor if rules.wanted(kind, desk.account, supervisor) else ""


def ask(desk: Desk, plan: Plan, kind: str, record: str, compartment: str, before: Standing | None = None) -> str:
    """Ask for a co-signature in the same write; gives the account that is asked, empty where none is wanted."""
    supervisor = supervisor_for(desk, kind)
    if supervisor:
        body = Cosignature(
            supervisor=supervisor,
            asker=desk.account,
            wanted_by=rules.wanted_by(clock.today()),
            target=record,
            follows=before.latest.record if before is not None else "",
        )
        plan.put(_KIND, desk.signin.new_id(), compartment, body, state="signed")
    return supervisor


def standing(desk: Desk, record: str) -> Standing | None:
    """Where one record stands; None where nobody asked."""
    return rules.standing(_steps(desk, Query(facets={"target": record})))


def standings(desk: Desk, client: str) -> dict[str, Standing]:
    """Where the records of a client stand that somebody asked for."""
    return rules.by_target(_steps(desk, Query(client=client)))


def unanswered(desk: Desk, step: CosignStep, **facets: str) -> list[StepFacts]:
    """Steps that no later one followed, oldest first, found by ids alone."""
    query = _asked_of(Query(facets={"step": step.value, **facets}))
    followed = set(desk.signin.ids(replace(query, effects=(FOLLOWED,))))
    return _facts(desk, [record for record in sorted(desk.signin.ids(query)) if record not in followed])


def ask_again(desk: Desk, plan: Plan, row: Row) -> None:
    """Something was added to a record that wants a co-signature: the answer there is does not cover it."""
    if supervisor_for(desk, row.kind):
        ask(desk, plan, row.kind, row.record, row.compartment, standing(desk, row.record))


def let_in(desk: Desk, plan: Plan) -> None:
    """After the write: open the files to those who were asked in it, as far as this person may share them."""
    asked = {
        (compartments.client_of(desk, write.compartment), str(write.body["supervisor"]))
        for write in plan.writes
        if write.kind == _KIND and write.body["step"] == CosignStep.ASKED
    }
    for client, supervisor in asked:
        changes = _openings(desk, client, supervisor) if client is not None else []
        if changes:
            with contextlib.suppress(KnownError):  # it is signed; whoever cannot come is named with it
                desk.signin.sharing.change(changes, reason=_("For co-signing"), purpose=Purpose.SUPERVISION)


def _openings(desk: Desk, client: str, supervisor: str) -> list[SharingChange]:
    changes = []
    for kind, needed in _SUPERVISOR_NEEDS:
        for compartment in desk.signin.compartments(kind, client=client) if desk.may(Action.SHARE, kind) else ():
            held = _held(desk, supervisor, compartment)
            if set(needed) <= held or "share" not in desk.signin.sharing.rights(compartment):
                continue
            rights = " ".join(right for right in _RIGHTS if right in held.union(needed))
            changes.append(SharingChange(compartment, grant=(Share(supervisor, rights),)))
    return changes


def _held(desk: Desk, account: str, compartment: str) -> frozenset[str]:
    found = [holder for holder in desk.signin.sharing.holders(compartment) if holder.account == account]
    return frozenset(right for holder in found for right in holder.rights.split())


def _asked_of(query: Query) -> Query:
    return replace(query, kinds=(_KIND,), states=("signed",))


def _steps(desk: Desk, query: Query) -> list[StepFacts]:
    return _facts(desk, desk.signin.ids(_asked_of(query)))


def _facts(desk: Desk, records: list[str]) -> list[StepFacts]:
    """Steps that lie beside the record they are about; what was written elsewhere says nothing of it."""
    return [
        rules.facts_from(row.record, row.author, row.updated, row.facets)
        for row in plans.rows_of(desk, records)
        if desk.signin.compartment_of(str(row.facets.get("target") or "")) == row.compartment
    ]
