"""Incidents and near misses of the fictional practice, with their six steps done, half done or just begun."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from app.demo.histories import History
from app.demo.material import Library
from app.demo.notes import started_of
from app.demo.prose import FEMININE, MASCULINE, Voice
from app.records.choices import Setting
from app.records.incident import Incident
from app.records.incident_response import IncidentResponse
from app.records.session_note import Attendance

_NEWEST_DAYS = (4, 26)
_CLIENTS_AN_INCIDENT = 50
_FEWEST = 5
_SESSION_MINUTES = 50
_DAY_MINUTES = 24 * 60
_VIDEO = Setting.VIDEO.value
_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident and its response.

    `client` and `session` are places in the list of histories and in that client's notes, or None.
    `file_note` is what the client's file says about it.
    """

    first: Incident
    response: IncidentResponse
    client: int | None = None
    session: int | None = None
    file_note: str = ""


def happenings(known: Sequence[History], found: Library, years: int, seed: int, today: date) -> list[Happening]:
    """The incidents of the practice, oldest first: closed ones, one with an open action, one quite new."""
    rng = random.Random(f"{seed}/{found.language}/incidents")
    count = max(_FEWEST, len(known) // _CLIENTS_AN_INCIDENT)
    stories = list(found.incidents)
    rng.shuffle(stories)
    # Sessions by video are few, and the newest incidents need one of these days.
    stories.sort(key=lambda story: story["location_type"] == _VIDEO)
    ages = [*_NEWEST_DAYS, *(rng.randint(60, 365 * years - 20) for _ in range(count - len(_NEWEST_DAYS)))]
    made = []
    for place, age in enumerate(ages):
        story = stories[place % len(stories)]
        maker = _Maker(rng, found, story, known, today - timedelta(days=age))
        made.append(maker.happening(place, today))
    return sorted(made, key=lambda one: one.first.at() or "")


class _Maker:
    """Makes one incident out of a story, in a session of somebody whom it fits."""

    def __init__(
        self, rng: random.Random, found: Library, story: Mapping[str, Any], known: Sequence[History], near: date
    ) -> None:
        self._rng = rng
        self._story = story
        self._practice = found.people["practice"]
        self._owner = self._practice["therapist"]
        self._client, self._session = self._setting(known, near)
        if self._client is not None and self._session is not None:
            history = known[self._client]
            began = datetime.fromisoformat(started_of(history.sessions[self._session]).at)
            self._voice, self._start = history.voice, began + timedelta(minutes=rng.choice((15, 25, 50)))
        else:
            day = near - timedelta(days=max(near.weekday() - 4, 0))
            self._voice = Voice(rng, "", FEMININE)
            self._start = datetime.combine(day, time(rng.randint(9, 17), rng.choice((5, 20, 40))))

    def happening(self, place: int, today: date) -> Happening:
        """The incident as it stands today; the newest one is only begun, the next has an open action."""
        response = self._graded()
        if place == 0:
            response |= self._begun()
        else:
            response |= self._finished(today if place == 1 else None)
        return Happening(
            msgspec.convert(self._first(), Incident),
            msgspec.convert(response, IncidentResponse),
            self._client,
            self._session,
            self._say("file_note") if self._client is not None else "",
        )

    def _setting(self, known: Sequence[History], near: date) -> tuple[int | None, int | None]:
        """A session close to the day, of a client whom the grammar of the story fits."""
        if not any(text.startswith("client:") for text in self._story["affected"]):
            return None, None
        wanted = {"m": MASCULINE, "f": FEMININE}.get(self._story.get("g", ""))
        offered = [
            (abs((date.fromisoformat(started_of(note).day) - near).days), client, session)
            for client, history in enumerate(known)
            if wanted is None or history.voice.gender == wanted
            for session, note in enumerate(history.sessions)
            if note.attendance is Attendance.ATTENDED and note.minutes == _SESSION_MINUTES
            if (note.setting is Setting.VIDEO) == (self._story["location_type"] == _VIDEO)
        ]
        if not offered:
            return None, None
        _, client, session = min(offered)
        return client, session

    def _at(self, minutes: int) -> dict[str, str]:
        moment = self._start + timedelta(minutes=minutes)
        return {"at": f"{moment:%Y-%m-%dT%H:%M}", "zone": self._practice["zone"]}

    def _day(self, days: int) -> str:
        return (self._start + timedelta(days=days)).date().isoformat()

    def _say(self, name: str) -> str:
        return self._voice.say(self._story.get(name, ""))

    def _first(self) -> _Values:
        affected = [text.partition(":") for text in self._story["affected"]]
        values: _Values = {
            name: self._say(name) for name in ("what_happened", "where", "danger_note", "immediate_actions")
        }
        values |= {
            "occurred": self._at(0),
            "discovered": self._at(0),
            "danger": self._story["danger"],
            "location_type": self._story["location_type"],
            "affected": [{"kind": kind, "role": role} for kind, _, role in affected],
        }
        if "ambulance" in self._story:
            call = {"called": self._at(1), "arrived": self._at(10), "outcome": self._say("ambulance")}
            values["emergency_services"] = [{"service": "ambulance", **call}]
        return values

    def _graded(self) -> _Values:
        """What is there within the hour: kind and category, harm, the first two steps."""
        recurrence, consequence = self._story["matrix"]
        harm = {name: self._story[name] for name in ("physical", "psychological")}
        return {
            "event_type": self._story["event_type"],
            "category": self._story["category"],
            "near_miss_barrier": self._say("barrier"),
            "harm": [{"graded_on": self._day(0), "basis": "best_estimate", **harm}],
            "matrix": {"recurrence": recurrence, "consequence": consequence},
            "assessment": {
                "owner": self._owner,
                "done": self._at(8),
                "danger": "no" if self._story["danger"] == "no" else "yes",
                "decision": self._say("assessment"),
            },
            "support": self._support(),
            "documentation": {
                "owner": self._owner,
                "client_note": "yes" if self._client is not None and "file_note" in self._story else None,
                "note": self._say("note"),
            },
        }

    def _support(self) -> _Values:
        if "offered" not in self._story:
            return {"owner": self._owner, "done": self._at(30), "not_needed": self._say("not_supported")}
        return {
            "owner": self._owner,
            "done": self._at(45),
            "by_whom": self._owner,
            "crisis_numbers_given": "yes" if self._story.get("numbers") else None,
            **{name: self._say(name) for name in ("offered", "response", "companion")},
        }

    def _begun(self) -> _Values:
        """The later steps of a new incident: one notification is open, nothing else was done yet."""
        duty = "supervisor" if self._story["event_type"] == "near_miss" else "insurer"
        notice = {"duty": duty, "threshold": "unclear", "due": self._at(7 * _DAY_MINUTES)}
        return {
            "notification": {"owner": self._owner, "notices": [notice]},
            "mitigation": {"owner": self._owner},
            "debrief": {"owner": self._owner},
        }

    def _finished(self, open_on: date | None) -> _Values:
        """The later steps, done; on `open_on` one action still waits for its day."""
        actions = [self._action(text) for text in self._story["actions"]]
        values: _Values = {
            "notification": self._notification(),
            "mitigation": {"owner": self._owner, "done": self._at(4 * _DAY_MINUTES), "actions": actions},
            "debrief": self._debrief(),
            "lesson_summary": self._say("lesson"),
            "what_changed": self._say("changed"),
        }
        if "told" in self._story and self._client is not None:
            told = {"told_on": self._day(7), "by_whom": self._owner, "apology": "yes", "what": self._say("told")}
            values["client_told"] = told
        if open_on is None:
            values["closed_on"] = self._day(self._rng.randint(24, 40))
        else:
            actions[0] |= {"done_on": "", "evidence": "", "due": (open_on + timedelta(days=9)).isoformat()}
        return values

    def _notification(self) -> _Values:
        notices = [self._notice(*text.split("|")) for text in self._story.get("notices", ())]
        none_needed = self._say("none_needed")
        return {"owner": self._owner, "done": self._at(420), "notices": notices, "none_needed": none_needed}

    def _notice(self, duty: str, threshold: str, decided: str, words: str, channel: str) -> _Values:
        values: _Values = {"duty": duty, "threshold": threshold, "decided": decided}
        if decided == "sent":
            return values | {"made": self._at(360), "channel": channel, "said": words}
        return values | {"reason": words}

    def _action(self, text: str) -> _Values:
        cause, action, strength, evidence = text.split("|")
        days = {"due": self._day(14), "done_on": self._day(self._rng.randint(3, 14))}
        return {
            "cause": cause,
            "action": action,
            "owner": self._owner,
            "strength": strength,
            "evidence": evidence,
            **days,
        }

    def _debrief(self) -> _Values:
        kind, happened, expected, difference, went_well, factors = self._story["debrief"]
        outside = self._practice["outside"]
        return {
            "owner": self._owner,
            "done": self._at(9 * _DAY_MINUTES),
            "kind": kind,
            "held_on": self._day(self._rng.randint(2, 9)),
            "participants": f"{self._owner}, {outside}",
            "facilitator": outside,
            "outside": outside,
            "happened": happened,
            "expected": expected,
            "difference": difference,
            "went_well": went_well,
            "factors": factors.split(","),
        }
