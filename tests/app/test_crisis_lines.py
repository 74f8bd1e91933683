"""The crisis lines that ship: complete, sourced, dated, checked when they are read, never hidden for their age."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app import paths
from app.packs import crisis_card, crisis_lines
from app.texts import set_language
from tests.app.helpers import fails

FOLDER = paths.resources() / "crisis"
PL = FOLDER / "pl.toml"
TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]


def test_the_emergency_numbers_always_ship() -> None:
    assert [number.phone for number in crisis_lines.emergency_numbers()] == ["112", "999", "911"]


@pytest.mark.parametrize("code", crisis_lines.countries())
def test_every_line_has_a_source_and_a_date_that_is_over(code: str) -> None:
    found = crisis_lines.country(code)
    assert found is not None
    assert found.line
    for line in found.line:
        assert line.source
        assert date(2010, 1, 1) < line.checked <= TODAY, line.key


def test_there_are_lines_for_every_place_that_is_promised() -> None:
    assert {"PL", "GB", "US", "IE", "DE"} == set(crisis_lines.countries())
    assert crisis_lines.country("XX") is None
    assert crisis_lines.country("../pl") is None


@pytest.mark.parametrize(
    ("place", "country"), [("PL", "PL"), ("us-ca", "US"), ("GB-ENG", "GB"), ("UK", "GB"), ("", ""), (" de ", "DE")]
)
def test_a_jurisdiction_lies_in_a_country(place: str, country: str) -> None:
    assert crisis_lines.country_of(place) == country


@pytest.mark.parametrize(
    ("number", "country"),
    [("+48 600 100 200", "PL"), ("0044 20 7946", "GB"), ("+1 (202) 555-0100", "US"), ("600 100 200", ""), ("", "")],
)
def test_an_international_number_tells_its_country(number: str, country: str) -> None:
    assert crisis_lines.country_of_phone(number) == country


def line_of_row(text: str, wrong: str) -> str:
    """The number of the line on which the row begins that holds `wrong`; the file's own first line before any row."""
    before = text[: text.index(wrong)].splitlines()
    rows = [number for number, line in enumerate(before, start=1) if line == "[[line]]"]
    return str(rows[-1] if rows else 1)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('phone = "116 111"', 'phone = "one one six"'),
        ('verified_on = "2025-07"', 'verified_on = "2025-17"'),
        ('verified_on = "2025-07"', ""),
        ('verified_on = "2025-07"', "verified_on = 2025-07-01"),
        ('key = "pl-116111"', 'key = "pl-116123"'),
        ('key = "pl-116111"', 'key = "gb-116111"'),
        ('languages = ["pl"]', "languages = []"),
        ('cost = "free"', 'cost = "cheap"'),
        ('hours = { en = "every day 14:00–22:00", pl', 'hours = { en = " ", pl'),
        ('phone = "116 000"\n', ""),
        ('phone = "116 000"', 'telephone = "116 000"'),
        ('place = "PL"', 'place = "GB"'),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(tmp_path: Path, wrong: str, right: str) -> None:
    text = PL.read_text("utf-8")
    broken = tmp_path / "pl.toml"
    broken.write_text(text.replace(wrong, right, 1), "utf-8")
    with fails("bad_crisis_lines") as found:
        crisis_lines.read(broken)
    assert found[0].values["file"] == "pl.toml"
    assert found[0].values["line"] == line_of_row(text, wrong), found[0].values
    assert found[0].values["problem"]


def test_what_is_not_even_a_file_of_its_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "pl.toml"
    broken.write_text('version = "1"\nplace = "PL', "utf-8")
    with fails("bad_crisis_lines") as found:
        crisis_lines.read(broken)
    assert found[0].values["line"] == "2"
    with fails("bad_crisis_lines"):
        crisis_lines.read(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("wrong", "right"), [('phone = "999"', 'phone = "nine"'), ('places = ["GB"]', "places = []"), ("source", "from")]
)
def test_wrong_emergency_numbers_are_refused(tmp_path: Path, wrong: str, right: str) -> None:
    broken = tmp_path / "emergency.toml"
    broken.write_text((FOLDER / "emergency.toml").read_text("utf-8").replace(wrong, right, 1), "utf-8")
    with fails("bad_crisis_lines"):
        crisis_lines.read_emergency(broken)


def test_the_card_begins_with_the_numbers_of_the_place() -> None:
    for place, first in (("PL", "112"), ("US-CA", "911"), ("GB", "999")):
        card = crisis_card.public_card(place)
        assert card.emergency[0].number == first
        assert {found.number for found in card.emergency} == {"112", "911", "999"}
        assert [found.is_here for found in card.emergency] == [True, False, False]
        assert card.lines
        assert not card.closed
    nowhere = crisis_card.public_card("")
    assert len(nowhere.emergency) == 3
    assert nowhere.lines == []


def test_the_card_speaks_the_language_it_is_asked_for() -> None:
    assert crisis_card.public_card("PL", "pl").lines[0].name.startswith("Telefon wsparcia")
    set_language("pl")
    assert crisis_card.public_card("PL", "en").lines[0].name.startswith("Support line")


def test_an_old_line_asks_to_be_confirmed_and_is_never_hidden() -> None:
    day_after = date(2026, 5, 1)
    young = crisis_card.numbers(["PL"], {}, date(2025, 11, 30))
    old = crisis_card.numbers(["PL"], {}, day_after)
    assert [line.key for line in young.lines] == [line.key for line in old.lines]
    assert (young.lines[0].checked, young.lines[0].is_stale) == ("checked November 2025", False)
    assert (old.lines[0].checked, old.lines[0].is_stale) == ("checked November 2025, please confirm", True)
    rang = crisis_card.numbers(["PL"], {"116123": "2026-04-20"}, day_after)
    assert (rang.lines[0].checked, rang.lines[0].is_stale) == ("checked April 2026", False)
    assert rang.lines[1].is_stale


def test_a_line_is_shown_with_all_its_ways() -> None:
    lines = {line.key: line for line in crisis_card.public_card("US").lines}
    assert lines["us-741741"].text == "text HOME to 741741"
    assert lines["us-741741"].phone == ""
    assert lines["us-988-1"].phone == "988, then 1"
    assert lines["us-988"].languages == "English, español"
    assert lines["us-18007997233"].cost == "free"


def test_a_broken_file_is_said_and_the_rest_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pl.toml").write_text("nonsense", "utf-8")
    monkeypatch.setattr(crisis_lines, "_folder", lambda: tmp_path)
    crisis_lines.country.cache_clear()
    try:
        card = crisis_card.public_card("PL")
    finally:
        crisis_lines.country.cache_clear()
    assert card.emergency[0].number == "112"
    assert card.lines == []
    assert "pl.toml" in card.closed
    assert "CS-235" in card.closed


def test_the_card_before_signing_in_does_without_the_vault() -> None:
    code = (
        "import sys; from app.packs import crisis_card; assert crisis_card.public_card('PL').lines;"
        "heavy = ('storage', 'cryptography', 'sqlcipher3', 'app.services');"
        "sys.exit(any(name.startswith(heavy) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
