"""Co-signing: what waits for a supervisor, what came back to a supervisee, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import colleagues, cosigning, naming, opening, plans, why
from app.keeping.opening import Opened
from app.keeping.plans import Plan, Saved
from app.keeping.whose import Asked
from app.records import KINDS
from app.records.cosignature import Cosignature, CosignStep
from app.rules.cosigning import CosignState, StepFacts
from app.rules.purposes import Purpose
from app.services import records
from app.texts import _
from app.vaults import failure
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class CosignRow:
    """A record that waits for a step of co-signing. `who` is the other one of the two; `words` say what to do."""

    record: str
    kind: str
    kind_label: str
    title: str
    client: str | None
    code: str
    name: str
    who: str
    who_name: str
    at: str
    due: str
    words: str


def waiting(desk: Desk) -> list[CosignRow]:
    """What waits for this person's co-signature, the oldest first."""
    desk.require_anywhere(Action.LIST)
    return _lines(desk, _waiting(desk))


def returned(desk: Desk) -> list[CosignRow]:
    """What this person asked for and has to look at again: returned, or asked of somebody who is not the supervisor."""
    desk.require_anywhere(Action.LIST)
    return _lines(desk, _returned(desk))


def due(desk: Desk) -> list[Asked]:
    """Both of them, as Today wants to know of it."""
    desk.require_anywhere(Action.LIST)
    return [Asked(one.row, one.due, one.words) for one in (*_waiting(desk), *_returned(desk))]


def open(desk: Desk, record_id: str) -> Opened:
    """A record that waits, as its supervisor reads it: for supervision, said once for the file and sign-in."""
    desk.require_record(Action.CO_SIGN, record_id)
    return records.open(desk, record_id, Purpose.SUPERVISION)


def cosign(desk: Desk, record_id: str, remark: str = "") -> Saved:
    """Sign with the author: a signature of its own on exactly the version and amendments there are now.

    Raises:
        KnownError: `not_waiting`, `refused`, `not_shared`.
    """
    desk.require_record(Action.CO_SIGN, record_id)
    return _answer(desk, record_id, CosignStep.SIGNED, remark)


def send_back(desk: Desk, record_id: str, remark: str) -> Saved:
    """Return a record with what is to be thought of; its author amends it or asks again.

    Raises:
        KnownError: `text_needed`, `not_waiting`, `refused`, `not_shared`.
    """
    desk.require_record(Action.CO_SIGN, record_id)
    if not remark.strip():
        raise failure("text_needed", field=_("Remark"), path="remark")
    return _answer(desk, record_id, CosignStep.RETURNED, remark)


def ask(desk: Desk, record_id: str) -> Saved:
    """Ask again: after a return, after the supervisor changed, or for what was signed before there was one.

    Raises:
        KnownError: `nobody_to_ask`, `not_waiting`, `not_signed`.
    """
    compartment = desk.require_record(Action.SIGN, record_id)
    row = plans.row_of(desk, record_id)
    if row.state != "signed":
        raise failure("not_signed")
    if not cosigning.supervisor_for(desk, row.kind):
        raise failure("nobody_to_ask")
    before = cosigning.standing(desk, record_id)
    may_ask = opening.may_ask_again(desk, before) if before is not None else row.author == desk.account
    if row.status == "entered_in_error" or not may_ask:
        raise failure("not_waiting")
    plan = Plan()
    cosigning.ask(desk, plan, row.kind, record_id, compartment, before)
    revisions = plan.commit(desk, why.purpose_of_writing(desk, compartment))
    cosigning.let_in(desk, plan)
    return Saved(plan.writes[0].record, revisions[0])


def _answer(desk: Desk, record_id: str, step: CosignStep, remark: str) -> Saved:
    compartment = desk.require_record(Action.CO_SIGN, record_id)
    row, found = plans.row_of(desk, record_id), cosigning.standing(desk, record_id)
    revision = desk.signin.head_of(record_id)
    is_asked = found is not None and found.request.supervisor == desk.account and row.status != "entered_in_error"
    if found is None or revision is None or not is_asked or found.state is CosignState.COSIGNED:
        raise failure("not_waiting")
    body = Cosignature(
        step=step,
        remark=remark.strip(),
        target=record_id,
        target_revision=revision,
        amendments=[head for one in _amendments(desk, row) if (head := desk.signin.head_of(one)) is not None],
        asker=found.request.author,
        request=found.request.record,
        follows=found.latest.record,
    )
    plan, record = Plan(), desk.signin.new_id()
    plan.put("cosignature", record, compartment, body, state="signed")
    return Saved(record, plan.commit(desk, Purpose.SUPERVISION)[0])


def _amendments(desk: Desk, row: Row) -> list[str]:
    return opening.amendments_of(desk, row.record, row.compartment)


@dataclass(frozen=True, slots=True)
class _Open:
    """A step that waits, the row of the record that it is about, and the other one of the two."""

    step: StepFacts
    row: Row
    who: str
    words: str

    @property
    def due(self) -> str:
        return self.step.wanted_by or self.step.at[:10]


def _waiting(desk: Desk) -> list[_Open]:
    if not desk.may(Action.CO_SIGN, "clinical") or colleagues.is_alone(desk):
        return []
    asked = cosigning.unanswered(desk, CosignStep.ASKED, supervisor=desk.account)
    words = _("Waits for your co-signature, from {name}")
    return _that_count(desk, [(one, one.author, words) for one in asked])


def _returned(desk: Desk) -> list[_Open]:
    if not desk.may(Action.SIGN, "clinical") or colleagues.is_alone(desk):
        return []
    back = cosigning.unanswered(desk, CosignStep.RETURNED, asker=desk.account)
    words = _("{name} returned it with a remark")
    found = [(one, one.author, words) for one in back]
    supervisor = colleagues.supervisor_of(desk, desk.account)
    if supervisor:
        asked = cosigning.unanswered(desk, CosignStep.ASKED, asker=desk.account)
        gone = _("{name} is not your supervisor any more: ask for the co-signature again")
        found += [(one, one.supervisor, gone) for one in asked if one.supervisor != supervisor]
    return _that_count(desk, found)


def _that_count(desk: Desk, found: Sequence[tuple[StepFacts, str, str]]) -> list[_Open]:
    rows = {row.record: row for row in plans.rows_of(desk, [step.target for step, _who, _words in found])}
    return [
        _Open(step, row, who, words.format(name=colleagues.name_of(desk, who)))
        for step, who, words in found
        if (row := rows.get(step.target)) is not None and row.status != "entered_in_error"
    ]


def _lines(desk: Desk, found: Sequence[_Open]) -> list[CosignRow]:
    clients = list(dict.fromkeys(one.row.client for one in found if one.row.client))
    owners = {row.record: row for row in plans.rows_of(desk, clients)}
    return [_line(desk, one, owners.get(one.row.client or "")) for one in found]


def _line(desk: Desk, one: _Open, owner: Row | None) -> CosignRow:
    code, name = naming.client_words(desk, owner)
    return CosignRow(
        record=one.row.record,
        kind=one.row.kind,
        kind_label=_(KINDS[one.row.kind].label),
        title=naming.headline(desk, one.row, owner),
        client=one.row.client,
        code=code,
        name=name,
        who=one.who,
        who_name=colleagues.name_of(desk, one.who),
        at=one.step.at,
        due=one.due,
        words=one.words,
    )
