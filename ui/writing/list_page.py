"""A page that shows the list of its records, or one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.texts import _
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError

Found = TypeVar("Found")


class RecordList(QWidget):
    """The list that such a page shows.

    Signals:
        opened(record): read it, or go on with it.
        new_wanted(): begin one.
    """

    opened = Signal(str)
    new_wanted = Signal()

    def refresh(self) -> None:
        """Ask for the list again."""
        raise NotImplementedError


class ListPage(OneView, Generic[Found]):
    """What is shown follows from where the person goes. Subclasses make the list and the view, and load a record."""

    PAGE_NAME = ""
    KIND = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        self._list: RecordList | None = None  # while it is shown
        context.ops.changed.connect(self._on_changed)

    def make_list(self) -> RecordList:
        """The list."""
        raise NotImplementedError

    def make_view(self, found: Found) -> QWidget:
        """The view of a record that was loaded; it leads back by `to_list`."""
        raise NotImplementedError

    def load(self, desk: Desk, record: str) -> Found:
        """A record, on the engine thread."""
        raise NotImplementedError

    def begin(self, desk: Desk, details: dict[str, Any]) -> Found:
        """A new record, on the engine thread; `details` as somebody went here."""
        raise NotImplementedError

    def cannot_be_shown(self) -> str:
        """The heading where a record cannot be shown."""
        raise NotImplementedError

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        self._leave()
        known = details.get("at") or record
        if known is not None:
            self.ask(str(known))
        elif details.get("new"):
            self.ask_to_begin(details)
        else:
            self._show_list()

    def place(self) -> dict[str, Any]:
        record = getattr(self._view, "record", "") if self._list is None else ""
        return {"at": record} if record else {}

    def ask(self, record: str) -> None:
        """Load a record and show it."""
        self._query(lambda desk: self.load(desk, record))

    def ask_to_begin(self, details: dict[str, Any]) -> None:
        """Begin a record and show it."""
        self._query(lambda desk: self.begin(desk, details))

    def to_list(self) -> None:
        """Go back to the list."""
        self.context.navigator.go_to(self.PAGE_NAME)

    def _query(self, work: Callable[[Desk], Found]) -> None:
        self.context.ops.query(self, work, self._on_found, self._on_failed, latest="record")

    def _show_list(self) -> None:
        made = self.make_list()
        made.opened.connect(lambda record: self.context.navigator.go_to(self.KIND, record))
        made.new_wanted.connect(lambda: self.context.navigator.go_to(self.PAGE_NAME, None, new=True))
        self._show(made)
        self._list = made
        made.refresh()

    def _show(self, view: QWidget | None) -> None:
        self._list = None
        super()._show(view)

    def _on_found(self, found: Found) -> None:
        self._show(self.make_view(found))
        self.focus_first()

    def _on_changed(self, what: frozenset[str]) -> None:
        if self.KIND in what and self._list is not None:
            self._list.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(self.cannot_be_shown(), error, _("To the list"), self.to_list)
