"""Who may have to be told by a clock of the law: which rule of the packs is about whom, and the notice it makes."""

from __future__ import annotations

from collections.abc import Mapping

from app.packs.jurisdiction_rules import Deadline
from app.records.fields import LocalTime
from app.records.response_choices import Duty
from app.records.response_parts import Notice
from app.rules import deadlines

OF_INCIDENTS: Mapping[str, Duty] = {
    "gdpr_breach": Duty.DATA_PROTECTION,
    "uk_gdpr_breach": Duty.DATA_PROTECTION,
    "hipaa_breach_individual": Duty.DATA_SUBJECT,
    "hipaa_breach_hhs_small": Duty.HHS,
    "wa_bha_incident": Duty.STATE_AGENCY,
    "pl_240": Duty.POLICE,
}
"""Rules of the packs that say by when somebody is told of an incident, and whom."""

_END_OF_DAY = "T23:59"
_DAY_LENGTH = len("2026-11-22")


def notice(rule: Deadline, started: LocalTime, source: str) -> Notice:
    """An undecided notification with the due time of its rule.

    Whether the duty applies is left open: the program never says that something is to be reported.

    Args:
        rule: From the packs.
        started: When the clock began, such as when it was noticed.
        source: Citation and how sure it is, in words.
    """
    clock = deadlines.begin(rule, started.at, started.zone)
    return Notice(
        duty=OF_INCIDENTS.get(rule.id, Duty.OTHER),
        legal_basis=rule.citation,
        due=LocalTime(at=_whole(clock.due), zone=clock.zone) if clock.due else None,
        computed_from=source,
        clock_rule=clock.rule,
        clock_pack=clock.pack,
    )


def _whole(due: str) -> str:
    """A period of days ends with its last day."""
    return due if len(due) > _DAY_LENGTH else f"{due}{_END_OF_DAY}"
