"""A text of one's own that is put into notes by a shortcut."""

from __future__ import annotations

from typing import Annotated, Any

from app.records import checks
from app.records.base import RecordBody
from app.records.fields import Tier, field
from app.texts import N_


class Snippet(RecordBody):
    """A name, a shortcut without spaces, and the text; merge fields such as `{client}` are filled in."""

    name: Annotated[str, field(N_("Name of the snippet"), needed=True)] = ""
    shortcut: Annotated[
        str, field(N_("Shortcut"), help=N_("Typed in a note, it becomes the text. One word, as in brth."))
    ] = ""
    text: Annotated[
        str,
        field(N_("Text"), help=N_("{client}, {date} and others are filled in."), needed=True, long=True),
    ] = ""

    removed: Annotated[bool, field(N_("Removed"), tier=Tier.HIDDEN)] = False

    def check(self) -> None:
        checks.check_one_word(N_("Shortcut"), self.shortcut)

    def summary(self) -> str:
        return self.name

    def facets(self) -> dict[str, Any]:
        return {"shortcut": self.shortcut, "removed": self.removed}
