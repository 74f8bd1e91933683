"""What becomes of each client: how long they come, how it ends, what their consent looks like."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter

from app.demo.material import Beat, Library, Theme

# Holidays and missed sessions make a course longer than its sessions; endings are slower.
_STRETCH = 1.22
_SPARE_WEEKS = 16
_WHOLE_STORY = 24
_OWN_SHARE = 0.66
_SEASONAL = 0.6
_BEFORE_SCHOOL = range(5, 9)


class Ending(StrEnum):
    """Where the work with a client stands on the day of the demo."""

    ONGOING = "ongoing"
    FINISHED = "finished"
    PAUSED = "paused"
    WITHDREW = "withdrew"
    DECLINED = "declined"
    WAITING = "waiting"
    ENQUIRY = "enquiry"


class Standing(StrEnum):
    """What the consent of a client looks like."""

    PLAIN = "plain"
    PAPER = "paper"
    EXPIRED = "expired"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Course:
    """The outline of one client's time here.

    `sessions` counts those that take place; `pace` is the weeks between them at the beginning.
    """

    ending: Ending
    standing: Standing
    sessions: int
    pace: int
    start: date
    has_draft: bool = False

    @property
    def comes(self) -> bool:
        """Whether there were sessions at all."""
        return self.sessions > 0


@dataclass(frozen=True, slots=True)
class Span:
    """The time that the practice has existed: so many years before `today`."""

    years: int
    today: date


# Ending, consent, least and most sessions, weeks between them, whether a note lies unsigned.
_Row = tuple[Ending, Standing, int, int, int, bool]
# The first clients are dealt, so that a small practice has everything.
_DEALT: tuple[_Row, ...] = (
    (Ending.ONGOING, Standing.PAPER, 40, 46, 2, True),
    (Ending.FINISHED, Standing.PLAIN, 22, 30, 1, False),
    (Ending.ONGOING, Standing.EXPIRED, 30, 40, 1, False),
    (Ending.WITHDREW, Standing.WITHDRAWN, 9, 14, 1, False),
    (Ending.DECLINED, Standing.DECLINED, 1, 1, 1, False),
    (Ending.ONGOING, Standing.PLAIN, 14, 20, 1, True),
    (Ending.FINISHED, Standing.RENEWED, 40, 48, 1, False),
    (Ending.ONGOING, Standing.PLAIN, 3, 6, 1, True),
    (Ending.PAUSED, Standing.PLAIN, 12, 18, 1, False),
    (Ending.ONGOING, Standing.RENEWED, 34, 44, 2, False),
    (Ending.WAITING, Standing.NONE, 0, 0, 1, False),
    (Ending.ENQUIRY, Standing.NONE, 0, 0, 1, False),
)
_MANY: tuple[tuple[int, _Row], ...] = (
    (20, (Ending.FINISHED, Standing.PLAIN, 22, 38, 1, False)),
    (25, (Ending.FINISHED, Standing.RENEWED, 38, 52, 1, False)),
    (4, (Ending.FINISHED, Standing.PAPER, 28, 48, 1, False)),
    (10, (Ending.ONGOING, Standing.PLAIN, 12, 36, 1, False)),
    (18, (Ending.ONGOING, Standing.RENEWED, 36, 46, 2, False)),
    (4, (Ending.ONGOING, Standing.PAPER, 36, 46, 2, False)),
    (3, (Ending.ONGOING, Standing.EXPIRED, 30, 44, 1, False)),
    (1, (Ending.ONGOING, Standing.PLAIN, 6, 20, 1, True)),
    (6, (Ending.PAUSED, Standing.PLAIN, 18, 34, 1, False)),
    (4, (Ending.WITHDREW, Standing.WITHDRAWN, 10, 30, 1, False)),
    (1, (Ending.DECLINED, Standing.DECLINED, 1, 1, 1, False)),
    (2, (Ending.WAITING, Standing.NONE, 0, 0, 1, False)),
    (2, (Ending.ENQUIRY, Standing.NONE, 0, 0, 1, False)),
)


def course(rng: random.Random, library: Library, theme: Theme, number: int, span: Span) -> Course:
    """The course of client `number` (from 0)."""
    if number < len(_DEALT):
        row = _DEALT[number]
    else:
        row = rng.choices([row for _, row in _MANY], [weight for weight, _ in _MANY])[0]
    ending, standing, least, most, pace, has_draft = row
    room = int((span.years * 52 - _SPARE_WEEKS) / _STRETCH / pace)
    sessions = min(rng.randint(least, most), room, int((_supply(library, theme) - 3) / _STRETCH))
    start = _start(rng, ending, round(sessions * pace * _STRETCH), span)
    if "teen" in theme.tags:
        start = _in_school_time(start, span.today)
    return Course(ending, standing, sessions, pace, start, has_draft)


def story(rng: random.Random, library: Library, theme: Theme, outline: Course) -> list[Beat]:
    """The sessions of a client in order: the theme's own, with sessions of everyday life between.

    Ongoing work breaks off somewhere; the list is then longer than what will be needed.
    """
    is_finished = outline.ending is Ending.FINISHED
    wanted = outline.sessions
    if not is_finished:
        wanted = max(math.ceil(wanted * _STRETCH) + 3, _WHOLE_STORY)
    found = _own_beats(rng, theme, wanted, is_finished=is_finished)
    life = _everyday(library, theme)
    extra = rng.sample(life, min(len(life), max(wanted - len(found), 0)))
    first, last = min(3, len(found)), len(found) - (2 if is_finished else 0)
    settled = min(max(first, len(found) // 2), last)
    places = [rng.randint(settled if "settled" in beat.flags else first, last) for beat in extra]
    for place, beat in sorted(zip(places, extra, strict=True), key=itemgetter(0), reverse=True):
        found.insert(place, beat)
    return found if outline.ending in {Ending.FINISHED, Ending.ONGOING} else found[: outline.sessions]


def seasonal(rng: random.Random, library: Library, theme: Theme) -> list[Beat]:
    """Some of the sessions that belong to a time of the year, not more than one for each."""
    by_season: dict[tuple[str, ...], list[Beat]] = {}
    for beat in library.life:
        if beat.is_seasonal and beat.needs <= theme.tags:
            by_season.setdefault(beat.season, []).append(beat)
    return [rng.choice(offered) for offered in by_season.values() if rng.random() < _SEASONAL]


def _supply(library: Library, theme: Theme) -> int:
    """How many sessions of a client with this theme can be told without repeating one."""
    return len(_everyday(library, theme)) + sum(beat.phase != "ending" for beat in theme.beats)


def _everyday(library: Library, theme: Theme) -> list[Beat]:
    return [beat for beat in library.life if not beat.is_seasonal and beat.needs <= theme.tags]


def _own_beats(rng: random.Random, theme: Theme, wanted: int, *, is_finished: bool) -> list[Beat]:
    """A choice of the theme's sessions in their order; those that carry the story are always in it."""
    offered = [beat for beat in theme.beats if is_finished or beat.phase != "ending"]
    rest = [place for place, beat in enumerate(offered) if "must" not in beat.flags]
    # Everyday life has its share, and the more of it the longer the work lasts.
    most = max(round(wanted * _OWN_SHARE) - (len(offered) - len(rest)), 3)
    chosen = set(rng.sample(rest, min(most, len(rest))))
    return [beat for place, beat in enumerate(offered) if place in chosen or "must" in beat.flags]


def _start(rng: random.Random, ending: Ending, weeks: int, span: Span) -> date:
    earliest = span.today - timedelta(weeks=52 * span.years)
    if ending in {Ending.WAITING, Ending.ENQUIRY}:
        return span.today - timedelta(days=rng.randint(3, 40))
    if ending is Ending.ONGOING:
        return max(span.today - timedelta(weeks=weeks), earliest)
    latest = max(span.today - timedelta(weeks=weeks + _SPARE_WEEKS), earliest)
    return earliest + timedelta(days=rng.randint(0, (latest - earliest).days))


def _in_school_time(start: date, today: date) -> date:
    """Nobody begins with trouble at school just before the holidays."""
    if start.month not in _BEFORE_SCHOOL:
        return start
    autumn = date(start.year, 9, 1)
    return autumn if autumn + timedelta(weeks=6) < today else date(start.year, 3, 1)
