"""Access that reaches every file of a kind, shown to everybody, and files from before it that wait to be opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.people import standing
from app.texts import _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, column, label, row, scrolling

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.people.standing import StandingRow, WaitingRow
    from ui.context import Context


class Found(NamedTuple):
    """What there is, and what waits for the person at the desk."""

    rows: list[StandingRow]
    waiting: list[WaitingRow]


class StandingView(QWidget):
    """The lists are read at every visit. Changing access is done on the page of the person."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("standing_view")
        self._context = context
        self._strip = Strip()
        self._lists = QVBoxLayout()
        self._lists.setSpacing(Space.M)
        meaning = _(
            "Some people need every file of a kind, such as the front desk, which has to know who each client is. "
            "That is shown here to everybody. A single file can be left out of it in the file, under Access."
        )
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, Space.S, Space.S, Space.S)
        inside.setSpacing(Space.M)
        inside.addWidget(label(meaning, tone="muted", wrap=True))
        inside.addWidget(self._strip)
        inside.addLayout(self._lists)
        inside.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(body))
        self.refresh()

    def refresh(self) -> None:
        """Ask for both lists again."""
        self._context.ops.query(self, _found, self._on_found, self._strip.say_error, latest="standing")

    def _on_found(self, found: Found) -> None:
        clear(self._lists)
        for waiting in found.waiting:
            self._lists.addWidget(self._waiting_card(waiting))
        nobody = label(_("Nobody has access to every file."), tone="muted")
        lines = [_line(one.words) for one in found.rows]
        self._lists.addWidget(card(*lines, spacing=Space.M) if lines else card(nobody))

    def _waiting_card(self, waiting: WaitingRow) -> QWidget:
        explained = _("These files were there before. They open for this person only when you say so, once.")
        confirm = button(
            _("Open them"), partial(self._confirm, waiting), kind="primary", name=f"confirm:{waiting.account}"
        )
        words = column(label(waiting.words, wrap=True), label(explained, size="small", tone="muted", wrap=True))
        line = row(IconLabel("circle-alert", "due"), words, confirm, spacing=Space.M)
        line.setStretch(1, 1)
        return card(line)

    def _confirm(self, waiting: WaitingRow) -> None:
        def confirm(desk: Desk) -> int:
            return standing.confirm(desk, waiting.account, waiting.kind)

        self._context.ops.command(self, confirm, self._on_confirmed, self._strip.say_error, changes={"standing"})

    def _on_confirmed(self, n: int) -> None:
        self._context.announcer.toast(ngettext("{n} file is open now", "{n} files are open now", n).format(n=n))
        self.refresh()


def _line(words: str) -> QHBoxLayout:
    made = row(IconLabel("key-round", "muted"), label(words, wrap=True))
    made.setStretch(1, 1)
    return made


def _found(desk: Desk) -> Found:
    return Found(standing.rows(desk), standing.waiting(desk))
