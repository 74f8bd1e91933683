"""The list of clients: ids sorted and filtered in the vault, rows fetched as they come into sight."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QStackedWidget

from app import formats
from app.records.client import FileStatus
from app.services import clients
from app.texts import _, ngettext
from ui.forms.choices import QuietCombo
from ui.navigation import Page
from ui.pages.clients.new_client import NewClientCard
from ui.releasing import release_button
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    RowsModel,
    SearchField,
    button,
    page_column,
    row,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.desk import Desk
    from app.services.clients import ClientRow
    from app.services.papers import Prepared
    from ui.context import Context

ORDERS = ("title", "-updated")  # as the vault sorts; the other way round is the same list turned
TURNED = {"-title": "title", "updated": "-updated"}
STATUS_TONES = {"open": "good", "enquiry": "accent", "waiting": "due"}


class ClientsPage(Page):
    """Find a client by a few letters, or add one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._order = "title"
        self._header = PageHeader(_("Clients"))
        self._header.add_action(release_button(context, self, self._paper))
        self._header.add_action(
            button(_("New client"), self._on_new, kind="primary", glyph="user-plus", name="new_client_button")
        )
        self._filter = SearchField(_("Name or code"), settle_ms=60)
        self._filter.setObjectName("clients_filter")
        self._filter.settled.connect(lambda _text: self._look())
        self._filter.moved_on.connect(self._on_moved_on)
        self._status = _status_combo()
        self._status.activated.connect(lambda _index: self._look())
        self._new = NewClientCard(context)
        self._new.registered.connect(self._open)
        self._new.open_wanted.connect(self._open)
        self._new.closed.connect(self.focus_first)
        self._model: RowsModel[ClientRow] = RowsModel(columns())
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

    def _build(self) -> None:
        outer = page_column(self)
        outer.addWidget(self._header)
        outer.addWidget(self._new)
        line = row(self._filter, self._status)
        line.setStretch(0, 1)
        outer.addLayout(line)
        outer.addWidget(self._stack, 1)
        self.setTabOrder(self._filter, self._status)
        self.setTabOrder(self._status, self._table)

    def _look(self, *, keep_rows: bool = True) -> None:
        text, order = self._filter.text().strip(), self._order
        status = self._status.currentData() or None

        def ids(desk: Desk) -> list[str]:
            found = clients.ids(desk, text=text, status=status, order=order if order in ORDERS else TURNED[order])
            return found if order in ORDERS else found[::-1]

        self.context.ops.query(
            self,
            ids,
            lambda ids: self._on_ids(ids, filtered=bool(text or status), keep_rows=keep_rows),
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
        from app.services import papers

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
        self._new.open_card()

    def _on_changed(self, what: Iterable[str]) -> None:
        if "client" in what:
            self._look(keep_rows=False)

    def _open(self, client: str) -> None:
        self.context.navigator.go_to("client", client)


def _status_combo() -> QComboBox:
    combo = QuietCombo()
    combo.setObjectName("clients_status")
    combo.setAccessibleName(_("Status"))
    combo.addItem(_("Every status"), "")
    for status in FileStatus:
        combo.addItem(_(status.label), status.value)
    combo.setMinimumWidth(160)
    return combo


def columns() -> tuple[Column[ClientRow], ...]:
    """What the list says of a client."""
    return (
        Column(_("Code"), lambda one: one.code, 110),
        Column(_("Name"), lambda one: one.name, 0, order="title"),
        Column(_("Group"), lambda one: one.group, 180),
        Column(
            _("Status"), _status_text, 140,
            glyph=lambda one: "circle-dot" if one.status == "open" else "circle",
            tone=lambda one: STATUS_TONES.get(one.status, "muted"),
        ),
        Column(_("Last change"), lambda one: formats.ago(one.updated), 150, order="-updated"),
    )  # fmt: skip


def _status_text(one: ClientRow) -> str:
    return _(FileStatus.label_of(one.status)) if one.status else ""
