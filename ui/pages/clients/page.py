"""The list of clients: ids sorted and filtered in the vault, rows fetched as they come into sight."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records.client import FileStatus
from app.rules.permissions import Action
from app.services import clients
from app.services.clients import Whose
from app.services.people import sharing
from app.texts import N_, _, ngettext
from ui.forms.choices import QuietCombo
from ui.forms.steps import steps
from ui.navigation import Page
from ui.pages.clients.new_client import NewClientCard
from ui.releasing import release_button
from ui.sharing.several import CoverPanel, HandOverSeveralPanel, can_stand_in
from ui.theme import Space, icon
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    RowsModel,
    SearchField,
    at_top,
    button,
    clear,
    column,
    page_column,
    row,
    scrolling,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.desk import Desk
    from app.services.clients import ClientRow
    from app.services.outgoing.papers import Prepared
    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.sharing.panel import SharingPanel

ORDERS = ("title", "-updated")  # as the vault sorts; the other way round is the same list turned
TURNED = {"-title": "title", "updated": "-updated"}
STATUS_TONES = {"open": "good", "enquiry": "accent", "waiting": "due"}
WHOSE = {Whose.ALL: N_("All that I can open"), Whose.MINE: N_("My clients"), Whose.SHARED: N_("Shared with me")}


class ClientsPage(Page):
    """Find a client by a few letters, or add one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._order = "title"
        self._header = PageHeader(_("Clients"))
        self._header.add_action(release_button(context, self, self._paper))
        self._panel: SharingPanel | None = None
        self._add_buttons()
        self._filter = SearchField(_("Name or code"), settle_ms=60)
        self._filter.setObjectName("clients_filter")
        self._filter.settled.connect(lambda _text: self._look())
        self._filter.moved_on.connect(self._on_moved_on)
        self._status = _status_combo()
        self._status.activated.connect(lambda _index: self._look())
        self._whose = None if context.who.alone else _whose_combo(self._look)
        self._new = NewClientCard(context)
        self._new.registered.connect(self._open)
        self._new.open_wanted.connect(self._open)
        self._new.closed.connect(self.focus_first)
        self._model: RowsModel[ClientRow] = RowsModel(columns(alone=context.who.alone))
        self._model.rows_wanted.connect(self._on_rows_wanted)
        self._table = DataTable(self._model, "clients_table", _("Clients"), context.preferences)
        self._table.opened.connect(self._open)
        self._table.order_changed.connect(self._on_order_changed)
        self._table.show_order(self._order)
        self._nobody = EmptyState(
            "users", _("No clients yet"), _("Add the first client. One name or an alias is enough."),
            _("New client"), self._on_new,
        )  # fmt: skip
        self._none_found = EmptyState("search", _("Nobody found"), _("Try fewer letters, or another status."))
        self._stack = QStackedWidget()
        for part in (self._table, self._nobody, self._none_found):
            self._stack.addWidget(part)
        self._build()
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        del record
        if details.get("new"):
            self._on_new()
        self._look()

    def focus_first(self) -> None:
        self._filter.setFocus()
        self._filter.selectAll()

    def _add_buttons(self) -> None:
        who = self.context.who
        if not who.alone and who.may(Action.SHARE, "clinical"):
            self._header.add_action(self._several_button())
        if who.may(Action.SAVE, "identity"):
            self._header.add_action(
                button(_("New client"), self._on_new, kind="primary", glyph="user-plus", name="new_client_button")
            )

    def _build(self) -> None:
        self._list = QWidget()
        inside = column(self._new, spacing=Space.M)
        choices = [combo for combo in (self._whose, self._status) if combo is not None]
        line = row(self._filter, *choices)
        line.setStretch(0, 1)
        inside.addLayout(line)
        inside.addWidget(self._stack, 1)
        self._list.setLayout(inside)
        self._place = QVBoxLayout()
        outer = page_column(self)
        outer.addWidget(self._header)
        outer.addLayout(self._place)
        outer.addWidget(self._list, 1)
        for before, after in pairwise((self._filter, *choices, self._table)):
            self.setTabOrder(before, after)

    def _look(self, *, keep_rows: bool = True) -> None:
        text, order = self._filter.text().strip(), self._order
        status = self._status.currentData() or None
        whose = Whose(self._whose.currentData()) if self._whose is not None else Whose.ALL

        def ids(desk: Desk) -> list[str]:
            wanted = order if order in ORDERS else TURNED[order]
            found = clients.ids(desk, text=text, status=status, whose=whose, order=wanted)
            return found if order in ORDERS else found[::-1]

        self.context.ops.query(
            self,
            ids,
            lambda ids: self._on_ids(ids, filtered=bool(text or status or whose), keep_rows=keep_rows),
            latest="ids",
        )

    def _on_ids(self, ids: list[str], *, filtered: bool, keep_rows: bool) -> None:
        chosen = self._table.chosen_id()
        self._model.set_ids(ids, keep_rows=keep_rows)
        if chosen is not None:
            self._table.choose(chosen)
        count = ngettext("{n} client", "{n} clients", len(ids)).format(n=formats.number(len(ids)))
        self._header.set_subtitle(count if ids else "")
        empty = self._none_found if filtered else self._nobody
        self._stack.setCurrentWidget(self._table if ids else empty)

    def _paper(self) -> Callable[[Desk], Prepared]:
        """The list as it is filtered and sorted now."""
        from app.services.outgoing import papers

        return partial(papers.of_clients, wanted=[str(each) for each in self._model.ids])

    def _on_rows_wanted(self, ids: list[str]) -> None:
        self.context.ops.query(
            self, lambda desk: clients.rows(desk, ids), lambda rows: self._model.supply({one.id: one for one in rows})
        )

    def _on_order_changed(self, order: str) -> None:
        self._order = order
        self._look()

    def _on_moved_on(self) -> None:
        if self._model.rowCount():
            self._table.choose_first()

    def _on_new(self) -> None:
        self._close_panel()
        self._new.open_card()

    def _several_button(self) -> QPushButton:
        """What is done for several clients at once."""
        made = button(_("Several clients"), glyph="users-round", name="several_clients")
        menu = QMenu(made)
        menu.addAction(icon("calendar-clock"), _("Holiday cover…"), partial(self._on_several, CoverPanel, cover=True))
        menu.addAction(icon("move-right"), _("Hand over…"), partial(self._on_several, HandOverSeveralPanel))
        made.setMenu(menu)
        return made

    def _on_several(self, panel: type[CoverPanel | HandOverSeveralPanel], *, cover: bool = False) -> None:
        def people(desk: Desk) -> list[Colleague]:
            found = sharing.candidates(desk) if cover else clients.leads(desk)
            return [one for one in found if not one.is_me and (not cover or can_stand_in(one))]

        def show(found: list[Colleague]) -> None:
            steps().do(self, lambda: self._show_panel(panel(self.context, found)))

        self._close_panel()
        self.context.ops.query(self, people, show, latest="people")

    def _show_panel(self, panel: SharingPanel) -> None:
        self._close_panel()
        self._panel = panel
        panel.closed.connect(self._close_panel)
        panel.done.connect(self._close_panel)
        self._place.addWidget(scrolling(at_top(panel)))
        self._list.hide()
        QTimer.singleShot(0, panel, panel.focus_first)

    def _close_panel(self) -> None:
        if self._panel is not None:
            clear(self._place)
            self._panel = None
            self._list.show()
            self.focus_first()

    def _on_changed(self, what: Iterable[str]) -> None:
        if "client" in what:
            self._look(keep_rows=False)

    def _open(self, client: str) -> None:
        self.context.navigator.go_to("client", client)


