"""The contents of a book: parts that remember where they stand, and lines that are told the page when all are set."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from app.reports import fonts
from app.reports.styles import INK, QUIET

_ROOM_FOR_NUMBER = 14 * mm
_INDENT = 6 * mm
_DOTS = 3.0


@dataclass(slots=True)
class Place:
    """Where a part stands: its name, its level from 1, and once it is set, its page and how high on it."""

    text: str
    level: int
    page: int = 0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A line of the contents that waits for the number of a page: where the number goes, and what is linked."""

    number: int
    page: int
    right: float
    base: float
    dots_from: float
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Places:
    """All parts of one paper in their order, and the lines that name them."""

    parts: list[Place] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def finish_page(self, canvas: Canvas, page: int) -> None:
        """What could not be drawn before the last page was set: numbers and links of the contents, and the outline."""
        for mention in self.mentions:
            if mention.page == page:
                self._number(canvas, mention)
        for number, part in enumerate(self.parts):
            if part.page == page:
                canvas.bookmarkHorizontalAbsolute(_key(number), part.height)
                # The outline must not skip a level, and a part of level 2 may be the first.
                level = part.level - 1 if any(one.level == 1 for one in self.parts[:number]) else 0
                canvas.addOutlineEntry(part.text, _key(number), level=level, closed=level == 0)

    def _number(self, canvas: Canvas, mention: Mention) -> None:
        part = self.parts[mention.number]
        style_size = 9.0 if part.level > 1 else 10.0
        canvas.setFillColor(INK)
        canvas.setFont(fonts.REGULAR if part.level > 1 else fonts.BOLD, style_size)
        number = str(part.page)
        canvas.drawRightString(mention.right, mention.base, number)
        canvas.setFillColor(QUIET)
        canvas.setFont(fonts.REGULAR, style_size)
        dot = canvas.stringWidth(".", fonts.REGULAR, style_size) + _DOTS
        end = mention.right - canvas.stringWidth(number, fonts.BOLD, style_size) - dot
        # From the right, so that the dots of all lines stand under each other.
        count = max(0, int((end - mention.dots_from) / dot))
        for place in range(count):
            canvas.drawString(end - place * dot, mention.base, ".")
        name = f"line{mention.number}"  # the canvas would number links anew on each page that is drawn late
        canvas.linkRect("", _key(mention.number), mention.box, name=name, relative=0, thickness=0)


class PartHeading(Paragraph):
    """A heading that remembers on which page it was set, and how high."""

    def __init__(self, markup: str, style: ParagraphStyle, place: Place) -> None:
        super().__init__(markup, style)
        self._place = place
        self.keepWithNext = True

    def draw(self) -> None:
        """Draw it, and say where."""
        _left, base = self.canv.absolutePosition(0, 0)
        self._place.page = self.canv.getPageNumber()
        self._place.height = base + self.height
        super().draw()


class ContentsLine(Flowable):
    """One line of the contents: the name of a part, and room for its page."""

    def __init__(self, name: Paragraph, number: int, places: Places) -> None:
        super().__init__()
        self._name, self._number, self._places = name, number, places
        self._indent = _INDENT * (places.parts[number].level - 1)
        self._wide = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the name, which may take several lines."""
        self._wide = width
        _used, self.height = self._name.wrap(width - self._indent - _ROOM_FOR_NUMBER, height)
        return width, self.height

    def draw(self) -> None:
        """The name; the number follows when it is known."""
        self._name.drawOn(self.canv, self._indent, 0)
        left, base = self.canv.absolutePosition(0, 0)
        style = self._name.style
        last_line = base + style.leading - style.fontSize
        self._places.mentions.append(
            Mention(
                self._number,
                self.canv.getPageNumber(),
                left + self._wide,
                last_line,
                left + self._indent + self._last_width() + 2 * mm,
                (left + self._indent, base, left + self._wide, base + self.height),
            )
        )

    def _last_width(self) -> float:
        widths = self._name.getActualLineWidths0()
        return float(widths[-1]) if widths else 0.0


def _key(number: int) -> str:
    return f"part{number}"
