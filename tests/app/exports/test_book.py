"""The book: contents with the page of each part, an outline that leads there, the code on each page."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from app.exports import plain
from app.reports import drawing
from app.reports.paper import Block, Contents, Facts, Head, Heading, Inset, Notice, Part, Small, Text
from tests.app import reading_pdf

HEAD = Head("en", ["Quiet Room"], "Printed today")


def book(parts: int) -> bytes:
    """A chapter with so many parts, a page or so each."""
    blocks: list[Block] = [Contents("Contents"), Part("Notes")]
    for number in range(parts):
        blocks += [Part(f"Note {number}.", 2), Text("We talked about the lighthouse. " * 60)]
    return drawing.pdf(HEAD.paper(title="Client file", subtitle="Anna", code="K-0001", blocks=[*blocks, Part("End")]))


def lines_of_contents(pdf: bytes) -> dict[str, str]:
    """The name of each part and the number at the end of its line, as they stand on paper in the frames of links."""
    found = {}
    document = pypdfium2.PdfDocument(pdf)
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            for link in page.get("/Annots", []):
                box = [float(edge) for edge in link.Rect]
                words = document[number].get_textpage().get_text_bounded(*box)
                found[words.split(".")[0].strip()] = words.split()[-1]
    document.close()
    return found


@pytest.mark.parametrize("parts", [1, 120])
def test_the_contents_of_many_pages_name_the_page_of_each_part(parts: int) -> None:
    pdf = book(parts)
    pages, told = reading_pdf.pages_of(pdf), lines_of_contents(pdf)
    assert len(told) == parts + 2
    for number in {0, parts // 2, parts - 1}:
        (at,) = [place for place, page in enumerate(pages, 1) if f"Note {number}. We talked" in page]
        assert told[f"Note {number}"] == str(at)


def test_the_outline_leads_to_the_parts_and_skips_no_level() -> None:
    with pikepdf.Pdf.open(io.BytesIO(book(3))) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Notes", "End"]
        assert [item.title for item in outline.root[0].children] == ["Note 0.", "Note 1.", "Note 2."]


def test_every_page_has_the_code_at_its_head_and_no_name() -> None:
    pages = reading_pdf.pages_of(book(3))
    assert [page.count("K-0001") for page in pages] == [2] * len(pages), "at the head and at the foot"
    assert [number for number, page in enumerate(pages) if "Anna" in page] == [0]


def test_a_paper_that_is_no_book_has_neither_outline_nor_head() -> None:
    pdf = drawing.pdf(HEAD.paper(title="Note", code="K-0001", blocks=[Text("Words.")]))
    assert reading_pdf.words_of(pdf).count("K-0001") == 1
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        assert list(outline.root) == []


def test_the_words_of_a_record_without_a_page() -> None:
    blocks = [Notice("It counts."), Facts([("State", "Signed")]), Heading("Text", 2), Inset([Text("One\ntwo")])]
    assert plain.text(blocks) == "It counts.\nState: Signed\n\nText\n  One\n  two\n"
    with pytest.raises(TypeError):
        plain.text([Small("x")])
