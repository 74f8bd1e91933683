"""The fictional people: the same every time, in order, whole, and written in clean sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import msgspec
import pytest

from app.demo import History, histories
from app.demo.happenings import Happening, happenings
from app.demo.material import LANGUAGES, library
from app.demo.prose import FEMININE, MASCULINE
from app.records import RecordBody, decode, encode, missing
from app.records.amendment import BY_HAND
from app.records.base import texts_of
from app.records.client import FileStatus
from app.records.consent import Decision, Method
from app.records.session_note import SECTIONS, Attendance, NoteFormat, SessionNote
from app.rules import incidents

TODAY = date(2026, 11, 22)
MANY, YEARS = 70, 3
_QUOTED = re.compile(r"„[^”]*”")


def told(language: str, clients: int = MANY, years: int = YEARS, seed: int = 1) -> list[History]:
    """Histories up to a fixed day."""
    return list(histories(clients, years, seed, language, today=TODAY))


@pytest.fixture(scope="module", params=LANGUAGES)
def known(request: pytest.FixtureRequest) -> list[History]:
    """Many histories of each language."""
    return told(request.param)


@pytest.fixture(scope="module")
def happened(known: list[History]) -> list[Happening]:
    """What happened in that practice."""
    return happenings(known, library(language_of(known)), YEARS, 1, TODAY)


def language_of(known: list[History]) -> str:
    """The language of these histories, from the first consent of a text."""
    return "pl" if known[0].client.language == "polski" else "en"


def bodies(history: History) -> Iterator[tuple[str, RecordBody]]:
    """Every record of a history with its kind, but for the later words."""
    yield "client", history.client
    if history.profile is not None:
        yield "client_profile", history.profile
    yield from (("session_note", note) for note in history.sessions)
    yield from (("consent", given.body) for given in history.consents)
    yield from (("process_note", private.body) for private in history.private)
    if history.draft is not None:
        yield "session_note", history.draft


def note_text(note: SessionNote) -> str:
    """All that was written, whatever the format."""
    return "\n".join(getattr(note, name) for name in SECTIONS[note.format])


def sentences(known: list[History], happened: list[Happening]) -> Iterator[str]:
    """Every text of the practice."""
    for history in known:
        for _, body in bodies(history):
            yield from texts_of(body)
        for word in history.later_words:
            yield from (word.text, word.reason)
    for one in happened:
        yield from texts_of(one.first)
        yield from texts_of(one.response)
        yield one.file_note


def day_of(note: SessionNote) -> str:
    """The calendar day of a note."""
    assert note.started is not None
    return note.started.day


def everything(found: list[History]) -> bytes:
    """All that histories say, to compare them."""
    return msgspec.json.encode(
        [
            [encode(body) for _, body in bodies(history)] + [[word.text, word.reason] for word in history.later_words]
            for history in found
        ]
    )


def test_same_seed_tells_the_same(known: list[History]) -> None:
    language = language_of(known)
    assert everything(told(language)) == everything(known)
    assert everything(told(language, seed=2)) != everything(known)


def test_fewer_clients_are_the_first_of_many(known: list[History]) -> None:
    assert everything(told(language_of(known), clients=5)) == everything(known[:5])


@pytest.mark.parametrize("years", [1, 2, 10])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_number_of_years_can_be_told(language: str, years: int) -> None:
    found = told(language, clients=30, years=years)
    first = min(history.client.opened_on for history in found)
    assert date(TODAY.year - years, 10, 1).isoformat() <= first


def test_language_without_prose_is_refused() -> None:
    with pytest.raises(ValueError, match="no demo in the language"):
        told("xx", clients=1)


def test_no_note_is_repeated_within_a_client(known: list[History]) -> None:
    for history in known:
        notes = [note_text(note) for note in history.sessions]
        assert len(set(notes)) == len(notes), history.person.name
        private = [one.body.text for one in history.private]
        assert len(set(private)) == len(private), history.person.name


def test_notes_differ_between_clients_with_the_same_theme(known: list[History]) -> None:
    by_theme: dict[str, list[set[str]]] = {}
    for history in known:
        by_theme.setdefault(history.theme, []).append({note_text(note) for note in history.sessions})
    for found in by_theme.values():
        shared = set.intersection(*found[:2])
        assert len(shared) < 0.2 * min(len(found[0]), len(found[1])) + 2


def test_no_slot_and_no_choice_stays_open(known: list[History], happened: list[Happening]) -> None:
    for text in sentences(known, happened):
        assert not re.search(r"[{}\[\]|]", text), text


def test_sentences_are_clean(known: list[History], happened: list[Happening]) -> None:
    spoilt = re.compile(r"  | [,.;:!?]|\.\.|,,|\(\)|''|„”|\n\n\n| \n|\n ")
    for text in sentences(known, happened):
        assert text == text.strip()
        assert not spoilt.search(text), text
        assert "lorem" not in text.lower()


def test_notes_end_like_sentences(known: list[History]) -> None:
    for history in known:
        for note in history.sessions:
            for name in ("text", "subjective", "objective", "data", "assessment", "plan"):
                for paragraph in filter(None, getattr(note, name).split("\n\n")):
                    assert re.search(r"[.?!]['”]?$|[.?!]”\.$", paragraph), paragraph
                    assert paragraph[0] == paragraph[0].upper(), paragraph


def test_polish_speaks_of_clients_as_they_are() -> None:
    for history in told("pl"):
        texts = [_QUOTED.sub("", text) for _, body in bodies(history) for text in texts_of(body)]
        together = " ".join(texts)
        if history.person.gender == FEMININE:
            assert not re.search(r"\w+liśmy\b|\b[Kk]lient\b", together), history.person.name
        else:
            assert not re.search(r"\w+łyśmy\b|\b[Kk]lientka\b", together), history.person.name


def test_english_speaks_of_everybody_in_their_own_way() -> None:
    found = [history for history in told("en", clients=200) if history.theme != "postnatal"]
    they = [history for history in found if history.person.gender not in {MASCULINE, FEMININE}]
    assert they
    for history in they:
        together = " ".join(note_text(note) for note in history.sessions)
        assert not re.search(r"\b[Tt]hey (is|has|was|does|\w+s)\b(?<!always)", together), history.person.name


def test_what_happens_lies_in_order_and_in_the_life_of_the_client(known: list[History]) -> None:
    for history in known:
        days = [day_of(note) for note in history.sessions]
        assert days == sorted(days), history.person.name
        opened, closed = history.client.opened_on, history.client.closed_on
        assert history.person.born.isoformat() < opened
        assert all(opened <= day < TODAY.isoformat() for day in days)
        assert not closed or closed == days[-1]
        for given in history.consents:
            assert opened <= given.body.given_on <= TODAY.isoformat()
        for private in history.private:
            assert private.body.written_on == days[private.session]
        for earlier, later in pairwise(history.sessions):
            if earlier.next_session is not None and later.minutes:
                assert earlier.next_session.day <= day_of(later)


def test_next_date_of_open_work_is_ahead(known: list[History]) -> None:
    for history in known:
        if history.client.status is FileStatus.OPEN and history.draft is None:
            announced = history.sessions[-1].next_session
            assert announced is not None, history.person.name
            assert announced.day >= TODAY.isoformat(), history.person.name


def test_clients_are_as_old_as_their_theme(known: list[History]) -> None:
    ages = {theme.name: theme.ages for theme in library(language_of(known)).themes}
    for history in known:
        youngest, oldest = ages[history.theme]
        age = (date.fromisoformat(history.client.opened_on) - history.person.born).days / 365.25
        assert youngest - 1 < age < oldest + 2, history.person.name


def test_pupils_come_after_school_and_not_in_the_holidays(known: list[History]) -> None:
    pupils = [history for history in known if history.person.parent]
    assert pupils
    for history in pupils:
        for note in history.sessions:
            assert note.started is not None
            if note.attendance is Attendance.ATTENDED and note.modality != "consultation":
                assert note.started.day[5:7] not in {"07", "08"} or note.minutes == 0
                assert note.started.at[11:13] >= "15"


def test_names_are_all_different(known: list[History]) -> None:
    names = [history.client.name for history in known]
    assert len(set(names)) == len(names)


def test_nobody_can_be_rung_or_written_to(known: list[History]) -> None:
    fictional = {"en": r"07700 900\d{3}|01632 960\d{3}", "pl": r"000 \d{3} \d{3}|00 000 \d{2} \d{2}"}
    pattern = fictional[language_of(known)]
    for history in known:
        numbers = [phone.number for phone in history.client.phones]
        numbers += [contact.phone for contact in history.client.emergency_contacts]
        assert all(re.fullmatch(pattern, number) for number in numbers)
        assert all(email.address.endswith("@example.org") for email in history.client.emails)


def test_first_dozen_have_everything() -> None:
    for language in LANGUAGES:
        found = told(language, clients=12)
        assert len({history.theme for history in found}) == 12
        assert {history.client.status for history in found} >= {
            FileStatus.OPEN,
            FileStatus.CLOSED,
            FileStatus.PAUSED,
            FileStatus.WAITING,
            FileStatus.ENQUIRY,
        }
        given = [one.body for history in found for one in history.consents]
        assert {body.decision for body in given} == {Decision.GRANTED, Decision.DECLINED, Decision.WITHDRAWN}
        assert any(body.method is Method.PAPER_EARLIER for body in given)
        assert any("" < body.expires_on < TODAY.isoformat() for body in given)
        assert {word.kind for history in found for word in history.later_words} == set(BY_HAND)
        assert sum(history.draft is not None for history in found) >= 2
        assert any(history.private for history in found)
        assert any(history.client.desk_alerts for history in found)
        assert any(history.profile is not None and history.profile.alerts for history in found)


def test_all_formats_and_outcomes_are_there(known: list[History]) -> None:
    notes = [note for history in known for note in history.sessions]
    written = {NoteFormat.FREE, NoteFormat.SOAP, NoteFormat.DAP, NoteFormat.BIRP, NoteFormat.PIE}
    assert {note.format for note in notes} == written
    assert {note.attendance for note in notes} >= set(Attendance) - {Attendance.PARTIAL}
    assert {len(history.client.birth_date) for history in known} == {4, 7, 10}


def test_records_pass_their_own_validation(known: list[History]) -> None:
    for history in known:
        for kind, body in bodies(history):
            assert decode(kind, 1, encode(body)) == body
            body.check_today(TODAY)
            if kind in {"session_note", "consent"}:
                assert not missing(body), (history.person.name, kind)


def test_incidents_are_whole_and_the_closed_ones_could_be_closed(happened: list[Happening]) -> None:
    assert len(happened) >= 5
    assert [one.first.at() for one in happened] == sorted(one.first.at() or "" for one in happened)
    closed = [one for one in happened if one.response.closed_on]
    for one in happened:
        assert not missing(one.first)
        assert not missing(one.response)
        assert decode("incident_response", 1, encode(one.response)) == one.response
    for one in closed:
        assert incidents.missing_to_close(one.response, alone=True) == []
        assert one.response.closed_on <= TODAY.isoformat()
    begun = [one for one in happened if not one.response.closed_on]
    assert {one.response.status() for one in begun} == {"reviewing", "actions_open"}


def test_closed_work_has_no_next_date(known: list[History]) -> None:
    for history in known:
        if history.client.status is FileStatus.CLOSED:
            assert history.sessions[-1].next_session is None
