"""Why a file is opened that is not one's own open one: five buttons, asked once a file and sign-in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.purposes import ASKED, PURPOSE_LABELS
from app.services.client_files import files
from app.services.practice import practices
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, button, card, label, row, scrolling, set_look

if TYPE_CHECKING:
    from app.desk import Desk

WIDTH = 460


class Asking(NamedTuple):
    """How it is asked: what Enter answers, where the way in which the file was shared says it, and a sentence."""

    suggested: str = ""
    need_to_know: str = ""


def asking(desk: Desk, client: str) -> Asking:
    """What is known before it is asked. Runs on the engine; opens nothing."""
    if practices.is_alone(desk):
        return Asking()
    file = files.open(desk, client)
    return Asking(file.suggested, _("Open it only as far as your work with this client needs it."))


class PurposeChooser(QWidget):
    """Asks in place of the file.

    Signals:
        chosen(purpose): the code of the reason.
    """

    chosen = Signal(str)

    def __init__(self, ask: Asking | None = None) -> None:
        super().__init__()
        suggested, need_to_know = ask or Asking()
        self.setObjectName("purpose")
        self.setAccessibleName(_("Why do you open this file?"))
        sentence = label(
            _("It is not one of your open files. The reason is written into the audit trail; you are asked once."),
            tone="muted", wrap=True,
        )  # fmt: skip
        self._buttons = {
            one.value: button(
                _(PURPOSE_LABELS[one]), partial(self.chosen.emit, one.value), kind="tile", name=f"purpose:{one}"
            )
            for one in ASKED
        }
        self._first = self._buttons.get(suggested) or next(iter(self._buttons.values()))
        if suggested in self._buttons:
            set_look(self._first, "suggested", "true")
            self._first.setAccessibleDescription(_("suggested: the file was shared with you for this"))
        box = card(
            IconLabel("door-open", "accent", 28),
            label(_("Why do you open this file?"), size="lead"),
            sentence,
            *self._buttons.values(),
            *([_said(need_to_know)] if need_to_know else []),
            spacing=Space.M,
        )
        box.setFixedWidth(WIDTH)
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        # In a row of its own, not aligned: only so the layout asks how high the wrapped text is.
        column.addLayout(row(None, box, None))
        column.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page))

    def focus_first(self) -> None:
        """Put the focus on the reason that is suggested, or on the first."""
        self._first.setFocus()


def _said(need_to_know: str) -> QWidget:
    made = label(need_to_know, size="small", tone="muted", wrap=True)
    made.setObjectName("need_to_know")
    return made
