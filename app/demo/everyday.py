"""What stands in a file besides sessions: the course of care, people around the client, calls, letters, colleagues."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.histories import History
from app.demo.material import Library
from app.demo.notes import started_of
from app.demo.prose import MASCULINE
from app.records import KINDS, decode
from app.records.base import RecordBody
from app.records.choices import YesNo
from app.records.client import DeskAlert, FileStatus, Phone
from app.records.episode import Episode, EpisodeState, UsualSlot, Weekday
from app.records.fields import specs
from app.records.related_person import ContactRule, PersonRole, RelatedPerson
from app.records.session_note import TOOK_PLACE

_DAYS = tuple(Weekday)
_STATES = {
    FileStatus.OPEN: EpisodeState.OPEN,
    FileStatus.PAUSED: EpisodeState.PAUSED,
    FileStatus.CLOSED: EpisodeState.ENDED,
}
_MOST_WEEKS = 4
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record to keep; `file` is the name and the text of what is attached to a document."""

    kind: str
    body: RecordBody
    file: tuple[str, str] | None = None


def episode(history: History, found: Library) -> Episode | None:
    """The course of care of somebody who came; None for an enquiry."""
    state = _STATES.get(history.client.status)
    days = _days(history)
    if state is None or not days:
        return None
    theme = next(theme for theme in found.themes if theme.name == history.theme)
    voice = history.voice
    return Episode(
        presenting_problem=voice.one_of(theme.reason),
        history_psychosocial=voice.one_of(theme.history),
        started_on=days[0].isoformat(),
        ended_on=history.client.closed_on if state is EpisodeState.ENDED else "",
        state=state,
        setting=history.sessions[-1].setting,
        usual_slots=[_slot(history, days)] if state is EpisodeState.OPEN else [],
    )


def is_feared(place: int) -> bool:
    """Whether the first of those who still come has somebody to be afraid of."""
    return place == 0


def warn(history: History, found: Library) -> None:
    """Before the file is made: what everybody at the desk has to know about this client."""
    row, client = found.daily["feared"], history.client
    client.desk_alerts = [DeskAlert(text=row["alert"], do_not_contact=row["relationship"])]
    for phone in client.phones[:1]:
        phone.safe_to_call, phone.safe_to_leave_voicemail = YesNo.YES, YesNo.NO


def people(history: History, found: Library, place: int) -> list[RelatedPerson]:
    """The emergency contacts as people of their own, a parent, and whoever must not know."""
    known = []
    for contact in history.client.emergency_contacts:
        role = PersonRole.PARENT if history.person.parent else PersonRole.EMERGENCY_CONTACT
        known.append(
            RelatedPerson(
                name=contact.name,
                relationship=contact.relationship,
                roles=[role] if role is PersonRole.EMERGENCY_CONTACT else [role, PersonRole.EMERGENCY_CONTACT],
                contact_rule=ContactRule.ASK_FIRST,
                phones=[Phone(number=contact.phone, safe_to_call=YesNo.YES)],
            )
        )
    if history.person.other_parent:
        contacts, is_mother = found.people["contacts"], history.person.parent_gender == MASCULINE
        known.append(
            RelatedPerson(
                name=history.person.other_parent,
                relationship=contacts["mother" if is_mother else "father"],
                roles=[PersonRole.PARENT],
                contact_rule=ContactRule.ASK_FIRST,
            )
        )
    if is_feared(place):
        row = found.daily["feared"]
        known.append(
            RelatedPerson(
                name=row["name"],
                relationship=row["relationship"],
                roles=[PersonRole.PARTNER],
                contact_rule=ContactRule.NEVER,
                must_not_know=True,
                note=row["note"],
            )
        )
    return known


