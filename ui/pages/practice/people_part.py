"""What the Practice page shows of one person, and how somebody is added or let go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from ui.pages.practice import leaving_view, person_view
from ui.pages.practice.leaving_view import LeavingView
from ui.pages.practice.person_view import PersonView
from ui.people.inviting import Inviting

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QWidget

    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.known import KnownError
    from ui.pages.practice.leaving_view import Leaving
    from ui.pages.practice.person_view import Found


class PeoplePart(QObject):
    """Makes the views; the page puts them in the place of its lists.

    Signals:
        made(view): show this.
        failed(error): there is nothing to show.
        closed(): back to the lists.
        person_wanted(account): go to the page of this person.
    """

    made = Signal(object)
    failed = Signal(object)
    closed = Signal()
    person_wanted = Signal(str)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def open(self, account: str, refused: KnownError | None = None) -> None:
        """Show a person; after a change was refused, with the reason."""
        work = partial(person_view.load, account=account)
        self._context.ops.query(self._page, work, partial(self._on_person, refused), self.failed.emit, latest="load")

    def invite(self) -> None:
        """Add somebody, over the whole window."""
        Inviting(self._context).open_over(cast("QMainWindow", self._page.window()))

    def _on_person(self, refused: KnownError | None, found: Found) -> None:
        view = PersonView(self._context, found)
        view.closed.connect(self.closed)
        view.changed.connect(self.open)
        view.refused.connect(self.open)
        view.remove_wanted.connect(self._on_remove)
        self.made.emit(view)
        if refused is not None:
            view.say_error(refused)

    def _on_remove(self, person: Colleague) -> None:
        work = partial(leaving_view.load, person=person)
        self._context.ops.query(self._page, work, self._on_leaving, self.failed.emit, latest="load")

    def _on_leaving(self, found: Leaving) -> None:
        view = LeavingView(self._context, found)
        view.closed.connect(partial(self.person_wanted.emit, found.person.account))
        self.made.emit(view)
