"""Consents on real storage: taken with their text, replaced, withdrawn, and the strip above a note."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock, texts
from app.desk import Desk
from app.packs import consent_texts
from app.records.choices import YesNo
from app.records.client import Client
from app.records.consent import Consent, Decision, Element, Method
from app.records.consent_elements import ELEMENTS, ConsentType
from app.rules.consent_state import State
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.consenting import consents
from tests.app.helpers import WARSAW, fails, last_seq, take_consent, write_note

TODAY = clock.today()


def body_of(desk: Desk, record: str) -> Consent:
    body = records.open(desk, record).body
    assert isinstance(body, Consent)
    return body


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_consent_keeps_which_text_was_gone_through(desk: Desk, anna: ClientRef, language: str) -> None:
    texts.set_language(language)
    body = body_of(desk, take_consent(desk, anna.id).record)
    text = consent_texts.load("therapy", language)
    assert (body.template, body.template_version, body.template_language) == ("therapy", text.version, language)
    assert body.template_hash == text.body_hash
    assert body.explained == list(ELEMENTS[ConsentType.THERAPY])


def test_the_four_first_fields_make_a_consent_in_force(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id)
    assert consents.state(desk, anna.id).is_active


@pytest.mark.parametrize(("born", "months"), [("1987", 12), ("2015", 6), ("", 12)])
def test_it_is_talked_about_again_after_a_year_or_half_a_year_with_minors(desk: Desk, born: str, months: int) -> None:
    ref = clients.register(desk, Client(name="Anna", birth_date=born))
    body = records.start(desk, "consent", ref.id).body
    assert isinstance(body, Consent)
    year, month = divmod(TODAY.month - 1 + months, 12)
    assert body.review_due.startswith(f"{TODAY.year + year}-{month + 1:02d}-")


def test_what_was_not_explained_makes_it_defective(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, explained=["purpose", "risks"])
    found = consents.state(desk, anna.id)
    assert found.state is State.DEFECTIVE
    assert Element.CONFIDENTIALITY in found.missing


def test_a_consent_given_earlier_on_paper_satisfies(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id, method="paper_earlier", paper_on="2019-05")
    found = consents.state(desk, anna.id)
    assert (found.state, found.reason) == (State.ACTIVE, "Given earlier on paper: May 2019.")
    assert body_of(desk, saved.record).template == ""


def test_a_new_consent_replaces_the_one_in_force(desk: Desk, anna: ClientRef) -> None:
    first, second = take_consent(desk, anna.id), take_consent(desk, anna.id)
    assert body_of(desk, second.record).supersedes == first.record
    assert consents.states(desk, anna.id)[first.record].state is State.SUPERSEDED
    assert consents.state(desk, anna.id).record == second.record


def test_a_consent_is_taken_back_as_easily_as_given_and_stays_as_it_was(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id)
    withdrawn = consents.withdraw(desk, saved.record, method=Method.VERBAL, effect_explained=YesNo.YES)
    found = consents.state(desk, anna.id)
    assert (found.state, found.record) == (State.WITHDRAWN, saved.record)
    assert body_of(desk, saved.record).decision is Decision.GRANTED
    assert body_of(desk, withdrawn.record).withdraws == saved.record
    with fails("not_withdrawable"):
        consents.withdraw(desk, saved.record, method=Method.VERBAL)


def test_what_was_never_given_cannot_be_taken_back(desk: Desk, anna: ClientRef) -> None:
    saved = take_consent(desk, anna.id, decision="declined")
    with fails("not_withdrawable"):
        consents.withdraw(desk, saved.record, method=Method.VERBAL)
    with fails("not_withdrawable"):
        consents.withdraw(desk, anna.id, method=Method.VERBAL)


def test_the_list_of_consents_shows_each_with_its_state(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, given_on="2026-01-01", review_due="2027-01-01")
    records.keep(desk, records.start(desk, "consent", anna.id))
    rows = consents.rows(desk, anna.id)
    assert {row.state.state for row in rows} == {State.DRAFT, State.ACTIVE}
    assert any(row.title == "Consent to therapy: Given (Signed on paper)" for row in rows)


def test_the_state_is_computed_without_opening_a_consent(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id)
    consents.state(desk, anna.id)
    seen = last_seq(desk)
    consents.state(desk, anna.id)
    assert last_seq(desk) == seen


def test_the_first_note_is_free_and_the_second_wants_a_consent(desk: Desk, anna: ClientRef) -> None:
    assert consents.strip(desk, anna.id) is None
    write_note(desk, anna.id)
    found = consents.strip(desk, anna.id)
    assert found is not None
    assert (found.text, found.is_satisfied) == ("There is no consent to therapy yet.", False)
    take_consent(desk, anna.id)
    assert consents.strip(desk, anna.id) is None


def test_a_missed_session_is_not_a_first_note(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id, attendance="no_show")
    assert consents.strip(desk, anna.id) is None


def test_a_stated_reason_holds_for_a_while(desk: Desk, anna: ClientRef) -> None:
    day = TODAY - timedelta(days=80)
    started = {"at": f"{day}T15:00", "zone": WARSAW}
    write_note(desk, anna.id, started=started, no_consent_reason="emergency")
    found = consents.strip(desk, anna.id)
    assert found is not None
    assert (found.is_satisfied, found.reason) == (True, "Emergency")
    later = consents.strip(desk, anna.id, TODAY + timedelta(days=30))
    assert later is not None
    assert not later.is_satisfied


def test_a_note_wants_no_consent_to_be_signed_the_strip_only_says_so(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id)
    assert write_note(desk, anna.id).revision


def test_the_text_to_go_through_is_there_in_both_languages() -> None:
    for language in ("en", "pl"):
        assert len(consents.starting_text("therapy", language)) == 17
    assert consents.whole_text("therapy", "en").title == "Consent to therapy"
