"""The client file page: opens the file, asks why where it must, and shows it, or one of its parts being changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.services import clients, mistakes, records
from app.services.client_files import birthdays, closing, files, summaries
from app.texts import _, explain
from ui.forms.in_turns import InTurns
from ui.forms.purpose import Asking, PurposeChooser, asking
from ui.navigation import Page
from ui.pages.client_file import reach
from ui.pages.client_file.edit_view import EditView
from ui.pages.client_file.file_view import TABS, FileView
from ui.pages.client_file.joining import JoinView
from ui.pages.client_file.reach import Seen
from ui.pages.client_file.removing import RemoveView
from ui.widgets import EmptyState, page_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.client_files.files import ClientFile
    from app.services.records import Editing
    from ui.context import Context
    from ui.known import KnownError

IN_PLACE = frozenset({"related_person", "episode"})  # living records that have no page of their own


class ClientFilePage(Page):
    """One file at a time. Each visit opens it anew, with an entry in the trail."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client: str | None = None
        self._file: ClientFile | None = None
        self._tab = TABS[0]
        self._part = ""  # of a tab that has several
        self._items_open = False
        self._editing = ""  # kind of record that is being changed
        self._edited: str | None = None  # which one; None for a new one
        self._field = ""
        self._view: QWidget | None = None
        self._coming = InTurns(self, self._show_made)
        self._column = page_column(self)
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        kind = str(details.get("kind", ""))
        is_part = kind in IN_PLACE
        client = details.get("client") or (None if is_part or kind == "client_profile" else record)
        if client is None:
            self._find_client(kind, record)
            return
        if client != self._client:
            self._tab, self._part, self._items_open = TABS[0], "", False
        self._tab = next((tab for tab in TABS if tab == details.get("tab")), self._tab)
        self._part = str(details.get("part") or self._part)
        self._leave()
        self._editing = kind if is_part else str(details.get("edit", ""))
        self._edited = details.get("edited") or (record if is_part else None)
        self._field = ""
        self._client = client
        self._load()

    def place(self) -> dict[str, Any]:
        edited = self._view.record if isinstance(self._view, EditView) else self._edited
        kept = {"edit": self._editing, "edited": edited if self._editing else None}
        return {"tab": self._tab, "part": self._part, "client": self._client, **kept}

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
        if isinstance(self._view, FileView | EditView | PurposeChooser | JoinView | RemoveView):
            self._view.focus_first()

    def client_code(self) -> str:
        return self._file.code if self._file else ""

    def client_id(self) -> str:
        """Whose file is open."""
        return (self._client or "") if self._file else ""

    def _leave(self) -> None:
        if isinstance(self._view, EditView):
            self._view.leave()

    def _find_client(self, kind: str, record: str | None) -> None:
        """Somebody came to a part of a file without saying of whose, as from a search."""
        if record is None:
            return

        def go_on(client: str | None) -> None:
            if client is not None:
                self.show_record(record, {"kind": kind, "client": client})

        self.context.ops.query(self, lambda desk: summaries.client_of(desk, record), go_on, self._on_failed)

    def _load(self, purpose: str | None = None) -> None:
        client = self._client
        if client is None:
            return

        alone = self.context.who.alone

        def look(desk: Desk) -> Seen | Asking:
            file = files.open(desk, client, purpose)
            if file.needs_purpose:
                return asking(desk, client)
            return Seen(file, summaries.of(desk, file), reach.of(desk, file, alone=alone))

        self.context.ops.query(self, look, self._on_opened, self._on_failed, latest="file")

    def _show_made(self, view: QWidget) -> None:
        self._show(view)
        self.focus_first()
        self.title_changed.emit()

    def _show(self, view: QWidget) -> None:
        self._coming.forget()
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
        self._view = view
        self._column.addWidget(view)
        view.show()  # a widget that is not shown yet cannot take the focus

    def _on_opened(self, found: Seen | Asking) -> None:
        self._file = None if isinstance(found, Asking) else found.file
        if isinstance(found, Asking):
            chooser = PurposeChooser(found)
            chooser.chosen.connect(self._load)
            self._show_made(chooser)
        elif self._editing:
            self._edit(self._editing, self._edited, self._field)
            self.title_changed.emit()
        else:
            self._coming.begin(lambda: self._file_view(found))

    def _file_view(self, seen: Seen) -> FileView:
        file = seen.file
        view = FileView(self.context, seen, self._tab, part=self._part, items_open=self._items_open)
        view.part_turned.connect(self._on_part_turned)
        view.tabs.currentChanged.connect(self._on_tab_changed)
        view.edit_wanted.connect(self._edit)
        view.overview.applies_changed.connect(self._on_applies_changed)
        view.head.export_wanted.connect(lambda: self._on_export(file))
        view.head.join_wanted.connect(self._on_join)
        view.head.part_wanted.connect(self._on_part)
        view.head.remove_wanted.connect(self._on_remove)
        view.head.reopen_wanted.connect(self._on_reopen)
        view.overview.birthday_reviewed.connect(self._on_birthday_reviewed)
        return view

    def _edit(self, kind: str, record: str | None, field: str = "") -> None:
        """Change a living record in its place; `record` None: the client's only one of that kind, or a new one."""
        client = self._client
        if client is None:
            return
        self._editing, self._edited, self._field = kind, record, field
        wanted = client if kind == "client" else record

        def begin(desk: Desk) -> tuple[Editing, bool]:
            known = wanted is not None and (desk.signin.head_of(wanted) or wanted in records.unfinished(desk))
            editing = records.edit(desk, wanted) if known and wanted else records.start(desk, kind, client)
            return editing, editing.record in records.unfinished(desk)

        self.context.ops.query(self, begin, self._on_editing, self._on_failed, latest="file")

    def _on_editing(self, begun: tuple[Editing, bool]) -> None:
        editing, was_kept = begun
        view = EditView(self.context, editing, was_kept=was_kept, field=self._field)
        view.closed.connect(self._reload)
        self._show(view)
        view.focus_first()

    def _reload(self) -> None:
        self._editing, self._edited = "", None
        self._load()

    def _on_tab_changed(self, index: int) -> None:
        self._tab = TABS[index]

    def _on_part_turned(self, name: str) -> None:
        self._part = name

    def _on_applies_changed(self, key: str, applies: bool) -> None:  # noqa: FBT001 - a signal's argument
        client = self._client
        if client is None:
            return
        self._items_open = True
        self.context.ops.command(
            self, lambda desk: files.set_applicable(desk, client, key, applies=applies), lambda _saved: None,
            changes={"client_profile", client},
        )  # fmt: skip

    def _on_export(self, file: ClientFile) -> None:
        from ui.releasing import export_file

        export_file(self.context, self, file)

    def _on_join(self) -> None:
        if self._file is not None:
            view = JoinView(self.context, self._file)
            view.closed.connect(self._reload)
            self._show(view)
            view.focus_first()

    def _on_part(self, code: str) -> None:
        text = _("{code} is a file of its own again").format(code=code)
        self.context.ops.command(
            self, lambda desk: mistakes.part(desk, clients.by_code(desk, code)),
            lambda _saved: self.context.announcer.toast(text, "undo-2"),
            changes={"client", *([self._client] if self._client else [])},
        )  # fmt: skip

    def _on_reopen(self) -> None:
        client = self._client
        if client is not None:
            self.context.ops.command(
                self, lambda desk: closing.reopen(desk, client),
                lambda saved: self._edit("episode", saved.record, "presenting_problem"),
                changes={"client", "episode", client},
            )  # fmt: skip

    def _on_birthday_reviewed(self) -> None:
        client = self._client
        if client is not None:
            self.context.ops.command(
                self, lambda desk: birthdays.reviewed(desk, client), lambda _saved: None, changes={"client", client}
            )

    def _on_remove(self) -> None:
        if self._file is not None:
            view = RemoveView(self.context, self._file)
            view.closed.connect(self._reload)
            view.removed.connect(self._on_removed)
            self._show(view)
            view.focus_first()

    def _on_removed(self) -> None:
        self._client, self._file = None, None
        self._show(QWidget())
        self.context.navigator.go_to("clients")

    def _on_changed(self, what: frozenset[str]) -> None:
        if self._client in what and self.isVisible() and isinstance(self._view, FileView):
            self._load()

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        sentence = f"{told.sentence} {told.advice} ({told.code})"
        back = lambda: self.context.navigator.go_to("clients")  # noqa: E731
        self._show(EmptyState("file-x", _("This file cannot be shown"), sentence, _("To the clients"), back))
