"""Under a policy: that one has read and understood it, in one click, and where several work, who else has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app import formats
from app.services.practice import readings
from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.practice.readings import Reader
    from ui.context import Context


class ReadersPart(QWidget):
    """One account: one's own line, and no word of others."""

    def __init__(self, context: Context, record: str, readers: Sequence[Reader], *, is_alone: bool) -> None:
        super().__init__()
        self.setObjectName("readers")
        self._context, self._record, self._is_alone = context, record, is_alone
        self._strip = Strip()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card(label(_("Read and understood"), size="lead"), self._strip, self._lines))
        self.show_readers(readers)

    def show_readers(self, readers: Sequence[Reader]) -> None:
        """Show these, by name; with one account oneself alone."""
        clear(self._lines)
        for one in readers:
            if one.is_me:
                self._lines.addLayout(self._mine(one))
            elif not self._is_alone:
                self._lines.addLayout(_line(one.name, one))

    def _mine(self, one: Reader) -> QLayout:
        if one.read_on:
            said = _("You read this version on {date}.").format(date=formats.long_date(one.read_on))
            return _said(said, "circle-check", "good")
        made = button(
            _("I have read and understood this version"), self._on_read, glyph="signature", name="read_and_understood"
        )
        words = _("You published this version.") if one.has_published else _("You have not read this version yet.")
        return row(label(words, tone="muted", wrap=True), made, None)

    def _on_read(self) -> None:
        self._context.ops.command(
            self, partial(readings.sign, record_id=self._record), self._on_signed, self._strip.say_error,
            changes={"policy", self._record},
        )  # fmt: skip

    def _on_signed(self, _saved: object) -> None:
        self._context.announcer.toast(_("Read and understood"), "signature")
        self._context.ops.query(
            self, partial(readings.readers, record_id=self._record), self.show_readers, self._strip.say_error
        )


def _line(name: str, one: Reader) -> QLayout:
    if one.has_published and not one.read_on:
        return _said(_("{name}: published it").format(name=name), "circle-check", "good")
    if one.read_on:
        words = _("{name}: read on {date}").format(name=name, date=formats.long_date(one.read_on))
        return _said(words, "circle-check", "good")
    return _said(_("{name}: not read yet").format(name=name), "circle-dashed", "muted")


def _said(words: str, glyph: str, tone: str) -> QLayout:
    return row(IconLabel(glyph, tone), label(words, wrap=True), None)
