"""Which country's lines the card shows while nobody has signed in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.packs import crisis_card
from app.texts import _
from ui.widgets import button, column, label, row


class Places(QWidget):
    """One button for each country that has lines.

    Signals:
        chosen(code): two letters.
    """

    chosen = Signal(str)

    def __init__(self, place: str) -> None:
        """`place`: the one that is shown now; "" for none."""
        super().__init__()
        self.setAccessibleName(_("Crisis lines of"))
        self._group = QButtonGroup(self)
        buttons = []
        for code, name in crisis_card.places():
            made = button(name, partial(self.chosen.emit, code), kind="quiet", name=f"place:{code}")
            made.setCheckable(True)
            made.setChecked(code == place)
            self._group.addButton(made)
            buttons.append(made)
        hint = (
            _("Local help, the client's contacts and your protocol are here once you have signed in.")
            if place
            else _("Choose a country to see its crisis lines.")
        )
        self.setLayout(column(row(*buttons, None), label(hint, tone="muted", wrap=True)))
