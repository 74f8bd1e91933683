"""The board: a picture of all consents by state or by month that filters the list under it; or the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.rules.board_columns import Column as State
from app.texts import N_, _, ngettext
from ui.forms.choices import Segments
from ui.pages.consents import figures
from ui.pages.consents.picture import MonthColumns, StateButtons, StatesBar
from ui.taking.looks import OF_COLUMN
from ui.theme import Space
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    RowsModel,
    SearchField,
    Strip,
    button,
    column,
    label,
    set_shown,
)
from ui.widgets.flow import flow

if TYPE_CHECKING:
    from app.services.consenting.consent_board import BoardRow
    from ui.context import Context
    from ui.pages.consents.figures import Figures

VIEWS = (("states", N_("By state")), ("months", N_("By month")), ("table", N_("As a table")))
TABLE_HEIGHT = 190


class Line(NamedTuple):
    """A line of the table that says what the pictures show."""

    what: str
    number: int
    glyph: str = ""
    tone: str = ""


class BoardTab(QWidget):
    """Everything that can be consented to, of every client whose file this person can open.

    Signals:
        opened(client, record): show the consent; record is "" where there is none yet.
    """

    opened = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._figures: figures.Figures | None = None
        self._state: State | None = None
        self._month = ""
        self._rows: dict[str, BoardRow] = {}
        self._views = Segments([(code, _(words)) for code, words in VIEWS], liftable=False)
        self._views.setObjectName("board_views")
        self._views.speak(_("Picture"), "")
        self._views.set_value("states")
        self._views.picked.connect(lambda: self.show_view(str(self._views.value())))
        self._bar, self._buttons, self._months = StatesBar(), StateButtons(), MonthColumns()
        self._lines: RowsModel[Line] = RowsModel(_line_columns())
        self._as_table = QWidget()  # until somebody wants it
        self._model: RowsModel[BoardRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "board_table", _("Consents"), context.preferences)
        self._search = SearchField(_("Client, or what it is about"))
        self._search.setObjectName("board_search")
        self._said = label(tone="muted")
        self._said.setObjectName("board_said")
        self._all = button(_("Show all"), self.show_all, kind="link", name="board_all")
        self._strip = Strip()
        self._nothing: EmptyState | None = None
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Ask for the board again."""
        self._context.ops.query(self, figures.look, self._on_figures, self._strip.say_error, latest="board")

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self._table.choose_first()

    def show_view(self, view: str) -> None:
        """Show a picture, or the table with the same content."""
        self._views.set_value(view)
        if view == "table" and not isinstance(self._as_table, DataTable):
            self._make_table()
        self._pictures.setCurrentIndex([code for code, _words in VIEWS].index(view))
        self._fit_picture()

    def show_all(self) -> None:
        """Take every filter away."""
        self._state, self._month = None, ""
        self._search.clear()
        self._show_pictures()
        self._show_rows()

    def place(self) -> dict[str, str]:
        """What is filtered by."""
        return {"state": self._state.value if self._state else "", "month": self._month}

    def return_to(self, state: str, month: str) -> None:
        """Filter by these again."""
        self._state = next((one for one in State if one.value == state), None)
        self._month = month

    def _lay_out(self) -> None:
        self._pictures = QStackedWidget()
        for part in (column(self._bar, self._buttons, None, spacing=Space.M), column(self._months, None)):
            page = QWidget()
            page.setLayout(part)
            self._pictures.addWidget(page)
        self._pictures.addWidget(self._as_table)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        filters = flow(self._search, self._views, self._said, self._all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.M, 0, 0)
        outer.setSpacing(Space.M)
        outer.addWidget(self._strip)
        outer.addWidget(self._pictures)
        outer.addLayout(filters)
        outer.addWidget(self._stack, 1)
        self._search.setMinimumWidth(220)

    def _connect(self) -> None:
        self._buttons.picked.connect(self._on_state)
        self._months.picked.connect(self._on_month)
        self._search.settled.connect(lambda _text: self._show_rows())
        self._search.moved_on.connect(self._table.choose_first)
        self._table.opened.connect(self._on_opened)

    def _make_table(self) -> None:
        made = DataTable(self._lines, "board_figures", _("Consents by state and month"), self._context.preferences)
        made.opened.connect(lambda key: self._on_line(str(key)))
        self._pictures.removeWidget(self._as_table)
        self._as_table = made
        self._pictures.addWidget(made)

    def _show_nothing(self) -> None:
        if self._nothing is None:
            sentence = _("Consents appear here when there are clients whose files you can open.")
            self._nothing = EmptyState("handshake", _("No clients yet"), sentence)
            self._stack.addWidget(self._nothing)
        self._stack.setCurrentWidget(self._nothing)

    def _on_figures(self, found: Figures) -> None:
        self._figures = found
        if found.board.rows:
            self._stack.setCurrentWidget(self._table)
        else:
            self._show_nothing()
        set_shown(self._pictures, bool(found.board.rows))
        self._show_pictures()
        self._show_rows()

    def _show_pictures(self) -> None:
        if self._figures is None:
            return
        counts = self._figures.board.counts
        self._bar.show_counts(counts)
        self._buttons.show_counts(counts, self._state)
        self._months.show_months(self._figures.months, self._month)
        self._lines.set_rows(_lines(self._figures))
        self._fit_picture()

    def _fit_picture(self) -> None:
        """As high as what is shown; the list has the rest."""
        shown = self._pictures.currentWidget()
        if shown is self._as_table or shown is None:
            self._pictures.setFixedHeight(TABLE_HEIGHT)
            return
        width = max(self._pictures.width(), self.width(), 1)
        layout = shown.layout()
        high = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        self._pictures.setFixedHeight(high if high >= 0 else shown.sizeHint().height())

    def _show_rows(self) -> None:
        if self._figures is None:
            return
        rows = list(self._figures.board.rows)
        rows = figures.in_column(rows, self._state) if self._state is not None else rows
        rows = figures.in_month(rows, self._month) if self._month else rows
        rows = figures.matching(rows, self._search.text())
        self._rows = {f"{one.client} {one.consent_type.value}": one for one in rows}
        self._model.set_rows(self._rows)
        n, total = len(rows), len(self._figures.board.rows)
        words = ngettext("{n} line", "{n} lines", n).format(n=n)
        self._said.setText(words if n == total else _("{lines} of {total}").format(lines=words, total=total))
        set_shown(self._all, n != total)

    def _on_state(self, state: State | None) -> None:
        self._state, self._month = state, ""
        self._months.show_months(self._figures.months if self._figures else [], "")
        self._show_rows()

    def _on_month(self, month: str) -> None:
        self._state, self._month = None, month
        if self._figures is not None:
            self._buttons.show_counts(self._figures.board.counts, None)
        self._show_rows()

    def _on_line(self, key: str) -> None:
        """A line of the table filters as its picture does."""
        kind, _colon, value = key.partition(":")
        self._state = next((one for one in State if kind == "state" and one == value), None)
        self._month = value if kind == "month" else ""
        self._show_pictures()
        self._show_rows()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_opened(self, key: object) -> None:
        found = self._rows[str(key)]
        self.opened.emit(found.client, found.record or "")

    # Qt overrides

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_picture()


