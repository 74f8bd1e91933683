"""The files of questionnaires: whole, sourced, pinned; one that was changed is refused, and why is said."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from app import paths
from app.packs import instruments
from app.packs.instrument_digests import DIGESTS
from app.records.measure_result import InstrumentKey
from app.texts import LANGUAGES
from tests.app.helpers import fails

FOLDER = paths.resources() / "instruments"
KEYS = instruments.scorable()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files, to be changed."""
    copy = tmp_path / "instruments"
    shutil.copytree(FOLDER, copy)
    return copy


def pinned(folder: Path) -> dict[str, str]:
    """The digests of the files as they are now: whoever changes one on purpose writes these down."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def test_every_file_is_pinned_and_every_pin_has_its_file() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(DIGESTS)
    assert pinned(FOLDER) == dict(DIGESTS)
    assert set(KEYS) == {key.value for key in InstrumentKey}


@pytest.mark.parametrize("key", KEYS)
def test_each_says_whose_it_is_what_may_be_done_and_where_it_was_read(key: str) -> None:
    found = instruments.load(key)
    assert found.licence.holder
    assert found.licence.notice in " ".join((FOLDER / found.licence.file).read_text("utf-8").split())
    assert found.scoring.citation
    assert found.scoring.population.en
    assert {one.language for one in found.wording} == set(LANGUAGES)
    assert all(one.citation and one.population.en for one in found.cutoff)
    assert all(one.citation and one.population.en for one in found.change)
    assert len(found.digest) == 64


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_ships_only_with_the_place_where_it_was_read(key: str, language: str) -> None:
    wording = instruments.load(key).in_language(language)
    assert wording is not None
    if wording.text is None:
        assert wording.why_not is not None
        assert wording.why_not.en
        assert wording.why_not.pl
    else:
        assert any(place in wording.text.read_at for place in ("phqscreeners.com", "ptsd.va.gov"))


def test_of_the_others_nothing_ships_but_name_and_licence() -> None:
    others = {one.key: one for one in instruments.others()}
    assert {"c_ssrs", "core_10", "who_5", "audit", "dass_21"} <= set(others)
    assert not set(others) & set(KEYS)
    assert all(one.note.en and one.note.pl and one.address for one in others.values())
    for name in others:
        with fails("no_such_instrument"):
            instruments.load(name)


@pytest.mark.parametrize("key", KEYS)
def test_a_flipped_byte_anywhere_is_refused(folder: Path, key: str) -> None:
    for name in (f"{key}.toml", f"{key}.licence.txt"):
        data = bytearray((FOLDER / name).read_bytes())
        for position in (0, len(data) // 2, len(data) - 1):
            flipped = bytearray(data)
            flipped[position] ^= 1
            (folder / name).write_bytes(flipped)
            with fails("instrument_changed") as found:
                instruments.read(folder, key)
            assert found[0].values["file"] == name
        (folder / name).write_bytes(data)
    assert instruments.read(folder, key).key == key


def test_without_its_licence_it_is_not_used(folder: Path) -> None:
    (folder / "gad_7.licence.txt").unlink()
    with fails("no_licence_file") as found:
        instruments.read(folder, "gad_7")
    assert found[0].values["questionnaire"] == "GAD-7"


def test_a_licence_from_another_folder_is_none(folder: Path) -> None:
    path = folder / "gad_7.toml"
    path.write_text(path.read_text("utf-8").replace('"gad_7.licence.txt"', '"../gad_7.licence.txt"'), "utf-8")
    shutil.copy(FOLDER / "gad_7.licence.txt", folder.parent / "gad_7.licence.txt")
    with fails("no_licence_file"):
        instruments.read(folder, "gad_7", pinned(folder))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("least = 5\nmost = 9", "least = 6\nmost = 9"),
        ("least = 15\nmost = 19", "least = 14\nmost = 19"),
        ("least = 20\nmost = 27", "least = 20\nmost = 26"),
        ("item = 9\n", "item = 10\n"),
        ("at_least = 1\n", "at_least = 0\n"),
        ("at_least = 10\n", "at_least = 28\n"),
        ("most = 3\n", "most = 12\n"),
        ("reverse = []", "reverse = [10]"),
        ('key = "phq_9"', 'key = "phq_8"'),
        ('missing_rule = "complete_only"', 'missing_rule = "mean"'),
        ('language = "pl"', 'language = "en"'),
        ('why_not = { en = "The items', 'why_no = { en = "The items'),
        ('official = "PHQ-9 English"', 'official = "PHQ-9 English"\nlevel = "high"'),
    ],
)
def test_a_wrong_definition_is_refused_with_its_reason(folder: Path, wrong: str, right: str) -> None:
    path = folder / "phq_9.toml"
    text = path.read_text("utf-8")
    assert wrong in text
    path.write_text(text.replace(wrong, right, 1), "utf-8")
    with fails("bad_instrument") as found:
        instruments.read(folder, "phq_9", pinned(folder))
    assert found[0].values["problem"]


TEXT = """
[wording.text]
intro = "How often?"
items = ["One", "Two", "Three", "Four", "Five", "Six", "Seven"]
options = ["Never", "Now and then", "Often", "Always"]
read_at = "https://www.phqscreeners.com"
read_on = 2026-11-22
"""


def with_text(folder: Path, text: str) -> None:
    """The last wording of the GAD-7 with this text in place of the reason for none."""
    path = folder / "gad_7.toml"
    before, _reason = path.read_text("utf-8").rsplit("why_not", 1)
    path.write_text(before + text, "utf-8")


def test_a_text_that_was_read_is_taken_item_by_item(folder: Path) -> None:
    with_text(folder, TEXT)
    found = instruments.read(folder, "gad_7", pinned(folder)).text("pl")
    assert found is not None
    assert found.items[6] == "Seven"
    assert found.options == ("Never", "Now and then", "Often", "Always")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [(', "Seven"', ""), ('"Never", ', ""), ('"Three"', '" "'), ("https://www.phqscreeners.com", "")],
)
def test_a_text_with_a_gap_is_refused(folder: Path, wrong: str, right: str) -> None:
    with_text(folder, TEXT.replace(wrong, right, 1))
    with fails("bad_instrument"):
        instruments.read(folder, "gad_7", pinned(folder))
