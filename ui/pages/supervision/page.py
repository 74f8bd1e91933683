"""The Supervision page: the list, and from it the way to write, to read, or to make a pack for a supervisor outside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from app.services import records
from app.services.supervision import carrying
from app.texts import _
from ui.pages.supervision.listing import SupervisionList
from ui.pages.supervision.pack_view import PackView
from ui.pages.supervision.reading import SupervisionReading
from ui.pages.supervision.writing import SupervisionWriting
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing
    from app.services.supervision.carrying import Shown
    from ui.context import Context
    from ui.known import KnownError

KIND = "supervision_session"


@dataclass(frozen=True, slots=True)
class Found:
    """A supervision for writing in it, or for reading."""

    editing: Editing | None = None
    shown: Shown | None = None
    was_kept: bool = False


class SupervisionPage(OneView):
    """One view at a time; the list is made again at each visit."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = record or details.get("at")
        if isinstance(self._view, SupervisionWriting) and known == self._view.record:
            return
        self._leave()
        if known is not None and details.get("kind", KIND) == KIND:
            self._open(str(known))
        elif details.get("new"):
            self._ask(_begin)
        elif details.get("pack"):
            self._to_pack()
        else:
            self._to_list()

    def place(self) -> dict[str, Any]:
        if isinstance(self._view, SupervisionWriting | SupervisionReading):
            return {"at": self._view.record}
        return {"pack": True} if isinstance(self._view, PackView) else {}

    def _open(self, record: str) -> None:
        self._ask(partial(_load, record=record))

    def _ask(self, work: Callable[[Desk], Found]) -> None:
        self.context.ops.query(self, work, self._on_found, self._on_failed, latest="load")

    def _on_found(self, found: Found) -> None:
        if found.editing is not None:
            writing = SupervisionWriting(self.context, found.editing, was_kept=found.was_kept)
            writing.finished.connect(self._on_signed)
            writing.closed.connect(self._go_to_list)
            self._show(writing)
        elif found.shown is not None:
            reading = SupervisionReading(self.context, found.shown)
            reading.closed.connect(self._go_to_list)
            reading.changed.connect(lambda: self._open(reading.record))
            self._show(reading)
        self.focus_first()

    def _on_signed(self, record: str) -> None:
        self._show(None)  # it is not written any more, so it is shown again for reading
        self.context.navigator.go_to(KIND, record)

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This record cannot be shown"), error, _("To the list"), self._go_to_list)

    def _go_to_list(self) -> None:
        self.context.navigator.go_to("supervision")

    def _to_list(self) -> None:
        made = SupervisionList(self.context)
        made.opened.connect(lambda record: self.context.navigator.go_to(KIND, record))
        made.new_wanted.connect(lambda: self.context.navigator.go_to("supervision", None, new=True))
        made.pack_wanted.connect(lambda: self.context.navigator.go_to("supervision", None, pack=True))
        self._show(made)
        made.refresh()

    def _to_pack(self) -> None:
        pack = PackView(self.context)
        pack.closed.connect(self._go_to_list)
        self._show(pack)
        pack.focus_first()


def _begin(desk: Desk) -> Found:
    return Found(records.start(desk, KIND))


def _load(desk: Desk, record: str) -> Found:
    if record in records.unfinished(desk):
        return Found(records.resume(desk, record), was_kept=True)
    return Found(shown=carrying.open(desk, record))
