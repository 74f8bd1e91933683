"""What is still missing, as a quiet list: each line leads to its field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, button, clear, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.outgoing.sending import Problem


class MissingList(QWidget):
    """Takes no room while nothing is missing.

    Signals:
        wanted(field): the person wants to fill this in.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("missing")
        self._shown: list[Problem] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.XS)
        inside.addWidget(label(_("Still missing"), size="small", tone="muted"))
        inside.addLayout(self._lines)
        set_shown(self, False)

    @property
    def fields(self) -> list[str]:
        """The names of what is missing."""
        return [one.field for one in self._shown]

    @property
    def first(self) -> Problem | None:
        """What is missing first."""
        return self._shown[0] if self._shown else None

    def show_problems(self, problems: Sequence[Problem], sources: Sequence[str] = ()) -> None:
        """Show these; what stands there already stays as it is. `sources`: what asks for each, where that is said."""
        if list(problems) == self._shown:
            return
        self._shown = list(problems)
        clear(self._lines)
        for place, one in enumerate(self._shown):
            link = button(one.label.replace("&", "&&"), partial(self.wanted.emit, one.field), kind="link")
            link.setObjectName(f"missing:{one.field}")
            link.setAccessibleName(_("Still missing: {field}").format(field=one.label))
            source = label(sources[place] if place < len(sources) else "", size="small", tone="muted", wrap=True)
            source.setContentsMargins(Space.XL, 0, 0, Space.XS)
            set_shown(source, bool(source.text()))
            self._lines.addLayout(row(IconLabel("circle", "due", 14), link, None))
            self._lines.addWidget(source)
        set_shown(self, bool(self._shown))
