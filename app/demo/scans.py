"""A letter as a scanner gives it: a picture of typed words, a little grey and not quite straight."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from app import paths

_PAGE = (1240, 1754)  # A4 with 150 dots an inch
_DPI = 150
_MARGIN = 110
_LETTER = 24  # smaller where the longest line would not fit
_LINE = 1.6
_PAPER, _INK = 247, 40
_ASKEW_DEGREES = 0.4


def scanned(text: str) -> bytes:
    """A PNG of one page; the lines are those of the text."""
    page, lines = Image.new("L", _PAGE, _PAPER), text.splitlines()
    pen = ImageDraw.Draw(page)
    widest = max(pen.textlength(line, _font(_LETTER)) for line in lines)
    size = min(_LETTER, int(_LETTER * (_PAGE[0] - 2 * _MARGIN) / widest))
    for number, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + number * size * _LINE), line, font=_font(size), fill=_INK)
    page = page.rotate(_ASKEW_DEGREES, Image.Resampling.BILINEAR, fillcolor=_PAPER)
    target = io.BytesIO()
    page.save(target, "PNG", dpi=(_DPI, _DPI))
    return target.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(paths.resources() / "fonts" / "DejaVuSans.ttf"), size)
