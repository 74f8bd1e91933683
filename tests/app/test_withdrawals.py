"""Taking a consent back: in one step, with what it stops, what went out already, and a decision about the data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Saved
from app.records.consent import Consent
from app.records.consent_choices import GivenBy, Method, RetentionDecision
from app.records.consent_elements import ConsentType
from app.records.release import Release
from app.rules import days, release_state
from app.rules.consent_state import State
from app.services import records
from app.services.clients import ClientRef
from app.services.consenting import consents, taking
from app.services.outgoing import disclosures, papers, releases, releasing
from app.services.reading import today
from tests.app import releases_made
from tests.app.helpers import entries, fails, last_seq, take_consent, write_note
from tests.app.test_consent_types import ENOUGH, given

TODAY = clock.today()
GDPR = ConsentType.GDPR_SPECIAL_CATEGORY


def body_of(desk: Desk, record: str) -> Consent:
    body = records.open(desk, record).body
    assert isinstance(body, Consent)
    return body


def let_out(desk: Desk, note: str, release: str, path: Any) -> None:
    """A note printed for Dr Kos, on a release."""
    releasing.to_file(desk, papers.of_record(desk, note), path, releases_made.on(release))


def test_before_it_is_taken_back_one_sees_what_stops_and_what_went_out(
    desk: Desk, anna: ClientRef, tmp_path: Any
) -> None:
    consent = take_consent(desk, anna.id)
    note, release = write_note(desk, anna.id), releases_made.sign_release(desk, anna.id)
    found = consents.effects(desk, consent.record)
    assert found.stops[0].startswith("Sessions:")
    assert [row.record for row in found.releases] == [release.record]
    assert (found.went_out, found.opens_retention) == ([], False)
    let_out(desk, note.record, release.record, tmp_path / "note.pdf")
    seen = last_seq(desk)
    (gone,) = consents.effects(desk, consent.record).went_out
    assert (gone.release, gone.recipient) == (release.record, disclosures.rows(desk, anna.id)[0].recipient)
    assert last_seq(desk) - seen <= 1, "only the list of what went out is an entry"


@pytest.mark.parametrize("consent_type", ConsentType)
def test_every_type_says_what_stops(consent_type: ConsentType) -> None:
    from app.rules import consent_stops
    from app.rules.consent_state import ConsentFacts

    assert all(text.endswith(".") for text in consent_stops.of(ConsentFacts("a", type=consent_type)))


def test_releases_stop_in_the_same_write_and_nothing_leaves_on_them_any_more(
    desk: Desk, anna: ClientRef, tmp_path: Any
) -> None:
    consent, note = take_consent(desk, anna.id), write_note(desk, anna.id)
    first, second = (releases_made.sign_release(desk, anna.id, expires_on=f"2099-0{n}-01") for n in (1, 2))
    seen = last_seq(desk)
    consents.withdraw(desk, consent.record, method=Method.EMAIL, release_ids=[second.record], scope="All of it")
    written = [entry.action for entry in entries(desk, seen)][-2:]
    assert written == ["sign", "sign"], "nothing between the consent and the release"
    states = releases.states(desk, anna.id)
    assert states[first.record].state is release_state.State.ACTIVE
    assert states[second.record].state is release_state.State.WITHDRAWN
    with fails("release_not_matching"):
        let_out(desk, note.record, second.record, tmp_path / "note.pdf")
    assert not (tmp_path / "note.pdf").exists()
    ending = next(row.record for row in releases.rows(desk, anna.id) if row.facts.ends == second.record)
    body = records.open(desk, ending).body
    assert isinstance(body, Release)
    assert (body.method, body.withdrawal_scope, body.signed_on) == (Method.EMAIL, "All of it", TODAY.isoformat())


def test_if_a_release_cannot_be_stopped_the_consent_is_not_taken_back_either(desk: Desk, anna: ClientRef) -> None:
    consent, release = take_consent(desk, anna.id), releases_made.sign_release(desk, anna.id)
    releases.withdraw(desk, release.record, method=Method.VERBAL)
    with fails("not_in_force"):
        consents.withdraw(desk, consent.record, method=Method.VERBAL, release_ids=[release.record])
    assert consents.state(desk, anna.id).is_active


@pytest.mark.parametrize("consent_type", [ConsentType.RECORDING, ConsentType.TELEHEALTH, ConsentType.MEDIA])
def test_what_is_taken_back_is_of_the_same_type(desk: Desk, anna: ClientRef, consent_type: ConsentType) -> None:
    therapy = take_consent(desk, anna.id)
    saved = given(desk, anna.id, consent_type)
    taken_back = consents.withdraw(desk, saved.record, method=Method.VERBAL, withdrawn_by=GivenBy.PARENT)
    body = body_of(desk, taken_back.record)
    assert (body.consent_type, body.withdraws, body.withdrawn_by) == (consent_type, saved.record, GivenBy.PARENT)
    assert consents.state(desk, anna.id, consent_type=consent_type).state is State.WITHDRAWN
    assert consents.state(desk, anna.id).record == therapy.record
    rows = {row.record: row for row in consents.rows(desk, anna.id)}
    assert rows[taken_back.record].state.reason.startswith("Takes back the consent of")
    with fails("not_withdrawable"):
        consents.withdraw(desk, taken_back.record, method=Method.VERBAL)


def withdrawn_data(desk: Desk, client: str) -> Saved:
    """Consent to special-category data, taken back today."""
    return consents.withdraw(desk, given(desk, client, GDPR).record, method=Method.EMAIL)


def due(desk: Desk, on: Any) -> dict[str, str]:
    return {item.record: item.words for item in today.due(desk, on, days=0)}


def test_consent_to_data_taken_back_opens_a_decision_and_deletes_nothing(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id)
    asking = withdrawn_data(desk, anna.id)
    body = body_of(desk, asking.record)
    assert body.retention_decision is RetentionDecision.OPEN
    by = days.months_on(TODAY, 1)
    assert body.due() == by.isoformat()
    assert asking.record not in due(desk, by - timedelta(days=1))
    assert due(desk, by)[asking.record].startswith("Consent to the data was taken back: decide")

    decided = consents.decide_retention(desk, asking.record, RetentionDecision.KEEP_BY_LAW, "Twenty years by law.")
    body = body_of(desk, decided.record)
    assert (body.retention_decision, body.retention_reason) == (RetentionDecision.KEEP_BY_LAW, "Twenty years by law.")
    assert not {asking.record, decided.record} & due(desk, by).keys()
    assert consents.state(desk, anna.id, consent_type=GDPR).state is State.WITHDRAWN
    assert body_of(desk, asking.record).retention_decision is RetentionDecision.OPEN
    assert records.open(desk, note.record).record.state == "signed"
    for record in (asking.record, decided.record):
        with fails("nothing_to_decide"):
            consents.decide_retention(desk, record, RetentionDecision.ERASE, "x")


def test_a_decision_about_data_has_a_reason_and_decides_something(desk: Desk, anna: ClientRef) -> None:
    asking = withdrawn_data(desk, anna.id)
    with fails("text_needed"):
        consents.decide_retention(desk, asking.record, RetentionDecision.ERASE, " ")
    with fails("nothing_to_decide"):
        consents.decide_retention(desk, asking.record, RetentionDecision.OPEN, "x")
    other = consents.withdraw(desk, take_consent(desk, anna.id).record, method=Method.VERBAL)
    with fails("nothing_to_decide"):
        consents.decide_retention(desk, other.record, RetentionDecision.ERASE, "x")


def test_an_agreed_event_ends_it_once_it_has_happened(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id, expires_event="End of the school year")
    ended = consents.end(desk, saved.record)
    found = consents.state(desk, anna.id)
    assert (found.state, found.record) == (State.EXPIRED, saved.record)
    for record in (saved.record, ended.record):
        with fails("not_endable"):
            consents.end(desk, record)
        with fails("not_withdrawable"):
            consents.withdraw(desk, record, method=Method.VERBAL)


def test_without_an_agreed_event_nothing_ends_by_itself(desk: Desk, anna: ClientRef) -> None:
    with fails("not_endable"):
        consents.end(desk, take_consent(desk, anna.id).record)


def test_what_was_entered_in_error_is_not_taken_back_besides(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id)
    records.amend(desk, saved.record, kind="entered_in_error", text="", reason="Wrong file")
    with fails("not_withdrawable"):
        consents.withdraw(desk, saved.record, method=Method.VERBAL)


def test_a_recording_can_end_with_its_event(desk: Desk, anna: ClientRef) -> None:
    details = {**ENOUGH["recording"], "destroy_on": "", "destroy_event": "The supervision has ended"}
    saved = given(desk, anna.id, ConsentType.RECORDING, recording=details, expires_event="")
    assert consents.state(desk, anna.id, consent_type=ConsentType.RECORDING).is_active
    consents.end(desk, saved.record)
    assert not consents.state(desk, anna.id, consent_type=ConsentType.RECORDING).is_active


def test_ends_and_reviews_stand_on_today_with_what_is_to_be_done(desk: Desk, anna: ClientRef) -> None:
    end = TODAY + timedelta(days=400)
    saved = take_consent(desk, anna.id, expires_on=end.isoformat(), review_due="")
    assert due(desk, end)[saved.record].startswith("It ends on")
    other = given(desk, anna.id, ConsentType.TELEHEALTH, review_due=TODAY.isoformat())
    assert due(desk, TODAY)[other.record] == "Talk about it again."
    consents.withdraw(desk, other.record, method=Method.VERBAL)
    assert other.record not in due(desk, TODAY)


def test_no_signed_consent_ever_changes(desk: Desk, anna: ClientRef) -> None:
    first = taking.begin(desk, anna.id, ConsentType.THERAPY)
    saved = taking.finish(desk, first.with_values({"decision": "granted", "method": "verbal", "expires_event": "x"}))
    before = records.history(desk, saved.record)
    take_consent(desk, anna.id)
    with fails("already_signed"):
        records.edit(desk, saved.record)
    with fails("already_signed"):
        records.sign(desk, first.with_values({"decision": "declined", "method": "verbal"}))
    with fails("already_signed"):
        taking.finish(desk, first.with_values({"decision": "declined", "method": "verbal"}))
    after = records.history(desk, saved.record)
    assert [(one.revision, one.body) for one in after] == [(one.revision, one.body) for one in before]
