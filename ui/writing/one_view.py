"""A page that shows one view at a time: a list, or one record being written or read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QBoxLayout, QWidget

from app.texts import explain
from ui.forms.in_turns import InTurns
from ui.navigation import Page
from ui.widgets import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError


@runtime_checkable
class Focusable(Protocol):
    """A view that knows where one begins."""

    def focus_first(self) -> None:
        """Put the focus where work begins."""


@runtime_checkable
class Leavable(Protocol):
    """A view in which something is under way."""

    def leave(self) -> None:
        """The person goes elsewhere."""


@runtime_checkable
class Draft(Protocol):
    """A view in which something is written."""

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""


class OneView(Page):
    """Every record gets a view of its own, so that nothing of the one before is left in it."""

    def __init__(self, context: Context, column: Callable[[QWidget], QBoxLayout]) -> None:
        """`column` lays the page out: with the margins of a page, or without any."""
        super().__init__(context)
        self._view: QWidget | None = None
        self._coming = InTurns(self, self._show_made)
        self._column = column(self)

    def keep_draft(self) -> Callable[[Desk], None] | None:
        view: object = self._view
        work = view.keep_draft() if isinstance(view, Draft) else None
        if work is None:
            return None

        def keep(desk: Desk) -> None:
            work(desk)

        return keep

    def may_leave(self) -> bool:
        self._leave()
        return True

    def focus_first(self) -> None:
        view: object = self._view
        if isinstance(view, Focusable):
            view.focus_first()

    def _leave(self) -> None:
        view: object = self._view
        if isinstance(view, Leavable):
            view.leave()

    def _show_made(self, view: QWidget) -> None:
        self._show(view)
        self.focus_first()
        self.title_changed.emit()

    def _show(self, view: QWidget | None) -> None:
        self._coming.forget()
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
        self._view = view
        if view is not None:
            self._column.addWidget(view)
            view.show()  # a widget that is not shown yet cannot take the focus

    def _show_failure(self, title: str, error: KnownError, back: str, go_back: Callable[[], object]) -> None:
        """Say in the place of the view why there is none; `back` is what the way on is called."""
        told = explain(error)
        self._show(EmptyState("file-x", title, f"{told.sentence} {told.advice} ({told.code})", back, go_back))
