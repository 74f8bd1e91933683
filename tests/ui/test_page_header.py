"""The header of a page: as high as its words, whatever stands under it."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import PageHeader, button


def test_a_header_with_buttons_leaves_the_free_height_to_what_stands_under_it(qtbot: QtBot) -> None:
    page, header, place = QWidget(), PageHeader("Clients", "12 clients"), QVBoxLayout()
    qtbot.addWidget(page)
    header.add_action(button("Several clients", lambda: None))
    down = QVBoxLayout(page)
    down.addWidget(header)
    down.addLayout(place)  # without a stretch of its own, as where a panel takes the place of a list
    place.addWidget(QScrollArea())
    page.resize(900, 700)
    page.show()
    assert header.height() == header.heightForWidth(header.width())
