"""The strip above a new session note when one's own licence or insurance has ended: said, never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.practice import reminders
from app.texts import _
from ui.widgets import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.context import Context


class EndedStrip(Strip):
    """Takes no room until the answer is there, and none where everything holds."""

    def __init__(self, context: Context) -> None:
        super().__init__(closable=True)
        self.setObjectName("ended_credentials")
        self._open = lambda: context.navigator.go_to("training", tab="credential")
        context.ops.query(self, reminders.ended, self._on_ended)

    def _on_ended(self, sentences: Sequence[str]) -> None:
        if sentences:
            self.add_action(_("Credentials"), self._open, name="to_credentials")
            self.say(" ".join(sentences), "due")
