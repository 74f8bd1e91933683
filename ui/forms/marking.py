"""The marks of the Markdown subset put into a text and taken out again; each is one step of undo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from PySide6.QtGui import QTextBlock
    from PySide6.QtWidgets import QTextEdit

MARKS = {"heading": "## ", "bullets": "- ", "numbers": "1. ", "quote": "> "}
_ANY_MARK = re.compile(r"^(?:#{1,3} +|[-*] |> |\d{1,3}[.)] +)")
_OF_KIND = {
    "heading": re.compile(r"^#{1,3} +"),
    "bullets": re.compile(r"^[-*] "),
    "numbers": re.compile(r"^\d{1,3}[.)] +"),
    "quote": re.compile(r"^> "),
}
_WORD = re.compile(r"\S+$")


def mark(edit: QTextEdit, kind: str) -> None:
    """Make what is chosen bold, or its lines headings, items of a list or a quote; a second time takes it back."""
    if kind == "bold":
        _toggle_bold(edit)
    else:
        _toggle_lines(edit, kind)


def insert_as_one_step(cursor: QTextCursor, text: str) -> None:
    """Put `text` in place of what is chosen; undo takes away all of it and nothing that is typed before or later."""
    cursor.beginEditBlock()
    cursor.insertText(f"{text} ")
    cursor.deletePreviousChar()  # what ends with a removal, letters typed later cannot become a part of
    cursor.endEditBlock()


def append_as_one_step(edit: QTextEdit, text: str) -> None:
    """Put `text` under what is there, with an empty line between."""
    cursor = QTextCursor(edit.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    insert_as_one_step(cursor, f"\n\n{text}" if edit.toPlainText().strip() else text)


def word_before(cursor: QTextCursor) -> QTextCursor | None:
    """The word that ends at the cursor, chosen; None where none does or something is chosen."""
    found = _WORD.search(cursor.block().text()[: cursor.positionInBlock()])
    if cursor.hasSelection() or found is None:
        return None
    word = QTextCursor(cursor)
    word.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(found[0]))
    return word


def _toggle_bold(edit: QTextEdit) -> None:
    cursor = edit.textCursor()
    chosen = cursor.selectedText()
    if chosen.startswith("**") and chosen.endswith("**") and len(chosen) > 4:
        cursor.insertText(chosen[2:-2])
    elif chosen:
        cursor.insertText(f"**{chosen}**")
    else:
        cursor.insertText("****")
        cursor.movePosition(QTextCursor.MoveOperation.Left, n=2)
        edit.setTextCursor(cursor)


def _toggle_lines(edit: QTextEdit, kind: str) -> None:
    cursor = edit.textCursor()
    document = edit.document()
    first = document.findBlock(cursor.selectionStart()).blockNumber()
    last = document.findBlock(cursor.selectionEnd()).blockNumber()
    own = _OF_KIND[kind]
    numbers = range(first, last + 1)
    taking_back = all(own.match(document.findBlockByNumber(number).text()) for number in numbers)
    cursor.beginEditBlock()
    for place, number in enumerate(numbers, start=1):
        new = f"{place}. " if kind == "numbers" else MARKS[kind]
        _set_mark(document.findBlockByNumber(number), "" if taking_back else new)
    cursor.endEditBlock()


def _set_mark(line: QTextBlock, new: str) -> None:
    """Only the mark is touched, so that the cursor stays where it was in the words."""
    found = _ANY_MARK.match(line.text())
    cursor = QTextCursor(line)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(found[0]) if found else 0)
    cursor.insertText(new)
