"""The page of a register: its list, or one entry of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.texts import _
from ui.registers.entry_view import EntryView
from ui.registers.listing import RegisterList
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError

Found = TypeVar("Found")


class EntryPage(OneView, Generic[Found]):
    """What is shown follows from where the person goes. Subclasses make the list and the view, and load an entry."""

    PAGE_NAME = ""
    KIND = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        context.ops.changed.connect(self._on_changed)

    def make_list(self) -> RegisterList[Any]:
        """The list of the register."""
        raise NotImplementedError

    def make_view(self, found: Found) -> EntryView:
        """The view of an entry that was loaded."""
        raise NotImplementedError

    def load(self, desk: Desk, record: str) -> Found:
        """An entry, on the engine thread."""
        raise NotImplementedError

    def begin(self, desk: Desk, details: dict[str, Any]) -> Found:
        """A new entry, on the engine thread; `details` as somebody went here."""
        raise NotImplementedError

    def cannot_be_shown(self) -> str:
        """The heading where an entry cannot be shown."""
        raise NotImplementedError

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        self._leave()
        known = details.get("at") or record
        if known is not None:
            self._ask(str(known))
        elif details.get("new"):
            self._begin(details)
        else:
            self._show_list()

    def place(self) -> dict[str, Any]:
        return {"at": self._view.record} if isinstance(self._view, EntryView) else {}

    def _show_list(self) -> None:
        view = self.make_list()
        view.opened.connect(lambda record: self.context.navigator.go_to(self.KIND, record))
        view.new_wanted.connect(lambda: self.context.navigator.go_to(self.PAGE_NAME, None, new=True))
        self._show(view)
        view.refresh()

    def _begin(self, details: dict[str, Any]) -> None:
        self.context.ops.query(
            self, lambda desk: self.begin(desk, details), self._on_found, self._on_failed, latest="entry"
        )

    def _ask(self, record: str) -> None:
        self.context.ops.query(
            self, lambda desk: self.load(desk, record), self._on_found, self._on_failed, latest="entry"
        )

    def _on_found(self, found: Found) -> None:
        view = self.make_view(found)
        view.closed.connect(self._to_list)
        view.reload_wanted.connect(self._ask)
        self._show(view)
        view.focus_first()

    def _to_list(self) -> None:
        self.context.navigator.go_to(self.PAGE_NAME)

    def _on_changed(self, what: frozenset[str]) -> None:
        if self.KIND in what and isinstance(self._view, RegisterList):
            self._view.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(self.cannot_be_shown(), error, _("To the list"), self._to_list)
