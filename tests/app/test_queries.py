"""What is typed into the search, understood: words, phrases, filters in both languages, and what is wrong with them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import texts
from app.records import KINDS, offered
from app.rules import days, queries, query_words
from app.rules.queries import Asked, Author, Due, HasFile, Kinds, OfClient, Since, Span, States, Until, Word
from app.rules.query_words import KEYS, Key
from app.texts import _

TODAY = date(2026, 11, 22)


def parse(typed: str) -> Asked:
    return queries.parse(typed, TODAY)


def only(typed: str) -> queries.Filter:
    asked = parse(typed)
    assert asked.wrong == ()
    (one,) = asked.filters
    return one


def without_spans(asked: Asked) -> tuple[object, ...]:
    """What was asked, wherever it stands: two searches with the same are the same."""
    nowhere = Span(0, 0)
    words = tuple(replace(word, span=nowhere) for word in asked.words)
    return words, frozenset(replace(one, span=nowhere) for one in asked.filters)


def test_the_whole_sentence_is_understood() -> None:
    asked = parse(
        "sleep kind:consent client:K-0007 due:<30d state:draft from:2026-01-01 to:2026-03 by:me status:expired has:file"
    )
    kinds = [type(one) for one in asked.filters]
    assert kinds == [Kinds, OfClient, Due, States, Since, Until, Author, States, HasFile]
    assert asked.text == "sleep"
    assert asked.wrong == ()


@pytest.mark.parametrize(
    ("english", "polish"),
    [
        ("kind:consent", "rodzaj:zgoda"),
        ("kind:consent", "RODZAJ:Zgody"),
        ('kind:"session note"', 'rodzaj:"notatka z sesji"'),
        ("client:K-0007", "klient:K-0007"),
        ("due:late", "termin:zaległe"),
        ("due:today", "termin:dziś"),
        ("due:2w", "termin:2t"),
        ("state:signed", "stan:podpisane"),
        ("state:amended", "stan:uzupelnione"),
        ("status:expired", "stan:wygasła"),
        ("from:2026", "od:2026"),
        ("to:2026-03-15", "do:2026-03-15"),
        ("by:me", "przez:mnie"),
        ("has:file", "ma:plik"),
    ],
)
def test_both_languages_say_the_same(english: str, polish: str) -> None:
    assert without_spans(parse(english)) == without_spans(parse(polish))


def test_a_word_of_its_name_is_enough_for_a_kind() -> None:
    found = only("kind:note")
    assert isinstance(found, Kinds)
    assert {"session_note", "process_note", "boundary_record"} <= set(found.names)
    assert only("kind:note") == only("kind:Note")
    assert isinstance(one := only("kind:consent,contact"), Kinds)
    assert one.names == ("consent", "contact")


@pytest.mark.parametrize(
    ("typed", "since", "before"),
    [
        ("due:<30d", None, date(2026, 12, 23)),
        ("due:30d", None, date(2026, 12, 23)),
        ("due:>2w", date(2026, 12, 7), None),
        ("due:<3m", None, date(2027, 2, 23)),
        ("due:<1y", None, date(2027, 11, 23)),
        ("due:late", None, TODAY),
        ('due:"po terminie"', None, TODAY),
        ("due:today", TODAY, date(2026, 11, 23)),
        ("due:2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("due:<2027", None, date(2027, 1, 1)),
        ("due:>2026-12-24", date(2026, 12, 25), None),
        ("due:2026-12-24..2027-01", date(2026, 12, 24), date(2027, 2, 1)),
    ],
)
def test_when_something_is_due(typed: str, since: date | None, before: date | None) -> None:
    found = only(typed)
    assert isinstance(found, Due)
    assert (found.since, found.before) == (since, before)


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-12-31", "2027-01-01"), ("2026-12", "2027-01"), ("2024-02-28", "2024-02-29"), ("2026", "2027")],
)
def test_until_holds_the_whole_day_month_or_year(day: str, before: str) -> None:
    found = only(f"to:{day}")
    assert isinstance(found, Until)
    assert found.before == before


def test_months_on_from_the_last_day_of_a_month_is_the_last_day_of_the_other() -> None:
    assert days.months_on(date(2026, 8, 31), 6).isoformat() == "2027-02-28"
    assert days.months_on(date(2027, 8, 31), 6).isoformat() == "2028-02-29"


def test_phrases_and_words_that_are_left_out() -> None:
    asked = parse('dream "bad night" -tired -"too late" well-known "open')
    assert [(one.text, one.is_phrase, one.is_excluded) for one in asked.words] == [
        ("dream", False, False),
        ("bad night", True, False),
        ("tired", False, True),
        ("too late", True, True),
        ("well-known", False, False),
        ("open", True, False),
    ]
    assert asked.text == 'dream "bad night" -tired -"too late" well-known "open"'
    assert not parse("-tired").wants_words
    assert parse("-tired").is_empty


def test_in_quotes_a_filter_is_a_phrase_and_other_colons_are_words() -> None:
    asked = parse('"kind:consent" 10:30 note: mood:low k\u0131nd:note')
    assert asked.filters == ()
    assert [one.text for one in asked.words] == ["kind:consent", "10:30", "note:", "mood:low", "k\u0131nd:note"]


@pytest.mark.parametrize(
    ("typed", "number", "word", "why"),
    [
        ("sleep kind:consnet", 2, "kind:consnet", queries.NO_KIND),
        ('a "b c" state:blue', 3, "state:blue", queries.NO_STATE),
        ("from:2026-13", 1, "from:2026-13", queries.NO_DAY),
        ("to:soon", 1, "to:soon", queries.NO_DAY),
        ("due:<30x", 1, "due:<30x", queries.NO_DUE),
        ("due:<", 1, "due:<", queries.NO_DUE),
        ("due:2026-02-30", 1, "due:2026-02-30", queries.NO_DUE),
        ("due:>9999y", 1, "due:>9999y", queries.NO_DUE),
        ("has:hope", 1, "has:hope", queries.NO_THING),
        ("kind:", 1, "kind:", queries.NOTHING_FOLLOWS),
        ('x client:""', 2, 'client:""', queries.NOTHING_FOLLOWS),
        ("-kind:consent", 1, "-kind:consent", queries.NOT_LEFT_OUT),
        ("from:2026 od:2025", 2, "od:2025", queries.TWICE),
    ],
)
def test_what_is_wrong_is_told_with_its_place(typed: str, number: int, word: str, why: str) -> None:
    (wrong,) = parse(typed).wrong
    assert (wrong.number, wrong.word, wrong.why) == (number, word, why)
    assert typed[slice(*wrong.span)] == word


@pytest.mark.parametrize("code", ["en", "pl"])
@pytest.mark.parametrize("kind", offered())
def test_every_kind_is_understood_by_its_name_in_every_language(kind: str, code: str) -> None:
    with texts.speaking(code):
        names = (kind, _(KINDS[kind].label), _(KINDS[kind].plural))
    for name in names:
        found = only(f'kind:"{name}"')
        assert isinstance(found, Kinds)
        assert kind in found.names


@pytest.mark.parametrize("code", ["en", "pl"])
@pytest.mark.parametrize("state", query_words.STATES)
def test_every_state_is_understood_by_its_name_in_every_language(state: str, code: str) -> None:
    with texts.speaking(code):
        found = only(f'stan:"{_(query_words.STATES[state])}"')
    assert isinstance(found, States)
    assert state in found.names


def test_the_value_that_is_being_typed_is_known() -> None:
    typed = "sleep kind:con due:<30d"
    assert queries.unfinished(typed, 5) is None
    found = queries.unfinished(typed, 14)
    assert found == (Key.KIND, "con", Span(11, 14))
    assert queries.with_value(typed, found.span, "Session note") == ('sleep kind:"Session note" due:<30d', 26)
    assert queries.unfinished("klient:", 7) == (Key.CLIENT, "", Span(7, 7))


def test_a_filter_is_taken_out_and_put_in() -> None:
    asked = parse("sleep kind:consent client:K-0007")
    assert queries.without(asked.typed, asked.filters[0].span) == "sleep client:K-0007"
    assert queries.with_filter(" sleep ", Key.CLIENT, "K-0007") == "sleep client:K-0007"
    texts.set_language("pl")
    assert queries.with_filter("sen", Key.CLIENT, "K-0007") == "sen klient:K-0007"


PIECES = st.one_of(
    st.sampled_from([f"{key}:" for key in KEYS]),
    st.sampled_from(['"', "-", " ", "<", ">", "..", ",", "30d", "2026-03", "late", "me", "file", "note", "draft"]),
    st.text(max_size=6),
)
TYPED = st.lists(PIECES, max_size=12).map("".join)


@given(TYPED | st.text(max_size=80))
def test_no_text_is_an_error_and_every_part_has_its_place(typed: str) -> None:
    asked = parse(typed)
    places = sorted(asked.spans)
    assert all(0 <= start < end <= len(typed) for start, end in places)
    assert all(one.end <= other.start for one, other in itertools.pairwise(places))
    parts = [part.span for part in (*asked.words, *asked.filters, *asked.wrong)]
    assert set(parts) <= set(places)
    assert len(parts) == len(set(parts))


@given(TYPED, st.sampled_from(["en", "pl"]))
def test_a_search_spelled_out_asks_the_same(typed: str, code: str) -> None:
    asked = parse(typed)
    again = queries.parse(queries.spelled(asked, code), date(2001, 1, 1))
    assert again.wrong == ()
    assert without_spans(again) == without_spans(asked)


@given(TYPED, st.data())
def test_taking_a_filter_out_leaves_the_others(typed: str, data: st.DataObject) -> None:
    asked = parse(queries.spelled(parse(typed)))
    if not asked.filters:
        return
    gone = data.draw(st.sampled_from(asked.filters))
    left = parse(queries.without(asked.typed, gone.span))
    assert len(left.filters) == len(asked.filters) - 1
    assert [one.text.split() for one in left.words] == [one.text.split() for one in asked.words]


@given(TYPED, st.integers(0, 80), st.sampled_from(["K-0007", "Session note", "draft"]))
def test_completing_a_value_keeps_what_stands_around_it(typed: str, cursor: int, value: str) -> None:
    found = queries.unfinished(typed, cursor)
    if found is None:
        return
    text, behind = queries.with_value(typed, found.span, value)
    assert text.startswith(typed[: found.span.start])
    assert text.endswith(typed[found.span.end :].lstrip())
    assert text[behind - 1] == " "


def test_a_part_that_turns_out_wrong_later_has_its_place_too() -> None:
    asked = parse("sleep client:Nobody")
    wrong = asked.amiss(asked.filters[0], queries.NO_CLIENT)
    assert (wrong.word, wrong.number) == ("client:Nobody", 2)
    assert asked.words == (Word("sleep", Span(0, 5)),)
