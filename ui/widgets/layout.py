"""Laying out: the frame every page has, cards, dividers, and rows and columns with the theme's distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Space

if TYPE_CHECKING:
    from collections.abc import Sequence


def page_column(page: QWidget) -> QVBoxLayout:
    """The outer column of a page, with the margins that all pages share."""
    column = QVBoxLayout(page)
    column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
    column.setSpacing(Space.M)
    return column


def row(*parts: QWidget | QLayout | None, spacing: int = Space.S) -> QHBoxLayout:
    """Parts beside each other; None takes the free room."""
    line = QHBoxLayout()
    _fill(line, parts, spacing)
    return line


def column(*parts: QWidget | QLayout | None, spacing: int = Space.S) -> QVBoxLayout:
    """Parts under each other; None takes the free room."""
    line = QVBoxLayout()
    _fill(line, parts, spacing)
    return line


def _fill(line: QBoxLayout, parts: Sequence[QWidget | QLayout | None], spacing: int) -> None:
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, QLayout):
            line.addLayout(part)
        else:
            line.addWidget(part)


def at_top(part: QWidget) -> QWidget:
    """A page on which `part` stands at the top, as high as it needs, with room for a scroll bar beside it."""
    page = QWidget()
    inside = column(part, None)
    inside.setContentsMargins(0, 0, Space.S, 0)
    page.setLayout(inside)
    return page


def card(*parts: QWidget | QLayout | None, spacing: int = Space.S) -> QFrame:
    """A framed surface with parts under each other."""
    frame = QFrame()
    set_card(frame)
    inside = column(*parts, spacing=spacing)
    inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    frame.setLayout(inside)
    return frame


def set_card(frame: QFrame) -> None:
    """Give a frame the look of a card."""
    frame.setProperty("card", "true")


def set_shown(widget: QWidget, shown: bool) -> None:  # noqa: FBT001
    """Show or hide a part of its parent. One that nobody hid is left to be shown with its parent.

    `setVisible(True)` has a widget styled and laid out at once, even while its parents cannot be seen; the style sheet
    would have that done again for each parent that comes above it.
    """
    if widget.isHidden() == shown:
        widget.setVisible(shown)


def divider() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("divider", "true")
    return line


class _Area(QScrollArea):
    """Takes its body when it is about to be seen.

    A scroll area measures its body at once, which has every widget in it styled. With a style sheet each further
    parent that the area gets would then have all of them styled anew.
    """

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._body: QWidget | None = body
        body.setParent(self)

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish and self._body is not None:
            body, self._body = self._body, None
            self.setWidget(body)
        return super().event(event)


def scrolling(body: QWidget) -> QScrollArea:
    """`body` in a frameless area that scrolls downwards only."""
    area = _Area(body)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body.setObjectName(body.objectName() or "scroll_body")
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and destroy the widgets."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
