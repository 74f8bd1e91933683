"""The starting texts: complete, tied to their elements, checked when they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from app.packs import consent_texts
from app.records.consent import NUMBERS, Element
from tests.app.helpers import fails

SHIPPED = paths.resources() / "consents" / "therapy.toml"
LONGEST_SENTENCE_WORDS = 40


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_text_covers_every_element_once_and_in_order(language: str) -> None:
    found = consent_texts.load("therapy", language)
    assert [paragraph.element for paragraph in found.paragraphs] == list(Element)
    assert [paragraph.number for paragraph in found.paragraphs] == list(range(1, 18))
    assert NUMBERS[Element.CONFIDENTIALITY] == 9


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_text_says_that_it_has_to_be_checked_where_one_practises(language: str) -> None:
    notice = consent_texts.load("therapy", language).notice
    assert ("checked where you practise" in notice) or ("w miejscu, w którym pracujesz" in notice)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_text_is_written_in_short_sentences(language: str) -> None:
    for paragraph in consent_texts.load("therapy", language).paragraphs:
        for sentence in paragraph.text.replace(";", ".").replace(":", ".").split("."):
            assert len(sentence.split()) <= LONGEST_SENTENCE_WORDS, sentence


def test_the_digest_belongs_to_the_words() -> None:
    english, polish = (consent_texts.load("therapy", language) for language in ("en", "pl"))
    assert english.body_hash != polish.body_hash
    assert len(english.body_hash) == 64
    assert english.body_hash == consent_texts.read(SHIPPED)["en"].body_hash


def test_a_text_there_is_not_is_a_known_failure() -> None:
    for consent_type, language in (("therapy", "tlh"), ("recording", "en"), ("../therapy", "en")):
        with fails("no_starting_text"):
            consent_texts.load(consent_type, language)
    assert consent_texts.languages("therapy") == ["en", "pl"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('element = "purpose"', 'element = "purposes"'),
        ('element = "purpose"', 'element = "risks"'),
        ("number = 3\n", "number = 4\n"),
        ('heading = "Other ways"', 'heading = " "'),
        ('type = "therapy"', "type = 7"),
        ("effective_from = 2026-11-22", 'effective_from = "soon"'),
        ("[language.en]", "[language.en"),
        ('title = "Consent to therapy"', 'subtitle = "Consent to therapy"'),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(tmp_path: Path, wrong: str, right: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert wrong in text
    broken = tmp_path / "therapy.toml"
    broken.write_text(text.replace(wrong, right, 1), "utf-8")
    with fails("bad_starting_text") as found:
        consent_texts.read(broken)
    assert found[0].values["file"] == "therapy.toml"
    assert found[0].values["problem"]


def test_changed_words_have_another_digest(tmp_path: Path) -> None:
    changed = tmp_path / "therapy.toml"
    changed.write_text(SHIPPED.read_text("utf-8").replace("Other ways", "Other paths"), "utf-8")
    assert consent_texts.read(changed)["en"].body_hash != consent_texts.load("therapy", "en").body_hash
    assert consent_texts.read(changed)["pl"].body_hash == consent_texts.load("therapy", "pl").body_hash
