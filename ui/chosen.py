"""What this person and this practice chose for the window: codes or names, and the minutes until it locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.services.personal import preferences
from app.services.practice import practices
from ui.manners import Limits

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.arrival import Arrival
    from ui.known import KnownError
    from ui.manners import Manners
    from ui.operations import Operations
    from ui.prompts import Prompts
    from ui.workspace import Workspace


class Chosen(QObject):
    """Begins with what was chosen before, keeps what is chosen now, and lets manners and workspace know."""

    def __init__(self, ops: Operations, prompts: Prompts, manners: Manners) -> None:
        super().__init__(manners)
        self._ops = ops
        self._prompts = prompts
        self._manners = manners
        self._is_discreet = False
        self._workspace: Workspace | None = None
        ops.changed.connect(self._on_changed)

    def begin(self, arrival: Arrival) -> None:
        """Somebody has signed in."""
        self._is_discreet = arrival.discreet
        self._manners.limits = Limits(arrival.idle_minutes, arrival.hide_minutes)

    def follow(self, workspace: Workspace) -> None:
        """Show in this workspace what is chosen, and take what is chosen there."""
        self._workspace = workspace
        workspace.discreet_chosen.connect(self.set_discreet)
        workspace.idle_chosen.connect(self.set_idle_minutes)
        workspace.show_discreet(on=self._is_discreet)
        workspace.show_idle_minutes(self._manners.limits.idle_minutes)

    def set_discreet(self, on: bool) -> None:  # noqa: FBT001 - takes a signal
        """Show codes instead of names everywhere, or names again; kept for this person's next sign-in."""

        def done() -> None:
            self._is_discreet = on
            if self._workspace is not None:
                self._workspace.show_discreet(on=on)
                self._workspace.renew()

        def failed(error: KnownError) -> None:
            done()  # it holds for now; that it could not be kept is said all the same
            self._prompts.known(error)

        self._ops.command(self, lambda desk: preferences.set_discreet(desk, on=on), lambda _none: done(), failed)

    def set_idle_minutes(self, minutes: int) -> None:
        """Lock after other minutes: a rule of the practice."""

        def change(desk: Desk) -> None:
            practices.set_idle_minutes(desk, minutes)

        self._ops.command(self, change, lambda _none: None, changes={"practice_profile"})

    def _on_changed(self, what: frozenset[str]) -> None:
        """The rules of the practice may be others now, whoever changed them."""
        if "practice_profile" in what:
            self._ops.query(self, practices.window_rules, self._on_rules, latest="rules")

    def _on_rules(self, rules: tuple[int, int]) -> None:
        self._manners.limits = Limits(*rules)
        if self._workspace is not None:
            self._workspace.show_idle_minutes(rules[0])
            self._workspace.status.show_left(self._manners.idle.left_s)
