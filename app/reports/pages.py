"""Pages of a PDF as pictures, from memory: for the preview, the printer, and documents that are looked at.

PDFium takes one caller at a time, so everything that uses it goes through here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.vaults import failure

if TYPE_CHECKING:
    import pypdfium2

POINTS_PER_INCH = 72
LARGEST_PIXELS = 60_000_000
"""A page of A3 at 400 dots an inch; a larger one is drawn smaller."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: `rgb` has three bytes a pixel, row by row without gaps."""

    width: int
    height: int
    rgb: bytes


def count(pdf: bytes) -> int:
    """How many pages a PDF has; raises `unreadable_pdf`."""
    with _document(pdf) as document:
        return len(document)


def images(pdf: bytes, dpi: float, first: int = 0, last: int | None = None) -> Iterator[PageImage]:
    """The pages `first` up to, but not with, `last` (from 0; all of them), drawn one by one as they are asked for.

    Raises:
        KnownError: `unreadable_pdf` when this is no PDF, it has a password, or a page is damaged.
    """
    pages = count(pdf)
    for number in range(first, pages if last is None else min(last, pages)):
        with _document(pdf) as document:
            image = _image(document[number], dpi)
        yield image


@contextmanager
def _document(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
            try:
                yield document
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise failure("unreadable_pdf") from error


def _image(page: pypdfium2.PdfPage, dpi: float) -> PageImage:
    width, height = page.get_size()
    scale = min(dpi / POINTS_PER_INCH, (LARGEST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
    return PageImage(bitmap.width, bitmap.height, _without_gaps(bitmap))


def _without_gaps(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """PDFium ends each row on a multiple of four bytes."""
    row = bitmap.width * bitmap.n_channels
    data = bytes(bitmap.buffer)
    if bitmap.stride == row:
        return data
    return b"".join(data[start : start + row] for start in range(0, len(data), bitmap.stride))
