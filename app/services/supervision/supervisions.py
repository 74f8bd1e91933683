"""One's own supervision: what the next one begins with, the list, and the tasks that are still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import opening, plans
from app.keeping.plans import Plan, Saved
from app.records.base import RecordBody
from app.records.fields import specs
from app.records.supervision_session import SupervisionForm, SupervisionRole, SupervisionSession
from app.records.supervision_task import SupervisionTask
from app.rules.purposes import Purpose
from app.texts import _
from app.vaults import failure
from storage.vault import Query, Row

KIND, TASK = "supervision_session", "supervision_task"


@dataclass(frozen=True, slots=True)
class SupervisionRow:
    """A line of the list: `held_on` an ISO day, `counted` minutes, `codes` of the clients who were talked about."""

    id: str
    held_on: str
    role: str
    role_label: str
    form_label: str
    with_whom: str
    counted: int
    codes: tuple[str, ...]
    state: str
    status: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task that is open; `due` an ISO day or empty, `owner` empty for oneself."""

    id: str
    task: str
    owner: str
    due: str
    session: str
    is_late: bool


def prefilled(desk: Desk, body: SupervisionSession) -> SupervisionSession:
    """With whom and how as last time; the supervisor's details are asked for once."""
    desk.require(Action.VIEW, "personal")
    query = Query(kinds=(KIND,), compartments=(desk.own("personal"),), states=("signed",), order="-at", limit=1)
    found = desk.signin.ids(query)
    last = opening.body_of(desk, found[0], Purpose.ADMINISTRATION) if found else None
    if not isinstance(last, SupervisionSession):
        return body
    kept = {spec.name: getattr(last, spec.name) for spec in specs(SupervisionSession) if spec.prefill == "last"}
    return msgspec.structs.replace(body, **kept)


def rows(desk: Desk) -> list[SupervisionRow]:
    """Every supervision and unfinished draft of this person, newest first; no record is opened for it."""
    desk.require(Action.LIST, "personal")
    query = Query(kinds=(KIND,), compartments=(desk.own("personal"),), order="-at")
    found = plans.rows_of(desk, [*desk.signin.ids(query), *_drafts(desk)])
    unique = list({row.record: row for row in found}.values())
    codes = _codes(desk, unique)
    lines = [_line(row, codes) for row in unique]
    return sorted(lines, key=lambda line: (line.state == "draft", line.held_on), reverse=True)


def tasks(desk: Desk) -> list[TaskRow]:
    """The tasks that are open, by the day they are due; those without a day last."""
    desk.require(Action.LIST, "personal")
    query = Query(kinds=(TASK,), compartments=(desk.own("personal"),), facets={"state": "open"}, states=("saved",))
    today = clock.today().isoformat()
    found = [_task(row, today) for row in plans.rows_of(desk, desk.signin.ids(query))]
    return sorted(found, key=lambda task: (not task.due, task.due, task.task))


def finish_task(desk: Desk, record_id: str, on: date) -> Saved:
    """A task was done on a day; raises `not_found` for anything else."""
    compartment = desk.require_record(Action.SAVE, record_id)
    opened = opening.opened(desk, record_id, Purpose.ADMINISTRATION)
    if not isinstance(opened.body, SupervisionTask):
        raise failure("not_found", what=record_id)
    body = msgspec.structs.replace(opened.body, done_on=on.isoformat())
    plan = Plan()
    plan.put(TASK, record_id, compartment, body, parent=opened.record.revision)
    return Saved(record_id, plan.commit(desk, Purpose.ADMINISTRATION)[0])


def begin_tasks(desk: Desk, plan: Plan, body: RecordBody, record: str) -> None:
    """Put the tasks of a supervision that is being signed into the same write; other records have none."""
    desk.require(Action.SAVE, "personal")
    for agreed in body.tasks if isinstance(body, SupervisionSession) else ():
        task = SupervisionTask(task=agreed.task, owner=agreed.owner, due_on=agreed.due, session=record)
        plan.put(TASK, desk.signin.new_id(), desk.own("personal"), task)


def _drafts(desk: Desk) -> list[str]:
    return [row.record for row in plans.rows_of(desk, desk.signin.drafts()) if row.kind == KIND]


def _codes(desk: Desk, found: list[Row]) -> dict[str, str]:
    wanted = list(dict.fromkeys(client for row in found for client in row.facets.get("cases") or ()))
    return {row.record: str(row.facets.get("code", "")) for row in plans.rows_of(desk, wanted)}


def _line(row: Row, codes: dict[str, str]) -> SupervisionRow:
    facets = row.facets
    named = (codes.get(client, "") for client in facets.get("cases") or ())
    return SupervisionRow(
        id=row.record,
        held_on=(row.at or "")[:10],
        role=str(facets.get("role", "")),
        role_label=_(SupervisionRole.label_of(str(facets.get("role", "")))),
        form_label=_(SupervisionForm.label_of(str(facets.get("form", "")))),
        with_whom=str(facets.get("with", "")),
        counted=int(facets.get("counted") or 0),
        codes=tuple(code for code in dict.fromkeys(named) if code),
        state=row.state,
        status=row.status,
    )


def _task(row: Row, today: str) -> TaskRow:
    due = str(row.facets.get("due_on", ""))
    owner, session = (str(row.facets.get(name, "")) for name in ("owner", "session"))
    return TaskRow(row.record, row.title, owner, due, session, is_late=bool(due) and due < today)
