"""One entry of a register: its form in sections, what stands above it, and registering, saving, closing, opening again.

Entries live: each save keeps the earlier versions, and a closed one is opened again with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records import KINDS, encode
from app.records.fields import Tier, specs
from app.services import records
from app.services.safety import entry_team
from app.texts import N_, _, ngettext
from ui.forms.lookup import VaultReferences
from ui.forms.sectioned import SectionedForm, SectionSpec
from ui.forms.writer import Writer
from ui.registers.team_card import Deeds, TeamCard
from ui.theme import Space
from ui.widgets import PageHeader, Strip, button, icon_button, label, row, scrolling, set_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from app.services.incident_team import Team
    from app.services.practice.practices import PersonRow
    from app.services.records import Editing, Saved
    from ui.context import Context
    from ui.known import KnownError

SETTLE_MS = 250
WIDEST = 940
MOST_NAMED = 3  # of what is missing; the rest is counted


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What an entry is called where it is written (in the language of the person), and how it is closed."""

    title: str
    subtitle: str
    register: str
    close: str
    closed: str
    close_it: Callable[[Desk, str], Saved]
    reopen_it: Callable[[Desk, str, str], Saved]


class EntryForm(SectionedForm):
    """The form of a register entry: all its fields in sections, without tiers."""

    LEGEND = N_("needed to register it")


