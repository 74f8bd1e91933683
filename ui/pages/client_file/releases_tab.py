"""Releases: to whom something may go, what, until when, what each is worth today and why; ending one in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records.release_choices import InformationClass
from app.rules.release_state import State
from app.services.consenting import consent_papers
from app.services.outgoing import papers, releases
from app.texts import _, language
from ui.pages.client_file.release_ending import EndingCard
from ui.releasing import release, release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, at_top, button, scrolling
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from app.services.outgoing.releases import ReleaseRow
    from ui.context import Context

CAN_END = frozenset({State.ACTIVE, State.DEFECTIVE, State.EXPIRED})
_LOOKS = {
    State.ACTIVE: ("circle-check", "good"),
    State.DRAFT: ("pencil", "due"),
    State.DEFECTIVE: ("circle-alert", "due"),
    State.EXPIRED: ("circle-alert", "due"),
}
NAMED = 3  # classes of information in a cell before it says how many more


class ReleasesTab(QWidget):
    """The releases of one client; what ends one is shown as its state.

    Signals:
        opened(record): read one, or go on with a draft.
        new_wanted(): begin a new one.
    """

    opened = Signal(str)
    new_wanted = Signal()

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._rows: dict[str, ReleaseRow] = {}
        self._model: RowsModel[ReleaseRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "releases_table", _("Releases"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._table.chosen.connect(lambda _record: self._show_state())
        self._empty = EmptyState(
            "file-check", _("No release yet"),
            _("Something goes to somebody else on a release that the client has signed, or on a ground of the law."),
            _("New release"), self.new_wanted.emit,
        )  # fmt: skip
        self._card = EndingCard(context)
        self._card.closed.connect(self._on_card_closed)
        self._card_page = scrolling(at_top(self._card))
        self._stack = QStackedWidget()
        for page in (self._table, self._empty, self._card_page):
            self._stack.addWidget(page)
        self._withdraw = button(_("Take it back…"), self._on_withdraw, glyph="undo-2", name="withdraw_release")
        self._event = button(_("The agreed event happened…"), self._on_event, glyph="flag", name="event_happened")
        self._copy = button(
            _("Copy for who signed…"), self._on_copy, kind="quiet", glyph="printer", name="copy_release"
        )
        self._new = button(_("New release"), self.new_wanted.emit, glyph="plus", name="new_release")
        blank = release_button(self._context, self, self._blank_form, kind="quiet", text=_("Blank form…"))
        self._foot = Flow([self._new, self._withdraw, self._event, self._copy, blank])
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the releases again."""
        client = self._client
        self._context.ops.query(self, lambda desk: releases.rows(desk, client), self._on_rows, latest="rows")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)

    def _blank_form(self) -> Callable[[Desk], Prepared]:
        """The text to be signed on paper, in the language of the window, with what is known of the client."""
        client, words = self._client, language()
        return lambda desk: consent_papers.of_form(desk, "release", words, client_id=client)

    def _on_rows(self, rows: list[ReleaseRow]) -> None:
        self._rows = {one.record: one for one in rows if not one.facts.ends}
        self._model.set_rows(self._rows)
        if self._stack.currentWidget() is not self._card_page:
            self._stack.setCurrentWidget(self._table if self._rows else self._empty)
        self._show_state()

    def _chosen(self) -> ReleaseRow | None:
        """The row with the focus, or the only one that could be ended."""
        chosen = self._rows.get(str(self._table.chosen_id()))
        able = [one for one in self._rows.values() if one.state.state in CAN_END]
        return able[0] if chosen is None and len(able) == 1 else chosen

    def _show_state(self) -> None:
        chosen = self._chosen()
        can_end = chosen is not None and chosen.state.state in CAN_END
        is_list = self._stack.currentWidget() is not self._card_page
        self._foot.setVisible(is_list)
        for one in (self._withdraw, self._event, self._copy, self._new):
            one.setVisible(bool(self._rows))
        self._event.setVisible(can_end and bool(chosen and chosen.facts.expires_event))
        self._withdraw.setEnabled(can_end)
        self._copy.setEnabled(chosen is not None and chosen.facts.is_signed)
        self._foot.fit()

    def _on_withdraw(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._card.ask_withdrawal(chosen, self._client)
            self._show_card()

    def _on_event(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._card.ask_event(chosen, self._client)
            self._show_card()

    def _on_copy(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            record = chosen.record
            release(self._context, self, lambda desk: papers.of_record(desk, record))

    def _show_card(self) -> None:
        self._stack.setCurrentWidget(self._card_page)
        self._card.focus_first()
        self._show_state()

    def _on_card_closed(self) -> None:
        self._stack.setCurrentWidget(self._table)
        self.refresh()


def recipients_in_words(one: ReleaseRow) -> str:
    """`Dr Maria Kos, City Clinic`, and classes of recipients."""
    named = [", ".join(filter(None, pair)) for pair in one.facts.recipients]
    return " · ".join([*named, *one.facts.classes])


def information_in_words(one: ReleaseRow) -> str:
    """What may be given, the first few classes by name."""
    known = [_(each.label) for each in InformationClass if each in one.facts.information]
    more = len(known) - NAMED
    return ", ".join(known[:NAMED]) + (f" + {more}" if more > 0 else "")


def until_in_words(one: ReleaseRow) -> str:
    """The last day, or the event that ends it."""
    return formats.short_date(one.facts.expires_on) if one.facts.expires_on else one.facts.expires_event


def look_of(state: State) -> tuple[str, str]:
    """Icon and tone of a state."""
    return _LOOKS.get(state, ("circle-slash", "muted"))


def _columns() -> tuple[Column[ReleaseRow], ...]:
    return (
        Column(_("Signed on"), lambda one: formats.short_date(one.signed_on) if one.signed_on else "", 116),
        Column(_("To whom"), recipients_in_words, 130),
        Column(_("What"), information_in_words, 96),
        Column(_("Until"), until_in_words, 100),
        Column(
            _("State"), lambda one: _(one.state.state.label), 130,
            glyph=lambda one: look_of(one.state.state)[0], tone=lambda one: look_of(one.state.state)[1],
        ),
        Column(_("Why"), lambda one: one.state.reason, 0),
    )  # fmt: skip
