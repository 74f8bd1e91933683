"""A drawn signature: strokes of a pen and nothing else, limited in size, kept and drawn again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.records import decode, encode
from app.records.consent import Consent
from app.records.consent_choices import SignerRole
from app.records.signature import LONGEST_MS, MOST_POINTS, MOST_STROKES, SIDE, Signature, drawn, lines_of, points_of
from tests.app.helpers import fails

CROSS = [[(0.1, 0.1, 0.0), (0.9, 0.9, 0.4)], [(0.9, 0.1, 0.8), (0.1, 0.9, 1.2)]]


def test_strokes_are_kept_as_points_and_times() -> None:
    kept = drawn(CROSS)
    assert kept == ["1000,1000,0 9000,9000,400", "9000,1000,800 1000,9000,1200"]
    signature = Signature(name="Anna", role=SignerRole.CLIENT, signed_on="2026-11-22", strokes=kept)
    assert lines_of(signature) == [[(0.1, 0.1), (0.9, 0.9)], [(0.9, 0.1), (0.1, 0.9)]]


@pytest.mark.parametrize(
    "strokes",
    [
        ["1,2"],
        ["1,2,3,4"],
        [""],
        ["a,b,c"],
        ["-1,2,3"],
        ["1,2,3  4,5,6"],
        [f"{SIDE + 1},0,0"],
        [f"0,{SIDE + 1},0"],
        [f"0,0,{LONGEST_MS + 1}"],
        ["٣,2,3"],
        ["1.5,2,3"],
        ["9" * 5000 + ",2,3"],
        ["0,0,5 0,0,4"],
        ["0,0,5", "0,0,4"],
        ["0,0,0"] * (MOST_STROKES + 1),
        [" ".join(["0,0,0"] * (MOST_POINTS + 1))],
        ["data:image/png;base64,AAAA"],
        ["<svg/>"],
    ],
)
def test_what_no_pen_on_this_screen_drew_is_refused(strokes: list[str]) -> None:
    with fails("bad_signature"):
        Signature(strokes=strokes)
    with fails("bad_signature"):
        decode("consent", 1, {"signatures": [{"name": "x", "strokes": strokes}]})


@pytest.mark.parametrize("strokes", [[], [[]], [[(1.1, 0.5, 0.0)]], [[(-0.1, 0.5, 0.0)]], [[(0.5, 0.5, 601.0)]]])
def test_an_empty_box_or_points_outside_it_are_no_signature(strokes: list[list[tuple[float, float, float]]]) -> None:
    with fails("bad_signature"):
        drawn(strokes)


@given(
    some.lists(
        some.lists(some.tuples(some.floats(0, 1), some.floats(0, 1)), min_size=1, max_size=20), min_size=1, max_size=8
    )
)
def test_what_was_drawn_is_drawn_again_within_a_ten_thousandth(shape: list[list[tuple[float, float]]]) -> None:
    steps = iter(range(1000))
    strokes = [[(x, y, next(steps) / 100) for x, y in stroke] for stroke in shape]
    again = lines_of(Signature(strokes=drawn(strokes)))
    for stroke, line in zip(shape, again, strict=True):
        for (x, y), (found_x, found_y) in zip(stroke, line, strict=True):
            assert abs(x - found_x) <= 1 / SIDE
            assert abs(y - found_y) <= 1 / SIDE


def test_the_largest_signature_stays_small() -> None:
    strokes = [[(0.99999, 0.99999, 599.0)] * (MOST_POINTS // MOST_STROKES)] * MOST_STROKES
    assert sum(len(stroke) for stroke in drawn(strokes)) < 100_000


def test_nobody_finds_a_consent_by_the_numbers_of_a_pen_but_by_who_signed() -> None:
    signature = Signature(name="Anna Zawadzka", strokes=drawn(CROSS))
    body = Consent(signatures=[signature], questions_asked="How long?")
    assert "9000,9000" not in body.search_text()
    assert {"How long?", "Anna Zawadzka"} <= set(body.search_text().splitlines())
    assert encode(body)["signatures"][0]["strokes"] == signature.strokes


def test_points_can_be_read_back_with_their_times() -> None:
    assert [point.t for stroke in points_of(drawn(CROSS)) for point in stroke] == [0, 400, 800, 1200]
