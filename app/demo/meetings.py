"""The appointments of one client: which took place, what each was about, and when the next one is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.demo import diary
from app.demo.courses import Course, Ending
from app.demo.diary import Calendar, Slot
from app.demo.material import Beat
from app.records.session_note import Attendance

_CAME, _LATE, _CANCELLED, _NO_SHOW, _OURS = 0.885, 0.025, 0.055, 0.022, 0.013
_OUTCOMES = (
    Attendance.ATTENDED,
    Attendance.LATE,
    Attendance.CANCELLED_BY_CLIENT,
    Attendance.NO_SHOW,
    Attendance.CANCELLED_BY_THERAPIST,
)
_TOOK_PLACE = frozenset({Attendance.ATTENDED, Attendance.LATE})
_LONG_GAP_DAYS = 12
_EASTER_DAYS = 14
# Everybody comes weekly at first.
_WEEKLY_SESSIONS = 8


@dataclass(frozen=True, slots=True)
class Meeting:
    """One appointment. `beat` is None when it did not take place; `following` is what it takes up again."""

    day: date
    hour: str
    attendance: Attendance
    beat: Beat | None = None
    number: int = 0
    following: tuple[str, ...] = ()
    next_day: date | None = None
    is_break: bool = False
    is_slower: bool = False


class Diary:
    """Walks through the weeks of one client."""

    def __init__(self, rng: random.Random, outline: Course, slot: Slot, calendar: Calendar) -> None:
        self._rng = rng
        self._outline = outline
        self._slot = slot
        self._calendar = calendar
        self._pace = 1
        self.is_complete = False

    def meetings(self, story: list[Beat], seasons: list[Beat]) -> list[Meeting]:
        """All appointments before today; `is_complete` tells afterwards whether the story came to its end."""
        left, today = list(story), self._calendar.today
        found = list(self._walk(left, list(seasons), today))
        self.is_complete = not left
        goes_on = self._outline.ending is Ending.ONGOING and found and (found[-1].next_day or today) >= today
        if found and self.is_complete and not goes_on:
            found[-1] = replace(found[-1], next_day=None, is_break=False)
        return found

    def _walk(self, story: list[Beat], seasons: list[Beat], today: date) -> Iterator[Meeting]:
        day = self._calendar.on_slot(self._outline.start, self._slot)
        before, number = day, 0
        following: tuple[str, ...] = ()
        attendance = Attendance.ATTENDED
        while day < today and story:
            beat = self._beat(story, seasons, day, before, number) if attendance in _TOOK_PLACE else None
            number += beat is not None
            is_slower = self._slow_down(number)
            if beat is not None and 0 < beat.pace <= self._pace:
                beat = replace(beat, plan="")  # it is so already
            following_day = self._after(day, beat)
            yield Meeting(
                day,
                f"{self._slot.hour:02d}:00",
                self._attendance(attendance, beat),
                beat,
                number,
                following if beat is not None else (),
                following_day,
                (following_day - day).days > self._pace * 7 + _LONG_GAP_DAYS // 2 and not (beat and beat.gap),
                is_slower,
            )
            if beat is not None:
                following = beat.following
            attendance = self._next_outcome(attendance, story, following_day, today)
            before, day = day, following_day

    def _slow_down(self, number: int) -> bool:
        """Whether this is the session from which on they meet less often."""
        if number < _WEEKLY_SESSIONS or self._pace >= self._outline.pace:
            return False
        self._pace = self._outline.pace
        return True

    def _beat(self, story: list[Beat], seasons: list[Beat], day: date, before: date, number: int) -> Beat:
        after_break = (day - before).days > self._pace * 7 + _LONG_GAP_DAYS
        is_middle = number >= 3 and len(story) > 3
        for beat in seasons if is_middle else ():
            if ("after_break" in beat.flags) == after_break and _is_in_season(beat, day):
                seasons.remove(beat)
                return beat
        return story.pop(0)

    def _after(self, day: date, beat: Beat | None) -> date:
        if beat is not None and beat.days:
            return self._calendar.in_some_days(day, beat.days, self._slot)
        if beat is not None:
            self._pace = max(self._pace, beat.pace)
        weeks = beat.gap if beat is not None and beat.gap else self._pace
        # From a session out of turn, the usual day comes first.
        out_of_turn = day.weekday() != self._slot.weekday
        ahead = timedelta(days=4) if out_of_turn else timedelta(weeks=weeks)
        return self._calendar.on_slot(day + ahead, self._slot)

    def _next_outcome(self, last: Attendance, story: list[Beat], day: date, today: date) -> Attendance:
        is_last = not story or len(story) == 1 or (day + timedelta(weeks=self._pace)) >= today
        if is_last or last not in _TOOK_PLACE:
            return Attendance.ATTENDED
        return self._rng.choices(_OUTCOMES, (_CAME, _LATE, _CANCELLED, _NO_SHOW, _OURS))[0]

    @staticmethod
    def _attendance(attendance: Attendance, beat: Beat | None) -> Attendance:
        return Attendance.LATE if beat is not None and "late" in beat.flags else attendance


def _is_in_season(beat: Beat, day: date) -> bool:
    if "after_easter" in beat.flags:
        return 0 < diary.days_since_easter(day) <= _EASTER_DAYS
    return beat.season[0] <= f"{day:%m-%d}" <= beat.season[1]
