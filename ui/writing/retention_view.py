"""How long a file is kept, to be read: the last day, what holds it, and each rule with its source and every branch."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app import formats
from app.texts import _
from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import IconLabel, card, clear, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

    from app.services.client_files.retention import Held, KeptRow, Shown


class RetentionView(QWidget):
    """Shows what was computed; made anew whenever something was."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("retention")
        self.setAccessibleName(_("How long it is kept"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._shown: Shown | None = None

    def show_kept(self, shown: Shown) -> None:
        """The last day first, then the rules, the longest first."""
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._column)
        self._column.addLayout(_until(shown))
        for held in shown.holds:
            self._column.addLayout(_held(held))
        for sentence in shown.said:
            self._column.addWidget(_words(sentence, tone="muted"))
        for one in shown.rows:
            steps().do(self, partial(self._add, one))

    def _add(self, one: KeptRow) -> None:
        self._column.addWidget(rule_card(one))


def rule_card(one: KeptRow) -> QFrame:
    """One rule: its words, where they stand, how sure that is, and what each branch asks for."""
    title = _words(one.title)
    title.setProperty("strong", "true")
    parts: list[QWidget | QHBoxLayout] = [title]
    for name, day, is_verified in one.branches:
        words = f"{name}: {formats.long_date(day)}"
        if not is_verified:
            words = _("{branch} (not verified)").format(branch=words)
        is_counted = day == one.keep_until
        parts.append(_line("calendar-clock", "accent" if is_counted else "muted", words))
    if one.summary_until is not None:
        words = _("A summary is kept until {date}").format(date=formats.long_date(one.summary_until))
        parts.append(_line("file-text", "muted", words))
    if one.why:
        parts.append(_line("circle-help", "due", one.why))
    parts += [_words(note, size="small", tone="muted") for note in one.notes]
    parts.append(_words(one.text, size="small", tone="muted"))
    source = " · ".join(part for part in (one.citation, one.mark) if part)
    parts.append(_words(source, size="small", tone="muted" if one.is_verified else "due"))
    return card(*parts, spacing=Space.XS)


def _until(shown: Shown) -> QHBoxLayout:
    if shown.keep_until is None:
        words = _("No day can be named yet: the practice decides how long, or something is not known.")
        line = row(IconLabel("circle-help", "due"), _words(words, size="lead"))
    else:
        words = _("Keep it until {date}").format(date=formats.long_date(shown.keep_until))
        line = row(IconLabel("archive", "accent"), _words(words, size="lead"))
    line.setStretch(1, 1)
    return line


def _held(held: Held) -> QHBoxLayout:
    words = _("Held: {reason}, since {date}").format(reason=held.label, date=formats.short_date(held.since))
    return _line("lock", "due", words)


def _line(glyph: str, tone: str, words: str) -> QHBoxLayout:
    made = row(IconLabel(glyph, tone, 16), _words(words))
    made.setStretch(1, 1)
    return made


def _words(text: str, *, size: str = "body", tone: str = "") -> QLabel:
    """Lines that are as high as their width asks for, and no higher: there are many of them under each other."""
    made = label(text, size=size, tone=tone, wrap=True)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
