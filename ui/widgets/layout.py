"""Laying out: the frame every page has, cards, dividers, and rows and columns with the theme's distances."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import Space


def page_column(page: QWidget) -> QVBoxLayout:
    """The outer column of a page, with the margins that all pages share."""
    column = QVBoxLayout(page)
    column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
    column.setSpacing(Space.M)
    return column


def row(*parts: QWidget | QLayout | None, spacing: int = Space.S) -> QHBoxLayout:
    """Parts beside each other; None takes the free room."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, QLayout):
            line.addLayout(part)
        else:
            line.addWidget(part)
    return line


def column(*parts: QWidget | QLayout | None, spacing: int = Space.S) -> QVBoxLayout:
    """Parts under each other; None takes the free room."""
    line = QVBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, QLayout):
            line.addLayout(part)
        else:
            line.addWidget(part)
    return line


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


def divider() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("divider", "true")
    return line


def scrolling(body: QWidget) -> QScrollArea:
    """`body` in a frameless area that scrolls downwards only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body.setObjectName(body.objectName() or "scroll_body")
    area.setWidget(body)
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
