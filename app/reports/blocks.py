"""Each block of a paper as reportlab draws it; nothing in it can be too tall for a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Indenter,
    KeepTogether,
    LongTable,
    PageBreak,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from app import markdown
from app.reports import drawn_charts, fonts
from app.reports.charts import BarData, LineData, MatrixData
from app.reports.contents import ContentsLine, PartHeading, Place, Places
from app.reports.drawn import Signature
from app.reports.paper import (
    Blanks,
    Block,
    Call,
    Calls,
    Choices,
    Contents,
    Drawn,
    Facts,
    Heading,
    Inset,
    Lines,
    Notice,
    Part,
    Small,
    Table,
    Text,
    Together,
)
from app.reports.styles import GROUND, LINE, STRONG, Styles

ROWS_TOGETHER = 500
"""Longer tables are drawn in pieces, because reportlab's tables take the square of their rows."""

_LABEL_SHARE, _BLANK_SHARE = 0.3, 0.36
_INSET = 6 * mm
_ROOM_TO_SIGN = 11 * mm
_ROOM_TO_WRITE = 3.5 * mm


class Writer:
    """Makes flowables in the styles of one paper, and remembers whether a sign was missing in the fonts.

    `places` are the parts of a paper that is a book.
    """

    def __init__(self, styles: Styles, parts: Sequence[Part] = ()) -> None:
        self._styles = styles
        self.has_stand_ins = False
        self.places = Places([Place(self._clean(part.text), part.level) for part in parts])
        self._next_part = 0

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
            Blanks: self._blanks,
            Drawn: self._drawn,
            Small: self._small,
            Together: self._together,
            Inset: self._inset,
            Part: self._part,
            Contents: self._contents,
            LineData: self._chart,
            BarData: self._chart,
            MatrixData: self._chart,
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

    def _part(self, block: Part) -> list[Flowable]:
        place, self._next_part = self.places.parts[self._next_part], self._next_part + 1
        style = self._styles.chapter if block.level == 1 else self._styles.section
        heading = PartHeading(escape(place.text, quote=False), style, place)
        return [PageBreak(), heading] if block.level == 1 else [heading]

    def _contents(self, block: Contents) -> list[Flowable]:
        styles = self._styles
        lines = [
            ContentsLine(
                self.line(part.text, styles.contents if part.level == 1 else styles.contents_under),
                number,
                self.places,
            )
            for number, part in enumerate(self.places.parts)
        ]
        return [PageBreak(), self.line(block.title, styles.chapter), *lines]

    def _text(self, block: Text) -> list[Flowable]:
        plain = self._styles.spaced if block.is_spaced else self._styles.body
        return [part for found in markdown.blocks(self._clean(block.text)) for part in self._markdown(found, plain)]

    def _markdown(self, block: markdown.Block, plain: ParagraphStyle) -> list[Flowable]:
        lines = [markdown.line_html(line) for line in block.lines]
        styles = self._styles
        if block.kind == "bullets":
            return [self._marked(line, styles.item, "•") for line in lines]
        if block.kind == "numbers":
            numbered = enumerate(lines, start=block.first)
            return [self._marked(line, styles.item, f"{number}.") for number, line in numbered]
        style = {"heading": styles.field, "quote": styles.quote}.get(block.kind, plain)
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
        ticked = set(block.ticked)
        boxes = [
            self.line(text, self._styles.item, "☒" if number in ticked else "☐")
            for number, text in enumerate(block.texts)
        ]
        if block.columns == 1:
            return [*boxes]
        down = -(-len(boxes) // block.columns)
        rows = [
            [boxes[at] if at < len(boxes) else "" for at in range(row, down * block.columns, down)]
            for row in range(down)
        ]
        return [self._grid(rows, [1.0] * block.columns, _PLAIN)]

    def _lines(self, block: Lines) -> list[Flowable]:
        labels = [self.line(label, self._styles.label) for label in block.labels]
        rules = [HRFlowable(width="92%", thickness=0.6, color=LINE, hAlign="LEFT") for _label in labels]
        return [Spacer(1, _ROOM_TO_SIGN), self._grid([rules, labels], block.shares or [1.0] * len(labels), _PLAIN)]

    def _blanks(self, block: Blanks) -> list[Flowable]:
        """A label may take several lines: the row grows, and the rule stays at its foot."""
        rule = HRFlowable(width="100%", thickness=0.6, color=LINE, spaceBefore=0, spaceAfter=0)
        room = Spacer(1, _ROOM_TO_WRITE * self._styles.scale)
        rows = [
            ([room, self.line(label, self._styles.label)], self.line(value, self._styles.value) if value else rule)
            for label, value in block.rows
        ]
        if not any(label for label, _value in block.rows):
            return [part for _row in rows for part in (Spacer(1, _ROOM_TO_SIGN), rule)]
        return [self._grid(rows, [_BLANK_SHARE, 1 - _BLANK_SHARE], _WRITTEN)]

    def _drawn(self, block: Drawn) -> list[Flowable]:
        return [
            Spacer(1, 2 * mm),
            Signature(block.lines, block.ratio),
            HRFlowable(width=Signature.WIDTH, thickness=0.6, color=LINE, hAlign="LEFT"),
            self.line(block.label, self._styles.label),
        ]

    def _chart(self, block: LineData | BarData | MatrixData) -> list[Flowable]:
        title = self.line(block.title, self._styles.field)
        return [KeepTogether([title, drawn_charts.drawn(block, self._clean), Spacer(1, 3 * mm)])]

    def _small(self, block: Small) -> list[Flowable]:
        return [self.line(block.text, self._styles.small)]

    def _together(self, block: Together) -> list[Flowable]:
        return [KeepTogether([part for found in block.blocks for part in self.flowables(found)])]

    def _inset(self, block: Inset) -> list[Flowable]:
        inside = [part for found in block.blocks for part in self.flowables(found)]
        start = Indenter(left=_INSET)
        start.keepWithNext = True
        return [start, *inside, Spacer(1, 1.5 * mm), Indenter(left=-_INSET)]


_ALL = ((0, 0), (-1, -1))
_PADDED = [("VALIGN", *_ALL, "TOP"), ("TOPPADDING", *_ALL, 4), ("BOTTOMPADDING", *_ALL, 5)]
_PLAIN = [("VALIGN", *_ALL, "TOP"), ("LEFTPADDING", *_ALL, 0), ("TOPPADDING", *_ALL, 1), ("BOTTOMPADDING", *_ALL, 2)]
_WRITTEN = [
    ("VALIGN", *_ALL, "BOTTOM"),
    ("LEFTPADDING", *_ALL, 0),
    ("TOPPADDING", *_ALL, 2),
    ("BOTTOMPADDING", *_ALL, 2),
]
_RULED = [
    ("VALIGN", *_ALL, "TOP"),
    ("LEFTPADDING", *_ALL, 0),
    ("RIGHTPADDING", *_ALL, 6),
    ("TOPPADDING", *_ALL, 2),
    ("BOTTOMPADDING", *_ALL, 3),
    ("LINEBELOW", *_ALL, 0.4, LINE),
    ("LINEBELOW", (0, 0), (-1, 0), 0.9, LINE),
]
