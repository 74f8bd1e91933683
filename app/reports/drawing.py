"""Draws a paper as a PDF in memory: letterhead, blocks, and a foot with code, page and who printed it when.

A paper with parts is a book: it has contents and an outline, and the client's code stands at the head of each page.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, HRFlowable, PageTemplate, Spacer

from app.reports import blocks, fonts
from app.reports.contents import Places
from app.reports.paper import Enclosed, Notice, Paper, Part
from app.reports.styles import LINE, MARGIN, QUIET, Styles
from app.texts import _, speaking
from app.vaults import failure

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_FOOT = 9 * mm
_FOOT_SIZE = 7.5
_SIZES = (1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6)
_TIGHT = 13 * mm


def pdf(paper: Paper, progress: Progress | None = None, cancelled: Cancelled | None = None) -> bytes:
    """The paper as a PDF; raises `stopped` when it was cancelled."""
    fonts.register()
    with speaking(paper.language):
        if not paper.is_one_page:
            return _with_files(_drawn(paper, paper.scale or 1.0, progress, cancelled)[0], paper.enclosed)
        return _as_large_as_fits(paper, cancelled)


def _as_large_as_fits(paper: Paper, cancelled: Cancelled | None) -> bytes:
    """On one page if any size allows; what is too much for the smallest goes on to a second one."""
    drawn = b""
    for scale in [size for size in _SIZES if size <= (paper.scale or _SIZES[0])]:
        drawn, pages = _drawn(paper, scale, None, cancelled)
        if pages == 1:
            break
    return drawn


def _drawn(paper: Paper, scale: float, progress: Progress | None, cancelled: Cancelled | None) -> tuple[bytes, int]:
    sink = io.BytesIO()
    document = _Document(sink, paper, progress, cancelled)
    writer = blocks.Writer(Styles(scale), [block for block in paper.blocks if isinstance(block, Part)])
    story = _story(paper, writer, Styles(scale))
    document.build(story, canvasmaker=lambda *args, **more: _Pages(paper, writer.places, *args, **more))
    return sink.getvalue(), document.page


def _with_files(pdf: bytes, files: list[Enclosed]) -> bytes:
    """The PDF with files inside, as every reader of PDFs lists them."""
    if not files:
        return pdf
    import pikepdf

    sink = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        for file in files:
            document.attachments[file.name] = pikepdf.AttachedFileSpec(
                document,
                file.data,
                filename=file.name,
                mime_type=file.type,
                description=file.description,
                creation_date="",
                mod_date="",
            )
        document.save(sink)
    return sink.getvalue()


def _story(paper: Paper, writer: blocks.Writer, styles: Styles) -> list[Flowable]:
    story: list[Flowable] = []
    if paper.letterhead:
        story.append(writer.line(paper.letterhead[0], styles.practice))
        story += [writer.line(line, styles.letterhead) for line in paper.letterhead[1:]]
        story += [Spacer(1, 1.5 * mm), HRFlowable(width="100%", thickness=0.6, color=LINE), Spacer(1, 3 * mm)]
    story.append(writer.line(paper.title, styles.title))
    if paper.subtitle:
        story.append(writer.line(paper.subtitle, styles.subtitle))
    for block in paper.blocks:
        story += writer.flowables(block)
    if writer.has_stand_ins:
        note = _("Signs that this print cannot show stand as {sign}. The record itself has them.")
        story += writer.flowables(Notice(note.format(sign=fonts.STAND_IN)))
    return story


class _Document(BaseDocTemplate):
    """One frame a page; tells how far it is, and stops when it is told to."""

    def __init__(self, sink: io.BytesIO, paper: Paper, progress: Progress | None, cancelled: Cancelled | None) -> None:
        size, margin = _measures(paper)
        # Whoever finds the file learns the code from its properties, and no name.
        super().__init__(
            sink, pagesize=size, title=paper.code or "ClientSafe", author="ClientSafe", creator="ClientSafe"
        )
        width, height = size
        frame = Frame(margin, margin + _FOOT, width - 2 * margin, height - 2 * margin - _FOOT, 0, 0, 0, 0, id="page")
        self.addPageTemplates(PageTemplate(frames=[frame], pagesize=size))
        self._report, self._cancelled, self._total = progress, cancelled, 1
        self.setProgressCallBack(self._on_progress)

    def _on_progress(self, what: str, value: Any) -> None:
        if self._cancelled is not None and self._cancelled():
            raise failure("stopped")
        if what == "SIZE_EST":
            self._total = max(1, int(value))
        elif what == "PROGRESS" and self._report is not None:
            self._report(min(int(value), self._total), self._total)


class _Pages(Canvas):
    """Keeps every page until the number of pages is known, then writes their feet."""

    def __init__(self, paper: Paper, places: Places, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._paper = paper
        self._places = places
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page instead of writing it."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined] # the way reportlab's own manual counts pages

    def save(self) -> None:
        """Write all pages."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            self._draw_foot(number, len(self._kept))
            if self._places.parts:
                self._draw_head()
                self._places.finish_page(self, number)
            super().showPage()
        super().save()

    def _draw_foot(self, number: int, count: int) -> None:
        (width, _height), margin = _measures(self._paper)
        left = " · ".join(part for part in (self._paper.code, self._paper.printed) if part)
        self.setStrokeColor(LINE)
        self.setLineWidth(0.5)
        self.line(margin, margin + 5 * mm, width - margin, margin + 5 * mm)
        self.setFillColor(QUIET)
        self.setFont(fonts.REGULAR, _FOOT_SIZE)
        self.drawString(margin, margin + 1 * mm, fonts.printable(left))
        page = _("Page {number} of {count}").format(number=number, count=count)
        self.drawRightString(width - margin, margin + 1 * mm, page)

    def _draw_head(self) -> None:
        (width, height), margin = _measures(self._paper)
        self.setFillColor(QUIET)
        self.setFont(fonts.REGULAR, _FOOT_SIZE)
        self.drawRightString(width - margin, height - margin + 4 * mm, fonts.printable(self._paper.code))


def _measures(paper: Paper) -> tuple[tuple[float, float], float]:
    """Size of the page and margin, in points."""
    size = landscape(A4) if paper.is_wide else A4
    return size, _TIGHT if paper.is_one_page or paper.is_wide else MARGIN
