"""Retention by every branch of every rule: adults, minors, death, a summary; and why, where there is no date."""

from __future__ import annotations

from datetime import date

import pytest

from app.packs import jurisdictions, law
from app.packs.jurisdiction_rules import Retention
from app.rules import retention
from app.rules.retention import BranchName, Facts

ADULT, MINOR, DEATH = BranchName.ADULT, BranchName.MINOR, BranchName.DEATH
EVERY = {rule.id: rule for pack in jurisdictions.SHIPPED.values() for rule in pack.retention}
ENDED = "2026-11-22"


def facts(born: str = "1987-04-12", **values: str) -> Facts:
    """A file in which everything ended on one day."""
    days = dict.fromkeys(("last_service", "last_contact", "last_entry", "last_document", "closed_on"), ENDED)
    return Facts(**{**days, "born": born, **values})  # type: ignore[arg-type]


def branches(rule: Retention, known: Facts) -> dict[BranchName, str]:
    """The last day of every branch."""
    return {branch.name: branch.until.isoformat() for branch in retention.kept(rule, known).branches}


CASES = [
    # rule, born, further facts, branches, until
    ("us_apa_fallback", "1987-04-12", {}, {ADULT: "2033-11-22"}, "2033-11-22"),
    ("us_apa_fallback", "2010-01-15", {}, {ADULT: "2033-11-22", MINOR: "2031-01-15"}, "2033-11-22"),
    ("us_apa_fallback", "2015-01-15", {}, {ADULT: "2033-11-22", MINOR: "2036-01-15"}, "2036-01-15"),
    ("us_hipaa_documents", "2015-01-15", {}, {ADULT: "2032-11-22"}, "2032-11-22"),
    ("us_fl_counselors", "2015-01-15", {}, {ADULT: "2033-11-22"}, "2033-11-22"),
    ("us_me_psychologist", "1987-04-12", {}, {ADULT: "2033-11-22"}, "2033-11-22"),
    ("us_me_psychologist", "2016-05-01", {}, {ADULT: "2033-11-22", MINOR: "2037-05-01"}, "2037-05-01"),
    ("us_pa_psychologist", "2016-05-01", {}, {ADULT: "2031-11-22"}, "2031-11-22"),
    ("us_az_records", "1987-04-12", {}, {ADULT: "2032-11-22"}, "2032-11-22"),
    ("us_az_records", "2016-05-01", {}, {ADULT: "2032-11-22", MINOR: "2037-05-01"}, "2037-05-01"),
    ("us_ca_psychologist", "1987-04-12", {}, {ADULT: "2033-11-22"}, "2033-11-22"),
    ("us_ca_psychologist", "2010-03-03", {}, {ADULT: "2033-11-22", MINOR: "2035-03-03"}, "2035-03-03"),
    ("us_ca_psychologist", "2008-11-22", {}, {ADULT: "2033-11-22"}, "2033-11-22"),  # eighteen on the day
    ("us_ca_psychologist", "2008-11-23", {}, {ADULT: "2033-11-22", MINOR: "2033-11-23"}, "2033-11-23"),
    ("us_ca_therapists", "2010-03-03", {}, {ADULT: "2033-11-22", MINOR: "2035-03-03"}, "2035-03-03"),
    ("us_ny_regents", "1987-04-12", {}, {ADULT: "2032-11-22"}, "2032-11-22"),
    ("us_ny_regents", "2009-06-01", {}, {ADULT: "2032-11-22", MINOR: "2031-06-01"}, "2032-11-22"),
    ("us_ny_regents", "2012-06-01", {}, {ADULT: "2032-11-22", MINOR: "2034-06-01"}, "2034-06-01"),
    ("us_tx_lpc", "1987-04-12", {}, {ADULT: "2033-11-22"}, "2033-11-22"),
    ("us_tx_lpc", "2012-06-01", {}, {ADULT: "2033-11-22", MINOR: "2035-06-01"}, "2035-06-01"),
    ("eu_de_bgb", "2012-06-01", {}, {ADULT: "2036-11-22"}, "2036-11-22"),
    ("gb_nhs_mental_health", "1987-04-12", {}, {ADULT: "2046-11-22"}, "2046-11-22"),
    ("gb_nhs_mental_health", "2012-06-01", {}, {ADULT: "2046-11-22", MINOR: "2037-06-01"}, "2046-11-22"),
    ("gb_nhs_mental_health", "1987-04-12", {"died_on": "2026-11-20"}, {ADULT: "2046-11-22", DEATH: "2036-11-20"},
     "2046-11-22"),
    ("gb_nhs_general", "1987-04-12", {}, {ADULT: "2034-11-22"}, "2034-11-22"),
    ("gb_nhs_general", "2012-06-01", {}, {ADULT: "2034-11-22", MINOR: "2037-06-01"}, "2037-06-01"),
    ("gb_nhs_general", "2009-06-01", {}, {ADULT: "2034-11-22", MINOR: "2035-06-01"}, "2035-06-01"),  # was 17
    ("gb_private", "1987-04-12", {}, {}, None),
    ("gb_private", "2012-06-01", {}, {MINOR: "2037-06-01"}, None),
    ("pl_medical", "1987-04-12", {}, {ADULT: "2046-12-31"}, "2046-12-31"),
    ("pl_medical", "1987-04-12", {"last_entry": "2027-01-01"}, {ADULT: "2047-12-31"}, "2047-12-31"),
    ("pl_medical", "2024-11-23", {}, {ADULT: "2046-12-31"}, "2046-12-31"),
    ("pl_medical", "2025-06-01", {}, {ADULT: "2046-12-31", MINOR: "2048-12-31"}, "2048-12-31"),
    ("pl_private", "2012-06-01", {}, {}, None),
    ("pl_act_2026_records", "1987-04-12", {}, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "born", "known", "expected", "until"), CASES)
