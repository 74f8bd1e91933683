"""Consents: each with what it is worth today and why; taking one back is as easy as giving it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.rules.consent_state import State
from app.services import consents
from app.texts import _, language
from ui.pages.client_file.head import consent_look
from ui.pages.client_file.withdrawal import WithdrawalCard
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, button, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.consents import ConsentRow
    from app.services.papers import Prepared
    from ui.context import Context

IN_FORCE = frozenset({State.ACTIVE, State.DEFECTIVE, State.EXPIRED})


class ConsentsTab(QWidget):
    """The consents of one client.

    Signals:
        opened(record): read one.
        take_wanted(): begin a new one.
    """

    opened = Signal(str)
    take_wanted = Signal()

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._rows: dict[str, ConsentRow] = {}
        self._model: RowsModel[ConsentRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "consents_table", _("Consents"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._table.chosen.connect(lambda _record: self._show_state())
        self._empty = EmptyState(
            "handshake", _("No consent yet"), _("Go through the text with the client and write down the decision."),
            _("Take consent"), self.take_wanted.emit,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._withdraw = button(_("Record a withdrawal"), self._on_withdraw, glyph="undo-2", name="withdraw")
        self._card = WithdrawalCard(context)
        self._card.closed.connect(self._on_card_closed)
        self._card_page = scrolling(_on_top(self._card))
        self._stack.addWidget(self._card_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._stack, 1)
        blank = release_button(context, self, _blank_form, kind="quiet", text=_("Blank form…"))
        column.addLayout(row(self._withdraw, None, blank))
        self.refresh()

    def refresh(self) -> None:
        """Ask for the consents again."""
        client = self._client
        self._context.ops.query(self, lambda desk: consents.rows(desk, client), self._on_rows, latest="rows")

    def _on_rows(self, rows: list[ConsentRow]) -> None:
        self._rows = {one.record: one for one in rows}
        self._model.set_rows(self._rows)
        self._stack.setCurrentWidget(self._table if rows else self._empty)
        self._show_state()

    def _chosen(self) -> ConsentRow | None:
        """The row with the focus, or the only one that could be withdrawn."""
        chosen = self._rows.get(str(self._table.chosen_id()))
        able = [one for one in self._rows.values() if one.state.state in IN_FORCE]
        if chosen is None and len(able) == 1:
            return able[0]
        return chosen if chosen in able else None

    def _show_state(self) -> None:
        self._withdraw.setVisible(bool(self._rows) and self._stack.currentWidget() is self._table)
        self._withdraw.setEnabled(self._chosen() is not None)

    def _on_withdraw(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._stack.setCurrentWidget(self._card_page)
            self._card.open_card(chosen.record, self._client)
            self._show_state()

    def _on_card_closed(self) -> None:
        self._stack.setCurrentWidget(self._table)
        self._show_state()


def _blank_form() -> Callable[[Desk], Prepared]:
    """The text to be gone through and signed on paper, in the language of the window."""
    from app.services import papers

    return partial(papers.of_consent_form, consent_type="therapy", text_language=language())


def _on_top(card: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, Space.S, 0)
    column.addWidget(card)
    column.addStretch(1)
    return page


def _columns() -> tuple[Column[ConsentRow], ...]:
    return (
        Column(_("Date"), lambda one: formats.short_date(one.given_on) if one.given_on else "", 110),
        Column(_("Consent"), lambda one: one.title, 320),
        Column(
            _("State"), lambda one: _(one.state.state.label), 150,
            glyph=lambda one: consent_look(one.state)[0], tone=lambda one: consent_look(one.state)[1],
        ),
        Column(_("Why"), lambda one: one.state.reason, 0),
    )  # fmt: skip
