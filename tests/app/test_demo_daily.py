"""The fictional practice of every day: a day with sessions in it, calls, letters, a couple, a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import demo
from app.demo import everyday, units
from app.demo.diary import Calendar
from app.demo.everyday import Everyday
from app.demo.formalities import Formalities, has_ended_well
from app.demo.histories import History, histories
from app.demo.material import LANGUAGES, library
from app.desk import Desk
from app.records import KINDS, RecordBody, decode, encode, missing
from app.records.client import Client, FileStatus
from app.records.document import Document
from app.records.episode import Episode
from app.records.session_note import SessionNote
from app.rules import slots
from app.rules import today as rules
from app.rules.contacts import Known, judge
from app.services import clients, documents, records
from app.services.client_files import contacts, files, memberships
from app.services.consenting import consents
from app.services.practice import practices
from app.services.reading import today
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Query

MONDAY = date(2026, 11, 23)
# In the summer, at Christmas, on New Year's Day, a public holiday of one country, at Easter: the practice is closed.
CLOSED = (date(2026, 8, 19), date(2026, 12, 25), date(2027, 1, 1), date(2026, 11, 11), date(2027, 3, 28))


@pytest.fixture(scope="module", params=LANGUAGES)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The therapist of a practice made on a Monday."""
    path: Path = tmp_path_factory.mktemp("daily") / "practice.clientsafe"
    made = demo.create(path, language=request.param, policy=CHEAPEST_FOR_TESTS, today=MONDAY)
    with SecretBytes.from_text(made.passphrase) as secret:
        desk = practices.unlock(made.path, secret=secret, login=made.logins[0], allow_cheap=True)
    yield desk
    practices.lock(desk, "test")


def coming(language: str, seed: int, today: date) -> list[History]:
    """Those of a dozen clients who still come."""
    known = histories(12, 3, seed, language, today=today)
    return [history for history in known if history.client.status is FileStatus.OPEN]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", [*(MONDAY + timedelta(days=day) for day in range(7)), *CLOSED])
def test_whatever_the_day_it_has_some_six_sessions(language: str, day: date) -> None:
    found = library(language)
    made = [units.couple(found, day).records[0][1], units.group(found, day).records[0][1]]
    known = coming(language, 1, day)
    courses = {str(number): everyday.episode(history, found) for number, history in enumerate(known)}
    courses |= {f"unit {number}": one for number, one in enumerate(made) if isinstance(one, Episode)}
    usual = {client: slots.slots_from(one.facets()) for client, one in courses.items() if one is not None}
    last = {str(number): history.sessions[-1].next_session for number, history in enumerate(known) if history.sessions}
    named = {client: moment for client, moment in last.items() if moment is not None}
    planned = {client: moment.at[11:] for client, moment in named.items() if moment.day == day.isoformat()}
    away = {client: date.fromisoformat(moment.day) for client, moment in named.items()}
    on_the_day = rules.expected(day, rules.Facts(usual, planned, away))
    assert 4 <= len(on_the_day) <= 8
    assert len({one.time for one in on_the_day}) == len(on_the_day), "two clients at the same hour"


def formal(seed: int, language: str) -> list[tuple[str, RecordBody]]:
    """Plans, releases with their disclosures, holds and closing words of every client whom they fit."""
    deal, made = Formalities(library(language), MONDAY), []
    for history in histories(12, 3, seed, language, today=MONDAY):
        if history.client.status is FileStatus.OPEN:
            released = deal.released(history)
            released.disclosure.release = "0193b1c2-0000-7000-8000-000000000000"
            made += [("treatment_plan", deal.plan(history)), ("legal_hold", deal.hold(history))]
            made += [("release", released.release), ("disclosure", released.disclosure)]
        if has_ended_well(history):
            made.append(("closure", deal.closure(history)))
    assert {kind for kind, _body in made} == {"treatment_plan", "legal_hold", "release", "disclosure", "closure"}
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_is_whole_valid_and_past(language: str, seed: int) -> None:
    found = library(language)
    deal = Everyday(found, MONDAY, seed)
    made = [kept for turn, history in enumerate(coming(language, seed, MONDAY)) for kept in deal.records(history, turn)]
    told = [(kept.kind, kept.body) for kept in made]
    told += [record for story in (units.couple(found, MONDAY), units.group(found, MONDAY)) for record in story.records]
    told += formal(seed, language)
    for kind, body in told:
        assert decode(kind, 1, encode(body)) == body
        assert not missing(body), (kind, missing(body))
        assert "{" not in body.search_text()
        body.check_today(MONDAY)
        if KINDS[kind].signed:
            assert body.at() is None or (body.at() or "")[:10] < MONDAY.isoformat(), kind


