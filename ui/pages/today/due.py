"""What is due: by day, each one click from its place, and each but a legal clock put off in one click."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.records.words import titled
from app.texts import _, ngettext
from ui.pages.today.lines import heading, line, nothing, who
from ui.theme import Space
from ui.widgets import button, card, clear, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.reading.today import DueItem

PUT_OFF_DAYS = 7
FIRST_SHOWN = 8


class DueList(QWidget):
    """The second part of Today.

    Signals:
        open_wanted(item): go to the record.
        put_off(item, until): show it again on that day.
    """

    open_wanted = Signal(object)
    put_off = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._day = date.min
        self._items: list[DueItem] = []
        self._shows_all = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._all = button("", self._on_all, kind="quiet", name="due_all")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card(label(_("Due"), size="lead"), self._lines, row(self._all, None)))

    def show_items(self, items: Sequence[DueItem], day: date) -> None:
        """Show what is due, seen from `day`."""
        self._items, self._day = list(items), day
        self._fill()

    def _fill(self) -> None:
        clear(self._lines)
        shown = self._items if self._shows_all else self._items[:FIRST_SHOWN]
        if not shown:
            self._lines.addWidget(nothing(_("Nothing is due in the next two weeks.")))
        last = ""
        for item in shown:
            words = self._when(item)
            if words != last:
                self._lines.addSpacing(Space.XS if last else 0)
                self._lines.addWidget(heading(words, "due" if item.is_late else "muted"))
                last = words
            self._lines.addWidget(self._line(item))
        more = len(self._items) - len(shown)
        set_shown(self._all, more > 0)
        self._all.setText(ngettext("{n} more", "{n} more", more).format(n=more))

    def _line(self, item: DueItem) -> QFrame:
        note = " · ".join(part for part in (who(item.code, item.name) if item.code else "", item.words) if part)
        actions = []
        if item.key:
            later = button(_("Later"), partial(self._on_later, item), kind="quiet", name="put_off")
            later.setToolTip(_("Show it again in a week"))
            later.setAccessibleName(_("Later: {what}").format(what=item.kind_label))
            actions.append(later)
        title = titled(item.kind_label, item.title)
        return line(
            glyph=KINDS[item.kind].icon, tone="due" if item.is_late else "muted", title=title, note=note,
            opened=partial(self.open_wanted.emit, item), actions=actions, name=f"due:{item.record}",
        )  # fmt: skip

    def _when(self, item: DueItem) -> str:
        due = date.fromisoformat(item.due)
        if item.is_late:
            return _("Late")
        if due == self._day:
            return _("Today")
        if due == self._day + timedelta(days=1):
            return _("Tomorrow")
        return formats.day(due)

    def _on_later(self, item: DueItem) -> None:
        self.put_off.emit(item, self._day + timedelta(days=PUT_OFF_DAYS))

    def _on_all(self) -> None:
        self._shows_all = True
        self._fill()
