"""The answers of a questionnaire, typed as digits: each digit moves on to the next item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from app.rules.scoring import MISSING
from app.texts import _, language
from ui.theme import CONTROL_HEIGHT, Space
from ui.widgets import label

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from app.packs.instruments import Instrument

_BOX_WIDTH = 44
_BESIDE = 5  # boxes in a row where there is no text


class AnswerGrid(QWidget):
    """One box for each item, with its text where that ships and with its number alone where it does not.

    Signals:
        changed(): an answer was typed or taken away.
    """

    changed = Signal()

    def __init__(self, found: Instrument, form_language: str, answers: str) -> None:
        """`answers`: as `scoring.written` gives them; what does not fit is left out."""
        super().__init__()
        self.setObjectName("answer_grid")
        text = found.text(form_language)
        self.boxes = [AnswerBox(found, number, text.items[number - 1] if text else "") for number in _items(found)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for place, box in enumerate(self.boxes):
            box.moved.connect(self._on_moved)
            box.answered.connect(self.changed)
            number = label(str(place + 1), tone="muted")
            number.setBuddy(box)
            number.setMinimumWidth(Space.L)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if text is not None:
                grid.addWidget(number, place, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(text.items[place], wrap=True), place, 1)
                grid.addWidget(box, place, 2, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(1, 1)
            else:
                line, column = divmod(place, _BESIDE)
                grid.addWidget(number, line, 2 * column)
                grid.addWidget(box, line, 2 * column + 1)
                grid.setColumnStretch(2 * _BESIDE, 1)
        for box, sign in zip(self.boxes, answers, strict=False):
            box.show_answer(sign)

    def answers(self) -> str:
        """As they are kept: one sign for each item, nothing where there is no answer at all."""
        signs = [box.text() or MISSING for box in self.boxes]
        return "" if set(signs) == {MISSING} else "".join(signs)

    def focus_first(self) -> None:
        """Put the cursor into the first item without an answer."""
        empty = [box for box in self.boxes if not box.text()]
        (empty or self.boxes)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_moved(self, number: int, by: int) -> None:
        """From one item to another; at the end it stays."""
        to = number - 1 + by
        if 0 <= to < len(self.boxes):
            self.boxes[to].setFocus(Qt.FocusReason.TabFocusReason)


class AnswerBox(QLineEdit):
    """One answer, one digit.

    Signals:
        answered(): its answer changed.
        moved(number, by): go so many items on from this one.
    """

    answered = Signal()
    moved = Signal(int, int)

    def __init__(self, found: Instrument, number: int, text: str) -> None:
        super().__init__()
        self.setObjectName(f"answer:{number}")
        self._number = number
        self._allowed = {str(value) for value in range(found.least, found.most + 1)}
        self._limits = _("An answer from {least} to {most}.").format(least=found.least, most=found.most)
        self.setFixedWidth(_BOX_WIDTH)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(1)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        name = _("Item {number}").format(number=number)
        self.setAccessibleName(f"{name}: {text}" if text else name)
        self.setAccessibleDescription(self._limits)
        self.setToolTip(self._limits)

    def show_answer(self, sign: str) -> None:
        """Put an answer in; a sign that is none empties the box."""
        self.setText(sign if sign in self._allowed else "")

    # Qt overrides

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit answers and moves on, `-` and space leave it open and move on, Backspace goes back."""
        key, sign = event.key(), event.text()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif sign in self._allowed:
            self._answer(sign, 1)
        elif sign and sign in f"{MISSING} ":
            self._answer("", 1)
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._answer("", 0 if self.text() else -1)
        elif key in steps:
            self.moved.emit(self._number, steps[Qt.Key(key)])
        elif sign and sign.isprintable():
            self.setToolTip(self._limits)  # not an answer: nothing is taken
        else:
            super().keyPressEvent(event)

    def _answer(self, sign: str, by: int) -> None:
        if sign != self.text():
            self.setText(sign)
            self.answered.emit()
        if by:
            self.moved.emit(self._number, by)


def _items(found: Instrument) -> range:
    return range(1, found.items + 1)


def language_of_form(value: str) -> str:
    """The language whose text is shown; that of the window while none is chosen."""
    return value or language()
