"""Widgets in lines: measured once for each width, and again as soon as one of them has changed."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flow import Flow, FlowLayout
from ui.widgets.stack import PageStack


class Counting(QPushButton):
    """A button that counts how often it is measured."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.times = 0

    def sizeHint(self) -> QSize:
        self.times += 1
        return super().sizeHint()


def test_a_widget_is_measured_once_however_often_the_height_is_asked_for(qtbot: QtBot) -> None:
    one = Counting("One")
    part = Flow([one, QPushButton("Two")])
    qtbot.addWidget(part)
    layout = part.layout()
    assert isinstance(layout, FlowLayout)
    heights = {layout.heightForWidth(width) for _again in range(5) for width in (60, 400)}
    layout.sizeHint()
    layout.minimumSize()
    assert len(heights) == 2
    assert one.times == 1


def test_a_longer_text_breaks_the_line(qtbot: QtBot) -> None:
    page, one = QWidget(), QPushButton("One")
    part = Flow([one, QPushButton("Two")])
    column = QVBoxLayout(page)
    column.addWidget(part)
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(300, 300)
    page.show()
    low = part.height()
    one.setText("One that is so long that nothing else has room beside it")
    qtbot.waitUntil(lambda: part.height() > low)
    one.hide()
    qtbot.waitUntil(lambda: part.height() == low)


def test_what_is_added_or_taken_out_counts_at_once(qtbot: QtBot) -> None:
    part = Flow([QPushButton("One")])
    qtbot.addWidget(part)
    layout = part.layout()
    assert isinstance(layout, FlowLayout)
    alone = layout.sizeHint().width()
    layout.addWidget(QPushButton("Two"))
    assert layout.sizeHint().width() > alone
    taken = layout.takeAt(1)
    assert taken is not None
    assert layout.sizeHint().width() == alone


def test_a_page_that_is_not_seen_is_not_measured(qtbot: QtBot) -> None:
    window, stack, hidden = QWidget(), PageStack(), Counting("hidden")
    place = QWidget()
    QVBoxLayout(place).addWidget(hidden)
    for page in (QLabel("seen"), place):
        stack.addWidget(page)
    QVBoxLayout(window).addWidget(stack)
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    assert hidden.times == 0
    assert stack.height() > 200, "it takes the room that there is"
