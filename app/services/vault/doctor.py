"""The doctor: looks at everything that keeps the records safe, and says what to do about what it finds.

`begin` and `finish` are quick and need the desk; `examine` is slow, needs none, and can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app import formats, worker
from app.desk import Action, Desk
from app.rules import findings
from app.rules.findings import Found, Severity
from app.rules.permissions import VAULT
from app.services.practice import practices
from app.services.vault import backup_plan, backups, computer
from app.services.vault.backup_plan import Health, State
from app.services.vault.backups import Receipt
from app.vaults import KnownError, TrailReport, failure
from storage.vault import Cost, Event, HealthJob, QuickHealth

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
_PARTS = 1000
_HARMLESS = frozenset({"session_without_end"})
_ENOUGH_OF_TODAY = 0.5
_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known before the slow part; it carries keys, so it is handed to `examine` and nowhere else."""

    vault: Path
    vault_id: str
    job: HealthJob
    quick: QuickHealth
    states: list[State]
    last_backup: Receipt | None
    sheet_checked: bool


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything that was looked at, the bad and the good, in the order in which it is shown."""

    found: list[Found]
    trail: TrailReport | None  # None where the database is too damaged to walk it

    @property
    def worst(self) -> Severity:
        """How it stands as a whole."""
        return findings.worst(self.found)


def begin(desk: Desk) -> Plan:
    """Ask the open vault what it knows of itself."""
    desk.require(Action.VERIFY_TRAIL, VAULT)
    signin = desk.signin
    made = backups.history(desk)
    return Plan(
        vault=signin.path,
        vault_id=signin.vault_id,
        job=signin.health_job(),
        quick=signin.health(),
        states=backup_plan.states(desk),
        last_backup=made[0] if made else None,
        sheet_checked=bool(practices.profile(desk).recovery_sheet_checked_on),
    )


def examine(plan: Plan, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Examination:
    """Read every page, row and entry in worker processes, and look at the computer.

    Raises:
        KnownError: `stopped`, and what the disk says.
    """
    told = progress or (lambda _done, _total: None)
    database = worker.check_health(plan.job, progress=_part(told, 0, 400), cancelled=cancelled)
    _stop_if(cancelled)
    trail = _verified(plan, _part(told, 400, 800), cancelled)
    _stop_if(cancelled)
    today = worker.cost_today(cancelled=cancelled)
    _stop_if(cancelled)
    told(900, _PARTS)
    found = [
        *_of_data(plan, {each.code: each.text for each in database}, len(database)),
        *_of_trail(plan, trail),
        *_of_backups(plan, backup_plan.looked_at(plan.states)),
        *computer.of_place(plan.vault, plan.vault_id, has_ballast=plan.quick.has_ballast),
        *computer.of_memory(),
        *computer.of_clock(database),
        *computer.of_versions(),
        *_of_keys(plan, today),
    ]
    told(_PARTS, _PARTS)
    return Examination(findings.in_order(found), trail)


def finish(desk: Desk, examination: Examination) -> None:
    """That everything was looked at, and how it stands, is an entry; so is the verification of the trail.

    A database too damaged for one more entry is what the findings say already: they are told all the same.
    """
    desk.require(Action.VERIFY_TRAIL, VAULT)
    try:
        _note(desk, examination)
    except KnownError as error:
        if error.name != "damaged" or examination.worst is not Severity.DANGER:
            raise


def _note(desk: Desk, examination: Examination) -> None:
    if examination.trail is not None:
        desk.signin.record_verification(examination.trail)
    counts = {
        severity.value: sum(each.check.severity is severity for each in examination.found) for severity in Severity
    }
    outcome = "ok" if examination.worst is Severity.GOOD else "findings"
    desk.signin.note_event(Event(action="maintenance", outcome=outcome, facts=counts | {"what": "doctor"}))


def run(desk: Desk, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Examination:
    """All three steps in one call, for the command line."""
    examination = examine(begin(desk), progress, cancelled)
    finish(desk, examination)
    return examination


def _part(told: Progress, start: int, end: int) -> Progress:
    """Progress of one step, as a part of the whole."""
    return lambda done, total: told(start + (end - start) * done // max(1, total), _PARTS)


def _verified(plan: Plan, progress: Progress, cancelled: Cancelled | None) -> TrailReport | None:
    try:
        return worker.verify_trail(plan.job.trail, progress=progress, cancelled=cancelled)
    except KnownError as error:
        if error.code // 100 != findings.DAMAGED:
            raise
        return None


def _stop_if(cancelled: Cancelled | None) -> None:
    """Between two steps: a short one has ended before its worker hears that it should stop."""
    if cancelled is not None and cancelled():
        raise failure("stopped")


def _of_data(plan: Plan, by_code: dict[str, str], count: int) -> Iterator[Found]:
    if "pages_damaged" in by_code:
        yield Found("pages_damaged", {"count": formats.number(count)})
    if "rows_damaged" in by_code:
        yield Found("rows_damaged", {"detail": by_code["rows_damaged"]})
    if plan.quick.damaged:
        yield Found("records_damaged", {"count": formats.number(len(plan.quick.damaged))})
    if not {"pages_damaged", "rows_damaged"} & by_code.keys() and not plan.quick.damaged:
        yield Found("data_good")
    if plan.quick.header_copies_differ:
        yield Found("header_damaged_copy")
    yield Found("index_damaged" if "index_damaged" in by_code else "index_good")


def _of_trail(plan: Plan, report: TrailReport | None) -> Iterator[Found]:
    if report is None:
        yield Found("trail_unreadable")
        return
    serious = [each for each in report.findings if each.code not in _HARMLESS]
    if serious:
        yield Found("trail_findings", {"seq": formats.number(serious[0].seq)})
    else:
        yield Found("trail_good", {"to": formats.number(report.verified_to)})
    if not plan.quick.anchors:
        yield Found("anchor_none")
    elif report.anchored_to:
        yield Found("anchor_good", {"to": formats.number(report.anchored_to)})


_OF_HEALTH = {
    Health.GOOD: "backup_good",
    Health.DUE: "backup_good",
    Health.LATE: "backup_late",
    Health.MISSING: "backup_missing",
    Health.FAILED: "backup_failed",
    Health.NEVER: "backup_never",
}


def _of_backups(plan: Plan, states: list[State]) -> Iterator[Found]:
    if plan.last_backup is None:
        yield Found("backup_none")
    elif not states:
        yield Found("backup_by_hand", {"ago": formats.ago(plan.last_backup.at)})
    for state in states:
        folder = str(state.folder)
        if plan.last_backup is not None or state.health is not Health.NEVER:
            values = {"folder": folder, "ago": formats.ago(state.last.at) if state.last else ""}
            yield Found(_OF_HEALTH[state.health], values)
        if state.health is not Health.MISSING and computer.is_same_disk(plan.vault, state.folder):
            yield Found("backup_same_disk", {"folder": folder})


def _of_keys(plan: Plan, today: Cost) -> Iterator[Found]:
    quick = plan.quick
    was_tried = quick.recovery_checked > quick.recovery_changed or (plan.sheet_checked and not quick.recovery_changed)
    yield Found("sheet_good" if was_tried else "sheet_untried")
    cost = quick.cost
    if cost is None or _work(cost) >= _ENOUGH_OF_TODAY * _work(today):
        yield Found("cost_good")
    else:
        yield Found("cost_low", {"found": _shown(cost), "wanted": _shown(today)})


def _work(cost: Cost) -> int:
    return cost.memory_kib * cost.passes


def _shown(cost: Cost) -> str:
    return f"{cost.memory_kib // _PER_MIB} MiB × {cost.passes}"
