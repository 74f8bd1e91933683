"""Documents: what was attached, and the ways to attach more: a file, a drop, the clipboard, the scan folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.services.client_files import summaries
from app.texts import _
from ui.documents.scan_folder import ScanFolder
from ui.documents.taking_in import Source, sources_of
from ui.pages.client_file.records_tab import look_of, words_of
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, button, row

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.client_files.summaries import DocumentRow
    from ui.context import Context


class DocumentsTab(QWidget):
    """The documents of one client.

    Signals:
        opened(record): look at one, or go on describing it.
        attach_wanted(sources): take these in as a new document.
        new_wanted(): a document of which there is only paper.
    """

    opened = Signal(str)
    attach_wanted = Signal(list)
    new_wanted = Signal()

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._model: RowsModel[DocumentRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "documents_table", _("Documents"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._empty = EmptyState(
            "paperclip", _("No documents yet"),
            _("Drop a file anywhere on this page, paste one with Ctrl+V, or choose it."),
            _("Attach a file…"), self._on_attach,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self.scans = ScanFolder(context)
        self.scans.attach_wanted.connect(self.attach_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(
            row(
                button(_("Attach a file…"), self._on_attach, glyph="paperclip", name="attach"),
                button(_("Paste"), self._on_paste, kind="quiet", glyph="clipboard", name="paste_document"),
                button(_("Scan folder"), self._on_scans, kind="quiet", glyph="scan-text", name="scans"),
                button(_("Paper only"), self.new_wanted.emit, kind="quiet", glyph="file-plus", name="paper_only"),
                None,
            )
        )
        column.addWidget(self.scans)
        column.addWidget(self._stack, 1)
        column.addStretch(0)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the documents again."""
        client = self._client
        self._context.ops.query(self, lambda desk: summaries.documents(desk, client), self._on_rows, latest="rows")

    def _on_rows(self, rows: list[DocumentRow]) -> None:
        self._model.set_rows({one.record: one for one in rows})
        self._stack.setCurrentWidget(self._table if rows else self._empty)
        self._stack.setVisible(bool(rows) or self.scans.isHidden())

    def _on_scans(self) -> None:
        self.scans.open_card()
        self._stack.setVisible(self._stack.currentWidget() is self._table)  # a small window has no room for both

    def _on_attach(self) -> None:
        def chosen(path: Path) -> None:
            self.attach_wanted.emit([Source(path, path.name)])

        self._context.prompts.open_file(_("Attach a file"), chosen)

    def _on_paste(self) -> None:
        sources = sources_of(QGuiApplication.clipboard().mimeData())
        if sources:
            self.attach_wanted.emit(sources)
        else:
            self._context.announcer.toast(_("There is no file or picture in the clipboard."), "clipboard")


def _columns() -> tuple[Column[DocumentRow], ...]:
    return (
        Column(_("Title"), lambda one: one.title, 0, glyph=lambda one: "paperclip" if one.files else "file-text"),
        Column(_("Kind"), lambda one: one.kind_label, 190),
        Column(_("Dated"), lambda one: formats.long_date(one.dated) if one.dated else "", 150),
        Column(_("Pages"), lambda one: formats.number(one.pages) if one.pages else "", 80, right=True),
        Column(
            _("State"), lambda one: words_of(one.state, one.status), 150,
            glyph=lambda one: look_of(one.state, one.status)[0], tone=lambda one: look_of(one.state, one.status)[1],
        ),
    )  # fmt: skip
