"""The state of a consent on a day, with its reason: a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.records.consent import Element
from app.records.consent_elements import ELEMENTS, NEEDED, ConsentType
from app.rules.consent_state import (
    NEEDED_ELEMENTS,
    ConsentFacts,
    State,
    TextFacts,
    current,
    facts_from,
    missing_elements,
    state_of,
)

TODAY = date(2026, 11, 22)
ALL = frozenset(element.value for element in Element)


def consent(record: str = "a", **values: Any) -> ConsentFacts:
    """A complete consent given on 1 March 2026, changed by `values`."""
    given = {"decision": "granted", "method": "verbal", "given_on": "2026-03-01", "effective": "2026-03-01"}
    return ConsentFacts(record, **({"explained": ALL} | given | values))


@pytest.mark.parametrize(
    ("facts", "state", "reason"),
    [
        (consent(), State.ACTIVE, "Given on 1 March 2026."),
        (consent(decision="partial"), State.ACTIVE, "Given in part on 1 March 2026."),
        (consent(is_signed=False), State.DRAFT, "Not signed yet."),
        (consent(decision="declined", explained=frozenset()), State.DECLINED, "Declined on 1 March 2026."),
        (consent(expires_on="2026-11-21"), State.EXPIRED, "Expired on 21 November 2026."),
        (consent(expires_on="2026-11-22"), State.ACTIVE, "Given on 1 March 2026."),
        (consent(effective="2026-12-01"), State.DRAFT, "Comes into force on 1 December 2026."),
        (
            consent(explained=ALL - {"confidentiality"}),
            State.DEFECTIVE,
            "Not explained: Confidentiality and its limits.",
        ),
        (consent(explained=frozenset()), State.DEFECTIVE, "Not explained: Purpose, goals and methods,"),
        (consent(explained=ALL - {"technology", "payer"}), State.ACTIVE, "Given on"),
        (consent(capacity="lacking"), State.DEFECTIVE, "not able to decide"),
        (consent(capacity="lacking", given_by="guardian"), State.ACTIVE, "Given on"),
        (
            consent(method="paper_earlier", paper_on="2019-05", explained=frozenset()),
            State.ACTIVE,
            "Given earlier on paper: May 2019.",
        ),
        (consent(method="implied_emergency", explained=frozenset()), State.ACTIVE, "Assumed in an emergency"),
        (consent(review_due="2026-11-01"), State.ACTIVE, "should have been talked about again on 1 November 2026"),
    ],
)
def test_one_consent_on_a_day(facts: ConsentFacts, state: State, reason: str) -> None:
    found = state_of(facts, [facts], TODAY)
    assert found.state is state
    assert reason in found.reason


WITHDRAWAL = consent("w", decision="withdrawn", withdraws="a", given_on="2026-06-01", effective="2026-06-01")
NEWER = consent("b", supersedes="a", given_on="2026-09-01", effective="2026-09-01")


@pytest.mark.parametrize(
    ("facts", "state", "record"),
    [
        ([], State.NONE, None),
        ([consent()], State.ACTIVE, "a"),
        ([consent(is_in_error=True)], State.NONE, None),
        ([consent(is_signed=False)], State.DRAFT, "a"),
        ([consent(), consent("d", is_signed=False, effective="2026-11-01")], State.ACTIVE, "a"),
        ([consent(), WITHDRAWAL], State.WITHDRAWN, "a"),
        ([consent(), consent("w", decision="withdrawn", withdraws="x")], State.ACTIVE, "a"),
        ([consent(), consent("w", decision="withdrawn", withdraws="a", is_in_error=True)], State.ACTIVE, "a"),
        ([consent(), consent("w", decision="withdrawn", withdraws="a", is_signed=False)], State.ACTIVE, "a"),
        ([consent(), consent("w", decision="withdrawn", withdraws="a", given_on="2026-12-01")], State.ACTIVE, "a"),
        ([consent(), NEWER], State.ACTIVE, "b"),
        ([consent(), NEWER, WITHDRAWAL], State.ACTIVE, "b"),
        (
            [consent(), consent("b", given_on="2026-09-01", effective="2026-09-01", decision="declined")],
            State.DECLINED,
            "b",
        ),
        ([consent(), consent("b", effective="2026-09-01", explained=frozenset())], State.ACTIVE, "a"),
        (
            [consent(expires_on="2026-05-01"), consent("b", effective="2026-09-01", explained=frozenset())],
            State.DEFECTIVE,
            "b",
        ),
    ],
)
def test_the_state_of_a_client(facts: list[ConsentFacts], state: State, record: str | None) -> None:
    found = current(facts, TODAY)
    assert (found.state, found.record) == (state, record)
    assert found.reason
    assert found.is_active is (state is State.ACTIVE)


def test_a_superseded_consent_says_by_which() -> None:
    found = state_of(consent(), [consent(), NEWER], TODAY)
    assert (found.state, found.reason) == (State.SUPERSEDED, "Replaced by the consent of 1 September 2026.")


def test_yesterday_it_was_still_in_force() -> None:
    facts = [consent(), WITHDRAWAL]
    assert current(facts, date(2026, 5, 31)).is_active
    assert not current(facts, date(2026, 6, 1)).is_active


def test_what_else_was_not_explained_is_listed_but_does_not_spoil_it() -> None:
    found = state_of(consent(explained=ALL - {"technology"}), [], TODAY)
    assert found.is_active
    assert found.not_explained == (Element.TECHNOLOGY,)


@pytest.mark.parametrize("consent_type", ConsentType)
def test_each_type_has_its_own_needed_elements(consent_type: ConsentType) -> None:
    assert set(NEEDED[consent_type]) <= set(ELEMENTS[consent_type])
    for element in NEEDED[consent_type]:
        facts = consent(type=consent_type, explained=ALL - {element.value}, expires_on="2027-01-01")
        found = state_of(facts, [], TODAY)
        assert (found.state, found.missing) == (State.DEFECTIVE, (element,))
    whole = consent(type=consent_type, explained=frozenset(NEEDED[consent_type]), expires_on="2027-01-01")
    assert state_of(whole, [], TODAY).is_active


@pytest.mark.parametrize(
    ("consent_type", "is_needed"),
    [(one, one in {ConsentType.RECORDING, ConsentType.RESEARCH, ConsentType.MEDIA}) for one in ConsentType],
)
def test_some_types_need_a_day_or_an_event_that_ends_them(consent_type: ConsentType, is_needed: bool) -> None:
    found = state_of(consent(type=consent_type), [], TODAY)
    assert found.is_active is not is_needed
    assert found.reason.startswith("No expiry:") is is_needed
    assert state_of(consent(type=consent_type, has_end_event=True), [], TODAY).is_active
    assert state_of(consent(type=consent_type, expires_on="2026-11-22"), [], TODAY).is_active
    assert state_of(consent(type=consent_type, expires_on="2026-11-21"), [], TODAY).state is State.EXPIRED


PUBLISHED = TextFacts({("t", "2", "en"): "digest"}, {"t": "2026-11-22"})
WITH_TEXT = {"template": "t", "template_version": "2", "template_language": "en", "template_hash": "digest"}


def test_words_that_are_not_those_of_the_version_make_it_defective() -> None:
    assert state_of(consent(**WITH_TEXT), [], TODAY, PUBLISHED).is_active
    changed = state_of(consent(**{**WITH_TEXT, "template_hash": "other"}), [], TODAY, PUBLISHED)
    assert (changed.state, changed.reason[:19]) == (State.DEFECTIVE, "Text changed since:")
    assert state_of(consent(**{**WITH_TEXT, "template_hash": ""}), [], TODAY, PUBLISHED).is_active
    assert state_of(consent(**{**WITH_TEXT, "template_version": "1"}), [], TODAY, PUBLISHED).is_active


def test_a_newer_text_asks_again_from_its_day_on_and_changes_nothing_else() -> None:
    facts = consent(**WITH_TEXT)
    before, after = (state_of(facts, [], day, PUBLISHED) for day in (date(2026, 11, 21), TODAY))
    assert (before.state, before.ask_again) == (State.ACTIVE, "")
    assert (after.state, after.ask_again) == (State.ACTIVE, "2026-11-22")
    assert after.reason == before.reason
    declined = consent(decision="declined", **WITH_TEXT)
    assert state_of(declined, [], TODAY, PUBLISHED).ask_again == ""


def ended(record: str = "e", **values: Any) -> ConsentFacts:
    return consent(record, **({"decision": "ended", "withdraws": "a", "given_on": "2026-06-01"} | values))


def test_an_event_that_was_agreed_as_its_end_ends_it_on_its_day() -> None:
    found = state_of(consent(), [ended()], date(2026, 6, 1))
    assert (found.state, found.is_asked_about) == (State.EXPIRED, False)
    assert found.reason == "Ended on 1 June 2026: what was agreed as its end has happened."
    assert state_of(consent(), [ended()], date(2026, 5, 31)).is_active
    assert state_of(consent(), [ended(is_signed=False)], TODAY).is_active
    assert state_of(consent(), [ended(is_in_error=True)], TODAY).is_active


def test_taken_back_counts_before_ended_replaced_and_run_out() -> None:
    everything = [NEWER, ended(), WITHDRAWAL]
    assert state_of(consent(expires_on="2026-04-01"), everything, TODAY).state is State.WITHDRAWN
    assert state_of(consent(), [NEWER, ended()], TODAY).state is State.EXPIRED


def test_what_replaces_it_counts_from_its_own_day_on() -> None:
    later = consent("b", supersedes="a", given_on="2026-11-01", effective="2027-01-01")
    assert current([consent(), later], TODAY).record == "a"
    found = current([consent(), later], date(2027, 1, 1))
    assert (found.state, found.record) == (State.ACTIVE, "b")


@pytest.mark.parametrize(
    ("facts", "state", "reason", "is_asked_about"),
    [
        (WITHDRAWAL, State.WITHDRAWN, "Takes back the consent of 1 March 2026.", False),
        (ended(), State.EXPIRED, "Says that the consent of 1 March 2026 has ended.", False),
        (consent("w", decision="withdrawn", withdraws="gone"), State.WITHDRAWN, "Takes back a consent.", False),
        (
            consent("w", decision="withdrawn", withdraws="a", retention="open"),
            State.WITHDRAWN,
            "Takes back the consent of 1 March 2026.",
            True,
        ),
    ],
)
def test_a_record_about_an_earlier_consent_says_so_of_itself(
    facts: ConsentFacts, state: State, reason: str, is_asked_about: bool
) -> None:
    found = state_of(facts, [consent(), facts], TODAY)
    assert (found.state, found.reason, found.is_asked_about) == (state, reason, is_asked_about)


def test_once_the_decision_about_the_data_is_made_nobody_is_asked_any_more() -> None:
    asking = consent("w", decision="withdrawn", withdraws="a", retention="open")
    decided = consent("x", decision="withdrawn", withdraws="a", supersedes="w", retention="keep_by_law")
    facts = [consent(), asking, decided]
    assert state_of(asking, facts, TODAY).state is State.SUPERSEDED
    assert not any(state_of(one, facts, TODAY).is_asked_about for one in facts)


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"type": ConsentType.THERAPY}, True),
        ({"type": ConsentType.GUARDIAN}, True),
        ({"type": ConsentType.RECORDING, "expires_on": "2027-01-01"}, False),
        ({"type": ConsentType.GROUP}, False),
        ({"type": ConsentType.GROUP, "unit": "group"}, True),
        ({"type": ConsentType.COUPLE, "unit": "couple"}, True),
        ({"type": ConsentType.COUPLE, "unit": "person"}, False),
        ({"type": ConsentType.MINOR_ASSENT}, False),
    ],
)
def test_sessions_rest_on_what_is_consent_to_therapy_here(values: dict[str, Any], counts: bool) -> None:
    facts = [consent(**values)]
    assert current(facts, TODAY).is_active is counts
    assert current(facts, TODAY, facts[0].type).is_active


@pytest.mark.parametrize("element", NEEDED_ELEMENTS)
def test_each_needed_element_is_needed(element: Element) -> None:
    assert missing_elements(consent(explained=ALL - {element.value})) == (element,)


def test_a_draft_of_a_withdrawal_withdraws_nothing() -> None:
    draft = consent("w", decision="withdrawn", withdraws="a", is_signed=False)
    assert state_of(consent(), [draft], TODAY).is_active


def test_facts_come_out_of_the_facets_of_the_index() -> None:
    facets = {"decision": "granted", "explained": "purpose,risks", "expires_on": "", "unknown": 1}
    found = facts_from("a", facets, is_signed=True, is_in_error=False)
    assert found.explained == {"purpose", "risks"}
    assert facts_from("a", {}, is_signed=True, is_in_error=False).explained == frozenset()
