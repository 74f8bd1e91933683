"""A couple and a group of the fictional practice: files of their own, with members by reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.diary import Calendar
from app.demo.material import Library
from app.records import decode
from app.records.base import RecordBody
from app.records.client import Client
from app.records.episode import Weekday

_COUPLE_HOUR, _GROUP_HOUR = "13:00", "19:15"
_COUPLE_MINUTES, _GROUP_MINUTES = 75, 90
_WEEKS = {"couple": 2, "group": 1}
_OPENED_DAYS = 9
_REVIEW = timedelta(days=365)
_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnitStory:
    """The file of several people: the client record without its members, and what is kept in it, kind by kind."""

    client: Client
    role: str
    records: list[tuple[str, RecordBody]]


def couple_members(found: Library, today: date) -> list[Client]:
    """Two people who come only together, each with a file that is otherwise empty."""
    days = _days("couple", found, today)
    return [_client({"name": name, "opened_on": _opened(days)}) for name in found.daily["couple"]["members"]]


def couple(found: Library, today: date) -> UnitStory:
    """The couple: a course of care, the consent with its access rule, a note of each session."""
    row, days = found.daily["couple"], _days("couple", found, today)
    notes = [
        _note(found, day, _COUPLE_HOUR, _COUPLE_MINUTES, "couple") | {"present": ["client", "partner"], "text": text}
        for day, text in zip(days, row["notes"], strict=True)
    ]
    notes[-1]["next_steps"] = row["plan"]
    consent = {"access_rule": "together", "separate_talks": row["separate_talks"]}
    return _story("couple", row, found, days, notes, consent)


def group(found: Library, today: date) -> UnitStory:
    """The group: a note of each evening without a name in it."""
    row, days = found.daily["group"], _days("group", found, today)
    notes = [
        _note(found, day, _GROUP_HOUR, _GROUP_MINUTES, "group")
        | {"present": ["group"], "format": "group", "theme": theme, "group_process": process, "plan": plan}
        for day, (theme, process, plan) in zip(days, row["sessions"], strict=True)
    ]
    consent = {"access_rule": "other", "access_rule_note": row["access"]}
    return _story("group", row, found, days, notes, consent)


def _story(
    unit: str, row: Mapping[str, Any], found: Library, days: Sequence[date], notes: list[_Values], consent: _Values
) -> UnitStory:
    given = {
        "decision": "granted",
        "given_on": days[0].isoformat(),
        "method": "wet_ink_scan",
        "review_due": (days[0] + _REVIEW).isoformat(),
        "template": "therapy",
        "template_language": found.language,
        "unit": unit,
    }
    episode = {
        "history_psychosocial": row.get("history", ""),
        "modality": unit,
        "presenting_problem": row["problem"],
        "started_on": days[0].isoformat(),
        "usual_slots": [_slot(unit, days)],
    }
    records = [("episode", episode), ("consent", given | consent), *(("session_note", note) for note in notes)]
    if "feedback" in row:
        said = {"received_on": days[-1].isoformat(), "source": "client", "category": "therapy", "text": row["feedback"]}
        records.append(("feedback", said))
    client = _client({"name": row["name"], "unit": unit, "opened_on": _opened(days)})
    return UnitStory(client, row["role"], [(kind, decode(kind, 1, values)) for kind, values in records])


def _note(found: Library, day: date, hour: str, minutes: int, modality: str) -> _Values:
    return {
        "started": {"at": f"{day.isoformat()}T{hour}", "zone": found.people["practice"]["zone"]},
        "minutes": minutes,
        "modality": modality,
        "risk_statement": "no_current_concern_expressed",
    }


def _slot(unit: str, days: Sequence[date]) -> _Values:
    is_couple = unit == "couple"
    return {
        "weekday": tuple(Weekday)[days[-1].weekday()].value,
        "time": _COUPLE_HOUR if is_couple else _GROUP_HOUR,
        "minutes": _COUPLE_MINUTES if is_couple else _GROUP_MINUTES,
        "every_weeks": _WEEKS[unit],
        "since": days[-1].isoformat(),
    }


def _days(unit: str, found: Library, today: date) -> list[date]:
    """The couple comes every other week, so that the next time is today; the group was there a week ago."""
    count = len(found.daily[unit]["notes" if unit == "couple" else "sessions"])
    weeks = _WEEKS[unit]
    start = today - timedelta(weeks=weeks - 1)
    return Calendar(found.language, today).before(start, today.weekday(), count, weeks=weeks)


def _opened(days: Sequence[date]) -> str:
    return (days[0] - timedelta(days=_OPENED_DAYS)).isoformat()


def _client(values: _Values) -> Client:
    body = decode("client", 1, values)
    assert isinstance(body, Client)  # noqa: S101 - decoded as one
    return body
