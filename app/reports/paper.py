"""What stands on a paper, as data: blocks that any process can draw, without records, keys or Qt."""

from __future__ import annotations

import msgspec


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading; level 1 begins a part, level 2 a field with a long text."""

    text: str
    level: int = 1


class Text(msgspec.Struct, frozen=True, tag=True):
    """Long text in the Markdown subset."""

    text: str


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
    """Boxes to tick by hand."""

    texts: list[str]


class Lines(msgspec.Struct, frozen=True, tag=True):
    """Lines to write or sign on, beside each other."""

    labels: list[str]


class Inset(msgspec.Struct, frozen=True, tag=True):
    """Blocks that belong to what stands above them."""

    blocks: list[Heading | Text | Facts | Notice | Inset]


Block = Heading | Text | Facts | Table | Notice | Calls | Choices | Lines | Inset


class Head(msgspec.Struct, frozen=True):
    """What every paper of a practice begins and ends with: see `Paper`."""

    language: str
    letterhead: list[str]
    printed: str

    def paper(
        self,
        *,
        title: str,
        blocks: list[Block],
        subtitle: str = "",
        code: str = "",
        is_one_page: bool = False,
        is_wide: bool = False,
    ) -> Paper:
        """A paper under this head."""
        return Paper(self.language, title, subtitle, code, self.letterhead, self.printed, blocks, is_one_page, is_wide)


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

    def to_json(self) -> bytes:
        """For the worker process."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> Paper:
        """The other end of `to_json`."""
        return msgspec.json.decode(data, type=cls)
