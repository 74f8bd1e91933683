"""A signature drawn on the screen, kept as the strokes of the pen and never as a picture.

The box is 10000 wide and 10000 high, whatever its shape on the screen; `ratio` says how wide it was for its height.
A stroke is one text, `x,y,t x,y,t …`, with `t` in milliseconds since the pen first touched.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from app import failures as failures  # noqa: PLC0414 - registers the names raised here
from app.records.consent_choices import SignerRole
from app.records.fields import Date, Tier, field
from app.records.parts import Part
from app.texts import N_
from storage.vault import failure

SIDE = 10_000
MOST_STROKES, MOST_POINTS = 200, 4000
LONGEST_MS = 10 * 60 * 1000
_LEAST_RATIO, _MOST_RATIO = 100, 20_000
_PARTS = 3


class Point(NamedTuple):
    """Where the pen was, in parts of the box (0 to `SIDE`), and when (milliseconds from its first touch)."""

    x: int
    y: int
    t: int


class Signature(Part):
    """Who signed, as whom, on which day, and the strokes if it was drawn on the screen."""

    name: Annotated[str, field(N_("Name"), needed=True)] = ""
    role: Annotated[SignerRole | None, field(N_("Signs as"), needed=True)] = None
    signed_on: Annotated[Date, field(N_("Signed on"), needed=True)] = ""
    strokes: Annotated[list[str], field(N_("Strokes"), tier=Tier.HIDDEN)] = []
    ratio: Annotated[
        int, field(N_("Width for a height of 1000"), tier=Tier.HIDDEN, least=_LEAST_RATIO, most=_MOST_RATIO)
    ] = 3000

    def check(self) -> None:
        """Raise `bad_signature` for strokes that no pen on this screen can have drawn."""
        points_of(self.strokes)


def drawn(strokes: Sequence[Sequence[tuple[float, float, float]]]) -> list[str]:
    """Strokes as they are kept, from points `(x, y, seconds)` with x and y from 0 to 1 of the box.

    Raises:
        KnownError: `bad_signature` for points outside the box, too many of them, or none.
    """
    kept = [[Point(round(x * SIDE), round(y * SIDE), round(t * 1000)) for x, y, t in stroke] for stroke in strokes]
    texts = [" ".join(f"{x},{y},{t}" for x, y, t in stroke) for stroke in kept if stroke]
    if not texts:
        raise failure("bad_signature")
    points_of(texts)
    return texts


def points_of(strokes: Sequence[str]) -> list[list[Point]]:
    """The points of each stroke; raises `bad_signature`."""
    if len(strokes) > MOST_STROKES:
        raise failure("bad_signature")
    found = [[_point(text) for text in stroke.split(" ")] for stroke in strokes]
    times = [point.t for stroke in found for point in stroke]
    if len(times) > MOST_POINTS or any(later < before for before, later in itertools.pairwise(times)):
        raise failure("bad_signature")
    return found


def lines_of(signature: Signature) -> list[list[tuple[float, float]]]:
    """Its lines for drawing: points `(x, y)` from 0 to 1 of a box as wide for its height as `ratio` says."""
    return [[(point.x / SIDE, point.y / SIDE) for point in stroke] for stroke in points_of(signature.strokes)]


def _point(text: str) -> Point:
    # Only the digits themselves: int() would also read signs, spaces and digits of other scripts.
    parts = text.split(",")
    if len(parts) != _PARTS or not all(
        part.isascii() and part.isdigit() and len(part) <= len("600000") for part in parts
    ):
        raise failure("bad_signature")
    point = Point(*map(int, parts))
    if point.x > SIDE or point.y > SIDE or point.t > LONGEST_MS:
        raise failure("bad_signature")
    return point
