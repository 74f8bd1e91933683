"""The filters that were understood, under the search field: each a chip that a key takes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app import formats
from app.records import KINDS
from app.rules import query_words
from app.rules.queries import Author, Due, Filter, HasFile, Kinds, OfClient, Since, Span, States, Until, key_of
from app.texts import _
from ui.theme import Space, icon
from ui.widgets.layout import clear

_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backtab}
_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Tab}
_GONE = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_MOST_NAMED = 3


class ChipBar(QWidget):
    """Tab reaches the first chip; arrows go on; Del, Backspace and Enter take the filter out; Esc goes back.

    Signals:
        removed(span): where in the search the filter stands that is not wanted any more.
        left(): the keyboard wants to go back to the field.
    """

    removed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search_chips")
        self.setAccessibleName(_("Filters"))
        self._chips: list[QToolButton] = []
        self._spans: list[Span] = []
        self._shown: tuple[str, ...] = ()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.XS)

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Show these and no others; chips that stay the same stay as they are."""
        self._spans = [one.span for one in filters]
        texts = tuple(described(one) for one in filters)
        if texts == self._shown:
            return
        self._shown = texts
        clear(self._line)
        self._chips = [self._chip(place, text) for place, text in enumerate(texts)]
        for chip in self._chips:
            self._line.addWidget(chip)
        self._line.addStretch(1)

    def texts(self) -> list[str]:
        """What the chips say."""
        return list(self._shown)

    def take_focus(self, place: int = 0) -> bool:
        """Put the focus on a chip, the last one where there are fewer; False when there is none."""
        if self._chips:
            self._chips[min(place, len(self._chips) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self._chips)

    def _chip(self, place: int, text: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("kind", "chip")
        chip.setObjectName(f"chip:{place}")
        chip.setText(text)
        chip.setIcon(icon("x", "accent"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        chip.setAccessibleName(_("Take out: {filter}").format(filter=text))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.installEventFilter(self)
        chip.clicked.connect(lambda _checked=False: self.removed.emit(self._spans[place]))
        return chip

    def _on_key(self, chip: QObject, key: int) -> bool:
        """Do what a key on a chip means; whether it means something."""
        place = next(n for n, one in enumerate(self._chips) if one is chip)
        if key in _GONE:
            self.removed.emit(self._spans[place])
        elif key in _ON and place + 1 < len(self._chips):
            self._chips[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in _BACK and place:
            self._chips[place - 1].setFocus(Qt.FocusReason.BacktabFocusReason)
        elif key in _ON | _BACK or key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self._chips:
            return self._on_key(watched, event.key())
        return super().eventFilter(watched, event)


def described(one: Filter) -> str:
    """A filter as its chip says it: `Kind: Session note`."""
    label = _(query_words.KEY_LABELS[key_of(one)])
    return _("{label}: {value}").format(label=label, value=_value(one))


def _value(one: Filter) -> str:
    said = ""
    match one:
        case Kinds(names):
            said = _listed([_(KINDS[name].label) for name in names])
        case States(names):
            said = _listed([_(query_words.STATES[name]) for name in names])
        case OfClient(who):
            said = who.upper() if any(letter.isdigit() for letter in who) else who
        case Since(day) | Until(day):
            said = formats.short_date(day)
        case Author(who):
            said = who or _("me")
        case HasFile():
            said = _("a file")
        case Due(since, before):
            said = _when(since, before)
    return said


def _when(since: date | None, before: date | None) -> str:
    first = formats.short_date(since) if since else ""
    last = formats.short_date(before - timedelta(days=1)) if before else ""
    if first and last:
        return first if first == last else _("{first} to {last}").format(first=first, last=last)
    return _("until {date}").format(date=last) if last else _("from {date}").format(date=first)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} …" if len(names) > _MOST_NAMED else shown
