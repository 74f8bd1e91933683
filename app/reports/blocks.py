"""Each block of a paper as reportlab draws it; nothing in it can be too tall for a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Indenter, LongTable, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from app import markdown
from app.reports import fonts
from app.reports.paper import Block, Call, Calls, Choices, Facts, Heading, Inset, Lines, Notice, Table, Text
from app.reports.styles import GROUND, LINE, STRONG, Styles

ROWS_TOGETHER = 500
"""Longer tables are drawn in pieces, because reportlab's tables take the square of their rows."""

_LABEL_SHARE = 0.3
_INSET = 6 * mm
_ROOM_TO_SIGN = 11 * mm


class Writer:
    """Makes flowables in the styles of one paper, and remembers whether a sign was missing in the fonts."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.has_stand_ins = False

    def flowables(self, block: Block) -> list[Flowable]:
        """The block, ready to be set."""
        write: Callable[[Any], list[Flowable]] = self._writers()[type(block)]
        return write(block)

    def line(self, text: str, style: ParagraphStyle, bullet: str = "") -> Paragraph:
        """One paragraph of plain text; line breaks stay."""
        return self._marked(escape(self._clean(text), quote=False).replace("\n", "<br/>"), style, bullet)

    def _writers(self) -> dict[type[Any], Callable[[Any], list[Flowable]]]:
        return {
            Heading: self._heading,
            Text: self._text,
            Facts: self._facts,
            Table: self._table,
            Notice: self._notice,
            Calls: self._calls,
            Choices: self._choices,
            Lines: self._lines,
            Inset: self._inset,
        }

    def _clean(self, text: str) -> str:
        found = fonts.printable(text)
        self.has_stand_ins = self.has_stand_ins or (fonts.STAND_IN in found and fonts.STAND_IN not in text)
        return found

    def _marked(self, markup: str, style: ParagraphStyle, bullet: str = "") -> Paragraph:
        return Paragraph(markup, style, bulletText=bullet or None)

    def _heading(self, block: Heading) -> list[Flowable]:
        style = self._styles.heading if block.level == 1 else self._styles.field
        heading = self.line(block.text, style)
        heading.keepWithNext = True
        return [heading]

    def _text(self, block: Text) -> list[Flowable]:
        return [part for found in markdown.blocks(self._clean(block.text)) for part in self._markdown(found)]

    def _markdown(self, block: markdown.Block) -> list[Flowable]:
        lines = [markdown.line_html(line) for line in block.lines]
        styles = self._styles
        if block.kind == "bullets":
            return [self._marked(line, styles.item, "•") for line in lines]
        if block.kind == "numbers":
            numbered = enumerate(lines, start=block.first)
            return [self._marked(line, styles.item, f"{number}.") for number, line in numbered]
        style = {"heading": styles.field, "quote": styles.quote}.get(block.kind, styles.body)
        return [self._marked("<br/>".join(lines), style)]

    def _facts(self, block: Facts) -> list[Flowable]:
        rows = [
            (self.line(name, self._styles.label), self.line(value, self._styles.value)) for name, value in block.rows
        ]
        if not rows:
            return []
        return [self._grid(rows, [_LABEL_SHARE, 1 - _LABEL_SHARE], _PLAIN)]

    def _table(self, block: Table) -> list[Flowable]:
        styles = self._styles
        titles = [self.line(title, styles.cell_title) for title in block.titles]
        struck = set(block.struck)
        rows = [
            [self.line(cell, styles.struck if number in struck else styles.cell) for cell in row]
            for number, row in enumerate(block.rows)
        ]
        pieces = [rows[start : start + ROWS_TOGETHER] for start in range(0, len(rows), ROWS_TOGETHER)] or [[]]
        return [self._grid([titles, *piece], block.widths, _RULED, head=1) for piece in pieces]

    def _grid(self, rows: Sequence[Any], shares: Sequence[float], look: Any, head: int = 0) -> Flowable:
        whole = sum(shares)
        widths = [f"{100 * share / whole:.2f}%" for share in shares]
        # A row may be taller than a page: then it is split inside.
        grid = (LongTable if head else Grid)(rows, colWidths=widths, repeatRows=head, splitInRow=1)
        grid.setStyle(TableStyle(look))
        return grid

    def _notice(self, block: Notice) -> list[Flowable]:
        style = self._styles.strong if block.is_strong else self._styles.notice
        box = Grid([[self.line(block.text, style)]], colWidths=["100%"], splitInRow=1)
        edge = STRONG if block.is_strong else LINE
        box.setStyle(
            TableStyle([*_PADDED, ("BACKGROUND", (0, 0), (-1, -1), GROUND), ("BOX", (0, 0), (-1, -1), 0.8, edge)])
        )
        return [Spacer(1, 1 * mm), box, Spacer(1, 2 * mm)]

    def _calls(self, block: Calls) -> list[Flowable]:
        if not block.calls:
            return []
        cells = [self._call(call, is_large=block.is_large) for call in block.calls]
        places = [(number % block.columns, number // block.columns) for number in range(len(cells))]
        cells += [[] for _missing in range(-len(cells) % block.columns)]
        rows = [cells[start : start + block.columns] for start in range(0, len(cells), block.columns)]
        boxes = [("BOX", place, place, 0.6, LINE) for place in places]
        grid = self._grid(rows, [1.0] * block.columns, [*_PADDED, *boxes])
        return [grid, Spacer(1, 1.5 * mm * self._styles.scale)]

    def _call(self, call: Call, *, is_large: bool) -> list[Flowable]:
        styles = self._styles
        found = [self.line(call.number, styles.large if is_large else styles.number)] if call.number else []
        if call.name:
            found.append(self.line(call.name, styles.value))
        return [*found, *(self.line(detail, styles.detail) for detail in call.details if detail)]

    def _choices(self, block: Choices) -> list[Flowable]:
        return [self.line(text, self._styles.item, "☐") for text in block.texts]

    def _lines(self, block: Lines) -> list[Flowable]:
        labels = [self.line(label, self._styles.label) for label in block.labels]
        rules = [HRFlowable(width="92%", thickness=0.6, color=LINE, hAlign="LEFT") for _label in labels]
        return [Spacer(1, _ROOM_TO_SIGN), self._grid([rules, labels], [1.0] * len(labels), _PLAIN)]

    def _inset(self, block: Inset) -> list[Flowable]:
        inside = [part for found in block.blocks for part in self.flowables(found)]
        start = Indenter(left=_INSET)
        start.keepWithNext = True
        return [start, *inside, Spacer(1, 1.5 * mm), Indenter(left=-_INSET)]


_ALL = ((0, 0), (-1, -1))
_PADDED = [("VALIGN", *_ALL, "TOP"), ("TOPPADDING", *_ALL, 4), ("BOTTOMPADDING", *_ALL, 5)]
_PLAIN = [("VALIGN", *_ALL, "TOP"), ("LEFTPADDING", *_ALL, 0), ("TOPPADDING", *_ALL, 1), ("BOTTOMPADDING", *_ALL, 2)]
_RULED = [
    ("VALIGN", *_ALL, "TOP"),
    ("LEFTPADDING", *_ALL, 0),
    ("RIGHTPADDING", *_ALL, 6),
    ("TOPPADDING", *_ALL, 2),
    ("BOTTOMPADDING", *_ALL, 3),
    ("LINEBELOW", *_ALL, 0.4, LINE),
    ("LINEBELOW", (0, 0), (-1, 0), 0.9, LINE),
]
