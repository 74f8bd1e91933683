"""Long texts: what is pasted is reduced to the subset, what is shown is escaped, dates are understood as typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from app.markdown import blocks, tidy, to_html
from app.pasted import from_html
from app.records import KINDS
from app.records.fields import specs
from app.texts import set_language
from ui.forms.reading import read_date, read_partial_date, read_time
from ui.pages.editor.sections import ALL_SECTIONS, SECTIONS, in_words, left_over, moves_along
from ui.pages.trail import filters

TODAY = date(2026, 11, 22)


def test_pasted_html_keeps_headings_lists_bold_and_quotes_only() -> None:
    markup = """
    <html><head><style>p {color: red}</style><title>x</title></head><body onload="x()">
    <h1>Plan</h1><p>She <b>said</b> <a href="http://x">so</a>,<br>twice.</p>
    <ul><li>one</li><li>two</li></ul><ol><li>first</li><li>second</li></ol>
    <blockquote>never again</blockquote><script>alert(1)</script><img src="x.png">
    </body></html>"""
    assert from_html(markup) == (
        "## Plan\n\nShe **said** so,\ntwice.\n\n- one\n- two\n\n1. first\n2. second\n\n> never again"
    )


def test_a_document_wrapped_in_a_bold_that_is_none_is_not_bold() -> None:
    assert from_html('<b style="font-weight:normal;"><p>plain</p></b>') == "plain"


def test_pasted_text_loses_control_characters_and_foreign_bullets() -> None:
    assert tidy("a\u00a0b\u200b\r\n• one\r\n• two\x07\n\n\n\nend  ") == "a b\n- one\n- two\n\nend"


def test_everything_typed_is_escaped_when_it_is_shown() -> None:
    assert to_html("# <b>A</b>\n\n**x** & y\n- <script>\n> q") == (
        "<h4>&lt;b&gt;A&lt;/b&gt;</h4><p><b>x</b> &amp; y</p><ul><li>&lt;script&gt;</li></ul>"
        "<blockquote><i>q</i></blockquote>"
    )


def test_a_line_break_stays_a_line_break() -> None:
    assert [block.lines for block in blocks("one\ntwo\n\nthree")] == [["one", "two"], ["three"]]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-04-03", "2026-04-03"),
        ("3.4.2026", "2026-04-03"),
        ("3/4/26", "2026-04-03"),
        ("3 4", "2026-04-03"),
        ("3 Apr 2026", "2026-04-03"),
        ("3 april", "2026-04-03"),
        ("today", "2026-11-22"),
        ("Yesterday", "2026-11-21"),
        ("12.03.58", "1958-03-12"),
    ],
)
def test_a_day_is_understood_as_people_type_it(typed: str, day: str) -> None:
    found = read_date(typed, TODAY)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize("typed", ["", "31.2.2026", "soon", "2026", "1.13.2026", "0.0.0", "3 xyz 2026", "9" * 40])
def test_what_is_no_day_is_not_taken_for_one(typed: str) -> None:
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [("dziś", "2026-11-22"), ("dzisiaj", "2026-11-22"), ("wczoraj", "2026-11-21"), ("3 paz 2026", "2026-10-03")],
)
def test_a_day_is_understood_in_polish(typed: str, day: str) -> None:
    set_language("pl")
    found = read_date(typed, TODAY)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1987", "1987"),
        ("4.1987", "1987-04"),
        ("Apr 1987", "1987-04"),
        ("1987-04", "1987-04"),
        ("12.4.1987", "1987-04-12"),
    ],
)
def test_a_partly_known_date_is_as_long_as_it_is_known(typed: str, value: str) -> None:
    assert read_partial_date(typed, TODAY) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("9", "09:00"), ("915", "09:15"), ("9:15", "09:15"), ("9.15", "09:15"), ("3 pm", "15:00"), ("12 am", "00:00")],
)
def test_a_time_is_understood_as_people_type_it(typed: str, value: str) -> None:
    assert read_time(typed) == value


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "13 pm", "noon"])
def test_what_is_no_time_is_not_taken_for_one(typed: str) -> None:
    assert read_time(typed) is None


@pytest.mark.parametrize("layout", SECTIONS)
def test_in_every_format_each_section_is_shown_or_kept(layout: str) -> None:
    everything = {name: [{"outcome": "No answer."}] if name == "attempts" else f"of {name}" for name in ALL_SECTIONS}
    kept = left_over(everything, layout)
    assert sorted([*kept, *SECTIONS[layout]]) == sorted(ALL_SECTIONS)
    assert all(in_words(name, everything[name]) for name in kept)


def test_only_a_single_text_moves_along_and_only_where_nothing_is_written() -> None:
    assert moves_along({"text": "only this"}, "soap") == ("text", "subjective")
    assert moves_along({"attempts": [{"outcome": "x"}]}, "free") == ("attempts", "text")
    assert moves_along({"text": "this", "plan": "and that"}, "soap") is None
    assert moves_along({"subjective": "this", "objective": "and that"}, "dap") is None
    assert moves_along({"plan": "of both"}, "soap") is None


def _labels(struct: type, shapes: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Labels of fields of these shapes, and (with True) of the choices of all fields, also in parts."""
    for spec in specs(struct):
        if spec.shape in shapes:
            yield spec.label, False
        yield from ((one.label, True) for one in spec.choices or ())
        if spec.struct is not None:
            yield from _labels(spec.struct, shapes)


def test_no_time_is_called_as_a_state_or_an_action_is() -> None:
    """*Ended* is `Koniec` beside a time and `Zakończony` of an episode: one message cannot be both."""
    found = [one for kind in KINDS.values() for one in _labels(kind.struct, ("date", "moment", "partial_date"))]
    states = {label for label, is_choice in found if is_choice} | {label for label, _actions in filters.GROUPS}
    assert {label for label, is_choice in found if not is_choice} & states == set()
