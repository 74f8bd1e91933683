"""Looks at one attached file inside the window: pages, a picture, words, or why it cannot be shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.media.file_types import PDF, TEXT
from app.services import documents
from app.texts import _, explain
from ui.documents.opened_file import OpenedFile
from ui.documents.text_view import TextView
from ui.operations import Job
from ui.theme import Space
from ui.widgets import EmptyState, ProgressStrip, Strip, set_shown
from ui.widgets.viewer import Fit, PagesView
from ui.widgets.viewer_bar import ViewerBar

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from app.desk import Desk
    from app.records.document import Attachment
    from app.services.documents import Viewable
    from ui.context import Context
    from ui.known import KnownError

Shown = tuple["Viewable", str]  # the file, and its words where it is a text


class FileViewer(QWidget):
    """Shows one file at a time; another one, or `close_file`, lets go of all of it.

    Signals:
        save_wanted(): the person wants a copy of what cannot be shown here.
    """

    save_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: OpenedFile | None = None
        self._pages: PagesView | None = None
        self._job: Job | None = None
        self._number = 0  # counts what was asked for: an answer to something older is dropped
        self._progress = ProgressStrip()
        self._note = Strip()
        self._bar = ViewerBar()
        self._bar.hide()
        self._inside = QWidget()
        self._stack = QStackedLayout(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for part in (self._progress, self._note, self._bar):
            column.addWidget(part)
        column.addWidget(self._inside, 1)

    @property
    def pages(self) -> PagesView | None:
        """The pages, while a file with pages is shown."""
        return self._pages

    def show_file(self, record: str, attachment: Attachment, purpose: str | None = None) -> None:
        """Open a file of a record; that is an entry in the trail."""
        self.close_file()
        number = self._number
        job = self._job = Job(self)
        self._progress.follow(job, _("Opening {name}…").format(name=attachment.name))
        progress = job.progress

        def read(desk: Desk) -> Shown:
            found = documents.open(
                desk, record, attachment, purpose, progress=progress, cancelled=progress.cancelled
            )  # fmt: skip
            return found, documents.text_of(found) if found.type == TEXT.name else ""

        self._context.ops.query(
            self, read, lambda shown: self._on_read(shown, number), lambda error: self._on_failed(error, number)
        )

    def close_file(self) -> None:
        """Let go of the file, its pages and the process that made them."""
        self._number += 1
        self._end_job()
        self._note.hush()
        self._bar.hide()
        self._bar.leave()
        if self._pages is not None:
            self._pages.forget()
            self._pages = None
        while (item := self._stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        file, self._file = self._file, None
        if file is not None:
            self.destroyed.disconnect(file.close_soon)
            file.close_soon()

    def _on_read(self, shown: Shown, number: int) -> None:
        if number != self._number:
            return
        self._end_job()
        viewable, words = shown
        if not viewable.is_shown:
            self._show_that_it_is_kept(viewable)
        elif viewable.type == TEXT.name:
            self._show_words(viewable, words)
        else:
            file = self._file = OpenedFile(viewable)
            self.destroyed.connect(file.close_soon)  # the window may go with the file still open
            self._progress.begin(_("Opening {name}…").format(name=viewable.name))
            self._context.ops.job(
                self,
                lambda _progress: file.pages(),
                lambda pages: self._on_counted(viewable.name, viewable.type, pages, number),
                lambda error: self._on_failed(error, number),
            )

    def _on_counted(self, name: str, file_type: str, pages: int, number: int) -> None:
        if number != self._number:
            return
        self._progress.end()
        fit = Fit.WIDTH if file_type == PDF.name or pages > 1 else Fit.WHOLE
        view = self._pages = PagesView(pages, name, fit)
        view.wanted.connect(self._draw)
        if file_type == PDF.name:
            view.words_wanted.connect(self._read_out)
        self._bar.follow(view)
        self._stack.addWidget(view)
        set_shown(self._bar, True)

    def _draw(self, page: int, width: int) -> None:
        file, number = self._file, self._number
        if file is not None:
            self._context.ops.job(
                self,
                lambda _progress: file.page(page, width),
                lambda picture: self._on_drawn(page, picture, number),
                lambda error: self._on_not_drawn(page, error, number),
            )

    def _read_out(self, page: int) -> None:
        """What a screen reader says of a page. Where it cannot be had, the page is a picture all the same."""
        file, view = self._file, self._pages
        if file is not None and view is not None:
            self._context.ops.job(
                view, lambda _progress: file.words(page), partial(view.say, page), lambda _error: None, quietly=True
            )

    def _on_drawn(self, page: int, picture: QImage, number: int) -> None:
        if self._pages is not None and number == self._number:
            self._pages.supply(page, picture)

    def _on_not_drawn(self, page: int, error: KnownError, number: int) -> None:
        if self._pages is not None and number == self._number:
            self._note.say_error(error)
            self._pages.fail(page)

    def _show_that_it_is_kept(self, viewable: Viewable) -> None:
        self._stack.addWidget(
            EmptyState(
                "file-text", _("This cannot be shown here"),
                _("“{name}” is kept safe. Save a copy to open it with another program.").format(name=viewable.name),
                _("Save a copy…"), self.save_wanted.emit,
            )
        )  # fmt: skip

    def _show_words(self, viewable: Viewable, words: str) -> None:
        view = TextView(words, viewable.name)
        self._stack.addWidget(view)
        if view.is_cut:
            self._note.say(_("Only the beginning is shown. Save a copy to read all of it."), "info")

    def _on_failed(self, error: KnownError, number: int) -> None:
        if number != self._number:
            return
        self._end_job()
        self._progress.end()
        told = explain(error)
        text = _("The file was not opened.") if error.name == "stopped" else f"{told.sentence} ({told.code})"
        advice = "" if error.name == "stopped" else told.advice
        self._stack.addWidget(EmptyState("file-x", text, advice, _("Save a copy…"), self.save_wanted.emit))

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job.ended.emit()
            self._job.deleteLater()
            self._job = None
