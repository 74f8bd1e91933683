"""Who works on a data breach or a complaint among colleagues: let somebody in, leave somebody out of it."""

from __future__ import annotations

from app.desk import Action, Desk
from app.keeping import colleagues, opening, safety
from app.keeping.plans import Saved
from app.records.complaint import Complaint
from app.records.data_breach import DataBreach
from app.records.incident import LeftOut
from app.rules import safety as rules
from app.rules.purposes import Purpose
from app.services import drafting, records
from app.services.incident_team import LeftOutRow, Team, TeamRow
from app.services.safety.registers import Entry
from app.texts import N_, _
from app.vaults import failure
from storage.vault import Share, SharingChange

_REASON = N_("Work on an entry of a register")


def of(desk: Desk, record_id: str) -> Team:
    """The people around an entry that was registered; nobody takes one over."""
    compartment = desk.require_record(Action.VIEW, record_id)
    if colleagues.is_alone(desk):
        return Team(may_manage=False, may_take_over=False, rows=[], left_out=[])
    body = _entry(desk, record_id)
    return Team(
        may_manage=safety.may_manage(desk, compartment),
        may_take_over=False,
        rows=[
            TeamRow(account, colleagues.name_of(desk, account), (_part(rights),))
            for account, rights in safety.rights_now(desk, compartment).items()
            if colleagues.is_active(desk, account)
        ],
        left_out=[
            LeftOutRow(one.person, colleagues.name_of(desk, one.person), one.reason)
            for one in body.left_out
        ],
    )  # fmt: skip


def share(desk: Desk, record_id: str, account: str) -> None:
    """Let a colleague read it and write in it from now on; somebody who can already is let be.

    Raises:
        KnownError: `nobody_there`, `left_out_already`, `not_yours_to_share`.
    """
    compartment = _to_manage(desk, record_id)
    if not colleagues.is_active(desk, account):
        raise failure("nobody_there")
    if account in safety.accounts_in(_entry(desk, record_id).left_out):
        raise failure("left_out_already")
    if account not in safety.rights_now(desk, compartment):
        _change(desk, SharingChange(compartment, grant=(Share(account, rules.READ_AND_WRITE),)))


def leave_out(desk: Desk, record_id: str, account: str, reason: str) -> Saved:
    """Keep an entry from somebody whom it turns out to concern; what they have read, they have read.

    What this person has typed meanwhile is saved with it.

    Raises:
        KnownError: `text_needed`, `not_yourself`, `nobody_there`, `author_stays`, `not_yours_to_share`.
    """
    compartment = _to_manage(desk, record_id)
    if not reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    entry = LeftOut(person=account, reason=reason.strip())
    safety.check(desk, [entry], desk.account)
    if desk.signin.history(record_id, purpose=Purpose.SAFETY)[0].author == account:
        raise failure("author_stays")
    known = _entry(desk, record_id).left_out
    if account in safety.rights_now(desk, compartment):  # out first, and then written down
        _change(desk, SharingChange(compartment, revoke=(account,)))
    lines = [{"person": one.person, "reason": one.reason} for one in (*known, entry)]
    return records.save(desk, drafting.edit(desk, record_id).with_values({"left_out": lines}))


def _to_manage(desk: Desk, record_id: str) -> str:
    compartment = desk.require_record(Action.SAVE, record_id)
    if not safety.may_manage(desk, compartment):
        raise failure("not_yours_to_share")
    return compartment


def _change(desk: Desk, change: SharingChange) -> None:
    desk.signin.sharing.change([change], reason=_(_REASON), purpose=Purpose.SAFETY)


def _entry(desk: Desk, record_id: str) -> Entry:
    found = opening.body_of(desk, record_id, Purpose.SAFETY)
    if not isinstance(found, DataBreach | Complaint):
        raise failure("not_found", what=record_id)
    return found


def _part(rights: str) -> str:
    return _("decides who takes part") if "share" in rights.split() else _("reads and writes")
