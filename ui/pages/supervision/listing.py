"""The list of one's own supervision: the hours of this year, the tasks that are open, and every meeting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import clock, formats
from app.packs.supervision_schemes import schemes
from app.services.supervision import supervision_papers, supervisions, years
from app.texts import _, ngettext
from ui.forms.choices import QuietCombo
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    RowsModel,
    Strip,
    button,
    card,
    clear,
    column,
    label,
    row,
)

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.supervision.supervisions import SupervisionRow, TaskRow
    from app.services.supervision.years import Year
    from ui.context import Context

MOST_TASKS = 4
LEAST_LETTERS = 22


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that the list shows."""

    rows: list[SupervisionRow]
    tasks: list[TaskRow]
    year: Year


def load(desk: Desk) -> Loaded:
    """Runs on the engine thread."""
    year = years.of(desk, clock.today().year)
    return Loaded(supervisions.rows(desk), supervisions.tasks(desk), year)


class SupervisionList(QWidget):
    """Enter opens a line.

    Signals:
        opened(record), new_wanted(), pack_wanted().
    """

    opened = Signal(str)
    new_wanted = Signal()
    pack_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("supervision_list")
        self._context = context
        self._strip = Strip()
        self._hours = label(wrap=True)
        self._hours.setObjectName("supervision_hours")
        self._enough = label(size="small", tone="muted")
        self._scheme = _scheme_choice()
        self._scheme.activated.connect(lambda _index: self._on_scheme())
        self._tasks = QVBoxLayout()
        self._tasks_card = card(label(_("Tasks from supervision"), size="lead"), self._tasks)
        self._tasks_card.setObjectName("supervision_tasks")
        self._tasks_card.hide()
        self._model: RowsModel[SupervisionRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "supervision_table", _("Supervision"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._nothing = EmptyState(
            "handshake",
            _("No supervision written down yet"),
            _("With whom, how long, what was advised. Clients stand in it by code alone."),
            _("Write down a supervision"),
            self.new_wanted.emit,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        self._lay_out()

    def refresh(self) -> None:
        """Ask for everything again."""
        self._context.ops.query(self, load, self._on_loaded, self._strip.say_error, latest="load")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _lay_out(self) -> None:
        head = PageHeader(_("Supervision"))
        year = clock.today().year
        head.add_action(
            release_button(
                self._context, self, lambda: partial(supervision_papers.of_supervision, year=year), kind="quiet"
            )
        )
        head.add_action(
            button(
                _("For a supervisor outside"), self.pack_wanted.emit, kind="quiet", glyph="contact", name="make_pack"
            )
        )
        head.add_action(
            button(_("Write down"), self.new_wanted.emit, kind="primary", glyph="plus", name="new_supervision")
        )
        wanted = label(_("Hours wanted by"), size="small", tone="muted")
        wanted.setBuddy(self._scheme)
        told = column(self._hours, row(wanted, self._scheme, self._enough, None), spacing=Space.S)
        outer = column(head, self._strip, told, self._tasks_card, self._stack, spacing=Space.M)
        outer.setStretch(4, 1)
        self.setLayout(outer)

    def _on_loaded(self, found: Loaded) -> None:
        self._model.set_rows({one.id: one for one in found.rows})
        self._stack.setCurrentWidget(self._table if found.rows else self._nothing)
        self._show_hours(found.year)
        self._show_tasks(found.tasks)

    def _show_hours(self, year: Year) -> None:
        parts = [
            _("{year}: {time} of supervision").format(year=year.year, time=formats.length(year.supervised)),
            _("{time} with clients").format(time=formats.length(year.with_clients)),
        ]
        if year.ratio is not None:
            told = _("1 h for {hours} h with clients")
            parts.append(told.format(hours=supervision_papers.hours(year.ratio)))
        self._hours.setText(" · ".join(parts))
        self._scheme.setCurrentIndex(max(0, self._scheme.findData(year.scheme.key if year.scheme else "")))
        month = year.months[clock.today().month - 1]
        words = supervision_papers.enough_words(month) if year.scheme is not None else ""
        self._enough.setText(_("This month: {words}").format(words=words) if words else "")
        self._enough.setToolTip(supervision_papers.scheme_words(year))

    def _show_tasks(self, tasks: list[TaskRow]) -> None:
        clear(self._tasks)
        for task in tasks[:MOST_TASKS]:
            due = formats.short_date(task.due) if task.due else ""
            words = " · ".join(part for part in (task.task, task.owner, due) if part)
            done = button(_("Done"), partial(self._on_done, task.id), glyph="check", name=f"done:{task.id}")
            done.setAccessibleName(_("Done: {task}").format(task=task.task))
            said = label(words, tone="due" if task.is_late else "", wrap=True)
            line = row(said, done)
            line.setStretch(0, 1)
            self._tasks.addLayout(line)
        more = len(tasks) - MOST_TASKS
        if more > 0:
            self._tasks.addWidget(label(ngettext("{n} more", "{n} more", more).format(n=more), tone="muted"))
        self._tasks_card.setVisible(bool(tasks))

    def _on_done(self, record: str) -> None:
        def done(_saved: object) -> None:
            self._context.announcer.toast(_("Done"), "check")
            self.refresh()

        self._context.ops.command(
            self,
            lambda desk: supervisions.finish_task(desk, record, clock.today()),
            done,
            self._strip.say_error,
            changes={"supervision_task", record},
        )

    def _on_scheme(self) -> None:
        key = str(self._scheme.currentData() or "")
        self._context.ops.command(
            self,
            lambda desk: years.choose_scheme(desk, key),
            lambda _none: self.refresh(),
            self._strip.say_error,
            changes={"preferences"},
        )


def _scheme_choice() -> QuietCombo:
    combo = QuietCombo()
    combo.setObjectName("supervision_scheme")
    combo.setAccessibleName(_("Hours wanted by"))
    combo.addItem(_("Nobody"), "")
    for scheme in schemes().values():
        combo.addItem(str(scheme.name), scheme.key)
    combo.setMinimumContentsLength(LEAST_LETTERS)
    return combo


def _glyph(one: SupervisionRow) -> str:
    if one.state == "draft":
        return "pencil"
    return "circle-x" if one.status == "entered_in_error" else ""


def _columns() -> tuple[Column[SupervisionRow], ...]:
    return (
        Column(
            _("Date"), lambda one: formats.short_date(one.held_on) if one.held_on else "", 130,
            glyph=_glyph,
            tip=lambda one: _("Draft") if one.state == "draft" else "",
        ),
        Column(_("Role"), lambda one: one.role_label, 180),
        Column(_("With whom"), lambda one: one.with_whom, 0),
        Column(_("How"), lambda one: one.form_label, 120),
        Column(_("Cases"), lambda one: ", ".join(one.codes), 160),
        Column(_("Time"), lambda one: formats.length(one.counted), 110, right=True),
    )  # fmt: skip
