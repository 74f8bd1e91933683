"""Every template of the fictional practice fills, whoever it is about."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from app.demo import prose
from app.demo.material import LANGUAGES, Beat, Theme, library
from app.demo.prose import FEMININE, MASCULINE, NEUTRAL, Decks, Voice

_GENDERS = {"en": (MASCULINE, FEMININE, NEUTRAL), "pl": (MASCULINE, FEMININE)}
_QUOTED = re.compile(r"„[^”]*”")
_PHASES = {"start", "middle", "turn", "late", "ending"}


def voice(gender: int, theme: Theme | None = None, seed: int = 1) -> Voice:
    """Somebody of a theme, with details drawn by seed."""
    rng = random.Random(seed)
    rows = {name: rng.choice(offered) for name, offered in theme.details.items()} if theme else {}
    return Voice(rng, "Alex", gender, rows)


def templates(beat: Beat) -> Iterator[str]:
    """All texts of a session."""
    yield from (beat.said, beat.work, beat.seen, beat.view, beat.plan, beat.risk, beat.process)
    yield from beat.following


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_fills_for_everybody(language: str) -> None:
    found = library(language)
    for gender in _GENDERS[language]:
        for seed in range(4):
            for theme in found.themes:
                speaker = voice(gender, theme, seed)
                told = [text for beat in theme.beats for text in templates(beat)]
                for text in (*told, *theme.reason, *theme.goals, *theme.history, *theme.process):
                    assert "{" not in speaker.say(text)
            speaker = voice(gender, seed=seed)
            for beat in found.life:
                for text in templates(beat):
                    assert "{" not in speaker.say(text)


def test_polish_therapist_never_speaks_of_herself_in_the_form_of_the_client() -> None:
    found = library("pl")
    beats = [beat for theme in found.themes for beat in theme.beats] + list(found.life)
    for text in (text for beat in beats for text in templates(beat)):
        assert not re.search(r"em/\w*am\}", _QUOTED.sub("", text)), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_theme_has_a_beginning_a_turn_and_an_end(language: str) -> None:
    for theme in library(language).themes:
        must = [beat.phase for beat in theme.beats if "must" in beat.flags]
        assert must == ["start", "turn", "ending"], theme.name
        assert {beat.phase for beat in theme.beats} == _PHASES
        assert len(theme.beats) >= 18
        for beat in theme.beats:
            assert beat.view or beat.phase == "ending" or beat.work, theme.name


def test_both_languages_tell_of_the_same_themes() -> None:
    english, polish = (library(language) for language in ("en", "pl"))
    assert [theme.name for theme in english.themes] == [theme.name for theme in polish.themes]
    assert len(english.themes) == 12


def test_words_follow_the_gender() -> None:
    text = "{He} said that {he} {was} tired{s} and {Parent:he/she} {parent:is/is} {his}; {wants/wants/want}."
    rows = {"parent": {"nom": "mother", "g": "f"}}
    assert Voice(random.Random(1), "Kit", NEUTRAL, rows).say(text) == (
        "They said that they were tired and she is their; want."
    )
    assert Voice(random.Random(1), "Kit", FEMININE).say("zmęczon{y/a}") == "Zmęczona"


def test_detail_may_speak_of_the_client_and_begin_a_sentence() -> None:
    rows = {"partner": {"nom": "{his} wife", "gen": "żony"}}
    speaker = Voice(random.Random(1), "Kit", FEMININE, rows)
    assert speaker.say("{Partner} came.") == "Her wife came."
    assert speaker.say("bez {partner.gen}") == "Bez żony"


def test_one_of_the_choices_is_said() -> None:
    assert {voice(MASCULINE, seed=seed).say("[red|blue]") for seed in range(20)} == {"Red", "Blue"}


@pytest.mark.parametrize("slot", ["{nobody}", "{name.gen}"])
def test_slot_that_nothing_fills_is_an_error(slot: str) -> None:
    with pytest.raises(ValueError, match="nothing fills"):
        voice(MASCULINE).say(slot)


def test_card_comes_back_only_after_all_others() -> None:
    decks = Decks(random.Random(1))
    cards = ("a", "b", "c")
    assert not decks.is_spent("deck")
    assert sorted(decks.draw("deck", cards) for _ in cards) == ["a", "b", "c"]
    assert decks.is_spent("deck")
    assert decks.draw("deck", cards) in cards


def test_empty_texts_leave_no_gap() -> None:
    assert prose.joined("", "One.", "", "Two.") == "One. Two."
