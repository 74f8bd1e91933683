"""Notifications with a clock of the law: what the packs of this place offer for an incident, with the due time."""

from __future__ import annotations

from dataclasses import dataclass

from app import formats
from app.desk import Action, Desk
from app.packs.jurisdiction_rules import Deadline
from app.records.fields import LocalTime
from app.records.response_parts import Notice
from app.rules import notices as rules
from app.services.practice import packs
from app.texts import _


@dataclass(frozen=True, slots=True)
class NoticeOffer:
    """A duty that may exist here: what the rule says in words, how sure its source is, and the undecided notice."""

    rule: str
    title: str
    text: str
    source: str
    notice: Notice


def offers(desk: Desk, started: LocalTime | None) -> list[NoticeOffer]:
    """Duties with a clock in the packs of this place, counted from a moment; nothing without one.

    Whether a duty applies is for the person to judge: an offer is a line to be decided, not advice.
    """
    desk.require(Action.VIEW, "practice")
    if started is None:
        return []
    law = packs.law(desk)
    known = (law.deadline(rule) for rule in rules.OF_INCIDENTS)
    return [_offer(rule, started) for rule in known if rule is not None]


def _offer(rule: Deadline, started: LocalTime) -> NoticeOffer:
    cited = " · ".join(part for part in (rule.citation, packs.mark(rule), rule.pack) if part)
    counted = _("counted from {moment}").format(moment=formats.moment(started.at))
    source = f"{cited} · {counted}"
    return NoticeOffer(rule.id, str(rule.title), str(rule.text), cited, rules.notice(rule, started, source))
