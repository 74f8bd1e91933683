"""Reminders of the practice itself for the person at the desk: credentials that end, policies to read, trainings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import colleagues, ours, plans
from app.records import headline
from app.records.policy_reading import READ_KINDS
from app.records.training import SafetyTopic
from app.rules import practice_reminders as rules
from app.rules.policies import facts_of, in_force
from app.services.personal import preferences
from app.texts import _
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class Reminder:
    """The row of a record that waits, the day it is wanted by, what to do, and the key it is put off by."""

    row: Row
    due: str
    words: str
    key: str


def are_on(desk: Desk) -> bool:
    """Whether this person wants to be reminded of the practice itself; not chosen: not in a practice of one."""
    desk.require(Action.VIEW, "personal")
    return rules.are_on(chosen=preferences.mine(desk).practice_reminders, alone=colleagues.is_alone(desk))


def switch(desk: Desk, *, on: bool) -> None:
    """Be reminded of the practice itself from now on, or not any more."""
    desk.require(Action.SAVE, "personal")
    preferences.change(desk, practice_reminders=on)


def due(desk: Desk, until: str, day: date | None = None) -> list[Reminder]:
    """What has no plain date of its own: credentials by steps, trainings to refresh before `until`, unread texts."""
    desk.require(Action.LIST, "personal")
    day, on = day or clock.today(), are_on(desk)
    rows = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "credential", states=("saved",))))
    found = [one for row in rows if (one := _of_credential(row, day, on=on)) is not None]
    if on:
        found += [*_trainings(desk, until), *_unread(desk)]
    return found


def ended(desk: Desk, day: date | None = None) -> list[str]:
    """A sentence for each licence, entry in a register and insurance of this person that has ended; the latest first.

    It is said for as long as no other one of its kind holds.
    """
    desk.require(Action.LIST, "personal")
    day = day or clock.today()
    rows = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "credential", states=("saved",))))
    rows = [row for row in rows if rules.is_to_practise(row.kind, row.facets)]
    holding = {row.facets["kind"] for row in rows if not rules.has_ended(row.due or "", day)}
    gone = sorted((row for row in rows if row.facets["kind"] not in holding), key=lambda row: row.due or "")
    latest: Mapping[Any, Row] = {row.facets["kind"]: row for row in gone}
    sentence = _("Your credential has ended on {date}: {what}.")
    return [
        sentence.format(date=formats.long_date(row.due or ""), what=headline(row.kind, row.title, row.facets))
        for row in sorted(latest.values(), key=lambda row: row.due or "", reverse=True)
    ]


def _of_credential(row: Row, day: date, *, on: bool) -> Reminder | None:
    reached = rules.step(row.due, day) if row.due else None
    if reached is None or rules.is_silent(row.kind, row.facets, on=on):
        return None
    ends = formats.long_date(row.due or "")
    sentence = _("It has ended on {date}.") if reached == rules.ENDED else _("It ends on {date}: renew it in time.")
    return Reminder(row, row.due or "", sentence.format(date=ends), f"{row.record}:{row.due}:{reached}")


def _trainings(desk: Desk, until: str) -> Iterator[Reminder]:
    rows = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "training", states=("saved",))))
    by_record = {row.record: row for row in rows}
    told = rules.refresh_on(rules.taught(row.record, row.at or "", row.facets) for row in rows)
    for record, (ends, topics) in told.items():
        if ends < until:
            names = ", ".join(_(SafetyTopic.label_of(topic)) for topic in topics)
            words = _("What it taught is to be refreshed: {topics}.").format(topics=names)
            yield Reminder(by_record[record], ends, words, f"{record}:{ends}")


def _unread(desk: Desk) -> Iterator[Reminder]:
    """Texts in force that this person has neither published nor read, each wanted two weeks after it was published."""
    ids = [record for kind in READ_KINDS for record in desk.signin.ids(ours.query(desk, kind, states=("signed",)))]
    rows = {row.record: row for row in plans.rows_of(desk, ids)}
    holding = in_force(facts_of(row) for row in rows.values())
    unread = [rows[one.record] for one in holding if rows[one.record].author != desk.account]
    if not unread:
        return
    mine = ours.query(desk, "policy_reading", author=desk.account, states=("signed",))
    known = {str(row.facets.get("policy")) for row in plans.rows_of(desk, desk.signin.ids(mine))}
    for row in unread:
        if row.record not in known:
            wanted = date.fromisoformat(row.updated[:10]) + timedelta(days=rules.READ_WITHIN_DAYS)
            words = _("Read it, and say that you have understood it.")
            yield Reminder(row, wanted.isoformat(), words, f"{row.record}:read")
