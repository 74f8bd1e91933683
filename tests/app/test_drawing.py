"""Papers as they are drawn: nothing too tall, nothing lost, Polish and Cyrillic letters, a foot on every page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import worker
from app.reports import blocks, drawing, fonts, pages
from app.reports.paper import (
    Block,
    Call,
    Calls,
    Choices,
    Facts,
    Head,
    Heading,
    Inset,
    Lines,
    Notice,
    Paper,
    Table,
    Text,
)
from app.texts import language
from tests.app.helpers import fails
from tests.app.reading_pdf import pages_of, properties_of, words_of

POLISH = "Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ"
HEAD = Head("en", ["Gabinet Żółw", "ul. Łąkowa 3 · Łódź"], "Printed on 22 Nov 2026, 14:02 by Ewa Łąka")
WORDS_TIMES = 250
LONG = "ankle bridge candle dolphin engine forest garden hammer island jungle " * WORDS_TIMES


def drawn(*found: Block, **more: Any) -> bytes:
    return drawing.pdf(HEAD.paper(title="Note", blocks=list(found), **{"code": "K-0007", **more}))


EVERY_BLOCK: tuple[Block, ...] = (
    Heading("A part"),
    Text("# Plan\none **two** three\n\n- tea\n- milk\n\n4. walk\n5. sleep\n\n> she said"),
    Facts([("Label", "value"), ("Other", "two\nlines")]),
    Table(["No.", "What"], [1, 3], [["1", "first"], ["2", "second"]], [1]),
    Notice("A notice", is_strong=True),
    Calls([Call("112", "Emergency", ["everywhere", ""]), Call("", "Nameless")], columns=2),
    Choices(["I agree"]),
    Lines(["Name", "Date"]),
    Inset([Facts([("Inner", "fact")]), Text("inner text")]),
)


def test_every_block_is_read_back_from_the_paper() -> None:
    words = words_of(drawn(*EVERY_BLOCK, subtitle="22 Nov 2026"))
    expected = (
        "Gabinet Żółw ul. Łąkowa 3 · Łódź Note 22 Nov 2026 A part Plan one two three • tea • milk 4. walk 5. sleep "
        "she said Label value Other two lines No. What 1 first 2 second A notice"
    )
    assert words.startswith(expected)
    for more in ("112", "Emergency", "everywhere", "Nameless", "☐", "I agree", "Name", "Date", "Inner fact inner text"):
        assert more in words


def test_letters_of_the_region_are_printed() -> None:
    text = f"{POLISH} · Ґанок, їжак, ёлка, ЩЪЫЭЮЯ · αβγ · čšžőűňťäöüß · „cytat” – 5 € ✓ ☐ …"
    assert text in words_of(drawn(Text(text)))


def test_a_sign_that_cannot_be_printed_is_seen_and_said() -> None:
    words = words_of(drawn(Facts([("Mood", "good 😀 漢")])))
    assert "good □ □" in words
    assert "Signs that this print cannot show stand as □." in words
    assert "Signs that" not in words_of(drawn(Facts([("Box", "□ typed")])))


def test_what_is_never_seen_is_left_out_and_letters_are_composed() -> None:
    assert fonts.printable("a\u200db\u2009c\u0105o\u0301") == "ab cąó"


def test_markup_that_somebody_typed_is_only_text() -> None:
    typed = "<b>x</b> & <font size=99>y</font> &amp; <br/>"
    words = words_of(drawn(Heading(typed), Text(typed), Facts([(typed, typed)]), Table([typed], [1], [[typed]])))
    assert words.count(typed) == 6


def test_no_text_is_too_tall_for_a_page() -> None:
    words = words_of(
        drawn(
            Text(LONG),
            Facts([("Long", LONG)]),
            Notice(LONG),
            Inset([Inset([Text(LONG)]), Facts([("Deep", LONG)])]),
            Table(["A", "B"], [1, 1], [["x", LONG]]),
            Text("word" * 5000),
        )
    )
    assert words.count("hammer") == 6 * WORDS_TIMES


def test_a_long_list_keeps_every_row_and_repeats_its_head() -> None:
    count = blocks.ROWS_TOGETHER + 37
    found = pages_of(drawn(Table(["Code", "Name"], [1, 3], [[f"K-{n:04d}", POLISH] for n in range(count)])))
    assert sorted(re.findall(r"K-(\d{4}) Za", " ".join(found))) == [f"{n:04d}" for n in range(count)]
    assert all("Code Name" in page for page in found)


def test_the_foot_has_code_time_person_and_page() -> None:
    found = pages_of(drawn(Text(LONG[:9000])))
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        assert "K-0007 · Printed on 22 Nov 2026, 14:02 by Ewa Łąka" in page
        assert f"Page {number} of {len(found)}" in page


def test_the_properties_of_the_file_hold_the_code_and_no_name() -> None:
    found = properties_of(drawn(Text("x"), subtitle="K-0007, Anna Zawadzka"))
    assert found["Title"] == "K-0007"
    assert found["Author"] == "ClientSafe"
    assert "Zawadzka" not in str(found)
    assert properties_of(drawn(Text("x"), code=""))["Title"] == "ClientSafe"


def test_fonts_are_embedded() -> None:
    assert drawn(*EVERY_BLOCK).count(b"/FontFile2") == 2


def test_one_page_is_as_large_as_fits_and_never_loses_words() -> None:
    few = drawn(Text("call"), is_one_page=True)
    many = drawn(Text("call " * 1500 + "end"), is_one_page=True)
    more = drawn(Text("call " * 5000 + "end"), is_one_page=True)
    assert [len(pages_of(pdf)) for pdf in (few, many)] == [1, 1]
    assert len(pages_of(drawn(Text("call " * 1500)))) > 1
    assert len(pages_of(more)) > 1
    assert words_of(more).count("call") == 5000


def test_a_paper_speaks_its_language_and_changes_no_other() -> None:
    paper = Head("pl", [], "").paper(title="Notatka", blocks=[Text("x")])
    assert "Page 1 of 1" not in words_of(drawing.pdf(paper))
    assert language() == "en"


def test_a_paper_survives_the_way_to_the_worker() -> None:
    paper = HEAD.paper(title="Note", blocks=list(EVERY_BLOCK), code="K-0007", is_wide=True)
    assert Paper.from_json(paper.to_json()) == paper
    assert words_of(worker.draw_paper(paper)) == words_of(drawing.pdf(paper))


def test_drawing_tells_how_far_it_is_and_can_be_stopped() -> None:
    heard: list[tuple[int, int]] = []
    paper = HEAD.paper(title="Note", blocks=[Text(f"{n}\n\n" * 50) for n in range(20)])
    drawing.pdf(paper, lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1][0] > 0
    with fails("stopped"):
        drawing.pdf(paper, cancelled=lambda: len(heard) > 0)


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_can_be_drawn(text: str) -> None:
    assert drawn(Text(text), Heading(text), Facts([(text, text)]), Table(["A"], [1], [[text]])).startswith(b"%PDF")


def test_pages_become_pictures_of_the_asked_size() -> None:
    pdf = drawn(*EVERY_BLOCK)
    assert pages.count(pdf) == 1
    image = next(pages.images(pdf, 50))
    assert (image.width, image.height) == (414, 585)
    assert len(image.rgb) == image.width * image.height * 3
    assert image.rgb[:3] == b"\xff\xff\xff"
    assert len(set(image.rgb)) > 10


def test_red_is_red_in_a_picture() -> None:
    """Bytes stand as red, green, blue: the strong notice is red, never blue."""
    image = next(pages.images(drawn(Notice("Danger " * 200, is_strong=True)), 60))
    red = sum(image.rgb[0::3])
    blue = sum(image.rgb[2::3])
    assert red > blue


def test_only_the_asked_pages_are_drawn() -> None:
    pdf = drawn(Text(LONG))
    every = list(pages.images(pdf, 30))
    assert list(pages.images(pdf, 30, 1, 2)) == every[1:2]
    assert len(every) == pages.count(pdf) > 2


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.4 and then nothing"])
def test_what_is_no_pdf_is_a_known_failure(data: bytes) -> None:
    with fails("unreadable_pdf"):
        list(pages.images(data, 50))
