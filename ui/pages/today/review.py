"""Review and sign: what is unsigned, one under the other, to be read, ticked and signed together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from app.records.base import missing
from app.records.session_note import SessionNote
from app.records.words import titled
from app.rules import notes
from app.services import records
from app.services.reading import unfinished
from app.texts import _, explain, ngettext
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.pages.today.lines import nothing, who
from ui.theme import READING_WIDTH, Space
from ui.widgets import PageHeader, Strip, button, card, clear, label, page_column, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desk import Desk
    from app.records import RecordBody
    from app.services.reading.unfinished import DraftRow
    from app.services.records import SignResult
    from ui.context import Context

MOST = 30  # read at one time


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A draft with its words, what is missing before it can be signed, and sections its format has no place for."""

    row: DraftRow
    body: RecordBody
    missing: tuple[str, ...]
    outside: tuple[str, ...] = ()


def unsigned(desk: Desk) -> list[Unsigned]:
    """My drafts of kinds that are signed, oldest first; each reading is an entry. Runs on the engine."""
    rows = [row for row in unfinished.drafts(desk) if row.is_signed_kind and not row.is_closed][:MOST]
    found = []
    for row_ in reversed(rows):
        body = records.resume(desk, row_.record).body
        lacking = tuple(dict.fromkeys(_(spec.label) for spec in missing(body)))
        outside = notes.outside_format(body) if isinstance(body, SessionNote) else []
        found.append(Unsigned(row_, body, lacking, tuple(_(spec.label) for spec in outside)))
    return found


class Review(QWidget):
    """Takes the place of Today until it is closed.

    Signals:
        closed(): back to the day.
        draft_wanted(draft): go on writing it.
    """

    closed = Signal()
    draft_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ticks: dict[str, QCheckBox] = {}
        self._sign = button("", self._on_sign, kind="primary", glyph="signature", name="sign_reviewed")
        header = PageHeader(_("Review and sign"), _("Read each one, tick it, sign them together. Signed is final."))
        header.add_action(button(_("Back"), self.closed.emit, glyph="arrow-left", name="review_back"))
        header.add_action(self._sign)
        self._strip = Strip()
        body = QWidget()
        body.setMaximumWidth(READING_WIDTH + 120)
        self._cards = QVBoxLayout(body)
        self._cards.setContentsMargins(0, 0, Space.S, 0)
        self._cards.setSpacing(Space.M)
        outer = page_column(self)
        outer.addWidget(header)
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(body), 1)
        self._strip.hush()
        self._count()

    def load(self) -> None:
        """Read the drafts and show them."""
        self._context.ops.query(self, unsigned, self._on_found, latest="unsigned")

    def _on_found(self, found: Sequence[Unsigned]) -> None:
        clear(self._cards)
        self._ticks = {}
        for one in found:
            self._cards.addWidget(self._card(one))
        if not found:
            self._cards.addWidget(nothing(_("Everything is signed.")))
        self._cards.addStretch(1)
        self._count()

    def _card(self, one: Unsigned) -> QFrame:
        title = titled(one.row.kind_label, one.row.title)
        change = button(_("Change"), partial(self.draft_wanted.emit, one.row), kind="quiet", glyph="pencil")
        change.setAccessibleName(_("Change: {part}").format(part=title))
        head = row(label(title, size="lead"), label(who(one.row.code, one.row.name), tone="muted"), None, change)
        view = RecordView(one.body, VaultReferences(self._context, self, one.row.client))
        if one.missing:
            fields = ", ".join(one.missing)
            return card(head, view, label(_("Still needed: {fields}.").format(fields=fields), tone="due", wrap=True))
        if one.outside:
            text = _("The format of this note has no place for: {fields}. Open it and put that text somewhere.")
            return card(head, view, label(text.format(fields=", ".join(one.outside)), tone="due", wrap=True))
        tick = QCheckBox(_("Reviewed"))
        tick.setAccessibleName(_("Reviewed: {what}").format(what=title))
        tick.setObjectName(f"reviewed:{one.row.record}")
        tick.toggled.connect(lambda _on: self._count())
        self._ticks[one.row.record] = tick
        return card(head, view, tick)

    def _count(self) -> None:
        n = len(self._ticked())
        self._sign.setEnabled(n > 0)
        self._sign.setText(ngettext("Sign {n} reviewed", "Sign {n} reviewed", n).format(n=n))

    def _ticked(self) -> list[str]:
        return [record for record, tick in self._ticks.items() if tick.isChecked()]

    def _on_sign(self) -> None:
        wanted = self._ticked()
        self._sign.setEnabled(False)
        self._context.ops.command(
            self, lambda desk: records.sign_all(desk, wanted), self._on_signed, changes={"session_note", "draft"}
        )

    def _on_signed(self, results: Sequence[SignResult]) -> None:
        failed = [result.problem for result in results if result.problem is not None]
        signed = len(results) - len(failed)
        if signed:
            self._context.announcer.note_saved()
            self._context.announcer.toast(ngettext("{n} signed", "{n} signed", signed).format(n=signed))
        if failed:
            told = explain(failed[0])
            self._strip.say(f"{told.sentence} {told.advice} ({told.code})", "due")
            self.load()
        elif len(self._ticks) == signed:
            self.closed.emit()
        else:
            self.load()
