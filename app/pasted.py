"""Reduces pasted HTML to the Markdown subset of `app.markdown`: what it does not know, it reads as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from app.markdown import tidy

_SKIPPED_TAGS = frozenset({"head", "script", "style", "template", "title"})
_BLOCK_TAGS = frozenset({"article", "blockquote", "div", "dl", "li", "ol", "p", "section", "table", "tr", "ul"})

_LARGEST_NUMBER = 999  # the subset knows numbers of three digits


def from_html(markup: str) -> str:
    """Reduce pasted HTML to the subset. Pictures, colours, fonts, links and hidden parts do not survive."""
    reader = _Reducer()
    reader.feed(markup)
    reader.close()
    return tidy(reader.text())


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
            self._lists.append(-1 if tag == "ul" else _first_number(attrs) - 1)
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
            self._lists[-1] = min(self._lists[-1] + 1, _LARGEST_NUMBER)
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


def _first_number(attrs: list[tuple[str, str | None]]) -> int:
    """Where a numbered list begins."""
    given = dict(attrs).get("start") or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 1