def test_a_rule_by_all_its_branches(
    rule: str, born: str, known: dict[str, str], expected: dict[BranchName, str], until: str | None
) -> None:
    found = retention.kept(EVERY[rule], facts(born, **known))
    assert branches(EVERY[rule], facts(born, **known)) == expected
    assert found.until == (date.fromisoformat(until) if until else None)
    assert bool(found.why) is (until is None)


def test_every_rule_and_every_branch_that_a_rule_has_is_in_the_table() -> None:
    seen: dict[str, set[BranchName]] = {}
    for case, _born, _known, expected, _until in CASES:
        seen.setdefault(case, set()).update(expected)
    for name, rule in EVERY.items():
        wanted = {ADULT} if rule.adult_years else set()
        wanted |= {MINOR} if rule.minor else set()
        wanted |= {DEATH} if rule.after_death_years else set()
        assert seen[name] == wanted, name


def test_a_summary_outlives_the_record_in_maine() -> None:
    def summary(born: str) -> str:
        return str(retention.kept(EVERY["us_me_psychologist"], facts(born)).summary_until)

    assert summary("1987-04-12") == "2041-11-22"
    assert summary("2016-05-01") == "2049-05-01"


@pytest.mark.parametrize(("born", "until"), [("2015-01-15", "2036-01-15"), ("1987-01-15", "2033-11-22")])
def test_a_corrected_birth_date_moves_the_date(born: str, until: str) -> None:
    assert str(retention.kept(EVERY["us_apa_fallback"], facts(born)).until) == until


@pytest.mark.parametrize(
    ("born", "until"), [("2012", "2037-12-31"), ("2012-02", "2037-03-01"), ("2012-02-29", "2037-03-01"), ("", None)]
)
def test_of_a_birth_date_that_is_partly_known_the_latest_day_counts(born: str, until: str | None) -> None:
    found = retention.kept(EVERY["gb_nhs_general"], facts(born))
    minor = [str(branch.until) for branch in found.branches if branch.name is MINOR]
    assert minor == ([until] if until else [])
    assert bool(found.notes) is (not born), "that nothing is known of the age is said"


