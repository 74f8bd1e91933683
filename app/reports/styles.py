"""Colours, sizes and styles that all papers share."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from app.reports import fonts

INK, QUIET, LINE, GROUND = HexColor("#1f2a30"), HexColor("#55636b"), HexColor("#b9c4ca"), HexColor("#f2f5f6")
STRONG = HexColor("#8f1d1d")
MARGIN = 22 * mm
_LEADING = 1.4


def style(name: str, size: float, **more: Any) -> ParagraphStyle:
    """A style of the house; `more` are settings of reportlab's ParagraphStyle."""
    settings: dict[str, Any] = {"fontName": fonts.REGULAR, "fontSize": size, "leading": size * _LEADING}
    settings |= {"textColor": INK, "bulletFontName": fonts.REGULAR, "bulletFontSize": size}
    return ParagraphStyle(name, **(settings | more))


class Styles:
    """The styles of one paper; `scale` 1 is the size for reading at a desk."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        step = 2 * mm * scale
        self.practice = style("practice", 11 * scale, fontName=fonts.BOLD)
        self.letterhead = style("letterhead", 8.5 * scale, textColor=QUIET)
        self.title = style("title", 17 * scale, fontName=fonts.BOLD, spaceBefore=step, spaceAfter=step / 2)
        self.subtitle = style("subtitle", 11 * scale, textColor=QUIET, spaceAfter=step)
        self.heading = style("heading", 12 * scale, fontName=fonts.BOLD, spaceBefore=1.5 * step, spaceAfter=step / 2)
        self.chapter = style("chapter", 15 * scale, fontName=fonts.BOLD, spaceAfter=step)
        self.section = style("section", 11.5 * scale, fontName=fonts.BOLD, spaceBefore=3 * step, spaceAfter=step / 2)
        self.contents = style("contents", 10 * scale, fontName=fonts.BOLD, spaceBefore=step / 2)
        self.contents_under = style("contents under", 9 * scale)
        self.field = style("field", 10 * scale, fontName=fonts.BOLD, spaceBefore=step, spaceAfter=step / 4)
        self.body = style("body", 10 * scale, spaceAfter=step / 2)
        self.spaced = style("spaced", 10 * scale, spaceBefore=1.5 * step, spaceAfter=1.5 * step)
        self.item = style(
            "item", 10 * scale, leftIndent=7.5 * mm * scale, bulletIndent=1 * mm * scale, spaceAfter=step / 4
        )
        self.quote = style("quote", 10 * scale, leftIndent=5 * mm * scale, textColor=QUIET, spaceAfter=step / 2)
        self.label = style("label", 9 * scale, textColor=QUIET)
        self.value = style("value", 10 * scale)
        self.cell = style("cell", 8.5 * scale)
        self.cell_title = style("cell title", 8.5 * scale, fontName=fonts.BOLD)
        self.struck = style("struck", 8.5 * scale, textColor=QUIET)
        self.notice = style("notice", 10 * scale)
        self.strong = style("strong", 10.5 * scale, fontName=fonts.BOLD, textColor=STRONG)
        self.number = style("number", 13 * scale, fontName=fonts.BOLD)
        self.large = style("large", 26 * scale, fontName=fonts.BOLD)
        self.detail = style("detail", 8.5 * scale, textColor=QUIET)
        self.small = style("small", 7.5 * scale, textColor=QUIET, spaceBefore=step / 2)
