"""The state of a consent on a day, with its reason: a table."""

from __future__ import annotations

from datetime import date

import pytest

from app.records.consent import Element
from app.rules.consent_state import (
    NEEDED_ELEMENTS,
    ConsentFacts,
    State,
    current,
    facts_from,
    missing_elements,
    state_of,
)

TODAY = date(2026, 11, 22)
ALL = frozenset(element.value for element in Element)


def consent(record: str = "a", **values: object) -> ConsentFacts:
    """A complete consent given on 1 March 2026, changed by `values`."""
    given = {"decision": "granted", "method": "verbal", "given_on": "2026-03-01", "effective": "2026-03-01"}
    return ConsentFacts(record, **({"explained": ALL} | given | values))  # type: ignore[arg-type]


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
