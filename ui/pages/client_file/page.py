"""The client file page: opens the file, asks why where it must, and shows head and tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.services import files, records
from app.texts import _, explain
from ui.forms.purpose import PurposeChooser
from ui.navigation import Page
from ui.pages.client_file.access_tab import AccessTab
from ui.pages.client_file.consents_tab import ConsentsTab
from ui.pages.client_file.edit_view import EditView
from ui.pages.client_file.head import FileHead
from ui.pages.client_file.overview_tab import OverviewTab
from ui.pages.client_file.records_tab import RecordsTab
from ui.widgets import EmptyState, column, page_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.files import ClientFile
    from app.services.records import Editing
    from ui.context import Context
    from ui.known import KnownError

TABS = ("overview", "timeline", "notes", "consents", "access")
NOTES = ("session_note", "process_note")


class ClientFilePage(Page):
    """One file at a time. Each visit opens it anew, with an entry in the trail."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client: str | None = None
        self._file: ClientFile | None = None
        self._tab = TABS[0]
        self._editing = ""  # kind of record that is being changed
        self._view: QWidget | None = None
        self._column = page_column(self)
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        client = details.get("client") if details.get("kind") == "client_profile" else record
        if client is None:
            return
        if client != self._client:
            self._tab = TABS[0]
        self._tab = next((tab for tab in TABS if tab == details.get("tab")), self._tab)
        self._editing = details.get("edit", "")
        self._leave()
        self._client = client
        self._load()

    def place(self) -> dict[str, Any]:
        return {"tab": self._tab, "edit": self._editing}

    def keep_draft(self) -> Callable[[Desk], None] | None:
        work = self._view.keep_draft() if isinstance(self._view, EditView) else None
        if work is None:
            return None

        def keep(desk: Desk) -> None:
            work(desk)

        return keep

    def may_leave(self) -> bool:
        self._leave()
        return True

    def focus_first(self) -> None:
        if isinstance(self._view, FileView | EditView | PurposeChooser):
            self._view.focus_first()

    def client_code(self) -> str:
        return self._file.code if self._file else ""

    def _leave(self) -> None:
        if isinstance(self._view, EditView):
            self._view.leave()

    def _load(self, purpose: str | None = None) -> None:
        client = self._client
        if client is not None:
            self.context.ops.query(
                self, lambda desk: files.open(desk, client, purpose), self._on_opened, self._on_failed, latest="file"
            )

    def _show(self, view: QWidget) -> None:
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
        self._view = view
        self._column.addWidget(view)
        view.show()  # a widget that is not shown yet cannot take the focus

    def _on_opened(self, file: ClientFile) -> None:
        self._file = file
        if file.needs_purpose:
            chooser = PurposeChooser()
            chooser.chosen.connect(self._load)
            self._show(chooser)
        elif self._editing:
            self._edit(self._editing)
        else:
            self._show_file(file)
        self.focus_first()
        self.title_changed.emit()

    def _show_file(self, file: ClientFile) -> None:
        view = FileView(self.context, file, self._tab)
        view.tabs.currentChanged.connect(self._on_tab_changed)
        view.overview.edit_wanted.connect(self._edit)
        self._show(view)

    def _edit(self, kind: str) -> None:
        client = self._client
        if client is None:
            return
        self._editing = kind

        def begin(desk: Desk) -> tuple[Editing, bool]:
            editing = records.edit(desk, client) if kind == "client" else records.start(desk, kind, client)
            return editing, editing.record in records.unfinished(desk)

        self.context.ops.query(self, begin, self._on_editing, self._on_failed, latest="file")

    def _on_editing(self, begun: tuple[Editing, bool]) -> None:
        editing, was_kept = begun
        view = EditView(self.context, editing, was_kept=was_kept)
        view.closed.connect(self._on_edit_closed)
        self._show(view)
        view.focus_first()

    def _on_edit_closed(self) -> None:
        self._editing = ""
        self._load()

    def _on_tab_changed(self, index: int) -> None:
        self._tab = TABS[index]

    def _on_changed(self, what: frozenset[str]) -> None:
        if self._client in what and self.isVisible() and isinstance(self._view, FileView):
            self._load()

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        sentence = f"{told.sentence} {told.advice} ({told.code})"
        back = lambda: self.context.navigator.go_to("clients")  # noqa: E731
        self._show(EmptyState("file-x", _("This file cannot be shown"), sentence, _("To the clients"), back))


class FileView(QWidget):
    """Head and tabs of a file that is open."""

    def __init__(self, context: Context, file: ClientFile, tab: str) -> None:
        super().__init__()
        self._context = context
        self._client = file.id
        self.head = FileHead(file)
        self.head.note_wanted.connect(lambda: self._begin("session_note"))
        self.head.consent_wanted.connect(lambda: self._begin("consent"))
        self.head.private_note_wanted.connect(lambda: self._begin("process_note"))
        self.overview = OverviewTab(context, file)
        self.overview.opened.connect(self._open)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("file_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.overview, _("Overview"))
        self._waiting = {name: QWidget() for name in TABS[1:]}
        titles = (_("Timeline"), _("Notes"), _("Consents"), _("Access"))
        for place, title in zip(self._waiting.values(), titles, strict=True):
            self.tabs.addTab(place, title)
        self.tabs.currentChanged.connect(self._fill)
        self.tabs.setCurrentIndex(TABS.index(tab))
        outer = column(self.head, self.tabs, spacing=12)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def focus_first(self) -> None:
        """Writing a note is what one comes for most."""
        self.head.write_button.setFocus()

    def _fill(self, index: int) -> None:
        """Tabs are made when they are first looked at; what nobody looks at is not logged as seen."""
        place = self._waiting.pop(TABS[index], None)
        if place is None:
            return
        inside = column(self._make(TABS[index]), spacing=0)
        place.setLayout(inside)

    def _make(self, tab: str) -> QWidget:
        if tab == "access":
            return AccessTab(self._context, self._client)
        if tab == "consents":
            consents = ConsentsTab(self._context, self._client)
            consents.opened.connect(lambda record: self._open("consent", record))
            consents.take_wanted.connect(lambda: self._begin("consent"))
            return consents
        made = RecordsTab(self._context, self._client, f"{tab}_table", NOTES if tab == "notes" else ())
        made.opened.connect(self._open)
        return made

    def _begin(self, kind: str) -> None:
        self._context.navigator.go_to(kind, None, client=self._client)

    def _open(self, kind: str, record: str) -> None:
        if kind in {"client", "client_profile"}:
            self.tabs.setCurrentIndex(0)
        else:
            self._context.navigator.go_to(kind, record, client=self._client)
