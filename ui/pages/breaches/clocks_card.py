"""The clocks of a breach: local time and UTC, what is left, whose law says so. They run while one looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import formats
from app.rules import breaches as rules
from app.texts import _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, clear, column, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLabel

    from app.services.safety.breaches import ClockShown

EVERY_MS = 20_000
_HOUR, _DAY = 3600, 86400
_UTC = "UTC"
_DAY_LENGTH = len("2026-11-22")
_HOURS_UNTIL_DAYS = 96 * _HOUR


class ClocksCard(QFrame):
    """One line a clock; a clock ends by a decision with its reason, never by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clocks")
        self.setAccessibleName(_("Clocks"))
        set_card(self)
        self._clocks: tuple[ClockShown, ...] = ()
        self._left: list[tuple[QLabel, ClockShown]] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._lines.setSpacing(Space.XS)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.hide()

    def show_clocks(self, clocks: Sequence[ClockShown]) -> None:
        """Show these; without any there is no card."""
        known = [(one.title, one.due, one.started, one.told, one.is_settled) for one in self._clocks]
        self.setVisible(bool(clocks))
        if known == [(one.title, one.due, one.started, one.told, one.is_settled) for one in clocks]:
            return
        self._clocks = tuple(clocks)
        self._left = []
        clear(self._lines)
        about = _("What the law sets, and until when. Each clock ends with your decision and its reason.")
        self._lines.addWidget(label(about, size="small", tone="muted", wrap=True))
        for one in clocks:
            self._lines.addWidget(self._line(one))
        self._tick()

    def _line(self, one: ClockShown) -> QWidget:
        glyph, tone = ("circle-check", "good") if one.is_settled else ("timer", "due")
        title = label(one.title, wrap=True)
        title.setProperty("strong", "true")
        left = label(tone=tone)
        self._left.append((left, one))
        head = row(title, left)
        head.setStretch(0, 1)
        words = label(f"{when_words(one)} · {one.source}", size="small", tone="muted", wrap=True)
        made = QWidget()
        made.setObjectName(f"clock:{one.tells}")
        made.setToolTip(one.text)
        inside = row(IconLabel(glyph, tone), column(head, words, spacing=0))
        inside.setStretch(1, 1)
        made.setLayout(inside)
        return made

    def _tick(self) -> None:
        for words, one in self._left:
            words.setText(left_words(one))


def left_words(one: ClockShown) -> str:
    """How long a clock still runs, or that it has ended."""
    if one.is_settled:
        return _("decided")
    left = rules.time_left(one.due, one.zone, datetime.now(UTC))
    if left is None:
        return _("at once")
    return _("over since {time}").format(time=_span(-left)) if left < timedelta() else _span(left)


def _span(left: timedelta) -> str:
    """`71 h 20 min`, or days where hours say little."""
    seconds = int(left.total_seconds())
    if seconds >= _HOURS_UNTIL_DAYS:
        days = seconds // _DAY
        return ngettext("{n} day", "{n} days", days).format(n=days)
    return formats.length(seconds // 60)


def when_words(one: ClockShown) -> str:
    """Until when a clock runs, in UTC too where that differs, or when they were told."""
    if one.told:
        told = formats.moment(one.told) if len(one.told) > _DAY_LENGTH else formats.short_date(one.told)
        return _("told {moment}").format(moment=told)
    if not one.due:
        return _("without a date, counted from {moment}").format(moment=formats.moment(one.started))
    if not one.due_utc:
        return _("until the end of {date}").format(date=formats.short_date(one.due))
    if one.due_utc == one.due:
        zone = _UTC if one.zone.endswith(_UTC) else one.zone
        return _("until {moment} ({zone})").format(moment=formats.moment(one.due), zone=zone)
    return _("until {moment} ({zone}), that is {utc} UTC").format(
        moment=formats.moment(one.due), zone=one.zone, utc=formats.moment(one.due_utc)
    )
