"""A client asks for a record to be amended: clock, decision, disagreement, rebuttal; the record never changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock, texts
from app.cli.words import state as words_of_state
from app.desk import Desk
from app.records.amendment import OF_REQUEST, Amendment, AmendmentKind, DenialGround, RequestDecision, ToTell
from app.rules import amendment_requests as rules
from app.rules.amendment_requests import RequestState, Standing, StepFacts
from app.services import records
from app.services.client_files import amendment_requests as requests
from app.services.client_files import closing, files
from app.services.clients import ClientRef
from app.services.outgoing import papers
from app.services.practice import practices
from app.services.reading import searches, today
from storage.vault import Query
from tests.app.helpers import entries, fails, last_seq, write_note

TODAY = clock.today().isoformat()
WISH = "It was my sister who called, not my mother."


@pytest.fixture
def note(desk: Desk, anna: ClientRef) -> str:
    return write_note(desk, anna.id, text="Her mother called in the middle of the night.").record


@pytest.fixture
def in_the_us(desk: Desk) -> None:
    practices.save_profile(desk, _with_place(desk, "US-CA"))


def _with_place(desk: Desk, place: str) -> Any:
    found = practices.profile(desk)
    found.jurisdiction = place
    return found


def ask(desk: Desk, note: str, **values: Any) -> str:
    return requests.request(desk, note, WISH, reason="It matters in court.", **values).record


def deny(desk: Desk, request: str) -> str:
    return requests.decide(
        desk, request, "denied", text="The note says what was said.", reason="Checked.", ground="accurate_and_complete"
    ).record


def body_of(desk: Desk, record: str) -> Amendment:
    body = records.open(desk, record).body
    assert isinstance(body, Amendment)
    return body


def due(desk: Desk, **days: Any) -> list[str]:
    return [item.record for item in today.due(desk, **days) if item.kind == "amendment"]


def step(record: str, kind: AmendmentKind, **values: Any) -> StepFacts:
    return StepFacts(record, kind, **values)


ASKED = step("1", AmendmentKind.CLIENT_REQUESTED, due_on="2026-12-22", requested_on="2026-11-22")
LONGER = step("2", AmendmentKind.REQUEST_EXTENDED, due_on="2027-01-21")
DENIED = step("3", AmendmentKind.REQUEST_DECIDED, decision="denied")
PARTLY = step("3", AmendmentKind.REQUEST_DECIDED, decision="partly", to_tell=1)
GIVEN = step("3", AmendmentKind.REQUEST_DECIDED, decision="accepted", to_tell=2)
TOLD_SOME = step("4", AmendmentKind.PERSONS_NOTIFIED, to_tell=1)
TOLD_ALL = step("5", AmendmentKind.PERSONS_NOTIFIED)
STATEMENT = step("6", AmendmentKind.DISAGREEMENT)
ANSWER = step("7", AmendmentKind.REBUTTAL)


@pytest.mark.parametrize(
    ("following", "state", "due_on", "waiting"),
    [
        ([], "open", "2026-12-22", "1"),
        ([LONGER], "extended", "2027-01-21", "2"),
        ([DENIED], "denied", "", ""),
        ([LONGER, DENIED], "denied", "", ""),
        ([PARTLY], "partly", "", "3"),
        ([GIVEN], "accepted", "", "3"),
        ([GIVEN, TOLD_SOME], "accepted", "", "3"),
        ([TOLD_ALL, TOLD_SOME, GIVEN], "accepted", "", ""),  # in any order
        ([DENIED, STATEMENT], "disputed", "", ""),
        ([ANSWER, DENIED, STATEMENT], "rebutted", "", ""),
    ],
)
def test_where_a_request_stands(following: list[StepFacts], state: str, due_on: str, waiting: str) -> None:
    found = rules.standing(ASKED, following)
    assert (found.state, found.due_on, found.waiting) == (state, due_on, waiting)


@pytest.mark.parametrize(
    ("following", "steps"),
    [
        ([], {AmendmentKind.REQUEST_DECIDED, AmendmentKind.REQUEST_EXTENDED}),
        ([LONGER], {AmendmentKind.REQUEST_DECIDED}),
        ([GIVEN], {AmendmentKind.PERSONS_NOTIFIED}),
        ([GIVEN, TOLD_ALL], set()),
        ([DENIED], {AmendmentKind.DISAGREEMENT}),
        ([PARTLY], {AmendmentKind.DISAGREEMENT, AmendmentKind.PERSONS_NOTIFIED}),
        ([DENIED, STATEMENT], {AmendmentKind.DISAGREEMENT, AmendmentKind.REBUTTAL}),
    ],
)
def test_which_steps_may_follow(following: list[StepFacts], steps: set[AmendmentKind]) -> None:
    assert set(rules.standing(ASKED, following).steps) == steps


def test_a_request_without_a_date_is_never_late_and_cannot_be_given_more_time() -> None:
    undated = rules.standing(step("1", AmendmentKind.CLIENT_REQUESTED), [])
    assert not undated.is_late(clock.today())
    assert undated.steps == (AmendmentKind.REQUEST_DECIDED,)


@pytest.mark.parametrize(("day", "is_late"), [("2026-12-21", False), ("2026-12-22", False), ("2026-12-23", True)])
def test_a_request_is_late_on_the_day_after_its_last(day: str, is_late: bool) -> None:
    assert rules.standing(ASKED, []).is_late(date.fromisoformat(day)) is is_late


@pytest.mark.parametrize(
    ("place", "received", "dates"),
    [
        ("US-CA", "2026-01-31", ("2026-04-01", "2026-05-01")),
        ("US-CA", "2023-12-31", ("2024-02-29", "2024-03-30")),  # ends on the leap day
        ("US-CA", "2024-02-29", ("2024-04-29", "2024-05-29")),
        ("US-CA", "2026-03-08", ("2026-05-07", "2026-06-06")),  # the clocks change: days, not hours
        ("US-CA", "2026-08-25", ("2026-10-24", "2026-11-23")),  # a Saturday stays one
        ("PL", "2026-01-31", ("2026-02-28", "2026-04-30")),
        ("PL", "2024-01-31", ("2024-02-29", "2024-04-30")),
        ("PL", "2026-03-29", ("2026-04-29", "2026-06-29")),
        ("PL", "2026-09-22", ("2026-10-22", "2026-12-22")),
        ("GB", "2026-10-25", ("2026-11-25", "2027-01-25")),
    ],
)
def test_the_clock_of_a_request_follows_the_law_of_the_place(
    desk: Desk, note: str, monkeypatch: pytest.MonkeyPatch, place: str, received: str, dates: tuple[str, str]
) -> None:
    due_on, longer = dates
    practices.save_profile(desk, _with_place(desk, place))
    last_day = date.fromisoformat(due_on)
    monkeypatch.setattr(clock, "today", lambda: last_day)
    request = ask(desk, note, requested_on=received)
    body = body_of(desk, request)
    assert body.due_on == due_on
    source = "164.526" if place == "US-CA" else "art. 16"
    assert source in body.clock_source
    assert ("not verified" in body.clock_source) is (place != "US-CA"), "what was not verified says so"
    requests.extend(desk, request, "The former therapist has to be asked.")
    assert requests.standing(desk, request).due_on == longer


def test_more_time_is_taken_once_and_in_time(
    desk: Desk, note: str, in_the_us: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(desk, note)
    with fails("text_needed"):
        requests.extend(desk, request, " ")
    with monkeypatch.context() as later:
        too_late = clock.today() + timedelta(days=61)
        later.setattr(clock, "today", lambda: too_late)
        with fails("extension_too_late"):
            requests.extend(desk, request, "Too busy.")
    requests.extend(desk, request, "The former therapist has to be asked.")
    with fails("already_extended"):
        requests.extend(desk, request, "Once more.")


def test_a_request_is_on_today_until_it_is_decided_and_cannot_be_put_off(
    desk: Desk, note: str, in_the_us: None
) -> None:
    request = ask(desk, note)
    assert due(desk) == []
    assert due(desk, days=60) == [request]
    item = next(item for item in today.due(desk, days=60) if item.record == request)
    assert item.key == "", "a duty with a clock is not put off"
    assert item.words == "Decide about the client's request, or take more time in writing."
    longer = requests.extend(desk, request, "The former therapist has to be asked.").record
    assert due(desk, days=60) == []
    assert due(desk, days=90) == [longer]
    deny(desk, request)
    assert due(desk, days=400) == []


def test_an_accepted_request_waits_until_others_were_told(desk: Desk, note: str) -> None:
    request = ask(desk, note)
    doctor, school = ToTell(who="Dr Nowak"), ToTell(who="The school")
    decided = requests.decide(
        desk,
        request,
        RequestDecision.ACCEPTED,
        text="It was her sister.",
        reason="So it was.",
        to_tell=[doctor, school],
    )
    assert due(desk) == [decided.record]
    told = ToTell(who="Dr Nowak", notified_on=TODAY)
    requests.notified(desk, request, [told, school])
    assert (due(desk), requests.standing(desk, request).to_tell) == ([decided.record], 1)
    requests.notified(desk, request, [told, ToTell(who="The school", notified_on=TODAY)])
    assert due(desk) == []
    with fails("request_step"):
        requests.notified(desk, request, [told])


@pytest.mark.parametrize("ground", DenialGround)
def test_a_denial_has_one_of_four_grounds(desk: Desk, note: str, ground: DenialGround) -> None:
    request = ask(desk, note)
    with fails("not_complete") as found:
        requests.decide(desk, request, "denied", text="No.", reason="Checked.")
    assert found[0].values["fields"] == "Why it is denied"
    with fails("unknown_choice"):
        requests.decide(desk, request, "denied", text="No.", reason="Checked.", ground="too_much_work")
    requests.decide(desk, request, "denied", text="No.", reason="Checked.", ground=ground.value)
    assert requests.standing(desk, request).state is RequestState.DENIED


def test_a_request_refused_with_a_statement_of_disagreement_and_a_rebuttal(
    desk: Desk, anna: ClientRef, note: str
) -> None:
    """The whole story: all of it travels with the record, and the record stays as it was signed."""
    before = records.open(desk, note)
    seen = last_seq(desk)
    request = ask(desk, note, requested_by="Anna")
    with fails("request_step"):
        requests.disagree(desk, request, "Not yet.")
    deny(desk, request)
    with fails("request_step"):
        deny(desk, request)
    with fails("request_step"):
        requests.rebut(desk, request, "Nobody said anything yet.")
    requests.disagree(desk, request, "I know who called me.", given_by="Anna")
    requests.rebut(desk, request, "The note repeats what was said on that day.")
    assert [entry.action for entry in entries(desk, seen)].count("amend") == 4

    after = records.open(desk, note)
    assert (after.record.revision, after.record.body) == (before.record.revision, before.record.body)
    assert desk.signin.head_of(note) == before.record.revision
    assert [one.body.kind for one in after.amendments if isinstance(one.body, Amendment)] == [
        "client_requested", "request_decided", "client_statement_of_disagreement", "rebuttal",
    ]  # fmt: skip
    assert after.status == "amendment_requested", "a denied request changes nothing"
    printed = "\n".join(str(block) for block in papers.of_record(desk, note).paper.blocks)
    assert "The client asked for an amendment of this record." in printed
    for words in (WISH, "It is accurate and complete", "I know who called me.", "repeats what was said"):
        assert words in printed
    row = requests.rows(desk, anna.id)[0]
    assert (row.request, row.target, row.is_open, row.standing.state) == (request, note, False, RequestState.REBUTTED)
    line = next(line for line in files.timeline(desk, anna.id) if line.record == note)
    assert line.status == "amendment_requested"
    assert [one.status for one in records.listing(desk, "session_note")] == ["amendment_requested"]


def test_a_record_is_amended_once_a_request_is_accepted(desk: Desk, note: str) -> None:
    request = ask(desk, note)
    assert records.open(desk, note).status == "amendment_requested"
    requests.decide(desk, request, "partly", text="Her sister.", reason="So it was.", ground="not_created_by_us")
    assert records.open(desk, note).status == "amended"
    assert desk.signin.rows([note])[0].status == "amended"
    assert words_of_state("session_note", "signed", "amendment_requested") == "Signed, Amendment requested"


def test_only_a_signed_record_that_is_no_amendment_can_be_asked_about(desk: Desk, anna: ClientRef, note: str) -> None:
    with fails("not_signed"):
        requests.request(desk, anna.id, WISH, reason="x")
    request = ask(desk, note)
    with fails("not_signed"):
        requests.request(desk, request, WISH, reason="x")
    with fails("not_a_request"):
        requests.standing(desk, note)
    with fails("not_complete"):
        requests.request(desk, note, " ", reason="x")
    with fails("in_future"):
        requests.request(desk, note, WISH, reason="x", requested_on=(clock.today() + timedelta(days=1)).isoformat())


@pytest.mark.parametrize("kind", OF_REQUEST)
def test_steps_of_a_request_are_not_added_by_hand(desk: Desk, note: str, kind: AmendmentKind) -> None:
    with fails("unknown_choice"):
        records.amend(desk, note, kind=kind, text="x", reason="x")


def test_an_open_request_is_an_obligation_at_closing(desk: Desk, anna: ClientRef, note: str) -> None:
    request = ask(desk, note)
    found = closing.obligations(desk, anna.id)
    assert [(one.what, one.record) for one in found] == [("amendment_request", request), ("safety_review", "")]
    deny(desk, request)
    assert [one.what for one in closing.obligations(desk, anna.id)] == ["safety_review"]


def test_a_request_is_found_by_its_words_and_by_its_state(desk: Desk, note: str) -> None:
    ask(desk, note)
    assert [hit.kind for hit in searches.look(desk, searches.understood("sister")).found] == ["amendment"]
    assert searches.look(desk, searches.understood("state:amendment_requested")).found


def test_no_clock_is_moved_by_what_comes_later(desk: Desk, note: str, in_the_us: None) -> None:
    request = ask(desk, note)
    before = body_of(desk, request)
    practices.save_profile(desk, _with_place(desk, "PL"))
    desk.profile = None
    assert (body_of(desk, request).due_on, body_of(desk, request).clock_rule) == (before.due_on, "hipaa_amend")
    standing: Standing = requests.standing(desk, request)
    assert standing.due_on == before.due_on
    with fails("not_extendable"):
        requests.extend(desk, request, "Another law has no such rule.")


def test_the_titles_of_a_request_give_no_words_away_in_both_languages(desk: Desk, note: str) -> None:
    request = ask(desk, note)
    for language in ("en", "pl"):
        texts.set_language(language)
        row = desk.signin.rows([request])[0]
        assert WISH not in str(row)
    assert desk.signin.ids(Query(kinds=("amendment",), facets={"target": note})) == [request]
