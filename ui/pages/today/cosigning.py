"""What waits for my co-signature, and what came back to me; takes no room where there is neither."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.records.words import titled
from app.texts import _
from ui.pages.today.lines import line, who
from ui.widgets import card, clear, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QFrame

    from app.services.people.cosigning import CosignRow


class CosignLists(QWidget):
    """Two cards of Today.

    Signals:
        answer_wanted(row): read it, to co-sign or return it.
        look_wanted(row): read what came back.
    """

    answer_wanted = Signal(object)
    look_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting, self._returned = QVBoxLayout(), QVBoxLayout()
        self._count = label(tone="muted")
        for lines in (self._waiting, self._returned):
            lines.setSpacing(0)
        self._to_sign = card(row(label(_("To co-sign"), size="lead"), self._count, None), self._waiting)
        self._to_sign.setObjectName("to_cosign")
        self._came_back = card(label(_("Came back to you"), size="lead"), self._returned)
        self._came_back.setObjectName("came_back")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._to_sign, self._came_back):
            part.hide()
            column.addWidget(part)
        self.hide()

    def show_rows(self, waiting: Sequence[CosignRow], returned: Sequence[CosignRow]) -> None:
        """Show these, the oldest first."""
        clear(self._waiting)
        clear(self._returned)
        for one in waiting:
            self._waiting.addWidget(_line(one, "cosign:", self.answer_wanted.emit))
        for one in returned:
            self._returned.addWidget(_line(one, "returned:", self.look_wanted.emit))
        set_shown(self._to_sign, bool(waiting))
        set_shown(self._came_back, bool(returned))
        self._count.setText(formats.number(len(waiting)))
        set_shown(self, bool(waiting or returned))


def _line(one: CosignRow, start: str, wanted: Callable[[CosignRow], object]) -> QFrame:
    client = who(one.code, one.name) if one.code else ""
    note = " · ".join(part for part in (client, one.words, formats.ago(one.at)) if part)
    return line(
        glyph=KINDS[one.kind].icon, tone="due", title=titled(one.kind_label, one.title), note=note,
        opened=partial(wanted, one), name=f"{start}{one.record}",
    )  # fmt: skip
