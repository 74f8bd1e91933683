"""A part of the file that shows cards; a form stands above them while it is open, an empty one says how to begin."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.forms.lookup import VaultReferences
from ui.pages.client_file.cards_page import CardsPage
from ui.theme import Space
from ui.widgets import row

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame, QPushButton

    from app.desk import Desk
    from ui.context import Context
    from ui.pages.client_file.small_form import SmallForm
    from ui.widgets import EmptyState

Row = TypeVar("Row")


class CardsPart(QWidget, Generic[Row]):
    """`find` gives what is shown of a client, on the engine; `card` makes the card of one of them."""

    def __init__(
        self, context: Context, client: str, find: Callable[[Desk, str], list[Row]], empty: EmptyState,
        new: QPushButton,
    ) -> None:  # fmt: skip
        super().__init__()
        self.context = context
        self.client = client
        self.references = VaultReferences(context, self, client)
        self._find = find
        self._cards = CardsPage()
        self._empty = empty
        self._new = new
        self._stack = QStackedWidget()
        self._stack.addWidget(self._cards)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._stack, 1)
        column.addLayout(row(None, new))
        self.refresh()

    def refresh(self) -> None:
        """Ask for them again."""
        find, client = self._find, self.client
        self.context.ops.query(self, lambda desk: find(desk, client), self._on_rows, latest="rows")

    def card(self, one: Row) -> QFrame:
        """What is shown of one, with the steps that can follow."""
        raise NotImplementedError

    def open_form(self, form: SmallForm) -> None:
        """Show a form above the cards until it is done or closed."""
        form.done.connect(self.refresh)
        form.closed.connect(self.refresh)
        self._stack.setCurrentWidget(self._cards)
        self._cards.open_form(form)

    def _on_rows(self, rows: list[Row]) -> None:
        self._cards.show_cards([partial(self.card, one) for one in rows])
        self._stack.setCurrentWidget(self._cards if rows or self._cards.form is not None else self._empty)
        self._new.setVisible(bool(rows))