def _lines(found: Figures) -> dict[str, Line]:
    states = {
        f"state:{state.value}": Line(_(state.label), count, *OF_COLUMN[state])
        for state, count in found.board.counts.items()
        if count
    }
    months = {
        f"month:{month.key}": Line(
            _("{month}: {ends} end, {reviews} to be talked about").format(
                month=formats.long_date(month.key), ends=month.ends, reviews=month.reviews
            ),
            month.total,
            "calendar",
            "muted",
        )
        for month in found.months
        if month.total
    }
    return {**states, **months}


def _line_columns() -> tuple[Column[Line], ...]:
    return (
        Column(_("State or month"), lambda one: one.what, 0, glyph=lambda one: one.glyph, tone=lambda one: one.tone),
        Column(_("How many"), lambda one: str(one.number), 110, right=True),
    )


def _columns() -> tuple[Column[BoardRow], ...]:
    return (
        Column(_("Client"), lambda one: formats.client(one.code, one.name), 170),
        Column(_("Consent"), lambda one: one.title, 190),
        Column(
            _("State"), lambda one: _(one.column.label), 150,
            glyph=lambda one: OF_COLUMN[one.column][0], tone=lambda one: OF_COLUMN[one.column][1],
        ),
        Column(_("Until"), _until, 116),
        Column(_("Why"), lambda one: one.state.reason, 0),
    )  # fmt: skip


def _until(one: BoardRow) -> str:
    """When it ends, else when it is talked about again."""
    day = one.state.until or one.state.review_due
    return formats.short_date(day) if day and one.state.is_active else ""