def _whose_combo(chosen: Callable[[], object]) -> QComboBox:
    combo = QuietCombo()
    combo.activated.connect(lambda _index: chosen())
    combo.setObjectName("clients_whose")
    combo.setAccessibleName(_("Whose clients"))
    for whose, words in WHOSE.items():
        combo.addItem(_(words), whose.value)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo


def _status_combo() -> QComboBox:
    combo = QuietCombo()
    combo.setObjectName("clients_status")
    combo.setAccessibleName(_("Status"))
    combo.addItem(_("Every status"), "")
    for status in FileStatus:
        combo.addItem(_(status.label), status.value)
    combo.setMinimumWidth(160)
    return combo


def columns(*, alone: bool = True) -> tuple[Column[ClientRow], ...]:
    """What the list says of a client; whose client it is only where there are several people."""
    lead: Column[ClientRow] = Column(
        _("Lead"), _lead_text, 190,
        glyph=lambda one: "hourglass" if one.until else "", tone=lambda one: "due" if one.until else "",
        tip=lambda one: _("Open to you until {date}").format(date=formats.long_date(one.until)) if one.until else "",
    )  # fmt: skip
    return (
        Column(_("Code"), lambda one: one.code, 110),
        Column(_("Name"), lambda one: one.name, 0, order="title"),
        Column(_("Group"), lambda one: one.group, 180),
        Column(
            _("Status"), _status_text, 140,
            glyph=lambda one: "circle-dot" if one.status == "open" else "circle",
            tone=lambda one: STATUS_TONES.get(one.status, "muted"),
        ),
        *(() if alone else (lead,)),
        Column(_("Last change"), lambda one: formats.ago(one.updated), 150, order="-updated"),
    )  # fmt: skip


def _lead_text(one: ClientRow) -> str:
    """Whose client it is, and when the own access ends."""
    until = _("until {date}").format(date=formats.short_date(one.until)) if one.until else ""
    return ", ".join(part for part in (one.lead_name, until) if part)


def _status_text(one: ClientRow) -> str:
    return _(FileStatus.label_of(one.status)) if one.status else ""
