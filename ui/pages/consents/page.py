"""The Consents page: the board and the texts, and from each the way to one of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.rules.permissions import Action, allowed, role_of
from app.services import records
from app.services.consenting import consent_templates
from app.texts import _, explain
from ui.navigation import Page
from ui.pages.consents import text_view
from ui.pages.consents.board_tab import BoardTab
from ui.pages.consents.templates_tab import TemplatesTab
from ui.pages.consents.text_view import TextView
from ui.pages.consents.text_writing import TextWriting
from ui.widgets import EmptyState, PageHeader, column, page_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context
    from ui.known import KnownError
    from ui.pages.consents.text_view import Shown

TABS = ("board", "texts")


class ConsentsPage(Page):
    """The lists stand behind the text that is written or read, and are read again at every visit."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._may_write = allowed(role_of(context.who.role), Action.SAVE, "practice")
        self._view: TextWriting | TextView | EmptyState | None = None
        self._board = BoardTab(context)
        self._board.opened.connect(self._on_opened)
        self._texts: TemplatesTab | None = None
        self._place_of_texts = QWidget()
        self._tabs = QTabWidget()
        self._tabs.setObjectName("consents_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(self._board, _("All clients"))
        self._tabs.addTab(self._place_of_texts, _("Texts"))
        self._tabs.currentChanged.connect(lambda _index: self._refresh())
        self._lists = QWidget()
        inside = column(PageHeader(_("Consents")), self._tabs, spacing=12)
        inside.setStretch(1, 1)
        self._lists.setLayout(inside)
        self._column = page_column(self)
        self._column.addWidget(self._lists, 1)
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record
        if details.get("tab") in TABS:
            self._tabs.setCurrentIndex(TABS.index(details["tab"]))
        if "state" in details or "month" in details:
            self._board.return_to(str(details.get("state", "")), str(details.get("month", "")))
        if isinstance(self._view, TextWriting) and known == self._view.record:
            return
        self._leave()
        if known is not None:
            self._tabs.setCurrentIndex(TABS.index("texts"))
            self._load(str(known))
        else:
            self._show_lists()

    def place(self) -> dict[str, Any]:
        if isinstance(self._view, TextWriting):
            return {"tab": "texts", "at": self._view.record}
        if isinstance(self._view, TextView):
            return {"tab": "texts", "at": self._view.key}
        return {"tab": TABS[self._tabs.currentIndex()], **self._board.place()}

    def keep_draft(self) -> Callable[[Desk], None] | None:
        work = self._view.keep_draft() if isinstance(self._view, TextWriting) else None
        if work is None:
            return None

        def keep(desk: Desk) -> None:
            work(desk)

        return keep

    def may_leave(self) -> bool:
        self._leave()
        return True

    def focus_first(self) -> None:
        if isinstance(self._view, TextView | TextWriting):
            self._view.focus_first()
        elif self._view is None:
            self._list().focus_first()

    def _leave(self) -> None:
        if isinstance(self._view, TextWriting):
            self._view.leave()

    def _on_opened(self, client: str, record: str) -> None:
        if record:
            self.context.navigator.go_to("consent", record, client=client)
        else:
            self.context.navigator.go_to("client", client, tab="consents")

    def _go_to(self, key: str) -> None:
        self.context.navigator.go_to("consent_template", key)

    def _to_lists(self) -> None:
        self.context.navigator.go_to("consents", tab="texts")

    def _begin(self, text_id: str, code: str) -> None:
        self._write(lambda desk: (consent_templates.begin(desk, text_id, code), False))

    def _next_version(self, record: str) -> None:
        self._write(lambda desk: (consent_templates.next_version(desk, record), False))

    def _load(self, key: str) -> None:
        def find(desk: Desk) -> tuple[Editing, bool] | Shown:
            if key in records.unfinished(desk):
                return records.resume(desk, key), True
            return text_view.look(desk, key)

        self.context.ops.query(self, find, self._on_found, self._on_failed, latest="load")

    def _write(self, work: Callable[[Desk], tuple[Editing, bool]]) -> None:
        self.context.ops.query(self, work, self._on_found, self._on_failed, latest="load")

    def _on_found(self, found: tuple[Editing, bool] | Shown) -> None:
        if isinstance(found, tuple):
            editing, was_kept = found
            writing = TextWriting(self.context, editing, was_kept=was_kept)
            writing.published.connect(self._on_published)
            writing.closed.connect(self._to_lists)
            self._show(writing)
        else:
            reading = TextView(self.context, found, may_write=self._may_write)
            reading.closed.connect(self._to_lists)
            reading.next_wanted.connect(self._next_version)
            reading.begin_wanted.connect(self._begin)
            self._show(reading)
        self.focus_first()

    def _on_published(self, record: str) -> None:
        self._show_lists()
        self._go_to(record)

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        words = f"{told.sentence} {told.advice} ({told.code})"
        self._show(EmptyState("file-x", _("This text cannot be shown"), words, _("To the list"), self._to_lists))

    def _on_changed(self, what: frozenset[str]) -> None:
        if self.isVisible() and what & {"consent", "consent_template", "client"}:
            self._refresh()

    def _refresh(self) -> None:
        if self._view is None:
            self._list().refresh()

    def _list(self) -> BoardTab | TemplatesTab:
        """The list in sight; that of the texts is made when somebody looks at it."""
        if self._tabs.currentIndex() == 0:
            return self._board
        if self._texts is None:
            self._texts = TemplatesTab(self.context, may_write=self._may_write)
            self._texts.opened.connect(self._go_to)
            self._texts.begin_wanted.connect(self._begin)
            self._texts.next_wanted.connect(self._next_version)
            self._place_of_texts.setLayout(column(self._texts, spacing=0))
        return self._texts

    def _show_lists(self) -> None:
        self._take_view_away()
        self._lists.show()
        self._refresh()

    def _show(self, view: TextWriting | TextView | EmptyState) -> None:
        self._take_view_away()
        self._lists.hide()
        self._view = view
        self._column.addWidget(view, 1)
        view.show()  # a widget that is not shown yet cannot take the focus

    def _take_view_away(self) -> None:
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
            self._view = None
