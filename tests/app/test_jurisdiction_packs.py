"""The law packs that ship: whole, sourced, dated, in both languages; a wrong one is refused with line and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app import paths
from app.cli import jurisdictions_page
from app.packs import differences, jurisdiction_checks, jurisdictions, law, toml_lines
from app.packs.jurisdiction_rules import Deadline, Pack, ReleaseElement, Rule, rules_of
from app.texts import speaking
from tests.app.helpers import fails

FOLDER = paths.resources() / "jurisdictions"
PL, US, EU, GB, COMMON = (FOLDER / f"{code}.toml" for code in ("pl", "us", "eu", "gb", "common"))
TODAY = date(2026, 11, 22)
# Deadlines of the reference table, with the mark each has there: V verified, K unverified, D practice policy.
TABLE = {
    "gdpr_breach": "V", "gdpr_dsar": "V", "hipaa_access": "V", "hipaa_amend": "V", "hipaa_accounting": "K",
    "hipaa_breach_individual": "V", "hipaa_breach_hhs_small": "K", "hipaa_docs": "V", "ca_child_written": "V",
    "ca_elder_written": "V", "wa_bha_incident": "V", "pl_240": "V", "pl_blue_card_forward": "K", "tjc_rca": "V",
    "oral_suspension_of_accounting": "V", "consent_review": "D", "plan_review": "D", "risk_follow_up": "D",
    "safety_plan_review": "D",
}  # fmt: skip


def every_rule() -> Iterator[tuple[str, Rule]]:
    """Every rule that ships, with the code of its pack."""
    for code, pack in jurisdictions.SHIPPED.items():
        yield from ((code, rule) for _table, _place, rule in rules_of(pack))


def test_the_packs_that_are_promised_ship() -> None:
    assert set(jurisdictions.codes()) == {"common", "us", "us-ca", "us-ny", "us-tx", "gb", "eu", "pl"}
    assert jurisdictions.shipped("../pl") is None
    assert "xx" not in jurisdictions.SHIPPED
    assert len(jurisdictions.SHIPPED) == 8


@pytest.mark.parametrize(("code", "rule"), [pytest.param(*each, id=f"{each[0]}-{each[1].id}") for each in every_rule()])
def test_every_rule_has_words_in_both_languages_a_citation_and_a_date(code: str, rule: Rule) -> None:
    for words in (rule.title, rule.text):
        with speaking("en"):
            english = str(words)
        with speaking("pl"):
            polish = str(words)
        assert english.strip()
        assert polish.strip()
        assert english != polish
    assert rule.citation
    assert date(2025, 1, 1) <= jurisdiction_checks.earliest(rule.verified_on) <= TODAY
    assert rule.source or not rule.is_verified
    assert rule.pack == f"{code} {jurisdictions.SHIPPED[code].version}"


def test_every_deadline_of_the_reference_is_there_as_it_is_marked() -> None:
    found = {rule.id: rule for _code, rule in every_rule() if isinstance(rule, Deadline)}
    for name, mark in TABLE.items():
        assert found[name].is_verified == (mark == "V"), name
        assert (found[name].force == "practice") == (mark == "D"), name
    assert found["gdpr_dsar"].extension is not None
    assert found["gdpr_dsar"].extension.status == "unverified", "one month was read, two more were not"


ON_PURPOSE = {"risk_level", "known_to_client", "least_is_given", "private_notes"}
"""What `common` says as good practice, and a place says as its law."""


def test_ids_are_used_once_in_the_law_of_each_place_or_replace_on_purpose() -> None:
    for place in ("PL", "US-CA", "US-NY", "US-TX", "GB", "DE", ""):
        packs = law.of(jurisdictions.SHIPPED, [place]).packs
        ids = [rule.id for pack in packs for _table, _place, rule in rules_of(pack)]
        assert {each for each in ids if ids.count(each) > 1} <= ON_PURPOSE


@pytest.mark.parametrize(
    ("place", "packs"),
    [
        ("PL", "common 1, eu 1, pl 1"),
        ("pl", "common 1, eu 1, pl 1"),
        ("US-CA", "common 1, us 1, us-ca 1"),
        ("us_tx", "common 1, us 1, us-tx 1"),
        ("US-FL", "common 1, us 1"),
        ("US", "common 1, us 1"),
        ("GB-ENG", "common 1, gb 1"),
        ("UK", "common 1, gb 1"),
        ("DE", "common 1, eu 1"),
        ("CH", "common 1"),
        ("common", "common 1"),
        ("", "common 1"),
    ],
)
def test_a_place_has_its_pack_and_those_that_it_stands_on(place: str, packs: str) -> None:
    assert law.of(jurisdictions.SHIPPED, [place]).named == packs


def test_two_places_have_the_law_of_both() -> None:
    both = law.of(jurisdictions.SHIPPED, ["PL", "US-CA"])
    assert both.named == "common 1, eu 1, pl 1, us 1, us-ca 1"
    assert both.regimes == ("gdpr", "hipaa", "part2")
    assert both.deadline("gdpr_breach") is not None
    assert both.deadline("ca_child_written") is not None


def test_places_do_not_take_rules_from_each_other() -> None:
    ids = [rule.id for _code, rule in every_rule()]
    assert {each for each in ids if ids.count(each) > 1} == ON_PURPOSE


def test_the_closer_pack_replaces_a_rule_and_the_rest_stays() -> None:
    shipped = jurisdictions.SHIPPED
    text = PL.read_text(encoding="utf-8").replace('"pl_blue_card_forward"', '"gdpr_breach"')
    poland = law.of({**shipped, "pl": jurisdictions.read_text(text, "pl.toml")}, ["PL"])
    found = poland.deadline("gdpr_breach")
    assert found is not None
    assert (found.pack, found.length) == ("pl 1", None)
    assert [rule.id for rule in poland.deadlines()].count("gdpr_breach") == 1
    assert poland.rule("gdpr_breach") == found
    assert poland.deadline("gdpr_dsar") == law.of(shipped, ["DE"]).deadline("gdpr_dsar")


def test_a_rule_of_one_state_holds_there_and_nowhere_else() -> None:
    def has(place: str) -> bool:
        return law.of(jurisdictions.SHIPPED, [place]).deadline("wa_bha_incident") is not None

    assert has("US-WA")
    assert has("us-wa")
    assert not has("US")
    assert not has("US-CA")


def test_a_level_of_risk_follows_the_place() -> None:
    levels = {place: law.of(jurisdictions.SHIPPED, [place]).risk_level for place in ("", "PL", "US-NY", "GB")}
    assert {place: rule.allowed for place, rule in levels.items() if rule} == {
        "": True, "PL": True, "US-NY": True, "GB": False,
    }  # fmt: skip


def test_who_consents_for_a_minor() -> None:
    def rules(place: str, age: int, on: date = TODAY) -> dict[str, tuple[tuple[str, ...], bool]]:
        found = law.of(jurisdictions.SHIPPED, [place]).minor_rules(age, on)
        return {rule.id: (rule.consent_of, rule.both_parents) for rule in found if rule.in_force}

    both, minor, parents = ("minor", "representatives"), ("minor",), ("representatives",)
    poland = {"pl_minor_psychologist": (parents, True), "gdpr_online_age": (parents, False)}
    assert rules("PL", 15) == poland
    assert rules("PL", 16) == {"pl_minor_health_16": (both, False), **poland}
    assert rules("PL", 18) == {}
    assert "pl_minor_2026_immediate" in rules("PL", 10, date(2028, 5, 19))
    assert "pl_minor_psychologist" in rules("PL", 10, date(2028, 5, 18))
    assert "pl_minor_psychologist" not in rules("PL", 10, date(2028, 5, 19))
    assert rules("US-CA", 11) == {"us_minor_other": (parents, False)}
    assert rules("US-CA", 12) == {"us_ca_minor_12": (minor, False), "us_minor_other": (parents, False)}
    assert list(rules("GB", 15)) == ["gb_under_16_parent", "gb_under_16"]
    assert rules("GB", 16) == {"gb_16_17": (minor, False)}


def test_the_act_that_never_came_into_force_is_told_as_such() -> None:
    (rule,) = [one for one in jurisdictions.SHIPPED["pl"].minors if one.id == "pl_minor_13_nfz"]
    assert not rule.in_force


EXPLICIT_CONSENT = """patient_name discloser information recipient purpose expiry signature representative_authority
    right_to_revoke conditioning redisclosure plain_language"""
ELEMENTS = {
    (
        "hipaa",
        "US",
    ): """discloser information recipient purpose expiry signature representative_authority right_to_revoke
        conditioning redisclosure plain_language copy separate_psychotherapy_notes""",
    ("part2", "US-TX"): """patient_name discloser information recipient intermediary purpose right_to_revoke expiry
        signature representative_authority conditioning redisclosure separate_counselling_notes
        separate_legal_proceedings notice_with_records""",
    ("gdpr", "PL"): EXPLICIT_CONSENT,
    ("uk_gdpr", "GB"): EXPLICIT_CONSENT,
}


@pytest.mark.parametrize(("regime", "place"), list(ELEMENTS))
def test_a_release_has_the_elements_of_its_regime(regime: str, place: str) -> None:
    found = law.of(jurisdictions.SHIPPED, [place]).release(regime)
    assert [rule.element for rule in found] == [ReleaseElement(each) for each in ELEMENTS[regime, place].split()]


def test_elements_that_were_not_read_are_not_called_verified() -> None:
    read = {(rule.regime, rule.element.value) for code in ("us", "eu", "gb")
            for rule in jurisdictions.SHIPPED[code].release if rule.is_verified}  # fmt: skip
    hipaa = (
        "discloser information recipient purpose expiry signature representative_authority right_to_revoke conditioning"
    )
    part2 = "patient_name discloser information recipient intermediary"
    assert read == {("hipaa", each) for each in hipaa.split()} | {("part2", each) for each in part2.split()}


def test_what_comes_into_force_later_does_not_hold_yet() -> None:
    later = {rule.id: rule for _code, rule in every_rule() if rule.valid_from and rule.valid_from > TODAY}
    assert set(later) == {"pl_act_2026", "pl_act_2026_records", "pl_minor_2026_immediate"}
    assert not [name for name, rule in later.items() if rule.holds_on(TODAY)]
    assert all(rule.holds_on(date(2028, 5, 19)) for rule in later.values())


def test_reviews_come_from_the_common_pack() -> None:
    here = law.of(jurisdictions.SHIPPED, ["PL"])
    assert (here.review_months(is_minor=False), here.review_months(is_minor=True)) == (12, 6)
    assert here.review_birthdays == (12, 13, 16, 18)


BLUE_CARD = 'id = "pl_blue_card_forward"'
# What is wrong, instead of what, and the line that has to be named: that of the wrong text where there is one,
# else that of the table that it stands in.
MISTAKES = [
    (PL, 'citation = "k.k. art. 240 § 1"', 'citation = " "', "a rule has a citation"),
    (PL, 'citation = "k.k. art. 240 § 1"\n', "", "missing required field `citation`"),
    (PL, 'citation = "k.k. art. 240 § 1"', "citation = 240", "Expected `str`, got `int`"),
    (PL, 'source = "adwokatborawska.pl; kancelaria-oz.pl; ispoz.pl"\n', "", "a verified rule says where it was read"),
    (PL, 'status = "verified"', 'status = "probably"', "Invalid enum value 'probably'"),
    (PL, 'starts = "knowledge"', 'starts = "somehow"', "Invalid enum value 'somehow'"),
    (PL, 'verified_on = "2025-08"', 'verified_on = "2025-13"', "not a year, month or day of the calendar"),
    (PL, 'verified_on = "2025-08"', "verified_on = 2025-08-01", "Expected `str`, got `date`"),
    (PL, BLUE_CARD, 'id = "pl_240"', "pl_240 is used twice"),
    (PL, BLUE_CARD, 'id = "Blue Card"', "small letters, digits and _ only"),
    (PL, 'pl = "Świadek w postępowaniu cywilnym"', 'pl = ""', "needed in every language"),
    (PL, ', pl = "Świadek w postępowaniu cywilnym"', "", "missing required field `pl`"),
    (PL, 'topic = "protect"', 'topic = "weather"', "Invalid enum value 'weather'"),
    (PL, "from_age = 16", "from_age = 18", "from_age lies below below_age"),
    (PL, "in_force = false", 'in_force = "no"', "Expected `bool`, got `str`"),
    (PL, "both_parents = true", "both_parent = true", "unknown field `both_parent`"),
    (PL, 'consent_of = ["representatives"]', 'consent_of = ["minor"]', "only where representatives consent"),
    (PL, "own_period = true", "own_period = true\nadult_years = 5", "either the law says how long, or the practice"),
    (PL, "adult_years = 20", "adult_years = 2000", "years from 1 to 100"),
    (PL, "valid_to = 2028-05-18", "valid_to = 2028-15-18", "Expected newline or end of document"),
    (PL, 'base = "eu"', 'base = "pl"', "a pack does not stand on itself"),
    (PL, "version = 1", "version = 0", "a version is a whole number from 1 on"),
    (PL, "version = 1", 'version = "1"', "Expected `int`, got `str`"),
    (PL, "[[deadline]]", "[[deadlines]]", "unknown field `deadlines`"),
    (PL, 'deadline = "pl_240"', 'deadline = "pl_241"', "pl_241 is no deadline of this pack"),
    (PL, 'about = ["domestic_violence"]', 'about = ["crime", "crime"]', "one stands twice"),
    (PL, 'mode = "permissive"', 'mode = "allowed"', "Invalid enum value 'allowed'"),
    (COMMON, 'kinds = ["mandated_report"]', "kinds = []", "at least one is needed"),
    (COMMON, "items = [\n    {", 'items = [\n    { en = " ", pl = "x" },\n    {', "each in every language"),
    (EU, "length = { hours = 72 }", "length = { hours = 72, days = 3 }", "one of hours, days"),
    (EU, "length = { hours = 72 }", "length = { hours = 0 }", "one of hours, days"),
    (EU, "length = { hours = 72 }", "", "a verified deadline has a length, or at_once"),
    (EU, "length = { hours = 72 }", 'length = { hours = 72 }\nextension = { days = 1, status = "verified" }',
     "a deadline in hours is not extended"),
    (EU, 'members = ["AT"', 'members = ["Austria"', "Austria is no place such as DE"),
    (EU, 'where = "DE"', 'where = "Germany"', "a place is written as US-FL or DE"),
    (EU, 'regimes = ["gdpr"]', 'regimes = ["rodo"]', "gdpr is not among the regimes of the pack"),
    (US, 'element = "discloser"', 'element = "recipient"', "stands twice for hipaa"),
    (US, 'items = ["contact", "problem", "notes"', 'items = ["contact", "problem", "rumours"', "'rumours'"),
    (GB, 'id = "gb_ico_fee"', 'id = "gb_ico_fee"\npack = "gb 9"', "is filled in by the program"),
    (US, 'text = { en = "Five years', 'text = { en = "Five years\n', "Illegal character"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "right", "wrong", "problem"), MISTAKES)
def test_a_wrong_pack_is_refused_with_line_and_reason(source: Path, right: str, wrong: str, problem: str) -> None:
    text = source.read_text(encoding="utf-8")
    assert right in text
    spoilt = text.replace(right, wrong, 1)
    with fails("bad_pack") as found:
        jurisdictions.read_text(spoilt, source.name)
    values = found[0].values
    assert values["file"] == source.name
    assert problem in values["problem"]
    line, at = int(values["line"]), spoilt[: text.index(right)].count("\n") + 1
    assert line in lines_that_may_be_named(spoilt, at), f"line {line}, wrong is line {at}"


def lines_that_may_be_named(text: str, at: int) -> set[int]:
    """The wrong line, the next one (where the mistake is added), and the head of the table that it stands in."""
    heads = [number for number, line in enumerate(text.splitlines()[:at], start=1) if line.startswith("[[")]
    named = {at, at + 1, heads[-1] if heads else 1}
    if 'regimes = ["rodo"]' in text:
        named |= {number for number, line in enumerate(text.splitlines(), start=1) if line == 'regime = "gdpr"'}
    if 'element = "recipient"' in text:
        named |= {number for number, line in enumerate(text.splitlines(), start=1) if line == 'element = "recipient"'}
    return named


def test_a_mode_of_protecting_that_nobody_verified_is_refused() -> None:
    text = PL.read_text(encoding="utf-8")
    head, mark, rest = text.partition('id = "pl_protect_secrecy"')
    with fails("bad_pack") as found:
        jurisdictions.read_text(
            head + mark + rest.replace('status = "verified"', 'status = "unverified"', 1), "pl.toml"
        )
    assert found[0].values["problem"] == "a mode that nobody verified is not said"


def test_a_list_in_words_is_compared_in_words() -> None:
    text = COMMON.read_text(encoding="utf-8").replace('{ en = "Your own name', '{ en = "Your full name', 1)
    found = differences.between(jurisdictions.SHIPPED["common"], jurisdictions.read_text(text, "common.toml"))
    (change,) = found.changed[0].changes
    assert change.name == "items"
    assert "Your full name, profession and telephone. / Własne imię" in change.new


def test_a_mistake_is_shown_on_its_own_line() -> None:
    text = EU.read_text(encoding="utf-8").replace("hours = 72", "hourz = 72")
    with fails("bad_pack") as found:
        jurisdictions.read_text(text, "eu.toml")
    assert text.splitlines()[int(found[0].values["line"]) - 1] == "length = { hourz = 72 }"


def test_a_mistake_in_the_second_table_of_a_name_is_not_shown_in_the_first() -> None:
    text = EU.read_text(encoding="utf-8").replace('"GDPR art. 12(3)"', '""')
    with fails("bad_pack") as found:
        jurisdictions.read_text(text, "eu.toml")
    line = int(found[0].values["line"])
    assert text.splitlines()[line - 1] == 'citation = ""'
    assert text.splitlines()[: line - 1].count("[[deadline]]") == 2


def test_lines_are_found_in_texts_of_several_lines_and_sub_tables() -> None:
    text = 'a = 1\nb = """\n[[c]]\nd = 2\n"""\n[[c]]\nd = 3\n[c.e]\nf = 4\n[[c]]\n"d" = 5\n'
    assert toml_lines.lines_of(text) == {
        ("a",): 1, ("b",): 2, ("c",): 6, ("c", 0): 6, ("c", 0, "d"): 7, ("c", 0, "e"): 8, ("c", 0, "e", "f"): 9,
        ("c", 1): 10, ("c", 1, "d"): 11,
    }  # fmt: skip
    assert toml_lines.line_of(text, ("c", 1, "d", "deeper", 3)) == 11
    assert toml_lines.line_of(text, ("nowhere",)) == 1
    assert toml_lines.line_of(text, ("c",)) == 6
    assert toml_lines.path_of("$.c[1].d") == ("c", 1, "d")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "missing required field"),
        (b"\xff\xfe", "not UTF-8"),
        (b"code = 'pl'\n\n\xc5", "not UTF-8"),
        (b"a" * (jurisdictions.LARGEST_BYTES + 1), "larger than"),
        (b"x = " + b"[" * 20_000, "nested"),
    ],
)
def test_what_is_no_pack_at_all_is_refused(content: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_bytes(content)
    with fails("bad_pack") as found:
        jurisdictions.read(path)
    assert re.search(problem, found[0].values["problem"])
    assert int(found[0].values["line"]) >= 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with fails("not_a_file"):
        jurisdictions.read(tmp_path / "none.toml")
    with fails("not_a_file"):
        jurisdictions.read(tmp_path)


def test_windows_line_ends_and_a_mark_at_the_beginning_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "pl.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PL.read_bytes().replace(b"\n", b"\r\n"))
    pack, _text = jurisdictions.read(path)
    assert pack == jurisdictions.SHIPPED["pl"]


def test_a_pack_that_stands_on_itself_ends_the_chain() -> None:
    def pack(code: str, base: str) -> Pack:
        words = '{ en = "x", pl = "y" }'
        text = f'code = "{code}"\nversion = 1\nname = {words}\nvalid_from = 2026-01-01\nbase = "{base}"\n'
        return jurisdictions.read_text(text, "x.toml")

    packs = {"aa": pack("aa", "bb"), "bb": pack("bb", "aa")}
    assert law.chain(packs, "aa") == ["bb", "aa"]
    assert law.chain({"aa": pack("aa", "zz")}, "aa") == ["aa"]


def test_the_page_tells_what_ships() -> None:
    assert jurisdictions_page.PAGE.read_text(encoding="utf-8") == jurisdictions_page.page(), (
        "python -m app.cli.jurisdictions_page"
    )
    assert f"| `pl` | Poland | `eu` | 1 | {len(rules_of(jurisdictions.SHIPPED['pl']))} |" in jurisdictions_page.table()
