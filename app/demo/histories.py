"""The history of each fictional client: who they are and all that was written about them over the years."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app import clock
from app.demo import courses, diary
from app.demo.consenting import Consents, Given
from app.demo.courses import Ending, Span, Standing
from app.demo.diary import Calendar, Slot
from app.demo.material import Library, Row, Theme, library
from app.demo.meetings import Diary, Meeting
from app.demo.notes import LaterWord, Private, Writer
from app.demo.people import People, Person, client_of, other_gender
from app.demo.prose import GENDERS, MASCULINE, NEUTRAL, Decks, Voice
from app.records.amendment import BY_HAND, AmendmentKind
from app.records.choices import Information
from app.records.client import Client, FileStatus
from app.records.client_profile import (
    AlertKind,
    Authority,
    Capacity,
    ClientGroup,
    ClientProfile,
    ClinicalAlert,
    Custody,
    Payer,
    Permission,
    Representative,
)
from app.records.session_note import SessionNote

_OLDER = 65
_STATUS = {
    Ending.ONGOING: FileStatus.OPEN,
    Ending.FINISHED: FileStatus.CLOSED,
    Ending.PAUSED: FileStatus.PAUSED,
    Ending.WITHDREW: FileStatus.CLOSED,
    Ending.DECLINED: FileStatus.CLOSED,
    Ending.WAITING: FileStatus.WAITING,
    Ending.ENQUIRY: FileStatus.ENQUIRY,
}
_LEAVING = {Ending.PAUSED: "paused", Ending.WITHDREW: "withdrew", Ending.DECLINED: "declined"}
# The first clients have one later word of each kind; the others have them as it happens.
_DEALT_WORDS = {
    0: AmendmentKind.ADDENDUM,
    1: AmendmentKind.CORRECTION,
    2: AmendmentKind.LATE_ENTRY,
    3: AmendmentKind.ENTERED_IN_ERROR,
}
_MARKED = (0, 2, 5)


@dataclass(frozen=True, slots=True)
class History:
    """One client and everything written about them, ready to be kept.

    References between records are places in these lists, because ids come from the vault.
    `draft` is the note of the latest session, not signed yet.
    """

    person: Person
    theme: str
    client: Client
    profile: ClientProfile | None
    consents: list[Given]
    sessions: list[SessionNote]
    private: list[Private]
    later_words: list[LaterWord]
    draft: SessionNote | None
    voice: Voice
    slot: Slot


def histories(
    clients: int = 12, years: int = 3, seed: int = 1, language: str = "en", *, today: date | None = None
) -> Iterator[History]:
    """The histories of `clients` fictional people over `years` years before `today`.

    The same arguments give the same histories. Nothing in them happens on or after `today`.
    """
    if clients < 1 or years < 1:
        raise ValueError("a practice has at least one client and one year")
    found = library(language)
    rng = random.Random(f"{seed}/{language}")
    span = Span(years, today or clock.today())
    people, hours, themes = People(found), diary.slots(rng, span.today), _themes(rng, found)
    free = list(hours)
    for number in range(clients):
        theme = themes[number % len(themes)]
        maker = _Maker(random.Random(f"{seed}/{language}/{number}"), found, theme, number, span)
        free = free or list(hours)
        yield maker.history(people, diary.take(free, is_pupil="teen" in theme.tags))


def _themes(rng: random.Random, found: Library) -> list[Theme]:
    """All themes in turn, so that the first dozen clients come with a dozen different things."""
    themes = list(found.themes)
    rng.shuffle(themes)
    # Those that decline, wait or only ask are adults.
    teens = [theme for theme in themes if "teen" in theme.tags]
    adults = [theme for theme in themes if "teen" not in theme.tags]
    return adults[:5] + teens + adults[5:]


class _Maker:
    """Makes the history of one client."""

    def __init__(self, rng: random.Random, found: Library, theme: Theme, number: int, span: Span) -> None:
        self._rng = rng
        self._library = found
        self._theme = theme
        self._number = number
        self._today = span.today
        self._course = courses.course(rng, found, theme, number, span)

    def history(self, people: People, slot: Slot) -> History:
        """The whole history of somebody new."""
        person, voice = self._meet(people)
        writer = Writer(voice, Decks(self._rng), self._library, self._theme)
        meetings = self._meetings(slot)
        sessions = [writer.note(meeting) for meeting in meetings]
        private = self._private(writer, meetings)
        words = self._later_words(writer, meetings, sessions, private)
        draft = self._draft(sessions, private, words)
        days = [meeting.day for meeting in meetings if meeting.beat is not None]
        left_on = self._leave(writer, sessions, meetings)
        opened = days[0] if days else self._course.start
        opened = self._enquire(writer, sessions, private, words, opened)
        consents = Consents(voice, self._library, person, days).taken(self._course.standing, self._today, left_on)
        client = self._client(person, writer, opened, left_on or (days[-1] if days else None))
        return History(
            person,
            self._theme.name,
            client,
            self._profile(person, writer),
            consents,
            sessions,
            private,
            words,
            draft,
            voice,
            slot,
        )

    def _meet(self, people: People) -> tuple[Person, Voice]:
        """Who it is, and the details of their story, which stay the same in every note."""
        parent = None
        rows: dict[str, Row] = {}
        if "teen" in self._theme.tags:
            rows["parent"] = self._rng.choice(self._theme.details["parent"])
            parent = GENDERS[rows["parent"]["g"]]
        person = people.meet(self._rng, self._theme, self._course.start, parent)
        own = {MASCULINE: "m", NEUTRAL: "n"}.get(person.gender, "f")
        for name, offered in self._theme.details.items():
            fitting = [row for row in offered if row.get("for", own) == own] or list(offered)
            rows.setdefault(name, self._rng.choice(fitting))
        return person, Voice(self._rng, person.first, person.gender, rows)

    def _meetings(self, slot: Slot) -> list[Meeting]:
        if not self._course.comes:
            return []
        story = courses.story(self._rng, self._library, self._theme, self._course)
        seasons = courses.seasonal(self._rng, self._library, self._theme)
        walk = Diary(self._rng, self._course, slot, Calendar(self._library.language, self._today))
        found = walk.meetings(story, seasons)
        if not walk.is_complete and self._course.ending is not Ending.ONGOING:
            # The calendar was too short for the end of the story: it goes on.
            self._course = replace(self._course, ending=Ending.ONGOING, standing=Standing.PLAIN)
        return found

    def _private(self, writer: Writer, meetings: list[Meeting]) -> list[Private]:
        found = []
        for place, meeting in enumerate(meetings):
            body = writer.private(meeting.day, meeting.beat) if meeting.beat is not None else None
            if body is not None and body.review_by < self._today.isoformat():
                body.review_by = ""  # it was looked at when its day came
            if body is not None:
                found.append(Private(body, place))
        return found

    def _later_words(
        self, writer: Writer, meetings: list[Meeting], sessions: list[SessionNote], private: list[Private]
    ) -> list[LaterWord]:
        places = [place for place, meeting in enumerate(meetings) if meeting.beat is not None][:-1]
        found: list[LaterWord] = []
        dealt = _DEALT_WORDS.get(self._number)
        for place in places:
            kind = self._rng.choices((None, *BY_HAND), (946, 26, 12, 12, 4))[0]
            if kind is not None and kind is not AmendmentKind.ENTERED_IN_ERROR:
                found.append(writer.later_word(kind, sessions, place))
        if dealt is None:
            dealt = AmendmentKind.ENTERED_IN_ERROR if self._rng.random() < 0.1 else None
        if dealt is AmendmentKind.ENTERED_IN_ERROR and len(places) > 2:
            self._enter_in_error(writer, sessions, private, found, self._rng.choice(places[1:]))
        elif dealt is not None and places and dealt not in {word.kind for word in found}:
            found.append(writer.later_word(dealt, sessions, self._rng.choice(places)))
        return found

    def _enter_in_error(
        self,
        writer: Writer,
        sessions: list[SessionNote],
        private: list[Private],
        words: list[LaterWord],
        place: int,
    ) -> None:
        """Before the note at `place` stands one that should not be there."""
        words[:] = [word for word in words if word.session != place]
        early, text, reason = writer.written_too_early(sessions[place])
        _insert(sessions, private, words, place, early)
        words.append(LaterWord(place, AmendmentKind.ENTERED_IN_ERROR, text, reason))

    def _draft(self, sessions: list[SessionNote], private: list[Private], words: list[LaterWord]) -> SessionNote | None:
        if not self._course.has_draft or self._course.ending is not Ending.ONGOING or len(sessions) < 2:
            return None
        last = len(sessions) - 1
        private[:] = [note for note in private if note.session != last]
        words[:] = [word for word in words if word.session != last]
        return sessions.pop()

    def _leave(self, writer: Writer, sessions: list[SessionNote], meetings: list[Meeting]) -> date | None:
        pool = _LEAVING.get(self._course.ending)
        if pool is None or not meetings:
            return None
        day = min(meetings[-1].day + timedelta(days=self._rng.randint(3, 6)), self._today - timedelta(days=1))
        sessions.append(writer.leaving(day, pool))
        return day

    def _enquire(
        self,
        writer: Writer,
        sessions: list[SessionNote],
        private: list[Private],
        words: list[LaterWord],
        opened: date,
    ) -> date:
        """The first telephone call, where it was written down; returns the day the file was opened."""
        pool = {Ending.WAITING: "waiting", Ending.ENQUIRY: "open"}.get(self._course.ending, "begun")
        if pool == "begun" and self._rng.random() > 0.7:
            return opened
        day = opened - timedelta(days=self._rng.randint(5, 30)) if pool == "begun" else opened
        day -= timedelta(days=max(day.weekday() - 4, 0))
        _insert(sessions, private, words, 0, writer.enquiry(day, pool))
        return day

    def _client(self, person: Person, writer: Writer, opened: date, closed: date | None) -> Client:
        is_marked = self._number in _MARKED or self._rng.random() < 0.18
        client = client_of(person, writer.voice, self._library, writer.decks, is_marked=is_marked)
        client.status = _STATUS[self._course.ending]
        client.opened_on = opened.isoformat()
        if client.status is FileStatus.CLOSED and closed is not None:
            client.closed_on = closed.isoformat()
        return client

    def _profile(self, person: Person, writer: Writer) -> ClientProfile | None:
        if not self._course.comes:
            return None
        rng, phrases, places = self._rng, self._library.phrases, self._library.people["places"]
        is_teen = bool(person.parent)
        profile = ClientProfile(
            client_group=[self._group(person)],
            capacity=Capacity.MINOR if is_teen else Capacity.FULL,
            cultural_considerations=writer.voice.one_of(phrases["culture"]["any"]),
            referral_source=rng.choice(phrases["referral"]["teen" if is_teen else "any"]),
            payer=rng.choices((Payer.SELF, Payer.INSURER, Payer.CHARITY, None), (70, 8, 4, 18))[0],
        )
        if rng.random() < 0.7:
            profile.gp_name, profile.gp_contact = rng.choice(places["gp"]), rng.choice(places["surgery"])
            profile.gp_permission = rng.choice(tuple(Permission))
        if self._number in _MARKED or rng.random() < 0.12:
            text = writer.decks.draw("clinical", phrases["alerts"]["clinical"])
            profile.alerts = [ClinicalAlert(kind=AlertKind.HEALTH, text=text)]
        if is_teen:
            parents = ((person.parent, person.parent_gender), (person.other_parent, other_gender(person.parent_gender)))
            profile.representatives = [self._representative(name, gender) for name, gender in parents]
        return profile

    def _representative(self, name: str, gender: int) -> Representative:
        return Representative(
            name=name,
            relationship=self._library.people["contacts"]["mother" if gender else "father"],
            custody=Custody.JOINT_DECISIONS,
            authority=Authority.BIRTH_CERTIFICATE,
            may_receive=Information.GENERAL_PROGRESS,
        )

    def _group(self, person: Person) -> ClientGroup:
        if person.parent:
            return ClientGroup.ADOLESCENT
        age = (self._today - person.born).days // 365
        return ClientGroup.OLDER_ADULT if age >= _OLDER else ClientGroup.ADULT


def _insert(
    sessions: list[SessionNote], private: list[Private], words: list[LaterWord], place: int, note: SessionNote
) -> None:
    """Put a note before the one at `place`; what refers to later notes follows."""
    sessions.insert(place, note)
    private[:] = [Private(one.body, one.session + (one.session >= place)) for one in private]
    words[:] = [replace(word, session=word.session + (word.session >= place)) for word in words]
