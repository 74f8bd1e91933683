"""One line of Today: an icon, words that lead somewhere, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.texts import _
from ui.theme import CONTROL_HEIGHT, Space
from ui.widgets import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

TIME_WIDTH = 52
LINK_PADDING = 10  # of the style sheet, on both sides
LEAST_LINK_WIDTH = 80


class TitleLink(QPushButton):
    """Words to press; where there is no room their end is left out, and the tooltip has them whole."""

    def __init__(self, words: str, opened: Callable[[], object], name: str) -> None:
        super().__init__()
        self._words = words
        self.setAutoDefault(False)
        self.setProperty("kind", "link")
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: opened())
        self.setText(words.replace("&", "&&"))

    # Qt overrides

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._words) + LINK_PADDING
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(LEAST_LINK_WIDTH, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - LINK_PADDING
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room + 1)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._words if shown != self._words else "")


def line(  # noqa: PLR0913 - the sides of a line, always given by name
    *, glyph: str, tone: str, title: str, note: str, opened: Callable[[], object] | None,
    actions: Sequence[QWidget] = (), name: str = "",
) -> QFrame:  # fmt: skip
    """An icon, a title to press (plain words where nothing can be opened), a quiet note, widgets at the right end."""
    made = QFrame()
    made.setProperty("line", "true")
    across = QHBoxLayout(made)
    across.setContentsMargins(0, Space.XS, 0, Space.XS)
    across.setSpacing(Space.S)
    across.addStrut(CONTROL_HEIGHT)  # a fixed least height would let the words be squeezed into it
    across.addWidget(IconLabel(glyph, tone), 0, Qt.AlignmentFlag.AlignVCenter)
    across.addLayout(_words(title, note, opened, name), 1)
    for action in actions:
        across.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def who(code: str, name: str) -> str:
    """A client in one line: `K-0007 Anna Zawadzka`; the code alone where no name is shown."""
    return f"{code}  {name}" if name and name != code else code


def heading(text: str, tone: str = "muted") -> QWidget:
    """A small heading between lines."""
    return label(text, size="small", tone=tone)


def nothing(text: str) -> QWidget:
    """What a part says while it is empty."""
    return label(text, tone="muted", wrap=True)


def time_label(text: str) -> QWidget:
    """The time of a session, in a column of its own."""
    made = label(text or "–", tone="" if text else "muted")
    made.setFixedWidth(TIME_WIDTH)
    made.setAccessibleName(text or _("no time said"))
    return made


def _words(title: str, note: str, opened: Callable[[], object] | None, name: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    if opened is None:
        plain = label(title, wrap=True)
        plain.setContentsMargins(LINK_PADDING // 2, 0, 0, 0)
        plain.setObjectName(name)
        column.addWidget(plain)
    else:
        column.addWidget(TitleLink(title, opened, name), 0, Qt.AlignmentFlag.AlignLeft)
    if note:
        under = label(note, size="small", tone="muted", wrap=True)
        under.setContentsMargins(LINK_PADDING // 2, 0, 0, 0)
        column.addWidget(under)
    return column
