"""What stands on a paper, as data: blocks that any process can draw, without records, keys or Qt."""

from __future__ import annotations

import msgspec

from app.reports.charts import BarData, LineData, MatrixData


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading; level 1 begins a part, level 2 a field with a long text."""

    text: str
    level: int = 1


class Text(msgspec.Struct, frozen=True, tag=True):
    """Long text in the Markdown subset; `is_spaced` sets its paragraphs apart, as in a letter."""

    text: str
    is_spaced: bool = False


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Labels with their values beside them."""

    rows: list[tuple[str, str]]


class Table(msgspec.Struct, frozen=True, tag=True):
    """A list; `widths` are shares of the page, one a column. `struck`: rows that do not count any more."""

    titles: list[str]
    widths: list[float]
    rows: list[list[str]]
    struck: list[int] = []


class Notice(msgspec.Struct, frozen=True, tag=True):
    """A sentence in a box, such as that a record was entered in error."""

    text: str
    is_strong: bool = False


class Call(msgspec.Struct, frozen=True, tag=True):
    """A number to call, large, and what is known about it."""

    number: str
    name: str
    details: list[str] = []


class Calls(msgspec.Struct, frozen=True, tag=True):
    """Numbers to call; `columns` beside each other."""

    calls: list[Call]
    columns: int = 1
    is_large: bool = False


class Choices(msgspec.Struct, frozen=True, tag=True):
    """Boxes to tick by hand, in `columns` beside each other; `ticked` are the numbers of those that were ticked."""

    texts: list[str]
    columns: int = 1
    ticked: list[int] = []


class Lines(msgspec.Struct, frozen=True, tag=True):
    """Lines to write or sign on, beside each other; `shares` of the page, equal ones if there are none."""

    labels: list[str]
    shares: list[float] = []


class Blanks(msgspec.Struct, frozen=True, tag=True):
    """Labels with a line beside each to write on by hand, or with what is known already."""

    rows: list[tuple[str, str]]


class Drawn(msgspec.Struct, frozen=True, tag=True):
    """A signature drawn on the screen: lines of points from 0 to 1 of a box as wide for its height as `ratio`."""

    lines: list[list[tuple[float, float]]]
    label: str
    ratio: float = 3.0


class Small(msgspec.Struct, frozen=True, tag=True):
    """What concerns the paper itself, such as its version, in small letters."""

    text: str


class Part(msgspec.Struct, frozen=True, tag=True):
    """A heading of a book, named in its contents and its outline; level 1 begins a page, level 2 stands in it."""

    text: str
    level: int = 1


class Contents(msgspec.Struct, frozen=True, tag=True):
    """All parts of the paper with the pages on which they begin, on a page of its own."""

    title: str


class Enclosed(msgspec.Struct, frozen=True):
    """A file that goes inside the PDF. `name` says nothing about anybody; `description` is what it was called."""

    name: str
    type: str
    description: str
    data: bytes


Short = Heading | Text | Facts | Notice | Choices | Lines | Blanks | Drawn | Small
"""What may stand together on one page."""


class Together(msgspec.Struct, frozen=True, tag=True):
    """Blocks that stay on one page if a page can hold them."""

    blocks: list[Short]


class Inset(msgspec.Struct, frozen=True, tag=True):
    """Blocks that belong to what stands above them."""

    blocks: list[Heading | Text | Facts | Notice | Inset]


Block = (
    Heading
    | Text
    | Facts
    | Table
    | Notice
    | Calls
    | Choices
    | Lines
    | Blanks
    | Drawn
    | Small
    | Together
    | Inset
    | Part
    | Contents
    | LineData
    | BarData
    | MatrixData
)


class Head(msgspec.Struct, frozen=True):
    """What every paper of a practice begins and ends with: see `Paper`."""

    language: str
    letterhead: list[str]
    printed: str

    def paper(  # noqa: PLR0913 - what a paper is, by name
        self,
        *,
        title: str,
        blocks: list[Block],
        subtitle: str = "",
        code: str = "",
        is_one_page: bool = False,
        is_wide: bool = False,
        scale: float = 0.0,
    ) -> Paper:
        """A paper under this head."""
        return Paper(
            language=self.language,
            title=title,
            subtitle=subtitle,
            code=code,
            letterhead=self.letterhead,
            printed=self.printed,
            blocks=blocks,
            is_one_page=is_one_page,
            is_wide=is_wide,
            scale=scale,
        )


class Paper(msgspec.Struct, frozen=True):
    """One document.

    Args:
        language: In which language the drawn words stand.
        title: What it is.
        subtitle: About whom or what, as it stands under the title.
        code: The client's code, or nothing; it alone goes into the properties of the PDF.
        letterhead: The lines of the practice, its name first.
        printed: When and by whom.
        blocks: What stands on it.
        is_one_page: Drawn as large as fits on one page.
        is_wide: On its side, for lists with many columns.
        scale: How large the letters are, 1 for reading at a desk; on one page, how large they are at most. 0 for
            the usual: 1, or as large as fits on one page.
        enclosed: Files that go inside the PDF.
    """

    language: str
    title: str
    subtitle: str
    code: str
    letterhead: list[str]
    printed: str
    blocks: list[Block]
    is_one_page: bool = False
    is_wide: bool = False
    scale: float = 0.0
    enclosed: list[Enclosed] = []

    def to_json(self) -> bytes:
        """For the worker process."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> Paper:
        """The other end of `to_json`."""
        return msgspec.json.decode(data, type=cls)
