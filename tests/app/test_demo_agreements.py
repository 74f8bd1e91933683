"""The fictional practice and what was agreed in it: consents of many types, releases, requests, texts of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import clock, demo
from app.demo.agreements import Agreements
from app.demo.histories import histories
from app.demo.material import LANGUAGES, library
from app.desk import Desk
from app.records import decode, encode, missing
from app.records.client import FileStatus
from app.records.consent import Consent
from app.records.consent_elements import ConsentType
from app.records.signature import lines_of
from app.rules.amendment_requests import RequestState
from app.rules.board_columns import Column
from app.rules.consent_state import State
from app.services import clients, records
from app.services.client_files import amendment_requests, closing, files, retention
from app.services.consenting import consent_board, consent_templates, consents
from app.services.outgoing import disclosures, releases
from app.services.practice import practices
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Query


@pytest.fixture(scope="module", params=LANGUAGES)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The therapist of a practice made today; every file is open for a reason."""
    path: Path = tmp_path_factory.mktemp("agreed") / "practice.clientsafe"
    made = demo.create(path, language=request.param, policy=CHEAPEST_FOR_TESTS)
    with SecretBytes.from_text(made.passphrase) as secret:
        desk = practices.unlock(made.path, secret=secret, login=made.logins[0], allow_cheap=True)
    for client in clients.ids(desk):
        files.open(desk, client, "treatment")
    yield desk
    practices.lock(desk, "test")


def body_of(desk: Desk, consent: str) -> Consent:
    body = records.open(desk, consent).body
    assert isinstance(body, Consent)
    return body


def test_many_types_of_consent_are_there_and_none_lacks_anything(desk: Desk) -> None:
    rows = [row for client in clients.ids(desk) for row in consents.rows(desk, client)]
    assert {row.type for row in rows} >= {
        ConsentType.THERAPY,
        ConsentType.TELEHEALTH,
        ConsentType.RECORDING,
        ConsentType.ELECTRONIC_COMMS,
        ConsentType.SUPERVISION_DISCLOSURE,
        ConsentType.GUARDIAN,
        ConsentType.MINOR_ASSENT,
    }
    assert not [row for row in rows if row.state.state is State.DEFECTIVE]


def test_both_parents_agreed_for_a_child_and_it_said_so_in_its_own_words(desk: Desk) -> None:
    (given,) = desk.signin.ids(Query(kinds=("consent",), facets={"type": "guardian"}))
    body = body_of(desk, given)
    assert body.of_minor
    assert [one.consented for one in body.guardians] == ["yes", "yes"]
    assert len({one.name for one in body.guardians}) == 2
    assert [signature.role for signature in body.signatures] == ["parent", "parent"]
    (assent,) = desk.signin.ids(Query(kinds=("consent",), facets={"type": "minor_assent"}))
    said = body_of(desk, assent).assent
    assert said is not None
    assert said.words
    client = desk.signin.label(desk.signin.compartment_of(given) or "")["client"]
    assert consents.state(desk, client).record == given


def test_a_recording_was_signed_on_the_screen_and_ends_soon(desk: Desk) -> None:
    (given,) = desk.signin.ids(Query(kinds=("consent",), facets={"type": "recording"}))
    (signature,) = body_of(desk, given).signatures
    agreed = {choice.key for choice in body_of(desk, given).choices if choice.answer == "yes"}
    assert agreed == {"supervision", "sound", "not_in_file"}, "nothing that contradicts itself"
    (line,) = lines_of(signature)
    assert len(line) > 50
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in line)
    (ends,) = [row for row in consent_board.board(desk).rows if row.column is Column.EXPIRING]
    assert ends.consent_type is ConsentType.RECORDING


def test_a_newer_text_asks_again(desk: Desk) -> None:
    older, newer = sorted(consent_templates.rows(desk), key=lambda row: row.version)
    assert (older.state, newer.state, newer.asks_again) == ("replaced", "in_use", True)
    asked = [row for row in consent_board.board(desk).rows if row.column is Column.ASK_AGAIN]
    assert [row.consent_type for row in asked] == [ConsentType.TELEHEALTH]
    of_newer = [
        row
        for row in desk.signin.listing(Query(kinds=("consent",), facets={"type": "telehealth"}))
        if row.facets["template"] == newer.id
    ]
    assert len(of_newer) == 1


