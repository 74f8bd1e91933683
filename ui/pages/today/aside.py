"""Beside the day: unfinished work with *Review and sign*, the clients of the last notes, backup and trail."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.rules.permissions import VAULT, Action
from app.texts import _, ngettext
from ui.pages.today.lines import TitleLink, line, nothing, who
from ui.theme import Space
from ui.widgets import button, card, clear, icon_button, label, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.clients import ClientRow
    from app.services.reading.unfinished import DraftRow
    from ui.context import Who

MOST_DRAFTS = 6
BACKUP_DUE_DAYS = 7


class Aside(QWidget):
    """The narrow column of Today.

    Signals:
        draft_wanted(draft): go on with it.
        draft_unwanted(draft): throw it away, which is all that can be done with one whose file is closed.
        review_wanted(): read what is unsigned, and sign it.
        client_wanted(client): open the file.
        page_wanted(name): go to a page.
    """

    draft_wanted = Signal(object)
    draft_unwanted = Signal(object)
    review_wanted = Signal()
    client_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, who: Who) -> None:
        """`who`: what somebody's role has no business with is left out."""
        super().__init__()
        self._may_mend = who.may(Action.SETTING, "practice")
        self._sees_trail = who.may(Action.VIEW_TRAIL, VAULT)
        self._sees_files = who.may(Action.LIST, "clinical")
        self._drafts, self._recent, self._state = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for lines in (self._drafts, self._recent, self._state):
            lines.setSpacing(0)
        self._review = button(_("Review and sign…"), self.review_wanted.emit, glyph="signature", name="review")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addWidget(card(label(_("Unfinished"), size="lead"), self._drafts, self._review))
        if self._sees_files:
            outer.addWidget(card(label(_("Recent clients"), size="lead"), self._recent))
        outer.addWidget(card(label(_("Safe keeping"), size="lead"), self._state))
        outer.addStretch(1)

    def show_drafts(self, drafts: Sequence[DraftRow]) -> None:
        """Show unfinished work, newest first."""
        clear(self._drafts)
        shown = drafts[:MOST_DRAFTS]
        for draft in shown:
            self._drafts.addWidget(self._closed_line(draft) if draft.is_closed else self._draft_line(draft))
        if any(draft.is_closed for draft in shown):
            self._drafts.addWidget(nothing(_("To finish it, ask whoever has the file to share it with you again.")))
        more = len(drafts) - MOST_DRAFTS
        if more > 0:
            self._drafts.addWidget(nothing(ngettext("and {n} more", "and {n} more", more).format(n=more)))
        if not drafts:
            self._drafts.addWidget(nothing(_("Everything is signed.")))
        set_shown(self._review, any(draft.is_signed_kind and not draft.is_closed for draft in drafts))

    def _draft_line(self, draft: DraftRow) -> QWidget:
        title = draft.title or draft.kind_label  # the icon says the kind; together they do not fit here
        note = who(draft.code, draft.name) if draft.code else formats.ago(draft.updated)
        return line(
            glyph=KINDS[draft.kind].icon, tone="due", title=title, note=note, name=f"draft:{draft.record}",
            opened=partial(self.draft_wanted.emit, draft),
        )  # fmt: skip

    def _closed_line(self, draft: DraftRow) -> QWidget:
        """Of what kind it is and from when; whom it is about is nothing for this person any more."""
        note = _("{kind}, {ago}").format(kind=draft.kind_label, ago=formats.ago(draft.updated))
        away = icon_button(
            "trash-2", _("Throw the draft away"), partial(self.draft_unwanted.emit, draft),
            name=f"throw_away:{draft.record}",
        )  # fmt: skip
        away.setAccessibleName(_("Throw away: {what}").format(what=note))
        return line(
            glyph=KINDS[draft.kind].icon, tone="muted", title=_("Draft in a file you no longer have"), note=note,
            opened=None, actions=(away,), name=f"closed_draft:{draft.record}",
        )  # fmt: skip

    def show_recent(self, recent: Sequence[ClientRow]) -> None:
        """Show the clients of the last notes."""
        clear(self._recent)
        for client in recent:
            words, opened = who(client.code, client.name), partial(self.client_wanted.emit, client.id)
            self._recent.addWidget(TitleLink(words, opened, f"recent:{client.code}"), 0, Qt.AlignmentFlag.AlignLeft)
        if not recent and self._sees_files:
            self._recent.addWidget(nothing(_("Clients you write about appear here.")))

    def show_state(self, backup: str | None, backup_age_days: int, entries: int) -> None:
        """Show when the last backup was made (None: never), and how long the trail is."""
        clear(self._state)
        is_due = self._may_mend and (backup is None or backup_age_days >= BACKUP_DUE_DAYS)
        said = _("No backup yet") if backup is None else _("Backup {ago}").format(ago=formats.ago(backup))
        count = ngettext("{n} entry", "{n} entries", entries).format(n=formats.number(entries))
        lines = [("hard-drive-download", "due" if is_due else "good" if backup else "muted", said, "", "backups")]
        if self._sees_trail:
            lines.append(("footprints", "muted", _("Trail"), count, "trail"))
        for glyph, tone, title, note, page in lines:
            self._state.addWidget(
                line(
                    glyph=glyph, tone=tone, title=title, note=note, opened=partial(self.page_wanted.emit, page),
                    name=f"state:{page}",
                )
            )  # fmt: skip
