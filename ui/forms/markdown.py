"""The small Markdown subset of long texts: paragraph, heading, list, bold, quote.

A line break stays a line break, because a note is read as it was typed. Everything else that Markdown or HTML can do
is plain text here, so that the editor, a print and the command line show the same.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BULLETS = "•●◦▪■–·"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_NUMBERED = re.compile(r"^\d{1,3}[.)] +")
_SKIPPED_TAGS = frozenset({"head", "script", "style", "template", "title"})
_BLOCK_TAGS = frozenset({"article", "blockquote", "div", "dl", "li", "ol", "p", "section", "table", "tr", "ul"})


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


def from_html(markup: str) -> str:
    """Reduce pasted HTML to the subset. Pictures, colours, fonts, links and hidden parts do not survive."""
    reader = _Reducer()
    reader.feed(markup)
    reader.close()
    return tidy(reader.text())


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text: `kind` is "paragraph", "heading", "bullets", "numbers" or "quote"; `lines` have no marks."""

    kind: str
    lines: list[str] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """Read a text of the subset into blocks, in order. Every text is a valid one."""
    found: list[Block] = []
    open_block: Block | None = None
    for line in text.split("\n"):
        kind, content = _line_kind(line)
        if kind == "blank":
            open_block = None
            continue
        if kind == "heading" or open_block is None or open_block.kind != kind:
            open_block = Block(kind)
            found.append(open_block)
        open_block.lines.append(content)
        if kind == "heading":
            open_block = None
    return found


def _line_kind(line: str) -> tuple[str, str]:
    stripped = line.strip()
    if not stripped:
        return "blank", ""
    heading = re.match(r"^#{1,3} +(.+?)#*$", stripped)
    if heading:
        return "heading", heading[1].strip()
    if stripped[:2] in {"- ", "* "}:
        return "bullets", stripped[2:].strip()
    if _NUMBERED.match(stripped):
        return "numbers", _NUMBERED.sub("", stripped)
    if stripped.startswith(">"):
        return "quote", stripped[1:].strip()
    return "paragraph", stripped


def to_html(text: str) -> str:
    """The text as HTML that a label or a text document can show. Everything typed is escaped."""
    return "".join(_block_html(block) for block in blocks(text))


def _block_html(block: Block) -> str:
    lines = [_inline_html(line) for line in block.lines]
    if block.kind == "heading":
        return f"<h4>{lines[0]}</h4>"
    if block.kind in {"bullets", "numbers"}:
        tag = "ul" if block.kind == "bullets" else "ol"
        return f"<{tag}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{tag}>"
    if block.kind == "quote":
        return "<blockquote><i>" + "<br>".join(lines) + "</i></blockquote>"
    return "<p>" + "<br>".join(lines) + "</p>"


def _inline_html(line: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(line, quote=False))


class _Reducer(HTMLParser):
    """Reads HTML and writes the subset; what it does not know, it reads as text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._lists: list[int] = []  # one number a nested list: -1 = bullets, else the last number given
        self._skipping = 0
        self._bold = 0
        self._quoted = 0

    def text(self) -> str:
        joined = "".join(self._parts)
        return re.sub(r"[ \t]+\n", "\n", re.sub(r"\*\*(\s*)\*\*", r"\1", joined))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED_TAGS:
            self._skipping += 1
        elif tag == "br":
            self._write("\n" + ("> " if self._quoted else ""))
        elif tag in {"b", "strong"} and not _says_normal_weight(attrs):
            self._write("**")
            self._bold += 1
        elif tag in {"ul", "ol"}:
            self._break(1)
            self._lists.append(-1 if tag == "ul" else 0)
        elif tag == "li":
            self._item()
        elif re.fullmatch(r"h[1-6]", tag):
            self._break(2)
            self._write("## ")
        elif tag in {"td", "th"}:
            self._write(" ")
        elif tag in _BLOCK_TAGS:
            self._quoted += tag == "blockquote"
            self._break(2 if tag in {"p", "blockquote"} else 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED_TAGS:
            self._skipping = max(0, self._skipping - 1)
        elif tag in {"b", "strong"} and self._bold:
            self._end_bold()
        elif tag in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
            self._break(1 if self._lists else 2)
        elif re.fullmatch(r"h[1-6]", tag) or tag in {"p", "blockquote"}:
            self._quoted -= tag == "blockquote" and self._quoted > 0
            self._break(2)
        elif tag in _BLOCK_TAGS:
            self._break(1)

    def handle_data(self, data: str) -> None:
        words = re.sub(r"[ \t\r\n]+", " ", data)
        last = self._parts[-1] if self._parts else "\n"
        after_mark = last.endswith(("\n", " ")) or (last == "**" and self._bold > 0)
        self._write(words.lstrip() if after_mark else words)

    def _end_bold(self) -> None:
        """A space before the closing mark goes behind it, or the mark would not close."""
        self._bold -= 1
        last = self._parts[-1] if self._parts else ""
        if last.endswith(" "):
            self._parts[-1] = last.rstrip(" ")
        self._write("**")
        if last.endswith(" "):
            self._write(" ")

    def _item(self) -> None:
        self._break(1)
        if not self._lists or self._lists[-1] < 0:
            self._write("- ")
        else:
            self._lists[-1] += 1
            self._write(f"{self._lists[-1]}. ")

    def _write(self, text: str) -> None:
        if text and not self._skipping:
            at_line_start = not self._parts or self._parts[-1].endswith("\n")
            self._parts.append("> " + text if self._quoted and at_line_start and text.strip() else text)

    def _break(self, lines: int) -> None:
        present = 0
        for part in reversed(self._parts):
            present += len(part) - len(part.rstrip("\n"))
            if part.strip("\n"):
                break
        else:
            return  # nothing written yet: a text does not begin with a break
        if present < lines and not self._skipping:
            self._parts.append("\n" * (lines - present))


def _says_normal_weight(attrs: list[tuple[str, str | None]]) -> bool:
    """Google Docs wraps a whole document in a `b` that says it is not bold."""
    return any(name == "style" and "font-weight:normal" in (value or "").replace(" ", "") for name, value in attrs)
