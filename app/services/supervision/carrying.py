"""What was advised and decided about a client in supervision, carried into the client's file in one step."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import joined, plans
from app.keeping.opening import Opened
from app.keeping.plans import Saved
from app.records.choices import Identified, SharingBasis
from app.records.supervision_session import SupervisedCase, SupervisionSession
from app.services import records
from app.texts import N_, _
from app.vaults import failure
from storage.vault import Query

_QUESTION = N_("Talked about in supervision.")
_LABELS = (N_("Client"), N_("Advice"), N_("What you decided"))


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of a supervision as it is shown: by code. `consultation` is the record in the file, empty before."""

    number: int
    client: str
    code: str
    case: SupervisedCase
    consultation: str
    can_be_carried: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A supervision with its cases."""

    opened: Opened
    session: SupervisionSession
    cases: list[CaseRow]


def open(desk: Desk, record_id: str) -> Shown:
    """A signed supervision with its cases, each with the consultation in the client's file where there is one."""
    desk.require_record(Action.VIEW, record_id)
    opened = records.open(desk, record_id)
    body = opened.body
    if not isinstance(body, SupervisionSession):
        raise failure("not_found", what=record_id)
    known = {row.record: row for row in plans.rows_of(desk, [case.client for case in body.cases if case.client])}
    cases = []
    for number, case in enumerate(body.cases):
        row = known.get(case.client)
        carried = _carried(desk, record_id, case.client) if row is not None else ""
        can_be = row is not None and case.can_be_carried and not carried and opened.status != "entered_in_error"
        code = str(row.facets.get("code", "")) if row is not None else ""
        cases.append(CaseRow(number, case.client, code, case, carried, can_be))
    return Shown(opened, body, cases)


def carry(desk: Desk, record_id: str, number: int) -> Saved:
    """Sign a consultation in the file of the client of case `number`: who, when, advice, decision, and where from.

    What is there already is not written twice.

    Raises:
        KnownError: `not_complete` where the case has no advice or decision, `not_shared`, `not_found`.
    """
    desk.require_record(Action.VIEW, record_id)
    desk.require(Action.SIGN, "clinical")
    shown = open(desk, record_id)
    if not 0 <= number < len(shown.cases) or not shown.cases[number].code:
        raise failure("not_found", what=record_id)
    row = shown.cases[number]
    if not row.case.can_be_carried:
        empty = [_(label) for label, value in zip(_LABELS, _values(row.case), strict=True) if not value.strip()]
        raise failure("not_complete", fields=", ".join(empty))
    if row.consultation:
        return Saved(row.consultation, desk.signin.head_of(row.consultation) or "")
    session = shown.session
    editing = records.start(desk, "consultation", row.client).with_values(
        {
            "with_whom": session.with_whom,
            "held_on": session.held_on,
            "question": _(_QUESTION),
            "advice": row.case.advice,
            "decision": row.case.decision,
            "identified": row.case.named.value,
            "basis": SharingBasis.CONSENT.value if row.case.named is Identified.IDENTIFIED else "supervision",
            "role": session.qualification,
            "supervision": record_id,
        }
    )
    return records.sign(desk, editing)


def _values(case: SupervisedCase) -> tuple[str, str, str]:
    return case.client, case.advice, case.decision


def _carried(desk: Desk, session: str, client: str) -> str:
    """The consultation in the file that came from there and still counts; empty for none."""
    query = Query(kinds=("consultation",), facets={"supervision": session}, states=("signed",))
    found = joined.found(desk, client, query)
    return next((row.record for row in found if row.status != "entered_in_error"), "")
