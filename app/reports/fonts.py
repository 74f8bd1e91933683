"""The embedded fonts of all papers: Latin, Greek and Cyrillic letters, the same on every printer."""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app import paths

REGULAR, BOLD, MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"
STAND_IN = "□"
_KEPT = "\n\t"


@cache
def register() -> None:
    """Make the fonts known to reportlab, once a process."""
    folder = paths.resources() / "fonts"
    for name in (REGULAR, BOLD, MONO):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def printable(text: str) -> str:
    """The text with □ for every sign that the fonts do not have: what cannot be printed is seen to be missing."""
    register()
    composed = unicodedata.normalize("NFC", text)
    known = _known()
    if all(letter in known for letter in composed):
        return composed
    return "".join(letter if letter in known else _stand_in(letter) for letter in composed)


def _stand_in(letter: str) -> str:
    """Nothing for what is never seen, such as a joiner; a space for one of another width."""
    category = unicodedata.category(letter)
    if category in {"Cf", "Mn"}:
        return ""
    return " " if category == "Zs" else STAND_IN


@cache
def _known() -> frozenset[str]:
    font = pdfmetrics.getFont(REGULAR)
    assert isinstance(font, TTFont)  # noqa: S101 - registered above
    return frozenset(map(chr, font.face.charToGlyph)) | frozenset(_KEPT)
