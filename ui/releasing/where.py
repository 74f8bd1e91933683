"""Where something goes that leaves the program: the answers, the first chosen; what cannot be says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.rules.destinations import Destination
from app.texts import _
from ui.theme import Space
from ui.widgets import label, set_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.services.outgoing.releasing import Offer


class Where(QWidget):
    """One button an answer, with what it means under it. Without answers nothing is asked.

    Signals:
        changed(): another answer was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Where does it go?"))
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda _number: self._on_clicked())
        self._offers: list[Offer] = []
        self._meanings: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    @property
    def destination(self) -> Destination:
        """The chosen answer; what never asks stays with the practice."""
        number = self._group.checkedId()
        return self._offers[number].destination if number >= 0 else Destination.PRACTICE

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Ask between these; the first possible one is chosen. To be called once."""
        self._offers = list(offers)
        for number, offer in enumerate(self._offers):
            made = QRadioButton(offer.label)
            made.setObjectName(f"where:{offer.destination.value}")
            made.setEnabled(offer.is_possible)
            made.setAccessibleDescription(offer.explanation)
            self._group.addButton(made, number)
            meaning = label(offer.explanation, size="small", tone="muted", wrap=True)
            meaning.setContentsMargins(Space.XL, 0, 0, Space.S)
            self._column.addWidget(made)
            self._column.addWidget(meaning)
            self._meanings.append(meaning)
        first = next((number for number, offer in enumerate(self._offers) if offer.is_possible), None)
        if first is not None:
            self._group.button(first).setChecked(True)

    def focus_chosen(self) -> None:
        """Put the focus on the chosen answer."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clicked(self) -> None:
        """What the other answers mean makes room for the form about somebody else."""
        is_for_others = self.destination is Destination.SOMEBODY_ELSE
        for offer, meaning in zip(self._offers, self._meanings, strict=True):
            set_shown(meaning, not is_for_others or offer.destination is Destination.SOMEBODY_ELSE)
        self.changed.emit()


def on_enter(widget: QWidget, act: Callable[[], None]) -> None:
    """Let Enter do what is usual anywhere in `widget`; on a button that has the focus it presses that button."""

    def press() -> None:
        focus = widget.window().focusWidget()
        if isinstance(focus, QAbstractButton) and not isinstance(focus, QRadioButton) and widget.isAncestorOf(focus):
            focus.click()
        else:
            act()

    for keys in ("Return", "Enter"):
        QShortcut(keys, widget).activated.connect(press)