def test_the_same_seed_deals_the_same() -> None:
    def dealt() -> list[object]:
        deal = Everyday(library("en"), MONDAY, 7)
        return [kept for turn, one in enumerate(coming("en", 7, MONDAY)) for kept in deal.records(one, turn)]

    assert dealt() == dealt()


def test_both_languages_tell_of_the_same_things() -> None:
    english, polish = (library(language).daily for language in ("en", "pl"))
    assert english.keys() == polish.keys()
    for name, rows in english.items():
        if isinstance(rows, list):
            assert [row.keys() for row in rows] == [row.keys() for row in polish[name]], name
        else:
            assert rows.keys() == polish[name].keys(), name


def test_days_before_are_open_and_in_order() -> None:
    calendar = Calendar("en", MONDAY)
    found = calendar.before(date(2026, 1, 20), 1, 4, weeks=2)
    assert found == sorted(found)
    assert all(day.weekday() == 1 and not calendar.is_closed(day) for day in found)
    assert found[-1] == date(2026, 1, 13)


def test_the_couple_and_the_group_have_members_and_a_rule(desk: Desk) -> None:
    found = {str(row.facets["unit"]): row.record for row in desk.signin.listing(Query(kinds=("client",)))}
    for unit, least in (("couple", 2), ("group", 3)):
        opened = files.open(desk, found[unit])
        members = memberships.members(desk, opened)
        assert len(members) >= least
        assert all(member.code for member in members)
        assert consents.state(desk, found[unit]).is_active
        for member in members:
            notes = [line.record for line in files.timeline(desk, member.id, ("session_note",))]
            of_all = [line.record for line in files.timeline(desk, found[unit], ("session_note",))]
            assert not set(notes) & set(of_all)


def test_somebody_is_feared_and_the_rule_knows(desk: Desk) -> None:
    warned = [
        one
        for one in clients.ids(desk)
        if any(person.is_unsafe for person in contacts.known(desk, one).persons.values())
    ]
    assert len(warned) == 1
    known: Known = contacts.known(desk, warned[0])
    feared = next(record for record, person in known.persons.items() if person.is_unsafe)
    call = records.start(desk, "contact", warned[0], direction="to_other", person=feared, channel="phone").body
    assert judge(call, known).blocks  # type: ignore[arg-type]
    assert isinstance(known.client, Client)
    assert files.open(desk, warned[0]).alerts


def test_letters_can_be_read_and_one_is_a_scan(desk: Desk) -> None:
    shown: list[bytes | str] = []
    for paper in desk.signin.ids(Query(kinds=("document",))):
        body = records.open(desk, paper).body
        assert isinstance(body, Document)
        (attachment,) = body.attachments
        viewable = documents.open(desk, paper, attachment)
        if viewable.type == "text/plain":
            shown.append(documents.text_of(viewable))
        else:
            with documents.view(viewable) as seen:
                shown.append(seen.page(0, 600).rgb)
    assert {type(one) for one in shown} == {str, bytes}
    assert all(len(set(one)) > 20 for one in shown), "there is something to read"


def test_a_crisis_call_was_written_down_and_somebody_rings_again(desk: Desk) -> None:
    (note,) = desk.signin.listing(Query(kinds=("session_note",), facets={"format": "crisis_contact"}))
    body = records.open(desk, note.record).body
    assert isinstance(body, SessionNote)
    assert all((body.contact_reason, body.risk_review, body.actions, body.outcome, body.follow_up, body.risk_note))
    due = [item for item in today.due(desk, MONDAY) if item.kind == "contact"]
    assert note.client in [item.client for item in due]


def test_today_has_sessions_at_their_hours(desk: Desk) -> None:
    found = today.sessions(desk, MONDAY)
    assert 4 <= len(found) <= 8
    assert all(one.time for one in found)


def test_numbers_of_places_that_help_are_fictional_and_one_is_old(desk: Desk) -> None:
    rows = desk.signin.listing(Query(kinds=("resource",)))
    kinds = Counter(str(row.facets["kind"]) for row in rows)
    assert kinds.keys() >= {"crisis", "shelter", "food", "debt", "legal"}
    assert all(str(row.facets["phone"]).startswith(("01632 960", "00 000")) for row in rows)
    today = MONDAY.isoformat()
    assert [row.due is not None and row.due < today for row in rows].count(True) == 1
