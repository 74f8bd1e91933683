"""The design tokens: every colour, space, radius and text size of the window, once."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Scheme(StrEnum):
    """The three looks of the window."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Colours(NamedTuple):
    """One look. Text colours keep 4.5:1 on every ground they stand on, edges 3:1 (a test checks)."""

    canvas: str  # behind everything
    surface: str  # cards, tables, fields
    sunken: str  # navigation, table heads, disabled fields
    hover: str  # under the pointer
    line: str  # between things; decoration, carries no meaning
    edge: str  # around things one can act on
    text: str
    muted: str  # second-rank text
    disabled: str
    accent: str  # act here
    accent_hover: str
    accent_soft: str  # what is chosen
    on_accent: str
    danger: str  # danger now: crisis, tampering, destroying
    danger_soft: str
    on_danger: str
    due: str  # due or incomplete
    due_soft: str
    good: str
    good_soft: str
    mark: str  # found words


LIGHT = Colours(
    canvas="#f5f6f4", surface="#ffffff", sunken="#ebeeeb", hover="#e4e9e6", line="#d8ddd9", edge="#7d8a85",
    text="#1c2523", muted="#53605b", disabled="#8a9590", accent="#1f6a68", accent_hover="#175654",
    accent_soft="#dcebe8", on_accent="#ffffff", danger="#ac2119", danger_soft="#fbe8e6", on_danger="#ffffff",
    due="#855300", due_soft="#fdf1d8", good="#2a6a3c", good_soft="#e2f1e4", mark="#ffe9a8",
)  # fmt: skip

DARK = Colours(
    canvas="#161b1c", surface="#1e2526", sunken="#121718", hover="#2a3334", line="#323c3d", edge="#77888a",
    text="#e4eae8", muted="#a5b2af", disabled="#6b7876", accent="#7cc7c0", accent_hover="#98d6d0",
    accent_soft="#22403f", on_accent="#0d1b1a", danger="#ff9a8f", danger_soft="#432120", on_danger="#2a0805",
    due="#efbf63", due_soft="#3b3018", good="#8fd19c", good_soft="#1e3a26", mark="#5c4a12",
)  # fmt: skip

CONTRAST = Colours(
    canvas="#000000", surface="#000000", sunken="#000000", hover="#26323a", line="#c8c8c8", edge="#ffffff",
    text="#ffffff", muted="#ffffff", disabled="#a8a8a8", accent="#ffe14d", accent_hover="#fff0a0",
    accent_soft="#3a3300", on_accent="#000000", danger="#ff9d94", danger_soft="#3b0500", on_danger="#000000",
    due="#ffc04d", due_soft="#332200", good="#8ef0a0", good_soft="#00290a", mark="#5a4b00",
)  # fmt: skip

SCHEMES: dict[Scheme, Colours] = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}


class Space:
    """Distances in device-independent pixels: steps of 4."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32
    HUGE = 48


class Radius:
    """Corner radii in device-independent pixels."""

    SMALL = 4
    MEDIUM = 6
    LARGE = 10


class TextSize:
    """The five text sizes, as factors of the system font's size (which is taken as at least `SMALLEST_BODY_PT`)."""

    SMALL = 0.88
    BODY = 1.0
    LEAD = 1.14
    TITLE = 1.42
    DISPLAY = 1.9


SMALLEST_BODY_PT = 10.5
ICON = 18  # edge of an icon beside text, in device-independent pixels
CONTROL_HEIGHT = 34  # least height of a field or button
READING_WIDTH = 720  # widest a column of text becomes: 60 to 80 characters


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2 defines it, 0.0 to 1.0."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours as WCAG 2 defines it, 1.0 to 21.0."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
