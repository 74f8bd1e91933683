"""Why a file is opened that is not one's own open one: five buttons, asked once a file and sign-in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.purposes import ASKED, PURPOSE_LABELS
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, button, card, label

WIDTH = 460


class PurposeChooser(QWidget):
    """Asks in place of the file.

    Signals:
        chosen(purpose): the code of the reason.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("purpose")
        self.setAccessibleName(_("Why do you open this file?"))
        sentence = label(
            _("It is not one of your open files. The reason is written into the audit trail; you are asked once."),
            tone="muted", wrap=True,
        )  # fmt: skip
        self._buttons = [
            button(_(PURPOSE_LABELS[one]), partial(self.chosen.emit, one.value), kind="tile", name=f"purpose:{one}")
            for one in ASKED
        ]
        box = card(
            IconLabel("door-open", "accent", 28),
            label(_("Why do you open this file?"), size="lead"),
            sentence,
            *self._buttons,
            spacing=Space.M,
        )
        box.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def focus_first(self) -> None:
        """Put the focus on the first reason."""
        self._buttons[0].setFocus()
