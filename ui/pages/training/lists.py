"""Two lists, trainings and credentials, each with its button; over the first, the hours of the latest cycle."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app import formats
from app.records.training import TrainingArea, TrainingCategory
from app.services.practice import own_papers, trainings
from app.texts import N_, _
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, PageHeader, RowsModel, Strip, button, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desk import Desk
    from app.rules.training_hours import Cycle
    from app.services.practice.trainings import CredentialRow, TrainingRow
    from ui.context import Context

TABS = ("training", "credential")
_NARROW = 72  # pixels at least: columns are as wide as what stands in them, while the first one has room to spare
STATES = {  # words, icon, tone
    "draft": (N_("Draft"), "pencil", "due"),
    "holds": (N_("Valid"), "circle-check", "good"),
    "ends_soon": (N_("Ends soon"), "clock", "due"),
    "ended": (N_("Has ended"), "circle-alert", "due"),
}
Found = tuple[list["TrainingRow"], list["CredentialRow"], list["Cycle"]]


class TrainingLists(QWidget):
    """Made anew at every visit.

    Signals:
        opened(kind, record): change it.
        new_wanted(kind): write one.
    """

    opened = Signal(str, str)
    new_wanted = Signal(str)

    def __init__(self, context: Context, tab: str, chosen: str) -> None:
        """`tab`: which list stands in front. `chosen`: the record to stand on."""
        super().__init__()
        self.setObjectName("training_lists")
        self._chosen = chosen
        self._strip = Strip()
        self._hours = label(tone="muted", wrap=True)
        self._hours.setObjectName("training_hours")
        self._trainings: RowsModel[TrainingRow] = RowsModel(_training_columns())
        self._credentials: RowsModel[CredentialRow] = RowsModel(_credential_columns())
        self._first = DataTable(self._trainings, "trainings_table", _("Trainings"), context.preferences)
        self._second = DataTable(self._credentials, "credentials_table", _("Credentials"), context.preferences)
        self._stacks = {kind: QStackedWidget() for kind in TABS}
        self._tabs = QTabWidget()
        self._tabs.setObjectName("training_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        add = button(_("Add a training"), partial(self.new_wanted.emit, "training"), kind="primary", glyph="plus",
                     name="new_training")  # fmt: skip
        self._tabs.addTab(self._tab("training", self._first, add), _("Trainings"))
        add = button(_("Add a credential"), partial(self.new_wanted.emit, "credential"), kind="primary", glyph="plus",
                     name="new_credential")  # fmt: skip
        self._tabs.addTab(self._tab("credential", self._second, add), _("Credentials"))
        self._tabs.setCurrentIndex(TABS.index(tab))
        self._lay_out(context)
        context.ops.query(self, _found, self._on_found, self._strip.say_error, latest="rows")

    @property
    def tab(self) -> str:
        """Which list stands in front."""
        return TABS[self._tabs.currentIndex()]

    def focus_first(self) -> None:
        """Put the focus on the list in front."""
        (self._first if self.tab == "training" else self._second).choose_first()

    def _lay_out(self, context: Context) -> None:
        about = "" if context.who.alone else _("Only you can open these. Print them for whoever has to see them.")
        head = PageHeader(_("Training and credentials"), about)
        head.add_action(release_button(context, self, lambda: own_papers.of_trainings, kind="quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(head)
        column.addWidget(self._strip)
        column.addWidget(self._tabs, 1)

    def _tab(self, kind: str, table: DataTable[TrainingRow] | DataTable[CredentialRow], add: QWidget) -> QWidget:
        table.opened.connect(partial(self.opened.emit, kind))
        stack = self._stacks[kind]
        stack.addWidget(table)
        stack.addWidget(_nothing(kind, partial(self.new_wanted.emit, kind)))
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, Space.M, 0, 0)
        inside.setSpacing(Space.M)
        top = row(self._hours, add) if kind == "training" else row(None, add)
        if kind == "training":
            top.setStretch(0, 1)
        inside.addLayout(top)
        inside.addWidget(stack, 1)
        return page

    def _on_found(self, found: Found) -> None:
        done, held, cycles = found
        self._trainings.set_rows({one.id: one for one in done})
        self._credentials.set_rows({one.id: one for one in held})
        for kind, rows in (("training", done), ("credential", held)):
            self._stacks[kind].setCurrentIndex(0 if rows else 1)
        self._hours.setText(_hours_words(cycles))
        set_shown(self._hours, bool(cycles))
        if self._chosen:
            (self._first if self.tab == "training" else self._second).choose(self._chosen)


def _found(desk: Desk) -> Found:
    return trainings.rows(desk), trainings.credentials(desk), trainings.totals(desk)


def _nothing(kind: str, write: partial[None]) -> EmptyState:
    if kind == "training":
        words = _("Courses, conferences, reading: what it was, how long it took, and what it changed in your work.")
        return EmptyState("notebook-pen", _("No training entered yet"), words, _("Add a training"), write)
    words = _("Licence, insurance, checks and the code of ethics you follow. You are told in time before one ends.")
    return EmptyState("id-card", _("No credential entered yet"), words, _("Add a credential"), write)


def _hours_words(cycles: Sequence[Cycle]) -> str:
    """Each cycle in one line: all of it, then by category, then what is counted apart."""
    return "\n".join(_cycle_words(cycle) for cycle in cycles[:2])


def _cycle_words(cycle: Cycle) -> str:
    parts = [
        *((_(TrainingCategory.label_of(name)), minutes) for name, minutes in cycle.categories.items() if name),
        *((_("of it: {area}").format(area=_(TrainingArea.label_of(name))), n) for name, n in cycle.areas.items()),
    ]
    said = [f"{words} {formats.length(minutes)}" for words, minutes in parts]
    head = _("Cycle {name}").format(name=cycle.name)
    return " · ".join([f"{head}: {formats.length(cycle.minutes)}", *said])


def _training_columns() -> tuple[Column[TrainingRow], ...]:
    return (
        Column(_("Title"), lambda one: one.title, 0, glyph=lambda one: "pencil" if one.is_draft else ""),
        Column(_("Finished on"), lambda one: _day(one.completed_on), _NARROW),
        Column(_("Length"), lambda one: formats.length(one.minutes) if one.minutes else "", _NARROW),
        Column(_("Category"), lambda one: one.category, _NARROW),
        Column(_("Cycle"), lambda one: one.cycle, _NARROW),
        Column(_("Topics of safety"), lambda one: ", ".join(one.topics), _NARROW),
    )


def _credential_columns() -> tuple[Column[CredentialRow], ...]:
    return (
        Column(_("What it is"), lambda one: one.title, 0, tip=lambda one: one.kind_label),
        Column(_("Number"), lambda one: one.number, _NARROW),
        Column(_("Begins on"), lambda one: _day(one.valid_from), _NARROW),
        Column(_("Ends on"), lambda one: _day(one.valid_to), _NARROW),
        Column(
            _("State"), lambda one: _(STATES[one.state][0]), 160,
            glyph=lambda one: STATES[one.state][1], tone=lambda one: STATES[one.state][2],
        ),
    )  # fmt: skip


def _day(value: str) -> str:
    return formats.short_date(value) if value else ""
