"""The fictional practice of every day: a day with sessions in it, calls, letters, a couple, a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import demo
from app.demo import diary, everyday, units
from app.demo.everyday import Everyday
from app.demo.histories import History, histories
from app.demo.material import LANGUAGES, library
from app.desk import Desk
from app.records import KINDS, decode, encode, missing
from app.records.client import Client, FileStatus
from app.records.document import Document
from app.rules import slots
from app.rules.contacts import Known, judge
from app.services import clients, consents, contacts, files, practices, records
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Query

MONDAY = date(2026, 11, 23)


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
@pytest.mark.parametrize("day", range(7))
def test_whatever_the_weekday_a_day_has_some_six_sessions(language: str, day: int) -> None:
    today = MONDAY + timedelta(days=day)
    looked_at = today if day < 5 else today + timedelta(days=7 - day)
    found = library(language)
    expected = [units.couple(found, today).records[0], units.group(found, today).records[0]]
    made = [body for _, body in expected]
    made += [one for one in (everyday.episode(history, found) for history in coming(language, 1, today)) if one]
    usual = [slot for body in made for slot in slots.slots_from(body.facets())]
    on_the_day = [slot for slot in usual if slots.falls_on(slot, looked_at)]
    assert 4 <= len(on_the_day) <= 8
    assert len({slot.time for slot in on_the_day}) == len(on_the_day), "two clients at the same hour"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_is_whole_valid_and_past(language: str, seed: int) -> None:
    found = library(language)
    deal = Everyday(found, MONDAY, seed)
    made = [kept for turn, history in enumerate(coming(language, seed, MONDAY)) for kept in deal.records(history, turn)]
    told = [(kept.kind, kept.body) for kept in made]
    told += [record for story in (units.couple(found, MONDAY), units.group(found, MONDAY)) for record in story.records]
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
    found = diary.before(date(2026, 1, 20), 1, 4, "en", weeks=2)
    assert found == sorted(found)
    assert all(day.weekday() == 1 and not diary.is_closed(day, "en") for day in found)
    assert found[-1] == date(2026, 1, 13)


def test_the_couple_and_the_group_have_members_and_a_rule(desk: Desk) -> None:
    found = {str(row.facets["unit"]): row.record for row in desk.signin.listing(Query(kinds=("client",)))}
    for unit, least in (("couple", 2), ("group", 3)):
        opened = files.open(desk, found[unit])
        members = files.members(desk, opened)
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


def test_a_letter_can_be_read(desk: Desk) -> None:
    paper = desk.signin.ids(Query(kinds=("document",)))[0]
    body = records.open(desk, paper).body
    assert isinstance(body, Document)
    (attachment,) = body.attachments
    data = desk.signin.read_attachment(paper, attachment.id)
    assert len(data.decode()) > 200


def test_numbers_of_places_that_help_are_fictional_and_one_is_old(desk: Desk) -> None:
    rows = desk.signin.listing(Query(kinds=("resource",)))
    kinds = Counter(str(row.facets["kind"]) for row in rows)
    assert kinds.keys() >= {"crisis", "shelter", "food", "debt", "legal"}
    assert all(str(row.facets["phone"]).startswith(("01632 960", "00 000")) for row in rows)
    today = MONDAY.isoformat()
    assert [row.due is not None and row.due < today for row in rows].count(True) == 1