def test_releases_hold_have_ended_and_were_taken_back_and_something_went_out_on_each(desk: Desk) -> None:
    found = {
        row.state.state.value: row
        for client in clients.ids(desk)
        for row in releases.rows(desk, client)
        if not row.facts.ends
    }
    assert found.keys() == {"active", "expired", "withdrawn"}
    for state, row in found.items():
        assert row.state.missing == (), state
        (sent,) = releases.went_out(desk, row.record)
        assert sent.recipient
        assert row.signed_on <= sent.at[:10], state
    told = [row for client in clients.ids(desk) for row in disclosures.rows(desk, client)]
    assert sorted(row.basis for row in told) == ["client_access", "roi", "roi", "roi"]


def test_a_request_waits_with_its_clock_and_another_was_denied(desk: Desk) -> None:
    found = {row.standing.state: row for client in clients.ids(desk) for row in amendment_requests.rows(desk, client)}
    assert found.keys() == {RequestState.OPEN, RequestState.REBUTTED}
    due = found[RequestState.OPEN].standing.due_on
    assert due > clock.today().isoformat()
    steps = desk.signin.listing(Query(kinds=("amendment",), facets={"request": found[RequestState.REBUTTED].request}))
    assert {row.facets["kind"] for row in steps} == {
        "request_decided",
        "client_statement_of_disagreement",
        "rebuttal",
    }


def test_a_closed_file_says_until_when_it_is_kept(desk: Desk) -> None:
    closed = [row.client for row in desk.signin.listing(Query(kinds=("closure",)))]
    assert closed
    for client in closed:
        assert client is not None
        shown = retention.of(desk, client)
        assert not shown.is_open
        assert [row.keep_until for row in shown.rows if row.keep_until]
        assert all(row.citation for row in shown.rows)
        assert closing.obligations(desk, client) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2028, 2, 29)])
def test_whatever_the_seed_and_the_day_it_is_whole_and_past(language: str, seed: int, today: date) -> None:
    told = Agreements(library(language), today)
    for history in histories(12, 3, seed, language, today=today):
        if history.client.status is not FileStatus.OPEN:
            continue
        made = [told.telehealth(history, "telehealth"), told.recording(history), told.electronic(history)]
        made += [told.supervision(history)]
        if history.person.parent:
            made += [told.of_parents(history), told.of_child(history)]
        gone = told.withdrawn(history)
        bodies = [told.expired(history).release, gone.released.release, gone.ending, *made, told.own_copy(history)]
        for body in bodies:
            assert not missing(body), missing(body)
            body.check()
            body.check_today(today)
            assert "{" not in body.search_text()
        assert decode("consent", 1, encode(made[1])) == made[1]


def test_the_same_seed_agrees_to_the_same() -> None:
    def told() -> list[object]:
        made = Agreements(library("pl"), date(2026, 11, 22))
        first = next(one for one in histories(12, 3, 5, "pl", today=date(2026, 11, 22)) if one.sessions)
        return [made.recording(first), made.expired(first), made.withdrawn(first), made.own_copy(first)]

    assert told() == told()


def test_both_languages_agree_on_the_same_things() -> None:
    english, polish = (library(language).agreements for language in LANGUAGES)
    assert english.keys() == polish.keys()
    for name, row in english.items():
        assert row.keys() == polish[name].keys(), name


def test_days_of_a_small_practice_are_in_order(tmp_path: Path) -> None:
    """One client over one year: the release that is over was signed before it ended."""
    made = demo.create(tmp_path / "small", clients=1, years=1, policy=CHEAPEST_FOR_TESTS)
    with SecretBytes.from_text(made.passphrase) as secret:
        desk = practices.unlock(made.path, secret=secret, login=made.logins[0], allow_cheap=True)
    (client,) = clients.ids(desk)
    (row,) = releases.rows(desk, client)
    assert row.state.state.value == "expired"
    assert row.signed_on < (clock.today() - timedelta(days=18)).isoformat()
    practices.lock(desk, "test")
