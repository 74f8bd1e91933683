"""How complete the file is, in one line; opened, each item with its place and *does not apply*."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.rules.completeness import ItemState
from app.texts import _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, button, label, row, set_shown
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rules.completeness import Item

LOOKS = {
    ItemState.DONE: ("circle-check", "good"),
    ItemState.OPEN: ("circle", "due"),
    ItemState.NOT_APPLICABLE: ("circle-slash", "muted"),
}
_ORDER = (ItemState.OPEN, ItemState.DONE, ItemState.NOT_APPLICABLE)


class CompletenessCard(QFrame):
    """Closed to begin with: it is a reminder, not a reproach.

    Signals:
        go_wanted(item): go to where it is written down.
        applies_changed(key, applies): it does not apply to this client, or it does after all.
    """

    go_wanted = Signal(object)
    applies_changed = Signal(str, bool)

    def __init__(self, items: Sequence[Item], *, is_open: bool = False) -> None:
        super().__init__()
        set_card(self)
        self.setObjectName("completeness")
        is_whole = not any(item.state is ItemState.OPEN for item in items)
        glyph, tone = LOOKS[ItemState.DONE if is_whole else ItemState.OPEN]
        words = label(completeness_in_words(items))
        words.setObjectName("completeness_words")
        self._toggle = button("", self._on_toggled, kind="link", name="show_items")
        self._items = sorted(items, key=lambda item: _ORDER.index(item.state))
        self._list = QFrame()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        line = row(IconLabel(glyph, tone), words, self._toggle)
        line.setStretch(1, 1)
        column.addLayout(line)
        column.addWidget(self._list)
        self._show_list(is_open=is_open)

    @property
    def is_open(self) -> bool:
        """Whether the items are in sight."""
        return not self._list.isHidden()

    def _line(self, item: Item) -> QFrame:
        glyph, tone = LOOKS[item.state]
        go = button(_(item.label), partial(self.go_wanted.emit, item), kind="link", name=f"item:{item.key}")
        parts = [IconLabel(glyph, tone, 16), go]
        if item.reason:
            parts.append(label(item.reason, size="small", tone="muted", wrap=True))
        line = row(*parts, None)
        if item.state is not ItemState.DONE:
            applies = item.state is ItemState.NOT_APPLICABLE
            text = _("Applies after all") if applies else _("Does not apply")
            change = button(text, partial(self.applies_changed.emit, item.key, applies), kind="quiet")
            change.setObjectName(f"applies:{item.key}")
            change.setAccessibleName(_("{item}: {change}").format(item=_(item.label), change=text))
            line.addWidget(change)
        made = QFrame()
        made.setLayout(line)
        return made

    def _on_toggled(self) -> None:
        self._show_list(is_open=not self.is_open)

    def _show_list(self, *, is_open: bool) -> None:
        if is_open and not self._lines.count():
            for item in self._items:
                self._lines.addWidget(self._line(item))
        set_shown(self._list, is_open)
        self._toggle.setText(_("Show less") if is_open else _("Show"))


def completeness_in_words(items: Sequence[Item]) -> str:
    """`The file: 7 done · 3 open · 1 does not apply`."""
    counts = {state: sum(item.state is state for item in items) for state in ItemState}
    done, open_, not_ = (counts[state] for state in (ItemState.DONE, ItemState.OPEN, ItemState.NOT_APPLICABLE))
    if not open_:
        return _("The file is complete.")
    parts = [
        ngettext("{n} done", "{n} done", done).format(n=done),
        ngettext("{n} open", "{n} open", open_).format(n=open_),
    ]
    if not_:
        parts.append(ngettext("{n} does not apply", "{n} do not apply", not_).format(n=not_))
    return _("The file: {counts}").format(counts=" · ".join(parts))