def test_an_anniversary_of_a_leap_day_is_the_first_of_march() -> None:
    assert retention.years_on(date(2024, 2, 29), 7) == date(2031, 3, 1)
    assert retention.years_on(date(2024, 2, 29), 4) == date(2028, 2, 29)
    found = retention.kept(EVERY["us_fl_counselors"], facts(last_contact="2024-02-29"))
    assert str(found.until) == "2031-03-01"


def test_the_practice_sets_its_own_period_where_no_law_says_how_long() -> None:
    known = Facts(born="1987-04-12", last_service=ENDED, own_years=5, own_reason="Limitation of claims.")
    found = retention.kept(EVERY["pl_private"], known)
    assert str(found.until) == "2031-11-22"
    assert "Limitation of claims." in found.notes[0]
    none = retention.kept(EVERY["pl_private"], Facts(last_service=ENDED))
    assert none.until is None
    assert none.why == "No statutory rule says how long. The practice sets its own period, with a reason."


def test_the_own_period_changes_nothing_where_the_law_says_how_long() -> None:
    known = Facts(born="1987-04-12", last_entry=ENDED, own_years=1)
    assert str(retention.kept(EVERY["pl_medical"], known).until) == "2046-12-31"


@pytest.mark.parametrize("name", sorted(EVERY))
def test_without_a_beginning_there_is_no_date(name: str) -> None:
    found = retention.kept(EVERY[name], Facts(born="2012-06-01", own_years=5))
    assert (found.start, found.until, found.branches) == (None, None, ())
    assert found.why


def test_a_period_that_begins_with_the_end_of_care_waits_for_it() -> None:
    found = retention.kept(EVERY["us_tx_lpc"], facts(closed_on=""))
    assert found.why == "The period begins when the file is closed."


def test_an_unverified_branch_is_marked() -> None:
    found = retention.kept(EVERY["pl_medical"], facts("2025-06-01"))
    assert {branch.name: branch.is_verified for branch in found.branches} == {ADULT: True, MINOR: False}


@pytest.mark.parametrize(
    ("place", "on", "chosen", "expected"),
    [
        ("PL", date(2026, 11, 22), [], ["pl_private", "pl_medical"]),
        ("PL", date(2028, 5, 19), [], ["pl_private", "pl_medical", "pl_act_2026_records"]),
        ("PL", date(2026, 11, 22), ["pl_private"], ["pl_private"]),
        ("GB", date(2026, 11, 22), [], ["gb_private", "gb_nhs_mental_health", "gb_nhs_general"]),
        ("US", date(2026, 11, 22), [], ["us_apa_fallback", "us_hipaa_documents"]),
        ("US-NY", date(2026, 11, 22), [], ["us_hipaa_documents", "us_ny_regents"]),
        ("US-CA", date(2026, 11, 22), [], ["us_hipaa_documents", "us_ca_psychologist", "us_ca_therapists"]),
        ("US-CA", date(2026, 11, 22), ["us_ca_therapists"], ["us_hipaa_documents", "us_ca_therapists"]),
        ("US-FL", date(2026, 11, 22), [], ["us_hipaa_documents", "us_fl_counselors"]),
        ("DE", date(2026, 11, 22), [], ["eu_de_bgb"]),
        ("FR", date(2026, 11, 22), [], []),
        ("US-CA", date(2026, 11, 22), ["pl_private"], ["us_hipaa_documents", "us_ca_psychologist", "us_ca_therapists"]),
    ],
)
def test_which_rules_apply(place: str, on: date, chosen: list[str], expected: list[str]) -> None:
    rules = law.of(jurisdictions.SHIPPED, [place]).retention
    assert [rule.id for rule in retention.applicable(rules, on, chosen)] == expected


def test_the_longest_rule_counts() -> None:
    rules = law.of(jurisdictions.SHIPPED, ["GB"]).retention
    found = [retention.kept(rule, facts("2012-06-01")) for rule in rules]
    assert str(retention.longest(found)) == "2046-11-22"
    assert retention.longest([]) is None
