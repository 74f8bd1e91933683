"""Numbers before the form: whom to call, what to have at hand, what the law packs say; one key goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.packs import crisis_card
from app.services.client_safety import numbers_first
from app.texts import _
from ui.crisis.calls import emergency, of_line, of_place, section
from ui.theme import Space
from ui.widgets import Strip, button, card, clear, column, label, row

if TYPE_CHECKING:
    from app.packs.crisis_card import Card
    from app.services.client_safety.numbers_first import Beforehand, Checklist
    from ui.context import Context
    from ui.known import KnownError

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST_LINES = 4


class NumbersFirst(QWidget):
    """Emergency numbers are there at once and stay over the form; the rest comes when it was read.

    Signals:
        passed(): the person goes on to the form.
    """

    passed = Signal()

    def __init__(self, context: Context, kind: str, client: str, *, is_new: bool) -> None:
        """`is_new`: the form waits until the person goes on; a draft that is taken up again shows it at once."""
        super().__init__()
        self.setObjectName("numbers_first")
        self.setAccessibleName(_("Call first; the form can wait"))
        self._strip = Strip()
        self._emergency = QVBoxLayout()
        self._emergency.addWidget(emergency(crisis_card.public_card()))
        self._rest = QVBoxLayout()
        self._rest.setSpacing(Space.M)
        self._rest.setContentsMargins(0, 0, 0, 0)
        self._more = QWidget()
        self._more.setLayout(self._rest)
        lead = label(
            _("Call first; the form can wait. Nothing has to be written before a call."), size="lead", wrap=True
        )
        self.on = button(_("Go on to the form (Enter)"), self.go_on, kind="primary", name="numbers_passed")
        self._again = button(_("Numbers and lists"), self._toggle, kind="quiet", glyph="phone", name="numbers_again")
        inside = column(
            lead, self._strip, self._emergency, row(self.on, self._again, None), self._more, spacing=Space.M
        )
        inside.setContentsMargins(0, 0, 0, Space.S)
        self.setLayout(inside)
        self.is_passed = not is_new
        self._show_state()
        context.ops.query(
            self, lambda desk: numbers_first.of(desk, kind, client), self._on_found, self._on_failed, latest="numbers"
        )

    def go_on(self) -> None:
        """Show the form; the emergency numbers stay."""
        if not self.is_passed:
            self.is_passed = True
            self._show_state()
            self.passed.emit()

    def _toggle(self) -> None:
        self._more.setVisible(self._more.isHidden())

    def _show_state(self) -> None:
        self.on.setVisible(not self.is_passed)
        self._again.setVisible(self.is_passed)
        self._more.setVisible(not self.is_passed)

    def _on_found(self, found: Beforehand) -> None:
        clear(self._emergency)
        self._emergency.addWidget(emergency(found.card))
        self._strip.say(found.card.closed, "due")
        clear(self._rest)
        for part in (*_numbers(found.card), *map(_list, found.checklists), _law(found.law)):
            self._rest.addWidget(part)

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not self.is_passed:
            self.go_on()
        else:
            super().keyPressEvent(event)


def _numbers(shown: Card) -> list[QFrame]:
    """The practice's own places first, then the lines that ship."""
    found = []
    if shown.local:
        found.append(section(_("Places of the practice"), [of_place(place) for place in shown.local], None))
    if shown.lines:
        found.append(section(_("Lines"), [of_line(line) for line in shown.lines[:_MOST_LINES]], None))
    return found


def _list(one: Checklist) -> QFrame:
    items = [label(f"•  {text}", wrap=True) for text in one.items]
    mark = label(one.mark, size="small", tone="muted", wrap=True)
    return card(label(one.title, size="lead", wrap=True), label(one.note, tone="muted", wrap=True), *items, mark)


def _law(lines: tuple[str, ...]) -> QFrame:
    said = lines or (_("The law packs say nothing of it for this place: look it up."),)
    title = label(_("What the law packs say"), size="lead", wrap=True)
    note = label(_("It is no advice, and says nothing of this case."), size="small", tone="muted", wrap=True)
    return card(title, *(label(text, wrap=True) for text in said), note)
