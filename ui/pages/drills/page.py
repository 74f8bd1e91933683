"""The Drills page: the list, a drill being written, or a signed one with what became of its findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.rules.permissions import Action
from app.services import records
from app.services.practice import practices
from app.services.safety import drills
from app.texts import _
from ui.pages.drills.drill_view import DrillView
from ui.pages.drills.listing import DrillList
from ui.pages.drills.writing import DrillForm
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.records import Editing, Opened
    from app.services.safety.drills import Finding
    from ui.context import Context
    from ui.known import KnownError


class Found(NamedTuple):
    """A drill for writing or, when it is signed, for reading."""

    editing: Editing | None
    opened: Opened | None = None
    author: str = ""
    findings: tuple[Finding, ...] = ()
    was_kept: bool = False


class DrillsPage(OneView):
    """No record: the list. A record: that drill. `new=True`: one that is to be written down."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        self._may_write = context.who.may(Action.SAVE, "practice")
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        self._leave()
        known = details.get("at") or record
        if known is not None:
            self._ask(partial(_load, record=str(known)))
        elif details.get("new"):
            self._ask(lambda desk: Found(records.start(desk, "drill")))
        else:
            self._show_list()

    def place(self) -> dict[str, Any]:
        return {"at": self._view.record} if isinstance(self._view, DrillForm | DrillView) else {}

    def _show_list(self) -> None:
        view = DrillList(self.context, may_write=self._may_write)
        view.opened.connect(partial(self.context.navigator.go_to, "drill"))
        view.new_wanted.connect(lambda: self.context.navigator.go_to("drills", None, new=True))
        self._show(view)
        view.refresh()

    def _ask(self, work: Callable[[Desk], Found]) -> None:
        self.context.ops.query(self, work, self._on_loaded, self._on_failed, latest="load")

    def _on_loaded(self, found: Found) -> None:
        navigator = self.context.navigator
        if found.editing is not None:
            form = DrillForm(self.context, found.editing, was_kept=found.was_kept)
            form.signed.connect(partial(navigator.go_to, "drill"))
            form.closed.connect(self._to_list)
            self._show(form)
        elif found.opened is not None:
            view = DrillView(self.context, found.opened, found.author, found.findings, may_write=self._may_write)
            record = view.record
            view.closed.connect(self._to_list)
            view.hazard_opened.connect(partial(navigator.go_to, "hazard"))
            view.hazard_wanted.connect(
                lambda finding: navigator.go_to("hazards", None, new=True, source=record, finding=finding)
            )
            self._show(view)
        self.focus_first()

    def _to_list(self) -> None:
        self.context.navigator.go_to("drills")

    def _on_changed(self, what: frozenset[str]) -> None:
        if "drill" in what and isinstance(self._view, DrillList):
            self._view.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This drill cannot be shown"), error, _("To the list"), self._to_list)


def _load(desk: Desk, record: str) -> Found:
    if record in records.unfinished(desk):
        return Found(records.resume(desk, record), was_kept=True)
    opened = records.open(desk, record)
    found = tuple(drills.findings(desk, record))
    return Found(None, opened, practices.person_name(desk, opened.record.author), found)
