"""Controls that the style sheet would otherwise leave to the system look right in every look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyleOptionViewItem,
)
from pytestqt.qtbot import QtBot

from ui.theme import Theme, current
from ui.theme.tokens import contrast


@pytest.fixture(params=["light", "dark"])
def look(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    """One look after the other; in the end the first again."""
    theme = Theme(qapp, "light")
    theme.choose(request.param)
    yield request.param
    theme.choose("light")


@pytest.mark.usefixtures("look")
def test_the_box_of_a_line_that_can_be_ticked_is_seen_also_without_its_tick(qtbot: QtBot) -> None:
    ticks = QListWidget()
    qtbot.addWidget(ticks)
    item = QListWidgetItem("", ticks)
    item.setCheckState(Qt.CheckState.Unchecked)
    ticks.resize(200, 80)
    ticks.show()
    qtbot.waitExposed(ticks)
    picture = ticks.viewport().grab(_box_of(ticks, item)).toImage()
    shades = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert max(contrast(shade, current().surface) for shade in shades) >= 3.0


@pytest.mark.usefixtures("look")
def test_the_line_in_a_list_that_can_be_typed_into_has_no_frame_of_its_own(qtbot: QtBot) -> None:
    combo, line = QComboBox(), QLineEdit("Ewa")
    qtbot.addWidget(combo)
    combo.setEditable(True)
    combo.setLineEdit(line)
    combo.resize(200, combo.sizeHint().height())
    combo.show()
    qtbot.waitExposed(combo)
    assert combo.rect().contains(line.geometry()), "it stands within the frame of the list"
    middle = line.mapTo(combo, line.cursorRect().center()).y()
    assert abs(middle - combo.rect().center().y()) <= 2, "and the words in the middle of it"


def _box_of(ticks: QListWidget, item: QListWidgetItem) -> QRect:
    """Where the box of a line is drawn."""
    option = QStyleOptionViewItem()
    ticks.initViewItemOption(option)
    option.rect = ticks.visualItemRect(item)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    return ticks.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, ticks)
