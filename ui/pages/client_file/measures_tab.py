"""Measures: a client's questionnaires over time, one by one; all results; and what may be used under which licence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records.measure_result import InstrumentKey
from app.services.client_safety import measure_courses, measure_papers, measures
from app.texts import _, explain, language
from ui.pages.client_file.cards_page import CardsPage
from ui.pages.client_file.records_tab import look_of, words_of
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, button, card, label, row
from ui.widgets.flow import Flow
from ui.widgets.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame

    from app.services.client_safety.measure_courses import Course, ResultRow
    from app.services.client_safety.measures import ShelfRow
    from ui.context import Context

_KIND = "measure_result"
_CHART_HEIGHT = 330  # px
_NARROW = 72  # pixels at least: columns are as wide as what stands in them


class MeasuresTab(QWidget):
    """Each part is made when it is looked at.

    Signals:
        opened(kind, record): read one, or go on with a draft.
    """

    opened = Signal(str, object)

    def __init__(self, context: Context, client: str, start: str = "", *, writes: bool = True) -> None:
        """`start`: `course`, `results` or `shelf`. `writes`: whether the person may write in this file."""
        super().__init__()
        self._context = context
        self._client = client
        pages: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "course": (_("Over time"), self._courses),
            "results": (_("All results"), self._results),
            "shelf": (_("Questionnaires and licences"), lambda: Shelf(context)),
        }
        self.switch = Switch(pages, _("Measures"), start)
        paper = release_button(
            context, self, lambda: lambda desk: measure_papers.of_results(desk, client), kind="quiet"
        )  # fmt: skip
        begin = [
            button(_("Enter {name}…").format(name=_(key.label)), partial(self._on_new, key), glyph="plus",
                   name=f"enter:{key.value}")
            for key in InstrumentKey
        ]  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(0)
        column.addWidget(Flow([*(begin if writes else []), paper]))
        column.addWidget(self.switch, 1)

    def _courses(self) -> QWidget:
        made = Courses(self._context, self._client)
        made.opened.connect(lambda record: self.opened.emit(_KIND, record))
        return made

    def _results(self) -> QWidget:
        made = Results(self._context, self._client)
        made.opened.connect(lambda record: self.opened.emit(_KIND, record))
        return made

    def _on_new(self, key: InstrumentKey) -> None:
        self._context.navigator.go_to(_KIND, None, client=self._client, values={"instrument": key.value})


class Courses(QWidget):
    """A card for each questionnaire and version: picture or table, the change, and whose ranges these are.

    Signals:
        opened(record): read one result.
    """

    opened = Signal(str)

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._cards = CardsPage()
        words = _("Totals appear here over time, each questionnaire by itself, with the ranges of its publication.")
        self._empty = EmptyState("activity", _("No total yet"), words)
        self._stack = _stack(self, self._cards, self._empty)
        context.ops.query(self, lambda desk: measure_courses.courses(desk, client), self._on_courses, latest="rows")

    def _on_courses(self, found: list[Course]) -> None:
        self._cards.show_cards([partial(self._card, one) for one in found])
        self._stack.setCurrentWidget(self._cards if found else self._empty)

    def _card(self, one: Course) -> QFrame:
        from ui.charts.line_chart import LineChart  # the first chart that is shown loads what draws it
        from ui.charts.with_table import ChartWithTable

        chart = LineChart(one.data)
        chart.chosen.connect(lambda number: self.opened.emit(one.records[number]))
        both = ChartWithTable(chart, one.columns, one.rows)
        both.setFixedHeight(_CHART_HEIGHT)  # those of other questionnaires stay in sight
        parts: list[QWidget] = [both]
        if one.change:
            parts.append(label(one.change, wrap=True))
        parts.append(label(one.about, size="small", tone="muted", wrap=True))
        made = card(*parts, spacing=Space.S)
        made.setObjectName(f"course:{one.instrument}")
        return made


class Results(QWidget):
    """Every result, newest first, drafts and errors among them.

    Signals:
        opened(record): read one.
    """

    opened = Signal(str)

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._model: RowsModel[ResultRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "measures_table", _("All results"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        words = _("Enter the answers of a form that the client has filled in.")
        self._empty = EmptyState("activity", _("No questionnaire yet"), words)
        self._stack = _stack(self, self._table, self._empty)
        context.ops.query(self, lambda desk: measure_courses.rows(desk, client), self._on_rows, latest="rows")

    def _on_rows(self, rows: list[ResultRow]) -> None:
        self._model.set_rows({one.record: one for one in rows})
        self._stack.setCurrentWidget(self._table if rows else self._empty)


class Shelf(QWidget):
    """What is known of each questionnaire: its licence, whether its text ships, and why not."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cards = CardsPage()
        _stack(self, self._cards)
        context.ops.query(self, measures.shelf, self._on_rows, latest="rows")

    def _on_rows(self, rows: list[ShelfRow]) -> None:
        self._cards.show_cards([partial(self._card, one) for one in rows])

    def _card(self, one: ShelfRow) -> QFrame:
        title = label(", ".join(part for part in (one.name, one.title) if part), size="lead", wrap=True)
        head = row(title)
        head.setStretch(0, 1)
        if one.key and one.problem is None:
            key = one.key
            head.addWidget(
                release_button(
                    self._context, self, lambda: lambda desk: measure_papers.of_blank(desk, key, language()),
                    kind="quiet", text=_("Blank form…"),
                )
            )  # fmt: skip
        texts = [one.licence, _state(one), one.why, one.address]
        return card(head, *(label(text, tone="muted", wrap=True) for text in texts if text), spacing=Space.XS)


def _state(one: ShelfRow) -> str:
    """Whether it can be scored, and whether its text is here."""
    if one.problem is not None:
        told = explain(one.problem)
        return f"{told.sentence} {told.advice} ({told.code})"
    if not one.key:
        return _("Known by name only: it can be neither shown nor scored here.")
    if one.has_text:
        return _("Its text is here, and answers are scored.")
    return _("Answers are scored by the numbers of the items; the text of the items is not here.")


def _stack(owner: QWidget, *pages: QWidget) -> QStackedWidget:
    made = QStackedWidget()
    for page in pages:
        made.addWidget(page)
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, Space.S, 0, 0)
    column.addWidget(made)
    return made


def _to_act_on(one: ResultRow) -> str:
    return _("Item {number}").format(number=one.critical) if one.critical else ""


def _columns() -> tuple[Column[ResultRow], ...]:
    return (
        Column(_("Date"), lambda one: formats.short_date(one.taken_on) if one.taken_on else "", _NARROW),
        Column(_("Questionnaire"), lambda one: one.name, _NARROW),
        Column(_("Total"), lambda one: one.words, 0),
        Column(_("To act on"), _to_act_on, _NARROW,
               glyph=lambda one: "circle-alert" if one.critical else "", tone=lambda _one: "due"),
        Column(_("Talked about"), lambda one: one.discussed, _NARROW),
        Column(_("State"), lambda one: words_of(one.state, one.status), _NARROW,
               glyph=lambda one: look_of(one.state, one.status)[0], tone=lambda one: look_of(one.state, one.status)[1]),
    )  # fmt: skip
