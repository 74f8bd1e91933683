"""The consent of a minor: who has to agree, when the child itself, when it may decide alone. A table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.packs import jurisdictions, law
from app.records.choices import YesNo
from app.records.client_profile import Authority, Custody
from app.records.consent import Consent
from app.records.consent_choices import GivenBy, MinorBasis
from app.records.consent_elements import ConsentType, Element
from app.records.consent_parts import ConsentGuardian, Maturity
from app.rules import consent_minors
from app.rules.consent_minors import Asked, MinorFacts, defect
from app.rules.consent_state import ConsentFacts, State, facts_from, state_of

TODAY = date(2026, 11, 22)
ONE_OF_TWO = "One parent's signature where two are needed."
NOBODY = "Nobody who represents the child has agreed."
ALONE = "A minor decided alone, and it is not written down why that is enough."


@pytest.mark.parametrize(
    ("facts", "given_by", "reason"),
    [
        # Both parents: by law, or because custody says that important matters are decided together.
        (MinorFacts("representatives", 2, 2, asks_both=True), "both_parents", ""),
        (MinorFacts("representatives", 2, 1, asks_both=True), "parent", ONE_OF_TWO),
        (MinorFacts("representatives", 2, 0, asks_both=True), "parent", NOBODY),
        (MinorFacts("representatives", 2, 1), "parent", ""),
        (MinorFacts("representatives", 2, 1, is_joint=True), "parent", ONE_OF_TWO),
        (MinorFacts("representatives", 1, 1, asks_both=True), "parent", ""),
        (MinorFacts("representatives", 1, 0), "parent", NOBODY),
        (MinorFacts("representatives", 2, 1, 1, asks_both=True), "parent", "Somebody whose agreement is needed does"),
        (MinorFacts("representatives", 2, 1, 1), "parent", ""),
        (MinorFacts("representatives", 1, 0, 1), "parent", "Somebody whose agreement is needed does not agree."),
        # A court in the place of parents.
        (MinorFacts("representatives", 2, 1, asks_both=True), "court", ""),
        (MinorFacts("court", 2, 0, 2, asks_both=True), "parent", ""),
        # The right had ended.
        (MinorFacts("representatives", 1, 1, authority_ended=True), "guardian", "The right of somebody who agreed"),
        # Nobody is named: not judged where a representative decided, defective where the child did.
        (MinorFacts("representatives"), "parent", ""),
        (MinorFacts("representatives"), "client_and_representative", ""),
        (MinorFacts("representatives"), "client", NOBODY),
        (MinorFacts(), "client", ALONE),
        (MinorFacts(), "parent", ""),
        # The child itself.
        (MinorFacts("minor_and_representatives", 1, 1, assent="yes"), "parent", ""),
        (MinorFacts("minor_and_representatives", 1, 1), "parent", "Assent missing: the young person's own agreement"),
        (MinorFacts("minor_and_representatives", 1, 1, assent="no"), "parent", "The young person does not agree, and"),
        (MinorFacts("minor_and_representatives", 1, 0, assent="yes"), "client", NOBODY),
        (MinorFacts("representatives", 1, 1, assent="no"), "parent", ""),
        # The young person alone.
        (MinorFacts("presumed_able"), "client", ""),
        (MinorFacts("found_able", has_maturity=True), "client", ""),
        (MinorFacts("found_able"), "client", "It is not written down why the young person was found able to decide."),
        (MinorFacts("immediate_support"), "client", ""),
        (MinorFacts("presumed_able", 2, 0, 1, asks_both=True), "client", ""),
    ],
)
def test_what_the_consent_of_a_minor_rests_on(facts: MinorFacts, given_by: str, reason: str) -> None:
    found = defect(facts, given_by)
    assert found.startswith(reason) if reason else found == ""


def test_an_agreement_in_a_record_of_its_own_is_as_good() -> None:
    facts = MinorFacts("minor_and_representatives", 1, 1)
    assert defect(facts, "parent", has_assented=True) == ""
    assert defect(MinorFacts("minor_and_representatives", 1, 1, assent="no"), "parent", has_assented=True)


def minor(record: str = "a", **values: Any) -> ConsentFacts:
    """A complete consent of representatives to the therapy of a child, changed by `values`."""
    given = {"decision": "granted", "method": "verbal", "given_on": "2026-03-01", "effective": "2026-03-01"}
    explained = frozenset(element.value for element in Element)
    facts = MinorFacts("representatives", 2, 2, asks_both=True, of_age_on="2030-01-01")
    known: dict[str, Any] = {
        "explained": explained,
        "type": ConsentType.GUARDIAN,
        "given_by": "both_parents",
        "minor": facts,
    }
    return ConsentFacts(record, **(known | given | values))


def test_the_defect_of_a_minor_is_that_of_the_consent() -> None:
    assert state_of(minor(), [], TODAY).is_active
    one = minor(minor=MinorFacts("representatives", 2, 1, asks_both=True))
    found = state_of(one, [], TODAY)
    assert (found.state, found.reason) == (State.DEFECTIVE, ONE_OF_TWO)
    assert state_of(minor(minor=one.minor, method="paper_earlier"), [], TODAY).is_active
    assert state_of(minor(minor=one.minor, method="implied_emergency"), [], TODAY).is_active


def test_the_child_s_own_record_of_agreement_counts_while_it_is_in_force() -> None:
    both = minor(minor=MinorFacts("minor_and_representatives", 2, 2, asks_both=True))
    assent = minor("s", type=ConsentType.MINOR_ASSENT, minor=MinorFacts(assent="yes"), given_by="client")
    taken_back = minor("w", decision="withdrawn", withdraws="s", given_on="2026-05-01")
    assert state_of(both, [], TODAY).reason.startswith("Assent missing")
    assert state_of(both, [assent], TODAY).is_active
    assert state_of(both, [assent, taken_back], TODAY).state is State.DEFECTIVE


@pytest.mark.parametrize(("on", "state"), [(date(2029, 12, 31), State.ACTIVE), (date(2030, 1, 1), State.EXPIRED)])
@pytest.mark.parametrize("consent_type", [ConsentType.GUARDIAN, ConsentType.THERAPY])
def test_what_parents_decided_ends_when_the_child_comes_of_age(
    consent_type: ConsentType, on: date, state: State
) -> None:
    assert state_of(minor(type=consent_type), [], on).state is state


def test_what_a_young_person_decided_goes_on() -> None:
    facts = MinorFacts("presumed_able", of_age_on="2026-05-01")
    young = minor(type=ConsentType.THERAPY, given_by="client", minor=facts)
    assert state_of(young, [], TODAY).is_active


def test_what_is_no_defect_is_said_besides() -> None:
    found = state_of(minor(given_by="parent", minor=MinorFacts("representatives")), [], TODAY)
    assert found.is_active
    assert found.remarks == ("It is not written down who else may decide for the child.",)
    odd = MinorFacts("representatives", 1, 1, has_authority=False, assent="no")
    said = state_of(minor(given_by="parent", minor=odd), [], TODAY).remarks
    assert said == (
        "It is not written down what the right to decide for the child rests on.",
        "The child does not agree.",
    )


def guardian(custody: Custody | None, consented: YesNo | None, **values: Any) -> ConsentGuardian:
    return ConsentGuardian(
        name="x", custody=custody, consented=consented, authority=Authority.BIRTH_CERTIFICATE, **values
    )


@pytest.mark.parametrize(
    ("guardians", "deciding", "consented"),
    [
        ([], 0, 0),
        ([guardian(Custody.JOINT, YesNo.YES), guardian(Custody.JOINT, None)], 2, 1),
        ([guardian(Custody.SOLE, YesNo.YES), guardian(Custody.JOINT, None)], 1, 1),
        ([guardian(Custody.JOINT, YesNo.YES), guardian(Custody.NO_ACCESS, None)], 1, 1),
        ([guardian(Custody.JOINT, YesNo.YES), guardian(Custody.JOINT, YesNo.YES, informed_only=True)], 1, 1),
        ([guardian(None, YesNo.YES), guardian(Custody.UNKNOWN, None)], 2, 1),
    ],
)
def test_who_has_a_say_follows_from_custody(guardians: list[ConsentGuardian], deciding: int, consented: int) -> None:
    facets = Consent(of_minor=True, guardians=guardians).facets()
    facts = consent_minors.facts_from(facets)
    assert facts is not None
    assert (facts.deciding, facts.consented) == (deciding, consented)


@pytest.mark.parametrize(("until", "had_ended"), [("", False), ("2026-03-01", False), ("2026-02-28", True)])
def test_a_right_that_ended_before_the_day_is_no_right(until: str, had_ended: bool) -> None:
    one = guardian(Custody.SOLE, YesNo.YES, authority_until=until)
    facts = consent_minors.facts_from(Consent(of_minor=True, given_on="2026-03-01", guardians=[one]).facets())
    assert facts is not None
    assert facts.authority_ended is had_ended


def test_the_facets_of_an_adult_say_nothing_of_minors() -> None:
    facets = Consent(given_on="2026-03-01").facets()
    assert facts_from("a", facets, is_signed=True, is_in_error=False).minor is None
    assert "deciding" not in facets


def test_no_name_gets_into_a_list() -> None:
    body = Consent(of_minor=True, guardians=[guardian(Custody.JOINT, YesNo.YES, note="Maria")])
    assert "Maria" not in str(body.facets())
    assert "x" not in body.facets().values()


@pytest.mark.parametrize(
    ("place", "age", "basis", "both", "may_be_found_able"),
    [
        ("PL", 8, MinorBasis.REPRESENTATIVES, True, False),
        ("PL", 17, MinorBasis.REPRESENTATIVES, True, False),
        ("US-CA", 13, MinorBasis.REPRESENTATIVES, False, True),
        ("US-CA", 11, MinorBasis.REPRESENTATIVES, False, False),
        ("GB", 16, MinorBasis.PRESUMED_ABLE, False, False),
        ("GB", 12, MinorBasis.REPRESENTATIVES, False, True),
    ],
)
def test_what_the_packs_ask(place: str, age: int, basis: MinorBasis, both: bool, may_be_found_able: bool) -> None:
    packs = {code: pack for code in jurisdictions.codes() if (pack := jurisdictions.shipped(code)) is not None}
    found = consent_minors.asked(law.of(packs, [place]).minor_rules(age, TODAY))
    assert (found.basis, found.both_parents, found.may_be_found_able) == (basis, both, may_be_found_able)


@dataclass(frozen=True)
class Rule:
    """A rule of a pack, as far as it is asked."""

    consent_of: tuple[str, ...]
    both_parents: bool = False
    if_mature: bool = False
    setting: str = "any"
    in_force: bool = True
    id: str = "r"


def test_rules_not_in_force_or_of_another_setting_say_nothing() -> None:
    rules = [Rule(("minor",), in_force=False), Rule(("minor", "representatives"), setting="health_services")]
    assert consent_minors.asked(rules) == Asked()
    both = consent_minors.asked(rules, frozenset({"any", "health_services"}))
    assert both.basis is MinorBasis.BOTH


@pytest.mark.parametrize(
    ("born", "of_age", "recheck"),
    [
        ("2014-11-22", "2032-11-22", "2027-11-22"),
        ("2014-11-23", "2032-11-23", "2026-11-23"),
        ("2012-02-29", "2030-03-01", "2028-02-29"),
        ("2014-11", "", ""),
        ("", "", ""),
        ("2000-01-01", "2018-01-01", ""),
    ],
)
def test_birthdays_that_change_rights(born: str, of_age: str, recheck: str) -> None:
    assert consent_minors.of_age_on(born) == of_age
    assert consent_minors.next_recheck(born, TODAY) == recheck


@pytest.mark.parametrize(
    ("maturity", "is_complete"),
    [
        (Maturity(), False),
        (Maturity(assessed_on="2026-01-01", understanding="x"), False),
        (Maturity(assessed_on="2026-01-01", understanding="x", voluntariness="y"), True),
        (Maturity(understanding="x", voluntariness="y"), False),
    ],
)
def test_when_an_assessment_says_enough(maturity: Maturity, is_complete: bool) -> None:
    assert maturity.is_complete is is_complete
    body = Consent(of_minor=True, given_by=GivenBy.CLIENT, minor_basis=MinorBasis.FOUND_ABLE, maturity=maturity)
    assert bool(body.facets()["maturity"]) is is_complete
