"""A page of cards under each other with the one small form that is open among them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import clear, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.pages.client_file.small_form import SmallForm

WIDEST = 860  # px; wider than this, lines are hard to read


class CardsPage(QWidget):
    """Cards are made step by step; the form stands above them."""

    def __init__(self) -> None:
        super().__init__()
        self._form: SmallForm | None = None
        self._back: QWidget | None = None
        self._form_place = QVBoxLayout()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.M)
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.S, Space.M)
        inside.setSpacing(Space.M)
        inside.addLayout(self._form_place)
        inside.addLayout(self._cards)
        inside.addStretch(1)
        self._area = scrolling(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)

    @property
    def form(self) -> SmallForm | None:
        """The form that is open."""
        return self._form

    def show_cards(self, makes: Sequence[Callable[[], QWidget]]) -> None:
        """Other cards; each is made in a step of its own."""
        clear(self._cards)
        for make in makes:
            steps().do(self, partial(self._add, make))

    def open_form(self, form: SmallForm) -> None:
        """Show a form; the one before goes."""
        self.close_form()
        self._back = self.window().focusWidget()
        self._form = form
        form.closed.connect(self.close_form)
        form.done.connect(self.close_form)
        self._form_place.addWidget(form)
        form.show()
        self._area.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, form, form.focus_first)

    def close_form(self) -> None:
        """Take the form away; the focus goes back to what opened it."""
        if self._form is None:
            return
        form, self._form = self._form, None
        form.hide()
        form.deleteLater()
        if self._back is not None and isValid(self._back):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, make: Callable[[], QWidget]) -> None:
        self._cards.addWidget(make())
