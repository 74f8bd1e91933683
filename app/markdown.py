"""The small Markdown subset of long texts: paragraph, heading, list, bold, quote.

It reads the same on screen, on paper and on a terminal. A line break stays a line break, because a note is read as it
was typed. Everything else that Markdown or HTML can do is plain text here.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_BULLETS = "•●◦▪■–·"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_HEADING = re.compile(r"^#{1,3} +(.+?)#*$")
_NUMBERED = re.compile(r"^(\d{1,3})[.)] +")


def tidy(text: str) -> str:
    """Text as it came from elsewhere, made fit for a note: no control characters, one kind of bullet and break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROLS.sub("", text.replace("\u00a0", " ").replace("\t", "    "))
    lines = [_plain_bullet(line.rstrip()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _plain_bullet(line: str) -> str:
    stripped = line.lstrip()
    if len(stripped) > 1 and stripped[0] in _BULLETS and stripped[1] == " ":
        return "- " + stripped[1:].strip()
    return line


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text: `kind` is "paragraph", "heading", "bullets", "numbers" or "quote"; `lines` have no marks.

    `first` is the number that a numbered list begins with.
    """

    kind: str
    lines: list[str] = field(default_factory=list)
    first: int = 1


class Span(NamedTuple):
    """A piece of a line, bold or not."""

    text: str
    is_bold: bool


def blocks(text: str) -> list[Block]:
    """Read a text of the subset into blocks, in order. Every text is a valid one."""
    found: list[Block] = []
    open_block: Block | None = None
    for line in text.split("\n"):
        kind, content, number = _line_kind(line)
        if kind == "blank":
            open_block = None
            continue
        if kind == "heading" or open_block is None or open_block.kind != kind:
            open_block = Block(kind, first=number)
            found.append(open_block)
        open_block.lines.append(content)
        if kind == "heading":
            open_block = None
    return found


def _line_kind(line: str) -> tuple[str, str, int]:
    stripped = line.strip()
    if not stripped:
        return "blank", "", 1
    heading = _HEADING.match(stripped)
    if heading:
        return "heading", heading[1].strip(), 1
    if stripped[:2] in {"- ", "* "}:
        return "bullets", stripped[2:].strip(), 1
    numbered = _NUMBERED.match(stripped)
    if numbered:
        return "numbers", stripped[numbered.end() :], int(numbered[1])
    if stripped.startswith(">"):
        return "quote", stripped[1:].strip(), 1
    return "paragraph", stripped, 1


def spans(line: str) -> list[Span]:
    """A line without its marks of bold: what stands between them is bold."""
    found: list[Span] = []
    end = 0
    for bold in _BOLD.finditer(line):
        found += [Span(line[end : bold.start()], is_bold=False), Span(bold[1], is_bold=True)]
        end = bold.end()
    found.append(Span(line[end:], is_bold=False))
    return [span for span in found if span.text]


def to_html(text: str) -> str:
    """The text as HTML that a label or a text document can show. Everything typed is escaped."""
    return "".join(_block_html(block) for block in blocks(text))


def _block_html(block: Block) -> str:
    lines = [line_html(line) for line in block.lines]
    if block.kind == "heading":
        return f"<h4>{lines[0]}</h4>"
    if block.kind in {"bullets", "numbers"}:
        tag = "ul" if block.kind == "bullets" else "ol"
        start = f' start="{block.first}"' if block.first != 1 else ""
        return f"<{tag}{start}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{tag}>"
    if block.kind == "quote":
        return "<blockquote><i>" + "<br>".join(lines) + "</i></blockquote>"
    return "<p>" + "<br>".join(lines) + "</p>"


def line_html(line: str) -> str:
    """One line with its bold, escaped; a window's text document and a paper's paragraph both read it."""
    pieces = ((html.escape(text, quote=False), is_bold) for text, is_bold in spans(line))
    return "".join(f"<b>{text}</b>" if is_bold else text for text, is_bold in pieces)


def to_plain(text: str, width: int) -> Iterator[str]:
    """The text as lines of a terminal: wrapped, headings underlined, lists hanging, quotes marked."""
    for position, block in enumerate(blocks(text)):
        if position:
            yield ""
        yield from _block_plain(block, width)


def _block_plain(block: Block, width: int) -> Iterator[str]:
    lines = ["".join(span.text for span in spans(line)) for line in block.lines]
    if block.kind == "heading":
        yield from (lines[0], "-" * len(lines[0]))
        return
    for number, line in enumerate(lines, start=block.first):
        mark = {"bullets": "• ", "numbers": f"{number}. ", "quote": "│ "}.get(block.kind, "")
        rest = mark if block.kind == "quote" else " " * len(mark)
        yield from textwrap.wrap(
            line, width, initial_indent=mark, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        ) or [mark.rstrip()]
