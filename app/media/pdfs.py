"""PDF pages as pixels and text. Runs in the viewer's process only."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium

from app.media.limits import MOST_PAGES, MOST_SHOWN_PIXELS
from app.reports.pages import PageImage
from app.vaults import failure

_LARGEST_SCALE = 8.0  # 576 dots an inch
_MOST_LETTERS = 200_000


class Pdf:
    """An open PDF of somebody else; raises `unreadable_pdf` or `too_many_pages`.

    PDFs of this program are drawn by `app.reports.pages`; this one stays open while it is looked at.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise failure("unreadable_pdf") from error
        self.pages: int = len(self._document)
        if self.pages == 0:
            raise failure("unreadable_pdf")
        if self.pages > MOST_PAGES:
            raise failure("too_many_pages", most=str(MOST_PAGES))

    def page(self, number: int, width: int) -> PageImage:
        """One page, `width` pixels wide, as far as its shape allows."""
        page = self._page(number)
        try:
            across, down = page.get_size()
            scale = min(width / max(across, 1.0), _LARGEST_SCALE, (MOST_SHOWN_PIXELS / max(across * down, 1.0)) ** 0.5)
            picture = page.render(scale=scale).to_pil().convert("RGB")
            return PageImage(picture.width, picture.height, picture.tobytes())
        except (pdfium.PdfiumError, ValueError, OSError) as error:
            raise failure("unreadable_pdf") from error
        finally:
            page.close()

    def text(self, number: int) -> str:
        """The words of a page, as far as the file has them as words."""
        page = self._page(number)
        try:
            return str(page.get_textpage().get_text_range())[:_MOST_LETTERS]
        except pdfium.PdfiumError as error:
            raise failure("unreadable_pdf") from error
        finally:
            page.close()

    def _page(self, number: int) -> Any:
        try:
            return self._document[number]
        except (pdfium.PdfiumError, IndexError) as error:
            raise failure("unreadable_pdf") from error
