"""Finding words as people type them: Polish and other letters, prefixes, excerpts, hostile queries."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import words
from storage.vault import Query, Write
from tests.storage.kit import Practice, entries_of, note

FOLDED = [
    ("zażółć gęślą jaźń", "zazolc gesla jazn"),
    ("złożony", "zlozony"),
    ("ŁÓDŹ", "lodz"),
    ("Straße", "strasse"),
    ("STRAẞE", "strasse"),
    ("Bjørn Ødegård", "bjorn odegard"),
    ("Đorđe", "dorde"),
    ("Œuvre æther", "oeuvre aether"),
    ("naïve café", "naive cafe"),
    ("Ħal", "hal"),
    ("ﬁn", "fin"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_folding_takes_marks_and_case_away(text: str, expected: str) -> None:
    """V-7.1: also letters that do not decompose: ł ø đ ħ ß æ œ."""
    assert words.fold(text) == words.fold(unicodedata.normalize("NFD", text)) == expected


SEARCHES = [
    ("zlozony", "złożony"),
    ("złożony", "złożony"),
    ("ZŁOŻONY", "złożony"),
    ("zlo", "złożony"),
    ("gesla", "gęślą"),
    ("lodz", "Łódź"),
    ("ŁÓDŹ", "łódź"),
    ("bjorn", "Bjørn"),
    ("dorde", "Đorđe"),
    ("strasse", "Straße"),
    ("straße", "Strasse"),
    ("ae", "ae"),
    ("k2", "K2"),
    ("2026", "2026-11-22"),
    ("o", "o"),
    ("niebieski pokoj", "Pokój niebieski"),
    ("don't", "don't"),
    ("C++", "C++ und C"),
    ("anna@example", "anna@example.org"),
]


@pytest.mark.parametrize(("typed", "text"), SEARCHES)
def test_what_is_typed_is_found(practice: Practice, typed: str, text: str) -> None:
    """V-7.1: all words, folded, in any order, in title or text; also typed with marks apart (NFD)."""
    with practice.open() as signin:
        record = signin.new_id()
        signin.write([Write(record, practice.clinical, "note", 1, note("x9", f"vorher {text} nachher"))])
        for form in ("NFC", "NFD"):
            found = signin.search(unicodedata.normalize(form, typed))
            assert record in [hit.row.record for hit in found], form


@pytest.mark.parametrize(
    ("typed", "text"),
    [("zl", "złożony"), ("niebieski zielony", "niebieski"), ("ony", "złożony"), ("", "x"), ("  ", "x"), ("***", "x")],
)
def test_what_is_not_meant_is_not_found(practice: Practice, typed: str, text: str) -> None:
    """V-7.1: prefixes from three letters on; every word must occur; nothing typed finds nothing."""
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, note("x9", text))])
        assert signin.search(typed) == []


def test_a_search_stays_with_its_client_and_its_limit(practice: Practice) -> None:
    """Interface: search within one file; best first; a hit in the title is better than one in the text."""
    with practice.open() as signin:
        notes = [note(f"n{n}", "Tintenfisch " + "wort " * n) for n in range(30)]
        signin.write([Write(signin.new_id(), practice.clinical, "note", 1, body) for body in notes])
        best = signin.new_id()
        signin.write([Write(best, practice.clinical, "note", 1, note("Tintenfisch", "wort"))])
        hits = signin.search("Tintenfisch", limit=10)
        assert (len(hits), hits[0].row.record) == (10, best)
        assert signin.search("Tintenfisch", client="nobody") == []
        assert len(signin.search("Tintenfisch", limit=100, client=practice.client)) == 31


def test_a_changed_record_is_found_by_its_new_words_only(practice: Practice) -> None:
    """V-7.2: brought up to date in the same call as each write."""
    with practice.open() as signin:
        assert len(signin.search("Herbstlaub")) == 1
        head = signin.head_of(practice.notes[1])
        body = note("Sitzung zwei", "Schneeglöckchen")
        signin.write([Write(practice.notes[1], practice.clinical, "session_note", 1, body, parent=head)])
        assert signin.search("Herbstlaub") == []
        assert len(signin.search("schneeglockchen")) == 1


HOSTILE = [
    '"', "'", "a AND b", "NOT x", "title:x", "x*", "^x", "NEAR(a b)", "{title}: x", "a OR", "(", ")", "a\x00b",
    "ł" * 5000, "\u202e\u200b", "a-b", "+a", "-a", "a^2", "\ud800abc", "x" * 200_000, "🦔", "\x02x\x03",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_is_an_error(practice: Practice, typed: str) -> None:
    """V-9.1: whatever is typed into the search field finds something or nothing."""
    with practice.open() as signin:
        assert isinstance(signin.search(typed), list)
        assert isinstance(signin.ids(Query(title=typed)), list)


def test_a_very_long_query_is_no_error(practice: Practice) -> None:
    """V-1.5, V-9.1: a pasted page in the search field."""
    with practice.open() as signin:
        assert signin.search(" ".join(f"wort{number}" for number in range(20_000))) == []
        assert isinstance(signin.search("kwarantanna " * 20_000), list)
        assert len(entries_of(signin)[-1].to_bytes()) < 100_000


def test_excerpts_are_cut_around_the_first_match_and_mark_every_one() -> None:
    """V-7.3: 120 characters or so, matches between the two marks, on one line."""
    text = "Anfang " * 30 + "die Łódź\nund łódź am  Fluss " + "Ende " * 40
    shown = words.excerpt(text, "lodz")
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "die \x02Łódź\x03 und \x02łódź\x03 am Fluss" in shown
    assert len(shown) < 160
    assert words.excerpt("kurz", "nichts") == "kurz"
    assert words.excerpt("", "x") == ""
    assert words.excerpt("ab abc abcd", "abc") == "ab \x02abc\x03 \x02abcd\x03"
    assert words.excerpt("Straße", "strasse") == "\x02Straße\x03"


@given(st.text(max_size=300), st.text(max_size=30))
def test_an_excerpt_is_the_text_with_marks(text: str, typed: str) -> None:
    """V-7.3: marks come in pairs and add nothing; no input makes it fail."""
    plain = text.replace(words.MATCH_START, "").replace(words.MATCH_END, "")
    shown = words.excerpt(plain, typed)
    assert shown.count(words.MATCH_START) == shown.count(words.MATCH_END)
    bare = shown.replace(words.MATCH_START, "").replace(words.MATCH_END, "").strip("…").strip()
    assert "".join(bare.split()) in "".join(plain.split())


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    """V-7.1: titles and queries meet in one form."""
    assert words.fold(words.fold(text)) == words.fold(text)