class Everyday:
    """Deals what happens between sessions to those who still come, each in turn."""

    def __init__(self, found: Library, today: date, seed: int) -> None:
        self._library = found
        self._rows = found.daily
        self._today = today
        self._rng = random.Random(f"{seed}/{found.language}/everyday")

    def records(self, history: History, place: int) -> list[Kept]:
        """What is kept in the file of the client at a place among those who still come."""
        made = list(self._dealt(history, place))
        return [*made, self._contact(history, self._turn("contact", place + 1))]

    def _dealt(self, history: History, place: int) -> Iterator[Kept]:
        turn = place % 5
        if is_feared(place):
            yield self._call_from_outside(history)
        elif turn == 1:
            yield self._document(history, place // 5)
            yield self._referral(history)
        elif turn == 2:
            yield self._boundary(history, place // 5)
            yield self._feedback(history, place // 5)
        elif turn == 3:
            yield from self._crisis(history)
            yield self._consultation(history)
        elif turn == 4:
            yield self._document(history, place // 5 + 1)
            yield self._feedback(history, place // 5 + 1)
            yield self._boundary(history, place // 5 + 1)

    def _turn(self, name: str, place: int) -> _Row:
        rows: Sequence[_Row] = self._rows[name]
        return rows[place % len(rows)]

    def _contact(self, history: History, row: _Row) -> Kept:
        day = self._day(history)
        again = (day + timedelta(days=row["next_days"])).isoformat() if "next_days" in row else ""
        return self._told("contact", row, history, happened=self._moment(day), next_check_in=again)

    def _call_from_outside(self, history: History) -> Kept:
        facts = {
            "channel": "phone",
            "direction": "from_other",
            "happened": self._moment(self._day(history)),
            "nothing_confirmed": True,
            "reached": "talked",
            "safe_contact": "followed",
        }
        return self._told("contact", self._rows["feared"], history, **facts)

    def _crisis(self, history: History) -> Iterator[Kept]:
        """A call in the evening some days before the last session, and the one that was agreed for the morning."""
        days, row = _days(history), self._rows["crisis"]
        evening = days[-1] - timedelta(days=4)
        called = self._at(evening, "19:45")
        facts = {"started": called, "minutes": 35, "format": "crisis_contact", "setting": "phone"}
        safety = {"risk_statement": "concern_present", "identity_checked": True, "present": ["client"]}
        yield self._told("session_note", row, history, **facts, **safety)
        morning = self._at(evening + timedelta(days=1), "08:30")
        again = (self._today + timedelta(days=1)).isoformat()
        talk = {"channel": "phone", "direction": "to_client", "reached": "talked", "minutes": 10}
        said = {"gist": row["next_gist"]}
        yield self._told("contact", said, history, happened=morning, next_check_in=again, **talk)

    def _document(self, history: History, turn: int) -> Kept:
        row, day = self._turn("document", turn), self._day(history)
        dated = (day - timedelta(days=6)).isoformat()
        kept = self._told("document", row, history, dated=dated, received=day.isoformat(), pages=1)
        return Kept(kept.kind, kept.body, (row["file"], row["letter"]))

    def _referral(self, history: History) -> Kept:
        again = (self._today + timedelta(days=self._rng.randint(2, 20))).isoformat()
        sent = self._day(history).isoformat()
        return self._told("referral", self._rows["referral"], history, sent_on=sent, follow_up_on=again)

    def _consultation(self, history: History) -> Kept:
        held = self._day(history).isoformat()
        return self._told("consultation", self._rows["consultation"], history, held_on=held, channel="in_person")

    def _feedback(self, history: History, turn: int) -> Kept:
        row, day = self._turn("feedback", turn), self._day(history).isoformat()
        due = (self._today + timedelta(days=5)).isoformat()
        answer = {"responded_on": day} if "response" in row else {"response_due": due}
        return self._told("feedback", row, history, received_on=day, **answer)

    def _boundary(self, history: History, turn: int) -> Kept:
        row, day = self._turn("boundary", turn), self._day(history).isoformat()
        return self._told("boundary_record", row, history, happened_on=day, discussed="yes")

    def _told(self, kind: str, row: _Row, history: History, **facts: Any) -> Kept:
        """A record out of a row of the prose; texts are said about this client, codes stay as they are."""
        values = dict(facts)
        for spec in specs(KINDS[kind].struct):
            if spec.name in row:
                is_text = spec.shape in {"line", "text"}
                values[spec.name] = history.voice.say(row[spec.name]) if is_text else row[spec.name]
        return Kept(kind, decode(kind, KINDS[kind].version, values))

    def _day(self, history: History) -> date:
        """A workday soon after one of the later sessions, and before today."""
        days = _days(history)
        last = self._rng.choice(days[len(days) // 2 :])
        day = last + timedelta(days=2)
        day -= timedelta(days=max(day.weekday() - 4, 0))
        return day if last < day < self._today else last

    def _moment(self, day: date) -> dict[str, str]:
        return self._at(day, self._rng.choice(("08:40", "12:50", "13:20")))

    def _at(self, day: date, hour: str) -> dict[str, str]:
        return {"at": f"{day.isoformat()}T{hour}", "zone": self._library.people["practice"]["zone"]}


def _slot(history: History, days: Sequence[date]) -> UsualSlot:
    """The usual hour, as often as the last sessions were apart."""
    apart = round((days[-1] - days[-2]).days / 7) if len(days) > 1 else 1
    return UsualSlot(
        weekday=_DAYS[history.slot.weekday],
        time=f"{history.slot.hour:02d}:00",
        every_weeks=min(max(apart, 1), _MOST_WEEKS),
        since=days[-1].isoformat(),
    )


def _days(history: History) -> list[date]:
    """The days of the sessions that took place, from the first on."""
    took_place = [note for note in history.sessions if note.attendance in TOOK_PLACE]
    return sorted(date.fromisoformat(started_of(note).day) for note in took_place)
