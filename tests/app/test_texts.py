"""Texts: languages, plurals, placeholders that do not fit, failures in words."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import formats, paths, texts
from app.records import headline
from app.vaults import failure

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "Open"
msgstr "Otwórz"

msgctxt "status"
msgid "Open"
msgstr "Otwarta"

msgid "Hello {name}"
msgstr "Cześć {imię}"

msgid "The code {code} is taken"
msgstr "Kod jest zajęty"

msgid "{n} note"
msgid_plural "{n} notes"
msgstr[0] "{n} notatka"
msgstr[1] "{n} notatki"
msgstr[2] "{n} notatek"
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small Polish catalogue instead of the one that ships."""
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "clientsafe.mo").open("wb") as stream:
        write_mo(stream, read_po(io.BytesIO(CATALOGUE.encode()), locale="pl"))
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    texts._load.cache_clear()
    yield
    texts._load.cache_clear()


def test_texts_are_english_until_another_language_is_set(polish: None) -> None:
    assert texts._("Open") == "Open"
    texts.set_language("pl")
    assert texts._("Open") == "Otwórz"
    assert texts.language() == "pl"


def test_one_english_word_has_two_translations_by_its_context(polish: None) -> None:
    texts.set_language("pl")
    assert texts.pgettext("status", "Open") == "Otwarta"


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "notatek"), (1, "notatka"), (2, "notatki"), (5, "notatek"), (12, "notatek"), (22, "notatki"), (25, "notatek")],
)
def test_polish_has_its_three_plurals(polish: None, n: int, expected: str) -> None:
    texts.set_language("pl")
    assert texts.ngettext("{n} note", "{n} notes", n).format(n=n) == f"{n} {expected}"


def test_a_translation_with_a_placeholder_of_its_own_is_not_used(polish: None) -> None:
    texts.set_language("pl")
    assert texts._("Hello {name}") == "Hello {name}"


def test_a_translation_may_leave_a_placeholder_out(polish: None) -> None:
    texts.set_language("pl")
    assert texts._("The code {code} is taken") == "Kod jest zajęty"


def test_a_language_nobody_made_shows_english(polish: None) -> None:
    texts.set_language("tlh")
    assert texts.language() == "en"
    assert texts._("Open") == "Open"


def test_the_header_of_the_catalogue_is_never_shown_for_an_empty_text(polish: None) -> None:
    texts.set_language("pl")
    assert texts._("") == ""


def test_the_catalogue_that_ships_makes_whole_polish_phrases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = paths.resources() / "locale" / "pl" / "LC_MESSAGES" / "clientsafe.po"
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with shipped.open("rb") as source, (folder / "clientsafe.mo").open("wb") as target:
        write_mo(target, read_po(source, locale="pl"))
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    texts._load.cache_clear()
    texts.set_language("pl")
    assert formats.day("2026-11-22") == "niedziela, 22 listopada 2026"
    assert formats.short_date("1987-04") == "kwiecień 1987"
    note = headline("session_note", "2026-05-04T10:00", {"format": "soap", "late": "1"})
    assert note == "4 maja 2026, SOAP, wpis opóźniony"
    assert texts.explain(failure("bad_number", field="x", least="0", most="9")).sentence == (
        "„x” musi być liczbą całkowitą od 0 do 9."
    )
    texts.set_language("en")
    texts._load.cache_clear()


def test_a_paper_may_speak_another_language_for_a_while(polish: None) -> None:
    with texts.speaking("pl"):
        assert texts._("Open") == "Otwórz"
    assert texts._("Open") == "Open"


def test_texts_are_there_before_the_code_of_the_vault_is_loaded() -> None:
    code = "import sys, app.texts, app.formats, app.paths; sys.exit('storage' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root).returncode == 0


def test_a_failure_is_explained_with_its_code_sentence_and_advice() -> None:
    explained = texts.explain(failure("code_taken", code="K-0007"))
    assert explained.code == "CS-156"
    assert "K-0007" in explained.sentence
    assert explained.advice


def test_a_failure_without_its_value_is_still_explained() -> None:
    assert "{code}" in texts.explain(failure("code_taken")).sentence


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "pl_PL.UTF-8"}, "pl"),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_language_is_the_one_of_the_computer(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert texts.system_language() == expected
