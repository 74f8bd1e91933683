"""Timeline and notes: titles of the client's records; opening one is a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.services import files
from app.texts import _
from ui.forms.choices import QuietCombo
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, row

if TYPE_CHECKING:
    from app.services.files import TimelineRow
    from ui.context import Context

STATES = {"draft": ("pencil", "due"), "signed": ("signature", "muted"), "saved": ("save", "muted")}
STATUSES = {"amended": ("file-pen", "due"), "entered_in_error": ("ban", "due")}


class RecordsTab(QWidget):
    """A table of records of one client.

    Signals:
        opened(kind, record): the person wants to read or go on writing it.
    """

    opened = Signal(str, str)

    def __init__(self, context: Context, client: str, name: str, kinds: tuple[str, ...] = ()) -> None:
        """`kinds`: only these; empty means all, with a filter to choose one."""
        super().__init__()
        self._context = context
        self._client = client
        self._kinds = kinds
        self._lines: list[TimelineRow] = []
        self._model: RowsModel[TimelineRow] = RowsModel(_columns(alone=context.who.alone))
        title = _("Notes") if kinds else _("Timeline")
        self._table = DataTable(self._model, name, title, context.preferences)
        self._table.opened.connect(self._on_opened)
        self._empty = EmptyState("file-text", _("Nothing written yet"), _("Press “Write note” to begin."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._filter = QuietCombo()
        self._filter.setAccessibleName(_("Show"))
        self._filter.addItem(_("Everything"), ())
        for kind in files.timeline_kinds():
            self._filter.addItem(_(KINDS[kind].plural), (kind,))
        self._filter.activated.connect(lambda _index: self.refresh())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        if not kinds:
            column.addLayout(row(self._filter, None))
        column.addWidget(self._stack, 1)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the lines again."""
        kinds = self._kinds or tuple(self._filter.currentData())
        client = self._client
        self._context.ops.query(self, lambda desk: files.timeline(desk, client, kinds), self._on_lines, latest="lines")

    def titles(self) -> list[str]:
        """What is listed, for reading aloud."""
        return [f"{line.kind_label}: {line.title}" for line in self._lines]

    def _on_lines(self, lines: list[TimelineRow]) -> None:
        self._lines = lines
        self._model.set_rows({line.record: line for line in lines})
        self._stack.setCurrentWidget(self._table if lines else self._empty)

    def _on_opened(self, record: str) -> None:
        self.opened.emit(next(line.kind for line in self._lines if line.record == record), record)


def state_in_words(line: TimelineRow) -> str:
    """`Draft`, `Signed`, `Amended`, `Entered in error`."""
    if line.status == "entered_in_error":
        return _("Entered in error")
    if line.status == "amended":
        return _("Amended")
    return {"draft": _("Draft"), "signed": _("Signed"), "saved": _("Saved")}.get(line.state, line.state)


def _look(line: TimelineRow) -> tuple[str, str]:
    return STATUSES.get(line.status) or STATES.get(line.state, ("", "muted"))


def _columns(*, alone: bool) -> tuple[Column[TimelineRow], ...]:
    columns: list[Column[TimelineRow]] = [
        Column(_("Date"), lambda line: formats.short_date(line.at[:10]), 132),
        Column(_("Kind"), lambda line: line.kind_label, 250, glyph=lambda line: KINDS[line.kind].icon),
        Column(_("Title"), lambda line: line.title, 0),
        Column(
            _("State"), state_in_words, 150, glyph=lambda line: _look(line)[0], tone=lambda line: _look(line)[1]
        ),
    ]  # fmt: skip
    if not alone:
        columns.append(Column(_("Written by"), lambda line: line.author_name, 160))
    return tuple(columns)
