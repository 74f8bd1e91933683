"""The versions of a record, newest first, each with what it changed, words taken out and words put in."""

from __future__ import annotations

import difflib
import html
import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.services import records
from app.texts import _, explain
from ui.forms.view import ReadText
from ui.theme import Space, current
from ui.widgets import card, clear, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.words import Change
    from app.services.records import Version
    from ui.context import Context
    from ui.known import KnownError

MOST_COMPARED = 400_000  # pairs of words; more would stall the window
_WORDS = re.compile(r"\s+|[^\s]+")


class HistoryView(QWidget):
    """Opens the history of one record and shows it; opening it is an entry in the trail."""

    def __init__(self, context: Context, record: str, later: Sequence[tuple[str, str, str]] = ()) -> None:
        """`later`: what happened to the record beside its versions: time of the envelope, what, and who."""
        super().__init__()
        self.setObjectName("history")
        self._later = later
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        context.ops.query(self, lambda desk: records.history(desk, record), self._on_loaded, self._on_failed)

    def _on_loaded(self, versions: list[Version]) -> None:
        clear(self._column)
        legend = label(_("Struck through: taken out. Underlined: put in."), size="small", tone="muted")
        self._column.addLayout(row(label(_("History"), size="lead"), None, legend))
        for at, what, who in reversed(self._later):
            by = _("{when}, {who}").format(when=formats.moment(at), who=who)
            self._column.addWidget(card(row(label(what), None, label(by, tone="muted"))))
        for number, version in reversed(list(enumerate(versions, start=1))):
            when = _("Version {number}").format(number=number)
            by = _("{when}, {who}").format(when=formats.moment(version.at), who=version.author_name)
            parts = [_change(change) for change in version.changes]
            self._column.addWidget(card(row(label(when), None, label(by, tone="muted")), *parts, spacing=Space.M))

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        self._column.addWidget(label(f"{told.sentence} {told.advice} ({told.code})", tone="due", wrap=True))


def _change(change: Change) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    name = label(change.label)
    name.setProperty("strong", "true")
    column.addWidget(name)
    shown = ReadText("", change.label)
    shown.show_html(difference_html(change.before, change.after))
    column.addWidget(shown)
    return part


def difference_html(before: str, after: str) -> str:
    """Words that went struck through, words that came underlined: to be told apart without colour."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > MOST_COMPARED:
        return _gone(old) + _come(new)
    parts = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(_safe(old[a:b]))
        else:
            parts += [_gone(old[a:b]), _come(new[c:d])]
    return "".join(parts)


def _gone(words: list[str]) -> str:
    return f'<s style="color:{current().muted};">{_safe(words)}</s> ' if "".join(words).strip() else ""


def _come(words: list[str]) -> str:
    return f"<u>{_safe(words)}</u>" if "".join(words).strip() else ""


def _safe(words: list[str]) -> str:
    return html.escape("".join(words), quote=False).replace("\n", "<br>")
