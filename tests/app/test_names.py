"""Names found in texts: whole words, in the cases of Polish, and nothing that only begins like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.names import Known, NameBook, base_forms, replaced

PEOPLE = (
    Known("1", "K-0001", "Maria Kowalska"),
    Known("2", "K-0002", "Jan Wilczek"),
    Known("3", "K-0003", "Agnieszka Dudek"),
    Known("4", "K-0004", "Piotr Kozioł"),
    Known("5", "K-0005", "Ala Kot"),
    Known("1", "K-0001 (brother)", "Marek Kowalski"),
)
BOOK = NameBook.of(PEOPLE)

CASES = (
    ("Maria", "Maria Marii Marię Marią Mario"),
    ("Kowalska", "Kowalska Kowalskiej Kowalską"),
    ("Kowalski", "Kowalski Kowalskiego Kowalskiemu Kowalskim Kowalscy Kowalskich"),
    ("Jan", "Jan Jana Janowi Janem Janie"),
    ("Marek", "Marek Marka Markowi Markiem Marku"),
    ("Paweł", "Paweł Pawła Pawłowi Pawłem Pawle"),
    ("Piotr", "Piotr Piotra Piotrowi Piotrem Piotrze"),
    ("Agnieszka", "Agnieszka Agnieszki Agnieszce Agnieszkę Agnieszką Agnieszko"),
    ("Kinga", "Kinga Kingi Kindze Kingę Kingą"),
    ("Marta", "Marta Marty Marcie Martę Martą"),
    ("Magda", "Magda Magdy Magdzie Magdę Magdą"),
    ("Barbara", "Barbara Barbary Barbarze Barbarę Barbarą"),
    ("Zofia", "Zofia Zofii Zofię Zofią"),
    ("Ewa", "Ewa Ewy Ewie Ewę Ewą"),
    ("Alicja", "Alicja Alicji Alicję Alicją"),
    ("Wilczek", "Wilczek Wilczka Wilczkowi Wilczkiem Wilczku Wilczkowie"),
    ("Kozioł", "Kozioł Kozła Kozłowi Kozłem"),
    ("Nowak", "Nowak Nowaka Nowakowi Nowakiem Nowakowie"),
    ("Zych", "Zych Zycha Zychowi Zychem Zychu"),
    ("Gołąb", "Gołąb Gołębia Gołębiowi Gołębiem"),
    ("Kupiec", "Kupiec Kupca Kupcowi Kupcem"),
)


@pytest.mark.parametrize(("name", "forms"), CASES, ids=[name for name, _ in CASES])
def test_a_name_is_found_in_every_case(name: str, forms: str) -> None:
    book = NameBook.of([Known("1", "K-0001", name)])
    for form in forms.split():
        found = book.find(f"W piątek o {form} mowa.")
        assert [(one.word, one.instead) for one in found] == [(form, "K-0001")], form


@pytest.mark.parametrize("text", [
    "Marzec był trudny. Jak Janusz mówił, Marynarz i Kotlet.",
    "Ale dlaczego? Ani razu. Piotruś to nie on, Kowal też nie.",
    "kot, lis i rak w małych literach",
    "Janowo, Markotny, Alarm, 3 Marian7e",
    "",
])  # fmt: skip
def test_what_only_begins_like_a_name_is_left_alone(text: str) -> None:
    assert BOOK.find(text) == []


def test_first_and_last_name_are_one_place_and_one_code() -> None:
    text = "O Marii Kowalskiej i o Janie Wilczku, a z Piotrem-Kozłem nie."
    assert replaced(text, BOOK.find(text)) == "O K-0001 i o K-0002, a z K-0004 nie."


def test_a_name_that_several_have_is_told_by_who_was_talked_about() -> None:
    (found,) = BOOK.find("Kowalskiego nie było.")
    assert {one.instead for one in found.known} == {"K-0001", "K-0001 (brother)"}
    assert found.instead == ""
    assert replaced("Kowalskiego nie było.", [found]) == "Kowalskiego nie było."
    assert replaced("Kowalskiego nie było.", [found], {"Kowalskiego": "K-0001"}) == "K-0001 nie było."
    twice = NameBook.of([Known("1", "K-0001", "Maria"), Known("7", "K-0007", "Maria")])
    assert [one.instead for one in twice.find("Marii", prefer=["7"])] == ["K-0007"]


def test_an_english_possessive_and_long_names_in_small_letters_are_found() -> None:
    text = "Maria's mother rang; maria was late."
    assert replaced(text, BOOK.find(text)) == "K-0001's mother rang; K-0001 was late."


_names = st.sampled_from([name for name, _ in CASES])
_words = st.lists(st.sampled_from([*(form for _, forms in CASES for form in forms.split()), "i", "mowa", "."]))


@given(st.lists(_names, unique=True), _words)
def test_places_lie_in_order_and_nothing_is_left_after_replacing(names: list[str], words: list[str]) -> None:
    book = NameBook.of(Known(str(number), f"K-{number:04}", name) for number, name in enumerate(names))
    text = " ".join(words)
    found = book.find(text)
    assert all(text[one.start : one.end] == one.word for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    new = replaced(text, found, {one.word: "X-1" for one in found if not one.instead})
    assert book.find(new) == []


@given(st.text(max_size=80))
def test_any_text_can_be_checked(text: str) -> None:
    for one in BOOK.find(text):
        assert text[one.start : one.end] == one.word


@given(st.text(alphabet="abcdefghijklmnoprstuwyząćęłńóśźż", min_size=2, max_size=14))
def test_a_word_is_a_form_of_few_names_and_of_itself(word: str) -> None:
    forms = list(base_forms(word))
    assert forms[0] == word
    assert len(forms) < 150
