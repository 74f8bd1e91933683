"""Consents: each with what it is worth today and why; taking one back is as easy as giving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records.consent_elements import ConsentType
from app.rules.consent_state import State
from app.services.client_files import birthdays
from app.services.consenting import consent_papers, consents
from app.texts import _, language
from ui.pages.client_file import minor_card
from ui.pages.client_file.minor_card import MinorCard
from ui.pages.client_file.withdrawal import WithdrawalCard
from ui.releasing import release, release_button
from ui.taking.looks import look_of, state_in_words
from ui.theme import Space
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    IconLabel,
    RowsModel,
    Strip,
    at_top,
    button,
    label,
    row,
    scrolling,
    set_shown,
)
from ui.widgets.flow import flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.consenting.consents import ConsentRow
    from app.services.outgoing.papers import Prepared
    from ui.context import Context

IN_FORCE = frozenset({State.ACTIVE, State.DEFECTIVE, State.EXPIRED})


class ConsentsTab(QWidget):
    """The consents of one client; what can be done with the chosen one stands under the list.

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
        self._minor = MinorCard()
        self._minor.reviewed.connect(self._on_birthday_reviewed)
        self._strip = Strip()
        self._icon = IconLabel("circle-check", "good")
        self._worth = label(wrap=True)
        self._worth.setObjectName("chosen_worth")
        self._take = button(_("Take consent"), self.take_wanted.emit, glyph="plus", name="take_consent_here")
        self._copy = button(_("Copy for the client"), self._on_copy, glyph="printer", name="consent_copy")
        self._withdraw = button(_("Take it back…"), self._on_withdraw, glyph="undo-2", name="withdraw")
        self._card = WithdrawalCard(context)
        self._card.closed.connect(self._on_card_closed)
        self._stack = QStackedWidget()
        self._card_page = scrolling(at_top(self._card))
        for page in (self._table, self._empty, self._card_page):
            self._stack.addWidget(page)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the consents again."""
        client, ops = self._client, self._context.ops
        ops.query(self, lambda desk: consents.rows(desk, client), self._on_rows, self._strip.say_error, latest="rows")
        ops.query(
            self, lambda desk: minor_card.look(desk, client), self._minor.show_about, self._strip.say_error,
            latest="minor",
        )  # fmt: skip

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        column.addWidget(self._minor)
        column.addWidget(self._stack, 1)
        worth = row(self._icon, self._worth)
        worth.setStretch(1, 1)
        self._below = QWidget()
        self._below.setLayout(worth)
        column.addWidget(self._below)
        blank = release_button(self._context, self, _blank_form, kind="quiet", text=_("Blank form…"))
        column.addLayout(flow(self._take, self._copy, self._withdraw, blank))

    def _on_rows(self, rows: list[ConsentRow]) -> None:
        self._rows = {one.record: one for one in rows}
        self._model.set_rows(self._rows)
        self._stack.setCurrentWidget(self._table if rows else self._empty)
        self._show_state()

    def _chosen(self) -> ConsentRow | None:
        """The row with the focus; of several none, the only one that could be taken back."""
        chosen = self._rows.get(str(self._table.chosen_id()))
        able = [one for one in self._rows.values() if one.state.state in IN_FORCE]
        return able[0] if chosen is None and len(able) == 1 else chosen

    def _show_state(self) -> None:
        chosen, is_list = self._chosen(), self._stack.currentWidget() is self._table
        for part in (self._take, self._copy, self._withdraw):
            set_shown(part, bool(self._rows) and is_list)
        self._withdraw.setEnabled(chosen is not None and chosen.state.state in IN_FORCE)
        self._copy.setEnabled(chosen is not None and chosen.state.state is not State.DRAFT)
        set_shown(self._below, chosen is not None and is_list)
        if chosen is not None:
            self._icon.show_icon(*look_of(chosen.state))
            self._worth.setText(_in_full(chosen))

    def _on_withdraw(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._stack.setCurrentWidget(self._card_page)
            self._card.open_card(chosen.record, self._client)
            self._show_state()

    def _on_copy(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            prepare = consent_papers.of_withdrawal if _is_withdrawal(chosen) else consent_papers.of_receipt
            release(self._context, self, lambda desk: prepare(desk, chosen.record))

    def _on_card_closed(self) -> None:
        self._stack.setCurrentWidget(self._table)
        self._show_state()

    def _on_birthday_reviewed(self) -> None:
        client = self._client
        self._context.ops.command(
            self, lambda desk: birthdays.reviewed(desk, client), lambda _saved: self.refresh(), self._strip.say_error,
            changes={"client", client},
        )  # fmt: skip


def _is_withdrawal(one: ConsentRow) -> bool:
    return one.is_later and one.state.state is State.WITHDRAWN


def _in_full(one: ConsentRow) -> str:
    """The state with its reason, what is no defect but worth knowing, and whether to ask again."""
    parts = [state_in_words(one.state), *one.state.remarks]
    if one.state.is_active and one.state.ask_again:
        parts.append(_("There is a newer text, and it asks for consent again."))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def _blank_form() -> Callable[[Desk], Prepared]:
    """The text to be gone through and signed on paper, in the language of the window."""
    usual = language()

    def prepare(desk: Desk) -> Prepared:
        text_id = consents.usual_text(desk, ConsentType.THERAPY, usual) or "therapy"
        return consent_papers.of_form(desk, text_id, usual)

    return prepare


def _columns() -> tuple[Column[ConsentRow], ...]:
    return (
        Column(_("Date"), lambda one: formats.short_date(one.given_on) if one.given_on else "", 100),
        Column(_("Consent"), lambda one: one.title, 0),
        Column(
            _("State"), lambda one: _(one.state.state.label), 130,
            glyph=lambda one: look_of(one.state)[0], tone=lambda one: look_of(one.state)[1],
        ),
        Column(_("Until"), _until, 116),
        Column(_("Decided by"), lambda one: one.decided_by, 124),
        Column(
            _("Text"), _text, 100,
            glyph=lambda one: "refresh-cw" if one.state.is_active and one.state.ask_again else "",
            tone=lambda one: "due" if one.state.is_active and one.state.ask_again else "",
        ),
    )  # fmt: skip


def _until(one: ConsentRow) -> str:
    day = one.state.until or one.state.review_due
    return formats.short_date(day) if day and one.state.is_active else ""


def _text(one: ConsentRow) -> str:
    if one.state.is_active and one.state.ask_again:
        return _("ask again")
    return _("version {version}").format(version=one.text_version) if one.text_version else ""
