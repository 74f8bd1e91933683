"""Charts: moved through with the keys and the pointer, painted in every look without a library; and in grey."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.reports import drawing
from app.reports.charts import Band, BarData, BarSeries, Event, LineData, LineSeries, MatrixData, words_of
from app.reports.paper import Head, Paper
from app.rules.hazards import CELLS
from ui.charts.bar_chart import BarChart
from ui.charts.legend import Sample
from ui.charts.line_chart import LineChart
from ui.charts.matrix import CellWords, MatrixPicture
from ui.charts.picture import Picture
from ui.charts.with_table import ChartWithTable
from ui.theme import Theme, current

LINES = LineData(
    "Scores",
    [LineSeries("A", [("2026-03-01", 14.0), ("2026-05-02", 9.0)]), LineSeries("B", [("2026-03-01", 3.5)])],
    (0.0, 27.0),
    "Points",
    [Band(5, 14, "middle"), Band(0, 4, "least"), Band(15, 27, "most")],
    [Event("2026-05-02", "Plan changed")],
)
BARS = BarData("By month", ["March", "April"], [BarSeries("Incidents", [3, 0]), BarSeries("Near misses", [1, 2])])
ACROSS = BarData("By category", ["Fall or injury", "Equipment"], [BarSeries("Incidents", [2, 5])], is_across=True)
MATRIX = MatrixData(
    "Risk now", ["1", "2", "3", "4", "5"], ["a", "b", "c", "d", "e"],
    [["x\ny"] * 5 for _up in range(5)], [[0, 1, 2, 3, 3] for _up in range(5)],
)  # fmt: skip


def show(qtbot: QtBot, picture: Picture) -> Picture:
    qtbot.addWidget(picture)
    picture.resize(500, 300)
    picture.show()
    return picture


def said(picture: Picture) -> str:
    found = picture.findChild(QLabel, "chart_value")
    assert isinstance(found, QLabel)
    return found.text()


def test_the_keys_go_from_value_to_value_and_each_is_said(qtbot: QtBot) -> None:
    picture = show(qtbot, LineChart(LINES))
    chosen: list[int] = []
    picture.chosen.connect(chosen.append)
    heard = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home):
        QTest.keyClick(picture, key)
        heard.append(said(picture))
    last = "2 May 2026, A, 9, middle, Plan changed"
    assert heard == ["1 March 2026, A, 14, middle", "1 March 2026, B, 3.5, least", last, last, heard[0]]
    QTest.keyClick(picture, Qt.Key.Key_Return)
    assert chosen == [0]
    assert picture.accessibleName() == "Scores"
    assert last in picture.accessibleDescription()


@pytest.mark.parametrize(
    ("data", "place", "number"), [(BARS, (0.2, 0.5), 1), (BARS, (1.3, 9.0), 3), (ACROSS, (1.0, 1.1), 1)]
)
def test_the_bar_under_the_pointer_is_found(
    qtbot: QtBot, data: BarData, place: tuple[float, float], number: int
) -> None:
    picture = show(qtbot, BarChart(data))
    assert picture.number_at(*place) == number
    assert picture.number_at(-5.0, -5.0) is None


def test_an_empty_chart_says_so(qtbot: QtBot) -> None:
    picture = show(qtbot, LineChart(LineData("Nothing", [], (0, 1))))
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert said(picture) == picture.accessibleDescription() == "No values yet."


def test_the_table_says_the_same_and_takes_the_focus(qtbot: QtBot) -> None:
    both = ChartWithTable(BarChart(BARS), ["Month", "Incidents"], [["March", "3"], ["April", "0"]])
    qtbot.addWidget(both)
    both.show()
    in_front = [both.is_table]
    both.turn()
    in_front.append(both.is_table)
    assert both.table.accessibleName() == "By month"
    item = both.table.item(1, 0)
    assert item is not None
    assert item.text() == "April"
    both.turn()
    assert [*in_front, both.is_table] == [False, True, False]


def test_the_matrix_is_reached_once_and_moved_through_with_arrows(qtbot: QtBot) -> None:
    matrix = MatrixPicture("Risks", ["1", "2", "3", "4", "5"], ["a", "b", "c", "d", "e"])
    qtbot.addWidget(matrix)
    matrix.show_cells({place: CellWords("", "", f"{place[0]}:{place[1]}", "sunken") for place in CELLS})
    matrix.show()
    chosen: list[tuple[int, int]] = []
    matrix.cell_chosen.connect(lambda up, across: chosen.append((up, across)))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(matrix.cell, key)
    assert matrix.cell.accessibleName() == "4:5"
    assert (chosen, matrix.chosen) == ([(4, 5)], (4, 5))
    QTest.keyClick(matrix.cell, Qt.Key.Key_Space)
    assert (chosen[-1], matrix.chosen) == ((0, 0), None)
    cells = matrix.findChildren(QAbstractButton)
    assert [cell for cell in cells if cell.focusPolicy() & Qt.FocusPolicy.TabFocus] == [matrix.cell]


def test_a_click_chooses_the_bar_under_the_pointer(qtbot: QtBot) -> None:
    picture = show(qtbot, BarChart(ACROSS))
    chosen: list[int] = []
    picture.chosen.connect(chosen.append)
    for place in ((1.0, 1.0), (1.0, 0.0)):
        QTest.mouseClick(picture.plot, Qt.MouseButton.LeftButton, pos=picture.plot.seen(*place).toPoint())
    QTest.mouseClick(picture.plot, Qt.MouseButton.LeftButton, pos=picture.plot.rect().bottomRight())
    assert chosen == [1, 0]
    assert said(picture) == "Fall or injury: 2"


@pytest.mark.parametrize("data", [BARS, ACROSS])
def test_a_place_is_found_again_where_it_is_seen(qtbot: QtBot, data: BarData) -> None:
    picture = show(qtbot, BarChart(data))
    plot = picture.plot
    for place in ((0.5, 0.25), (1.0, 1.0)):
        assert plot.place_of(plot.seen(*place)) == pytest.approx(place)
    assert plot.place_of(QPointF(0.0, 0.0)) is None


def test_bars_and_their_legend_have_the_colours_of_each_look(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    for look in ("dark", "light"):
        theme.choose(look)
        picture = show(qtbot, BarChart(BARS))
        first, second = (sample.grab().toImage() for sample in picture.findChildren(Sample))
        assert first.pixelColor(first.rect().center()).name() == current().accent
        found = {second.pixelColor(x, y).name() for x in range(2, 20) for y in range(2, 10)}
        assert current().accent not in found
        bar = picture.plot.seen(-0.175, 1.0).toPoint()
        assert picture.plot.grab().toImage().pixelColor(bar).name() == current().accent


def test_where_nothing_was_nothing_is_written(qtbot: QtBot) -> None:
    assert show(qtbot, BarChart(BARS)).plot.written == ["3", "1", "2"]


def test_charts_are_printed_without_any_colour() -> None:
    paper = Head("en", ["Practice"], "Printed").paper(title="Charts", blocks=[LINES, BARS, ACROSS, MATRIX])
    pdf = drawing.pdf(Paper.from_json(paper.to_json()))
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert all(text in words for text in ("middle", "Plan changed", "Fall or injury", "Near misses"))
    for page in document:
        # Below the title: the chart itself. Text of a paper is a dark blue grey, which is no colour to tell things by.
        image = page.render(scale=0.6).to_pil().convert("RGB")
        assert max(max(pixel) - min(pixel) for _count, pixel in image.getcolors(1 << 20) or []) < 30


def test_bands_reach_to_where_the_next_begins_and_ticks_do_not_touch() -> None:
    assert [(band.least, band.most) for band in LINES.grounds()] == [(0, 5), (5, 15), (15, 27)]
    daily = LineData("x", [LineSeries("x", [(f"2026-03-{day:02}", 1.0) for day in range(1, 31)])], (0, 1))
    assert daily.ticks()[0] == "2026-03-01"
    assert len(daily.ticks()) <= 7


def test_captions_of_events_close_to_each_other_stand_in_different_lines() -> None:
    events = [Event(day, day) for day in ("2026-04-18", "2026-01-15", "2026-01-25", "2026-01-20")]
    series = LineSeries("x", [("2026-01-01", 1.0), ("2026-12-31", 2.0)])
    data = LineData("t", [series], (0, 27), events=events)
    assert [(event.day[5:], line) for event, line in data.events_in_lines()] == [
        ("01-15", 0), ("01-20", 1), ("01-25", 2), ("04-18", 0)
    ]  # fmt: skip


def test_numbers_are_written_as_people_write_them() -> None:
    assert [words_of(value) for value in (3.0, 3.25, 1234.0)] == ["3", "3.2", "1,234"]
