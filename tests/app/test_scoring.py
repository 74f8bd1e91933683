"""What answers add up to: every boundary of every band, what is missing, what turns round, and what never happens."""

from __future__ import annotations

from dataclasses import fields

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs import instruments
from app.packs.instruments import Instrument
from app.rules import scoring
from app.rules.scoring import Scored

KEYS = instruments.scorable()
BANDS = {  # as published, written down here a second time
    "phq_9": [
        (0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"), (20, 27, "severe"),
    ],
    "gad_7": [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")],
    "pcl_5": [],
}  # fmt: skip
RANGES = {"phq_9": (9, 27), "gad_7": (7, 21), "pcl_5": (20, 80)}


def filled(instrument: Instrument, total: int) -> list[int | None]:
    """Answers that add up to `total`."""
    answers: list[int | None] = []
    for _number in range(instrument.items):
        answers.append(min(instrument.most, total))
        total -= answers[-1] or 0
    return answers


def answers_of(instrument: Instrument, *, missing: bool) -> st.SearchStrategy[list[int | None]]:
    """Any answers there can be."""
    one: st.SearchStrategy[int | None] = st.integers(instrument.least, instrument.most)
    return st.lists(one | st.none() if missing else one, min_size=instrument.items, max_size=instrument.items)


@pytest.mark.parametrize("key", KEYS)
def test_items_and_totals_are_the_published_ones(key: str) -> None:
    found = instruments.load(key)
    assert (found.items, found.highest) == RANGES[key]
    assert found.lowest == 0
    assert [(band.least, band.most, band.name.en) for band in found.band] == BANDS[key]


@pytest.mark.parametrize(
    ("key", "total", "name"),
    [(key, total, name) for key, bands in BANDS.items() for least, most, name in bands for total in {least, most}],
)
def test_every_boundary_lies_in_its_band(key: str, total: int, name: str) -> None:
    found = instruments.load(key)
    scored = scoring.score(found, filled(found, total))
    assert scored.total == total
    assert scored.band is not None
    assert scored.band.name.en == name


def test_examples_with_their_published_totals() -> None:
    phq = scoring.score(instruments.load("phq_9"), [1, 0, 2, 0, 1, 0, 0, 0, 0])
    assert (phq.total, phq.band.name.en if phq.band else "", phq.critical) == (4, "minimal", ())
    gad = scoring.score(instruments.load("gad_7"), [3, 2, 2, 1, 1, 1, 0])
    assert (gad.total, gad.band.name.en if gad.band else "") == (10, "moderate")
    assert [one.at_least for one in gad.cutoffs] == [10]


def test_parts_of_the_pcl_are_its_clusters() -> None:
    found = instruments.load("pcl_5")
    assert [(one.key, one.items[0], one.items[-1]) for one in found.subscale] == [
        ("b", 1, 5), ("c", 6, 7), ("d", 8, 14), ("e", 15, 20),
    ]  # fmt: skip
    scored = scoring.score(found, [1] * 5 + [2] * 2 + [3] * 7 + [4] * 6)
    assert [total for _one, total in scored.subscales] == [5, 4, 21, 24]
    assert scored.total == 54
    assert scored.band is None
    lacking = scoring.score(found, [1] * 5 + [None, 2] + [3] * 7 + [4] * 6)
    assert [total for _one, total in lacking.subscales] == [5, None, 21, 24]
    assert lacking.total is None


@pytest.mark.parametrize(("total", "cutoffs"), [(30, []), (31, [31]), (32, [31]), (33, [31, 33])])
def test_a_cutoff_is_reached_at_its_own_number(total: int, cutoffs: list[int]) -> None:
    found = instruments.load("pcl_5")
    assert [one.at_least for one in scoring.score(found, filled(found, total)).cutoffs] == cutoffs


@pytest.mark.parametrize("answer", [0, 1, 2, 3])
def test_item_nine_asks_for_a_review_from_one_on_whatever_else_is_answered(answer: int) -> None:
    found = instruments.load("phq_9")
    for others in (0, 3, None):
        scored = scoring.score(found, [*[others] * 8, answer])
        assert [one.item for one in scored.critical] == ([9] if answer else [])


def test_an_item_that_turns_round_counts_from_the_other_end() -> None:
    found = msgspec.structs.replace(instruments.load("gad_7"), reverse=(2,))
    assert scoring.score(found, [0, 0, 0, 0, 0, 0, 0]).total == 3
    assert scoring.score(found, [0, 3, 0, 0, 0, 0, 0]).total == 0
    assert scoring.score(found, [1, 1, 0, 0, 0, 0, 0]).total == 3


@pytest.mark.parametrize(("before", "after", "reaches"), [(10, 7, []), (10, 6, [4]), (6, 10, [4]), (8, 8, [])])
def test_a_difference_counts_in_both_directions(before: int, after: int, reaches: list[int]) -> None:
    found = scoring.difference(instruments.load("gad_7"), before, after)
    assert found.points == after - before
    assert [one.points for one in found.reaches] == reaches


@pytest.mark.parametrize("text", ["4", "10211x0", "1021100011", " 102", "1.0"])
def test_what_does_not_fit_is_not_taken(text: str) -> None:
    assert scoring.parsed(instruments.load("phq_9"), text) is None


def test_answers_of_another_form_are_refused() -> None:
    with pytest.raises(ValueError, match="7"):
        scoring.score(instruments.load("phq_9"), [0] * 7)
    with pytest.raises(ValueError, match="4"):
        scoring.score(instruments.load("gad_7"), [4, 0, 0, 0, 0, 0, 0])


@given(st.data())
def test_totals_stay_in_their_range_and_the_band_is_the_one_they_lie_in(data: st.DataObject) -> None:
    found = instruments.load(data.draw(st.sampled_from(KEYS)))
    scored = scoring.score(found, data.draw(answers_of(found, missing=False)))
    assert scored.is_complete
    assert scored.total is not None
    assert found.lowest <= scored.total <= found.highest
    assert sum(band.least <= scored.total <= band.most for band in found.band) == bool(found.band)
    assert scored.band == scoring.band_of(found, scored.total)
    assert sum(total or 0 for _one, total in scored.subscales) == (scored.total if found.subscale else 0)


@given(st.data())
def test_what_is_incomplete_has_no_total_no_band_and_reaches_nothing(data: st.DataObject) -> None:
    found = instruments.load(data.draw(st.sampled_from(KEYS)))
    answers = data.draw(answers_of(found, missing=True))
    answers[data.draw(st.integers(0, found.items - 1))] = None
    scored = scoring.score(found, answers)
    assert (scored.total, scored.band, scored.cutoffs, scored.is_complete) == (None, None, (), False)
    assert [answers[item - 1] for item in scored.missing] == [None] * answers.count(None)


@given(st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    found = instruments.load(data.draw(st.sampled_from(KEYS)))
    answers = data.draw(answers_of(found, missing=True))
    assert scoring.parsed(found, scoring.written(answers)) == answers


def test_nothing_that_is_computed_speaks_of_a_level_or_a_risk() -> None:
    names = {one.name for one in fields(Scored)}
    assert names == {"total", "subscales", "band", "missing", "critical", "cutoffs"}
    for key in KEYS:
        found = instruments.load(key)
        words = " ".join(str(one.name.en) for one in found.band) + " ".join(one.meaning.en for one in found.cutoff)
        assert not {"risk", "level", "danger"} & set(words.split()), key
