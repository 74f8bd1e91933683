"""Columns are as wide as what stands in them; what stretches keeps its room, what a person set stays."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.preferences import Preferences
from ui.widgets import Column, DataTable, RowsModel
from ui.widgets.column_widths import LOOKED_AT, STRETCH_SHARE, Wish, shared

LONG = "Confidentiality and its limits, for whom and until when"


@pytest.mark.parametrize(
    ("wishes", "room", "widths"),
    [
        ((Wish(100, 160), Wish(0, 900)), 1000, [160, 0]),
        ((Wish(100, 300), Wish(100, 300), Wish(0, 900)), 500, [175, 175, 0]),  # a part of what both want for
        ((Wish(100, 300), Wish(100, 300), Wish(0, 100)), 500, [200, 200, 0]),  # the other one needs less than its share
        ((Wish(100, 120), Wish(100, 600), Wish(0, 900)), 500, [120, 230, 0]),  # the small wish is granted first
        ((Wish(300, 400), Wish(0, 900)), 200, [300, 0]),  # too narrow for anybody's wish
        ((Wish(100, 100), Wish(0, 50)), 400, [100, 0]),
    ],
)
def test_room_is_shared(wishes: tuple[Wish, ...], room: int, widths: list[int]) -> None:
    assert shared(wishes, room) == widths


def shown(qtbot: QtBot, preferences: Preferences) -> DataTable[str]:
    model: RowsModel[str] = RowsModel((Column("Word", str, 80), Column("Also", lambda _word: "x", 0)))
    table = DataTable(model, "words", "Words", preferences)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    return table


def settle(table: DataTable[str]) -> int:
    QApplication.processEvents()
    return table.columnWidth(0)


def test_a_column_grows_to_its_longest_text(qtbot: QtBot) -> None:
    table = shown(qtbot, Preferences())
    assert settle(table) == 80
    table.rows.set_rows({"a": "short", "b": LONG})
    assert table.fontMetrics().horizontalAdvance(LONG) < settle(table) < 900 * (1 - STRETCH_SHARE)


def test_a_column_that_is_hidden_takes_no_room_and_is_remembered_as_it_was_made(qtbot: QtBot) -> None:
    columns: list[Column[str]] = [Column(name, str, 80) for name in ("Word", "Also", "Besides")]
    model: RowsModel[str] = RowsModel((*columns, Column("Rest", lambda _word: "x", 0)))
    table = DataTable(model, "words", "Words", preferences := Preferences())
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    table.rows.set_rows({"a": LONG})
    shared_by_three = settle(table)
    table.setColumnHidden(1, True)
    table.rows.set_rows({"a": LONG})
    assert settle(table) > shared_by_three
    table._keep_widths()
    assert preferences.widths("words")[1] == 80


def test_heads_of_another_size_get_the_room_that_they_want(qtbot: QtBot) -> None:
    table = shown(qtbot, Preferences())
    table.rows.set_rows({"a": "x"})
    settle(table)
    head = table.horizontalHeader()
    font = head.font()
    font.setPointSize(3 * font.pointSize())
    head.setFont(font)
    assert settle(table) >= head.sectionSizeHint(0) > 80


def test_rows_that_come_later_move_nothing(qtbot: QtBot) -> None:
    table = shown(qtbot, Preferences())
    table.rows.set_ids(list(range(LOOKED_AT + 1)))
    table.rows.supply(dict.fromkeys(range(LOOKED_AT), "short"))
    before = settle(table)
    table.rows.supply({LOOKED_AT: LONG})
    assert settle(table) == before


def test_widths_set_by_hand_stay(qtbot: QtBot) -> None:
    preferences = Preferences()
    preferences.keep_widths("words", [90, 200])
    table = shown(qtbot, preferences)
    table.rows.set_rows({"a": LONG})
    assert settle(table) == 90


def test_where_texts_compete_for_room_no_head_is_cut(qtbot: QtBot) -> None:
    titles = ("Who is responsible", "Second of them", "The third of them")
    columns = [Column(title, lambda one: one, 40) for title in titles]
    table = DataTable(RowsModel((*columns, Column("Rest", lambda one: one, 0))), "words", "Words", Preferences())
    qtbot.addWidget(table)
    table.resize(480, 300)
    table.show()
    table.rows.set_rows({"a": LONG})
    settle(table)
    head = table.horizontalHeader()
    assert [title for n, title in enumerate(titles) if head.sectionSize(n) < head.sectionSizeHint(n)] == []
