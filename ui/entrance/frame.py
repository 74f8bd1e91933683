"""The frame that all screens of the entrance share: a calm column in the middle, with room for one thing at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, label, scrolling
from ui.widgets.layout import set_card

WIDTH = 560


class Screen(QWidget):
    """One screen: heading, sentence, content, a row of buttons. Subclasses fill `content` and `buttons`.

    Signals:
        back_wanted(): the person wants the screen before.
    """

    back_wanted = Signal()

    def __init__(self, heading: str, sentence: str = "", *, glyph: str = "", step: str = "") -> None:
        super().__init__()
        self.setAccessibleName(heading)
        self.strip = Strip()
        self.content = QVBoxLayout()
        self.content.setSpacing(Space.S)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(Space.S)
        self._heading = label(heading, size="title", wrap=True)
        self._sentence = label(sentence, tone="muted", wrap=True)
        card = self._card(glyph, step)
        body = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        down = QVBoxLayout(body)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(body))
        self._sentence.setVisible(bool(sentence))

    def begin(self) -> None:
        """The screen is shown now: put the focus where work begins."""

    def say_sentence(self, sentence: str) -> None:
        """Other words under the heading."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def add_back(self, text: str = "") -> None:
        """A quiet button at the left that leads back."""
        self.buttons.addWidget(
            button(text or _("Back"), self.back_wanted.emit, kind="quiet", glyph="arrow-left", name="back")
        )
        self.buttons.addStretch(1)

    def _card(self, glyph: str, step: str) -> QFrame:
        card = QFrame()
        set_card(card)
        card.setFixedWidth(WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.XL)
        inside.setSpacing(Space.M)
        if step:
            inside.addWidget(label(step, size="small", tone="accent"))
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        if glyph:
            head.addWidget(IconLabel(glyph, "accent", 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._heading, 1)
        inside.addLayout(head)
        inside.addWidget(self._sentence)
        inside.addWidget(self.strip)
        inside.addLayout(self.content)
        inside.addSpacing(Space.S)
        inside.addLayout(self.buttons)
        return card


def field(caption: str, editor: QWidget, hint: str = "") -> QVBoxLayout:
    """A caption over an editor, with an optional line of help under it."""
    words = label(caption)
    words.setProperty("strong", "true")
    words.setBuddy(editor)
    if not editor.accessibleName():
        editor.setAccessibleName(caption)
    made = QVBoxLayout()
    made.setSpacing(Space.XS)
    made.addWidget(words)
    made.addWidget(editor)
    if hint:
        editor.setAccessibleDescription(hint)
        made.addWidget(label(hint, size="small", tone="muted", wrap=True))
    return made
