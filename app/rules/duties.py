"""Duties to report and to protect: by when the written report is due, and what of them is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.packs.jurisdiction_rules import Deadline, ReportingRule
from app.records.duty_choices import AttemptResult, CallState, FollowUpStep, WrittenState
from app.records.duty_follow_up import FOLLOWED
from app.records.fields import LocalTime
from app.rules import deadlines

_DAY_LENGTH = len("2026-11-22")
_END_OF_DAY = "23:59"


@dataclass(frozen=True, slots=True)
class ReportClock:
    """When a report is due by one rule. `due` is None where the rule knows no length; `why` then says so."""

    rule: Deadline
    form: str
    due: LocalTime | None
    why: str = ""

    @property
    def is_law(self) -> bool:
        """Whether it may be stated as law: its text was read."""
        return self.rule.is_verified and self.rule.force == "law"


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A record of these kinds as the index knows it: `at` is a wall time, `due` a day; empty where there is none."""

    record: str
    kind: str
    at: str = ""
    due: str = ""
    about: str = ""
    earlier: str = ""
    step: str = ""
    result: str = ""
    next_on: str = ""
    call: str = ""
    written: str = ""
    due_at: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one duty stands now.

    `record` is the one whose date counts, the duty itself or what followed it; `due` its day, empty when nothing is
    left. `needs_call`, `needs_written`: what of a report is still owed. `taken_over`: a later record took its place.
    """

    record: str = ""
    due: str = ""
    needs_call: bool = False
    needs_written: bool = False
    taken_over: bool = False
    is_settled: bool = False


def clocks(
    found: Iterable[tuple[ReportingRule, Deadline]], known: LocalTime, called: LocalTime | None
) -> list[ReportClock]:
    """The clocks that begin for a report, the earliest first, those without a date last.

    Hours are elapsed hours in the zone in which it was learned. What counts from the call counts from the moment of
    knowledge while nobody was called: too early at most. A day ends at its last minute.
    """
    made = [_clock(rule, deadline, known, called) for rule, deadline in found]
    return sorted(made, key=lambda one: one.due.at if one.due else "9999")


def facts_from(record: str, kind: str, at: str, due: str, facets: Mapping[str, Any]) -> DutyFacts:
    """The facts in an index row."""
    names = ("about", "earlier", "step", "result", "next_on", "call", "written", "due_at", "asked_by")
    found = {name: str(facets.get(name) or "") for name in names}
    if kind not in {*FOLLOWED, "duty_follow_up"} or kind == "decision_not_to_act":
        found["about"] = ""  # a decision names there what it is about, and follows nothing
    return DutyFacts(record, kind, at, due, **found)


def standings(found: Iterable[DutyFacts]) -> dict[str, Standing]:
    """How each duty stands, by its record. `found` is all that is signed and not in error of one client."""
    every = sorted(found, key=lambda one: (one.at, one.record))
    taken_over = {one.earlier for one in every if one.earlier}
    return {
        one.record: _standing(one, [each for each in every if each.about == one.record], one.record in taken_over)
        for one in every
        if one.kind in FOLLOWED
    }


def _standing(duty: DutyFacts, after: Sequence[DutyFacts], is_taken_over: bool) -> Standing:  # noqa: FBT001
    if is_taken_over:
        return Standing(taken_over=True)
    is_settled = any(one.step == FollowUpStep.SETTLED for one in after)
    record, due = _date_of(duty, after)
    if duty.kind != "mandated_report" or is_settled:
        return Standing(record, due, is_settled=is_settled and not due)
    talked = any(one.step == FollowUpStep.ATTEMPT and one.result == AttemptResult.TALKED for one in after)
    sent = any(one.step == FollowUpStep.WRITTEN for one in after)
    needs_call = duty.call not in {"", CallState.MADE} and not talked
    needs_written = duty.written == WrittenState.TO_SEND and not sent
    if needs_call:
        return Standing(duty.record, duty.at[:_DAY_LENGTH], needs_call, needs_written)
    if needs_written:
        days = [day for day in (duty.due_at[:_DAY_LENGTH], duty.asked_by) if day]
        return Standing(duty.record, min(days, default=duty.at[:_DAY_LENGTH]), needs_written=True)
    return Standing(record, due)


def _date_of(duty: DutyFacts, after: Sequence[DutyFacts]) -> tuple[str, str]:
    """The record whose date counts, and the date: the latest that named one, none after it was settled."""
    own = "" if duty.kind == "mandated_report" else duty.due
    record, due = (duty.record, own) if own else ("", "")
    for one in after:
        if one.step == FollowUpStep.SETTLED:
            record, due = "", ""
        elif one.next_on:
            record, due = one.record, one.next_on
    return record, due


def _clock(rule: ReportingRule, deadline: Deadline, known: LocalTime, called: LocalTime | None) -> ReportClock:
    begun_by = called if deadline.starts == "report" and called is not None else known
    begun = deadlines.begin(deadline, begun_by.at, begun_by.zone)
    if not begun.due:
        return ReportClock(deadline, rule.form, None, begun.why)
    at = begun.due if len(begun.due) > _DAY_LENGTH else f"{begun.due}T{_END_OF_DAY}"
    return ReportClock(deadline, rule.form, LocalTime(at=at, zone=begun_by.zone))
