"""The notes of one client: session notes in their formats, private notes, later words on signed notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo import diary
from app.demo.material import Beat, Library, Theme
from app.demo.meetings import Meeting
from app.demo.prose import Decks, Voice, joined
from app.records.amendment import AmendmentKind
from app.records.choices import Modality, Setting
from app.records.fields import LocalTime
from app.records.process_note import ProcessNote
from app.records.session_note import Attendance, NoteFormat, Present, RiskStatement, SessionNote

_FORMATS = (NoteFormat.FREE, NoteFormat.SOAP, NoteFormat.DAP, NoteFormat.BIRP, NoteFormat.PIE)
_CANCELLED = {
    Attendance.CANCELLED_BY_CLIENT: "client",
    Attendance.CANCELLED_BY_THERAPIST: "therapist",
    Attendance.NO_SHOW: "no_show",
}
_SESSION_MINUTES, _CALL_MINUTES = 50, 25


@dataclass(frozen=True, slots=True)
class Private:
    """A private note and the place of its session among the session notes."""

    body: ProcessNote
    session: int


@dataclass(frozen=True, slots=True)
class LaterWord:
    """An amendment of the session note at a place."""

    session: int
    kind: AmendmentKind
    text: str
    reason: str


class Writer:
    """Writes what a careful therapist would, about one client."""

    def __init__(self, voice: Voice, decks: Decks, library: Library, theme: Theme) -> None:
        self.voice = voice
        self.decks = decks
        self._rng = voice.rng
        self._library = library
        self._phrases = library.phrases
        self._theme = theme
        self._zone = str(library.people["practice"]["zone"])
        self._format = self._rng.choices(_FORMATS, (42, 26, 16, 8, 8))[0]

    def note(self, meeting: Meeting) -> SessionNote:
        """The note of an appointment, whether it took place or not."""
        if meeting.beat is None:
            return self._missed(meeting)
        note = self._frame(meeting, meeting.beat)
        parts = self._parts(meeting, meeting.beat, int(self._phrases_late(meeting)))
        format_ = self._format if self._rng.random() > 0.1 else NoteFormat.FREE
        note.format = format_
        for name, text in _LAYOUTS[format_](self, parts).items():
            setattr(note, name, text)
        if parts["late"]:
            note.minutes = _SESSION_MINUTES - int(parts["late_minutes"])
        return note

    def moment(self, day: date, hour: str) -> LocalTime:
        """A wall time of the practice."""
        return LocalTime(at=f"{day.isoformat()}T{hour}", zone=self._zone)

    def enquiry(self, day: date, pool: str) -> SessionNote:
        """The first telephone call."""
        reason = self.voice.one_of(self._theme.reason) if self._rng.random() < 0.8 else ""
        more = reason or self.voice.one_of(self._phrases["enquiry"]["silent"])
        return SessionNote(
            started=self.moment(day, f"{self._rng.choice((12, 13, 17))}:{self._rng.choice((10, 20, 40))}"),
            minutes=self._rng.choice((10, 15)),
            setting=Setting.PHONE,
            modality=Modality.CONSULTATION,
            client_location=self.voice.say(self._phrases["enquiry"]["where"]),
            text=joined(self.voice.one_of(self._phrases["enquiry"][pool]), more),
            risk_statement=RiskStatement.NO_CONCERN,
        )

    def leaving(self, day: date, pool: str) -> SessionNote:
        """The message with which somebody stops."""
        return SessionNote(
            started=self.moment(day, "11:30"),
            minutes=0,
            attendance=Attendance.CANCELLED_BY_CLIENT,
            text=self.voice.one_of(self._phrases["leaving"][pool]),
            risk_statement=RiskStatement.NO_CONCERN,
        )

    def private(self, day: date, beat: Beat) -> ProcessNote | None:
        """A private note about a session, now and then; each thought is written down once."""
        text = ""
        if beat.process and self._rng.random() < 0.8:
            text = beat.process
        elif self._rng.random() < 0.12:
            pool, cards = self._rng.choice(
                (("theirs", self._theme.process), ("anybody", tuple(self._phrases["process"]["any"])))
            )
            text = "" if self.decks.is_spent(pool) else self.decks.draw(pool, cards)
        if not text:
            return None
        review = (day + timedelta(days=180)).isoformat() if self._rng.random() < 0.3 else ""
        return ProcessNote(text=self.voice.say(text), written_on=day.isoformat(), review_by=review)

    def later_word(self, kind: AmendmentKind, notes: Sequence[SessionNote], place: int) -> LaterWord:
        """An addendum, a correction or a late entry to the note at `place`."""
        pool = self._phrases["amend"]
        if kind is AmendmentKind.CORRECTION:
            return self._correction(notes[place], place)
        if kind is AmendmentKind.ADDENDUM:
            cards = ["\n".join(pair) for pair in pool["addendum"]]
            text, _, reason = self.decks.draw("addendum", cards).partition("\n")
        else:
            text = self.decks.draw("late_entry", pool["late_entry"])
            reason = self._rng.choice(pool["late_entry_reason"])
        return LaterWord(place, kind, self.voice.say(text), self.voice.say(reason))

    def written_too_early(self, note: SessionNote) -> tuple[SessionNote, str, str]:
        """A no-show that was none: the note of it, and text and reason of *entered in error*.

        The session itself then began later; `note` is changed accordingly.
        """
        started = started_of(note)
        pool, hour = self._phrases["amend"], started.at[11:13]
        early = SessionNote(
            started=started,
            minutes=0,
            attendance=Attendance.NO_SHOW,
            text=self.voice.say(pool["error_note"]),
            risk_statement=RiskStatement.NOT_REVIEWED,
        )
        note.started = LocalTime(at=f"{started.at[:13]}:20", zone=started.zone)
        note.attendance, note.minutes = Attendance.LATE, 30
        text = self.voice.say(pool["error_text"], arrived=self._hour(f"{hour}:20"))
        return early, text, self.voice.one_of(pool["error_reason"])

    def _correction(self, note: SessionNote, place: int) -> LaterWord:
        pool = self._phrases["amend"]
        name = "correction_video" if note.setting is Setting.IN_PERSON and self._rng.random() < 0.4 else ""
        name = name or "correction_start"
        hour = started_of(note).at[11:13]
        minutes = self._rng.choice((10, 15))
        text = self.voice.say(
            pool[name], wrong=self._hour(f"{hour}:00"), right=self._hour(f"{hour}:{minutes}"), minutes=str(minutes)
        )
        return LaterWord(place, AmendmentKind.CORRECTION, text, self.voice.one_of(pool[f"{name}_reason"]))

    def _frame(self, meeting: Meeting, beat: Beat) -> SessionNote:
        note = SessionNote(
            started=self.moment(meeting.day, meeting.hour),
            minutes=_CALL_MINUTES if "phone" in beat.flags else _SESSION_MINUTES,
            attendance=meeting.attendance,
            present=[Present.CLIENT, Present.PARENT] if "with_parent" in beat.flags else [Present.CLIENT],
            risk_statement=RiskStatement.CONCERN if "concern" in beat.flags else RiskStatement.NO_CONCERN,
            methods=[self._rng.choice(self._theme.methods)] if beat.phase and self._rng.random() < 0.4 else [],
        )
        if note.risk_statement is RiskStatement.CONCERN:
            note.risk_note = self.voice.say(beat.risk)
        if meeting.next_day is not None:
            note.next_session = self.moment(meeting.next_day, meeting.hour)
        for flag, setting in (("video", Setting.VIDEO), ("phone", Setting.PHONE)):
            if flag in beat.flags:
                note.setting = setting
                note.identity_checked = note.privacy_checked = True
                note.client_location = self.voice.one_of(self._library.people["places"]["home"])
        return note

    def _phrases_late(self, meeting: Meeting) -> int:
        numbers: Sequence[int] = self._library.people["style"]["numbers"]
        return self._rng.choice(numbers) if meeting.attendance is Attendance.LATE else 0

    def _parts(self, meeting: Meeting, beat: Beat, late: int) -> dict[str, str]:
        """What can be said about a session, by section; layouts choose from it."""
        say, phrases = self.voice.say, self._phrases
        is_told = "late" in beat.flags  # the session itself tells of it
        late_text = self.voice.one_of(phrases["late"]["any"], late=str(late)) if late and not is_told else ""
        intake = phrases["intake"] if beat.phase else {}
        history = goals = ""
        if meeting.number == 1 and intake:
            history = say(intake["history"], text=self._lower(say(self._rng.choice(self._theme.history))))
        if meeting.number == 2:
            goals = say(phrases["intake"]["goals"], text=self._lower(say(self._rng.choice(self._theme.goals))))
        is_concern = "concern" in beat.flags
        opening = [self.voice.one_of(meeting.following) if meeting.following else "", say(beat.said)]
        if "after_break" in beat.flags:
            opening.reverse()
        return {
            "late": "1" if late else "",
            "late_minutes": str(late),
            "said": joined(late_text, *opening),
            "history": history,
            "goals": goals,
            "seen": say(beat.seen) if beat.seen else say(self.decks.draw(beat.mood, phrases["seen"][beat.mood])),
            "own_seen": "1" if beat.seen else "",
            "work": say(beat.work),
            "view": say(beat.view) if beat.view else say(self.decks.draw("view", phrases["view"]["any"])),
            "risk": say(beat.risk) if beat.risk and not is_concern else "",
            "plan": say(beat.plan) if beat.plan else "",
            "agreed": "1" if beat.following else "",
            "slower": self.voice.one_of(phrases["plan"]["slower"]) if meeting.is_slower else "",
            "next": self._next(meeting),
        }

    def _lower(self, text: str) -> str:
        """For after a colon: small, unless it is a name or an abbreviation. A template makes it large again."""
        first = text.split(" ", 1)[0].rstrip(".,:;")
        is_kept = first in {self.voice.name, "I"} or (first.isupper() and len(first) > 1)
        return text if is_kept else text[:1].lower() + text[1:]

    def _next(self, meeting: Meeting) -> str:
        if meeting.next_day is None:
            return ""
        moment = diary.words(meeting.next_day, meeting.hour, self._phrases["calendar"])
        pool = "gap" if meeting.is_break else "next"
        return self.voice.say(self.decks.draw(f"plan_{pool}", self._phrases["plan"][pool]), next=moment)

    def _missed(self, meeting: Meeting) -> SessionNote:
        pool = _CANCELLED[meeting.attendance]
        if pool == "client" and "teen" in self._theme.tags:
            pool = "teen"
        text = self.voice.say(self.decks.draw(f"missed_{pool}", self._phrases["cancelled"][pool]))
        return SessionNote(
            started=self.moment(meeting.day, meeting.hour),
            minutes=0,
            attendance=meeting.attendance,
            text=joined(text, self._next(meeting)),
            risk_statement=RiskStatement.NOT_REVIEWED,
            next_session=self.moment(meeting.next_day, meeting.hour) if meeting.next_day else None,
        )

    def _hour(self, text: str) -> str:
        return diary.clock_time(text, self._phrases["calendar"])

    def free(self, parts: dict[str, str]) -> dict[str, Any]:
        """Paragraphs as one writes them: sometimes only what was said, sometimes everything."""
        plan = parts["plan"]
        if plan and parts["agreed"]:
            plan = self.voice.one_of(self._phrases["plan"]["agreed"], text=self._lower(plan))
        closing = joined(plan, parts["slower"], parts["next"])
        if self._rng.random() < 0.12 and not parts["risk"] and not parts["history"]:
            return {"text": _paragraphs(parts["said"], parts["work"], closing)}
        seen = parts["seen"] if parts["own_seen"] or self._rng.random() < 0.45 else ""
        middle = [parts["work"], seen]
        if self._rng.random() < 0.35:
            middle.reverse()
        view = parts["view"] if self._rng.random() < 0.7 else ""
        if self._rng.random() < 0.3:
            return {
                "text": _paragraphs(
                    joined(parts["said"], *middle),
                    parts["history"],
                    joined(parts["risk"], view),
                    parts["goals"],
                    closing,
                )
            }
        return {
            "text": _paragraphs(
                parts["said"], parts["history"], joined(*middle), parts["risk"], view, parts["goals"], closing
            )
        }

    def soap(self, parts: dict[str, str]) -> dict[str, Any]:
        """Report, observation, understanding, plan."""
        return {
            "subjective": _paragraphs(parts["said"], parts["history"]),
            "objective": joined(parts["seen"], parts["work"]),
            "assessment": _paragraphs(parts["view"], parts["risk"]),
            "plan": _paragraphs(parts["goals"], joined(parts["plan"], parts["slower"], parts["next"])),
        }

    def dap(self, parts: dict[str, str]) -> dict[str, Any]:
        """Data, understanding, plan."""
        return {
            "data": _paragraphs(parts["said"], parts["history"], joined(parts["work"], parts["seen"])),
            "assessment": _paragraphs(parts["view"], parts["risk"]),
            "plan": _paragraphs(parts["goals"], joined(parts["plan"], parts["slower"], parts["next"])),
        }

    def birp(self, parts: dict[str, str]) -> dict[str, Any]:
        """Behaviour, intervention, response, plan."""
        return {
            "behaviour": _paragraphs(joined(parts["said"], parts["seen"]), parts["history"]),
            "intervention": parts["work"],
            "response": _paragraphs(parts["view"], parts["risk"]),
            "plan": _paragraphs(parts["goals"], joined(parts["plan"], parts["slower"], parts["next"])),
        }

    def pie(self, parts: dict[str, str]) -> dict[str, Any]:
        """Problem, intervention, evaluation."""
        return {
            "problem": _paragraphs(parts["said"], parts["history"]),
            "intervention": joined(parts["work"], parts["seen"]),
            "evaluation": _paragraphs(
                parts["view"], parts["risk"], parts["goals"], joined(parts["plan"], parts["slower"], parts["next"])
            ),
        }


def started_of(note: SessionNote) -> LocalTime:
    """When the session of a note began; every note of the demo knows it."""
    if note.started is None:
        raise ValueError("a note without a start")
    return note.started


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


_LAYOUTS = {
    NoteFormat.FREE: Writer.free,
    NoteFormat.SOAP: Writer.soap,
    NoteFormat.DAP: Writer.dap,
    NoteFormat.BIRP: Writer.birp,
    NoteFormat.PIE: Writer.pie,
}
