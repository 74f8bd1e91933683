"""Who signs in: a large button for each sign-in name that the lock page may show."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets import button, label, row
from ui.widgets.flow import Flow

LEAST_WIDTH, LEAST_HEIGHT = 158, 48  # three beside each other
PAUSE_S = 1.0  # letters typed with less between them are one word
STEPS = {
    Qt.Key.Key_Left.value: -1, Qt.Key.Key_Up.value: -1, Qt.Key.Key_Right.value: 1, Qt.Key.Key_Down.value: 1,
}  # fmt: skip


class PeopleButtons(QWidget):
    """In the order of their names, whoever was here last. Arrows and letters choose, Enter goes on to the passphrase.

    Signals:
        chosen(name): this person wants to sign in.
        confirmed(): and is ready to type the passphrase.
        typing_wanted(): the name is not here; it will be typed.
    """

    chosen = Signal(str)
    confirmed = Signal()
    typing_wanted = Signal()

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("people")
        self._typed = ""
        self._typed_at = 0.0
        self._group = QButtonGroup(self)
        self._names = {self._button(name): name for name in names}
        self._buttons = list(self._names)
        caption = label(_("Who is signing in?"))
        caption.setProperty("strong", "true")
        other = button(_("Type a sign-in name instead"), self.typing_wanted.emit, kind="link", name="type_name")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(caption)
        column.addWidget(Flow(self._buttons))
        column.addLayout(row(other, None))
        self.setFocusProxy(self._buttons[0])

    @property
    def name(self) -> str:
        """Who is chosen; empty for nobody yet."""
        return next((name for each, name in self._names.items() if each.isChecked()), "")

    def choose(self, name: str) -> None:
        """Choose somebody, as a press does."""
        for each, known in self._names.items():
            if known == name:
                self._choose(each)

    def _button(self, name: str) -> QPushButton:
        made = button(name.replace("&", "&&"), kind="tile", glyph="user-round", name=f"person:{name}")
        made.setAccessibleName(_("Sign in as {name}").format(name=name))
        made.setCheckable(True)
        made.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        made.clicked.connect(lambda _checked=False: self._on_clicked(made))
        self._group.addButton(made)
        return made

    def _on_clicked(self, pressed: QPushButton) -> None:
        self._choose(pressed)
        self.confirmed.emit()

    def _choose(self, wanted: QPushButton) -> None:
        wanted.setChecked(True)
        self.setFocusProxy(wanted)
        self.chosen.emit(self.name)

    def _step(self, by: int) -> None:
        focused = next((i for i, each in enumerate(self._buttons) if each.hasFocus()), 0)
        wanted = self._buttons[(focused + by) % len(self._buttons)]
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        self._choose(wanted)

    def _look_for(self, letter: str) -> None:
        """Letters typed quickly are the beginning of a name; one alone goes from name to name."""
        now = time.monotonic()
        self._typed = letter if now - self._typed_at > PAUSE_S else self._typed + letter
        self._typed_at = now
        focused = next((i for i, each in enumerate(self._buttons) if each.hasFocus()), 0)
        is_one = len(set(self._typed)) == 1
        start = focused + 1 if is_one else focused
        wanted = self._typed[:1] if is_one else self._typed
        for each in self._buttons[start:] + self._buttons[:start]:
            if self._names[each].casefold().startswith(wanted):
                each.setFocus(Qt.FocusReason.TabFocusReason)
                self._choose(each)
                return

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().casefold()
        if event.key() in STEPS:
            self._step(STEPS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((each for each in self._buttons if each.hasFocus()), None)
            if focused is not None:
                self._on_clicked(focused)
        elif letter.isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._look_for(letter)
        else:
            super().keyPressEvent(event)
