"""Tables: what is painted is what the model says, and nothing of a row is worked out twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.preferences import Preferences
from ui.theme import Theme, current
from ui.widgets import Column, DataTable, RowsModel

Made = tuple[RowsModel[str], DataTable[str], list[str]]


@pytest.fixture
def table(qtbot: QtBot) -> Made:
    """A table of three words, and a list of the words whose text was asked for."""
    asked: list[str] = []

    def text(word: str) -> str:
        asked.append(word)
        return word.upper()

    columns: tuple[Column[str], ...] = (
        Column("Word", text, 200),
        Column("State", str, 0, lambda _word: "lock", lambda _word: "due"),
    )
    model: RowsModel[str] = RowsModel(columns)
    made = DataTable(model, "words", "Words", Preferences())
    qtbot.addWidget(made)
    made.resize(500, 300)
    model.set_rows({"a": "one", "b": "two", "c": "three"})
    made.show()
    made.viewport().repaint()
    return model, made, asked


def seen(table: DataTable[str], row: int, column: int) -> QImage:
    """The picture of one cell."""
    area = table.visualRect(table.model().index(row, column))
    return table.viewport().grab(area).toImage()


def colours_in(picture: QImage) -> set[str]:
    """Every colour of a picture."""
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_a_row_is_put_into_words_once_until_it_changes(table: Made) -> None:
    model, view, asked = table
    asked.clear()
    view.viewport().repaint()
    assert asked == []
    model.supply({"b": "second"})
    view.viewport().repaint()
    assert asked == ["second"]
    assert model.cell(1, 0).text == "SECOND"


def test_cells_show_text_icon_tone_and_what_is_chosen(table: Made) -> None:
    _model, view, _asked = table
    assert QColor(current().text).name() in colours_in(seen(view, 0, 0))
    assert QColor(current().due).name() in colours_in(seen(view, 0, 1))
    assert QColor(current().accent_soft).name() not in colours_in(seen(view, 1, 0))
    view.setCurrentIndex(view.model().index(1, 0))
    assert QColor(current().accent_soft).name() in colours_in(seen(view, 1, 0))


def test_cells_follow_another_look(table: Made, themed: Callable[[str], None]) -> None:
    _model, view, _asked = table
    themed("dark")
    assert QColor(current().text).name() in colours_in(seen(view, 0, 0))
    assert QColor(current().due).name() in colours_in(seen(view, 0, 1))


def test_a_row_that_has_not_arrived_is_asked_for_and_painted_later(table: Made, qtbot: QtBot) -> None:
    model, view, _asked = table
    with qtbot.waitSignal(model.rows_wanted) as wanted:
        model.set_ids(["c", "d"])
        view.viewport().repaint()
    assert wanted.args == [["d"]]
    assert [model.cell(0, 0).text, model.cell(1, 0).text, model.cell(1, 1).text] == ["THREE", "…", ""]
    model.supply({"d": "four"})
    assert model.cell(1, 0).text == "FOUR"
    assert model.index(1, 0).data(Qt.ItemDataRole.DisplayRole) == "FOUR"


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Chooses a look for one test."""
    theme = Theme(qapp, "light")
    yield theme.choose
    theme.choose("light")
