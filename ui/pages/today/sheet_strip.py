"""The quiet reminder on Today that nobody has tried the recovery sheet yet; it can be put off in one click."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app import clock
from app.services.vault import recovery
from app.texts import _
from ui.widgets import Strip

if TYPE_CHECKING:
    from app.services.vault.recovery import SheetState
    from ui.context import Context

PUT_OFF_DAYS = 7


class SheetStrip(Strip):
    """Takes no room while there is nothing to say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.add_action(_("Try now"), self._on_try, name="try_sheet_from_today")
        self.add_action(_("Later"), self._on_later, name="try_sheet_later")

    def look(self) -> None:
        """Ask whether to ask."""
        self._context.ops.query(self, recovery.state, self._on_state, lambda _error: None, latest="sheet")

    def _on_state(self, known: SheetState) -> None:
        if known.is_asked_for(clock.today()):
            text = _("Try your recovery sheet: if the passphrase is forgotten, nothing else opens this vault.")
            self.say(text, "info")
        else:
            self.hush()

    def _on_try(self) -> None:
        self._context.navigator.go_to("settings", None, section="security", begin="try_sheet")

    def _on_later(self) -> None:
        until = clock.today() + timedelta(days=PUT_OFF_DAYS)
        self.hush()
        self._context.ops.command(self, lambda desk: recovery.put_off(desk, until), lambda _none: None)