class EntryView(QWidget):
    """Works on one entry. Subclasses say what stands above the form, and look again when something was typed.

    Signals:
        closed(): back to the list.
        reload_wanted(record): something was saved; show it again.
    """

    closed = Signal()
    reload_wanted = Signal(str)

    def __init__(
        self, context: Context, editing: Editing, sections: Sequence[SectionSpec], words: EntryWords,
        *, was_kept: bool = False,
    ) -> None:  # fmt: skip
        """`was_kept`: it is a draft that was taken up again."""
        super().__init__()
        self._context = context
        self._words = words
        self.kind = editing.kind
        self.is_closed = bool(getattr(editing.body, "closed_on", ""))
        self.is_registered = not editing.is_new
        self.form = EntryForm(_shown(editing), sections, VaultReferences(context, self), encode(editing.body))
        self._strip = Strip()
        self._writer = Writer(context, self, editing, self.form, self._strip)
        self._writer.was_kept = was_kept
        self._state = label(size="small", tone="muted")
        self._state.setObjectName("draft_state")
        self._missing = label(wrap=True, tone="due")
        self._missing.setObjectName("still_missing")
        self._missing.hide()
        self._close = button(words.close, self._on_close, glyph="circle-check", name="close_entry")
        self.header = PageHeader(words.title, words.subtitle)
        self.top = QVBoxLayout()
        self.top.setContentsMargins(0, 0, 0, 0)
        self._under_form = QVBoxLayout()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(SETTLE_MS)
        self._look.timeout.connect(self.look_again)
        self._lay_out()
        self._connect()

    @property
    def record(self) -> str:
        """The record that is written."""
        return self._writer.record

    def keep_from_now(self) -> None:
        """What it begins with is worth keeping, although nothing was typed yet."""
        self._writer.touch()

    def look_again(self) -> None:
        """Something was typed and a moment has gone by; for what follows from the values."""

    def focus_first(self) -> None:
        """Put the cursor where one begins to write."""
        self.form.focus_first()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is kept as a draft."""
        self._writer.leave()

    def show_team(self, team: Team, people: Sequence[PersonRow]) -> None:
        """Under the form: who works on it. What was typed is kept before somebody else takes part."""
        record = self.record
        deeds = Deeds(
            self.kind,
            record,
            _("It opens for these people alone."),
            leave_out=lambda desk, person, reason: entry_team.leave_out(desk, record, person, reason),
            share=lambda desk, person: entry_team.share(desk, record, person),
            before=self._writer.keep_draft,
        )
        card = TeamCard(self._context, deeds, team, people)
        card.changed.connect(lambda: self.reload_wanted.emit(record))
        self._under_form.addWidget(card)

    def show_missing(self, missing: Sequence[str]) -> None:
        """Say what stands in the way of closing; an entry that was never saved is registered first."""
        if self.is_registered and not self.is_closed:
            self._close.setEnabled(not missing)
            set_shown(self._missing, bool(missing))
            self._missing.setText(_missing_words(missing))
            self._missing.setToolTip("\n".join(missing))

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(icon_button("arrow-left", _("To the list"), self._on_back, name="to_list"), self.header))
        outer.addWidget(self._strip)
        outer.addLayout(self.top)
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.M)
        inside.addWidget(self.form)
        inside.addLayout(self._under_form)
        inside.addStretch(1)
        outer.addWidget(scrolling(page), 1)
        outer.addWidget(self._missing)
        outer.addLayout(row(self._state, None, *self._buttons()))

    def _buttons(self) -> list[QWidget]:
        if self.is_closed:
            self.form.setEnabled(False)
            return [button(_("Open it again"), self._on_reopen, glyph="rotate-ccw", name="reopen")]
        finish = button(
            _("Save") if self.is_registered else self._words.register,
            self._writer.finish,
            kind="primary",
            name="finish",
        )
        self._writer.busy_changed.connect(lambda busy: finish.setEnabled(not busy))
        if self.is_registered:
            return [self._close, finish]
        return [button(_("Throw away"), self._writer.offer_to_discard, kind="quiet", name="discard"), finish]

    def _connect(self) -> None:
        self.form.changed.connect(self._writer.touch)
        self.form.changed.connect(self._look.start)
        self._writer.finish_by_keys()
        self._writer.finished.connect(self.reload_wanted)
        self._writer.discarded.connect(self.closed)
        self._writer.kept.connect(lambda time: self._state.setText(_("draft saved {time}").format(time=time)))

    def _on_back(self) -> None:
        self.leave()
        self.closed.emit()

    def _on_close(self) -> None:
        """Save what is written, then close."""
        record, editing, close = self.record, self._writer.keepable(), self._words.close_it
        self._close.setEnabled(False)

        def save_and_close(desk: Desk) -> Saved:
            records.save(desk, editing)
            return close(desk, record)

        self._writer.forget()
        self._context.ops.command(
            self, save_and_close, lambda _saved: self._on_closed(), self._on_failed, changes={self.kind, record}
        )

    def _on_closed(self) -> None:
        self._context.announcer.toast(self._words.closed)
        self.reload_wanted.emit(self.record)

    def _on_failed(self, error: KnownError) -> None:
        self._close.setEnabled(True)
        self._strip.say_error(error)

    def _on_reopen(self) -> None:
        self._context.prompts.ask_text(_("Why is it opened again?"), self._on_reason)

    def _on_reason(self, reason: str | None) -> None:
        if not reason:
            return
        record, reopen = self.record, self._words.reopen_it
        self._context.ops.command(
            self,
            lambda desk: reopen(desk, record, reason),
            lambda _saved: self.reload_wanted.emit(record),
            self._on_failed,
            changes={self.kind, record},
        )


def _missing_words(missing: Sequence[str]) -> str:
    """One line: the first few, and how many more there are."""
    named, more = "; ".join(missing[:MOST_NAMED]), len(missing) - MOST_NAMED
    if more <= 0:
        return _("Still missing to close: {list}.").format(list=named)
    told = ngettext(
        "Still missing to close: {list}; and {n} more.", "Still missing to close: {list}; and {n} more.", more
    )
    return told.format(list=named, n=more)


def _shown(editing: Editing) -> list[FieldSpec]:
    """All fields at once: sections keep the form short. Whom it concerns is said before it is registered, not later."""
    found: list[Any] = []
    for spec in specs(KINDS[editing.kind].struct):
        is_typed = spec.tier in {Tier.FIRST, Tier.MORE, Tier.RARE} or (spec.name == "left_out" and editing.is_new)
        found.append(replace(spec, tier=Tier.FIRST) if is_typed else spec)
    return found
