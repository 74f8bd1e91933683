"""Reads a PDF back as a person with another program would: words by page, properties."""

from __future__ import annotations

import pypdfium2


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    found = [" ".join(document[number].get_textpage().get_text_bounded().split()) for number in range(len(document))]
    document.close()
    return found


def words_of(pdf: bytes) -> str:
    """The words of all pages."""
    return " ".join(pages_of(pdf))


def properties_of(pdf: bytes) -> dict[str, str]:
    """Title, author and the like."""
    document = pypdfium2.PdfDocument(pdf)
    found: dict[str, str] = document.get_metadata_dict()
    document.close()
    return found
