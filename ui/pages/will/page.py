"""The page of the professional will: why to have one, the will to read and print, and its form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.rules.permissions import Action
from app.services import records
from app.services.practice import wills
from app.texts import _
from ui.pages.will.views import NoWill, WillForm, WillView
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing, Opened
    from ui.context import Context
    from ui.known import KnownError


class Shown(NamedTuple):
    """The will for writing in it, for reading, or nothing where there is none."""

    editing: Editing | None = None
    opened: Opened | None = None
    was_kept: bool = False


class WillPage(OneView):
    """A practice has one will, so the page needs no list."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        self._may_write = context.who.may(Action.SAVE, "practice")

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        wanted = details.get("at") or record
        if isinstance(self._view, WillForm) and wanted in (None, self._view.record):
            return
        self._leave()
        self._ask(partial(_load, goes_on=self._may_write))

    def place(self) -> dict[str, Any]:
        return {"at": self._view.record} if isinstance(self._view, WillForm) else {}

    def _ask(self, work: Callable[[Desk], Shown]) -> None:
        self.context.ops.query(self, work, self._on_loaded, self._on_failed, latest="load")

    def _write(self) -> None:
        self._ask(_begin)

    def _read(self) -> None:
        self._ask(partial(_load, goes_on=False))

    def _on_loaded(self, found: Shown) -> None:
        if found.editing is not None:
            form = WillForm(self.context, found.editing, was_kept=found.was_kept)
            form.finished.connect(lambda _kind, _record: self._read())
            form.closed.connect(self._read)
            self._show(form)
        elif found.opened is not None:
            view = WillView(self.context, found.opened, may_write=self._may_write)
            view.change_wanted.connect(self._write)
            self._show(view)
        else:
            nothing = NoWill(may_write=self._may_write)
            nothing.write_wanted.connect(self._write)
            self._show(nothing)
        self.focus_first()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This record cannot be shown"), error, _("Once more"), self._read)


def _begin(desk: Desk) -> Shown:
    editing = wills.begin(desk)
    return Shown(editing, was_kept=editing.record in records.unfinished(desk))


def _load(desk: Desk, *, goes_on: bool) -> Shown:
    """The saved will to be read; with `goes_on` a draft of it is gone on with."""
    known = wills.current(desk)
    if known is None:
        return Shown()
    has_draft = known in records.unfinished(desk)
    if has_draft and goes_on:
        return Shown(records.resume(desk, known), was_kept=True)
    return Shown(opened=records.open(desk, known)) if desk.signin.head_of(known) is not None else Shown()
