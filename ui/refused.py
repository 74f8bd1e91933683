"""What stands in the place of a page that somebody's role has no business on: why, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.texts import _, explain
from ui.navigation import Page
from ui.widgets import EmptyState, page_column

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError
    from ui.navigation import PageSpec


class RefusedPage(Page):
    """Each visit is one more try, and a try is an entry in the trail."""

    def __init__(self, context: Context, spec: PageSpec) -> None:
        super().__init__(context)
        assert spec.needs is not None, "a page that needs nothing is refused to nobody"
        self._needs = spec.needs
        self._said = EmptyState("ban", _("Not part of your work here"), "", _("Back"), self._go_back)
        self._said.setObjectName("refused")
        page_column(self).addWidget(self._said)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        del details
        action, kind = self._needs

        def try_it(desk: Desk) -> None:
            desk.require(action, kind, record=record)

        self.context.ops.query(self, try_it, lambda _none: None, self._on_refused)

    def _on_refused(self, error: KnownError) -> None:
        told = explain(error)
        self._said.say(
            _("Not part of your work here"),
            f"{told.sentence} {told.advice} ({told.code})",
        )

    def _go_back(self) -> None:
        self.context.navigator.go_to(self.context.navigator.listed[0].name)
