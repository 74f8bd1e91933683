"""The Pictures page: numbers and charts of the last twelve months, each chart with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from app.services.safety import figures, pictures
from app.texts import _
from ui.charts.bar_chart import BarChart
from ui.charts.with_table import ChartWithTable
from ui.navigation import Page
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import EmptyState, PageHeader, Strip, card, clear, column, label, page_column, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.rules.figures import Figures
    from app.services.outgoing.papers import Prepared
    from app.services.safety.pictures import Picture
    from ui.context import Context

WIDE = 2  # charts beside each other
TALLEST = 340  # of a chart, in device-independent pixels; more only for many rows


class FiguresPage(Page):
    """Counted anew at every visit. Nothing here is about one client, and nothing is opened for it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        header = PageHeader(_("Pictures of the year"), _("Incidents of the last twelve months, counted."))
        header.add_action(release_button(context, self, _paper))
        self._strip = Strip()
        self._numbers = row(spacing=Space.M)
        self._charts = QGridLayout()
        self._charts.setSpacing(Space.L)
        self._made: list[ChartWithTable] = []
        body = QWidget()
        inside = column(self._numbers, self._charts, None, spacing=Space.L)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        body.setLayout(inside)
        self._nothing = EmptyState(
            "activity", _("Nothing to count yet"),
            _("Once incidents and near misses are recorded, their numbers stand here. Near misses are worth the most."),
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(body))
        self._stack.addWidget(self._nothing)
        outer = page_column(self)
        outer.addWidget(header)
        outer.addWidget(self._strip)
        outer.addWidget(self._stack, 1)

    def show_record(self, _record: str | None, _details: dict[str, Any]) -> None:
        self.context.ops.query(self, figures.of, self._on_counted, self._strip.say_error, latest="figures")

    def focus_first(self) -> None:
        if self._made:
            self._made[0].chart.setFocus()

    def _on_counted(self, found: Figures) -> None:
        clear(self._numbers)
        clear(self._charts)
        has_some = bool(found.total or found.open_actions)
        self._stack.setCurrentIndex(0 if has_some else 1)
        self._made = [self._chart(picture) for picture in pictures.of_figures(found)] if has_some else []
        for words, number in pictures.facts(found):
            self._numbers.addWidget(card(label(number, size="display"), label(words, tone="muted", wrap=True)), 1)
        for place, made in enumerate(self._made):  # the first one has many bars: it takes the whole width
            across = (place + 1) % WIDE if place else 0
            self._charts.addWidget(card(made), (place + 1) // WIDE, across, 1, 1 if place else WIDE)

    def _on_chosen(self, picture: Picture, category: int, series: int) -> None:
        """Go to the incidents that a bar counts."""
        wanted = pictures.slice_of(picture, category, series)
        self.context.navigator.go_to("incidents", None, only=wanted.told())

    def _chart(self, picture: Picture) -> ChartWithTable:
        leads_on = pictures.leads_on(picture)
        hint = _("Arrow keys go from value to value, Enter shows the incidents behind it.") if leads_on else ""
        chart = BarChart(picture.data, hint)
        if leads_on:
            chart.chosen.connect(lambda number: self._on_chosen(picture, *chart.place_of(number)))
        made = ChartWithTable(chart, picture.columns, picture.rows)
        made.setMaximumHeight(max(TALLEST, chart.minimumHeight() + Space.HUGE))
        made.setObjectName(f"picture:{picture.name}")
        return made


def _paper() -> Callable[[Desk], Prepared]:
    from app.services.outgoing import safety_papers

    return safety_papers.of_pictures
