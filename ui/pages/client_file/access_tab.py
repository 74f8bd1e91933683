"""Access: who can open this file, and who opened, changed or searched it, when and why, out of the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.services.client_files import files
from app.services.outgoing import papers
from app.texts import _
from ui.releasing import release_button
from ui.sharing.holders_view import HoldersView
from ui.theme import Space
from ui.widgets import Column, DataTable, RowsModel, button, label, row, scrolling

if TYPE_CHECKING:
    from app.services.client_files.files import AccessRow
    from ui.context import Context
    from ui.pages.client_file.reach import Reach

A_TIME = 100  # entries fetched at once
LEAST_HEIGHT = 280


class AccessTab(QWidget):
    """Who can open it where there are several people; under it a table of entries, newest first."""

    def __init__(self, context: Context, client: str, reach: Reach) -> None:
        super().__init__()
        self.holders = HoldersView(context, client) if reach.knows_others else None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        if self.holders is not None:
            column.addWidget(self.holders)
        if reach.sees_trail:
            entries = AccessEntries(context, client)
            entries.setMinimumHeight(LEAST_HEIGHT)
            column.addWidget(entries, 1)
        else:
            column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page))


class AccessEntries(QWidget):
    """A table of entries, newest first."""

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._entries: list[AccessRow] = []
        self._model: RowsModel[AccessRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "access_table", _("Who opened what, and when"), context.preferences)
        self._older = button(_("Show older entries"), self._ask, kind="link", name="older_access")
        self._older.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        about = label(_("Every time this file was opened, changed or found, newest first."), tone="muted", wrap=True)
        paper = release_button(context, self, lambda: lambda desk: papers.of_access(desk, client), kind="quiet")
        head = row(about, paper)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._table, 1)
        column.addWidget(self._older, 0, Qt.AlignmentFlag.AlignLeft)
        self._ask()

    def refresh(self) -> None:
        """Begin again with the newest entries."""
        self._entries = []
        self._ask()

    def _ask(self) -> None:
        client, before = self._client, self._entries[-1].seq if self._entries else None
        self._context.ops.query(
            self, lambda desk: files.access(desk, client, before, limit=A_TIME), self._on_entries, latest="access"
        )

    def _on_entries(self, entries: list[AccessRow]) -> None:
        self._entries = [*self._entries, *entries]
        self._model.set_rows({entry.seq: entry for entry in self._entries})
        self._older.setVisible(len(entries) == A_TIME)


def _columns() -> tuple[Column[AccessRow], ...]:
    return (
        Column(_("When"), lambda entry: formats.moment(entry.at), 156),
        Column(_("Who"), lambda entry: entry.who, 120),
        Column(
            _("What was done"), lambda entry: entry.action_label, 164,
            glyph=lambda entry: "" if entry.outcome == "ok" else "ban",
            tone=lambda entry: "" if entry.outcome == "ok" else "due",
        ),
        Column(_("With"), lambda entry: entry.what, 0),
        Column(_("Why"), lambda entry: entry.purpose, 176),
    )  # fmt: skip
