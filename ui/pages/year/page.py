"""The yearly report: totals, months, training; the same that is printed on one page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app import clock, formats
from app.services.supervision import supervision_papers, years
from app.texts import _
from ui.forms.choices import QuietCombo
from ui.navigation import Page
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import (
    Column,
    DataTable,
    PageHeader,
    RowsModel,
    Strip,
    card,
    clear,
    column,
    label,
    page_column,
    row,
    scrolling,
)
from ui.widgets.table import ROW_HEIGHT

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.supervision.years import Month, Year
    from ui.context import Context

Found = tuple[list[int], "Year"]
_NARROW = 80  # pixels at least: columns are as wide as their heads and what stands in them
_WIDE = 2  # facts stand in so many pairs of columns
_SCHEME_COLUMN = 4  # says nothing where no scheme was chosen
_LEAST_LINES = 6  # of the table, where the page is higher than the window


class YearPage(Page):
    """Read again at every visit."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._year = clock.today().year
        self._strip = Strip()
        self._choice = QuietCombo()
        self._choice.setObjectName("which_year")
        self._choice.setAccessibleName(_("Year"))
        self._choice.activated.connect(lambda _index: self._on_chosen())
        head = PageHeader(_("Yearly report"), _("Your own work, counted from lists: no record is opened for it."))
        head.add_action(self._choice)
        head.add_action(
            release_button(context, self, lambda: partial(supervision_papers.of_year, year=self._year), kind="primary")
        )
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(Space.XL)
        self._facts.setVerticalSpacing(Space.XS)
        self._note = label(size="small", tone="muted", wrap=True)
        self._training = QVBoxLayout()
        self._training.setSpacing(Space.XS)
        self._training_card = card(label(_("Training"), size="lead"), self._training)
        self._training_card.setObjectName("year_training")
        self._model: RowsModel[tuple[Year, Month]] = RowsModel(_columns())
        self._table = DataTable(self._model, "year_table", _("Yearly report"), context.preferences)
        outer = page_column(self)
        outer.addLayout(column(head, self._strip, spacing=Space.M))
        self._area = scrolling(self._body())
        outer.addWidget(self._area, 1)

    def _body(self) -> QWidget:
        """Facts, table and note; the lines of the table come into sight as somebody walks down them."""
        facts = card(self._facts)
        facts.setObjectName("year_facts")
        self._table.setMinimumHeight(_LEAST_LINES * ROW_HEIGHT)
        self._table.chosen.connect(lambda _id: self._follow())
        body = QWidget()
        inside = column(facts, self._training_card, self._table, self._note, spacing=Space.M)
        inside.setStretch(2, 1)
        body.setLayout(inside)
        return body

    def _follow(self) -> None:
        if self._table.currentIndex().row() > 0:
            self._area.ensureWidgetVisible(self._table)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        del record
        self._year = int(details.get("year") or self._year)
        self._refresh()

    def place(self) -> dict[str, Any]:
        return {"year": self._year}

    def focus_first(self) -> None:
        self._table.choose_first()

    def _refresh(self) -> None:
        work = partial(_load, year=self._year)
        self.context.ops.query(self, work, self._on_found, self._strip.say_error, latest="load")

    def _on_chosen(self) -> None:
        self._year = int(self._choice.currentData())
        self._refresh()

    def _on_found(self, found: Found) -> None:
        choices, year = found
        self._choice.clear()
        for one in choices:
            self._choice.addItem(str(one), one)
        self._choice.setCurrentIndex(max(0, self._choice.findData(year.year)))
        self._show_facts(supervision_papers.totals(year))
        self._table.setColumnHidden(_SCHEME_COLUMN, year.scheme is None)
        self._model.set_rows({month.number: (year, month) for month in year.months})
        clear(self._training)
        for category, minutes in year.training:
            words = label(supervision_papers.category_words(category))
            self._training.addLayout(row(words, None, label(formats.length(minutes))))
        self._training_card.setVisible(bool(year.training))
        told = (_(supervision_papers.COUNTED), supervision_papers.scheme_words(year))
        self._note.setText("\n".join(part for part in told if part))

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        clear(self._facts)
        under = -(-len(facts) // _WIDE)
        for number, (name, value) in enumerate(facts):
            across, line = divmod(number, under)
            said = label(value)
            said.setProperty("strong", "true")
            self._facts.addWidget(label(name, tone="muted", wrap=True), line, 2 * across, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(said, line, 2 * across + 1, Qt.AlignmentFlag.AlignTop)
            self._facts.setColumnStretch(2 * across + 1, 1)


def _load(desk: Desk, year: int) -> Found:
    return years.years(desk), years.of(desk, year)


def _time(minutes: int) -> str:
    return formats.length(minutes) if minutes else "–"


def _columns() -> tuple[Column[tuple[Year, Month]], ...]:
    return (
        Column(_("Month"), lambda one: formats.month(one[1].number), 0),
        Column(
            _("Sessions"), lambda one: formats.number(one[1].sessions) if one[1].sessions else "–", _NARROW, right=True
        ),
        Column(_("Hours"), lambda one: _time(one[1].with_clients), _NARROW, right=True),
        Column(_("Supervision"), lambda one: _time(one[1].supervised), _NARROW, right=True),
        Column(
            _("Scheme"),
            lambda one: supervision_papers.enough_words(one[1]) if one[0].scheme is not None else "",
            _NARROW,
            right=True,
        ),
    )
