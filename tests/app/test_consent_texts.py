"""The starting texts: complete, tied to their elements, plain, and checked when they are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import paths
from app.packs import consent_texts
from app.packs.consent_texts import ConsentText
from app.records.consent_elements import NEEDED, TEXTS, type_of
from tests.app.helpers import fails
from tests.app.reading_level import level

FOLDER = paths.resources() / "consents"
SHIPPED = FOLDER / "therapy.toml"
IDS = (
    "assent_older", "assent_younger", "closing_letter", "couple", "electronic_comms", "group", "guardian",
    "limits_of_confidentiality", "recording", "release", "supervision_disclosure", "telehealth", "therapy",
    "withdrawal",
)  # fmt: skip
EVERY = [(text_id, language) for text_id in IDS for language in ("en", "pl")]
# Digests of what was shipped and may have been agreed to: these words can never change.
SHIPPED_DIGESTS = {
    ("therapy", "en", "1"): "41f1f5413592bc8915cd2d3fa783cf81418705174f0e1bdbc938f2960f16a966",
    ("therapy", "pl", "1"): "5d50e1bde71198fe9364ee6cad38aded895cce72a2f4c96cc6c8d68d29b27159",
}
# Words a sentence (average, longest), years of school. Readers of 13 to 15 are in their 7th to 9th year.
USUAL, OLDER, YOUNGER = (11.0, 26, 7.0), (10.0, 26, 5.5), (7.5, 16, 3.5)


def whole(text: ConsentText) -> str:
    """All running text that a reader reads."""
    return "\n".join((text.intro, *(part.text for part in text.paragraphs)))


def test_all_texts_ship() -> None:
    assert tuple(consent_texts.text_ids()) == IDS


@pytest.mark.parametrize(("text_id", "language"), EVERY)
def test_a_text_covers_every_element_once_and_in_order(text_id: str, language: str) -> None:
    found = consent_texts.load(text_id, language)
    elements = [part.element for part in found.paragraphs]
    assert elements == list(TEXTS[text_id])
    assert [part.number for part in found.paragraphs] == list(range(1, len(elements) + 1))
    wanted = type_of(text_id)
    assert set(NEEDED[wanted] if wanted is not None else ()) <= set(elements)


@pytest.mark.parametrize(("text_id", "language"), EVERY)
def test_a_text_says_that_it_has_to_be_checked_and_where_it_is_asked_for(text_id: str, language: str) -> None:
    found = consent_texts.load(text_id, language)
    marks = {"en": "have this checked where you practise", "pl": "sprawdzić pod kątem przepisów w miejscu"}
    assert marks[language] in found.notice
    assert found.requirements
    assert found.signed_by
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.effective_from)


@pytest.mark.parametrize(("text_id", "language"), EVERY)
def test_a_text_is_plain(text_id: str, language: str) -> None:
    average, longest, grade = {"assent_younger": YOUNGER, "assent_older": OLDER}.get(text_id, USUAL)
    found = level(whole(consent_texts.load(text_id, language)), language)
    assert found.sentence <= average
    assert found.longest <= longest
    assert found.grade <= grade


def test_the_measure_of_reading_tells_hard_from_plain() -> None:
    hard = {
        "en": "Notwithstanding these provisions, disclosure of confidential information necessitates authorisation.",
        "pl": "Niezależnie od powyższych postanowień udostępnienie informacji poufnych wymaga odrębnego upoważnienia.",
    }
    for language, text in hard.items():
        assert level(text, language).grade > USUAL[2] + 5
    assert level("Mama ma kota. Kot śpi.", "pl").sentence == 2.5
    assert level("I see a cat; it sleeps.\n- It is warm", "en").sentence == 3


@pytest.mark.parametrize("text_id", IDS)
def test_polish_words_suit_everybody(text_id: str) -> None:
    text = "\n".join(consent_texts.load(text_id, "pl").words)
    assert not re.search(r"\w/\w|\(\w{1,2}\)", text), "no two endings behind a stroke"
    assert not re.search(r"\b\w+(łam|łem|łabym|łbym|łaś|łeś|łabyś|łbyś)\b", text), "no verb that has a gender"
    assert not re.search(r"\bPan(i|a|u|ią|em)?\b", text)
    assert ("Państw" in text or "Szanowni" in text) != text_id.startswith("assent_")


@pytest.mark.parametrize("text_id", IDS)
def test_english_words_suit_everybody(text_id: str) -> None:
    assert not re.search(r"\b(he|she|his|hers?|him)\b", "\n".join(consent_texts.load(text_id, "en").words).casefold())


@pytest.mark.parametrize("text_id", IDS)
def test_both_languages_have_the_same_boxes_lines_and_places(text_id: str) -> None:
    english, polish = (consent_texts.load(text_id, language) for language in ("en", "pl"))
    shapes = [
        [([b.key for b in part.boxes], len(part.lines)) for part in text.paragraphs] for text in (english, polish)
    ]
    assert shapes[0] == shapes[1]
    # A Polish letter is addressed to nobody by name: that would need the vocative.
    assert set(english.places) - {"client"} == set(polish.places)


def test_the_digest_belongs_to_the_words() -> None:
    digests = [consent_texts.load(text_id, language).body_hash for text_id, language in EVERY]
    assert len(set(digests)) == len(EVERY)
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests)
    english = consent_texts.load("therapy", "en")
    assert english.body_hash == consent_texts.read(SHIPPED)["en"].body_hash


def test_words_that_were_shipped_can_be_read_for_ever() -> None:
    for (text_id, language, version), digest in SHIPPED_DIGESTS.items():
        found = consent_texts.load(text_id, language, version)
        assert (found.version, found.body_hash) == (version, digest)
    assert consent_texts.load("therapy", "en", "2") is consent_texts.load("therapy", "en")


def test_a_text_there_is_not_is_a_known_failure() -> None:
    for text_id, language, version in (
        ("therapy", "tlh", ""), ("no_such", "en", ""), ("../therapy", "en", ""), ("therapy", "en", "3"),
        ("therapy", "en", "../therapy-1"),
    ):  # fmt: skip
        with fails("no_starting_text"):
            consent_texts.load(text_id, language, version)
    assert consent_texts.languages("therapy") == ["en", "pl"]


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ('element = "purpose"', 'element = "purposes"', "purposes"),
        ('element = "purpose"', 'element = "risks"', "missing: purpose"),
        ('heading = "Other ways"', 'heading = " "', "alternatives is empty"),
        ('type = "therapy"', "type = 7", "Expected"),
        ('type = "therapy"', 'type = "couple"', "type is couple"),
        ("effective_from = 2026-11-22", 'effective_from = "soon"', "date"),
        ("[language.en]", "[language.en", "line"),
        ('title = "Consent to therapy"', 'subtitle = "Consent to therapy"', "title"),
        ("{approach}", "{aproach}", "no merge field is called aproach"),
        ("{approach}", "{approach", "a brace without its other half"),
        ("[language.pl]", "[language.de]", "no text in pl"),
        ('status = "unverified"', 'status = "true"', "status"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert wrong in text
    text = text.replace(wrong, right, 1)
    if right == "[language.de]":
        text = text.replace("language.pl", "language.de")
    broken = tmp_path / "therapy.toml"
    broken.write_text(text, "utf-8")
    with fails("bad_starting_text") as found:
        consent_texts.read(broken)
    assert found[0].values["file"] == "therapy.toml"
    assert says in found[0].values["problem"]


@pytest.mark.parametrize(("text_id", "language"), EVERY)
def test_a_text_that_misses_any_element_is_refused(tmp_path: Path, text_id: str, language: str) -> None:
    text = (FOLDER / f"{text_id}.toml").read_text("utf-8")
    mark = f"[[language.{language}.paragraphs]]"
    for element in (TEXTS[text_id][0], TEXTS[text_id][-1]):
        part = next(piece for piece in text.split(mark)[1:] if f'element = "{element}"' in piece)
        end = part.find("[language.")
        gone = mark + (part if end < 0 else part[:end])
        assert gone in text
        broken = tmp_path / f"{text_id}.toml"
        broken.write_text(text.replace(gone, ""), "utf-8")
        with fails("bad_starting_text") as found:
            consent_texts.read(broken)
        assert f"missing: {element}" in found[0].values["problem"]


def test_boxes_differ_in_no_language_and_have_keys_of_their_own(tmp_path: Path) -> None:
    text = (FOLDER / "recording.toml").read_text("utf-8")
    for wrong, right, says in (
        ('key = "sound"', 'key = "noise"', "different boxes"),
        ('key = "supervision"', 'key = "own_work"', "a key of its own"),
        ('key = "sound"', 'key = "a sound"', "a key of its own"),
    ):
        broken = tmp_path / "recording.toml"
        broken.write_text(text.replace(wrong, right, 1 if "noise" in right else -1), "utf-8")
        with fails("bad_starting_text") as found:
            consent_texts.read(broken)
        assert says in found[0].values["problem"]


def test_changed_words_have_another_digest(tmp_path: Path) -> None:
    changed = tmp_path / "therapy.toml"
    changed.write_text(SHIPPED.read_text("utf-8").replace("Other ways", "Other paths"), "utf-8")
    assert consent_texts.read(changed)["en"].body_hash != consent_texts.load("therapy", "en").body_hash
    assert consent_texts.read(changed)["pl"].body_hash == consent_texts.load("therapy", "pl").body_hash
