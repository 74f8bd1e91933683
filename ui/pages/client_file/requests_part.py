"""What the client asks to have amended: each request with its clock, where it stands, and the steps that can follow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app import clock, formats
from app.records.amendment import AmendmentKind
from app.services.client_files import amendment_requests
from app.texts import N_, _, ngettext
from ui.pages.client_file.cards_part import CardsPart
from ui.pages.client_file.request_steps import recipients_so_far, step_form
from ui.theme import Space
from ui.widgets import EmptyState, IconLabel, button, card, label, row
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QWidget

    from app.records.amendment import ToTell
    from app.services.client_files.amendment_requests import RequestRow
    from ui.context import Context

_WORDS = {
    AmendmentKind.REQUEST_EXTENDED: N_("Take more time…"),
    AmendmentKind.REQUEST_DECIDED: N_("Decide…"),
    AmendmentKind.PERSONS_NOTIFIED: N_("Who was told…"),
    AmendmentKind.DISAGREEMENT: N_("Statement of disagreement…"),
    AmendmentKind.REBUTTAL: N_("Answer the statement…"),
}


class RequestsPart(CardsPart["RequestRow"]):
    """The requests of one client, those that wait first.

    Signals:
        opened(kind, record): read the record that a request is about.
    """

    opened = Signal(str, object)

    def __init__(self, context: Context, client: str) -> None:
        words = _("A client may ask for a record to be amended. It is taken in with its day, and decided in time.")
        empty = EmptyState("clipboard-list", _("No request"), words, _("Take in a request"), self._on_new)
        new = button(_("Take in a request…"), self._on_new, glyph="plus", name="new_request")
        super().__init__(context, client, amendment_requests.rows, empty, new)

    def card(self, one: RequestRow) -> QFrame:
        title = ": ".join(part for part in (one.target_kind, one.title) if part)
        opened = partial(self.opened.emit, one.target_kind_name, one.target)
        link = button(title.replace("&", "&&"), opened, kind="link", name=f"request:{one.request}")
        glyph, tone = ("clipboard-list", "due") if one.is_open else ("circle-check", "muted")
        received = _("Received on {date}").format(date=formats.long_date(one.requested_on))
        parts: list[QWidget] = [label(f"{one.state_label} · {received}", wrap=True)]
        clock_words = due_in_words(one, clock.today().isoformat())
        if clock_words:
            is_late = one.standing.is_late(clock.today())
            parts.append(label(clock_words, tone="due" if is_late else "muted", wrap=True))
        steps = [
            button(_(_WORDS[kind]), partial(self._on_step, one, kind), name=f"step:{kind.value}")
            for kind in one.standing.steps
        ]
        return card(row(IconLabel(glyph, tone), link, None), *parts, Flow(steps), spacing=Space.S)

    def _on_new(self) -> None:
        self._open(AmendmentKind.CLIENT_REQUESTED, None, [])

    def _on_step(self, one: RequestRow, kind: AmendmentKind) -> None:
        if kind is not AmendmentKind.PERSONS_NOTIFIED:
            self._open(kind, one, [])
            return
        self.context.ops.query(
            self, lambda desk: recipients_so_far(desk, one.target, one.request),
            lambda found: self._open(kind, one, found), latest="to_tell",
        )  # fmt: skip

    def _open(self, kind: AmendmentKind, one: RequestRow | None, told: list[ToTell]) -> None:
        self.open_form(step_form(self.context, self.references, kind, one, told, self.client))


def due_in_words(one: RequestRow, today: str) -> str:
    """Until when it has to be decided, or who still has to be told."""
    standing = one.standing
    if standing.to_tell:
        words = ngettext("{n} person still has to be told.", "{n} people still have to be told.", standing.to_tell)
        return words.format(n=standing.to_tell)
    if not standing.due_on:
        return _("No law that the program knows sets a date here.") if one.is_open else ""
    words = _("Should have been decided by {date}.") if standing.due_on < today else _("To be decided by {date}.")
    return words.format(date=formats.long_date(standing.due_on))
