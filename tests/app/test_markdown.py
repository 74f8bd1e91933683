"""The Markdown subset: every text is one, no word is lost, and all its shapes say the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.markdown import Block, Span, blocks, spans, tidy, to_html, to_plain
from app.pasted import from_html

_LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "# ", "### ", "- ", "* ", "1. ", "7) ", "999. ", "> ", ">", "  ", "**", "#", "-"]),
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=12),
    ),
    max_size=8,
)
TEXTS = _LINES.map(lambda lines: "\n".join(mark + text for mark, text in lines))
ALLOWED = {"h4", "p", "ul", "ol", "li", "blockquote", "b", "br", "i"}


class _Seen(HTMLParser):
    """The tags of some HTML, and whether they close in the order in which they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(text: str) -> list[str]:
    """Letters and digits without marks: what must be the same in every shape."""
    return re.findall(r"[^\W_]+", text)


def test_each_kind_of_block_is_read() -> None:
    text = "# Plan\nfirst\nsecond\n\n3. walk\n4. sleep\n- tea\n> she said\n> so"
    assert blocks(text) == [
        Block("heading", ["Plan"]),
        Block("paragraph", ["first", "second"]),
        Block("numbers", ["walk", "sleep"], first=3),
        Block("bullets", ["tea"]),
        Block("quote", ["she said", "so"]),
    ]


def test_bold_is_a_part_of_a_line() -> None:
    assert spans("a **b c** d ** e") == [Span("a ", False), Span("b c", True), Span(" d ** e", False)]
    assert spans("") == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# Head\nplain **bold**", ["Head", "----", "", "plain bold"]),
        ("- one\n* two\n> said", ["• one", "• two", "", "│ said"]),
        ("9. nine\n10. ten", ["9. nine", "10. ten"]),
        ("", []),
        ("a\n\nb", ["a", "", "b"]),
        ("word " * 30, [("word " * 20).strip(), ("word " * 10).strip()]),
        ("- " + "word " * 25, ["• " + ("word " * 19).strip(), "  " + ("word " * 6).strip()]),
        ("> " + "word " * 25, ["│ " + ("word " * 19).strip(), "│ " + ("word " * 6).strip()]),
    ],
)
def test_long_text_becomes_plain_lines(text: str, lines: list[str]) -> None:
    assert list(to_plain(text, 100)) == lines


@given(TEXTS)
def test_no_word_is_lost_on_a_terminal(text: str) -> None:
    numbers = sum(len(block.lines) for block in blocks(text) if block.kind == "numbers")
    shown = words("\n".join(to_plain(text, 1000)))
    assert len(shown) == len(words(" ".join(line for block in blocks(text) for line in block.lines))) + numbers


@given(TEXTS)
def test_every_text_is_html_that_closes_and_holds_nothing_else(text: str) -> None:
    seen = _Seen()
    seen.feed(to_html(text))
    seen.close()
    assert seen.open == []
    assert seen.tags <= ALLOWED


@given(TEXTS)
def test_being_tidied_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(TEXTS)
@example("7) walk\n\n7. sleep")
def test_what_is_copied_from_a_view_and_pasted_says_the_same(text: str) -> None:
    again = blocks(from_html(to_html(tidy(text))))
    assert words(" ".join(line for block in again for line in block.lines)) == words(
        " ".join(line for block in blocks(tidy(text)) for line in block.lines)
    )


def test_a_numbered_list_keeps_the_number_it_was_given() -> None:
    assert to_html("3. walk") == '<ol start="3"><li>walk</li></ol>'
    assert from_html(to_html("3. walk\n4. sleep")) == "3. walk\n4. sleep"
