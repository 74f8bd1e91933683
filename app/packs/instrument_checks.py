"""What must hold inside the file of an instrument: bands without gaps, items that exist, a text or a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.packs.instruments import Instrument, Wording

_LONGEST_ANSWER = 9
"""Answers are written as one digit each."""


def problem(found: Instrument) -> str:
    """What is wrong with it, for whoever made the file; empty if nothing is."""
    return next(_problems(found), "")


def _problems(found: Instrument) -> Iterator[str]:
    if not 0 <= found.least < found.most <= _LONGEST_ANSWER or found.items < 1:
        yield "items, least and most: answers are single digits"
    if not found.licence.notice.strip() or not found.scoring.citation.strip():
        yield "licence.notice and scoring.citation are needed"
    yield from _problems_of_bands(found)
    every = set(range(1, found.items + 1))
    named = {
        *found.reverse,
        *(one.item for one in found.critical),
        *(item for one in found.subscale for item in one.items),
    }
    if not named <= every:
        yield f"there are no items {', '.join(map(str, sorted(named - every)))}"
    if any(not found.least < one.at_least <= found.most for one in found.critical):
        yield "critical.at_least lies outside the answers"
    if any(not found.lowest < one.at_least <= found.highest for one in found.cutoff):
        yield "cutoff.at_least lies outside the totals"
    if any(one.points < 1 for one in found.change):
        yield "change.points is at least 1"
    for wording in found.wording:
        yield from _problems_of_wording(found, wording)
    if len({one.language for one in found.wording}) != len(found.wording):
        yield "a language stands twice"


def _problems_of_bands(found: Instrument) -> Iterator[str]:
    """No bands at all, or bands that follow each other from the lowest total to the highest."""
    expected = found.lowest
    for band in found.band:
        if band.least != expected or band.most < band.least:
            yield f"the bands have a gap or overlap at {expected}"
            return
        expected = band.most + 1
    if found.band and expected != found.highest + 1:
        yield f"the bands end before {found.highest}"


def _problems_of_wording(found: Instrument, wording: Wording) -> Iterator[str]:
    text = wording.text
    if (text is None) == (wording.why_not is None):
        yield f"{wording.language}: either a text, or the reason why it does not ship"
    if text is None:
        return
    if len(text.items) != found.items or len(text.options) != found.most - found.least + 1:
        yield f"{wording.language}: one text for each item and each answer"
    if not all(words.strip() for words in (*text.items, *text.options, text.read_at)):
        yield f"{wording.language}: a text is empty, or it is not said where it was read"
